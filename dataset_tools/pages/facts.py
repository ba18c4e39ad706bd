"""A fact: one value that a line of a page states."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from dataset_tools.pages.days import days_of


class Fact(NamedTuple):
    """A value of ``field`` found at ``start`` to ``end`` of a line by ``rule``."""

    field: str
    value: str | datetime.date
    start: int
    end: int
    rule: str


def dates_of(line: str, rule: str) -> list[Fact]:
    """The first date of a line as the day of publication; empty where there is none."""
    return [
        Fact("published", found.date, found.start, found.end, f"{rule}:{found.rule}")
        for found in days_of(line)[:1]
    ]
