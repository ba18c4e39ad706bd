"""Sentences of Chinese (and English) running text, as offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dataset_tools.text.dispatch import Pattern

_END = Pattern(r"[。！？!?\n.][。！？!?]*[”’」』）)]*")
_FULL_STOP = Pattern(r"[\u4e00-\u9fff]\.(?=\s|$)")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each sentence, half open, the closing mark included, line ends excluded.

    A full stop in ASCII ends a sentence only after a Han character.

    >>> [ "甲来。乙走！\\n丙"[a:b] for a, b in spans("甲来。乙走！\\n丙")]
    ['甲来。', '乙走！', '丙']
    """
    at = 0
    for match in _END.finditer(text):
        start = match.start()
        mark = text[start]
        if mark == "." and (start == 0 or _FULL_STOP.match(text, start - 1) is None):
            continue
        end = start if mark == "\n" else match.end()
        if end > at and not text[at:end].isspace():
            yield at, end
        at = start + 1 if mark == "\n" else match.end()
    if at < len(text) and not text[at:].isspace():
        yield at, len(text)


_GOES_ON = frozenset("，、；：。！？的”’」』）)")
_CLOSES = {
    "（": "）",
    "(": ")",
    "“": "”",
    "《": "》",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
}
_OPEN = Pattern(r"[（(“《「『【〔]")


@cache
def _close(mark: str) -> re.Pattern[str]:
    return re.compile(re.escape(_CLOSES[mark]) + r"|\n")


def mask(text: str, note: str = "\x00", quote: str = "\x01") -> str:
    """``text`` with what stands in brackets and quotation marks blanked, same length.

    Bracketed notes (and the brackets) become ``note``, quotations and book titles ``quote``.
    A mark that is not closed on its line stays as it is.

    >>> mask("王秀英（女）学习《论语》", "-", "=")
    '王秀英---学习===='
    """
    pieces: list[str] = []
    at = 0
    open_to: dict[str, int] = {}  # up to where a mark is not closed: each line is searched once
    while (opening := _OPEN.search(text, at)) is not None:
        mark = opening.group()
        known = opening.end() <= open_to.get(mark, -1)
        closing = None if known else _close(mark).search(text, opening.end())
        if closing is None or closing.group() == "\n":
            if not known:
                open_to[mark] = closing.start() if closing else len(text)
            pieces.append(text[at : opening.end()])
            at = opening.end()
            continue
        filler = note if mark in "（(〔【" else quote
        pieces.append(text[at : opening.start()])
        blank = filler * (closing.end() - opening.start())
        if (
            filler == quote
            and text[closing.start() - 1] in "。！？"
            and text[closing.end() : closing.end() + 1] not in _GOES_ON
        ):
            blank = blank[:-1] + "。"  # the quotation ends its sentence
        pieces.append(blank)
        at = closing.end()
    pieces.append(text[at:])
    return "".join(pieces)
