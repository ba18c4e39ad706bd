"""Bylines: the lines near a title that state source, author and date in so many words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dataset_tools.text.boilerplate import LONGEST, is_menu, labels_of
from dataset_tools.text.dates import find_dates


class Fact(NamedTuple):
    """A value of ``field`` found at ``start`` to ``end`` of a line by ``rule``."""

    field: str
    value: str | datetime.date
    start: int
    end: int
    rule: str


_NOBODY = re.compile(
    r"(?:佚名|无名|無名|未知|不详|不詳|匿名|网络|網絡|网络整理|互联网|原创|原創|转载|轉載|本站|"
    r"本网|本站原创|本站编辑|小编|管理员|系统管理员|admin(?:istrator)?|root|"
    r"editor|staff|webmaster|unknown|anonymous|guest|none|null|n/?a|[-—/*.·\d\s]*)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:文字|图文|图|文|摄影|本报|本网|本台|本刊|本社|特约|特派|驻站|实习|见习|首席|全媒体|"
    r"融媒体|新媒体)*[/／·、]*(?:记者|記者|通讯员|通訊員|实习生|撰稿人|撰稿|撰文|作者|"
    r"评论员)\s*[:：]?\s*"
)
_ORGANISATION_ROLE = re.compile(
    r"^\S{2,12}?(?:首席|见习|实习|特约)?(?:记者|記者|通讯员|"
    r"评论员)\s*[:：]?\s*(?=\S{2,4}(?:[\s、，,]|$))"
)
_NAME = r"[\u3400-\u9fff]{2,4}(?:[·•・][\u3400-\u9fff]{1,8})*"
_REPORTERS = re.compile(
    r"(?:□|■|●|◎|○|\s)*(?:\S{0,10}?(?:记者|記者|通讯员|通訊員)|撰文|文/|文／|"
    r"文\s*[|｜丨])\s*[:：]?\s*"
    rf"(?P<names>{_NAME}(?:[\s、，,/]+(?:(?:通讯员|通訊員|实习生|摄影|图)\s*)?{_NAME}){{0,5}})\s*$"
)
_BY = re.compile(
    r"\s*(?:(?:written |reported |story |words |text )?by|por|texto(?: de)?)\s*:?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_POSTED_BY = re.compile(
    r"\s*(?:published|posted|updated|written)\b.{0,50}?\bby\s+(?=[^\W\d_])|"
    r".{0,12}\d{4}.{0,24}?\bby\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_AFTER_NAMES = re.compile(
    r"\s*[|•·–—\n]\s*|\s-\s|,\s(?=(?:Staff|Senior|Chief|Special|Associate|Correspondent|Contributor"
    r"|Reporter|Editor|Writer|AP|AFP|Reuters|Bloomberg)\b)|\s+(?=(?:Published|Updated|Posted|"
    r"Staff Writer|"
    r"Special to|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)"
)
_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]*[)）]?")
_NOT_A_NAME = re.compile(
    r"\b(?:the|a|an|this|that|these|those|it|its|his|her|their|our|your|my|is|was|were|are|"
    r"has|had|have|been|de que|el|la|los|las|uma?|favor|exemplo|ejemplo|supuesto|now|far|then|"
    r"law|mistake|contrast|comparison|using|making|taking)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"[^\W\d_a-zà-ÿ](?:(?:(?<!\w)(?:de|da|do|dos|das|del|la|van|von|der|bin|al|el|y|e|and)\b|&"
    r"|(?<![\w'’.\-])[^\W\d_a-zà-ÿ][\w'’.\-]*|,|\s|(?<=[^\W\d_])[\w'’.\-]+)){1,20}$"
)
_AND = re.compile(r"\s*(?:[、，,;；/&]|\s(?:and|y|e|und|et)\s)\s*|\s{2,}")
_DATE_WORDS = re.compile(
    r"\s*(?:(?:published|posted|updated|last updated|publicado|publicada|actualizado|"
    r"atualizado|created|first published)\s*(?:on|at|en|em|el)?\s*[:：]?\s*)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+|(?:lunes|"
    r"martes|miércoles|jueves|viernes|sábado|domingo)\s*,?\s*(?:el\s+)?"
    r"|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?,?\s*)?$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[\s,，|·•\-–—()（）TZ]*(?:(?:at|às|as|a las|kl\.?)\s*)?(?:星期|"
    r"周)?[一二三四五六日天]?\s*(?:(?:上|下|中|早|"
    r"晚)[午上])?\s*(?:\d{1,2}\s*[:：时h.]\s*\d{0,2}\s*(?:[:：分]\s*\d{0,2}\s*秒?)?)?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:\(?(?:[+-]\d\d:?\d\d|UTC|GMT|E[SD]?T|P[SD]?T|C[SD]?T|BST|CET|IST|Z|h|hs|"
    r"BRT)\)?)?[\s,，|·•\-–—()（）]*",
    re.IGNORECASE,
)


def clean_author(value: str) -> str | None:
    """The names in a byline's value, joined by 、; None where it names nobody.

    >>> clean_author("本报记者 田雨 乔禾"), clean_author("佚名")
    ('田雨、乔禾', None)
    """
    value = value.strip(" \t\u3000|｜丨/／,，;；、:：()（）[]【】•·-–—")
    value = re.sub(r"^(?:by|por)\s+", "", value, flags=re.IGNORECASE)
    value = _ROLE.sub("", value)
    value = _ORGANISATION_ROLE.sub("", value)
    value = _IN_BRACKETS.sub("", value)
    if not value or _NOBODY.match(value) or len(value) > 60 or "://" in value or "@" in value:
        return None
    if _HAN.search(value):
        parts = [part for part in re.split(r"[\s、，,;；/／|｜&]+", value) if part]
        parts = [_ROLE.sub("", part) for part in parts]
        parts = [part for part in parts if not is_menu(part) and not _DIGIT.search(part)]
        # A space inside a two-character name ("田 雨") is layout.
        if len(parts) == 2 and all(len(part) == 1 for part in parts):
            return "".join(parts)
        return "、".join(dict.fromkeys(part for part in parts if part)) or None
    return ", ".join(dict.fromkeys(part for part in _AND.split(value) if part)) or None


_NOT_SOURCE = "作者|记者|字号|字体|浏览|点击|阅读|分享|责任编辑|编辑|时间|日期|发布"
_SOURCE_NOISE = re.compile(
    rf"(?:\s+(?:{_NOT_SOURCE})\s*[:：]?.*|(?:{_NOT_SOURCE})\s*[:：].*"
    r"|\s+\d{4}[-年/.]\d{1,2}.*|\s*[（(](?:记者|作者|责任编辑).*)$"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_KIND_OF_TEXT = frozenset({"原创", "原创稿", "转载", "综合", "整理", "关注", "订阅"})
_NO_SOURCE = re.compile(
    r"(?:网络|互联网|本站|本站原创|原创|转载|未知|不详|佚名|网络整理|网络转载|整理|综合|"
    r"综合整理|null|none|n/?a|[-—/*.·\d\s]*)$",
    re.IGNORECASE,
)


def clean_source(value: str) -> str | None:
    """The name of a publisher out of a label's value; None where it names none.

    >>> clean_source("《山城日报》 "), clean_source("网络")
    ('山城日报', None)
    """
    value = _SOURCE_NOISE.sub("", value.strip()).strip(" \t\u3000|｜丨/／,，;；:：•·-–—>")
    words = value.split()
    if len(words) > 1 and _HAN.search(words[0]) and words[0] not in _KIND_OF_TEXT:
        value = words[0]  # a Chinese name has no spaces: what follows is the page's
    elif len(words) > 1 and (is_menu(words[-1]) or words[-1] in _KIND_OF_TEXT):
        value = " ".join(words[:-1])
    pairs = {"《": "》", "（": "）", "(": ")", "【": "】", "[": "]", "“": "”"}
    while len(value) > 2 and pairs.get(value[0]) == value[-1]:
        value = value[1:-1].strip()
    value = value.rstrip("（([【").lstrip("）)]】")
    if not value or len(value) > 40 or _NO_SOURCE.match(value) or "://" in value:
        return None
    return value


def _dates(line: str, rule: str) -> list[Fact]:
    return [
        Fact("published", found.date, found.start, found.end, f"{rule}:{found.rule}")
        for found in find_dates(line)[:1]
    ]


def labelled_facts(line: str, *, anywhere: bool = False) -> list[Fact]:
    """The facts of labels such as 来源 and 作者 (see :func:`labels_of` for ``anywhere``)."""
    facts: list[Fact] = []
    labels = labels_of(line, anywhere=anywhere)
    kinds = {kind for kind, *_ in labels}
    for kind, value, start, end in labels:
        if kind == "source" and (source := clean_source(value)):
            at = line.find(source, start)
            facts.append(Fact("source", source, at, at + len(source), "label"))
        elif kind in ("author", "reporter") and (author := clean_author(value)):
            facts.append(Fact("author", author, start, end, "label"))
        elif kind == "published" or (kind == "updated" and "published" not in kinds):
            rule = "label" if kind == "published" else "update_label"
            facts += [
                Fact("published", found.date, start + found.start, start + found.end, rule)
                for found in find_dates(line[start:])[:1]
            ]
    if labels and not any(fact.field == "author" for fact in facts) and (signed := sign_off(line)):
        facts.append(signed)
    if labels and not any(fact.field == "published" for fact in facts):
        head = line[: labels[0][2]]
        if kinds <= {"source", "author", "reporter", "editor", "count", "meta"}:
            facts += _dates(head, "beside_label")
            if not any(fact.field == "published" for fact in facts):
                facts += _dates(line, "beside_label")
    return facts


def western_byline(line: str) -> list[Fact]:
    """The facts of a line such as "By Jane Doe | March 3, 2021"; empty where it is none.

    >>> [(fact.field, str(fact.value)) for fact in western_byline("By Jane Doe | March 3, 2021")]
    [('author', 'Jane Doe'), ('published', '2021-03-03')]
    """
    if len(line) > 160:
        return []
    start = _BY.match(line) or _POSTED_BY.match(line)
    if start is None:
        return []
    digit = _DIGIT.search(line, start.end())
    dated = find_dates(line)
    ends = [date.start for date in dated if date.start >= start.end()]
    end = min([digit.start() if digit else len(line), *ends])
    names = _AFTER_NAMES.split(line[start.end() : end])[0].strip(" ,-–—|•·")
    if names.endswith((".", "!", "?")) or _NOT_A_NAME.search(names) or not _PERSONS.match(names):
        return []
    author = clean_author(names)
    if not author:
        return _dates(line, "beside_author") if dated and _NOBODY.match(names) else []
    at = line.find(names, start.end())
    return [Fact("author", author, at, at + len(names), "by"), *_dates(line, "beside_author")]


def dated_line(line: str) -> list[Fact]:
    """The date of a line that holds nothing else than a date and a time; empty otherwise.

    >>> [str(fact.value) for fact in dated_line("Published: 3 March 2021, 10:15 am")]
    ['2021-03-03']
    """
    if len(line) > 80:
        return []
    for found in find_dates(line):
        after = _TIME.match(line, found.end)
        rest = line[after.end() if after else found.end :]
        if _DATE_WORDS.match(line[: found.start].strip("[(（ ") + " ") and not rest.strip("])） "):
            return [Fact("published", found.date, found.start, found.end, f"line:{found.rule}")]
        return []
    return []


def reporter_line(line: str) -> list[Fact]:
    """The names of a line that consists of "记者" and names; empty otherwise.

    >>> [fact.value for fact in reporter_line("本报记者 田雨 乔禾")]
    ['田雨、乔禾']
    """
    if len(line) > 40 or not re.search(r"记者|記者|通讯员|通訊員|撰文|文\s?[/／|｜丨]", line):
        return []
    match = _REPORTERS.match(line)
    author = clean_author(match["names"]) if match else None
    return [Fact("author", author, *match.span("names"), "reporter")] if match and author else []


def byline_facts(line: str) -> tuple[Fact, ...]:
    """Everything a byline states; empty where ``line`` is none.

    >>> [(fact.field, str(fact.value)) for fact in byline_facts("2021-03-04 来源：山城日报")]
    [('source', '山城日报'), ('published', '2021-03-04')]
    """
    return (_kept if len(line) <= LONGEST else _kept.__wrapped__)(line)


@lru_cache(maxsize=1 << 13)
def _kept(line: str) -> tuple[Fact, ...]:
    """:func:`byline_facts`; a site prints the same byline over all articles of a day."""
    return tuple(
        labelled_facts(line) or western_byline(line) or dated_line(line) or reporter_line(line)
    )


def first_of(facts: Iterable[Fact], field: str) -> Fact | None:
    """The first fact about ``field``."""
    return next((fact for fact in facts if fact.field == field), None)


_SIGN_OFF = re.compile(
    r"[（(]\s*(?:(?:(?:本报|本网|本台|本刊|本社|[\u3400-\u9fff]{2,6}社|"
    r"[\u3400-\u9fff]{2,8}[报網网])?(?:特约|见习|实习)?(?:记者|記者)|通讯员|通訊員|作者|撰文|"
    r"撰稿|执笔)"
    r"|文\s*[/／、]?\s*图|图\s*[/／、]?\s*文|"
    r"文)\s*[/／:：]?\s*(?P<names>[\u3400-\u9fff·\s、，,]{2,40}?(?:(?:通讯员|摄影|"
    r"图)[\u3400-\u9fff·\s、，,]{2,20})?)\s*[)）]"
)


def sign_off(paragraph: str) -> Fact | None:
    """The author named in brackets at the head or at the end of an article's own text.

    >>> sign_off("本报讯（记者 田雨）志愿者种下了树。").value
    '田雨'
    """
    for match in _SIGN_OFF.finditer(paragraph):
        at_head = match.start() < 40
        at_end = match.end() >= len(paragraph) - 2
        author = clean_author(match["names"]) if at_head or at_end else None
        if author and all(2 <= len(name) <= 4 or "·" in name for name in author.split("、")):
            return Fact("author", author, *match.span("names"), "sign_off")
    return None
