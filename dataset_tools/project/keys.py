"""Every key of the configuration in words: the one source of the template, the editor's schema
and the reference. A test holds it against :mod:`dataset_tools.core.config`."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """What a key means; ``example`` is the line shown where the default is no useful value."""

    why: str
    example: str = ""


SECTIONS = {
    "dataset": "What the dataset is called and what its card says of it.",
    "read": "How raw files become records.",
    "repair": "What is repaired, and what is done with text that is sound but not uniform.",
    "checks": "One table for each check or code, by the names of `dataset-tools checks`.",
    "dedup": "Which records count as one article.",
    "splits": "Shares that add up to 1, and what decides where a record goes.",
    "gate": "Limits for the dataset as a whole: beyond them nothing is released.",
}

KEYS = {
    "dataset.name": Key("Short name: letters, digits, - and _."),
    "dataset.pretty_name": Key("The title of the card."),
    "dataset.summary": Key("Two or three sentences for the card."),
    "dataset.license": Key(
        "An identifier the Hub knows, such as cc-by-4.0; for other, the card says what holds."
    ),
    "dataset.homepage": Key("Where the dataset is described."),
    "dataset.authors": Key("Who made the dataset, for its citation."),
    "dataset.contact": Key("Where a person named in the data can ask for removal."),
    "dataset.tags": Key("Words under which the Hub lists it."),
    "dataset.task_categories": Key("The Hub's names for what it can be used for."),
    "read.mapping": Key(
        "Our field -> the input keys that mean it, beside the usual ones.",
        'mapping = { title = ["headline"], text = ["content_text"] }',
    ),
    "read.encoding": Key("auto: found file by file; or the one you know all files to have."),
    "read.max_record_bytes": Key("A longer record is quarantined with its first bytes."),
    "read.max_unpacked_bytes": Key("Where unpacking one archive stops."),
    "read.max_ratio": Key("Where unpacking stops: bytes out for each byte in."),
    "repair.off": Key("Repairs that do not run, by the names of `dataset-tools repairs`."),
    "repair.punctuation": Key(
        "restore: a narrowed comma between Han characters becomes wide on pages that show damage."
    ),
    "repair.script": Key("Whether all text is written in one script."),
    "repair.personal_data": Key(
        "mask: mobile and identity numbers, e-mail addresses, bank cards are covered."
    ),
    "checks.*.level": Key(
        "error rejects the record, warn keeps it with its code, info counts, off is off."
    ),
    "checks.*.max_rate": Key("The gate fails when a larger share of the records has it."),
    "checks.*.max_count": Key("The gate fails when there are more findings."),
    "dedup.exact": Key("Leave out records with the same words."),
    "dedup.near": Key("Leave out records that are nearly the same."),
    "dedup.threshold": Key("The similarity from which two records are one article, 0.5 to 1."),
    "dedup.keep": Key("Which one stays: the first by path, the longest, or the earliest by date."),
    "splits.by": Key(
        "cluster: near duplicates stay together; source: one source, one split; date: by time."
    ),
    "splits.train": Key("Share of the training records."),
    "splits.validation": Key("Share of the validation records."),
    "splits.test": Key("Share of the test records."),
    "splits.validation_from": Key(
        "By date: the first day of validation.", 'validation_from = "2024-01-01"'
    ),
    "splits.test_from": Key("By date: the first day of test.", 'test_from = "2024-07-01"'),
    "gate.max_quarantined_rate": Key("The largest share of records that may be rejected."),
    "gate.min_records": Key("The fewest accepted records that are a dataset."),
}

CHECK_EXAMPLE = (
    "[checks.quotes]",
    'level = "off"',
    "",
    '[checks."attendees/unknown_surname"]',
    'level = "info"',
    "max_rate = 0.05",
)
"""Lines that show how checks are configured; they stand as a comment in a new project."""
