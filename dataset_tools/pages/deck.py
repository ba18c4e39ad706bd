"""The deck of an HTML page: the line that a page prints between its title and its text."""

from __future__ import annotations

import re

from dataset_tools.pages.body import Body
from dataset_tools.pages.dom import Document

_DECK_HINT = re.compile(
    r"sub-?(?:head|title|titulo|titular|tit)|subtitulo|deck|standfirst|dek(?:[^a-z]|$)|bajada|"
    r"entradilla|linha-?fina|futitle|fubt|underline"
)


def find_deck(document: Document, title: int, body: Body | None) -> tuple[str, int] | None:
    """(deck, index of its block): a line between title and body that its element names a deck."""
    if title < 0 or body is None:
        return None
    for index in range(title + 1, min(body.first + 1, title + 8)):
        block = document.blocks[index]
        if not 6 <= len(block.text) <= 400 or block.linked * 2 > block.chars:
            continue
        element = block.element
        hint = f"{element.hint} {element.attributes.get('itemprop') or ''}"
        named = _DECK_HINT.search(hint.lower())
        below = element.tag in ("h2", "h3") and index - title <= 2
        if (named or below) and index < body.first:
            return block.text, index
    return None
