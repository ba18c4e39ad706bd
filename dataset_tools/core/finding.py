"""A finding: what a check has to say about one record, as a row."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["error", "warn", "info"]
LEVELS: tuple[Level, ...] = ("error", "warn", "info")


class Finding(NamedTuple):
    """One observation about one record.

    ``start`` and ``end`` are code points in the record's ``field``, half open, or -1 where the
    finding concerns the field as a whole. ``error`` rejects the record, ``warn`` is kept in its
    ``warnings``, ``info`` is only counted.

    >>> Finding("attendees", "name_not_in_text", "error", "attendees", 3, 6, "no such name").key
    'attendees/name_not_in_text'
    """

    check: str
    code: str
    level: Level
    field: str
    start: int
    end: int
    message: str

    @property
    def key(self) -> str:
        """``check/code``: the stable name under which findings are counted."""
        return f"{self.check}/{self.code}"
