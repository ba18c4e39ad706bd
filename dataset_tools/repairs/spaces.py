"""No-break and other odd spaces in Chinese pages."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, repair, substitute
from dataset_tools.text.han import HAN_ONE

_SPACE = re.compile("([\u00a0\u2000-\u200a\u202f\u205f])")


@repair(
    "spaces",
    order=85,
    why="editors of Chinese pages leave no-break spaces that split words and numbers from searches",
    mends={"2021年\u00a0山城": "2021年 山城"},
    leaves=["« Bonjour\u00a0! »", "10\u202f000 km"],
)
def spaces(text: str, page: Page) -> Change | None:
    """Each becomes one plain space, in texts with Han characters; other languages need them."""
    return substitute(text, _SPACE, " ") if HAN_ONE.search(text) else None
