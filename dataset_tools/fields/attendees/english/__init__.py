"""English minutes: "Present:", "Apologies:", headings, tables, and sentences of attendance."""

from __future__ import annotations

from typing import NamedTuple

from dataset_tools.fields.attendees.reading import Reading
from dataset_tools.fields.attendees.rosters import Entry

_STEMS = (
    *("resent", "RESENT", "ttend", "TTEND", "polog", "POLOG", "bsen", "BSEN", "egrets", "REGRETS"),
    *("xcused", "EXCUSED", "hair", "CHAIR", "articipa", "PARTICIPA", "resid", "PRESID", "nvene"),
    *("nvenor", "to order"),
)


class Minutes(NamedTuple):
    """What English minutes say: names, and spans of participants that are only counted."""

    entries: tuple[Entry, ...] = ()
    groups: tuple[tuple[int, int], ...] = ()


def tells(text: str) -> bool:
    """Whether a text holds a word of attendance; few Chinese texts do, and are read no further.

    >>> tells("Apologies: none"), tells("会议在京举行")
    (True, False)
    """
    return any(stem in text for stem in _STEMS)


def find(reading: Reading) -> Minutes:
    """Everybody whom English minutes name, in text order; offsets in the reading's ``plain``."""
    text = reading.plain
    if not tells(text):
        return Minutes()
    from dataset_tools.fields.attendees.english import sections, sentences, words

    entries = _merged(text, [*sections.find(text), *sentences.find(text)])
    groups = [
        match.span("group")
        for match in words.GROUP.finditer(text)
        if tells(text[text.rfind("\n", 0, match.start()) + 1 : match.start()])
    ]
    return Minutes(tuple(sorted(entries)), tuple(groups))


def _merged(text: str, entries: list[Entry]) -> list[Entry]:
    """A surname alone is the one person of that surname; a title said once is known throughout."""
    full = {text[e.start : e.end] for e in entries if " " in text[e.start : e.end]}
    titles: dict[str, str] = {}
    named: list[tuple[str, Entry]] = []
    for entry in sorted(entries):
        name = text[entry.start : entry.end]
        if " " not in name:
            same = [other for other in full if other.rsplit(" ", 1)[1] == name]
            name = same[0] if len(same) == 1 else name
        if entry.title:
            titles.setdefault(name, entry.title)
        named.append((name, entry))
    places = {
        name: (e.start, e.end) for name, e in reversed(named) if name == text[e.start : e.end]
    }
    return [
        entry._replace(start=places[name][0], end=places[name][1], title=titles.get(name))
        for name, entry in named
    ]
