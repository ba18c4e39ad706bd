"""What the glosses of a page follow from, as a rule, and the page again from its text and the rule.

The rule (:class:`Rule`) says which characters are annotated, how, and where the page differs from
that; :func:`annotate` replays it. Text without its glosses and the rule are all that is needed to
get the page back, character for character.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple

from dataset_tools.text.codes import places_of
from dataset_tools.text.glosses import Frame
from dataset_tools.text.han import HAN
from dataset_tools.text.late import Late
from dataset_tools.text.pinyin import spelled


class Rule(NamedTuple):
    """What a page's glosses follow from.

    ``types``: character -> syllable. ``everywhere``: each such character is annotated, but at
    ``places`` (code points in the text without glosses); else only there, each so many times. All
    syllables are written in ``frame``.
    """

    frame: Frame
    spelling: str
    types: dict[str, str]
    everywhere: bool
    places: dict[int, int]


_FEW = 40
"""So many characters, and no exceptions, are faster replaced one after the other."""


def annotate(text: str, rule: Rule) -> str:
    """The page as it was: ``text`` with the rule's glosses.

    >>> annotate("會議", Rule(Frame("(", ")"), "t", {"會": "huì"}, True, {}))
    '會(huì)議'
    """
    left, right = rule.frame
    marks = {character: f"{left}{syllable}{right}" for character, syllable in rule.types.items()}
    if not rule.everywhere:
        return _marked(text, marks, rule.places.items())
    if rule.places or len(marks) > _FEW:
        places = places_of(text, "".join(marks))
        return _marked(text, marks, [(at, 1) for at in places if at not in rule.places])
    for character, mark in marks.items():
        text = text.replace(character, character + mark)
    return text


def _marked(text: str, marks: dict[str, str], places: Iterable[tuple[int, int]]) -> str:
    """The text with the mark of its character after each place, so many times."""
    pieces: list[str] = []
    at = 0
    for place, times in places:
        piece = text[at : place + 1]
        pieces += (piece, marks[piece[-1]] if times == 1 else marks[piece[-1]] * times)
        at = place + 1
    pieces.append(text[at:])
    return "".join(pieces)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = _DIGITS[rest] + out
    return out or "0"


_STEPS = [_base36(number) for number in range(36 * 36)]
_NUMBERS = {step: number for number, step in enumerate(_STEPS)}


def pack(rule: Rule) -> str:
    """The rule as a short text: three lines (frame and spelling, characters, places).

    A syllable is written only where it is not the character's usual one; places are distances in
    base 36, with ``*n`` where a gloss stands n times.

    >>> pack(Rule(Frame("(", ")"), "t", {"會": "huì", "長": "cháng"}, True, {}))
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


def _pack_places(places: dict[int, int]) -> str:
    steps = list(map(sub, places, chain((0,), places)))
    try:
        packed = list(map(_STEPS.__getitem__, steps))
    except IndexError:  # far apart
        packed = list(map(_base36, steps))
    if any(map((1).__ne__, places.values())):
        for number, times in enumerate(places.values()):
            packed[number] += f"*{times}" if times > 1 else ""
    return ",".join(packed)


_TYPE = Late(lambda: f"([{HAN}])([^{HAN}]*)")


def unpack(packed: str) -> Rule:
    """The inverse of :func:`pack`; ValueError where it is none."""
    head, types, places = packed.split("\n")
    left, right = head[1:-1].split("%")
    spelling = head[-1]
    usual = spelled(spelling)
    try:
        table = {character: usual[character] for character in types}
    except KeyError:  # some are spelled out
        table = {m[1]: m[2] or usual[m[1]] for m in _TYPE.finditer(types)}
    found = _unpack_places(places.split(",")) if places else {}
    return Rule(Frame(left, right), spelling, table, head[0] == "A", found)


def _unpack_places(places: list[str]) -> dict[int, int]:
    try:
        return dict.fromkeys(accumulate(map(_NUMBERS.__getitem__, places)), 1)
    except KeyError:  # far apart, or several times
        marks = [place.partition("*") for place in places]
        starts = accumulate(int(step, 36) for step, _, _ in marks)
        return {start: int(times or 1) for start, (_, _, times) in zip(starts, marks, strict=True)}
