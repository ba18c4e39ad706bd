"""Where the article stands on an HTML page: the container of its prose, and where it ends.

A paragraph betrays itself by punctuation: menus, lists of stories and captions have little of it,
and are mostly links. The element under which the most prose stands close together is the body
(the idea of Readability); what follows an editor line, a pager or a list of stories is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dataset_tools.pages.dom import CHROME, Block, Document, Element
from dataset_tools.text.boilerplate import SENTENCE_END, boilerplate_lines, strict_label
from dataset_tools.text.boilerplate_forms import HEADER

_PARAGRAPH = frozenset(
    [
        "p",
        "li",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dd",
        "dt",
        "center",
        "font",
        "address",
    ]
)
_PUNCTUATION = re.compile(r"[，。！？；：、,!?;]|\.(?:\s|$)")
_WORD = re.compile(r"[a-z]+")
# Words of class and id names that say "not the article", and those that say "the article".
_NEGATIVE = frozenset(
    [
        "comment",
        "comments",
        "reply",
        "replies",
        "disqus",
        "related",
        "relate",
        "recommend",
        "recommended",
        "recommends",
        "tuijian",
        "guess",
        "rank",
        "ranking",
        "hotnews",
        "sidebar",
        "side",
        "aside",
        "footer",
        "foot",
        "copyright",
        "share",
        "sharing",
        "social",
        "nav",
        "navbar",
        "navigation",
        "menu",
        "menus",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "ad",
        "ads",
        "advert",
        "advertisement",
        "banner",
        "promo",
        "promotion",
        "newsletter",
        "subscribe",
        "subscription",
        "popup",
        "modal",
        "dialog",
        "login",
        "toolbar",
        "tag",
        "tags",
        "keyword",
        "keywords",
        "pager",
        "pagination",
        "paging",
        "disclaimer",
        "statement",
        "declare",
        "qrcode",
        "sponsored",
        "widget",
        "masthead",
        "crosshead",
        "trending",
        "popular",
        "cookie",
        "consent",
        "paywall",
        "signup",
        "readmore",
        "outbrain",
        "taboola",
        "editor",
        "print",
        "tool",
        "tools",
        "caption",
        "figcaption",
        "byline",
    ]
)
_POSITIVE = frozenset(
    [
        "article",
        "articles",
        "content",
        "contents",
        "body",
        "text",
        "story",
        "post",
        "entry",
        "main",
        "detail",
        "details",
        "news",
        "zw",
        "zhengwen",
        "neirong",
        "con",
        "cont",
        "txt",
        "article_content",
        "articlecontent",
        "rich",
        "richtext",
    ]
)
_ENOUGH = 8.0
"""Prose of about two paragraphs."""
_TEXT_END = 0.55
"""Share of the prose after which an editor line or a list of stories ends the article."""


@dataclass(slots=True)
class Body:
    """The article on a page: its container, its paragraphs and the indices of their blocks."""

    container: Element
    indices: list[int]
    paragraphs: list[str]

    @property
    def first(self) -> int:
        """The index of the first paragraph's block."""
        return self.indices[0]

    @property
    def last(self) -> int:
        """The index of the last paragraph's block."""
        return self.indices[-1]

    def drop(self, count: int) -> None:
        """Leave out the first ``count`` paragraphs, which turned out to be the page's head."""
        del self.indices[:count], self.paragraphs[:count]


def _words(hint: str) -> set[str]:
    return set(_WORD.findall(hint)) | set(hint.split())


def is_chrome(element: Element) -> bool:
    """Whether an element by its tag or its names holds something else than the article."""
    if element.tag in CHROME or element.tag in ("figcaption", "form"):
        return element.tag != "form"
    if not element.hint:
        return False
    words = _words(element.hint)
    return not words.isdisjoint(_NEGATIVE) and words.isdisjoint(_POSITIVE)


def prose(block: Block) -> float:
    """How much a block reads like a paragraph; 0 for menus, links and short labels."""
    if block.chars < 8 or block.linked * 2 > block.chars:
        return 0.0
    marks = len(_PUNCTUATION.findall(block.text))
    if not marks:
        return 0.5 if block.chars > 40 else 0.0
    weight = marks + min(block.chars / 100, 3.0)
    weight *= 1 - block.linked / block.chars
    return weight if block.chars >= 25 or block.text[-1] in SENTENCE_END else weight / 2


def _weights(blocks: list[Block]) -> list[float]:
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


def _chrome_of(blocks: list[Block], weights: list[float]) -> dict[Element, bool]:
    """Element -> whether it lies in chrome; an element with most of the page's prose does not."""
    held: dict[Element, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            for element in block.element.ancestors():
                held[element] = held.get(element, 0.0) + weight
    total = sum(weights) or 1.0
    chrome: dict[Element, bool] = {}
    for block in blocks:
        path = [e for e in block.element.ancestors() if e not in chrome]
        for element in reversed(path):
            above = element.parent is not None and chrome.get(element.parent, False)
            chrome[element] = above or (held.get(element, 0.0) < total * 0.4 and is_chrome(element))
    return chrome


def find_body(document: Document) -> Body | None:
    """The article of a page, or None where nothing on it reads like one."""
    blocks = document.blocks
    weights = _weights(blocks)
    chrome = _chrome_of(blocks, weights)
    usable = [
        weight * (0.25 if chrome[block.element] else 1.0)
        for block, weight in zip(blocks, weights, strict=True)
    ]
    scores = _scores(blocks, usable)
    if not scores:
        return None
    container = max(scores, key=lambda element: scores[element] * _favour(element))
    container = _widened(blocks, usable, container)
    inside = _inside(blocks, container)
    kept = [index for index in inside if _keeps(blocks[index], chrome, container)]
    return _cut(blocks, weights, kept, container)


def _widened(blocks: list[Block], weights: list[float], container: Element) -> Element:
    """The container, or the element above it when that holds more prose at the same depth.

    Paragraphs that are wrapped one by one, or an article cut in two by a box, leave the best
    score to a part. Prose deeper than the container's own is another thing (comments, stories).
    """
    for _ in range(3):
        above = container.parent
        if above is None or above.tag in ("body", "html"):
            break
        own = more = 0.0
        chars = linked = 0
        deepest = 0
        depths: list[tuple[int, float]] = []
        for block, weight in zip(blocks, weights, strict=True):
            depth, inside = _depth(block.element, above, container)
            if depth < 0:
                continue
            if inside:
                own += weight
                deepest = max(deepest, depth if weight else 0)
            else:
                depths.append((depth, weight))
                chars, linked = chars + block.chars, linked + block.linked
        more = sum(weight for depth, weight in depths if depth <= deepest)
        if more < own * 0.3 or linked * 3 > chars:
            break
        container = above
    return container


def _depth(element: Element, above: Element, container: Element) -> tuple[int, bool]:
    """(steps from ``element`` up to ``above`` or -1, whether it passes ``container``)."""
    inside = False
    for depth, at in enumerate(element.ancestors()):
        if at is container:
            inside = True
        if at is above:
            return depth, inside
    return -1, False


def _favour(element: Element) -> float:
    if element.tag in ("body", "html"):
        return 0.6
    if element.attributes.get("itemprop") == "articleBody" or element.tag == "article":
        return 1.3
    return 1.0


def _inside(blocks: list[Block], container: Element) -> list[int]:
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


def _keeps(block: Block, chrome: dict[Element, bool], container: Element) -> bool:
    """Whether a block in the container is text: no chrome below it, no menu of links."""
    for element in block.element.ancestors():
        if element is container:
            break
        if chrome.get(element) or is_chrome(element):
            return False
    if block.linked and block.linked >= block.chars * 0.75:
        # A paragraph may be one link when it reads like a sentence.
        return block.text[-1] in SENTENCE_END and block.chars > 40 and block.element.tag == "p"
    return True


def _cut(
    blocks: list[Block], weights: list[float], kept: list[int], container: Element
) -> Body | None:
    """The kept blocks up to where the article ends, without boilerplate lines."""
    texts = [blocks[index].text for index in kept]
    labels = boilerplate_lines(texts)
    total = sum(weights[index] for index in kept) or 1.0
    seen = 0.0
    out: list[tuple[int, str]] = []
    for place, index in enumerate(kept):
        text = texts[place]
        label = labels.get(place)
        heads = label == "related" or HEADER.match(text) is not None
        if seen > total * _TEXT_END and (
            label in ("editor", "pager", "copyright", "byline")
            or (heads and not _goes_on(blocks, weights, kept, place))
        ):
            break
        if heads:
            continue
        seen += weights[index]
        if label is None and not (len(text) < 3 and not text[-1].isalnum()):
            out.append((index, text))
    while out and not weights[out[-1][0]] and _is_rest(blocks[out[-1][0]]):
        out.pop()
    if not out:
        return None
    last, text = out[-1]
    out[-1] = (last, _without_tail(blocks[last], text))
    return Body(container, [index for index, _ in out], [text for _, text in out])


def _goes_on(blocks: list[Block], weights: list[float], kept: list[int], place: int) -> bool:
    """Whether the article goes on below a heading: three paragraphs beside those above it."""
    above = {blocks[index].element.parent for index in kept[:place] if weights[index] > 1}
    below = [index for index in kept[place + 1 :] if weights[index] > 1]
    return sum(blocks[index].element.parent in above for index in below) > 2


def _is_rest(block: Block) -> bool:
    """Whether a last block is what a page hangs below the text: tags, links, a label."""
    return block.linked * 2 > block.chars or strict_label(block.text) != ""


def _without_tail(block: Block, text: str) -> str:
    """The last paragraph without a link that is glued to its last sentence."""
    tail = block.tail
    if tail and len(tail) <= 20 and text.endswith(tail) and tail[-1] not in SENTENCE_END:
        rest = text[: -len(tail)].rstrip(" [【(（>")
        if rest and rest[-1] in SENTENCE_END:
            return rest
    return text
