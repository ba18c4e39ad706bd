"""Names of sites in titles: what a page's title has beside the article's."""

from __future__ import annotations

import re
import unicodedata

from dataset_tools.pages.metadata import Stated

_NOISE = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"\s*(?:[_|｜丨]|\s[-–—·•»]\s|--+|——|[-–—](?=[^-–—]{2,24}$))\s*")
SITE = re.compile(
    r"(?:网|網|网站|網站|门户|門戶|在线|在線|官网|首页|主页|频道|頻道|平台|政府|委员会|大学|学院|"
    r"医院|集团|公司|[局厅部委办院馆所]|[日晚早时]报|电视台|电台|新闻中心)$"
)
"""How the names of sites and their owners end; a headline may end so too."""


def plain(text: str) -> str:
    """``text`` without signs and space, in one case: for comparing titles only."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


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


def names_site(text: str, stated: Stated) -> bool:
    """Whether a line is the name of the site: all of the page's title, or the last piece of it."""
    if not SITE.search(text) or len(_SUFFIX.split(text)) > 1:
        return False
    last = _SUFFIX.split(stated.page_title)[-1]
    return plain(text) in (plain(last), *(plain(site) for _, site in stated.sites))
