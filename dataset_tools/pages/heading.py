"""The title that an HTML page prints, found by agreement with what its head states."""

from __future__ import annotations

import re

from dataset_tools.pages.body import Body
from dataset_tools.pages.chrome import is_chrome
from dataset_tools.pages.dom import Block, Document
from dataset_tools.pages.make import HEADINGS, is_label, is_named_title, make_of, may_be_title
from dataset_tools.pages.metadata import Stated
from dataset_tools.pages.site_names import SITE, names_site, plain, without_site
from dataset_tools.text.boilerplate import is_menu

_LETTERS = re.compile(r"[^\W_].*[^\W_]")
_NUMBER = re.compile(r"[〔\[（(]\s?(?:19|20)\d\d\s?[〕\]）)]\s?第?\s?\d+\s?号$")
"""The number of an official document, which stands under its title."""
_LONGEST, _SECTION_NAME = 200, 8


def _shared(one: str, other: str) -> int:
    """How many characters two strings begin with in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _agreement(block: str, stated: Stated, page_title: str) -> float:
    """How well a printed line agrees with the titles in the head (compared by :func:`plain`)."""
    best = 0.0
    if page_title and len(block) >= 4:
        if page_title == block:
            best = 4.0
        elif page_title.startswith(block) and len(block) >= 6:
            best = 3.5
        elif block in page_title and len(block) >= 8:
            best = 0.0 if SITE.search(block) and page_title.endswith(block) else 3.0
        elif _shared(block, page_title) >= max(6, 0.6 * len(block)):
            best = 2.0
    for _, title in stated.titles:
        other = plain(title)
        if not other:
            continue
        if other == block:
            best = max(best, 4.0)
        elif len(block) >= 6 and (other.startswith(block) or block.startswith(other)):
            best = max(best, 2.5 if min(len(other), len(block)) >= 6 else 0.0)
        elif _shared(block, other) >= max(6, 0.6 * len(block)):
            best = max(best, 2.0)
    return best


def find_title(
    document: Document, stated: Stated, body: Body | None
) -> tuple[str, str, int] | None:
    """(title, rule, index of its block or -1), or None where nothing can be the title.

    A printed line wins by its make, its place above the body, and above all by agreeing with the
    head; where no line is printed like one, the head's own title without the site's name is it.
    """
    blocks = document.blocks
    end = min(len(blocks), (body.first + 3) if body else 40)
    page_title = plain(stated.page_title)
    if names_site(stated.page_title, stated):
        page_title = ""
    best, best_score = -1, 0.0
    for index in range(end):
        block = blocks[index]
        if len(block.text) > _LONGEST or not _LETTERS.search(block.text):
            continue
        agreement = _agreement(plain(block.text), stated, page_title)
        made = make_of(block)
        if not agreement and not made:
            continue
        score = agreement + made
        distance = (body.first - index) if body else 20
        score -= min(max(distance, 0), 40) * 0.03 + (1.0 if distance < 0 else 0.0)
        if made and 0 < distance <= 6 and not block.linked:
            score += 0.8  # a heading right above the text, whatever the head says
        if block.linked * 2 > block.chars:
            score -= 1.0
        if agreement < 3 and any(is_chrome(e) for e in block.element.ancestors()):
            score -= 1.5
        if score >= best_score and (agreement >= 3 or not is_label(block.text)):
            best, best_score = index, score
    if best >= 0 and best_score >= 1.0:
        block = blocks[best]
        site = names_site(block.text, stated) and (block.linked > 0 or not may_be_title(block))
        if (site or _names_section(block.text, stated)) and (
            below := _above_text(blocks, body, best + 1, named=not site)
        ):
            return below
        rule = block.element.tag if block.element.tag in HEADINGS else "printed"
        first = _opening(blocks, best, stated)
        whole = _continued(blocks, first, stated)
        return whole or _without_mark(block.text, stated), rule, first
    return _unprinted(blocks, stated, body)


def _names_section(text: str, stated: Stated) -> bool:
    """Whether a heading is so short that it may name a section; no head has it as the title."""
    said = plain(text)
    heads = (stated.page_title, *(title for _, title in stated.titles))
    short = len(said) < _SECTION_NAME - 1 and not text.isascii()
    return short and all(plain(head) != said for head in heads)


def _opening(blocks: list[Block], index: int, stated: Stated) -> int:
    """The first line of a heading in several lines, where no head knows one of them alone."""
    page_title = plain(stated.page_title)
    element = blocks[index].element
    while (
        index
        and blocks[index - 1].element is element
        and not is_label(blocks[index - 1].text)
        and not _agreement(plain(blocks[index].text), stated, page_title)
    ):
        index -= 1
    return index


def _continued(blocks: list[Block], first: int, stated: Stated) -> str:
    """A title printed in several lines: the head has it in one, or knows none and one element
    holds them all; empty otherwise."""
    heads = [plain(head) for head in (*(t for _, t in stated.titles), stated.page_title)]
    parts = [blocks[first].text]
    alone = not _agreement(plain(parts[0]), stated, plain(stated.page_title))
    for block in blocks[first + 1 : first + 4]:
        joined = plain("".join([*parts, block.text]))
        known = len(plain(block.text)) >= 4 and any(head.startswith(joined) for head in heads)
        same = alone and block.element is blocks[first].element and not is_label(block.text)
        if not (known or same):
            break
        parts.append(block.text)
    glue = " " if parts[0].isascii() else ""
    return glue.join(parts) if len(parts) > 1 else ""


_MARK = re.compile(
    r"(?:原创|原創|转载|轉載|独家|獨家|置顶|置頂|推荐|推薦|精华|首发|图文|视频"
    r"|[\[【〔(（][\u3400-\u9fff]{2,4}[\]】〕)）])\s*"
)


def _without_mark(text: str, stated: Stated) -> str:
    """A printed title without what a page glues to it, where the head has it without."""
    heads = [plain(head) for head in (stated.page_title, *(title for _, title in stated.titles))]
    mark = _MARK.match(text)
    if mark and _begins_one(text[mark.end() :], heads):
        text = text[mark.end() :]
    rest, _, last = text.rpartition(" ")
    if rest and is_menu(last) and _begins_one(rest, heads) and not _begins_one(text, heads):
        return rest.rstrip()
    return text


def _begins_one(text: str, heads: list[str]) -> bool:
    said = plain(text)
    return len(said) >= 4 and any(head.startswith(said) for head in heads)


def _unprinted(
    blocks: list[Block], stated: Stated, body: Body | None
) -> tuple[str, str, int] | None:
    """A title that no line is made like: the head's, or else the line right above the text."""
    for rule, title in stated.titles:
        if rule in ("json_ld", "og:title", "articletitle"):
            return without_site(title, stated), rule, -1
    whole = without_site(stated.page_title, stated)
    # A few characters are a section's name; so a line above the text is asked first.
    if len(whole) < _SECTION_NAME or names_site(whole, stated):
        return _above_text(blocks, body, 0) or ((whole, "title", -1) if whole else None)
    return (whole, "title", -1) if whole else None


def _above_text(
    blocks: list[Block], body: Body | None, least: int, *, named: bool = False
) -> tuple[str, str, int] | None:
    """The line right above the text, or that opens it in bold, where it can be a title.

    It stands at block ``least`` or below; where it must be ``named``, its element is named a title.
    """
    if body is None:
        return None
    first = body.first
    for index in (first, *range(first - 1, max(least - 1, first - 9), -1)):
        block = blocks[index]
        text = block.text
        if (
            index < least
            or not _SECTION_NAME <= len(text) <= 100
            or block.linked
            or text[-1] in "。；;.，,：:"
            or _NUMBER.search(text)
            or is_label(text)
            or any(is_chrome(element) for element in block.element.ancestors())
        ):
            continue
        if (is_named_title(block) or not named) and (index < first or _opens(block, body)):
            return _same_element(blocks, index), "above_text", index
    return None


def _opens(block: Block, body: Body) -> bool:
    """Whether the text's first paragraph is set like a title: centred, or all of it in bold."""
    style = (block.element.attributes.get("style") or "") + (
        block.element.attributes.get("align") or ""
    )
    bold = block.inner.tag in ("b", "strong", "h1", "h2", "h3", "h4")
    return len(body.paragraphs) > 2 and ("center" in style or bold)


def _same_element(blocks: list[Block], index: int) -> str:
    """A line with the lines above it in its own element: a title in several lines."""
    parts = [blocks[index].text]
    while index and blocks[index - 1].element is blocks[index].element:
        index -= 1
        if is_label(blocks[index].text) or len(parts) > 2:
            break
        parts.insert(0, blocks[index].text)
    return "".join(parts)
