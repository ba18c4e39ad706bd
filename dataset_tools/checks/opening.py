"""The first paragraph against the last: who opens the news, and the list that closes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from dataset_tools.checks._base import Hit, attended, check
from dataset_tools.schema.explain import short
from dataset_tools.text.names import is_plausible_name, normalise, surname_of

_NAME = "[\u4e00-\u9fff]{2,4}"
_OFFICE = "(?:书记|書記|主席|总理|總理|[部省市县縣校局][长長]|董事[长長])"
_OPENS = re.compile(
    f"{_OFFICE}([\u4e00-\u9fff]{{2,3}}?)(?:[今昨]天|[0-9]+日)?(?:[上下]午)?"
    "(?:在[^，。、]{1,12}?)?(?:主持召开|主持召開|出席|会见|會見)"
)
"""A person with an office, and the verb: 市长丁一民昨天在河滨会见来宾"""
_CLOSES = re.compile(
    f"(?<![\u4e00-\u9fff、])({_NAME}(?:、{_NAME}){{2,}}?)等?(?:同志|[一二三四五六七八九十0-9]+人)?"
    "(?:出席|参加|參加|列席|陪同)"
)
"""Three names or more without titles, and the verb: 丁一民、孔令山、郑安山出席会议"""
_TEXT = "市长丁一民昨天在河滨会见来宾。\n双方谈了图书节的安排。\n孔令山、郑安山、何思远参加会见。"


def _both_ends(text: str, attendees: list[dict[str, Any]]) -> bool:
    return bool(attendees) and "\n" in text


@check(
    "opening",
    level="warn",
    why="News tells in its first paragraph who met and in its last who was there besides: a list "
    "of attendees that knows only one of the two has lost the other.",
    codes={
        "first_paragraph": "a person with an office opens the text with a verb of taking part and "
        "is no attendee, though those of the last paragraph are",
        "last_paragraph": "the list of names that closes the text holds no attendee",
    },
    clean=[
        attended(_TEXT, "丁一民", "孔令山", "郑安山", "何思远"),
        attended(_TEXT.replace("会见来宾", "说"), "孔令山", "郑安山", "何思远"),
        attended("市长丁一民会见来宾。\n江苏、安徽、山东参加。", "丁一民"),
    ],
    broken={
        "first_paragraph": attended(_TEXT, "孔令山", "郑安山", "何思远"),
        "last_paragraph": attended(_TEXT, "丁一民"),
    },
    screen=_both_ends,
)
def opening(
    text: str, attendees: list[dict[str, Any]], absent: list[dict[str, Any]] | None
) -> Iterator[Hit]:
    """At most one hit a code; names are compared in their normal form."""
    first, last = text.find("\n"), text.rstrip().rfind("\n") + 1
    known = _Known(attendees, absent or [])
    lead = _OPENS.search(text, 0, first)
    if lead is not None and any(person["start"] >= last for person in attendees):
        name = lead[1]
        if surname_of(name) and is_plausible_name(name) and not known.begins(name):
            yield Hit("first_paragraph", "text", *lead.span(1), f"{short(name)} is no attendee")
    closing = _CLOSES.search(text, last)
    if closing is not None:
        names = closing[1].split("、")
        persons = all(surname_of(name) and is_plausible_name(name) for name in names)
        if persons and not any(known.begins(name) for name in names):
            message = f"none of {len(names)} names is an attendee: {short(closing[1])}"
            yield Hit("last_paragraph", "text", *closing.span(1), message)


class _Known:
    """The persons of a record in their normal form, worked out when first asked for."""

    def __init__(self, *lists: list[dict[str, Any]]) -> None:
        self._lists = lists

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(normalise(person["name"]) for people in self._lists for person in people)

    def begins(self, name: str) -> bool:
        """Whether a person has this name, or one that begins with it."""
        form = normalise(name)
        return any(known.startswith(form) for known in self._names)
