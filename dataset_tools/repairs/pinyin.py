"""Readings that a converter left after traditional characters: ``習(xí)近平`` (family A)."""

from __future__ import annotations

from functools import lru_cache

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text.codes import places_of
from dataset_tools.text.convert import FOREIGN
from dataset_tools.text.glosses import (
    gloss_ends,
    major_types,
    may_have_glosses,
    only,
    page_of,
    readings_of,
)
from dataset_tools.text.han import SIMPLIFIED, TRADITIONAL_ONLY, is_frequent
from dataset_tools.text.pinyin import spelled, spelling_of, spelling_of_all
from dataset_tools.text.replay import Rule, annotate, pack, unpack
from dataset_tools.text.telling import is_traditional, shows_converter

_LEAST = 4
"""Fewer glosses than these must all be everyday characters."""


@repair(
    "pinyin",
    order=100,
    why="a converter on hijacked sites writes the reading after traditional characters",
    mends={
        "學(xué)習(xí)會(huì)議(yì)紀(jì)要,學(xué)校開會(huì)議(yì)": ("学习会议纪要，学校开会议"),
        "縣(xiàn)里開會(huì),縣(xiàn)長講話": "县里开会，县长讲话",
    },
    leaves=[
        "學(xué)而(ér)時(shí)習(xí)之(zhī)，不(bù)亦(yì)說(yuè)乎(hū)",
        "躊(chóu)躇(chú)滿志，形容得意的樣子。囂(xiāo)張跋扈",
        "学(xué)习(xí)生字：会(huì)议(yì)",
        "他姓樂(Lè)，住在臺北。",
    ],
    screen=may_have_glosses,
)
def pinyin(text: str, page: Page) -> Change | None:
    """Taken out where the page as a whole shows the converter, never for single places.

    A reading counts only if it is one of exactly that character. The page needs three of them and
    four traditional characters, nine in ten readings on traditional characters, no annotated
    character that is as often bare, hardly a simplified-only character, and everyday or repeated
    characters among the annotated (0 of 4,200 look-alikes pass; a glossary annotates rare ones).
    """
    cuts = page_of(text)
    if cuts is None or TRADITIONAL_ONLY.isdisjoint(cuts.owners):
        return None
    types = dict(zip(cuts.owners, cuts.syllables, strict=True))
    # The usual page has nothing in brackets but the usual readings of traditional characters.
    spelling = spelling_of_all(types)
    if not spelling:
        types = _types(text)
        spelling = spelling_of(types)
    if not types:
        return None
    cuts = only(cuts, types)
    glosses, stripped = len(cuts.syllables), "".join(cuts.pieces)
    packed = pack(Rule(cuts.frame, spelling, types, True, {}))
    bare: dict[int, int] = {}
    if _undo(stripped, packed) != text:
        places = places_of(stripped, "".join(sorted(types)))  # in the order of the rule
        glossed = set(gloss_ends(cuts))
        bare = {at: 1 for at in places if at + 1 not in glossed}
        packed = pack(Rule(cuts.frame, spelling, types, True, bare))
    proved = any(name.startswith("gbk_shift") for name in page.done)
    if not proved and not _is_damaged(stripped, types, glosses, glosses + len(bare)):
        return None
    return Change(stripped, rule=packed)


def _types(text: str) -> dict[str, str]:
    """Traditional character -> its reading; empty where other characters have readings too."""
    readings = readings_of(text)
    found = {pair: number for pair, number in readings.items() if pair[0] in TRADITIONAL_ONLY}
    if not found or sum(found.values()) < 0.9 * sum(readings.values()):
        return {}
    return major_types(found)


def _is_damaged(stripped: str, types: dict[str, str], glosses: int, occurrences: int) -> bool:
    """Whether a page without its glosses looks like the converter's output."""
    if occurrences > 1.25 * glosses + 1:
        return False
    if glosses < _LEAST:
        return _is_damaged_snippet(stripped, types, glosses, occurrences)
    # Every gloss follows a traditional character, so counting is needed only where others are.
    if SIMPLIFIED.stands_in(stripped) and not is_traditional(stripped, 4):
        return False
    return glosses - len(types) >= 3 or sum(map(is_frequent, types)) >= 0.5 * len(types)


def _is_damaged_snippet(
    stripped: str, types: dict[str, str], glosses: int, occurrences: int
) -> bool:
    """The same for a page with few glosses: everyday characters with their usual reading."""
    if occurrences != glosses or not is_traditional(stripped, 4):
        return False
    readings = spelled(spelling_of(types))
    usual = sum(
        is_frequent(character) and readings.get(character) == syllable
        for character, syllable in types.items()
    )
    if usual == len(types) and glosses >= 3:
        return True
    plain = not FOREIGN.stands_in(stripped) and not SIMPLIFIED.stands_in(stripped)
    everyday = usual == len(types) and glosses == 2 and is_traditional(stripped, 8)
    return plain and (everyday or shows_converter(stripped))


@register_inverse("pinyin")
@lru_cache(maxsize=2)  # asked by the repair, and again for the proof
def _undo(text: str, packed: str) -> str:
    return annotate(text, unpack(packed))
