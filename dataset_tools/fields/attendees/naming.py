"""Where a person's name ends: the Han names, and the order in which readings are tried.

All work on a masked sentence (see ``reading.masked``) and give the end offset, or -1. Source: the
tables of ``dataset_tools.text`` and the grammar of what may follow a name (``boundaries``).
"""

from __future__ import annotations

from typing import Literal

from dataset_tools.fields.attendees.foreign import (
    OFFICE,
    OFFICE_ENDS,
    dotted_name,
    element_name,
    foreign_name,
    japanese_name,
    office_holder,
    partner_name,
)
from dataset_tools.fields.attendees.plausible import (
    ELEMENTS,
    FUNCTION,
    HAN,
    JAPANESE,
    NO_PERSON,
    NOT_NAMES,
    ORDINARY,
    STATE,
    bounded,
    is_foreign,
    verbal,
)
from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.names import DOUBLE, PLACES, SINGLE
from dataset_tools.text.tables import words
from dataset_tools.text.titles import HONORIFIC, TRAILING, tail_end

Anchor = Literal["title", "craft", "body", "start", "partner", "free"]
"""What stands before a place where a name may begin."""
_TITLE_WORDS = words("titles")
_NO_NAME = FUNCTION | frozenset("和及与同等")
"""No name begins with one of these."""
_SPACED = Pattern("([\u3400-\u9fff])[ \u3000\u00a0]{1,4}([\u3400-\u9fff])")
_SPACES = frozenset(" \u3000\u00a0")
_AMBIGUOUS = frozenset("向由应为于从时关包计都家经步万项越战")
_OFTEN = frozenset("关万项时")
"""Of these the usual surnames: a title or a verb after three characters is proof enough."""
_AFTER_A_STATE = frozenset("接并参出发主签同对向将就在与")
"""Verbs and prepositions after the name of a state (代表沙特接任), which end no name."""
_ACROSS = frozenset(
    (
        "总是",
        "常来",
        "常到",
        "都在",
        "还在",
        "就在",
        "也在",
        "同时",
        "随时",
        "不时",
        "必将",
        "首次",
        "再次",
        "主要",
        "重要",
    )
)
"""Words that the end of a misread name would cut in two."""


_POLITE = Pattern("[\u3400-\u9fff]{2,3}?(?=先生|女士|小姐|法师|大?和尚|长老|活佛)")
"""A name of any character between a title and a courtesy (会长西沐先生, 方丈慧明法师)."""

_TO = Pattern("向[^，。]{2,24}(?:表示|鞠躬|致以|献上|介绍|通报|赠送|发表|捐赠|颁发|挥手|报告)")
"""A preposition that is a surname too, with its verb."""


def han_name(sentence: str, at: int, titled: bool = False) -> int:
    """End of a name with a Han surname that starts at ``at``, or -1."""
    if sentence[at : at + 1] not in SINGLE and sentence[at : at + 2] not in DOUBLE:
        return -1
    if sentence[at] == "关" and sentence[at - 1 : at] == "有":
        return -1  # 有关情况
    if sentence[at] in "时向" and verbal(sentence, at + 1, 2):
        return -1  # 会见代表时强调, 向共同
    if sentence[at + 1 : at + 2] in _SPACES and (spaced := _SPACED.match(sentence, at)) is not None:
        return spaced.end() if bounded(sentence, spaced.end()) else -1
    if verbal(sentence, at, 2) or (not titled and _TO.match(sentence, at)):
        return -1
    sizes: tuple[int, ...] = (4, 3) if sentence[at : at + 2] in DOUBLE else (2, 3)
    if sizes[0] == 2 and sentence[at + 1 : at + 2] in SINGLE and len(sentence) >= at + 4:
        sizes = (2, 3, 4)  # two surnames: 范徐丽泰
    found = -1
    for size in sizes:
        end = at + size
        if size == 4 and sizes[0] == 2 and (found >= 0 or not bounded(sentence, end, True)):
            continue
        if not bounded(sentence, end) or not _could_be_han(sentence, at, end, titled):
            continue
        if found < 0 or _prefer_longer(sentence, found, end):
            found = end
    return found


def _could_be_han(sentence: str, at: int, end: int, titled: bool) -> bool:
    """Whether a span that starts with a surname is no word, place or part of a phrase."""
    name = sentence[at:end]
    if len(name) < end - at or not HAN.fullmatch(name) or not FUNCTION.isdisjoint(name):
        return False
    place = STATE.match(name)
    cut = place is not None and name[place.end() :] in _AFTER_A_STATE
    if cut or name in NOT_NAMES or name in PLACES or NO_PERSON.search(name):
        return False
    if (len(name) == 2 and name[1] in "和及与同") or name[1:] in _TITLE_WORDS:
        return False
    ordinal = name[-1] == "第" and sentence[end : end + 1].isnumeric()
    if ordinal or sentence[end - 1 : end + 1] in _ACROSS:
        return False
    certain = _CERTAIN.match(sentence, end) is not None
    if name[0] in _OFTEN:
        certain = certain or titled or (len(name) == 3 and verbal(sentence, end, 2))
    if name in ORDINARY and not (
        titled and len(name) == 2 and _CERTAIN.match(sentence, end) is not None
    ):
        return False
    return certain or name[0] not in _AMBIGUOUS


def _prefer_longer(sentence: str, short: int, long: int) -> bool:
    """Whether of two readings the longer name is right: punctuation after it is proof, and a
    courtesy or title that needs it ("江忠|和院士" would join a name and a bare title)."""
    if long == short + 1 and sentence[short] in _NEED_AN_OBJECT:
        trail = TRAILING.match(sentence, long) or HONORIFIC.match(sentence, long)
        if trail is None:
            if sentence[short] in "用把凭沿" and verbal(sentence, long, 2):
                return True
        elif trail.group() not in _BARE and sentence[trail.end() : trail.end() + 1] not in "们等":
            return _untailed_end(sentence, trail.end(), "title", "") < 0
    return (
        sentence[long : long + 1] in "、，。；等"
        and sentence[short] not in "等说称时将也还均都曾并在同与和对为向出来到"
    )


_NEED_AN_OBJECT = frozenset("和用把凭沿从向对为给由以")
"""After one of these a person or thing must be named: no bare title, and after some no verb."""
_BARE = frozenset(("代表", "委员", "常委", "老师", "老人", "校友", "同学"))
"""Titles that name people of a kind as well as a person."""
_CERTAIN = Pattern(
    "\\x00*(?:$|[、，。；]|和|及|等|同志|先生|女士|老师|教授|院士|委员|常委|代表|出席|参加|列席|主持|会见|陪同|"
    "\\d|在|分别|先后|作|发言|主讲|通报|介绍|汇报|致辞|讲话|代表|同|与|强调|指出|表示|说|宣读|主讲|来到|抵达|赴|前往|率)"
)


def name_end(sentence: str, at: int, anchor: Anchor, title: str) -> int:
    """End of the name that starts at ``at`` after ``anchor`` (and ``title``), or -1."""
    if at >= len(sentence) or sentence[at] in _NO_NAME:
        return -1
    end = dotted_name(sentence, at) if "·" in sentence or "-" in sentence else -1
    if end >= 0:
        return end
    after = at
    for _ in range(4):  # "总工程师长" and the like: never more parts than these
        tail = tail_end(sentence, after)
        if tail < 0:
            break
        after = tail
    if after > at and _untailed_end(sentence, after, "title", "") >= 0:
        return -1
    return _untailed_end(sentence, at, anchor, title)


def _untailed_end(sentence: str, at: int, anchor: Anchor, title: str) -> int:
    """End of the name at ``at`` where no further title stands before it, or -1."""
    first, pair = sentence[at : at + 1], sentence[at : at + 2]
    if not first or first in FUNCTION or (anchor == "partner" and pair in NOT_NAMES):  # 同农户座谈
        return -1
    titled = anchor == "title"
    if pair in ELEMENTS and (end := element_name(sentence, at)) >= 0:
        return end
    end = -1
    if first in SINGLE or pair in DOUBLE:
        end = han_name(sentence, at, titled)
    japanese = -1
    if (end == at + 2 or "日本" in title) and pair in JAPANESE:
        japanese = japanese_name(sentence, at)
    if end >= 0 and japanese < at + 4 and not _cuts_a_word(sentence, at, end):
        return end
    polite = _POLITE.match(sentence, at) if titled and end < 0 else None
    if polite is not None and polite.group() not in ORDINARY | NOT_NAMES | _TITLE_WORDS:
        return polite.end()
    end = japanese_name(sentence, at) if titled or anchor == "partner" else -1
    if end < 0 and anchor == "partner":
        end = partner_name(sentence, at)
    if end < 0 and (titled or anchor == "start"):
        end = foreign_name(sentence, at, titled, titled and is_foreign(title))
    if end < 0 and titled and title[-1:] in OFFICE_ENDS:
        office = OFFICE.search(title)
        if office is not None:
            end = office_holder(sentence, at, title, office.start())
    return end


def _cuts_a_word(sentence: str, at: int, end: int) -> bool:
    """Whether a name that ended at ``end`` would cut a place or the last word of a title in two."""
    place = STATE.match(sentence, at)
    if place is not None and place.end() > end:
        return True
    near, size = sentence[at : end + 5], end - at
    here = 0
    while here < size:
        tail = tail_end(near, here)
        if here < size < tail:
            return True
        here = max(tail, here + 1)
    return False
