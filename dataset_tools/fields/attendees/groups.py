"""Unnamed participants ("各省区市负责同志") and stated numbers ("等12人")."""

from __future__ import annotations

from dataset_tools.fields.attendees.reading import Reading
from dataset_tools.text.dispatch import Led, Pattern

_NOUNS = (
    "负责",
    "领导",
    "代表",
    "人士",
    "专家",
    "学者",
    "成员",
    "官员",
    "使节",
    "干部",
    "群众",
    "属",
    "友好",
    "团",
    "委员",
    "记者",
    "嘉宾",
    "师生",
    "官兵",
    "企业家",
    "理事",
)
_NOUN = (
    "(?:负责同志|负责人|负责干部|领导同志|领导人|代表|人士|专家|学者|专家学者|"
    "成员|官员|使节|干部|群众|家属|亲属|亲友|友好|访华团|代表团|企业家|委员|"
    "理事|记者|工作人员|嘉宾|师生|官兵|同志|领导)"
)
_VERB = "(?:出席|参加|列席|作|到会|就座|发言|陪同|迎接|与会|旁听)"
_COUNTED = (
    f"{_NOUN}(?:等)?(?:共|约|近|代表)?(?:\\d+(?:多|余)?(?:人|名|位))?"
    f"(?:[^，。；、]{{0,14}}?){_VERB}"
)
_SCREEN = Pattern("|".join(_NOUNS))
"""Without one of these no group is named."""
_TAKES_PART = Led(_COUNTED)
_GROUP = Pattern(
    f"(?:^|(?<=[，；：。\x00\x01])|"
    f"(?<=[和及]))(?P<group>[^，；：。\x01\\d][^；：。\x01]{{1,120}}?{_NOUN})(?:等)?(?:共|约|近|"
    f"代表)?(?:\\d+(?:多|余)?(?:人|名|位))?"
    f"(?:[^，。；、]{{0,14}}?){_VERB}"
)
_LEAD = Pattern(
    "(?:[\\s、，和及与等]|以及|[^，。]{0,6}会上，|[^，。]{0,6}[仪式]上，|此外|同时|"
    "代表(?!团)[^，]{2,40}，)*"
)
"""What stands before a group; 代表 with an object is what the person before did."""
_LISTED = frozenset("、，和及与以等（( \n")
"""What leads on from a named person to the next item of a list."""
_CUT = Pattern("(?:[志人部士家者员节众属友]|代表)等?，")
_COUNT = Pattern("等(?:共)?(?P<n>\\d+|[一二两三四五六七八九十百]+)(?:余|多)?(?:人|位|名|同志)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def find(
    sentence: str, offset: int, used: list[tuple[int, int]], reading: Reading
) -> list[tuple[int, int]]:
    """Spans (in the text) of groups that take part in one masked sentence."""
    found: list[tuple[int, int]] = []
    if _SCREEN.search(sentence) is None or _TAKES_PART.search(sentence) is None:
        return found
    for match in _GROUP.finditer(sentence):
        start, end = match.span("group")
        for _, last in used:  # what stands before the last named person is a list of names
            if start < last - offset <= end:
                start = last - offset
        if start > match.start("group") and sentence[start] not in _LISTED:
            # 李远山发表讲话，各界代表出席: what the person did is no part of the group.
            start = sentence.find("，", start, end) + 1 or end
        for first, last in _parts(sentence, start, end):
            found.append(reading.place(offset + first, offset + last))
    return found


def _parts(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """The groups of an enumeration: cut at a comma that follows a noun of persons."""
    cuts = [m.end() for m in _CUT.finditer(sentence, start, end)]
    parts = []
    for first, last in zip((start, *cuts), (*cuts, end), strict=True):
        text = sentence[first:last]
        lead = _LEAD.match(text)
        skip = lead.end() if lead else 0
        kept = text[skip:].rstrip("，等、 ")
        if len(kept) >= 3:
            parts.append((first + skip, first + skip + len(kept)))
    return parts


def _number(text: str) -> int:
    """The number that Western or Chinese digits write (up to 999).

    >>> _number("十二"), _number("46"), _number("二百零三")
    (12, 46, 203)
    """
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit


def counts(sentence: str) -> list[int]:
    """The numbers of persons that close a list ("等12人").

    >>> counts("丁一、方二等12位代表发言")
    [12]
    """
    return [_number(match.group("n")) for match in _COUNT.finditer(sentence)]
