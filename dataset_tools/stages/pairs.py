"""Pairs of records that resemble one another: found by bands of their sketches, then measured.

Records that share one of 64 band keys are compared: all with all where few share one. Where many do
(thousands of bulletins or variants of one text) the square of their number is out of reach. Such a
bucket is cut by further bytes of the sketch, then by the numbers of the records, and its best
record is compared with every other one. So a record meets a bounded number of others in each band:
at most half of ``SMALL_BUCKET``, or one a level, half of ``CUT_BUCKET`` and ``NEIGHBOURS``.

One band at a time is sorted (8 bytes a record), so memory beside the sketches hardly grows
(benchmarks/dedup.py: 5 million). Bands are independent of one another (:func:`band_edges`), so they
can be worked on by different processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.stages.minima import BINS
from dataset_tools.stages.shingles import mix
from dataset_tools.stages.sketch import BAND

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

BANDS = 2 * BINS // BAND
"""Every byte is in two keys: with its neighbours, and with those a quarter of the sketch away. The
first 32 bands alone miss 1.2 % of the pairs at 0.6, all of them 0.02 %."""
SMALL_BUCKET = 64
"""Records with one band key up to which each is compared with each."""
CUT_BUCKET = 24
"""The same, for buckets that were cut: they are cut anew in each of the 64 bands."""
CUTS = 3
"""Times that a bucket is cut by four more bytes. Pairs at 0.85 share sixteen bytes in one of the
bands in 99 % of cases, and their numbers as a rule; all of them had met the best record before."""
NEIGHBOURS = 2
_CHUNK = 1 << 15


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


def _number_keys(numbers: Array) -> Array:
    """A number of 32 bits for every bitmap of numbers."""
    import numpy as np

    words = np.ascontiguousarray(numbers).view("<u8")
    weights = mix(np.arange(1, words.shape[1] + 1, dtype=np.uint64))
    keys: Array = (mix((words * weights).sum(axis=1, dtype=np.uint64)) >> np.uint64(32)).astype(
        np.uint32
    )
    return keys


class _Buckets(NamedTuple):
    """Rows, those of one bucket together and the best first, and where each bucket begins."""

    rows: Array
    starts: Array

    def sizes(self) -> Array:
        """Rows of each bucket."""
        import numpy as np

        return np.diff(self.starts, append=len(self.rows))

    def parted(self, most: int) -> tuple[_Buckets, _Buckets]:
        """The buckets of at most so many rows (of one row alone: none), and the larger ones."""
        sizes = self.sizes()
        return self._of((sizes > 1) & (sizes <= most)), self._of(sizes > most)

    def _of(self, chosen: Array) -> _Buckets:
        import numpy as np

        sizes = self.sizes()
        rows = self.rows[np.repeat(chosen, sizes)]
        kept = sizes[chosen]
        return _Buckets(rows, np.cumsum(kept) - kept)

    def cut(self, keys: Array) -> _Buckets:
        """These buckets, cut by one more key of each of the rows."""
        import numpy as np

        owner = np.repeat(np.arange(len(self.starts)), self.sizes())
        order = np.lexsort((keys, owner))  # stable: the best stays first
        keys, owner = keys[order], owner[order]
        new = np.ones(len(order), bool)
        new[1:] = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
        return _Buckets(self.rows[order], np.flatnonzero(new))

    def led(self) -> tuple[Array, Array]:
        """The best row of each bucket with every other one of it."""
        import numpy as np

        sizes = self.sizes()
        others = np.ones(len(self.rows), bool)
        others[self.starts] = False
        return np.repeat(self.rows[self.starts], sizes - 1), self.rows[others]

    def paired(self, furthest: int) -> Iterator[tuple[Array, Array]]:
        """Pairs of rows of one bucket, at most so far apart in it."""
        import numpy as np

        ends = np.repeat(self.starts + self.sizes(), self.sizes())
        at = np.arange(len(self.rows))
        for distance in range(1, furthest + 1):
            at = at[at + distance < ends[at]]
            if not len(at):
                return
            yield self.rows[at], self.rows[at + distance]


def _buckets(keys: Array, live: Array) -> _Buckets:
    """The rows of ``live`` by their keys, in its order within each bucket."""
    import numpy as np

    packed = keys[live].astype(np.uint64) << np.uint64(32) | np.arange(len(live), dtype=np.uint64)
    packed.sort()
    keys = packed >> np.uint64(32)
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    return _Buckets(live[(packed & np.uint64(0xFFFFFFFF)).astype(np.int64)], np.flatnonzero(new))


def _met(sketch: Array, numbers: Array, live: Array, band: int) -> Iterator[tuple[Array, Array]]:
    """The pairs of rows that are compared for the sake of one band."""
    half = BANDS // 2
    small, large = _buckets(_keys(sketch, band), live).parted(SMALL_BUCKET)
    yield from small.paired(SMALL_BUCKET)
    for level in range(1, CUTS + 2):
        if not len(large.rows):
            return
        yield large.led()
        if level <= CUTS:
            further = band // half * half + (band + level) % half
            keys = _keys(sketch[large.rows], further)
        else:
            keys = _number_keys(numbers[large.rows])
        small, large = large.cut(keys).parted(CUT_BUCKET)
        yield from small.paired(CUT_BUCKET)
    if len(large.rows):
        yield large.led()
        yield from large.paired(NEIGHBOURS)


def band_edges(sketch: Array, numbers: Array, live: Array, band: int, floor: int) -> Edges:
    """Pairs that share the key of ``band`` and agree in at least ``floor`` bytes.

    ``sketch`` is ``(rows, 128)``, ``numbers`` the bitmaps of the rows, ``live`` the rows that take
    part, the best one first. A pair may come more than once, from one band or from several.
    """
    import numpy as np

    found = []
    for left, right in _met(sketch, numbers, live, band):
        for begin in range(0, len(left), _CHUNK):
            one, other = left[begin : begin + _CHUNK], right[begin : begin + _CHUNK]
            matches = np.count_nonzero(sketch[one] == sketch[other], axis=1)
            near = np.flatnonzero(matches >= floor)
            if len(near):
                one, other = one[near], other[near]
                lower, upper = np.minimum(one, other), np.maximum(one, other)
                found.append(Edges(lower, upper, matches[near]))
    return joined(found)


def joined(found: list[Edges]) -> Edges:
    """Several sets of edges as one, in their order."""
    import numpy as np

    found = [edges for edges in found if len(edges.left)]
    if not found:
        none = np.zeros(0, np.int64)
        return Edges(none, none, none)
    return Edges(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def distinct(edges: Edges) -> Edges:
    """Every pair once, in the order of its rows."""
    import numpy as np

    packed = edges.left.astype(np.uint64) << np.uint64(32) | edges.right.astype(np.uint64)
    order = np.argsort(packed)
    packed = packed[order]
    new = np.ones(len(order), bool)
    new[1:] = packed[1:] != packed[:-1]
    return Edges(*(column[order[new]] for column in edges))


class Clusters:
    """Rows that are connected, directly or over others. ``label``: the least row of each's."""

    def __init__(self, rows: int) -> None:
        import numpy as np

        self.label: Array = np.arange(rows)

    def join(self, left: Array, right: Array) -> None:
        """Connect pairs of rows. Nothing of the pairs is kept.

        >>> import numpy as np
        >>> clusters = Clusters(5)
        >>> clusters.join(np.array([3, 1]), np.array([4, 3]))
        >>> clusters.label.tolist()
        [0, 1, 2, 1, 1]
        """
        import numpy as np

        one, other = self.label[left], self.label[right]
        apart = one != other
        if not apart.any():
            return
        heads, places = np.unique(np.concatenate((one[apart], other[apart])), return_inverse=True)
        half = len(places) // 2
        self.label[heads] = heads[_components(len(heads), places[:half], places[half:])]
        self.label = self.label[self.label]


def _components(rows: int, left: Array, right: Array) -> Array:
    """For each row the least row that it is connected with (itself where there is no edge)."""
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
