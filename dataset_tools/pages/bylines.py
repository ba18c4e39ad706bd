"""Bylines: the lines near a title that state source, author and date in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dataset_tools.pages.facts import Fact
from dataset_tools.pages.names import (
    NOBODY,
    clean_author,
    clean_source,
    has_common_surname,
    is_person,
)
from dataset_tools.pages.signatures import sign_off
from dataset_tools.text.dates import find_dates, make_date
from dataset_tools.text.labels import LONGEST, labels_of

_NAME = r"[\u3400-\u9fff]{2,4}(?:[·•・][\u3400-\u9fff]{1,8})*"
_REPORTERS = re.compile(
    r"(?:□|■|●|◎|○|\s|[（(【\[])*(?:\S{0,10}?(?:记者|記者|通讯员|通訊員|作者(?=[\s:：]))|撰文|"
    r"文\s*[/／|｜丨:：])\s*[:：]?\s*"
    rf"(?P<names>{_NAME}(?:[\s、，,/]+(?:(?:通讯员|通訊員|实习生|摄影|图)\s*)?{_NAME}){{0,5}})[\s)）】\]]*$"
)
_TEXT_BY = re.compile(
    rf"(?:^|\s)文(?:字|稿)?\s*[/／:：]\s*(?P<names>{_NAME}(?:[、\s]{_NAME}){{0,3}})(?=\s)"
)
_REPORTER_WORD = re.compile(r"记者|記者|通讯员|通訊員|作者|撰文|文\s?[/／|｜丨:：]")
_BY = re.compile(
    r"\s*(?:(?:(?:written|reported|story|words|text|analysis|opinion|commentary|review|essay) )?by|"
    r"por|par|(?:eine?n? \w+ )?von|texto(?: de)?)\s*:?\s+"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_POSTED_BY = re.compile(
    r"\s*(?:published|posted|updated|written)\b.{0,50}?\bby\s+(?=[^\W\d_])|"
    r".{0,12}\d{4}.{0,24}?\bby\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_AFTER_NAMES = re.compile(
    r"\s*[|•·–—\n]\s*|\s-\s|\s\((?=[a-zà-ÿ])|,\s(?=(?:Staff|Senior|Chief|Special|Associate|Correspondent|Contributor"
    r"|Reporter|Editor|Writer|AP|AFP|Reuters|Bloomberg)\b)|\s+(?=(?:Published|Updated|Posted|"
    r"Staff Writer|"
    r"Special to|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|"
    r"(?:Jan|Feb)(?:uary|ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"(?:Sept?|Oct|Nov|Dec)(?:ember|ober)?)\b)"
)
_NOT_A_NAME = re.compile(
    r"\b(?:the|a|an|this|that|these|those|it|its|his|her|their|our|your|my|is|was|were|are|"
    r"has|had|have|been|de que|el|la|los|las|uma?|favor|exemplo|ejemplo|supuesto|now|far|then|"
    r"law|mistake|contrast|comparison|using|making|taking)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"[^\W\d_a-zà-ÿ](?:(?:(?<!\w)(?:de|da|do|dos|das|del|la|van|von|der|bin|al|el|y|e|and|und|et)\b|&"
    r"|(?<![\w'’.\-])[^\W\d_a-zà-ÿ][\w'’.\-]*|,|\s|(?<=[^\W\d_])[\w'’.\-]+)){1,20}$"
)
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
            facts += _beside_source(value, end)
        elif kind in ("author", "reporter") and (author := clean_author(value)):
            facts.append(Fact("author", author, start, end, "label"))
        elif kind == "published" or (kind == "updated" and "published" not in kinds):
            rule = "label" if kind == "published" else "update_label"
            if _WRITTEN.search(line, max(0, start - 10), start):
                rule = "written_label"
            facts += [
                Fact("published", found.date, start + found.start, start + found.end, rule)
                for found in find_dates(line[start:])[:1]
            ] or _short_year(line, start, end, rule)
    if labels and not any(fact.field == "author" for fact in facts):
        if signed := sign_off(line):
            facts.append(signed)
        elif (told := _TEXT_BY.search(line)) and (author := clean_author(told["names"])):
            facts.append(Fact("author", author, *told.span("names"), "label"))
    if "updated" in kinds and (first := _dates(line[: labels[0][2]], "beside_label")):
        # "2021-03-12 10:15 更新：2021-03-13": the day before the label is the first one.
        facts = [fact for fact in facts if fact.field != "published"] + first
    if labels and not any(fact.field == "published" for fact in facts):
        head = line[: labels[0][2]]
        if kinds <= {"source", "author", "reporter", "editor", "count", "meta"}:
            facts += _dates(head, "beside_label")
            if not any(fact.field == "published" for fact in facts):
                facts += _dates(line, "beside_label")
    return facts


def _beside_source(value: str, end: int) -> list[Fact]:
    """The author whose name stands alone after the medium's: "来源：山城日报  李禾"."""
    name = value.rsplit(None, 1)[-1] if value else ""
    if name == value or not has_common_surname(name) or not is_person(name):
        return []
    return [Fact("author", name, end - len(name), end, "beside_source")]


def _short_year(line: str, start: int, end: int, rule: str) -> list[Fact]:
    """The day of a Chinese label's value such as 16-10-24: year, month and day, in this order."""
    match = _SHORT_YEAR.match(line, start, end)
    day = make_date(2000 + int(match[1]), int(match[2]), int(match[3])) if match else None
    return [Fact("published", day, start, match.end(3), rule)] if match and day else []


_SHORT_YEAR = re.compile(r"(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?=\s|$)")
_WRITTEN = re.compile(r"(?:成文|签发|簽發|印发|印發)(?:日期|时间|時間)")
"""When a document was signed: its day of publication only where no other is stated."""
_BAR = re.compile(r"\s*[|｜丨]\s*")
_BARRED = re.compile(
    r"(?P<source>来源|來源|稿源|转自|轉自)\s*(?P<publisher>(?![于於])\S.{1,14})$|"
    r"(?P<author>作者|撰文|文)\s*(?P<names>\S.{1,14})$"
)


def barred_facts(line: str) -> list[Fact]:
    """The facts of items between bars whose labels have no colon; empty without a date or count.

    >>> [str(fact.value) for fact in barred_facts("2021-03-12 | 9次阅读 | 来源山城日报 | 作者田雨")]
    ['2021-03-12', '山城日报', '田雨']
    """
    items = _BAR.split(line.strip()) if len(line) <= 160 else []
    dates = find_dates(line) if len(items) > 2 else []
    if not dates:
        return []
    facts = [Fact("published", dates[0].date, dates[0].start, dates[0].end, "barred")]
    for item in items:
        match = _BARRED.match(item)
        if match is None or ":" in item or "：" in item:
            facts += [fact for fact in western_byline(item) if fact.field == "author"]
            continue
        field = "source" if match["source"] else "author"
        name = match["publisher"] or match["names"]
        value = clean_source(name) if field == "source" else clean_author(name)
        if value:
            at = line.find(name)
            facts.append(Fact(field, value, at, at + len(name), "barred"))
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
        return _dates(line, "beside_author") if dated and NOBODY.match(names) else []
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
    if len(line) > 40 or not _REPORTER_WORD.search(line):
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
