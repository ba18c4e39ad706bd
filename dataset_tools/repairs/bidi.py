"""Bidirectional controls in text that runs one way only."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, repair, replace, substitute
from dataset_tools.text.late import AnyOf

_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ONE = re.compile(f"([{_CONTROLS}])")
_ANY = AnyOf(lambda: _CONTROLS)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@repair(
    "bidi",
    order=60,
    why="direction marks in text without right-to-left letters do nothing but hide and reorder",
    mends={"会\u202e议\u200f": "会议", "\u2066abc\u2069": "abc"},
    leaves=["שלום \u200eabc\u200e", "قال \u2067محمد\u2069 (٣)\u200f"],
)
def bidi(text: str, _: Page) -> Change | None:
    """Removed on lines without a right-to-left letter."""
    if not _ANY.stands_in(text):
        return None
    if not _RIGHT_TO_LEFT.search(text):
        return substitute(text, _ONE, "")
    spans = []
    at = 0
    for line in text.split("\n"):
        if not _RIGHT_TO_LEFT.search(line):
            spans += [(at + m.start(), at + m.end(), "") for m in _ONE.finditer(line)]
        at += len(line) + 1
    return replace(text, spans)
