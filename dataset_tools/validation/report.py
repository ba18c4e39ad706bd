"""What a validation found, as values that every form of output is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from dataset_tools.core.finding import LEVELS, Finding
from dataset_tools.release.expectations import GateReport, Threshold

Kind = Literal["raw", "release", "dataset"]
KEPT = 20
"""Findings of one code that are kept with their place; all are counted."""


class Located(NamedTuple):
    """A finding and its record: the file below the target, its number there, its id."""

    path: str
    number: int
    id: str | None
    finding: Finding

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        place = {"path": self.path, "index": self.number, "id": self.id}
        return {**place, **self.finding._asdict()}


@dataclass
class Validation:
    """The outcome. ``counts`` are findings by ``check/code``, ``records`` those with one."""

    target: str
    kind: Kind
    strict: bool = False
    records: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    kept: list[Located] = field(default_factory=list)
    gate: GateReport | None = None
    thresholds: tuple[Threshold, ...] = ()

    def add(self, found: Iterable[Located]) -> None:
        """Take the findings of some records in, in their order."""
        seen: set[tuple[str, int, str]] = set()
        rejected: set[tuple[str, int]] = set()
        for located in found:
            finding = located.finding
            key = (finding.key, finding.level)
            self.counts[key] += 1
            if self.counts[key] <= KEPT:
                self.kept.append(located)
            place = (located.path, located.number, finding.key)
            if place not in seen:
                seen.add(place)
                self.touched[finding.key] += 1
            if finding.level == "error":
                rejected.add((located.path, located.number))
        self.rejected += len(rejected)

    def total(self, level: str) -> int:
        """How many findings are of a level."""
        return sum(number for (_, own), number in self.counts.items() if own == level)

    @property
    def success(self) -> bool:
        """No error (``strict``: and no warning), every expectation met, every limit kept."""
        bad = self.total("error") + (self.total("warn") if self.strict else 0)
        gates = self.gate is None or self.gate.success
        return self.records > 0 and not bad and gates and all(t.success for t in self.thresholds)

    def rows(self) -> list[tuple[str, str, int, int, str]]:
        """``(level, check/code, findings, records, first message)``, errors first, most first."""
        first: dict[tuple[str, str], str] = {}
        for located in self.kept:
            finding = located.finding
            first.setdefault((finding.key, finding.level), finding.message)
        ranked = sorted(
            self.counts.items(), key=lambda item: (_rank(item[0][1]), -item[1], item[0][0])
        )
        return [
            (level, key, number, self.touched[key], first[key, level])
            for (key, level), number in ranked
        ]

    def as_dict(self) -> dict[str, Any]:
        """The object of ``validate --json``; the same bytes for the same data."""
        return {
            "target": self.target,
            "kind": self.kind,
            "success": self.success,
            "strict": self.strict,
            "records": self.records,
            "rejected": self.rejected,
            "levels": {level: self.total(level) for level in LEVELS},
            "findings": {key: number for _, key, number, _, _ in self.rows()},
            "examples": [located.as_dict() for located in self.kept],
            "expectations": self.gate.as_dict() if self.gate else None,
            "thresholds": [threshold.as_dict() for threshold in self.thresholds],
        }


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
