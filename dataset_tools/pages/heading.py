"""The title that an HTML page prints, found by agreement with what its head states."""

from __future__ import annotations

import re
import unicodedata

from dataset_tools.pages.body import Body
from dataset_tools.pages.bylines import byline_facts
from dataset_tools.pages.chrome import is_chrome
from dataset_tools.pages.dom import Block, Document
from dataset_tools.pages.metadata import Stated
from dataset_tools.text.boilerplate import loose_label, strict_label

_HEADINGS = {"h1": 2.0, "h2": 1.2, "h3": 0.8, "h4": 0.8, "h5": 0.5}
_TITLE_HINT = re.compile(
    r"title|headline|(?:^|[^a-z])tit(?:[^a-z]|$)|biaoti|(?:^|[_\- ])bt(?:[_\- \d]|$)|subject|"
    r"titulo|titular"
)
_NOT_TITLE_HINT = re.compile(
    r"sub-?titul|subtit|sub-title|site|logo|section|column|lanmu|channel|nav|crumb|copyright|"
    r"related|list|other"
)
_LETTERS = re.compile(r"[^\W_].*[^\W_]")
_NOISE = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"\s*(?:[_|｜丨]|\s[-–—·•»]\s|--+|——|[-–—](?=[^-–—]{2,24}$))\s*")
_LONGEST, _SECTION_NAME = 200, 8


def plain(text: str) -> str:
    """``text`` without signs and space, in one case: for comparing titles only."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


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
            best = 3.0
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


def _make(block: Block) -> float:
    """How much a block is made like a heading: its tag, the names of its element."""
    score = 0.0
    for depth, element in enumerate(block.element.ancestors()):
        if depth > 2:
            break
        score = max(score, _HEADINGS.get(element.tag, 0.0) * (1 - depth * 0.25))
        if element.hint and _TITLE_HINT.search(element.hint):
            score += 0.0 if _NOT_TITLE_HINT.search(element.hint) else 0.8 - depth * 0.2
        if element.attributes.get("itemprop") == "headline":
            score += 1.0
    return score


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
    best, best_score = -1, 0.0
    for index in range(end):
        block = blocks[index]
        if len(block.text) > _LONGEST or not _LETTERS.search(block.text):
            continue
        agreement = _agreement(plain(block.text), stated, page_title)
        made = _make(block)
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
        if score >= best_score and (agreement >= 3 or not _is_label(block.text)):
            best, best_score = index, score
    if best >= 0 and best_score >= 1.0:
        block = blocks[best]
        rule = block.element.tag if block.element.tag in _HEADINGS else "printed"
        whole = _continued(blocks, best, stated)
        return whole or _without_mark(block.text, stated), rule, best
    return _unprinted(blocks, stated, body)


def _continued(blocks: list[Block], first: int, stated: Stated) -> str:
    """A title printed in several lines, where the head has it in one; empty otherwise."""
    heads = [plain(head) for head in (*(t for _, t in stated.titles), stated.page_title)]
    parts = [blocks[first].text]
    for block in blocks[first + 1 : first + 4]:
        joined = plain("".join([*parts, block.text]))
        if len(plain(block.text)) < 4 or not any(head.startswith(joined) for head in heads):
            break
        parts.append(block.text)
    glue = " " if parts[0].isascii() else ""
    return glue.join(parts) if len(parts) > 1 else ""


_MARK = re.compile(r"(?:原创|原創|转载|轉載|独家|獨家|置顶|置頂|推荐|推薦|精华|首发|图文|视频)\s*")


def _without_mark(text: str, stated: Stated) -> str:
    """A printed title without the mark that a page glues to it, where the head has it without."""
    mark = _MARK.match(text)
    rest = plain(text[mark.end() :]) if mark else ""
    heads = (stated.page_title, *(title for _, title in stated.titles))
    if mark and len(rest) >= 4 and any(plain(head).startswith(rest) for head in heads):
        return text[mark.end() :]
    return text


def _unprinted(
    blocks: list[Block], stated: Stated, body: Body | None
) -> tuple[str, str, int] | None:
    """A title that no line is made like: the head's, or else the line right above the text."""
    for rule, title in stated.titles:
        if rule in ("json_ld", "og:title", "articletitle"):
            return without_site(title, stated), rule, -1
    whole = without_site(stated.page_title, stated)
    # A few characters are a section's name; so a line above the text is asked first.
    if len(whole) < _SECTION_NAME and body is not None:
        for index in range(body.first - 1, max(-1, body.first - 9), -1):
            block = blocks[index]
            text = block.text
            if (
                _SECTION_NAME <= len(text) <= 100
                and not block.linked
                and text[-1] not in "。；;."
                and not _is_label(text)
                and not any(is_chrome(e) for e in block.element.ancestors())
            ):
                return text, "above_text", index
    return (whole, "title", -1) if whole else None


def _is_label(text: str) -> bool:
    """Whether a line is a byline or the page's own rather than a title."""
    return bool(strict_label(text) or loose_label(text) or byline_facts(text))


def without_site(title: str, stated: Stated) -> str:
    """``title`` without the name of the site or section at its end.

    >>> without_site("山城植树_要闻_山城在线", Stated())
    '山城植树'
    """
    for _, site in stated.sites:
        if title.endswith(site) and len(title) > len(site) + 4:
            title = title[: -len(site)].rstrip(" -–—|_·»")
    pieces = _SUFFIX.split(title)
    return pieces[0].strip() if len(pieces[0]) >= 4 else title.strip()


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
