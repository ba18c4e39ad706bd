"""Characters that Unicode does not know, or that hardly any text has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from dataset_tools.checks._base import Hit, check, not_plain, record
from dataset_tools.checks._places import places

_RARE = re.compile("[\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff\u2e80-\u2fdf]")
_LEAST, _SHARE = 5, 0.02
"""Rare Han characters stand in names and place names, a few in an article; five that make up one
in fifty come from a font or from a wrong decoding."""


@check(
    "characters",
    level="warn",
    why="Codes without a meaning, and scores of characters that hardly any text has, come from "
    "fonts, damaged files and wrong decodings; a model has no use for them.",
    codes={
        "unassigned": "a code point that Unicode has assigned to no character",
        "rare": "many Han characters from the rare blocks, or radicals used as characters",
    },
    clean=[
        record(),
        record(text="陈堃、㛃某和𠮷野在龘山参加活动😀，Привет, ᠮᠣᠩᠭᠣᠯ, བོད་, 한국어。"),
    ],
    broken={
        "unassigned": record(text="图书节\u0378昨天\u07fc开幕\U000e0fff。"),
        "rare": record(text="㐀㐁㐂㐃㐄㐅图书节⼀昨天开幕。"),
    },
    screen=not_plain,
)
def characters(text: str, text_look: str) -> Iterator[Hit]:
    """One hit a code, at its first place."""
    if text_look != "odd":
        return
    for char in sorted(set(text)):
        if char > "\u0370" and category(char) == "Cn" and ord(char) & 0xFFFE != 0xFFFE:
            at = text.index(char)
            yield Hit("unassigned", "text", at, at + 1, f"U+{ord(char):04X} is no character")
            break
    rare, number = places(_RARE, text)
    if rare and number >= _LEAST and number >= _SHARE * len(text):
        kinds = sorted(char for char in set(text) if _RARE.match(char))
        shown = " ".join(f"U+{ord(char):04X}" for char in kinds[:3])
        yield Hit("rare", "text", rare.start(), rare.end(), f"{number} rare characters, as {shown}")
