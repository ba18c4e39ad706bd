"""The Jaccard index of texts over their shingles, measured exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dataset_tools.stages.dedup.long_text import LONG, LongText
from dataset_tools.stages.dedup.shingles import CHARACTER_SHINGLE, WORD_SHINGLE, shingles, units_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

Name = TypeVar("Name", str, int)
"""What texts are known by."""

_BLOCK_CHARACTERS = 100_000


class _Shingled(NamedTuple):
    """A text: its length, whether words prevail, and its sorted, distinct shingles."""

    length: int
    wordy: bool
    found: Array


def _shingled(texts: Sequence[str], wordy: bool | None = None) -> list[_Shingled]:
    """Several texts, cut up at once; by words or by characters where ``wordy`` says so."""
    import numpy as np

    if any(len(text) >= LONG for text in texts):
        return [_long(text, wordy) for text in texts]
    units = units_of(texts)
    kinds = units.wordy if wordy is None else np.full(len(texts), wordy)
    sets: list[Array] = [np.zeros(0, np.uint64)] * len(texts)
    for size, members in ((WORD_SHINGLE, kinds), (CHARACTER_SHINGLE, ~kinds)):
        if not members.any():
            continue
        chosen = units.hashes[np.repeat(members, units.counts)]
        hashed, owners = shingles(chosen, np.where(members, units.counts, 0), size)
        order = np.lexsort((hashed, owners))
        hashed, owners = hashed[order], owners[order]
        new = np.ones(len(order), bool)
        new[1:] = (hashed[1:] != hashed[:-1]) | (owners[1:] != owners[:-1])
        hashed, owners = hashed[new], owners[new]
        ends = np.searchsorted(owners, np.arange(len(texts) + 1))
        for place in np.flatnonzero(members).tolist():
            sets[place] = hashed[ends[place] : ends[place + 1]]
    rows = zip(texts, kinds.tolist(), sets, strict=True)
    return [_Shingled(len(text), kind, found) for text, kind, found in rows]


def _long(text: str, wordy: bool | None) -> _Shingled:
    """The same of a long text: 8 bytes a shingle are held, twice while they are sorted."""
    import numpy as np

    whole = LongText(text)
    kind = whole.wordy() if wordy is None else wordy
    found = [np.unique(hashed) for hashed in whole.shingles(kind)]
    return _Shingled(len(text), kind, np.unique(np.concatenate(found or [np.zeros(0, np.uint64)])))


def _index(one: Array, other: Array) -> float:
    import numpy as np

    both = np.concatenate((one, other))
    both.sort(kind="stable")  # merges the two runs
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    union = len(both) - common
    return common / union if union else 1.0


def jaccard(one: str, other: str) -> float:
    """The Jaccard index of the shingles of two texts.

    The size of the shingles is that of the longer text (words against characters).

    >>> round(jaccard("望川河口水鸟调查", "望川河口水鸟计数"), 2)
    0.33
    """
    found = jaccards({"one": one, "other": other}, [("one", "other")])[0]
    return 0.0 if found is None else found


def jaccards(texts: Mapping[Name, str], pairs: Iterable[tuple[Name, Name]]) -> list[float | None]:
    """The index of each pair of names; None where a text is not there. Each text is cut up once.

    >>> jaccards({"a": "望川河口", "b": "望川河口"}, [("a", "b"), ("a", "c")])
    [1.0, None]
    """
    known: dict[Name, _Shingled] = {}
    for names in _blocks(texts):
        known |= zip(names, _shingled([texts[name] for name in names]), strict=True)
    found: list[float | None] = []
    for pair in pairs:
        if not all(name in known for name in pair):
            found.append(None)
            continue
        one, other = (known[name] for name in pair)
        if one.wordy != other.wordy:
            longer = one if one.length >= other.length else other
            one, other = _shingled([texts[name] for name in pair], longer.wordy)
        found.append(_index(one.found, other.found))
    return found


def _blocks(texts: Mapping[Name, str]) -> Iterator[list[Name]]:
    """The names of the texts, so many at a time that their arrays stay small."""
    names: list[Name] = []
    size = 0
    for name, text in texts.items():
        if len(text) >= LONG and names:
            yield names
            names, size = [], 0
        names.append(name)
        size += len(text)
        if size > _BLOCK_CHARACTERS:
            yield names
            names, size = [], 0
    if names:
        yield names
