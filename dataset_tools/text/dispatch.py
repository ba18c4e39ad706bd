"""Patterns of very many alternatives: compiled when met, sought and tried by first characters.

A regular expression that begins with a group or an assertion is tried at every character of a text.
Here the characters that it can begin with are read off the pattern itself, so that a search passes
over all others in C, and a match tries only the alternatives that can begin there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

_Match = Callable[[str, int], re.Match[str] | None]
_SPECIAL = frozenset("\\[](){}?*+.^$|")
_BEHIND = re.compile(r"\(\?<[=!]")
_GROUP = re.compile(r"\((?:\?(?:[:>]|P<\w+>))?(?!\?)")
_CLASS = re.compile(r"\[([^\]\\^](?:[^\]\\]|\\.)*)\]")
_ONE = re.compile(r"\\x[0-9a-f]{2}|\\[dsn.]|[^\\\[\](){}?*+.^$|]")
_OPTIONAL = re.compile(r"[?*]|\{0?,")
_REPEAT = re.compile(r"(?:[?*+]|\{[^}]*\})[?+]?")


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern at its top level, in order.

    >>> alternatives("a(?:b|c)|[d|e]|f")
    ['a(?:b|c)', '[d|e]', 'f']
    """
    parts, start = [], 0
    for at, depth in _outside_classes(pattern):
        if depth == 0 and pattern[at] == "|":
            parts.append(pattern[start:at])
            start = at + 1
    return [*parts, pattern[start:]]


def _outside_classes(pattern: str) -> Iterator[tuple[int, int]]:
    """Each place of a pattern that is no escape and in no class, with its depth in brackets."""
    at = depth = 0
    in_class = False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        else:
            depth -= char == ")"
            yield at, depth
            depth += char == "("
        at += 1


def _group_end(pattern: str) -> int:
    """Where the bracket that opens ``pattern`` is closed."""
    return next(at for at, depth in _outside_classes(pattern) if at and depth == 0)


def leads(pattern: str) -> str:
    """The inside of a character class that holds all a pattern can begin with; "" if unknown.

    >>> leads("[致作]辞|(?<!互)(?:会?见|谈)"), leads("(?:没)?有"), leads("a?")
    ('致作会见谈', '没有', '')
    """
    found = [_lead(part) for part in alternatives(pattern)]
    return "".join(found) if all(found) else ""


def _lead(part: str) -> str:
    """The same for one alternative."""
    while _BEHIND.match(part):
        part = part[_group_end(part) + 1 :]
    group = _GROUP.match(part)
    if group is not None:
        end = _group_end(part)
        first, rest = leads(part[group.end() : end]), part[end + 1 :]
    else:
        one = _CLASS.match(part) or _ONE.match(part)
        if one is None:
            return ""
        first, rest = one.group(one.lastindex or 0), part[one.end() :]
    if not first or not _OPTIONAL.match(rest):
        return first
    repeat = _REPEAT.match(rest)
    after = _lead(rest[repeat.end() :]) if repeat is not None else ""
    return first + after if after else ""


def first_characters(alternative: str) -> str:
    """The characters an alternative can begin with, or "" where that is not plain.

    >>> first_characters("[致作]辞"), first_characters("(?<!互)致"), first_characters("\\\\d日")
    ('致作', '致', '')
    """
    found = leads(alternative)
    return "" if "\\" in found or "-" in found else found


class Pattern:
    """A regular expression that is compiled when it is first used.

    >>> Pattern("会[见谈]").findall("会见、会谈")
    ['会见', '会谈']
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.findall: Callable[..., list[str]] = self._late("findall")
        self.finditer: Callable[..., Iterator[re.Match[str]]] = self._late("finditer")
        self.fullmatch: Callable[..., re.Match[str] | None] = self._late("fullmatch")
        self.match: Callable[..., re.Match[str] | None] = self._late("match")
        self.search: Callable[..., re.Match[str] | None] = self._late("search")
        self.sub: Callable[..., str] = self._late("sub")

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression."""
        return re.compile(self.pattern)

    def _late(self, name: str) -> Callable[..., Any]:
        """A method of the regular expression, which takes this one's place when it is called.

        No ``__getattr__``: a class that has one is asked for every attribute three times as slowly.
        """

        def method(*args: Any) -> Any:
            compiled = getattr(self.compiled, name)
            setattr(self, name, compiled)
            return compiled(*args)

        return method


class Led(Pattern):
    """A pattern to ask whether and where a text holds it: its matches are one character long.

    Groups are as in the pattern itself. Two to four times as fast as the pattern where that does
    not begin with plain characters.

    >>> match = Led("(?:会|拜)(?P<rest>见|谈)").search("在京会谈")
    >>> match.start(), match.group(), match.group("rest")
    (2, '会', '谈')
    """

    def __init__(self, pattern: str, then: str = "") -> None:
        super().__init__(pattern)
        self.then = then

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """A first character, ``then`` what must follow it, and the pattern that begins with it."""
        firsts = leads(self.pattern)
        if not firsts:
            raise ValueError(f"no first characters: {self.pattern}")
        then = f"(?={self.then})" if self.then else ""
        return re.compile(f"[{firsts}]{then}(?<=(?={self.pattern}).)")


class _Rules(NamedTuple):
    """What can begin with one character: plain words, all others as one, and both in order."""

    words: tuple[str, ...]
    others: _Match | None
    ordered: tuple[str | _Match, ...]


class Dispatch:
    """A pattern of many alternatives, asked for at one place of a text.

    Each must begin with plain characters or a class of them, or be "$". Only those that can begin
    there are tried, in their order; plain words among them need no regular expression at all.

    >>> said = Dispatch("出席(?!率)|参加|[致作]辞")
    >>> said.holds("他致辞", 1), said.end("他致辞", 1), said.end("出席率")
    (True, 3, -1)
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._known: dict[str, _Rules] = {}

    @cached_property
    def _alternatives(self) -> list[tuple[str, re.Pattern[str] | None, str]]:
        """Each alternative, with the characters or the class of what it can begin with."""
        found: list[tuple[str, re.Pattern[str] | None, str]] = []
        for part in alternatives(self.pattern):
            chars = "\n" if part == "$" else first_characters(part)
            found.append((chars, None if chars else re.compile(f"[{leads(part)}]"), part))
        return found

    def _rules(self, char: str) -> _Rules:
        """What can begin with ``char``, compiled now."""
        parts = self._at(char)
        ordered: list[str | _Match] = []
        for is_word, some in groupby(parts, _SPECIAL.isdisjoint):
            together = list(some)
            ordered += together if is_word else [re.compile("|".join(together)).match]
        others = [part for part in parts if not _SPECIAL.isdisjoint(part)]
        rules = self._known[char] = _Rules(
            tuple(part for part in parts if _SPECIAL.isdisjoint(part)),
            re.compile("|".join(others)).match if others else None,
            tuple(ordered),
        )
        return rules

    def _at(self, char: str) -> list[str]:
        if not char:
            return [self.pattern]
        return [
            part
            for chars, first, part in self._alternatives
            if (char in chars if first is None else first.match(char))
        ]

    def holds(self, text: str, at: int = 0) -> bool:
        """Whether the pattern matches at ``at``."""
        char = text[at : at + 1]
        words, others, _ = self._known.get(char) or self._rules(char)
        if words and text.startswith(words, at):
            return True
        return others is not None and others(text, at) is not None

    def end(self, text: str, at: int = 0) -> int:
        """Where the match that begins at ``at`` ends, or -1."""
        char = text[at : at + 1]
        words, others, ordered = self._known.get(char) or self._rules(char)
        if others is None and not text.startswith(words, at):
            return -1
        for rule in ordered:
            if isinstance(rule, str):
                if text.startswith(rule, at):
                    return at + len(rule)
            elif (match := rule(text, at)) is not None:
                return match.end()
        return -1
