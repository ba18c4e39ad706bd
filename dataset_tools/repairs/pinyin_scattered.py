"""Readings scattered over a text at random: ``电(dian)(dian)机(ji)`` (family B)."""

from __future__ import annotations

from collections import Counter

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text.codes import is_han
from dataset_tools.text.glosses import (
    gloss_ends,
    major_types,
    may_have_glosses,
    only,
    page_of,
    readings_of,
)
from dataset_tools.text.han import FREQUENT, is_frequent
from dataset_tools.text.pinyin import spelled, spelling_of
from dataset_tools.text.replay import Rule, annotate, pack, unpack

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
    if sum(counts.values()) < _LEAST_PLAIN:
        return None
    types = major_types(counts)
    cuts = only(cuts, types, repeated=True)
    ends = Counter(gloss_ends(cuts))
    stripped = "".join(cuts.pieces)
    if not _is_random(stripped, types, ends):
        return None
    places = dict(zip(map((-1).__add__, ends), ends.values(), strict=True))
    rule = Rule(cuts.frame, spelling_of(types), types, False, places)
    return Change(stripped, rule=pack(rule))


def _is_random(stripped: str, types: dict[str, str], ends: Counter[int]) -> bool:
    """Whether the annotated characters, of which each ends at one of ``ends``, follow no plan."""
    import numpy

    han = is_han(f"\n{stripped}\n")  # so that the first and the last character have neighbours
    readings, cover = ends.total(), len(ends) / max(int(han.sum()), 1)
    if not 0.02 <= cover <= 0.85:
        return False
    if readings >= max(_LEAST, len(ends) + 2) and sum(map((1).__lt__, ends.values())) >= 2:
        return True
    # A passage with ruby has neighbours throughout, a list of words has none.
    at = numpy.array(list(ends))
    beside = int((at[1:] - at[:-1] == 1).sum())
    within = int((han[at - 1] & han[at + 1]).sum())
    if beside > (cover + 0.25) * len(ends) or within < 0.25 * len(ends):
        return False
    late = cover >= 0.1 and _late(stripped, types, ends)
    if readings >= _LEAST and late:
        return True
    return cover <= 0.45 and _is_needless(types, least=1 if late else 2)


def _late(stripped: str, types: dict[str, str], ends: Counter[int]) -> bool:
    """Whether characters, one type in ten, stood bare and were annotated later."""
    last = {stripped[end - 1]: end - 1 for end in ends}
    late, least = 0, max(1, 0.1 * len(types))
    for character, end in last.items():
        at = stripped.find(character, 0, end)
        while at >= 0 and at + 1 in ends:
            at = stripped.find(character, at + 1, end)
        late += at >= 0
        if late >= least:
            return True
    return False


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
    return annotate(text, unpack(packed))
