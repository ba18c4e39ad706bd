"""Pairs of records that resemble one another: found by bands of their sketches, then measured.

Records that share one of 64 band keys are compared: all with all where few share one. Where many do
(thousands of bulletins or variants of one text) the square of their number is out of reach. Such a
bucket is cut by further bytes of the sketch, then by the numbers of the records, and its best
record is compared with every other one. So a record meets a bounded number of others in each band:
at most half of ``SMALL_BUCKET``, or one a level, half of ``CUT_BUCKET`` and ``NEIGHBOURS``.

One band at a time is sorted (8 bytes a record), so memory beside the sketches hardly grows
(benchmarks/dedup.py: 5 million). Bands are independent of one another (:func:`met`), so
different processes can work on them. Pairs are then gathered by their lower row, and a pair that
met in several bands is compared once (:func:`agreeing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.stages.dedup.bands import BANDS, Sketches
from dataset_tools.stages.dedup.shingles import mix

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

SMALL_BUCKET = 64
"""Records with one band key up to which each is compared with each."""
CUT_BUCKET = 24
"""The same, for buckets that were cut: they are cut anew in each of the 64 bands."""
CUTS = 3
"""Times that a bucket is cut by four more bytes. Pairs at 0.85 share sixteen bytes in one of the
bands in 99 % of cases, and their numbers as a rule; all of them had met the best record before."""
NEIGHBOURS = 2
_HELD = 1 << 20
"""Pairs that are held before they are given out."""
_COMPARED = 1 << 15


class Edges(NamedTuple):
    """Pairs ``left < right`` of rows, and in how many of the 128 bytes their sketches agree."""

    left: Array
    right: Array
    matches: Array


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
    new = _new(keys)
    return _Buckets(live[(packed & np.uint64(0xFFFFFFFF)).astype(np.int64)], np.flatnonzero(new))


def _met(sketches: Sketches, numbers: Array, live: Array, band: int) -> Iterator[Array]:
    """The pairs of rows that are compared for the sake of one band, packed."""
    half = BANDS // 2
    small, large = _buckets(sketches.keys(band), live).parted(SMALL_BUCKET)
    yield from starmap(_packed, small.paired(SMALL_BUCKET))
    for level in range(1, CUTS + 2):
        if not len(large.rows):
            return
        yield _packed(*large.led())
        if level <= CUTS:
            keys = sketches.keys(band // half * half + (band + level) % half, large.rows)
        else:
            keys = _number_keys(numbers[large.rows])
        small, large = large.cut(keys).parted(CUT_BUCKET)
        yield from starmap(_packed, small.paired(CUT_BUCKET))
    if len(large.rows):
        yield _packed(*large.led())
        yield from starmap(_packed, large.paired(NEIGHBOURS))


def _packed(one: Array, other: Array) -> Array:
    """Pairs as single numbers, the lower row first: sorted, they are in the order of the rows."""
    import numpy as np

    lower, upper = np.minimum(one, other), np.maximum(one, other)
    packed: Array = lower.astype(np.uint64) << np.uint64(32) | upper.astype(np.uint64)
    return packed


def met(sketches: Sketches, numbers: Array, live: Array, bands: Iterable[int]) -> Iterator[Array]:
    """The pairs that meet in one of ``bands``, packed, in pieces of some million pairs.

    Each piece is sorted and has a pair once. ``numbers`` are the bitmaps of the rows, ``live`` the
    rows that take part, the best one first.
    """
    import numpy as np

    held: list[Array] = [np.zeros(0, np.uint64)]
    size = 0
    for band in bands:
        for pairs in _met(sketches, numbers, live, band):
            held.append(pairs)
            size += len(pairs)
            if size > _HELD:
                yield ordered(np.concatenate(held))
                held, size = [], 0
    if held:
        yield ordered(np.concatenate(held))


def ordered(packed: Array) -> Array:
    """Packed pairs in order, each once; ``packed`` itself is sorted."""
    packed.sort()  # np.unique would hash them, at six times the cost
    return packed[_new(packed)]


def agreeing(sketches: Sketches, packed: Array, floor: int) -> Edges:
    """Of some packed pairs those whose sketches agree in at least ``floor`` bytes."""
    import numpy as np

    found = []
    for at in range(0, len(packed), _COMPARED):
        some = packed[at : at + _COMPARED]
        left = (some >> np.uint64(32)).astype(np.int64)
        right = (some & np.uint64(0xFFFFFFFF)).astype(np.int64)
        matches = sketches.matches(left, right)
        near = np.flatnonzero(matches >= floor)
        found.append(Edges(left[near], right[near], matches[near]))
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

    packed = _packed(edges.left, edges.right)
    order = np.argsort(packed)
    order = order[_new(packed[order])]
    return Edges(*(column[order] for column in edges))


def _new(ordered: Array) -> Array:
    """Which of some sorted numbers are not the one before them."""
    import numpy as np

    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new
