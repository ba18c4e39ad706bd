"""Items of lists that are no usual names (热地, 安静): proved by the names around them."""

from __future__ import annotations

from dataset_tools.fields.attendees.mentions import Mention
from dataset_tools.fields.attendees.plausible import (
    ELEMENTS,
    NO_PERSON,
    NOT_NAMES,
    ORDINARY,
    odd,
    verbal,
)
from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.names import PLACES, SINGLE, TRANSLITERATION
from dataset_tools.text.titles import tail_in

_COURTESY = Pattern("姐妹|兄弟|夫妇|同志|先生|女士|法师|大?和尚|长老")
_LIST_ENDS = Pattern(
    f"\\x00*(?:{_COURTESY.pattern}|[、，。]|和|及|以及|等|出席|参加|列席|先后|分别|陪同|$)"
)
MOST_PASSES = 12
"""Passes over one sentence: so many unusual items in a row may stand before a usual name."""
_PLAIN_ITEM = Pattern(
    f"(?<=、)[\u3400-\u9fff]{{2,4}}?(?=(?:{_COURTESY.pattern})[、，。])|"
    "(?<![㐀-鿿·])[㐀-鿿]{2,4}(?=\x00*[、，])|(?<=[、和及])[㐀-鿿]{2,4}?(?=\x00*(?:[、，]|和|及|"
    "等|先后|出席|参加|作|分别))"
)


def fill(sentence: str, begin: int, found: list[Mention]) -> list[Mention]:
    """The mentions, with the unusual items of their lists added.

    An item counts when a mention stands beside it, parted by list marks only, and it is itself at
    the head or the end of the list or between two mentions.
    """
    if "、" not in sentence or not found:
        return found
    starts = {mention.title_start for mention in found}
    ends = {mention.after for mention in found}
    taken = {at for mention in found for at in range(mention.title_start, mention.after)}
    extra: list[Mention] = []
    grown, left_to_do = True, MOST_PASSES
    while grown and left_to_do:
        grown, left_to_do = False, left_to_do - 1
        for match in _PLAIN_ITEM.finditer(sentence, begin):
            start, end = match.span()
            left = _joined_left(sentence, start, ends, -1)
            right = _joined_right(sentence, end, starts)
            marked = start > begin and sentence[start - 1] in "、和及"
            opens = right and (marked or _joined_left(sentence, start, ends, begin))
            closes = left and _LIST_ENDS.match(sentence, end) is not None
            if start in starts or not (opens or closes) or verbal(sentence, start, 2):
                continue
            if not taken.isdisjoint(range(start, end)):
                continue
            if not _is_item(match.group(), left and right):
                continue
            courtesy = _COURTESY.match(sentence, end)
            after = end if courtesy is None else courtesy.end()
            extra.append(Mention(start, end, start, start, after, ""))
            taken.update(range(start, after))
            starts.add(start)
            ends.add(after)
            grown = True
    return sorted((*found, *extra), key=lambda mention: mention.start)


def _is_item(name: str, flanked: bool) -> bool:
    """Whether an item can be a name; ``flanked``: names stand on both sides."""
    if "等" in name or name in PLACES or tail_in(name) or NO_PERSON.search(name):
        return False
    if flanked:
        return True
    usual = (
        name[0] in SINGLE or name[:2] in ELEMENTS or all(char in TRANSLITERATION for char in name)
    )
    return not odd(name) and (usual or not (name in ORDINARY or name in NOT_NAMES))


def _joined_left(sentence: str, start: int, ends: set[int], begin: int) -> bool:
    """Whether a mention stands before, parted by list marks only; so does a clause start."""
    at = start
    while at > 0 and sentence[at - 1] in "、和及\x00":
        at -= 1
    if at == start:
        return begin >= 0 and (start == begin or sentence[start - 1] in "，：；\x01")
    return at in ends


def _joined_right(sentence: str, end: int, starts: set[int]) -> bool:
    at = end
    while at < len(sentence) and sentence[at] in "、和及\x00":
        at += 1
    return at > end and at in starts
