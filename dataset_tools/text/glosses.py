"""Readings in brackets after characters: how a page writes them, and the page cut at them.

What a page's readings follow from, and how they are put back, is :mod:`dataset_tools.text.replay`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from dataset_tools.text.han import HAN_ONE
from dataset_tools.text.pinyin import LETTERS, ZHUYIN, is_reading

_OPEN, _CLOSE = "(（[［【〔", ")）]］】〕"
_CAPITALS = "A-ZĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙÜǕǗǙǛ"
_SYLLABLE = f"(?:[{LETTERS}{_CAPITALS}:]{{1,7}}[1-5]?|[{ZHUYIN}]{{1,4}})"
# Begins with the bracket, not with what stands before it: so the search runs at full speed.
_ANY = re.compile(f"([{re.escape(_OPEN)}])( ?){_SYLLABLE}( ?)([{re.escape(_CLOSE)}])( ?)")
# One search for each bracket that a text has is faster than one for any of them.
_OPENED = [
    (bracket, re.compile(f"{re.escape(bracket)} ?(?:[{LETTERS}{_CAPITALS}]|[{ZHUYIN}])").search)
    for bracket in _OPEN
]


def may_have_glosses(text: str) -> bool:
    """Whether any bracket opens on a letter that a reading could begin with."""
    if text.isascii():
        return False
    for bracket, search in _OPENED:  # noqa: SIM110 - half the time of any(...)
        if bracket in text and search(text):
            return True
    return False


class Frame(NamedTuple):
    """What stands before and after a syllable: ``("(", ")")``, ``(" [", "] ")``."""

    left: str
    right: str


@lru_cache(maxsize=256)
def _pattern(frame: Frame) -> re.Pattern[str]:
    return re.compile(f"{re.escape(frame.left)}({_SYLLABLE}){re.escape(frame.right)}")


def frame_of(text: str) -> Frame | None:
    """The frame in which most of the first glosses of a page stand; None where there are none.

    >>> frame_of("會 (huì) 議")
    Frame(left=' (', right=') ')
    """
    found: list[tuple[str, str]] = []
    for match in _ANY.finditer(text):
        start = match.start()
        space = start > 1 and text[start - 1] == " "
        if not HAN_ONE.match(text, start - 1 - space) or start == 0:
            continue
        opened, inner, trailing, closed, after = match.groups()
        # A space after is the frame's only where one before is: else it belongs to the text.
        before, after = (" ", after) if space else ("", "")
        found.append((before + opened + inner, trailing + closed + after))
        if len(found) == 24 or (len(found) == 4 and found.count(found[0]) == 4):
            break
    return Frame(*Counter(found).most_common(1)[0][0]) if found else None


class Page(NamedTuple):
    """A text cut at its glosses: ``pieces`` and between them ``syllables``; their ``owners``."""

    frame: Frame
    pieces: list[str]
    syllables: list[str]
    owners: list[str]


def cut(text: str, frame: Frame) -> Page:
    """The text cut at everything that looks like a gloss.

    >>> cut("會(huì)議(x)", Frame("(", ")"))[1:]
    (['會', '議', ''], ['huì', 'x'], ['會', '議'])
    """
    parts = _pattern(frame).split(text)
    pieces = parts[::2]
    return Page(frame, pieces, parts[1::2], [piece[-1:] for piece in pieces[:-1]])


@lru_cache(maxsize=1)  # both repairs of glosses ask the same of the same text
def page_of(text: str) -> Page | None:
    """The text cut at its glosses; None where there are none."""
    frame = frame_of(text)
    return cut(text, frame) if frame is not None else None


@lru_cache(maxsize=1)
def readings_of(text: str) -> dict[tuple[str, str], int]:
    """How often each (owner, syllable) stands there that is a reading of exactly its owner."""
    page = page_of(text)
    if page is None:
        return {}
    pairs = Counter(zip(page.owners, page.syllables, strict=True))
    return {pair: number for pair, number in pairs.items() if pair[0] and is_reading(*pair)}


def only(page: Page, types: Mapping[str, str], repeated: bool = False) -> Page:
    """The page cut at these glosses alone (character -> syllable); all others are text again.

    ``repeated``: a gloss that directly follows one of the same syllable is a gloss too.

    >>> page = cut("會(huì)(huì)議(x)", Frame("(", ")"))
    >>> only(page, {"會": "huì"}, repeated=True)[1:]
    (['會', '', '議(x)'], ['huì', 'huì'], ['會', '會'])
    """
    said = list(map(types.get, page.owners))
    if said == page.syllables:
        return page
    owners = page.owners
    if repeated and "" in owners:
        owners = list(owners)
        for number, owner in enumerate(owners):
            if not owner and number:
                before, syllable = said[number - 1], page.syllables[number]
                if before == syllable == page.syllables[number - 1]:
                    owners[number], said[number] = owners[number - 1], syllable
        if said == page.syllables:
            return page._replace(owners=owners)
    return _joined(page, owners, said)


def _joined(page: Page, owners: list[str], said: list[str | None]) -> Page:
    """The page cut only where a gloss is what is said of its owner."""
    left, right = page.frame
    found = Page(page.frame, [], [], [])
    piece = [page.pieces[0]]
    for number, syllable in enumerate(page.syllables):
        if said[number] == syllable:
            found.pieces.append("".join(piece))
            found.syllables.append(syllable)
            found.owners.append(owners[number])
            piece = [page.pieces[number + 1]]
        else:
            piece += (left, syllable, right, page.pieces[number + 1])
    found.pieces.append("".join(piece))
    return found


def gloss_ends(page: Page) -> list[int]:
    """Where in the text without glosses each gloss stood: how many characters come before it."""
    return list(accumulate(map(len, page.pieces[:-1])))


def major_types(counts: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Character -> its most frequent syllable, of counted (character, syllable) pairs.

    >>> major_types({("長", "zhǎng"): 1, ("長", "cháng"): 3})
    {'長': 'cháng'}
    """
    best = dict(counts.keys())
    if len(best) == len(counts):
        return best
    most: dict[str, int] = {}
    for (owner, syllable), number in counts.items():
        if number > most.get(owner, 0):
            best[owner], most[owner] = syllable, number
    return best
