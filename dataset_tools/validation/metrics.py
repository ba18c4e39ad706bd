"""The narrow columns of all records that a validation has seen, and nothing else of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.expectations import (
    KINDS,
    Columns,
    PlainColumns,
    columns,
    metrics_of_records,
)

FEW = 10_000
"""Rows kept as plain lists. More become Arrow tables (150 bytes a row); fewer are judged before
Arrow, which takes 0.2 s to import, would be there."""


class Metrics:
    """The metrics of records, gathered batch by batch."""

    def __init__(self) -> None:
        self._tables: list[Any] = []
        self._lists: dict[str, list[Any]] = {name: [] for name in KINDS}
        self._seen: set[str] = set()

    def add(self, records: Sequence[dict[str, Any]], warnings: list[int] | None = None) -> None:
        """Take some records in; ``warnings``: how many each has, where they do not say it."""
        found = metrics_of_records(records)
        if warnings is not None:
            found["warnings"] = warnings
        self._take(found)

    def add_new(self, records: Sequence[dict[str, Any]]) -> int:
        """Take the records in whose id was not seen before; how many were left out (a build calls
        them duplicates)."""
        found = metrics_of_records(records)
        new = []
        for name in found["id"]:
            new.append(name not in self._seen)
            self._seen.add(name)
        self._take({name: list(compress(values, new)) for name, values in found.items()})
        return new.count(False)

    def _take(self, found: dict[str, list[Any]]) -> None:
        for name, values in found.items():
            self._lists[name].extend(values)
        if len(self._lists["id"]) > FEW:
            self._tables.append(PlainColumns(self._lists, KINDS).to_arrow())
            self._lists = {name: [] for name in KINDS}

    def columns(self) -> Columns:
        """All of them."""
        held = PlainColumns(self._lists, KINDS)
        if not self._tables:
            return held
        return columns(arrow().concat_tables([*self._tables, held.to_arrow()]))
