"""Places where a name may begin: after a title, a mark, a verb of meeting and the like.

Each is sought by its first character, and its pattern is compiled when that character is met.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dataset_tools.fields.attendees.naming import Anchor
from dataset_tools.fields.attendees.plausible import ELEMENTS, JAPANESE
from dataset_tools.text.dispatch import alternatives, first_characters
from dataset_tools.text.names import DOUBLE, SINGLE, TRANSLITERATION
from dataset_tools.text.tables import guarded
from dataset_tools.text.titles import TITLE_STARTS, tail_end

_CLASS = "".join(sorted(SINGLE | {name[0] for name in DOUBLE}))
_SOUNDS = "".join(sorted(TRANSLITERATION))
_START = (
    f"(?=[{_CLASS}][ \u3000]*[\u3400-\u9fff]|[{_SOUNDS}]{{3}}|[{_SOUNDS}]{{2}}[和与、，]"
    f"|(?:{guarded(JAPANESE)})|(?:{guarded(ELEMENTS)})|[\u3400-\u9fff]{{1,8}}[·-])"
)
_DEED = (
    "出席|参加|主持|先后|分别|通报|介绍|汇报|发言|致辞|作|主讲|讲话|在|将|向|代表|为|也|等|陪同|就"
)
_CRAFTS = "家师员者手匠人商会"
_CRAFT = re.compile(
    "(?<=[\u3400-\u9fff])(?:[家师员者手匠人商]|会计)"
    f"(?=[{_CLASS}][\u3400-\u9fff]{{1,2}}(?:[、，。\\x00]|{_DEED}))"
)
_JOINS = alternatives(
    "[、，；：\\x00\\x01\\s]+|以及|同(?![时志意胞样])|[和及与跟由受应向为对以让请]|授予|追授|给|代表"
    "|会见了?|看望了?|慰问了?|陪同|随同|委托|率|偕|携|接见了?|拜会了?|听取了?|欢迎|邀请|会晤|还有"
    "|(?<=[的者座接])有|有(?=：)|包括|(?<=\\d)日|分别|(?<=[省市县国部委区司学院村厂])的"
    "|(?<=[动议会作])的(?=[\u3400-\u9fff]{2,4}、)|纪念"
    "|在(?=[^，。]{2,40}(?:主持|陪同)下)|祝贺|任命|免去"
)
_MARKS = "、，；：\\x00\\x01\\s"
_FIRSTS = "".join(sorted({*_CRAFTS, *TITLE_STARTS, *"".join(map(first_characters, _JOINS))}))
_SPACES = "、，；：\x00\x01 \t\n\r\f\v\u3000\xa0\u2002\u2003\u2009"
_HAN_FOLLOWS = re.compile("\x00*[ \u3000]?(?=[\u3400-\u9fff])")
_STARTS = re.compile(_START)
_CANDIDATE = re.compile(f"[{_MARKS}{_FIRSTS}]")


class Place(NamedTuple):
    """A place where a name may begin: ``end``, after the ``word`` that begins at ``start``."""

    start: int
    end: int
    word: str
    anchor: Anchor


@cache
def _joins(char: str) -> tuple[re.Pattern[str], ...]:
    """The words that begin with ``char`` and need the start of a name after them."""
    return tuple(re.compile(part) for part in _JOINS if char in (first_characters(part) or _SPACES))


def next_anchor(sentence: str, at: int) -> Place | None:
    """The next place after ``at`` where a name may begin, or None."""
    for candidate in _CANDIDATE.finditer(sentence, at):
        start, char = candidate.start(), candidate.group()
        if char in _CRAFTS:
            craft = _CRAFT.match(sentence, start)
            if craft is not None:
                return Place(start, craft.end(), craft.group(), "craft")
        end = tail_end(sentence, start)
        if end >= 0 and (gap := _HAN_FOLLOWS.match(sentence, end)) is not None:
            return Place(start, gap.end(), sentence[start:end], "title")
        for join in _joins(char):
            match = join.match(sentence, start)
            if match is not None and _STARTS.match(sentence, match.end()) is not None:
                return Place(start, match.end(), match.group(), _join_anchor(match.group()))
    return None


def _join_anchor(word: str) -> Anchor:
    if word[0] in "、，；：和及\x00\x01由 " or word == "以及":
        return "start"
    return (
        "partner"
        if word in ("以", "同", "与", "会见", "会见了", "陪同", "接见", "看望")
        else "free"
    )
