"""Letters and accents that were taken apart (NFD) are put together again."""

from __future__ import annotations

import re
import unicodedata

from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.late import AnyOf

# A Latin, Greek, Cyrillic or kana letter with the marks that follow it, and Korean letters. Other
# scripts are left alone: there normalisation reorders or splits what was written on purpose.
_APART = re.compile(
    "[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1fff][\u0300-\u036f]+"
    "|[\u3041-\u30ff][\u3099\u309a]|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
    "|[\uac00-\ud7a3][\u11a8-\u11c2]"
)
_MARKS = AnyOf(lambda: "\u0300-\u036f\u3099\u309a\u1161-\u1175\u11a8-\u11c2")


@repair(
    "composed",
    order=80,
    why="a letter and its accent as two characters look like one and compare as different",
    mends={"cafe\u0301": "café", "か\u3099": "が", "\u1112\u1161\u11ab": "한"},
    leaves=["café", "t͡ʃ", "שָׁלוֹם", "क़", "Å·Ω", "x\u0305"],
)
def composed(text: str, _: Page) -> Change | None:
    """NFC, but only where it joins: singletons and other scripts stay as they are."""
    if not _MARKS.stands_in(text):
        return None
    return replace(
        text,
        ((*m.span(), unicodedata.normalize("NFC", m.group())) for m in _APART.finditer(text)),
    )
