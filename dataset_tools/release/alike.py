"""Names of the corpus that may be one person: a second look over everybody who took part.

It explains; no record, role or count depends on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from itertools import combinations

from dataset_tools.text.names import DOTS
from dataset_tools.text.pinyin import sound

_LEAST_TITLE = 4
"""Characters of a title that few hold at a time: 主任 is no evidence, 山城市委书记 is."""
_LONG = 5
"""Characters from which on two names that differ in one are hardly two persons' by chance."""


def alike(titles: Mapping[str, Set[str]]) -> dict[str, list[str]]:
    """Name -> other names of one who held the same title and may be the same person.

    Two names are alike where one has one more character at its end (a boundary misread), or where
    they differ in one character that sounds the same, in long names in any one character.

    >>> alike({"丁一民": {"山城市市长"}, "丁一敏": {"山城市市长"}, "丁一": {"主任"}})
    {'丁一敏': ['丁一民'], '丁一民': ['丁一敏']}
    """
    named = {
        name: {title for title in held if len(title) >= _LEAST_TITLE}
        for name, held in titles.items()
        if not name.isascii()
    }
    frames: dict[tuple[str, str], list[str]] = defaultdict(list)
    pairs: set[tuple[str, str]] = set()
    for name in sorted(name for name, held in named.items() if held):
        for at in range(1, len(name)):
            frames[name[:at], name[at + 1 :]].append(name)
        if len(name) > 2 and name[-1] not in DOTS and named.get(name[:-1]):
            pairs.add((name[:-1], name))
    for (before, _), names in frames.items():
        if len(names) > 1:
            sounds: dict[str, list[str]] = defaultdict(list)
            for name in names:
                sounds["" if len(name) >= _LONG else sound(name[len(before)])].append(name)
            pairs.update(pair for same in sounds.values() for pair in combinations(same, 2))
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs):
        if named[one] & named[other]:
            found[one].append(other)
            found[other].append(one)
    return {name: sorted(set(found[name])) for name in sorted(found)}
