"""Tables of knowledge: the data files beside this module, read once.

A table is UTF-8 text; ``#`` starts a comment line. Each file names its source in its first lines.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of ``data/NAME.txt`` without comments and empty lines.

    >>> "欧阳" in lines("surnames")
    True
    """
    text = (files("dataset_tools.text") / "data" / f"{name}.txt").read_text(encoding="utf-8")
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
