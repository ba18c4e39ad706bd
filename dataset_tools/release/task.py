"""The task of an engine: one part, made and kept in the store."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_tools.release.store import Store
from dataset_tools.stages.corrections import Corrections
from dataset_tools.stages.cut import Part
from dataset_tools.stages.plan import Plan


@dataclass(frozen=True)
class PartTask:
    """Makes one part and keeps it: what an engine runs.

    What works on records is imported where it works: the parent of a pool never needs it.
    """

    root: Path
    store: Store
    plan: Plan
    corrections: Corrections

    def __call__(self, part: Part) -> str:
        with _uncollected():
            try:
                return self._keep(part.key, _lasting(self._batches(part)))
            except _PassingTrouble:
                return self._keep(f"{part.key}{NOT_REUSED}", self._batches(part))

    def _batches(self, part: Part) -> Iterator[dict[str, Any]]:
        from dataset_tools.stages.part import build_part

        return build_part(self.root, part, self.plan, self.corrections)

    def _keep(self, key: str, batches: Iterable[dict[str, Any]]) -> str:
        from dataset_tools.stages.part_tables import part_schemas

        self.store.write_batches(key, batches, part_schemas(self.plan), {})
        return key

    def failed(self, part: Part, reason: str) -> str:
        """The key of a stand-in for a part that no process could finish; never used again."""
        from dataset_tools.stages.part import lost_part

        tables = lost_part(self.root, part, self.plan, reason)
        return self._keep(f"{part.key}{NOT_REUSED}", [tables])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, for as long as a part takes.

    A part is about 1 MB and its values hold no cycles: looking for some took 8 % of a build.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


NOT_REUSED = "-lost"
"""Ends the key of a part that says less than its sources: the next build makes it anew."""
_PASSING = frozenset(("vanished", "changed_while_read", "no_permission", "unreadable"))


class _PassingTrouble(Exception):
    """A file was not what it was when it was listed."""


def _lasting(batches: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The batches, up to a record that a later build may find in order.

    The key of a part stands for the bytes that were listed; these are not what was read.
    """
    for tables in batches:
        for reasons in tables["quarantine"]["reasons"].to_pylist():
            if not _PASSING.isdisjoint(reason["code"] for reason in reasons):
                raise _PassingTrouble
        yield tables
