"""The list of attendees as a whole, against what the text says around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from dataset_tools.checks._base import Hit, attended, check, record
from dataset_tools.schema.explain import short
from dataset_tools.text.names import is_plausible_name, normalise, surname_of
from dataset_tools.text.pinyin import sound

_VERB = re.compile(
    "出席|参加|參加|列席|主持|讲话|講話|致辞|致辭|致词|致詞|发言|發言|汇报|匯報|会见|會見|会谈|會談|会晤|會晤|陪同|随同|隨同|"
    "考察|调研|調研|慰问|慰問|看望|就座|迎接|迎候|送行|敬献|敬獻|访问|訪問|座谈|座談|视察|視察|接见|接見|抵达|抵達|同机|"
    "宣读|宣讀|传达|傳達|通报|通報|述职|作报告|作說明|作说明|到会|與會|与会|交谈|通话|见面|走访|检查|巡视|指导|讨论|"
    r"[Pp]resent|[Aa]ttend|[Cc]hair|[Aa]pologies|\b[Mm]et\b|[Mm]eeting|[Ss]poke|[Vv]isit"
)
_USUAL_VERBS = ("出席", "会见", "主持", "参加", "讲话")
"""A scan for each of these costs a tenth of one for all."""
_NAME = "[\u4e00-\u9fff]{2,4}"
_LIST = re.compile(f"{_NAME}(?:、{_NAME}){{2,}}")
_LIST_MARK = re.compile("、[^、。\n]{1,4}、")
_LIST_VERB = re.compile(
    "[出参參列陪][席加同]"
)  # 出席 参加 參加 列席 陪同: a scan for one character
_BETWEEN = re.compile(r"、([\u4e00-\u9fff·]{2,12})(?:、|和|及|以及|与|與)")
_DIGITS = "〇一二三四五六七八九"
_STATED = re.compile(
    "等([0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[二三四五六七八九两])(?:人|位|名)"
)
# What the words that follow a name begin with: 表示 强调 指出 会见 出席 主持 讲话 与 和 等 还 …
_AFTER_NAMES = frozenset("表强指说在会出主讲致与和及等还参对同也将就代介回发作向从到一是的先总")
_OPEN = tuple("、和及与與")

_MEETING = "图书节座谈会昨天举行，丁一民、孔令山、郑安山出席会议，研究了明年的安排。"


LONGEST = 200_000
"""Characters past which a text is no article (the check ``body`` says so): its list is not judged,
for names are looked for in all of the text."""
_REACH = 1_000
"""Characters before and behind a mark that are taken for its sentence: of 10,000 news items the
longest sentence with a list and a verb has 786."""


def _verbs(text: str, attendees: list[dict[str, Any]]) -> bool:
    if len(text) > LONGEST:
        return False
    return bool(attendees) or (
        "、" in text
        and ("出席" in text or "参加" in text or "列席" in text or "陪同" in text or "參加" in text)
        and _LIST_MARK.search(text) is not None
    )


_form = lru_cache(maxsize=65536)(normalise)


@check(
    "attendance",
    level="warn",
    why="Most mistakes in a list of names show in the text around it: a list that stops half-way, "
    "a number that does not agree, a name that the text always prints longer.",
    codes={
        "boundary_short": "everywhere else the text prints the name with one more character",
        "boundary_long": "elsewhere the text prints the name without its last character",
        "neighbour_missing": "a name between two attendees of one list is no attendee",
        "stated_count": "more names than the text itself counts (等3人)",
        "cut_off": "the text breaks off in the middle of the list",
        "order": "two attendees stand in the other order elsewhere in the text",
        "spelling_variant": "two attendees differ in one character that sounds the same",
        "nothing_extracted": "the text lists persons with a verb of taking part, the list is empty",
        "no_verb": "the record has attendees, the text no word of meeting or taking part",
    },
    clean=[
        record(),
        attended(_MEETING, "丁一民", "孔令山", "郑安山"),
        attended("丁一民、孔令山等20人出席会议。丁一民说，孔令山同意。", "丁一民", "孔令山"),
        record(text="江苏、安徽、山东、河南等地参加活动，黄河、长江、珠江沿岸参加。"),
        attended("丁一民、孔令山、郑安山出席会议。郑安山讲话。", "丁一民", "孔令山", "郑安山"),
    ],
    broken={
        "boundary_short": attended(
            "孔令、郑安山出席会议。孔令山说，会议很好。孔令山又说，明年再来。", "孔令"
        ),
        "boundary_long": attended(
            "丁一在、孔令山出席会议。丁一说，会议很好。丁一还说，明年再来。", "丁一在"
        ),
        "neighbour_missing": attended(_MEETING, "丁一民", "郑安山"),
        "stated_count": attended(
            "丁一民、孔令山、郑安山等2人出席会议。", "丁一民", "孔令山", "郑安山"
        ),
        "cut_off": attended("出席会议的有丁一民、孔令山、", "丁一民", "孔令山"),
        "order": attended("丁一民、孔令山出席会议。孔令山、丁一民发言。", "丁一民", "孔令山"),
        "spelling_variant": attended("丁一民出席会议，丁一敏讲话。", "丁一民", "丁一敏"),
        "nothing_extracted": record(text=_MEETING),
        "no_verb": attended("丁一民写了这本书。", "丁一民"),
    },
    screen=_verbs,
)
def attendance(
    text: str, attendees: list[dict[str, Any]], absent: list[dict[str, Any]] | None
) -> Iterator[Hit]:
    """Hits in the order of the codes above; offsets are code points in the text."""
    if not attendees:
        yield from _nothing(text, absent or [])
        return
    # A wrong offset is another check's business; here it only must not mislead.
    people = [p for p in attendees if 0 <= p["start"] < p["end"] <= len(text)]
    people.sort(key=itemgetter("start"))
    for person in people:
        yield from _boundary(text, person["name"], person["start"], person["end"])
    if people:
        yield from _list(text, people, absent or [])
        yield from _variants(people)
    if not any(verb in text for verb in _USUAL_VERBS) and _VERB.search(text) is None:
        yield Hit("no_verb", "attendees", -1, -1, f"{len(attendees)} attendees, but no such verb")


def _nothing(text: str, absent: list[dict[str, Any]]) -> Iterator[Hit]:
    passed = 0
    for mark in _LIST_MARK.finditer(text) if not absent else ():
        at = mark.start()
        if at < passed:
            continue
        low = max(text.rfind(stop, max(0, at - _REACH), at) for stop in "。！？\n") + 1
        low = low or max(0, at - _REACH)
        end = min(len(text), mark.end() + _REACH)
        high = text.find("。", mark.end(), end)
        high = high if high >= 0 else end
        verb = _LIST_VERB.search(text, low, high)
        found = _LIST.search(text, max(low, at - 4), high) if verb else None
        if found is None or verb is None:
            passed = high  # nor is there one behind a later mark of the sentence
            continue
        names = found.group().split("、")
        if all(surname_of(name) and is_plausible_name(name) for name in names):
            message = f"{len(names)} names beside {verb.group()!r}: {short(found.group())}"
            yield Hit("nothing_extracted", "text", found.start(), found.end(), message)
            return


def _boundary(text: str, name: str, start: int, end: int) -> Iterator[Hit]:
    """The name against its other mentions; two of them must agree."""
    if name.isascii() or not 2 <= len(name) <= 3 or text[start:end] != name:
        return
    if text.count(name) >= 3 and len(name) == 2:
        after = [text[m + 2 : m + 3] for m in _places(text, name) if m != start]
        alike = len(set(after)) == 1 and after[0] not in _AFTER_NAMES
        if alike and "\u4e00" <= after[0] <= "\u9fff" and surname_of(name):
            message = f"{len(after)} other mentions read {name + after[0]!r}"
            yield Hit("boundary_short", "text", start, end, message)
    elif len(name) == 3 and text.count(stem := name[:2]) > 1 and text.count(name) == 1:
        others = [text[m + 2 : m + 3] for m in _places(text, stem) if m != start]
        unlike = len(others) >= 2 and len(set(others)) > 1 and name[2] not in others
        if unlike and surname_of(stem):
            message = f"{len(others)} other mentions read {stem!r}"
            yield Hit("boundary_long", "text", start, end, message)


def _places(text: str, name: str) -> list[int]:
    found, at = [], text.find(name)
    while at >= 0:
        found.append(at)
        at = text.find(name, at + 1)
    return found


def _list(text: str, people: list[dict[str, Any]], absent: list[dict[str, Any]]) -> Iterator[Hit]:
    forms: set[str] = set()
    for first, second in pairwise(people):
        gap = text[first["end"] : second["start"]]
        between = _BETWEEN.fullmatch(gap) if 4 <= len(gap) <= 16 else None
        if between and surname_of(between[1]) and is_plausible_name(between[1]):
            name = between[1]
            forms = forms or {_form(person["name"]) for person in (*people, *absent)}
            if _form(name) not in forms:
                place = first["end"] + between.start(1), first["end"] + between.end(1)
                yield Hit("neighbour_missing", "text", *place, f"{short(name)} is no attendee")
        if gap == "、" and f"{second['name']}、{first['name']}" in text:
            message = f"{short(second['name'])} stands before {short(first['name'])} elsewhere"
            yield Hit("order", "text", second["start"], second["end"], message)
    starts = [person["start"] for person in people]
    for stated in _STATED.finditer(text):
        before = people[: bisect_left(starts, stated.start())]
        yield from _count(text, before, stated)
    last = people[-1]["end"]
    if text[last:].rstrip().rstrip("".join(_OPEN)) == "" and text.rstrip().endswith(_OPEN):
        yield Hit(
            "cut_off", "text", people[-1]["start"], last, "the list goes on, the text does not"
        )


def _count(text: str, people: list[dict[str, Any]], stated: re.Match[str]) -> Iterator[Hit]:
    """The names that run up to 等N人 without a break, against N."""
    number, at, names = _number(stated[1]), stated.start(), 0
    for person in reversed(people):
        if person["end"] > at:
            continue
        gap = text[person["end"] : at]
        if gap and (len(gap) > 1 or gap not in "、和及与與"):
            break
        names, at = names + 1, person["start"]
    if names > number:
        message = f"{names} names in front of {stated.group()!r}"
        yield Hit("stated_count", "text", stated.start(), stated.end(), message)


def _number(word: str) -> int:
    """The value of a count up to 99, in digits or in Chinese.

    >>> _number("12"), _number("十二"), _number("二十"), _number("两")
    (12, 12, 20, 2)
    """
    if word.isdigit():
        return int(word)
    if word == "两":
        return 2
    if "十" not in word:
        return _DIGITS.index(word)
    tens, _, ones = word.partition("十")
    ten = _DIGITS.index(tens) if tens else 1
    return 10 * ten + (_DIGITS.index(ones) if ones else 0)


def _variants(people: list[dict[str, Any]]) -> Iterator[Hit]:
    if len({(person["name"][:1], len(person["name"])) for person in people}) == len(people):
        return  # two that differ in a later character are of one length and begin alike
    by_frame: dict[tuple[str, ...], dict[str, Any]] = {}
    for person in people:
        name = person["name"]
        if name.isascii() or not 3 <= len(name) <= 12:
            continue
        for at in range(1, len(name)):
            frame = (name[:at], name[at + 1 :])
            other = by_frame.setdefault(frame, person)
            if other["name"] != name and sound(other["name"][at]) == sound(name[at]):
                message = f"{short(other['name'])} and {short(name)} sound the same"
                yield Hit("spelling_variant", "text", person["start"], person["end"], message)
