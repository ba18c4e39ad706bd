"""The card's sections that let a reader judge: quality, limits, personal data, terms, citation."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dataset_tools.release.escape import code, fenced, many, markdown
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.report import observed
from dataset_tools.release.statistics import Statistics, ranked
from dataset_tools.release.svg import share

MEASURED = Path(__file__).with_name("measured.json")
"""Figures measured on gold data, packaged with the tool."""


def measured_lines() -> list[str]:
    """Measured quality of repair and extraction, as ``measured.json`` states it."""
    figures = json.loads(MEASURED.read_bytes())["figures"]
    if not figures:
        return []
    lines = [
        "Quality of the tool, measured on gold data (not on this release):",
        "",
        "| what | measure | value | 95 % interval | corpus | date |",
        "|---|---|--:|---|---|---|",
    ]
    for row in figures:
        low, high = row["interval"]
        cells = (row["name"], row["measure"], row["value"], f"{low} to {high}")
        rest = (row["corpus"], row["date"])
        lines.append("| " + " | ".join(markdown(cell) for cell in (*cells, *rest)) + " |")
    return lines


def quality(s: Statistics) -> list[str]:
    """The gate's answer, the findings that are most frequent, and the tool's measured quality."""
    results = s.validation.get("results", [])
    failed = [row for row in results if not row["success"]]
    lines = [
        f"{len(results) - len(failed)} of {len(results)} expectations are met"
        + (":" if failed else ".")
        if results
        else "No expectation was asked of this release."
    ]
    lines += [f"- {code(row['code'])}: {markdown(observed(row))}" for row in failed]
    findings = s.validation.get("findings", {})
    levels = s.validation.get("levels", {})
    if findings:
        lines += ["", "| finding | level | count |", "|---|---|--:|"]
        for name, count in ranked(findings)[:12]:
            lines.append(f"| {code(name)} | {markdown(levels.get(name, ''))} | {count:,} |")
        lines += ["", "`error` rejected the record; `warn` stays with it in `warnings`."]
    measured = measured_lines()
    return [*lines, "", *measured] if measured else lines


def limits(s: Statistics) -> list[str]:
    """What this release does not have, in numbers, and what the tool does not do."""
    rows = s.articles.rows
    empty = [(n, rows - c) for n, c in s.coverage.items() if c < rows and n in _TOLD]
    said = [
        f"- {code(name)} is {_TOLD[name]} in {count:,} of {rows:,} articles ({share(count, rows)})."
        for name, count in empty
    ]
    unknown = sum(n for tag, n in s.articles.languages.items() if tag.startswith("und"))
    if unknown:
        said.append(f"- The language of {many(unknown, 'article')} could not be told.")
    return [
        *said,
        "- Attendees are found by rules of grammar and lists of surnames and titles: names that "
        "the text does not present as taking part are left out, and some that it does are missed.",
        "- Two people of one name are one row in `people`; nobody is linked to any register.",
        "- The same story told in other words is not a duplicate.",
    ]


_TOLD = {
    "published": "null",
    "source": "null",
    "author": "null",
    "url": "null",
    "subtitle": "null",
    "attendees": "empty",
}


def personal(manifest: Manifest, s: Statistics) -> list[str]:
    """Which personal data there are, and where to ask for removal."""
    masked = manifest.config.get("repair", {}).get("personal_data") == "mask"
    contact = manifest.config.get("dataset", {}).get("contact")
    return [
        f"The articles name people: `attendance` holds {s.attendance.mentions:,} mentions of "
        f"{s.attendance.names:,} names with the titles and roles that the articles give them."
        + (
            " Telephone, identity and bank card numbers and e-mail addresses were masked."
            if masked
            else " Contact data that articles print were not masked."
        )
        + (f" A person named here can ask for removal: {markdown(contact)}." if contact else "")
    ]


def licensing(manifest: Manifest) -> list[str]:
    """The license, as the configuration names it, and the road to have something taken down."""
    dataset = manifest.config.get("dataset", {})
    contact = dataset.get("contact")
    license_name = str(dataset.get("license") or "other")
    lines = [f"License: {code(license_name)}."]
    if license_name in ("other", "unknown"):
        lines[0] += " Its terms must be read in the words below; without any, nothing is granted."
    where = f" to {markdown(contact)}" if contact else ""
    lines[0] += (
        f" Whoever holds rights in an article can have it removed: send its `id` or `url`{where}; "
        "the next release is built without it, and the changelog says so."
    )
    return lines


def citation(manifest: Manifest) -> list[str]:
    """A BibTeX entry that pins version and content."""
    dataset = manifest.config.get("dataset", {})
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"{manifest.name}-{manifest.release}").strip("-")
    entries = [("title", dataset.get("pretty_name") or manifest.name)]
    if dataset.get("authors"):
        entries.insert(0, ("author", " and ".join(dataset["authors"])))
    entries.append(("version", manifest.release))
    if dataset.get("homepage"):
        entries.append(("url", dataset["homepage"]))
    entries.append(("note", f"Content digest {manifest.content_digest}"))
    rows = [f"  {name} = {{{_bibtex(str(value))}}}," for name, value in entries]
    return [fenced("\n".join([f"@misc{{{key},", *rows, "}"]), "bibtex")]


def _bibtex(text: str) -> str:
    """``text`` for a BibTeX value: characters that would end or change it are escaped."""
    line = " ".join(text.split()).replace("\\", " ").replace("<", " ")
    return re.sub(r"([{}%#&$_])", r"\\\1", line)
