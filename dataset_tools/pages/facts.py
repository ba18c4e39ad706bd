"""A fact: one value that a line of a page states."""

from __future__ import annotations

import datetime
from typing import NamedTuple


class Fact(NamedTuple):
    """A value of ``field`` found at ``start`` to ``end`` of a line by ``rule``."""

    field: str
    value: str | datetime.date
    start: int
    end: int
    rule: str
