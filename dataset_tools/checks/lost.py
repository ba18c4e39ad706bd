"""Replacement characters that went through a second wrong decoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.checks._places import places

_LOST = re.compile("(?:锟斤拷?)+|(?:ï¿½)+")


def _marks(text: str, text_look: str) -> bool:
    return "锟" in text or (text_look == "odd" and "ï¿½" in text)


@check(
    "lost",
    level="error",
    why="Bytes that no decoder could read became U+FFFD, were written as UTF-8 and read as GBK or "
    "Latin-1: ordinary-looking characters stand where text was lost, and no repair brings it back.",
    codes={"replacement": "锟斤拷 or ï¿½ stands in the text"},
    clean=[record(), record(text="含锟的合金重三斤，工匠再拷问细节。")],
    broken={"replacement": record(text="山城市锟斤拷锟斤拷图书节昨天开幕。")},
    screen=_marks,
)
def lost(text: str) -> Iterator[Hit]:
    """One hit: the first place, and how many there are."""
    first, number = places(_LOST, text)
    if first:
        message = f"{first.group()[:3]!r}: lost bytes; {number} place(s)"
        yield Hit("replacement", "text", first.start(), first.end(), message)
