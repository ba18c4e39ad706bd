"""How well damaged texts are repaired, measured against the clean ones."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataset_tools.core.config import RepairSection
from dataset_tools.core.errors import UsageError
from dataset_tools.stages.repair import repair_text, restore_text

DEFAULT = RepairSection()
"""The policy where none is given."""


@dataclass
class Score:
    """The counts of one class of damage; rates are properties."""

    pairs: int = 0
    exact: int = 0
    """Pairs whose repaired text equals the clean one."""
    changed: int = 0
    """Pairs that the repair changed at all."""
    restored: int = 0
    """Pairs whose damaged text came back from the repaired one and its edits."""
    flagged: int = 0
    """Pairs with an edit that is marked as a guess."""
    unread: int = 0
    """Pairs whose bytes no encoding fits."""
    edit_bytes: int = 0
    wrong: int = 0
    """Characters by which the misses differ from the clean text (edit distance)."""
    characters: int = 0
    """Characters of all clean texts."""

    def as_dict(self) -> dict[str, Any]:
        """Counts and rates as plain values."""
        rate = self.exact / self.pairs if self.pairs else 0.0
        return {
            "pairs": self.pairs,
            "exact": self.exact,
            "exact_rate": round(rate, 6),
            "changed": self.changed,
            "restored": self.restored,
            "flagged": self.flagged,
            "unread": self.unread,
            "cer": round(self.wrong / self.characters, 9) if self.characters else 0.0,
            "edit_bytes": self.edit_bytes,
        }


@dataclass
class Report:
    """Scores by class, the classes in name order, and of all pairs together."""

    classes: dict[str, Score] = field(default_factory=dict)

    @property
    def total(self) -> Score:
        """All classes added up."""
        total = Score()
        for score in self.classes.values():
            for name in vars(total):
                setattr(total, name, getattr(total, name) + getattr(score, name))
        return total

    def as_dict(self) -> dict[str, Any]:
        """The ``--json`` object."""
        classes = {name: score.as_dict() for name, score in sorted(self.classes.items())}
        return {"total": self.total.as_dict(), "classes": classes}


def evaluate(pairs: Iterable[Mapping[str, Any]], policy: RepairSection = DEFAULT) -> Report:
    """The report on gold pairs: ``{"raw" | "raw_b64", "clean", "cls"?}`` each.

    UsageError names the first pair that is none.

    >>> evaluate([{"raw": "会\\u200b议", "clean": "会议"}]).total.exact
    1
    """
    report = Report()
    for number, pair in enumerate(pairs, 1):
        raw, clean = _pair(pair, number)
        score = report.classes.setdefault(str(pair.get("cls", "all")), Score())
        score.pairs += 1
        score.characters += len(clean)
        if raw is None:
            score.unread += 1
            score.wrong += len(clean)
            continue
        repaired = repair_text(raw, policy)
        score.exact += repaired.text == clean
        score.changed += repaired.text != raw
        score.restored += restore_text(*repaired) == raw
        score.flagged += any(edit.repair.endswith("_guess") for edit in repaired.edits)
        score.edit_bytes += sum(
            len((edit.repair + edit.before + edit.after).encode("utf-8", "surrogatepass"))
            for edit in repaired.edits
        )
        if repaired.text != clean:
            score.wrong += distance(repaired.text, clean)
    return report


def _pair(pair: Mapping[str, Any], number: int) -> tuple[str | None, str]:
    """(damaged text, None where it cannot be decoded; clean text) of one gold pair."""
    clean, raw, packed = pair.get("clean"), pair.get("raw"), pair.get("raw_b64")
    if not isinstance(clean, str) or not (isinstance(raw, str) or isinstance(packed, str)):
        raise UsageError(
            "a pair without clean and raw text", f"pair {number}", 'write {"raw": …, "clean": …}'
        )
    if isinstance(raw, str):
        return raw, clean
    from dataset_tools.text.encodings import Decoded, decode

    decoded = decode(base64.b64decode(str(packed)))
    return (decoded.text if isinstance(decoded, Decoded) else None), clean


def distance(one: str, other: str) -> int:
    """Characters inserted, deleted or replaced between two texts, by their common blocks.

    An upper bound of the edit distance, exact where the differences are few and apart.

    >>> distance("会议,开始", "会议，开始了")
    2
    """
    from difflib import SequenceMatcher

    match = SequenceMatcher(None, one, other, autojunk=len(one) > 5000)
    return sum(
        max(end - start, high - low)
        for tag, start, end, low, high in match.get_opcodes()
        if tag != "equal"
    )


def render(report: Report) -> str:
    """The report as a table for people: one line a class, the total last.

    >>> print(render(evaluate([{"raw": "a", "clean": "a"}])).splitlines()[0].split()[:3])
    ['class', 'pairs', 'exact']
    """
    lines = ["class                   pairs   exact %  changed  restored  flagged   CER %   edit B"]
    rows = [*sorted(report.classes.items()), ("all", report.total)]
    for name, score in rows:
        pairs = max(score.pairs, 1)
        lines.append(
            f"{name:22s} {score.pairs:6d}  {100 * score.exact / pairs:8.3f} {score.changed:8d} "
            f"{score.restored:9d} {score.flagged:8d} "
            f"{100 * score.wrong / max(score.characters, 1):7.4f} {score.edit_bytes / pairs:8.0f}"
        )
    return "\n".join(lines) + "\n"
