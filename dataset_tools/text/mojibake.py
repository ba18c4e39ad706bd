"""Text that was decoded in the wrong encoding: the chains that undo it, each proved by redoing it.

A *chain* is written ``utf-8>latin-1``: the text was encoded as UTF-8 and read as Latin-1. Undoing
encodes and decodes strictly; nothing is guessed where bytes are lost.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from dataset_tools.text.han import HAN_ONE, character_class, common_share

# What browsers call windows-1252: cp1252, and the five bytes it leaves open as C1 controls.
_1252 = "".join(
    chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
    for byte in range(256)
)
_TO_1252 = codecs.charmap_build(_1252)

READ_AS = {
    "latin-1": ("utf-8", "gb18030", "big5hkscs"),
    "windows-1252": ("utf-8", "gb18030", "big5hkscs"),
    "gb18030": ("utf-8", "big5hkscs"),
    "big5": ("utf-8", "gb18030"),
    "big5hkscs": ("utf-8", "gb18030"),
}
"""Wrongly read as -> what it may have been."""

WESTERN = re.compile(f"[\x80-\xff{character_class(_1252[0x80:0xA0])}]{{2}}")
"""Two characters in a row that could be bytes of a wrong reading; Chinese text hardly has them."""


def encode(text: str, codec: str) -> bytes:
    """Strictly; UnicodeEncodeError where it cannot be."""
    if codec == "windows-1252":
        return codecs.charmap_encode(text, "strict", _TO_1252)[0]
    return text.encode(codec)


def decode(data: bytes, codec: str) -> str:
    """Strictly; UnicodeDecodeError where it cannot be."""
    if codec == "windows-1252":
        return codecs.charmap_decode(data, "strict", _1252)[0]
    return data.decode(codec)


def redo(text: str, chain: str) -> str:
    """The damaged text of a good one: each step of the chain, first one first.

    >>> redo("会", "utf-8>latin-1")
    'ä¼\\x9a'
    """
    codecs = chain.split(">")
    for step in range(0, len(codecs), 2):
        text = decode(encode(text, codecs[step]), codecs[step + 1])
    return text


def undo_once(text: str) -> Iterator[tuple[str, str]]:
    """(chain, text) of each single step that can be undone strictly and redone exactly."""
    western = WESTERN.search(text) is not None
    for wrong, rights in READ_AS.items():
        if western != (wrong in ("latin-1", "windows-1252")):
            continue
        try:
            data = encode(text, wrong)
        except UnicodeEncodeError:
            continue
        for right in rights:
            try:
                found = decode(data, right)
                if decode(encode(found, right), wrong) == text:
                    yield f"{right}>{wrong}", found
            except UnicodeError:
                continue


def undo(text: str, rounds: int = 2) -> tuple[str, str] | None:
    """(chain, good text) where undoing makes the text usual Chinese; None where nothing does.

    The share of usual characters must rise to at least nine tenths of what plain Chinese has, and
    from less than half of that: a Chinese text that is already good is never taken.

    >>> undo("ä¼\\x9aè®®å\\x9c¨å±±å\\x9f\\x8e")
    ('utf-8>latin-1', '会议在山城')
    """
    before = common_share(text)
    if before > _GOOD:
        return None
    best: tuple[float, str, str] | None = None
    layer = [("", text)]
    for _ in range(rounds):
        following = []
        for chain, damaged in layer:
            for step, found in undo_once(damaged):
                longer = f"{step}>{chain}" if chain else step
                share = common_share(found)
                if HAN_ONE.search(found) and share > (
                    best[0] if best else max(_GOOD, before + _RISE)
                ):
                    best = (share, longer, found)
                if WESTERN.search(found):
                    following.append((longer, found))
        if best or not following:
            break
        layer = following
    return (best[1], best[2]) if best else None


_GOOD = 0.85
"""Plain Chinese has 0.97 to 1.0 usual characters; UTF-8 read as GBK 0.2 to 0.6."""
_RISE = 0.15
