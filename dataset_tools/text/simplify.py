"""Simplified form of single characters, for comparing: length and offsets never change.

This is no conversion for readers (one character for one, without context); OpenCC does that.
"""

from __future__ import annotations

from functools import cache

from dataset_tools.text.tables import lines


@cache
def _table() -> dict[int, str]:
    pairs = "".join(lines("traditional"))
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


def fold(text: str) -> str:
    """``text`` with every traditional character replaced by its simplified form, same length.

    Source: OpenCC's character table (``data/traditional.txt``).

    >>> fold("劉雲川主持會議")
    '刘云川主持会议'
    """
    return text.translate(_table())


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for old, new in _table().items():
        forms[new] = forms.get(new, new) + chr(old)
    return forms


def variants(character: str) -> str:
    """A simplified character and its traditional forms.

    >>> variants("网")
    '网網'
    """
    return _forms().get(character, character)
