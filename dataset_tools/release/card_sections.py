"""The sections of the card, each a list of Markdown lines: generated sentences and free slots.

A slot is a place for people's own words (:mod:`dataset_tools.release.card`). Sentences state
what the data show; text of others is escaped by :mod:`dataset_tools.release.escape`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dataset_tools.release.card_fields import ABOUT, MEANING, fields_table
from dataset_tools.release.card_front import config_order, languages, split_order
from dataset_tools.release.escape import code, fenced, many, markdown
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.samples import STRUCTURAL
from dataset_tools.release.statistics import Statistics, ranked

_ITEMS, _CHARACTERS = 2, 120
"""What the example record shows of a list, and of a text."""


def summary(manifest: Manifest, s: Statistics) -> list[str]:
    """What the dataset is, in a few sentences, and the picture of what became of the raw files."""
    dataset = manifest.config.get("dataset", {})
    counts = manifest.counts
    lines = [markdown(dataset.get("summary", "")), ""] if dataset.get("summary") else []
    _, tags = languages(s)
    spoken = ", ".join(code(tag) for tag in tags[:6]) + (" and others" if tags[6:] else "")
    mentions, names = s.attendance.mentions, s.attendance.names
    people = f", with {mentions:,} mentions of {names:,} people who took part"
    lines += [
        f"Release **{manifest.release}** holds **{many(counts['accepted'], 'article')}**"
        f"{f' ({spoken})' if tags else ''}{people if mentions else ''}. It was made from "
        f"{many(len(manifest.sources), 'raw file')} with {many(counts['read'], 'record')}: "
        f"{counts['accepted']:,} accepted, {counts['duplicates']:,} duplicates, "
        f"{counts['quarantined']:,} quarantined. None is lost. Every repair can be undone.",
        "",
        f"![Of {counts['read']:,} records read, {counts['accepted']:,} are accepted, "
        f"{counts['duplicates']:,} are duplicates and {counts['quarantined']:,} are quarantined]"
        "(quality/ledger.svg)",
        "",
        "The whole account, with examples, is in [quality/report.html](quality/report.html).",
    ]
    return lines


def loading(manifest: Manifest) -> list[str]:
    """How to load each config: from the Hub, pinned, streaming, and safely without network."""
    loadable = manifest.loadable()
    if not loadable:
        return ["This release has no rows to load."]
    configs = config_order(loadable)
    first = next(iter(split_order(loadable[configs[0]], manifest.splits)))
    pin = f'revision="v{manifest.release}"'
    python = ["from datasets import load_dataset", ""]
    for name in configs:
        chosen = "" if name == "articles" else f', "{name}"'
        python.append(f'{name} = load_dataset("NAMESPACE/NAME"{chosen}, {pin})')
    streamed = "" if configs[0] == "articles" else f', "{configs[0]}"'
    python += [
        "",
        "# without downloading everything",
        f'rows = load_dataset("NAMESPACE/NAME"{streamed}, split="{first}", streaming=True, {pin})',
        "print(next(iter(rows)))",
    ]
    offline = (
        "from datasets import load_dataset\n"
        "from huggingface_hub import snapshot_download\n\n"
        f'folder = snapshot_download("NAMESPACE/NAME", repo_type="dataset", {pin})\n'
        f'{configs[0]} = load_dataset(folder{streamed}, download_mode="force_redownload")'
    )
    return [
        "Name the revision: without it you get whatever is newest on the day.",
        "",
        fenced("\n".join(python), "python"),
        "",
        "`load_dataset` compares no checksums, and without network it answers with whatever "
        "release its cache holds, whatever `revision` says. Where that matters, take the "
        "revision as a folder, check it (`dataset-tools verify FOLDER` compares every byte) and "
        "load that:",
        "",
        fenced(offline, "python"),
    ]


def example(s: Statistics) -> list[str]:
    """A real record, long values shortened."""
    if not s.example:
        return ["This release has no articles."]
    text = json.dumps(_shortened(s.example), ensure_ascii=False, indent=2)
    # "<" cannot open a comment, a tag or one of our own markers
    return [
        "A record of this release; `…` marks what was left out here.",
        "",
        fenced(text.replace("<", "\\u003c"), "json"),
    ]


def _shortened(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _CHARACTERS:
        return value[:_CHARACTERS] + "…"
    if isinstance(value, Mapping):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_shortened(item) for item in value[:_ITEMS]]
        return [*items, "…"] if len(value) > _ITEMS else items
    return value


def splits(manifest: Manifest, s: Statistics) -> list[str]:
    """Configs and splits with their rows, and what decides the split of an article."""
    lines = ["| config | split | rows | bytes |", "|---|---|--:|--:|"]
    for name in config_order(s.tables):
        table = s.tables[name]
        for split, rows in split_order(table.rows, manifest.splits).items():
            lines.append(f"| `{name}` | `{split}` | {rows:,} | {table.files[split]:,} |")
    rules = manifest.config.get("splits", {})
    by = {
        "cluster": "Articles that say nearly the same stand in the same split, and a new article "
        "moves no other to another split.",
        "source": "All articles of one source stand in the same split.",
        "date": "Articles are split by their date of publication.",
    }
    words = [by[rules["by"]]] if rules.get("by") in by else []
    empty = [name for name in config_order(s.tables) if not s.tables[name].total]
    if empty:
        names = ", ".join(f"`{name}`" for name in empty)
        words.append(f"A config without rows cannot be loaded and is not offered: {names}.")
    return [*lines, "", " ".join(words)] if words else lines


def fields(s: Statistics, schema: Mapping[str, Any]) -> list[str]:
    """Every column of every config: type and meaning."""
    lines: list[str] = []
    person = ((schema.get("properties") or {}).get("attendees") or {}).get("items") or {}
    for name in config_order(s.tables):
        own = schema if name == "articles" else person if name == "attendance" else {}
        table = fields_table(s.tables[name].columns, own, MEANING.get(name, {}))
        about = ABOUT.get(name, "")
        if name == "articles":
            lines += [f"### `{name}`", "", about, "", *table, ""]
        else:
            summary_line = f"<details><summary><code>{name}</code>: {about}</summary>"
            lines += [summary_line, "", *table, "", "</details>", ""]
    return lines[:-1]


def contents(s: Statistics) -> list[str]:
    """How long the texts are, when they were published, and who took part with whom."""
    if not s.articles.text.bins:
        return ["This release has no articles."]
    q = s.articles.text.quantiles
    lines = [
        f"A text has between {q[0]:,} and {q[4]:,} code points, half of them between {q[1]:,} and "
        f"{q[3]:,}; the median is {q[2]:,}.",
        "",
        f"![Articles by length of the text: median {q[2]:,} code points](quality/lengths.svg)",
    ]
    months = s.articles.months
    if months:
        dated = s.coverage.get("published", 0)
        span = f"from {months[0][0]} to {months[-1][0]}"
        lines += [
            "",
            f"{many(dated, 'article')} of {s.articles.rows:,} state a date, {span}.",
            "",
            f"![{many(dated, 'article')} by date of publication, {span}](quality/months.svg)",
        ]
    if len(s.attendance.together) > 1:
        lines += [
            "",
            "Who took part with whom, for those named in the most articles: the number of articles "
            "that name both, and at the end of each row the number that name that person.",
            "",
            "![Articles in which two people took part together](quality/together.svg)",
        ]
    return lines


def made(manifest: Manifest, s: Statistics) -> list[str]:
    """The road from raw file to release, with the counts at each stage."""
    counts, config = manifest.counts, manifest.config
    forms = ", ".join(f"{markdown(name)} {count:,}" for name, count in s.sources[:8])
    mended = [(n, c) for n, c in ranked(s.edits.articles) if n not in STRUCTURAL]
    repairs = ", ".join(f"{code(name)} {count:,}" for name, count in mended)
    kinds = ", ".join(f"{code(name)} {count:,}" for name, count in ranked(s.removed.kinds))
    threshold = config.get("dedup", {}).get("threshold")
    parts = ", ".join(f"{code(name)} {count:,}" for name, count in manifest.splits.items())
    encodings = ", ".join(f"{markdown(n)} {c:,}" for n, c in ranked(s.articles.encodings)[:6])
    close = f" (similarity from {threshold:g})" if isinstance(threshold, float) else ""
    personal = config.get("repair", {}).get("personal_data")
    masked = " Personal data in the texts are masked." if personal == "mask" else ""
    return [
        f"1. **Read.** {many(len(manifest.sources), 'raw file')}"
        f"{f' ({forms})' if forms else ''}, {s.source_bytes:,} bytes, gave "
        f"{many(counts['read'], 'record')}."
        + (f" Encodings of the accepted ones: {encodings}." if encodings else ""),
        "2. **Repair.** Damage that can be proved is undone, each change is kept in `edits`, and "
        "undoing them all gave the decoded source back for every article. Articles touched: "
        f"{repairs or 'none'}.{masked}",
        "3. **Extract.** Title, text, date, source and who took part are taken from what the page "
        "states; nothing is guessed. Articles with attendees: "
        f"{s.coverage.get('attendees', 0):,}; with a date: {s.coverage.get('published', 0):,}.",
        f"4. **Check.** Schema and checks rejected {many(counts['quarantined'], 'record')}, kept "
        "with raw bytes and reasons in `quarantine`.",
        f"5. **Deduplicate.** {many(counts['duplicates'], 'record')} left out"
        f"{f': {kinds}' if kinds else ''}{close}; each stands in `duplicates`.",
        f"6. **Release.** {many(counts['accepted'], 'article')} in splits: {parts or 'none'}.",
    ]
