"""Signatures: the author that an article's own text names at its head or its end."""

from __future__ import annotations

import re

from dataset_tools.pages.facts import Fact
from dataset_tools.pages.names import clean_author, has_common_surname, is_person

_HAN = r"[\u3400-\u9fff]"
_OPEN, _CLOSE = r"[（(【〔［\[]", r"[）)】〕］\]]"
_REPORTER = r"(?:记者|記者|特派员|特派員)"
_SIGN_OFF = re.compile(
    rf"{_OPEN}\s*(?:(?:(?:本报|本网|本台|本刊|本社|{_HAN}{{2,6}}社|{_HAN}{{2,8}}[报報網网])?"
    r"(?:特约|见习|实习)?(?:记者|記者)|通讯员|通訊員|作者|撰文|撰稿|执笔)"
    r"|文\s*[/／、]?\s*图|图\s*[/／、]?\s*文|文)\s*[/／:：]?\s*"
    rf"(?P<names>[\u3400-\u9fff·\s、，,]{{2,40}}?(?:(?:通讯员|摄影|图)[\u3400-\u9fff·\s、，,]{{2,20}})?)"
    rf"(?:\s+{_HAN}{{1,4}}\s*[/／:：][^)）】]{{1,40}})?\s*{_CLOSE}"
)
_SEVERAL = rf"{_HAN}{{2,3}}(?:[\s、，]+{_HAN}{{2,3}}){{0,4}}"
_REPORTED = re.compile(
    rf"\s*{_OPEN}?(?:{_HAN}{{2,8}}\s*[／/]\s*)?{_HAN}{{0,8}}?{_REPORTER}\s*(?P<names>{_SEVERAL})"
    rf"(?:\s*[／/]\s*{_HAN}{{2,8}}?(?:報導|报导|報道|报道)|\s+{_HAN}{{0,6}}?(?:报道|报导|報導|发自)"
    rf"|(?={_HAN}{{2,3}}\d{{1,2}}日))"
)
"""〔記者田雨、喬禾／山城報導〕, 本报记者 田雨 山城报道, （中央社記者田雨山城12日電）."""
_BEFORE = re.compile(rf"\s*(?:[\d\-/.:：年月日]+\s+){{1,2}}(?:{_HAN}{{1,7}}[报報社網网]\s+)?")
_LAST = re.compile(
    rf"(?:[。！？”…]\s*|^\s*)[（(]\s*(?:{_HAN}{{1,10}}[部处院委社科室站办局系会中心团]\s+)?"
    rf"(?P<names>{_HAN}{{2,3}}(?:[\s、]+{_HAN}{{2,3}}){{0,3}})\s*[)）]\s*$"
)


def sign_off(paragraph: str) -> Fact | None:
    """The author whom a paragraph names: in brackets at its head or end, or as its reporter.

    >>> sign_off("本报讯（记者 田雨）志愿者种下了树。").value
    '田雨'
    >>> sign_off("〔記者田雨、喬禾／山城報導〕志願者種下了樹。").value
    '田雨、喬禾'
    """
    for match in _SIGN_OFF.finditer(paragraph):
        at_head = match.start() < 40
        at_end = match.end() >= len(paragraph) - 2
        author = clean_author(match["names"]) if at_head or at_end else None
        if author and all(2 <= len(name) <= 4 or "·" in name for name in author.split("、")):
            return Fact("author", author, *match.span("names"), "sign_off")
    return reported(paragraph)


def reported(line: str) -> Fact | None:
    """The reporters with whom a line opens, where the word for reporting follows their names.

    A time and the name of a medium may stand before them.

    >>> reported("2021-03-12 10:15 山城報 記者田雨／山城報導").value
    '田雨'
    """
    before = _BEFORE.match(line)
    return _persons(_REPORTED.match(line, before.end() if before else 0), "reported")


def closing_signature(paragraph: str) -> Fact | None:
    """The names in brackets after the last sentence of an article.

    >>> closing_signature("活动很成功。（田雨）").value, closing_signature("活动很成功。（完）")
    ('田雨', None)
    >>> closing_signature("（宣传部 田雨）").value
    '田雨'
    """
    found = _persons(_LAST.search(paragraph), "signature")
    # Nothing else says that these words are names: a surname that many have must.
    known = found and all(has_common_surname(name) for name in str(found.value).split("、"))
    return found if known else None


def _persons(match: re.Match[str] | None, rule: str) -> Fact | None:
    author = clean_author(match["names"]) if match else None
    if match is None or not author or not all(is_person(name) for name in author.split("、")):
        return None
    return Fact("author", author, *match.span("names"), rule)
