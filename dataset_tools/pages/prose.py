"""Prose: how much a block reads like a paragraph of the article.

A paragraph betrays itself by punctuation: menus, lists of stories and captions have little of it,
and are mostly links.
"""

from __future__ import annotations

import re

from dataset_tools.pages.dom import Block, Element
from dataset_tools.text.boilerplate import SENTENCE_END
from dataset_tools.text.boilerplate_forms import HEADER
from dataset_tools.text.labels import labels_of

_PUNCTUATION = re.compile(r"[，。！？；：、,!?;]|\.(?:\s|$)")
_CREDITS = 100
"""Characters of the longest byline."""
_ENOUGH = 8.0
"""Prose of about two paragraphs."""


def prose(block: Block) -> float:
    """How much a block reads like a paragraph; 0 for menus, links and short labels."""
    if block.chars < 8 or block.linked * 2 > block.chars:
        return 0.0
    marks = len(_PUNCTUATION.findall(block.text))
    if not marks:
        return 0.5 if block.chars > 40 else 0.0
    if block.chars < _CREDITS and labels_of(block.text):
        return 0.0  # a byline has as many colons as a paragraph has commas
    weight = marks + min(block.chars / 100, 3.0)
    weight *= 1 - block.linked / block.chars
    return weight if block.chars >= 25 or block.text[-1] in SENTENCE_END else weight / 2


def prose_of(blocks: list[Block]) -> list[float]:
    """The prose of each block; a third of it below the first heading of a list of stories or
    comments that comes after text: what they hold can be longer than the article. Paragraphs
    beside those above the heading are the article's (the heading is a box's)."""
    out: list[float] = []
    before, headed = 0.0, False
    parents: set[Element | None] = set()
    for block in blocks:
        weight = prose(block)
        if not headed and before > _ENOUGH and block.chars < 20 and HEADER.match(block.text):
            headed = True
        if weight and not headed:
            parents.add(block.element.parent)
        out.append(weight if not headed or block.element.parent in parents else weight * 0.3)
        before += weight
    return out
