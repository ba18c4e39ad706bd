"""Lines of nothing but a question mark: a no-break space or byte order mark that was lost."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, drop_lines, repair
from dataset_tools.text.han import HAN_ONE

_LINE = re.compile(r"[ \u3000]?[?？]{1,2}[ \u3000]?")
_LONGEST = 4
# The same, beginning with the line feed before it: so the search runs at full speed.
_AFTER_LINE = re.compile(r"\n[ \u3000]?[?？]{1,2}[ \u3000]?(?:\n|\Z)")
_DIALOGUE = 12
"""Mean characters a line below which a text may be a dialogue, where a line of "？" is speech."""


def _screen(text: str) -> bool:
    return ("?" in text or "？" in text) and _AFTER_LINE.search(f"\n{text}") is not None


@repair(
    "residue",
    order=140,
    why="a conversion to GBK leaves a lone question mark where it had no character for a space",
    mends={
        "山城植树活动昨天举行，市民踊跃参加。\n?\n志愿者种下了三百棵树苗，下周还要继续。": (
            "山城植树活动昨天举行，市民踊跃参加。\n志愿者种下了三百棵树苗，下周还要继续。"
        )
    },
    leaves=["“走吗？”\n？\n“走。”", "What?\n?\nNo.", "真的？\n是什么？"],
    screen=_screen,
    drops_lines=True,
)
def residue(text: str, page: Page) -> Change | None:
    """The line is dropped with its line end, in Chinese prose."""
    lines = text.split("\n")
    residues = {
        n
        for n, line in enumerate(lines)
        if len(line) <= _LONGEST and _LINE.fullmatch(line) and n >= page.head
    }
    if not residues or not HAN_ONE.search(text):
        return None
    others = [line for n, line in enumerate(lines) if n not in residues and line.strip()]
    if sum(map(len, others)) < _DIALOGUE * len(others):
        return None
    return drop_lines(lines, residues)
