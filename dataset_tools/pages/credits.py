"""Date, source and author of an HTML page: what is printed near its title, checked by its head.

What a page prints beside its title outranks its head: a head holds the time of the last update,
the name of the site, an account. The head decides where the print is incomplete ("10-08 12:00",
"9 hours ago", 03/05/2022), and a value in neither place stays null.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from dataset_tools.pages.body import Body
from dataset_tools.pages.bylines import (
    Fact,
    byline_facts,
    clean_author,
    clean_source,
    labelled_facts,
    sign_off,
)
from dataset_tools.pages.chrome import is_chrome
from dataset_tools.pages.dom import Block, Document
from dataset_tools.pages.heading import plain
from dataset_tools.pages.metadata import Stated
from dataset_tools.text.boilerplate import is_menu
from dataset_tools.text.dates import find_dates, make_date, relative_date

_ABOVE, _BELOW = 6, 10
"""Blocks above the title and below the text in which a labelled fact may stand."""
_LONGEST_LINE = 160
_OPEN_LABEL = re.compile(r"[\u3400-\u9fff]\s*[:：]\s*$")
_ORGANISATION = re.compile(
    r"(?:[报報社网網台刊局委办辦部厅廳院校会會所署]|频道|頻道|新闻|新聞|周刊|杂志|雜誌|在线|"
    r"在線|之家|财经|科技|资讯|传媒|客户端|观察|论坛|中心|政府|协会|学会|公司|"
    r"大学|学院|集团|发布|快讯|出版社|通讯社|公众号|日报|晚报|时报|news|times|post|daily|"
    r"press|media|journal)$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"author|autor|writer|byline|firma|reporter|creator|contributor|signature|zuozhe"
)
_ACCOUNT = re.compile(
    r"author|source|laiyuan|media|nick|account|js_name|profile|from(?:[^a-z]|$)|name(?:[^a-z]|"
    r"$)|meta|info|origin"
)
_LATIN_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ][\w'’.-]*(?:\s(?:(?:de|da|do|dos|das|del|la|van|von|der|bin|al|el|y|"
    r"e)\s)?[^\W\d_a-zà-ÿ][\w'’.-]*){1,3}$"
)
_PARTIAL = re.compile(r"(?<!\d)(?:\d{2,4}\s?[-/.年]\s?)?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d{3})")
_AMBIGUOUS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_TIME = re.compile(r"\d{1,2}\s*[:：时]\s*\d{2}(?:\s*[:：分]\s*\d{2}秒?)?")
_TOKEN = re.compile(r"[\s|｜丨·•,，;；/／]+")
_NO_SITE = frozenset(["www", "com", "net", "org", "gov", "edu", "news"])
# The most frequent surnames: four fifths of all people
# (Ministry of Public Security, report on names of 2020).
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
_SHORT = {True: 2, False: 4}  # by "the element says account": a short word may be a place
_SKIP = frozenset((
    "原创", "转载", "关注", "举报", "订阅", "作者", "来源", "编辑", "记者", "文", "图", "首发", "独家",
))  # fmt: skip


@dataclass(slots=True)
class Found:
    """Values with the rule that found each, and the text they were read from."""

    values: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, rule: str, quote: str) -> None:
        """The first value of a field counts."""
        if name not in self.values and value:
            self.values[name], self.rules[name], self.quotes[name] = value, rule, quote


@dataclass(slots=True)
class Zones:
    """The lines in which a page prints its credits: around the title, and below the text."""

    above: list[str]
    under: list[tuple[str, Block]]
    below: list[str]


def _joined(blocks: list[Block], indices: Iterable[int]) -> list[tuple[str, Block]]:
    """The blocks' texts, a label that ends one joined with the value that opens the next."""
    out: list[tuple[str, Block]] = []
    for index in indices:
        block = blocks[index]
        if out and _OPEN_LABEL.search(out[-1][0]) and len(block.text) <= 40:
            out[-1] = (f"{out[-1][0]} {block.text}", out[-1][1])
        elif len(block.text) <= _LONGEST_LINE:
            out.append((block.text, block))
    return out


def zones_of(document: Document, title: int, body: Body | None) -> Zones:
    """The lines around the title (index of its block, or -1) and the body."""
    blocks = document.blocks
    first = body.first if body else min(len(blocks), max(title, 0) + 12)
    start = title if 0 <= title < first else max(0, first - 8) - 1
    above = range(max(0, start - _ABOVE), max(0, start))
    under = range(start + 1, first)
    last = body.last if body else first
    below = range(last + 1, min(len(blocks), last + 1 + _BELOW))
    return Zones(
        [text for text, block in _joined(blocks, above) if not _in_chrome(block)],
        _joined(blocks, list(under)[:24]),
        [text for text, block in _joined(blocks, below) if block.linked * 2 <= block.chars],
    )


def _in_chrome(block: Block) -> bool:
    return any(is_chrome(element) for element in block.element.ancestors())


def _facts(found: Found, facts: Sequence[Fact], where: str, line: str) -> None:
    for fact in facts:
        quote = line[fact.start : fact.end] if fact.end <= len(line) else str(fact.value)
        found.put(fact.field, fact.value, f"{where}.{fact.rule}", quote)


def _is_person(name: str) -> bool:
    from dataset_tools.text.names import is_plausible_name, surname_of

    if name.isascii() or max(name) < "\u3000":
        return _LATIN_NAME.match(name) is not None
    return 2 <= len(name) <= 4 and surname_of(name) is not None and is_plausible_name(name)


def _unlabelled(found: Found, zones: Zones, stated: Stated) -> None:
    """Names that stand alone between title and text: of persons, of media, of accounts."""
    for text, block in zones.under[:12]:
        if len(text) > 60 or find_menu(text):
            continue
        hint = " ".join(e.hint for e, _ in zip(block.element.ancestors(), range(2), strict=False))
        named = bool(_NAMED.search(hint)) or block.element.tag == "address"
        dated = bool(find_dates(text)) or bool(relative_date(text))
        rest = _TIME.sub(" ", text)
        for date in reversed(find_dates(rest)):
            rest = rest[: date.start] + " " + rest[date.end :]
        if not rest.isascii():
            account = named or bool(_ACCOUNT.search(hint))
            credible = account or dated
            _han_tokens(
                found, rest, (named, account, credible), {value for _, value in stated.persons}
            )
        if named and _LATIN_NAME.match(rest.strip()) and not _is_site(rest.strip(), stated):
            found.put("author", clean_author(rest), "printed", text)


def find_menu(text: str) -> bool:
    """Whether a line is a menu or a sentence rather than a name."""
    return text[-1] in "。！？!?…" or "，" in text or is_menu(text)


def _han_tokens(found: Found, rest: str, signs: tuple[bool, bool, bool], stated: set[str]) -> None:
    """Names in a line without labels: of persons by surname, of media by their last word.

    ``signs``: the element is named after an author; after an account; one of the two, or the
    line holds a date. ``stated`` are the authors that the head names.
    """
    named, account, credible = signs
    tokens = [
        token
        for token in _TOKEN.split(rest)
        if token not in _SKIP
        and sum(map(str.isalpha, token)) > 1
        and not ("：" in token or ":" in token)
    ]
    if not 0 < len(tokens) <= 4:
        return
    persons = [
        token
        for token in tokens
        if not _ORGANISATION.search(token) and (_is_person(token) or token in stated)
    ]
    if not named and not any(_ORGANISATION.search(token) for token in tokens):
        # Beside a date alone, two characters are as often a place as a person.
        persons = [t for t in persons if t in stated or (len(t) > 2 and t[0] in _COMMON_SURNAMES)]
    others = [token for token in tokens if token not in persons and not token.isdigit()]
    media = [token for token in others if _ORGANISATION.search(token)]
    pen_names = len(tokens) > 2 and not media
    alone = len(others) == 1 and not pen_names and _SHORT[account] <= len(others[0]) <= 20
    if (media and len(others) == 1) or (credible and alone):
        source = clean_source(others[0])
        if source and not relative_date(source) and not is_menu(source):
            found.put("source", source, "printed", source)
    if persons and len(others) <= 1 and (media or credible):
        found.put("author", "、".join(persons), "printed", " ".join(persons))


def _is_site(name: str, stated: Stated) -> bool:
    return any(plain(site) == plain(name) for _, site in stated.sites)


def _confirmed(
    zones: Zones, stated: Stated, day_first: bool
) -> tuple[datetime.date, str, str] | None:
    """A date printed in part, or in an order of its own, that the head or the language settles."""
    known = [date for _, date in (*stated.published, *stated.updated)]
    for text, _ in zones.under:
        if len(text) > 80:
            continue
        for match in _AMBIGUOUS.finditer(text):
            one, two, year = int(match[1]), int(match[3]), int(match[4])
            readings = [make_date(year, two, one), make_date(year, one, two)]
            for reading in readings:
                if reading is not None and reading in known:
                    return reading, "printed.confirmed", match[0]
            if day_first and readings[0] is not None:
                return readings[0], "printed.day_first", match[0]
        for match in _PARTIAL.finditer(text):
            for date in known:
                if (date.month, date.day) == (int(match[1]), int(match[2])):
                    return date, "printed.confirmed", match[0]
    return None


def find_credits(
    document: Document, stated: Stated, title: int, body: Body | None, language: str
) -> Found:
    """Date, source and author with their rules; ``reasons`` for those that are not stated."""
    found = Found()
    zones = zones_of(document, title, body)
    for text, _ in zones.under:
        _facts(found, labelled_facts(text, anywhere=True) or byline_facts(text), "printed", text)
        if "published" not in found.values and len(text) <= 80 and (dates := find_dates(text)):
            found.put("published", dates[0].date, f"printed.{dates[0].rule}", text)
    _settle_update(found, stated)
    if "published" not in found.values and (
        confirmed := _confirmed(zones, stated, language in ("es", "pt", "fr", "it"))
    ):
        found.put("published", *confirmed)
    for text in zones.above:
        _facts(found, labelled_facts(text), "above", text)
    _unlabelled(found, zones, stated)
    for text in zones.below:
        # "Source:" under a Western text is a chart's or a picture's.
        _facts(found, [] if text.isascii() else labelled_facts(text), "below", text)
    if body is not None:
        _sign_offs(found, body)
    _from_head(found, document, stated, zones)
    _explain(found, zones)
    return found


def _settle_update(found: Found, stated: Stated) -> None:
    """A date printed as the update's gives way to the head's date of publication."""
    if found.rules.get("published", "").endswith("update_label") and stated.published:
        rule, date = stated.published[0]
        found.values["published"], found.rules["published"] = date, f"head.{rule}"
        found.quotes["published"] = date.isoformat()


def _sign_offs(found: Found, body: Body) -> None:
    for text in (body.paragraphs[0], body.paragraphs[-1]):
        if "author" not in found.values and (fact := sign_off(text)):
            found.put("author", fact.value, "text.sign_off", text[fact.start : fact.end])


def _from_head(found: Found, document: Document, stated: Stated, zones: Zones) -> None:
    for rule, date in stated.published[:1]:
        found.put("published", date, f"head.{rule}", date.isoformat())
    for stamp, element in document.times:
        dates = find_dates(stamp)
        if dates and not any(is_chrome(e) for e in element.ancestors()):
            found.put("published", dates[0].date, "time", stamp)
            break
    for rule, value in stated.sources:
        facts = labelled_facts(value)
        source = next((f.value for f in facts if f.field == "source"), None) or clean_source(value)
        if source and not str(source).isdigit():
            found.put("source", source, f"head.{rule}", value)
    printed = plain(" ".join(text for text, _ in zones.under))
    for rule, value in stated.persons:
        author = clean_author(value)
        if not author or _is_site(author, stated) or author == found.values.get("source"):
            continue
        names = re.split(r"、|, ", author)
        if all(plain(name) in printed for name in names) or (
            rule == "json_ld" and all(_is_person(name) for name in names)
        ):
            found.put("author", author, f"head.{rule}", value)
    for rule, site in stated.sites:
        found.put("source", clean_source(site), f"head.{rule}", site)
    if suffix := site_of_title(stated):
        found.put("source", suffix, "head.title", suffix)


def site_of_title(stated: Stated) -> str | None:
    """The site's name at the end of the page's title, when the address of the page agrees."""
    pieces = re.split(r"\s[|\-–—·•»]\s|\s*[|｜]\s*", stated.page_title)
    host = urlsplit(stated.url[1]).hostname or "" if stated.url else ""
    name = pieces[-1].strip()
    letters = plain("".join(c for c in unicodedata.normalize("NFKD", name) if c.isascii()))
    if len(pieces) < 2 or len(name) > 40 or not host or len(letters) < 3:
        return None
    parts = [part for part in host.split(".") if len(part) > 2 and part not in _NO_SITE]
    core = letters.removeprefix("the")
    return name if any(core in part or part in letters for part in parts) else None


def _explain(found: Found, zones: Zones) -> None:
    if "published" not in found.values:
        found.reasons["published"] = "no full date is stated"
        for text, _ in zones.under:
            place = relative_date(text) if len(text) <= 80 else None
            if place:
                word = text[place[0] : place[1]]
                found.reasons["published"] = f"only a relative date ({word!r}) is printed"
                break
    if "source" not in found.values:
        found.reasons["source"] = "no source is stated"
    if "author" not in found.values:
        found.reasons["author"] = "no author is named"
