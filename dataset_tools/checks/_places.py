"""Counting the places of a pattern, without holding them: a text may have 20 million."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from dataset_tools.text.han import HAN

_HAN_RUN = re.compile(f"[{HAN}]+")


class Pattern(Protocol):
    """What of a pattern is needed, compiled now or later."""

    @property
    def finditer(self) -> Callable[[str], Iterable[re.Match[str]]]:
        """As in ``re``."""


def places(pattern: Pattern, text: str) -> tuple[re.Match[str] | None, int]:
    """The first place of a pattern in a text, and how many there are.

    >>> import re
    >>> places(re.compile("会."), "会议会场")[1], places(re.compile("会."), "日程")
    (2, (None, 0))
    """
    first, number = None, 0
    for found in pattern.finditer(text):
        first = first or found
        number += 1
    return first, number


def han_characters(text: str) -> int:
    """How many Han characters a text has.

    >>> han_characters("第3届会议")
    4
    """
    return sum(found.end() - found.start() for found in _HAN_RUN.finditer(text))
