"""Patterns of very many alternatives: compiled when met, sought and tried by first characters.

A regular expression that begins with a group or an assertion is tried at every character of a text.
Here the characters that it can begin with are read off the pattern itself, so that a search passes
over all others in C, and a match tries only the alternatives that can begin there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

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

    findall: Callable[..., list[str]]
    finditer: Callable[..., Iterator[re.Match[str]]]
    fullmatch: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression."""
        return re.compile(self.pattern)

    def __getattr__(self, name: str) -> Callable[..., re.Match[str] | None]:
        # Asked for once: from then on the method is an attribute of the instance.
        if name.startswith("_"):
            raise AttributeError(name)
        method: Callable[..., re.Match[str] | None] = getattr(self.compiled, name)
        setattr(self, name, method)
        return method


class Led(Pattern):
    """A pattern to ask whether and where a text holds it: its matches are one character long.

    Groups are as in the pattern itself. Two to four times as fast as the pattern where that does
    not begin with plain characters.

    >>> match = Led("(?:会|拜)(?P<rest>见|谈)").search("在京会谈")
    >>> match.start(), match.group(), match.group("rest")
    (2, '会', '谈')
    """

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression: a first character, and the pattern that begins with it."""
        firsts = leads(self.pattern)
        if not firsts:
            raise ValueError(f"no first characters: {self.pattern}")
        return re.compile(f"[{firsts}](?<=(?={self.pattern}).)")


class Dispatch:
    """``match`` of a pattern with many alternatives: only those that can begin there are tried.

    The same answer as ``re.compile(pattern).match``, without groups that span alternatives.

    >>> Dispatch("出席|参加|[致作]辞").match("他致辞", 1).group()
    '致辞'
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._matchers: dict[str, Callable[[str, int], re.Match[str] | None]] = {}
        self._others: Callable[[str, int], re.Match[str] | None] | None = None

    @cached_property
    def _alternatives(self) -> list[tuple[str, str]]:
        return [(first_characters(part), part) for part in alternatives(self.pattern)]

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The characters that some alternative begins with."""
        return frozenset("".join(firsts for firsts, _ in self._alternatives))

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """The match that begins at ``at``, or None."""
        char = text[at : at + 1]
        matcher = self._matchers.get(char)
        return (matcher or self._matcher(char))(text, at)

    def _matcher(self, char: str) -> Callable[[str, int], re.Match[str] | None]:
        """The match of what can begin with ``char``, compiled now."""
        known = char in self.firsts
        if not known and self._others is not None:
            matcher = self._others
        else:
            parts = [
                p for firsts, p in self._alternatives if not firsts or (known and char in firsts)
            ]
            matcher = re.compile("|".join(parts) or "(?!)").match
        if not known:
            self._others = matcher
        self._matchers[char] = matcher
        return matcher
