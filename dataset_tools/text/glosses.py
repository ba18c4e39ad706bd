"""Readings in brackets after characters: how a page writes them, taken out, and put back.

The rule of a page (:class:`Rule`) says which characters are annotated, how, and where the page
differs from that; :func:`annotate` replays it. Text without its glosses and the rule are all that
is needed to get the page back, character for character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from dataset_tools.text.codes import places_of
from dataset_tools.text.han import HAN, HAN_ONE
from dataset_tools.text.late import Late
from dataset_tools.text.pinyin import LETTERS, ZHUYIN, is_reading, spelled

_OPEN, _CLOSE = "(（[［【〔", ")）]］】〕"
_CAPITALS = "A-ZĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙÜǕǗǙǛ"
_SYLLABLE = f"(?:[{LETTERS}{_CAPITALS}:]{{1,7}}[1-5]?|[{ZHUYIN}]{{1,4}})"
# Begins with the bracket, not with what stands before it: so the search runs at full speed.
_ANY = re.compile(f"([{re.escape(_OPEN)}])( ?){_SYLLABLE}( ?)([{re.escape(_CLOSE)}])( ?)")
_SCREEN = re.compile(f"[{re.escape(_OPEN)}] ?(?:[{LETTERS}{_CAPITALS}]|[{ZHUYIN}])")


def may_have_glosses(text: str) -> bool:
    """Whether any bracket opens on a letter that a reading could begin with."""
    return not text.isascii() and _SCREEN.search(text) is not None


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
    found: list[Frame] = []
    for match in _ANY.finditer(text):
        start = match.start()
        space = start > 1 and text[start - 1] == " "
        if not HAN_ONE.match(text, start - 1 - space) or start == 0:
            continue
        opened, inner, trailing, closed, after = match.groups()
        # A space after is the frame's only where one before is: else it belongs to the text.
        before, after = (" ", after) if space else ("", "")
        found.append(Frame(before + opened + inner, trailing + closed + after))
        if len(found) == 24 or (len(found) == 4 and found.count(found[0]) == 4):
            break
    return Counter(found).most_common(1)[0][0] if found else None


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
    pieces, syllables = parts[::2], parts[1::2]
    return Page(frame, pieces, syllables, [piece[-1:] for piece in pieces[:-1]])


@lru_cache(maxsize=1)  # both repairs of glosses ask the same of the same text
def page_of(text: str) -> Page | None:
    """The text cut at its glosses; None where there are none."""
    frame = frame_of(text)
    return cut(text, frame) if frame is not None else None


@lru_cache(maxsize=1)
def readings_of(text: str) -> Counter[tuple[str, str]]:
    """How often each (owner, syllable) stands there that is a reading of exactly its owner."""
    page = page_of(text)
    if page is None:
        return Counter()
    pairs = Counter(zip(page.owners, page.syllables, strict=True))
    return Counter({pair: n for pair, n in pairs.items() if pair[0] and is_reading(*pair)})


def without(page: Page, glosses: set[tuple[str, str]], repeated: bool = False) -> str:
    """The text without these (owner, syllable) glosses; all others stay as they are.

    ``repeated``: a gloss that directly follows a removed one of the same syllable goes too.
    """
    out = [page.pieces[0]]
    removed = ""
    for number, syllable in enumerate(page.syllables):
        owner = page.owners[number] or (removed if repeated else "")
        if (owner, syllable) in glosses:
            removed = owner
        else:
            removed = ""
            out.append(page.frame.left + syllable + page.frame.right)
        out.append(page.pieces[number + 1])
    return "".join(out)


class Rule(NamedTuple):
    """What a page's glosses follow from.

    ``types``: character -> syllable. ``everywhere``: each such character is annotated, but at the
    exceptions (code points in the text without glosses); else only at ``places``, each with how
    often. All syllables are written in ``frame``.
    """

    frame: Frame
    spelling: str
    types: dict[str, str]
    everywhere: bool
    places: tuple[tuple[int, int], ...]


def annotate(text: str, rule: Rule) -> str:
    """The page as it was: ``text`` with the rule's glosses.

    >>> annotate("會議", Rule(Frame("(", ")"), "t", {"會": "huì"}, True, ()))
    '會(huì)議'
    """
    left, right = rule.frame
    marks = {character: f"{left}{syllable}{right}" for character, syllable in rule.types.items()}
    if rule.everywhere and not rule.places:
        # Two ways of one result: a type costs 1.5 ns a character of the text, a character 50 ns.
        if len(marks) > _MANY:
            both = {character: character + mark for character, mark in marks.items()}
            return "".join([both.get(character, character) for character in text])
        for character, mark in marks.items():
            text = text.replace(character, character + mark)
        return text
    if rule.everywhere:
        bare = {place for place, _ in rule.places}
        places = [place for place in places_of(text, marks) if place not in bare]
        glosses = [marks[text[place]] for place in places]
    else:
        places = [place for place, _ in rule.places]
        glosses = [marks[text[place]] * times for place, times in rule.places]
    pieces = [""] * (2 * len(places) + 1)
    pieces[1::2] = glosses
    ends = [place + 1 for place in places]
    pieces[::2] = map(text.__getitem__, map(slice, [0, *ends], [*ends, None]))
    return "".join(pieces)


_MANY = 40


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = _DIGITS[rest] + out
    return out or "0"


def pack(rule: Rule) -> str:
    """The rule as a short text: three lines (frame and spelling, characters, places).

    A syllable is written only where it is not the character's usual one; places are distances in
    base 36, with ``*n`` where a gloss stands n times.

    >>> pack(Rule(Frame("(", ")"), "t", {"會": "huì", "長": "cháng"}, True, ()))
    'A(%)t\\n會長cháng\\n'
    """
    usual = spelled(rule.spelling)
    types = "".join(sorted(rule.types))
    if list(map(usual.get, rule.types)) != list(rule.types.values()):
        types = "".join(
            character if usual.get(character) == syllable else character + syllable
            for character, syllable in sorted(rule.types.items())
        )
    left, right = rule.frame
    places = _pack_places(rule.places) if rule.places else ""
    return f"{'A' if rule.everywhere else 'B'}{left}%{right}{rule.spelling}\n{types}\n{places}"


def _pack_places(places: tuple[tuple[int, int], ...]) -> str:
    out = []
    last = 0
    for place, times in places:
        out.append(_base36(place - last) + (f"*{times}" if times > 1 else ""))
        last = place
    return ",".join(out)


_TYPE = Late(lambda: f"([{HAN}])([^{HAN}]*)")


def unpack(packed: str) -> Rule:
    """The inverse of :func:`pack`; ValueError where it is none."""
    head, types, places = packed.split("\n")
    left, right = head[1:-1].split("%")
    spelling = head[-1]
    usual = spelled(spelling)
    try:
        table = {c: usual[c] for c in types}
    except KeyError:  # some are spelled out
        table = {m[1]: m[2] or usual[m[1]] for m in _TYPE.finditer(types)}
    marks = [item.partition("*") for item in places.split(",")] if places else []
    starts = accumulate(int(step, 36) for step, _, _ in marks)
    found = [(start, int(times or 1)) for start, (_, _, times) in zip(starts, marks, strict=True)]
    return Rule(Frame(left, right), spelling, table, head[0] == "A", tuple(found))


def bare_places(text: str, page: Page, types: dict[str, str]) -> tuple[tuple[int, int], ...]:
    """Where the characters of ``types`` stand without their gloss, in the text without glosses.

    ``text`` is that text; the page's own cuts say where glosses were.
    """
    glossed = gloss_places(page, types)
    return tuple((at, 1) for at in places_of(text, types) if at not in glossed)


def gloss_places(page: Page, types: dict[str, str], repeated: bool = False) -> dict[int, int]:
    """Place of the owner in the text without glosses -> how often its gloss follows."""
    if list(map(types.get, page.owners)) == page.syllables:
        return dict.fromkeys((end - 1 for end in accumulate(map(len, page.pieces[:-1]))), 1)
    places: dict[int, int] = {}
    at = len(page.pieces[0])
    removed = ""
    for number, syllable in enumerate(page.syllables):
        owner = page.owners[number] or (removed if repeated else "")
        if owner and types.get(owner) == syllable:
            places[at - 1] = places.get(at - 1, 0) + 1
            removed = owner
        else:
            removed = ""
            at += len(page.frame.left + syllable + page.frame.right)
        at += len(page.pieces[number + 1])
    return places


def major_types(counts: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Character -> its most frequent syllable, of counted (character, syllable) pairs.

    >>> major_types({("長", "zhǎng"): 1, ("長", "cháng"): 3})
    {'長': 'cháng'}
    """
    best: dict[str, str] = {}
    most: dict[str, int] = {}
    for (owner, syllable), number in counts.items():
        if number > most.get(owner, 0):
            best[owner], most[owner] = syllable, number
    return best
