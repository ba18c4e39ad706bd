"""Patterns that are compiled at their first use: a class of thousands of characters takes 10 ms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Late:
    """A pattern compiled when it is first asked; after that its methods are those of ``re``.

    >>> Late(lambda: "[会议]").findall("会议室")
    ['会', '议']
    """

    def __init__(self, source: Callable[[], str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self._source(), self._flags)

    @property
    def pattern(self) -> str:
        """What is compiled."""
        return self.compiled.pattern

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """As in ``re``."""
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """As in ``re``."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """As in ``re``."""
        return self.compiled.fullmatch

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        """As in ``re``; for patterns with at most one group."""
        return self.compiled.findall

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """As in ``re``."""
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        """As in ``re``."""
        return self.compiled.sub


class AnyOf:
    """Whether a text holds any of a class of characters.

    Told by the run of all others at its beginning: that takes half the time of a search.

    >>> AnyOf(lambda: "会议").stands_in("开会"), AnyOf(lambda: "会议").stands_in("开始")
    (True, False)
    """

    def __init__(self, characters: Callable[[], str]) -> None:
        self._others = Late(lambda: f"[^{characters()}]*+")

    def stands_in(self, text: str) -> bool:
        """Whether any of them does."""
        return self._others.fullmatch(text) is None
