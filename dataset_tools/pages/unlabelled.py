"""Names that stand alone between title and text: of persons, of media, of accounts."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

from dataset_tools.pages.bylines import reporter_line, written_by
from dataset_tools.pages.days import days_of
from dataset_tools.pages.dom import Block
from dataset_tools.pages.found import Found
from dataset_tools.pages.metadata import Stated
from dataset_tools.pages.names import (
    clean_author,
    clean_source,
    has_common_surname,
    is_person,
    is_report,
    without_role,
)
from dataset_tools.pages.site_names import plain
from dataset_tools.pages.zones import Zones
from dataset_tools.text.boilerplate import is_menu, is_section
from dataset_tools.text.dates import relative_date

_ORGANISATION = re.compile(
    r"(?:[报報][道導导]|[报報社网網台刊局委办辦部厅廳院校会會所署]|频道|頻道|新闻|新聞|周刊|杂志|"
    r"雜誌|在线|在線|之家|财经|科技|资讯|传媒|客户端|观察|论坛|中心|政府|协会|学会|公司|"
    r"大学|学院|集团|发布|快讯|出版社|通讯社|公众号|日报|晚报|时报|news|times|post|daily|"
    r"press|media|journal)$",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    r"(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|[上下中]午|[清早]晨|[早晚]上|凌晨|"
    r"\d+\S{1,2}[前后後])$"
)
_NAMED = re.compile(
    r"author|autor|writer|byline|firma|reporter|creator|contributor|signature|zuozhe"
)
_ACCOUNT = re.compile(
    r"author|source|laiyuan|media|nick|account|js_name|profile|from(?:[^a-z]|$)|name(?:[^a-z]|"
    r"$)|meta|info|origin"
)
_AUTHOR_PROPERTIES = ("author", "creator")
"""Names of schema.org for who wrote a thing."""
_TIME = re.compile(r"\d{1,2}\s*[:：时]\s*\d{2}(?:\s*[:：分]\s*\d{2}秒?)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"[\s|｜丨·•,，;；/／]+")
_BAR = re.compile(r"\s*[|｜•]\s*")
_POST = re.compile(
    r",?\s(?=(?:Senior|Staff|Chief|Special|Associate|Contributing|Deputy|Managing|Political|"
    r"Foreign|National)\s)"
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SHORT = {True: 2, False: 4}  # by "the element says account": a short word may be a place
_SKIP = frozenset((
    "原创", "转载", "关注", "举报", "订阅", "作者", "来源", "编辑", "记者", "文", "图", "首发",
    "独家", "发布于", "发表于", "更新于", "發布於", "發表於", "更新於", "發佈於", "来自", "來自",
    "摘自", "转自", "轉自", "发自", "浏览", "瀏覽", "阅读", "閱讀", "点击", "點擊", "评论", "評論",
))  # fmt: skip


class _Signs(NamedTuple):
    """What tells that a line holds names: its element's name, or a date beside them."""

    named: bool
    account: bool
    dated: bool
    linked: bool

    @property
    def credible(self) -> bool:
        """Whether a word of no known form can be a name here."""
        return self.account or self.dated


def find_unlabelled(found: Found, zones: Zones, stated: Stated) -> None:
    """Puts the names that stand alone between title and text."""
    for text, block in zones.under[:12]:
        if len(text) > 60 or text[-1] in "。！？!?…" or "，" in text or is_menu(text):
            continue
        rest = _TIME.sub(" ", text)
        for date in reversed(days_of(rest)):
            rest = rest[: date.start] + " " + rest[date.end :]
        signs = _signs(text, block)
        _told(found, rest.strip(), text)
        _by_element(found, block)
        if not rest.isascii():
            _han_tokens(found, rest, signs, stated)
        rest = _POST.split(rest)[0]
        name = _IN_BRACKETS.sub("", _BAR.split(rest.strip())[0])
        if signs.named and not _HAN.search(name) and is_person(name) and not is_site(name, stated):
            found.put("author", clean_author(name), "printed", text)


def _told(found: Found, rest: str, line: str) -> None:
    """The reporters of a line that says nothing else but a day: "山城网记者 田雨 2021-03-12"."""
    for fact in reporter_line(rest) or written_by(rest):
        found.put(fact.field, fact.value, f"printed.{fact.rule}", line)


def _by_element(found: Found, block: Block) -> None:
    """The person in an inline element that its name calls the author's."""
    for owner, piece in block.parts():
        name = piece.strip()
        if owner is not block.element and _NAMED.search(owner.hint) and is_person(name):
            found.put("author", clean_author(name), "printed.element", name)


def _signs(text: str, block: Block) -> _Signs:
    near = list(takewhile(lambda element: element is not block.element, block.inner.ancestors()))
    near += [e for e, _ in zip(block.element.ancestors(), range(2), strict=False)]
    hint = " ".join(element.hint for element in near)
    named = (
        bool(_NAMED.search(hint))
        or block.element.tag == "address"
        or any(element.attributes.get("itemprop") in _AUTHOR_PROPERTIES for element in near)
    )
    return _Signs(
        named,
        named or bool(_ACCOUNT.search(hint)),
        bool(days_of(text)) or bool(relative_date(text)),
        block.linked * 2 > block.chars,
    )


def _han_tokens(found: Found, rest: str, signs: _Signs, stated: Stated) -> None:
    """Names in a line without labels: of persons by surname, of media by their last word."""
    known = found.values.get("author", "").split("、")
    tokens = [
        name
        for token in _TOKEN.split(rest)
        if token not in _SKIP
        and not _PART_OF_DAY.match(token)
        and not is_menu(token)
        and not is_report(token)
        and sum(map(str.isalpha, token)) > 1
        and not ("：" in token or ":" in token)
        and (name := without_role(token))
        and name not in known
    ]
    if not 0 < len(tokens) <= 4:
        return
    persons = _persons(tokens, signs, {value for _, value in stated.persons})
    others = [token for token in tokens if token not in persons and not token.isdigit()]
    media = [token for token in others if _ORGANISATION.search(token)]
    pen_names = len(tokens) > 2 and not media
    if len(media) == 1 and all(is_section(token) for token in others if token not in media):
        others = media  # the section's name stands beside the medium's
    elif len(others) > 1 and (own := [token for token in media if _ends_title(token, stated)]):
        others = media = own  # a section's name may stand beside the site's
    alone = len(others) == 1 and not pen_names and _SHORT[signs.account] <= len(others[0]) <= 20
    # A link alone is the page's: another site to share on, another section.
    told = bool(media) and len(others) == 1 and (signs.credible or not signs.linked)
    if told or (signs.credible and alone):
        source = clean_source(others[0])
        if source and not relative_date(source) and not is_menu(source):
            found.put("source", source, "printed", source)
    if persons and len(others) <= 1 and (media or signs.credible):
        found.put("author", "、".join(persons), "printed", " ".join(persons))


def _persons(tokens: list[str], signs: _Signs, stated: set[str]) -> list[str]:
    """The tokens that are persons. Names in the head count beside others: alone, such a name of no
    person's form is an account's, which is the source."""
    media = any(_ORGANISATION.search(token) for token in tokens)
    persons = []
    for token in tokens:
        if _ORGANISATION.search(token):
            continue
        named = token in stated and (signs.named or len(tokens) > 1)
        # Beside a date alone, two characters are as often a place as a person.
        told = signs.named or media or token in stated
        if named or (is_person(token) and (told or _is_usual(token))):
            persons.append(token)
    return persons


def _is_usual(name: str) -> bool:
    return len(name) > 2 and has_common_surname(name)


def _ends_title(token: str, stated: Stated) -> bool:
    """Whether the page's title ends with ``token``, as it does with the site's name."""
    return stated.page_title.endswith(token)


def ends_like_organisation(text: str) -> bool:
    """Whether ``text`` ends with a word for an organisation: an office, a paper, a school."""
    return _ORGANISATION.search(text) is not None


def is_site(name: str, stated: Stated) -> bool:
    """Whether the head names the site so."""
    return any(plain(site) == plain(name) for _, site in stated.sites)
