"""The container: the element of a page under which the most prose stands close together.

The idea is Readability's: a paragraph votes for the elements above it, less for each step up.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataset_tools.pages.dom import Block, Element

_PARAGRAPH = frozenset((
    "p", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "center",
    "font", "address",
))  # fmt: skip


_BEGINNING = 12.0
"""Prose of about three paragraphs: an article that begins beside the box that holds the rest."""


def _scores(blocks: list[Block], weights: list[float]) -> dict[Element, float]:
    """Element -> prose close below it: all of its own, half of its children's, and so on."""
    scores: dict[Element, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if not weight:
            continue
        at: Element | None = block.element
        if at is not None and at.tag in _PARAGRAPH:
            at = at.parent
        share = weight
        while at is not None and share > weight / 10:
            scores[at] = scores.get(at, 0.0) + share
            share *= 0.5 if at.tag not in ("li", "ul", "tr", "tbody") else 0.4
            at = at.parent
    return scores


def find_container(blocks: list[Block], weights: list[float]) -> Element | None:
    """The element that holds the article, given the prose of each block; None without prose."""
    scores = _scores(blocks, weights)
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element] * _favour(element))
    return _widened(blocks, weights, best)


def _widened(blocks: list[Block], weights: list[float], container: Element) -> Element:
    """The container, or the element above it when that holds more prose at the same depth.

    Paragraphs that are wrapped one by one, or an article cut in two by a box, leave the best
    score to a part. Prose deeper than the container's own is another thing (comments, stories).
    """
    above = container.parent
    for _ in range(3):
        if above is None or above.tag in ("body", "html"):
            break
        own = before = 0.0
        chars = linked = 0
        deepest = 0
        depths: list[tuple[int, float]] = []
        for number, depth, inside in _places(blocks, above, container):
            block, weight = blocks[number], weights[number]
            if inside:
                own += weight
                deepest = max(deepest, depth if weight else 0)
            else:
                depths.append((depth, weight))
                if not own and depth == 1 and block.element.tag == "p":
                    before += weight
                chars, linked = chars + block.chars, linked + block.linked
        more = sum(weight for depth, weight in depths if depth <= deepest)
        enough = more >= own * 0.3 or before > _BEGINNING
        if enough and linked * 3 <= chars:
            container = above
        elif more:
            break
        above = above.parent  # a wrapper around the container alone says nothing yet
    return container


def _places(
    blocks: list[Block], above: Element, container: Element
) -> Iterator[tuple[int, int, bool]]:
    """Each block under ``above``: its number, how deep it lies, whether inside ``container``."""
    known: dict[Element | None, tuple[int, bool]] = {None: (-1, False), above: (0, False)}
    for number, block in enumerate(blocks):
        path: list[Element] = []
        at: Element | None = block.element
        while at not in known:
            assert at is not None
            path.append(at)
            at = at.parent
        depth, inside = known[at]
        for element in reversed(path):
            depth, inside = depth + 1 if depth >= 0 else -1, inside or element is container
            known[element] = depth, inside
        if depth >= 0:
            yield number, depth, inside


def _favour(element: Element) -> float:
    if element.tag in ("body", "html"):
        return 0.6
    if element.attributes.get("itemprop") == "articleBody" or element.tag == "article":
        return 1.3
    return 1.0


def inside(blocks: list[Block], container: Element) -> list[int]:
    """The blocks in the container, and in siblings of the same make (an article in pieces)."""
    same = {(container.tag, container.hint) if container.hint else None}
    out = []
    for index, block in enumerate(blocks):
        for element in block.element.ancestors():
            if element is container or (
                element.parent is container.parent
                and element.hint
                and (element.tag, element.hint) in same
            ):
                out.append(index)
                break
    return out
