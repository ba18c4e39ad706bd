"""Each attendee's name: printed where it is said to be, once, and a name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from dataset_tools.checks._base import Hit, attended, check, record
from dataset_tools.schema.explain import short
from dataset_tools.text.names import (
    TRANSLITERATION,
    normalise,
    spelled,
    surname_of,
    title_word_in,
)

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]|[(（][a-z]+[)）]")
_DIGIT = re.compile(r"[0-9０-９]")
_REGNAL = re.compile("[一二三四五六七八九十]+世$")
_LONGEST_HAN, _LONGEST_FOREIGN, _LONGEST_LATIN = 4, 30, 60
"""Characters of the longest name: a double surname with two given characters; a transliterated
name with its middle dots; a Latin one with its particles."""

_TEXT = "图书节座谈会昨天举行，丁一民、孔令山、欧阳明轩、阿里木·托合提出席会议。"
_ENGLISH = "Present: Ann Lee (Chair), John Smith. The council met on Tuesday."


def _some(attendees: list[dict[str, Any]]) -> bool:
    return bool(attendees)


@check(
    "attendees",
    level="warn",
    why="The list of those who took part is what this dataset is used for; a name that the text "
    "does not print, or that is half a title, makes a person who does not exist.",
    codes={
        "not_at_offsets": ("error", "text[start:end] is not the name"),
        "duplicate": "the same name, after normalising, stands in the list twice",
        "present_and_absent": "a person is both an attendee and absent",
        "pinyin_inside": "a reading stands inside the name",
        "latin_inside": "Latin letters inside a Han name",
        "digit_inside": "a digit inside the name",
        "length": "shorter or longer than a name is",
        "unknown_surname": "a Han name that begins with none of the known surnames and is not "
        "transliterated: a monastic or minority name, or a wrong boundary",
        "title_inside": "a title or a form of address inside the name",
    },
    clean=[
        record(),
        attended(_TEXT, "丁一民", "孔令山", "欧阳明轩", "阿里木·托合提"),
        attended(_ENGLISH, "Ann Lee", "John Smith", language="en"),
        record(
            text="王　晨主持会议，劉(liú)明山出席。",
            attendees=[
                {
                    "name": "王晨",
                    "title": None,
                    "role": "chair",
                    "roles": ["chair"],
                    "start": 0,
                    "end": 3,
                },
                {
                    "name": "劉明山",
                    "title": None,
                    "role": "attendee",
                    "roles": ["attendee"],
                    "start": 8,
                    "end": 16,
                },
            ],
        ),
    ],
    broken={
        "not_at_offsets": record(
            attendees=[{**attended(_TEXT, "丁一民")["attendees"][0], "start": 3, "end": 6}]
        ),
        "duplicate": attended("丁一民出席，丁一民讲话。", "丁一民", "丁一民"),
        "present_and_absent": attended(
            "丁一民出席会议，丁一民请假。",
            "丁一民",
            absent=[{"name": "丁一民", "start": 8, "end": 11}],
        ),
        "pinyin_inside": attended("劉míng山出席会议。", "劉míng山"),
        "latin_inside": attended("丁一A民出席会议。", "丁一A民"),
        "digit_inside": attended("丁一3民出席会议。", "丁一3民"),
        "length": attended("丁一民孔令山郑安出席会议。", "丁一民孔令山郑安"),
        "unknown_surname": attended("们会议出席会议。", "们会议"),
        "title_inside": attended("丁一民主任出席会议。", "丁一民主任"),
    },
    screen=_some,
)
def attendees(
    text: str, attendees: list[dict[str, Any]], absent: list[dict[str, Any]] | None
) -> Iterator[Hit]:
    """Hits in the order of the list; offsets are those of the attendee."""
    seen: set[str] = set()
    missing = {_form(person["name"]) for person in absent or ()}
    for person in attendees:
        name, start, end = person["name"], person["start"], person["end"]
        form = _form(name)
        if text[start:end] != name and spelled(text[start:end]) != spelled(name):
            message = (
                f"{short(name)} is said to stand at {start}, there is {short(text[start:end])}"
            )
            inside = 0 <= start < end <= len(text)
            field, start, end = ("text", start, end) if inside else ("attendees", -1, -1)
            yield Hit("not_at_offsets", field, start, end, message)
            continue
        if form in seen:
            yield Hit("duplicate", "text", start, end, f"{short(name)} is in the list already")
        if form in missing:
            yield Hit("present_and_absent", "text", start, end, f"{short(name)} is absent as well")
        seen.add(form)
        for code, message in suspicions(name):
            yield Hit(code, "text", start, end, message)


@lru_cache(maxsize=65536)
def _form(name: str) -> str:
    return normalise(name)


@lru_cache(maxsize=65536)
def suspicions(name: str) -> tuple[tuple[str, str], ...]:
    """``(code, message)`` for what is odd about a name by itself.

    >>> [code for code, _ in suspicions("丁一民主任")]
    ['title_inside']
    """
    found: list[tuple[str, str]] = []
    shown = short(name)
    han = _HAN.search(name) is not None
    if _TONED.search(name) and han:
        found.append(("pinyin_inside", f"{shown} holds a reading"))
    elif han and _LATIN.search(name):
        found.append(("latin_inside", f"{shown} mixes Han and Latin letters"))
    if _DIGIT.search(name):
        found.append(("digit_inside", f"{shown} holds a digit"))
    if word := title_word_in(name):
        found.append(("title_inside", f"{shown} holds the title {word!r}"))
    elif not found:
        found += _shape(name, han, shown)
    return tuple(found)


def _foreign(plain: str) -> bool:
    """Whether at least three of four characters are those that foreign names are written with."""
    return 4 * sum(char in TRANSLITERATION for char in plain) >= 3 * len(plain)


def _shape(name: str, han: bool, shown: str) -> Iterator[tuple[str, str]]:
    plain = _REGNAL.sub("", _form(name))
    size = len(plain)
    regnal = plain != _form(name)  # 五世: a monarch, whose name is transliterated
    foreign = regnal or "·" in plain or "-" in plain or (han and _foreign(plain))
    longest = _LONGEST_LATIN if not han else _LONGEST_FOREIGN if foreign else _LONGEST_HAN
    if not 2 <= size <= longest:
        yield ("length", f"{shown} has {size} characters (2 to {longest} are usual)")
    elif han and not foreign and surname_of(plain) is None:
        yield ("unknown_surname", f"{shown} begins with no known surname")
