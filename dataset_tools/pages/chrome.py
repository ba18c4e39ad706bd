"""Chrome: the parts of a page that hold something else than its article, by what they are called.

Menus, comments, lists of stories and foot lines name themselves in their tag, class or id.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dataset_tools.pages.dom import CHROME, Block, Element

_WORD = re.compile(r"[a-z]+")
# Words of class and id names that say "not the article", and those that say "the article".
_NEGATIVE = frozenset((
    "comment", "comments", "reply", "replies", "disqus", "related", "relate", "recommend",
    "recommended", "recommends", "tuijian", "guess", "rank", "ranking", "hotnews", "sidebar",
    "side", "aside", "footer", "foot", "copyright", "share", "sharing", "social", "nav", "navbar",
    "navigation", "menu", "menus", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "ad", "ads",
    "advert", "advertisement", "banner", "promo", "promotion", "newsletter", "subscribe",
    "subscription", "popup", "modal", "dialog", "login", "toolbar", "tag", "tags", "keyword",
    "keywords", "pager", "pagination", "paging", "disclaimer", "statement", "declare", "qrcode",
    "sponsored", "widget", "masthead", "crosshead", "trending", "popular", "cookie", "consent",
    "paywall", "signup", "readmore", "outbrain", "taboola", "editor", "print", "tool", "tools",
    "caption", "figcaption", "byline",
))  # fmt: skip
_POSITIVE = frozenset((
    "article", "articles", "content", "contents", "body", "text", "story", "post", "entry", "main",
    "detail", "details", "news", "zw", "zhengwen", "neirong", "con", "cont", "txt",
    "article_content", "articlecontent", "rich", "richtext",
))  # fmt: skip
_LONGEST = 200
"""Characters of a name that is remembered: a site uses the same ones on all its pages."""
_MOST = 0.4
"""An element with this share of the page's prose is no chrome, whatever it is called."""


def is_chrome(element: Element) -> bool:
    """Whether an element by its tag or its names holds something else than the article."""
    if element.tag in CHROME or element.tag == "figcaption":
        return True
    hint = element.hint
    if not hint or element.tag == "form":
        return False
    return (_says_chrome if len(hint) <= _LONGEST else _says_chrome.__wrapped__)(hint)


@lru_cache(maxsize=1 << 12)
def _says_chrome(hint: str) -> bool:
    words = set(_WORD.findall(hint)) | set(hint.split())
    return not words.isdisjoint(_NEGATIVE) and words.isdisjoint(_POSITIVE)


def chrome_of(blocks: list[Block], weights: list[float]) -> dict[Element, bool]:
    """Element -> whether it lies in chrome; an element with most of the page's prose does not."""
    held: dict[Element, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            for element in block.element.ancestors():
                held[element] = held.get(element, 0.0) + weight
    total = sum(weights) or 1.0
    chrome: dict[Element, bool] = {}
    for block in blocks:
        path: list[Element] = []
        at: Element | None = block.element
        while at is not None and at not in chrome:
            path.append(at)
            at = at.parent
        above = at is not None and chrome[at]
        for element in reversed(path):
            above = above or (held.get(element, 0.0) < total * _MOST and is_chrome(element))
            chrome[element] = above
    return chrome
