"""Bylines: the lines near a title that state source, author and date in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dataset_tools.pages.days import days_of
from dataset_tools.pages.facts import Fact, dates_of
from dataset_tools.pages.names import (
    clean_author,
    clean_source,
    has_common_surname,
    is_person,
)
from dataset_tools.pages.signatures import sign_off
from dataset_tools.pages.western import western_byline
from dataset_tools.text.dates import make_date
from dataset_tools.text.labels import LONGEST, labels_of

_NAME = r"[\u3400-\u9fff]{2,4}(?:[·•・][\u3400-\u9fff]{1,8})*"
_REPORTERS = re.compile(
    r"(?:□|■|●|◎|○|\s|[（(【\[])*(?:\S{0,10}?(?:记者|記者|通讯员|通訊員|作者(?=[\s:：]))|撰文|"
    r"文\s*[/／|｜丨:：])\s*[:：]?\s*"
    rf"(?P<names>{_NAME}(?:[\s、，,/]+(?:(?:通讯员|通訊員|实习生|摄影|图)\s*)?{_NAME}){{0,5}})[\s)）】\]]*$"
)
_TEXT_BY = re.compile(
    rf"(?:^|\s)文(?:字|稿)?\s*[/／:：]\s*(?P<names>{_NAME}(?:[、\s]{_NAME}){{0,3}})(?=\s|$)"
)
_KOREAN = re.compile(
    r"\s*[\[(【]?\s*(?P<names>[가-힣]{2,4})\s*(?:기자|특파원|논설위원)\s*(?:\S+@\S+)?\s*[\])】]?\s*$"
)
_REPORTER_WORD = re.compile(
    r"기자|특파원|논설위원|记者|記者|通讯员|通訊員|作者|撰文|文\s?[/／|｜丨:：]"
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
            facts += _labelled_day(line, kind, start, end)
    if labels and not any(fact.field == "author" for fact in facts):
        if signed := sign_off(line):
            facts.append(signed)
        else:
            facts += written_by(line)
    if "updated" in kinds and (first := dates_of(line[: labels[0][2]], "beside_label")):
        # "2021-03-12 10:15 更新：2021-03-13": the day before the label is the first one.
        facts = [fact for fact in facts if fact.field != "published"] + first
    if labels and not any(fact.field == "published" for fact in facts):
        head = line[: labels[0][2]]
        if kinds <= {"source", "author", "reporter", "editor", "count", "meta"}:
            facts += dates_of(head, "beside_label")
            if not any(fact.field == "published" for fact in facts):
                facts += dates_of(line, "beside_label")
    return facts


def _beside_source(value: str, end: int) -> list[Fact]:
    """The authors named after a medium, alone or with their role: "来源：山城日报 记者 李禾"."""
    _, space, rest = value.partition(" ")
    author = clean_author(rest) if space else None
    names = author.split("、") if author else []
    # Without their role, two characters are as often a section's name ("金融") as a person's.
    least = 2 if _REPORTER_WORD.search(rest) else 3
    if not names or not all(
        len(name) >= least and is_person(name) and has_common_surname(name) for name in names
    ):
        return []
    return [Fact("author", "、".join(names), end - len(rest), end, "beside_source")]


def _labelled_day(line: str, kind: str, start: int, end: int) -> list[Fact]:
    """The day that a label states; nothing where it is another thing's."""
    if EVENT.search(line, max(0, start - 10), start):
        return []
    rule = "label" if kind == "published" else "update_label"
    if _WRITTEN.search(line, max(0, start - 10), start):
        rule = "written_label"
    return [
        Fact("published", found.date, start + found.start, start + found.end, rule)
        for found in days_of(line[start:])[:1]
    ] or _short_year(line, start, end, rule)


def _short_year(line: str, start: int, end: int, rule: str) -> list[Fact]:
    """The day of a Chinese label's value such as 16-10-24, or 107年7月9日 (of the Republic of
    China, whose first year is 1912): year, month and day, in this order."""
    match = _SHORT_YEAR.match(line, start, end)
    first = 1911 if match and len(match[1]) == 3 else 2000
    day = make_date(first + int(match[1]), int(match[2]), int(match[3])) if match else None
    return [Fact("published", day, start, match.end(3), rule)] if match and day else []


_SHORT_YEAR = re.compile(
    r"(?:中華民國|民國)?\s*(\d{2}(?=[-/.])|1[0-4]\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?=\s|$)"
)
EVENT = re.compile(
    r"(?:活动|会议|开会|报名|截止|截至|开标|比赛|考试|举办|召开|施工|生效|实施|开始|结束|有效|预约|"
    r"面试|演出|播出|首播|出生|成立|服务|办公|工作|营业|开放|上课|出发|到货|竣工|开工)"
    r"(?:时间|日期|時間)\s*[:：]"
)
"""A label that says when something else happens than the publication."""
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
    dates = days_of(line) if len(items) > 2 else []
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


def dated_line(line: str) -> list[Fact]:
    """The date of a line that holds nothing else than a date and a time; empty otherwise.

    >>> [str(fact.value) for fact in dated_line("Published: 3 March 2021, 10:15 am")]
    ['2021-03-03']
    """
    if len(line) > 80:
        return []
    for found in days_of(line):
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
    if len(line) > 60 or not _REPORTER_WORD.search(line):
        return []
    if match := _KOREAN.match(line):
        return [Fact("author", match["names"], *match.span("names"), "reporter")]
    match = _REPORTERS.match(line) if len(line) <= 40 else None
    author = clean_author(match["names"]) if match else None
    return [Fact("author", author, *match.span("names"), "reporter")] if match and author else []


def written_by(line: str) -> list[Fact]:
    """The names after the one character that says who wrote, beside other items.

    >>> [fact.value for fact in written_by("文：田雨 图：乔禾")]
    ['田雨']
    """
    match = _TEXT_BY.search(line)
    author = clean_author(match["names"]) if match else None
    if match is None or not author:
        return []
    first, *others = author.split("、")
    names = "、".join([first, *filter(is_person, others)])
    return [Fact("author", names, *match.span("names"), "label")]


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
