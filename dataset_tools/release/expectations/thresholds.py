"""Gates on checks: how many findings of one check, or code, a release may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dataset_tools.core.config import CheckSection

_COLUMNS = ["id", "source_path", "source_index", "check", "code", "message"]
WORST = 5
"""Records that a failed gate shows."""


@dataclass(frozen=True)
class Threshold:
    """One gate. ``count`` are findings, ``records`` those that have at least one; the rate is
    ``records`` of all records checked. ``worst``: (record id, findings, the first message)."""

    name: str
    max_rate: float | None
    max_count: int | None
    count: int
    records: int
    rate: float
    success: bool
    worst: tuple[tuple[str, int, str], ...]

    @property
    def message(self) -> str:
        """Which limit, and by how much it was passed, in one line."""
        said = []
        if self.max_count is not None and self.count > self.max_count:
            said.append(f"{self.count} findings, at most {self.max_count} allowed")
        if self.max_rate is not None and self.rate > self.max_rate:
            said.append(f"in {self.rate:.4%} of the records, at most {self.max_rate:.4%} allowed")
        return f"{self.name}: " + ("; ".join(said) or f"{self.count} findings, within its limits")

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, the same bytes for the same data."""
        return {
            "name": self.name,
            "success": self.success,
            "max_rate": self.max_rate,
            "max_count": self.max_count,
            "count": self.count,
            "records": self.records,
            "rate": round(self.rate, 6),
            "worst": [
                {"id": name, "findings": number, "message": message}
                for name, number, message in self.worst
            ],
        }


def thresholds(
    findings: Any, sections: Mapping[str, CheckSection], records: int
) -> tuple[Threshold, ...]:
    """Every configured limit against a ``findings`` table (``table_schema("findings")``).

    ``sections``: the configuration's checks, by check or ``check/code``; ``records``: how many
    were checked. Sorted by name; the worst records are those with the most findings, then by id.
    """
    limited = {
        name: section
        for name, section in sorted(sections.items())
        if section.max_rate is not None or section.max_count is not None
    }
    if not limited:
        return ()
    rows = findings.select(_COLUMNS).to_pydict()
    columns = [
        (f"{path}#{index}" if name is None else name, check, code, message)
        for name, path, index, check, code, message in zip(
            *(rows[column] for column in _COLUMNS), strict=True
        )
    ]
    return tuple(_threshold(name, limited[name], columns, records) for name in limited)


def _threshold(
    name: str, section: CheckSection, rows: list[tuple[str, str, str, str]], records: int
) -> Threshold:
    per_record: Counter[str] = Counter()
    messages: dict[str, str] = {}
    for record, check, code, message in rows:
        if name in (check, f"{check}/{code}"):
            per_record[record] += 1
            messages.setdefault(record, message)
    count, touched = per_record.total(), len(per_record)
    rate = touched / records if records else 0.0
    success = (section.max_count is None or count <= section.max_count) and (
        section.max_rate is None or rate <= section.max_rate
    )
    ranked = sorted(per_record.items(), key=lambda item: (-item[1], item[0]))[:WORST]
    worst = tuple((record, number, messages[record]) for record, number in ranked)
    return Threshold(
        name, section.max_rate, section.max_count, count, touched, rate, success, worst
    )
