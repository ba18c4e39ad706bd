"""European text decoded in the wrong encoding (``cafÃ©``): what ftfy proves."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.han import HAN_ONE

# A lead byte of UTF-8 and a continuation byte, both read as Latin-1 or windows-1252.
_PAIR = re.compile(
    "[\u00c2-\u00f4][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


@repair(
    "mojibake_western",
    order=25,
    why="UTF-8 read as windows-1252 turns accents and curly quotes of European text into pairs",
    mends={"Le cafÃ© dâ€™Ã©tÃ©": "Le café d’été", "It doesnâ€™t": "It doesn’t"},
    leaves=["NAÏVE “ÂGE”", "Ã é", "Müller", "PARIS À “L’ÉTÉ”"],
)
def mojibake_western(text: str, _: Page) -> Change | None:
    """ftfy's fix_encoding, line by line, where a pair of such bytes stands; lossy fixes are off."""
    if not _PAIR.search(text):
        return None
    import ftfy

    config = ftfy.TextFixerConfig(replace_lossy_sequences=False, fix_c1_controls=False)
    spans = []
    at = 0
    for line in text.split("\n"):
        if _PAIR.search(line) and "\ufffd" not in line:
            mended = ftfy.fix_encoding(line, config)
            if not HAN_ONE.search(mended):  # Chinese has its own repair, which guesses nothing
                spans.append((at, at + len(line), mended))
        at += len(line) + 1
    return replace(text, spans)
