"""The article on a page: its paragraphs, up to where it ends.

The container of the prose holds it; what is chrome inside the container, and what follows an
editor line, a pager or a list of stories, is not the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dataset_tools.pages.chrome import chrome_of, is_chrome
from dataset_tools.pages.container import find_container, inside
from dataset_tools.pages.dom import Block, Document, Element
from dataset_tools.pages.prose import prose_of
from dataset_tools.text.boilerplate import SENTENCE_END, strict_label
from dataset_tools.text.boilerplate_forms import HEADER, compile_both
from dataset_tools.text.edges import boilerplate_lines
from dataset_tools.text.labels import LONGEST, labels_of

_TEXT_END = 0.55
"""Share of the prose after which an editor line or a list of stories ends the article."""

_LISTED = re.compile(r"[\[(（]?(?:(?:19|20)?\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?$")
"""The day behind the link to another story."""
_SIGN = 4
"""Characters of a line that is none: "图集" over a text, "+1" under it."""
_CALL = compile_both(
    r"点击|点此|下载|扫码|扫描|投票|报名|领取|立即|快来|戳|加入|关注|订阅|免费|优惠|福利|"
    r"click here|sign up|subscribe|download|join us|register now|learn more"
)
"""What a site asks of its reader above the text."""


@dataclass(slots=True)
class Body:
    """The article on a page: its container, its paragraphs and the indices of their blocks.

    ``bylines`` are lines between the paragraphs or right below them that state who wrote them.
    """

    container: Element
    indices: list[int]
    paragraphs: list[str]
    bylines: list[str]

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


def find_body(document: Document) -> Body | None:
    """The article of a page, or None where nothing on it reads like one."""
    blocks = document.blocks
    weights = prose_of(blocks)
    chrome = chrome_of(blocks, weights)
    usable = [
        weight * (0.25 if chrome[block.element] else 1.0)
        for block, weight in zip(blocks, weights, strict=True)
    ]
    container = find_container(blocks, usable)
    if container is None:
        return None
    held = inside(blocks, container)
    kept = [index for index in held if _keeps(blocks[index], chrome, container)]
    return _cut(blocks, weights, kept, container)


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
    bylines: list[str] = []
    for place, index in enumerate(kept):
        text = texts[place]
        label = labels.get(place)
        if label is None and seen > total * _TEXT_END and _is_credit(text):
            label = "byline"
        if label == "byline":
            bylines.append(text)
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
    while len(out) > 1 and not weights[out[0][0]] and _is_mark(out[0][1]):
        del out[0]
    while len(out) > 1 and _is_promotion(blocks[out[0][0]], blocks[out[1][0]]):
        del out[0]
    if not out:
        return None
    last, text = out[-1]
    out[-1] = (last, _without_tail(blocks[last], text))
    return Body(container, [index for index, _ in out], [text for _, text in out], bylines)


def _is_credit(text: str) -> bool:
    """Whether a line in the lower part of a page says who wrote or published what is above it."""
    return len(text) <= LONGEST and any(
        kind in ("author", "reporter", "source") for kind, *_ in labels_of(text)
    )


def _goes_on(blocks: list[Block], weights: list[float], kept: list[int], place: int) -> bool:
    """Whether the article goes on below a heading: three paragraphs beside those above it."""
    above = {blocks[index].element.parent for index in kept[:place] if weights[index] > 1}
    below = [index for index in kept[place + 1 :] if weights[index] > 1]
    return sum(blocks[index].element.parent in above for index in below) > 2


def _is_mark(text: str) -> bool:
    return len(text) <= _SIGN and text[-1].isalnum()


def _is_promotion(block: Block, following: Block) -> bool:
    """Whether a first paragraph stands in a box of its own and calls the reader to click."""
    if not block.linked or not _CALL.search(block.text):
        return False
    box = block.element.parent
    return all(element is not box for element in following.element.ancestors())


def _is_rest(block: Block) -> bool:
    """Whether a last block is what a page hangs below the text: tags, links, a label, a count."""
    day = _LISTED.search(block.text) if block.linked else None
    return (
        block.linked * 2 > block.chars - (len(day[0]) if day else 0)
        or strict_label(block.text) != ""
        or (len(block.text) <= _SIGN and not any(map(str.isalpha, block.text)))
    )


def _without_tail(block: Block, text: str) -> str:
    """The last paragraph without a link that is glued to its last sentence."""
    tail = block.tail
    if tail and len(tail) <= 20 and text.endswith(tail) and tail[-1] not in SENTENCE_END:
        rest = text[: -len(tail)].rstrip(" [【(（>")
        if rest and rest[-1] in SENTENCE_END:
            return rest
    return text
