"""HTML entities that were never decoded, or were escaped again."""

from __future__ import annotations

import html
import re

from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.han import HAN_ONE

_ENTITY = re.compile(r"&(?:amp;)*(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});")
# A text about markup quotes entities on purpose.
_ABOUT_MARKUP = re.compile(
    r"HTML|XML|SGML|转义|轉義|字符实体|實體字元|entit(?:y|ies)|markup|escap(?:e|ing)"
)
_QUOTED = re.compile(r"[`'\"“‘「『<]&(?:amp;)*#?\w{2,24};[`'\"”’」』>]")
_CODE = re.compile(
    r"(?m)^\s*(?:<[a-zA-Z/!?]|(?:if|for|while|return|import|def|class)\b.*[;:{(])|```|</\w+>"
)


@repair(
    "entities",
    order=30,
    why="a page that was escaped once too often shows &ldquo; where a quotation mark stood",
    mends={
        "&ldquo;会议&rdquo;": "“会议”",
        "&amp;amp;hellip;会": "…会",
        "山&#22478;&#x533A;": "山城区",
        "A&amp;B 公司": "A&B 公司",
    },
    leaves=[
        "AT&T; Q&A",
        "In HTML, write &amp; for an ampersand.",
        "转义字符“&nbsp;”表示空格。",
        "见 https://example.org/?a=1&copy=2。",
        "print &unknownname; here",
    ],
    screen=_ENTITY.search,
)
def entities(text: str, _: Page) -> Change | None:
    """Decoded however deep they are nested, but in texts about markup and in code."""
    if _ABOUT_MARKUP.search(text) or _QUOTED.search(text):
        return None
    if not HAN_ONE.search(text) and _CODE.search(text):
        return None
    spans = []
    for match in _ENTITY.finditer(text):
        name = match.group(1)
        plain = html.unescape(f"&{name};")
        if plain not in (f"&{name};", "\ufffd", "\x00", ""):
            spans.append((*match.span(), plain))
    return replace(text, spans)
