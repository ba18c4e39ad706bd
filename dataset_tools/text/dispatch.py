"""Patterns of very many alternatives, tried by their first character and compiled when met."""

from __future__ import annotations

import re

_CLASS = re.compile(r"\[([^\]\\^-]+)\]")
_BEHIND = re.compile(r"\(\?<[=!][^()]*\)")
_REPEATED = frozenset("?*+{")
_SPECIAL = frozenset("\\[](){}?*+.^$|")


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern at its top level, in order.

    >>> alternatives("a(?:b|c)|[d|e]|f")
    ['a(?:b|c)', '[d|e]', 'f']
    """
    parts, depth, start, at = [], 0, 0, 0
    in_set = False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def first_characters(alternative: str) -> str:
    """The characters an alternative can begin with, or "" where that is not plain.

    >>> first_characters("[致作]辞"), first_characters("(?<!互)致"), first_characters("a?b")
    ('致作', '致', '')
    """
    behind = _BEHIND.match(alternative)
    alternative = alternative[behind.end() :] if behind is not None else alternative
    listed = _CLASS.match(alternative)
    if listed is not None:
        return "" if alternative[listed.end() : listed.end() + 1] in _REPEATED else listed.group(1)
    if not alternative or alternative[0] in _SPECIAL or alternative[1:2] in _REPEATED:
        return ""
    return alternative[0]


class Dispatch:
    """``match`` of a pattern with many alternatives: only those that can begin there are tried.

    The same answer as ``re.compile(pattern).match``, without groups that span alternatives.

    >>> Dispatch("出席|参加|[致作]辞").match("他致辞", 1).group()
    '致辞'
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._alternatives = [(first_characters(part), part) for part in alternatives(pattern)]
        self._known = frozenset("".join(firsts for firsts, _ in self._alternatives))
        self._compiled: dict[str, re.Pattern[str]] = {}

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """The match that begins at ``at``, or None."""
        char = text[at : at + 1]
        if char not in self._known:
            char = ""
        compiled = self._compiled.get(char)
        if compiled is None:
            parts = [
                part
                for firsts, part in self._alternatives
                if not firsts or (char and char in firsts)
            ]
            compiled = self._compiled[char] = re.compile("|".join(parts) or "(?!)")
        return compiled.match(text, at)
