"""Tables of knowledge: the data files beside this module, read once.

A table is UTF-8 text; ``#`` starts a comment line. Each file names its source in its first lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of ``data/NAME.txt`` without comments and empty lines.

    >>> "欧阳" in lines("surnames")
    True
    """
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    found = (line.strip() for line in text.splitlines())
    return tuple(line for line in found if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The words (parted by white space) of ``data/NAME.txt``.

    >>> "法国" in words("countries")
    True
    """
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def characters(name: str) -> frozenset[str]:
    """The characters of ``data/NAME.txt``.

    >>> "斯" in characters("transliteration")
    True
    """
    return frozenset("".join(lines(name)))


def _branches(names: Iterable[str]) -> dict[str, str]:
    rests: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        rests.setdefault(name[0], []).append(re.escape(name[1:]))
    return {first: f"{first}(?:{'|'.join(rests[first])})" for first in sorted(rests)}


def alternation(names: Iterable[str]) -> str:
    """A regular expression for any of ``names``, the longest first, grouped by first character.

    Grouped, an alternation of hundreds of words is searched about four times faster.

    >>> alternation(["会议", "会", "席"])
    '会(?:议|)|席(?:)'
    """
    return "|".join(_branches(names).values())


GUARDED = 16
"""Branches of an alternation that one look-ahead guards (8 and 32 are slower)."""


def guarded(names: Iterable[str]) -> str:
    """The same as :func:`alternation`, for use inside a larger pattern: twice as fast there.

    Branches are tried one after the other; a look-ahead before each sixteen skips them at once.

    >>> guarded(["会议", "席"])
    '(?=[会席])(?:会(?:议)|席(?:))'
    """
    branches = _branches(names)
    firsts = list(branches)
    parts = []
    for at in range(0, len(firsts), GUARDED):
        some = firsts[at : at + GUARDED]
        inner = "|".join(branches[first] for first in some)
        parts.append(f"(?=[{re.escape(''.join(some))}])(?:{inner})")
    return "|".join(parts)
