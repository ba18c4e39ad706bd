"""Places where a name may begin: after a title, a mark, a verb of meeting and the like.

Each is sought by its first character, and its pattern is compiled when that character is met.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dataset_tools.fields.attendees.naming import Anchor
from dataset_tools.fields.attendees.plausible import ELEMENTS, JAPANESE
from dataset_tools.text.dispatch import Pattern, alternatives, first_characters
from dataset_tools.text.names import DOUBLE, SINGLE, TRANSLITERATION
from dataset_tools.text.tables import words
from dataset_tools.text.titles import HONORIFIC, TITLE_PAIRS, TITLE_STARTS, TRAILING, tail_end

_CLASS = "".join(sorted(SINGLE | {name[0] for name in DOUBLE}))
_SOUNDS = "".join(sorted(TRANSLITERATION))
_HEADS = "".join(sorted({name[0] for name in JAPANESE | ELEMENTS}))
_SHAPE = (
    f"[{_CLASS}][ \u3000]*[\u3400-\u9fff]|[{_SOUNDS}]{{3}}|[{_SOUNDS}]{{2}}[和与、，]"
    "|[\u3400-\u9fff]{1,8}[·-]"
)
"""What a Han, transliterated or dotted name begins like; Japanese and Tibetan ones are words."""
_DEED = (
    "出席|参加|主持|先后|分别|通报|介绍|汇报|发言|致辞|作|主讲|讲话|在|将|向|代表|为|也|等|陪同|就"
)
_CRAFTS = "家师员者手匠人商士会"
_CRAFT_FIRSTS = frozenset(_CRAFTS)
_CRAFT = Pattern(
    "(?<=[\u3400-\u9fff])(?:[家师员者手匠人商]|(?<!瑞)士|会计)"
    f"(?=[{_CLASS}][\u3400-\u9fff]{{1,2}}(?:[、，。\\x00]|{_DEED}))"
)
_BODIES = "学院校司局会部处所系委厅署行心团社省市县区"
_ENDS = "高中馆台站厂店村镇乡"
_BODY_FIRSTS = frozenset(_BODIES + _ENDS)
_BODY = Pattern(
    f"(?<=[\u3400-\u9fff])[{_BODIES}{_ENDS}](?=[{_CLASS}][\u3400-\u9fff]?"
    f"[^{_BODIES}联协办队厂馆副常]"
    f"(?:{TRAILING.pattern}|{HONORIFIC.pattern}))"
    "|(?:(?<=[大小])学|(?<=中)(?<!集中)学|(?<=学|医)院|(?<=公)司|(?<=集)团|(?<=研究)[院所]|(?<=秘书)处|(?<=支)部)"
    f"(?!习|和|方)(?=[{_CLASS}][\u3400-\u9fff]{{2}}"
    "(?:、|，应邀|，?出席|一行|分别|作(?!为)|发言|代表[^，。]{1,16}(?:发言|宣誓|讲话)))"
)
"""The end of a body before a name with its title after it (我院赵立民副院长)."""
_JOINS = alternatives(
    "[、，；：\\x00\\x01\\s]+|以及|暨|同(?![时志胞样]|意(?!大利)|学会)|和(?!平(?!措))|[及与跟由受应向为对以让请]|授予|追授|给|代表"
    "|会见了?|看望了?|慰问了?|陪同|随同|委托|率|偕|携|接见了?|拜会了?|听取了?|欢迎|邀请|会晤|还有"
    "|(?<=席)是|(?<=[的者座接])有|有(?=：)|包括|(?<=\\d)日|分别|(?<=[省市县国部委区司学院村厂校])的"
    "|(?<=[动议会作])的(?=[\u3400-\u9fff]{2,4}、)|纪念"
    "|会上|仪式上|在(?=[^，。]{2,40}(?:主持|陪同)下)|祝贺|任命|免去"
)
_SPACES = "、，；：\x00\x01 \t\n\r\f\v\u3000\xa0\u2002\u2003\u2009"
_HAN_FOLLOWS = Pattern("\x00*[ \u3000]?(?=[\u3400-\u9fff])")
_STARTS = Pattern(_SHAPE)


def _candidates() -> str:
    """Where a place may be: a first character with a second one that can follow it.

    Nine of ten characters that begin a title or join are ruled out here, in one scan.
    """
    title_seconds = {name[1] for name in words("titles")}
    single: set[str] = set()
    longer: set[str] = {"会"}  # 会计, a craft
    seconds: set[str] = {"计", *title_seconds}
    for join in _JOINS:
        firsts = first_characters(join)
        following = join[join.index(firsts) + 1 :][:1] if len(firsts) == 1 else ""
        if "\u3400" <= following <= "\u9fff":
            longer.add(firsts)
            seconds.add(following)
        else:
            single.update(firsts)
    begins = f"(?:{_SHAPE}|[{_HEADS}])"
    joins, starts = "".join(sorted(single)), "".join(sorted(longer | set(TITLE_STARTS)))
    marks = "、，；：\\x00\\x01\\s"
    return (
        f"[{marks}{joins}{_CRAFTS}{_BODIES}{_ENDS}{starts}]"
        f"(?:(?<=[{starts}])(?=[{''.join(sorted(seconds))}])|(?<=[{marks}])[{marks}]*+(?={begins})"
        f"|(?<=[{joins}{_CRAFTS}{_BODIES}{_ENDS}])(?={begins}))"
    )


_CANDIDATE = Pattern(_candidates())


class Place(NamedTuple):
    """A place where a name may begin: ``end``, after the ``word`` that begins at ``start``."""

    start: int
    end: int
    word: str
    anchor: Anchor


def _by_first() -> dict[str, tuple[str, ...]]:
    """The words that need the start of a name after them, by their first character."""
    found: dict[str, tuple[str, ...]] = {}
    for join in _JOINS:
        for char in first_characters(join) or _SPACES:
            found[char] = (*found.get(char, ()), join)
    return found


_BY_FIRST = _by_first()


@cache
def _joins(char: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(join) for join in _BY_FIRST[char])


def begins_name(sentence: str, at: int) -> bool:
    """Whether what stands at ``at`` begins like a name."""
    pair = sentence[at : at + 2]
    return (
        pair in JAPANESE
        or pair in ELEMENTS
        or sentence[at : at + 3] in JAPANESE
        or _STARTS.match(sentence, at) is not None
    )


def next_anchor(sentence: str, at: int) -> Place | None:
    """The next place after ``at`` where a name may begin, or None."""
    for candidate in _CANDIDATE.finditer(sentence, at):
        start = candidate.start()
        char = sentence[start]
        if char in _CRAFT_FIRSTS:
            craft = _CRAFT.match(sentence, start)
            if craft is not None:
                return Place(start, craft.end(), craft.group(), "craft")
        end = tail_end(sentence, start) if sentence[start : start + 2] in TITLE_PAIRS else -1
        if end >= 0 and (gap := _HAN_FOLLOWS.match(sentence, end)) is not None:
            return Place(start, gap.end(), sentence[start:end], "title")
        if char in _BODY_FIRSTS and (body := _BODY.match(sentence, start)) is not None:
            return Place(start, body.end(), char, "body")
        for join in _joins(char) if char in _BY_FIRST else ():
            match = join.match(sentence, start)
            if match is not None and begins_name(sentence, match.end()):
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
