"""Readings scattered over a text at random: ``电(dian)(dian)机(ji)`` (family B)."""

from __future__ import annotations

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text import glosses
from dataset_tools.text.codes import count_han, places_of
from dataset_tools.text.glosses import (
    Rule,
    gloss_places,
    major_types,
    may_have_glosses,
    page_of,
    readings_of,
)
from dataset_tools.text.han import FREQUENT, is_frequent
from dataset_tools.text.pinyin import spelled, spelling_of

_LEAST, _LEAST_PLAIN = 12, 6
"""Fewest readings; fewest where characters are annotated that nobody needs a reading of."""
_PLAIN = frozenset(FREQUENT[:60])


@repair(
    "pinyin_scattered",
    order=110,
    why="text spinners drop readings after characters at random, often twice, to look original",
    mends={
        "电(dian)(dian)机(ji)厂(chang)(chang)的电机(ji)(ji)和水(shui)泵运行正(zheng)常，工(gong)人每天"
        "(tian)检查电(dian)机(ji)。水泵(beng)昨天换过(guo)，一切正常。": (
            "电机厂的电机和水泵运行正常，工人每天检查电机。水泵昨天换过，一切正常。"
        )
    },
    leaves=[
        "春(chūn)眠(mián)不(bù)觉(jué)晓(xiǎo)，处(chù)处(chù)闻(wén)啼(tí)鸟(niǎo)。",
        "生字：躇(chú)、踌(chóu)、囧(jiǒng)、犇(bēn)。",
    ],
    screen=may_have_glosses,
)
def pinyin_scattered(text: str, _: Page) -> Change | None:
    """Taken out where at least twelve stand over a part of the characters and without a plan.

    Without a plan: groups are doubled, or characters are annotated that stood bare before
    (a teaching text annotates what is new, and all of it). Six are enough where they stand within
    words, on the commonest characters of all (我 的 是) and on less than half of the text.
    """
    cuts = page_of(text)
    if cuts is None:
        return None
    counts = readings_of(text)
    if counts.total() < _LEAST_PLAIN:
        return None
    types = major_types(counts)
    places = gloss_places(cuts, types, repeated=True)
    stripped = glosses.without(cuts, set(types.items()), repeated=True)
    if not _is_random(stripped, types, places):
        return None
    rule = Rule(cuts.frame, spelling_of(types), types, False, tuple(sorted(places.items())))
    return Change(stripped, rule=glosses.pack(rule))


def _is_random(stripped: str, types: dict[str, str], places: dict[int, int]) -> bool:
    """Whether the annotated places follow no plan."""
    readings, cover = sum(places.values()), len(places) / max(count_han(stripped), 1)
    if not 0.02 <= cover <= 0.85:
        return False
    if readings >= _LEAST and sum(map((1).__lt__, places.values())) >= 2:
        return True
    # A passage with ruby has neighbours throughout, a list of words has none.
    beside = sum(at + 1 in places for at in places)
    around = f"{stripped}\n"  # so that the last character has a neighbour, and the first one
    within = sum(
        "\u3400" <= around[at - 1] <= "\u9fff" and "\u3400" <= around[at + 1] <= "\u9fff"
        for at in places
    )
    if beside > (cover + 0.25) * len(places) or within < 0.25 * len(places):
        return False
    late = cover >= 0.1 and _late(stripped, types, places)
    if readings >= _LEAST and late:
        return True
    return cover <= 0.45 and _is_needless(types, least=1 if late else 2)


def _late(stripped: str, types: dict[str, str], places: dict[int, int]) -> bool:
    """Whether characters stood bare and were annotated later."""
    bare: set[str] = set()
    late: set[str] = set()
    for at in places_of(stripped, types):
        if at not in places:
            bare.add(stripped[at])
        elif stripped[at] in bare:
            late.add(stripped[at])
    return len(late) >= max(1, 0.1 * len(types))


def _is_needless(types: dict[str, str], least: int) -> bool:
    """Whether no reader needs the readings: the usual ones, of everyday characters, ``least`` of
    them the commonest of all."""
    usual = spelled(spelling_of(types))
    return (
        sum(character in _PLAIN for character in types) >= least
        and sum(map(is_frequent, types)) >= 0.5 * len(types)
        and list(map(usual.get, types)) == list(types.values())
    )


@register_inverse("pinyin_scattered")
def _undo(text: str, packed: str) -> str:
    return glosses.annotate(text, glosses.unpack(packed))
