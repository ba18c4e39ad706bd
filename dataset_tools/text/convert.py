"""Between simplified and traditional: the damaging converter, and how much a page differs.

:func:`simplify` is the exact inverse of the converter of ``data/converter.tsv``, but for 著, which
stands for 着 and for itself: :func:`zhe` decides by the word it stands in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dataset_tools.text.codes import Table, codes_of, differing, places_of, text_of
from dataset_tools.text.han import TO_SIMPLIFIED, TO_TRADITIONAL, VARIANTS, character_class
from dataset_tools.text.late import AnyOf

if TYPE_CHECKING:
    import numpy

SIMPLIFY = {t: s for t, s in TO_SIMPLIFIED.items() if t != "著"}
"""The inverse of the converter, but for the one character that stands for two."""

# Words with 著 (zhù): eminent, obvious, to write, a work. Everywhere else it is 着.
_WORDS_OF_ZHU = re.compile(
    "著(?:(?=名(?!为)|作(?!出|用)|称|述|书立|者|录|有《)|(?<=见微知.)|"
    "(?:(?<=[卓昭原专编巨遗拙译撰].)|(?<=[^彰凸突明]显.)|(?<=[^故本泥沃]土.)"
    "|(?<=[^报点命提起签取闻出莫]名.)|(?<=[^讨谈议辩争评理]论.)|(?<=^[显土名论].)"
    "|(?<=[^贴配结融综联组符缝吻迎凑磨契捏]合.))(?![急手力眼重陆装实想]))"
)
_ASIDE = "\ufdd0"


def zhe(text: str) -> str:
    """``text`` (simplified but for it) with 著 written 着 unless it is the other word.

    >>> zhe("著名作家看著显著的成绩")
    '著名作家看着显著的成绩'
    """
    if "著" not in text:
        return text
    return _WORDS_OF_ZHU.sub(_ASIDE, text).replace("著", "着").replace(_ASIDE, "著")


_BACK = Table(SIMPLIFY)
_FORTH = Table(TO_TRADITIONAL)


def simplify(text: str) -> str:
    """The text that the damaging converter started from.

    >>> simplify("看著關于會議")
    '看着关于会议'
    """
    return zhe(_BACK.map(text))


@lru_cache(maxsize=1)  # asked of the same text by the repair and by its proof
def traditionalise(text: str) -> str:
    """What the damaging converter makes of a simplified text.

    >>> traditionalise("关于着力")
    '關于著力'
    """
    return _FORTH.map(text)


class Conversion(NamedTuple):
    """How a traditional text follows from a simplified one of the same length.

    The damaging converter's table, but ``others`` (simplified -> traditional) where it differs
    throughout, and ``places`` (code point -> traditional) where it differs only there.
    """

    others: dict[str, str]
    places: dict[int, str]


def conversion(simplified: str, traditional: str) -> Conversion:
    """The shortest such description; the two texts have the same length.

    >>> conversion("关于会", "關於會")
    Conversion(others={'于': '於'}, places={})
    """
    usual = traditionalise(simplified)
    if usual == traditional:
        return Conversion({}, {})
    places = differing(usual, traditional)
    ones, forms = ([text[at] for at in places] for text in (simplified, traditional))
    pairs = list(zip(ones, forms, strict=True))
    counts = Counter(pairs)
    left: dict[str, int] = {}  # how often a character has its usual form
    for (one, _), number in counts.items():
        left[one] = left.get(one, simplified.count(one)) - number
    others: dict[str, str] = {}
    for (one, other), number in counts.items():
        if number > left[one] and number > counts[one, others.get(one, "")]:
            others[one] = other
    wrong = {
        at: other
        for at, (one, other) in zip(places, pairs, strict=True)
        if others.get(one) != other
    }
    both = "".join(one for one in others if left[one])
    if both:
        known = set(places)
        wrong.update({at: traditional[at] for at in places_of(simplified, both) if at not in known})
    return Conversion(others, dict(sorted(wrong.items())))


def _forms(simplified: str, others: Mapping[str, str]) -> numpy.ndarray:
    """The code points of the traditional text, but for the places where it differs."""
    forms = _FORTH.codes().take(codes_of(simplified))
    if others:
        places = places_of(simplified, "".join(sorted(others)))
        ones = map(simplified.__getitem__, places)
        forms[places] = codes_of("".join(map(others.__getitem__, ones)))
    return forms


def convert(simplified: str, how: Conversion) -> str:
    """The traditional text: the inverse that restores.

    >>> convert("关于会", Conversion({"于": "於"}, {2: "会"}))
    '關於会'
    """
    if not how.others and not how.places:
        return traditionalise(simplified)
    forms = _forms(simplified, how.others)
    if how.places:
        forms[list(how.places)] = codes_of("".join(how.places.values()))
    return text_of(forms)


def pack(how: Conversion) -> str:
    """The description as a short text: pairs, then distances (decimal) each with its character.

    >>> pack(Conversion({"于": "於"}, {2: "会", 12: "后"}))
    '1于於|2会10后'
    """
    pairs = "".join(one + other for one, other in sorted(how.others.items()))
    at = 0
    places = []
    for place, other in sorted(how.places.items()):
        places.append(f"{place - at}{other}")
        at = place
    return f"1{pairs}" + (f"|{''.join(places)}" if places else "")


_PLACE = re.compile(r"([0-9]+)(\D)", re.DOTALL | re.ASCII)


def unpack(packed: str) -> Conversion:
    """The inverse of :func:`pack`; ValueError where it is none."""
    if packed[:1] != "1":
        raise ValueError(f"conversion rules of version {packed[:1]!r} are not known")
    pairs, _, places = packed[1:].partition("|")
    at = 0
    found = {}
    for step, other in _PLACE.findall(places):
        at += int(step)
        found[at] = other
    return Conversion(dict(zip(pairs[::2], pairs[1::2], strict=True)), found)


FOREIGN = AnyOf(
    lambda: character_class(VARIANTS.keys() - TO_SIMPLIFIED.keys() - TO_TRADITIONAL.keys())
)
"""Traditional characters that the damaging converter never writes: 後 於 裡 隻 …"""
