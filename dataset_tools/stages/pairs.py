"""Pairs of records that resemble one another: found by bands of their sketches, then measured.

Records that share one of 64 band keys are compared. One band at a time is sorted (8 bytes a
record), so memory beside the sketches hardly grows (benchmarks/dedup.py: 5 million). Bands are
independent of one another (:func:`band_edges`), so they can be worked on by different processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.stages.sketch import BAND, BINS

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

BANDS = 2 * BINS // BAND
"""Every byte is in two keys: with its neighbours, and with those a quarter of the sketch away. The
first 32 bands alone miss 1.2 % of the pairs at 0.6, all of them 0.02 %."""
SMALL_BUCKET = 64
LARGE_BUCKET = 4096
LEADERS = 64
"""Buckets up to the first size are paired in one go for all of a band. In larger ones (thousands of
bulletins or variants of one text) leaders are compared with the rest, in buckets above the second
size only so many leaders, and neighbours."""
_CHUNK = 1 << 15


class Floors(NamedTuple):
    """From how many equal bytes on a pair shares a split, may be a duplicate, surely is one."""

    link: int
    able: int
    sure: int


class Edges(NamedTuple):
    """Pairs ``left < right`` of rows, and in how many of the 128 bytes their sketches agree."""

    left: Array
    right: Array
    matches: Array


def estimate(matches: Any) -> Array:
    """The Jaccard index that so many equal bytes of 128 stand for.

    The standard deviation is 0.035 at 0.8. Two different values agree in one byte of 256 by chance;
    that share is taken off.
    """
    import numpy as np

    share = np.asarray(matches, np.float64) / BINS
    return np.clip((share - 1 / 256) / (1 - 1 / 256), 0.0, 1.0)


def matches_for(similarity: float) -> int:
    """The least number of equal bytes whose estimate reaches ``similarity``.

    >>> float(estimate(matches_for(0.8))) >= 0.8 > float(estimate(matches_for(0.8) - 1))
    True
    """
    return next(n for n in range(BINS + 2) if n > BINS or float(estimate(n)) >= similarity)


def _keys(sketch: Array, band: int) -> Array:
    """The key of one band for every row, as a number of 32 bits."""
    import numpy as np

    half = BANDS // 2
    taken = slice(band * BAND, (band + 1) * BAND) if band < half else slice(band - half, None, half)
    keys: Array = np.ascontiguousarray(sketch[:, taken]).view("<u4")[:, 0]
    return keys


def _bands_equal(equal: Array) -> Array:
    """Which bands agree, ``(pairs, BANDS)``, from which bytes do, ``(pairs, 128)``."""
    import numpy as np

    beside = equal.reshape(len(equal), BINS // BAND, BAND).all(axis=2)
    apart = equal.reshape(len(equal), BAND, BINS // BAND).all(axis=1)
    return np.concatenate((beside, apart), axis=1)


def _measured(sketch: Array, left: Array, right: Array, band: int, floor: int) -> Iterator[Edges]:
    """Those pairs that agree in ``floor`` bytes and in no earlier band (where they were found)."""
    import numpy as np

    for begin in range(0, len(left), _CHUNK):
        one, other = left[begin : begin + _CHUNK], right[begin : begin + _CHUNK]
        equal = sketch[one] == sketch[other]
        matches = np.count_nonzero(equal, axis=1)
        near = np.flatnonzero(matches >= floor)
        near = near[~_bands_equal(equal[near])[:, :band].any(axis=1)]
        first, second = one[near], other[near]
        yield Edges(np.minimum(first, second), np.maximum(first, second), matches[near])


def _small(keys: Array, rows: Array, large: Array) -> Iterator[tuple[Array, Array]]:
    """All pairs of the buckets that are not ``large`` (a mask), by distance in the sorted keys."""
    import numpy as np

    at = np.flatnonzero((keys[1:] == keys[:-1]) & ~large[1:])
    for distance in range(1, SMALL_BUCKET + 1):
        if not len(at):
            return
        yield rows[at], rows[at + distance]
        at = at[at + distance + 1 < len(keys)]
        at = at[keys[at + distance + 1] == keys[at]]


def _led(sketch: Array, rows: Array, band: int, floors: Floors) -> Iterator[Edges]:
    """Pairs within one large bucket, whose best row comes first.

    Each leader takes those that surely duplicate it out; of pairs that only share a split, one for
    each row is enough to connect it.
    """
    import numpy as np

    many = len(rows) > LARGE_BUCKET
    if many:
        yield from _measured(sketch, rows[:-1], rows[1:], band, floors.link)
    rest, linked = rows, np.zeros(len(rows), bool)
    for _ in range(LEADERS if many else len(rows)):
        leader, rest, linked = rest[0], rest[1:], linked[1:]
        if not len(rest):
            return
        matches = np.concatenate(
            [
                np.count_nonzero(sketch[rest[at : at + _CHUNK]] == sketch[leader], axis=1)
                for at in range(0, len(rest), _CHUNK)
            ]
        )
        near = matches >= floors.link
        wanted = rest[(matches >= floors.able) | (near & ~linked)]
        yield from _measured(sketch, np.full(len(wanted), leader), wanted, band, floors.link)
        linked |= near
        left = matches < floors.sure
        rest, linked = rest[left], linked[left]
        if not len(rest):
            return


def band_edges(sketch: Array, live: Array, band: int, floors: Floors) -> Edges:
    """The pairs that share the key of ``band`` (and of no earlier one) and ``floors.link`` bytes.

    ``sketch`` is ``(rows, 128)``, ``live`` the rows that take part, the best one first: leaders of
    large buckets are the best. The pairs come in the order of their key: the same on every machine.
    """
    import numpy as np

    packed = _keys(sketch, band)[live].astype(np.uint64) << np.uint64(32) | np.arange(
        len(live), dtype=np.uint64
    )
    packed.sort()
    keys = packed >> np.uint64(32)
    rows = live[(packed & np.uint64(0xFFFFFFFF)).astype(np.int64)]
    borders = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    large = np.zeros(len(rows), bool)
    found: list[Edges] = []
    for bucket in np.flatnonzero(np.diff(borders) > SMALL_BUCKET).tolist():
        members = slice(int(borders[bucket]), int(borders[bucket + 1]))
        large[members] = True
        found += _led(sketch, rows[members], band, floors)
    for left, right in _small(keys, rows, large):
        found += _measured(sketch, left, right, band, floors.link)
    return joined(found)


def joined(found: list[Edges]) -> Edges:
    """Several sets of edges as one, in their order."""
    import numpy as np

    found = [edges for edges in found if len(edges.left)]
    if not found:
        none = np.zeros(0, np.int64)
        return Edges(none, none, none)
    return Edges(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def components(rows: int, left: Array, right: Array) -> Array:
    """For each row the least row that it is connected with (itself where there is no edge).

    >>> import numpy as np
    >>> components(5, np.array([3, 1]), np.array([4, 3])).tolist()
    [0, 1, 2, 1, 1]
    """
    import numpy as np

    label = np.arange(rows)
    while True:
        least = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, left, least)
        np.minimum.at(label, right, least)
        np.minimum.at(label, before[left], least)
        np.minimum.at(label, before[right], least)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(label, before):
            return label
