"""The make of a block: whether its element, and the words of its line, are those of a heading."""

from __future__ import annotations

import re

from dataset_tools.pages.bylines import byline_facts
from dataset_tools.pages.chrome import is_chrome
from dataset_tools.pages.dom import Block
from dataset_tools.text.boilerplate import loose_label, strict_label

HEADINGS = {"h1": 2.0, "h2": 1.2, "h3": 0.8, "h4": 0.8, "h5": 0.5}
_TITLE_HINT = re.compile(
    r"title|headline|(?:^|[^a-z])tit(?:[^a-z]|$)|biaoti|(?:^|[_\- ])bt(?:[_\- \d]|$)|subject|"
    r"titulo|titular"
)
_NOT_TITLE_HINT = re.compile(
    r"sub-?titul|subtit|sub-title|site|logo|section|column|lanmu|channel|nav|crumb|copyright|"
    r"related|list|other|futi|fubiaoti|yinti|jianti"
)


def make_of(block: Block) -> float:
    """How much a block is made like a heading: its tag, the names of its element."""
    score = 0.0
    for depth, element in enumerate(block.element.ancestors()):
        if depth > 2:
            break
        score = max(score, HEADINGS.get(element.tag, 0.0) * (1 - depth * 0.25))
        if element.hint and _TITLE_HINT.search(element.hint):
            score += 0.0 if _NOT_TITLE_HINT.search(element.hint) else 0.8 - depth * 0.2
        if element.attributes.get("itemprop") == "headline":
            score += 1.0
    return score


def is_named_title(block: Block) -> bool:
    """Whether the names of a block's element say that it holds the title."""
    hint = f"{block.element.hint} {block.inner.hint}"
    return _TITLE_HINT.search(hint) is not None and not _NOT_TITLE_HINT.search(hint)


def may_be_title(block: Block) -> bool:
    """Whether no element around a block is named as something else than a title."""
    near = zip(block.element.ancestors(), range(3), strict=False)
    return not any(is_chrome(e) or _NOT_TITLE_HINT.search(e.hint) for e, _ in near)


def is_label(text: str) -> bool:
    """Whether a line is a byline or the page's own rather than a title."""
    return bool(strict_label(text) or loose_label(text) or byline_facts(text))
