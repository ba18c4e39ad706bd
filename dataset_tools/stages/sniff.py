"""Sniffing: what each raw file is, with the evidence, and nothing changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from dataset_tools.core.config import ReadSection, RepairSection
from dataset_tools.core.errors import SourceError
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._formats import format_of
from dataset_tools.readers.html import declared_charset
from dataset_tools.stages.read import list_sources, read_source
from dataset_tools.text.charsets import BOMS
from dataset_tools.text.encodings import Undecodable, decode

SAMPLE = 200
"""Records of a file whose damage is looked at; all are counted."""

_SIGNS = (
    ("lost bytes (U+FFFD)", re.compile("\ufffd")),
    ("private use characters", re.compile("[\ue000-\uf8ff]")),
    ("control characters", re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")),
    ("invisible characters", re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")),
)


@dataclass(slots=True)
class Sniffed:
    """What one file (or member of an archive) is.

    ``encoding`` is empty where it is not known, and ``evidence`` says why. ``damage`` counts the
    sampled records that show a sign; ``repairs`` those that a repair would change; ``problems``
    the records that cannot be read, by ``check/code``.
    """

    path: str
    format: str
    records: int = 0
    encoding: str = ""
    evidence: str = ""
    bom: bool = False
    declared: str = ""
    line_ends: str = ""
    damage: dict[str, int] = field(default_factory=dict)
    repairs: dict[str, int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def sniff(path: Path, settings: ReadSection | None = None) -> Iterator[Sniffed]:
    """What ``path`` is, or every source below it, in order; SourceError where there is none."""
    settings = settings or ReadSection()
    if path.is_dir():
        root, names = path, list_sources(path)
    elif path.is_symlink() or path.exists():
        root, names = path.parent, [path.name]
    else:
        raise SourceError("no such file or folder", str(path), "name an existing one")
    for name in names:
        pairs = read_source(root, name, settings)
        for shown, members in groupby(pairs, key=lambda pair: pair[0]):
            yield _describe(shown, name, (record for _, record in members))


def _describe(shown: str, name: str, records: Iterator[RawRecord]) -> Sniffed:
    member = shown.partition("!")[2]
    found = Sniffed(shown, format_of(member or name).name)
    encodings: Counter[str] = Counter()
    damage: Counter[str] = Counter()
    repairs: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    first = ""
    for record in records:
        found.records += 1
        first = first or "; ".join(problem.message for problem in record.problems)
        problems.update({f"{problem.check}/{problem.code}" for problem in record.problems})
        if record.encoding:
            encodings[record.encoding] += 1
        if found.records <= SAMPLE:
            if found.records == 1:
                _evidence(found, record)
            text = _text(record)
            _line_ends(ends, text if record.kind != "row" else record.raw.decode("latin-1"))
            damage.update(label for label, sign in _SIGNS if sign.search(text))
            if record.kind != "html":  # tags and scripts are not what is repaired
                repairs.update(_repairs(text))
    found.encoding = ", ".join(name for name, _ in encodings.most_common())
    if not found.encoding:
        found.evidence = first
    found.damage, found.repairs = dict(sorted(damage.items())), dict(sorted(repairs.items()))
    found.problems = dict(sorted(problems.items()))
    found.line_ends = " ".join(sorted(ends))
    return found


def _evidence(found: Sniffed, record: RawRecord) -> None:
    """Encoding evidence, mark and declaration from the first record's bytes."""
    if record.kind == "row":
        found.evidence = "strict, record by record"
        return
    found.declared = (declared_charset(record.raw) or "") if record.kind == "html" else ""
    found.bom = any(record.raw.startswith(mark) for mark, _, _ in BOMS)
    verdict = decode(record.raw, found.declared or None)
    found.evidence = verdict.reason if isinstance(verdict, Undecodable) else verdict.evidence


def _text(record: RawRecord) -> str:
    if record.kind == "row":
        return "\n".join(value for value in record.row.values() if isinstance(value, str))
    return record.text


def _line_ends(ends: Counter[str], text: str) -> None:
    pairs = text.count("\r\n")
    ends.update({"CRLF": pairs} if pairs else {})
    ends.update({"LF": 1} if text.count("\n") > pairs else {})
    ends.update({"CR": 1} if text.count("\r") > pairs else {})


def _repairs(text: str) -> set[str]:
    """The names of the repairs that would change ``text``."""
    from dataset_tools.stages.repair import repair_text

    return {edit.repair for edit in repair_text(text, RepairSection()).edits}
