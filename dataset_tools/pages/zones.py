"""Zones: the lines in which a page prints its credits, around its title and below its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dataset_tools.pages.body import Body
from dataset_tools.pages.chrome import is_chrome
from dataset_tools.pages.days import in_one, of_two
from dataset_tools.pages.dom import Block, Document

_ABOVE, _BELOW = 6, 10
"""Blocks above the title and below the text in which a labelled fact may stand."""
_GAP = 6
LONGEST_LINE = 160
"""Characters of the longest line that is read as a byline."""
_OPEN_LABEL = re.compile(r"[\u3400-\u9fff]\s*[:：]\s*$|^(?:19|20)\d{2}\s*[年./-]?$")
"""What the next line goes on with: a label, or the year of a date."""


@dataclass(slots=True)
class Zones:
    """The lines in which a page prints its credits: around the title, and below the text."""

    above: list[str]
    under: list[tuple[str, Block]]
    below: list[str]


def _joined(blocks: list[Block], indices: Iterable[int]) -> list[tuple[str, Block]]:
    """The blocks' texts, a label or year that ends one joined with what opens the next."""
    out: list[tuple[str, Block]] = []
    for index in indices:
        block = blocks[index]
        if out and _OPEN_LABEL.search(out[-1][0]) and len(block.text) <= 40:
            out[-1] = (f"{out[-1][0]} {block.spaced}", out[-1][1])
        elif out and (date := of_two(out[-1][0], block.text)):
            out[-1] = (date, out[-1][1])
        elif len(block.text) <= LONGEST_LINE:
            out.append((in_one(block.spaced), block))
    return out


def zones_of(document: Document, title: int, body: Body | None) -> Zones:
    """The lines around the title (index of its block, or -1) and the body."""
    blocks = document.blocks
    first = body.first if body else min(len(blocks), max(title, 0) + 12)
    start = title if 0 <= title < first else max(0, first - 8) - 1
    above = range(max(0, start - _ABOVE), max(0, start))
    under = [*range(start + 1, first), *_after_deck(body)]
    last = body.last if body else first
    below = range(last + 1, min(len(blocks), last + 1 + _BELOW))
    return Zones(
        [text for text, block in _joined(blocks, above) if not _in_chrome(block)],
        _joined(blocks, under[:24]),
        [text for text, block in _joined(blocks, below) if block.linked * 2 <= block.chars],
    )


def _after_deck(body: Body | None) -> range:
    """The blocks left out between a first line of the text, the deck, and the second."""
    if body is None or len(body.indices) < 2:
        return range(0)
    first, second = body.indices[:2]
    return range(first + 1, second) if second - first <= _GAP else range(0)


def _in_chrome(block: Block) -> bool:
    return any(is_chrome(element) for element in block.element.ancestors())
