"""Bands of sketches: the keys by which records meet, and how much two sketches agree."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, Any

from dataset_tools.stages.dedup.minima import BINS
from dataset_tools.stages.dedup.sketch import BAND

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

BANDS = 2 * BINS // BAND
"""Every byte is in two keys: with its neighbours, and with those a quarter of the sketch away. The
first 32 bands alone miss 1.2 % of the pairs at 0.6, all of them 0.02 %."""
_CHUNK = 1 << 15


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


class Sketches:
    """The sketches of all rows, ``(rows, 128)``: keys of bands, and agreement of pairs.

    Where they are mapped from a file (``held``), what was read is let go after each piece.
    """

    def __init__(self, values: Array, held: mmap.mmap | None = None) -> None:
        self.values, self._held = values, held

    def keys(self, band: int, rows: Array | None = None) -> Array:
        """The key of one band for every row, or for some, as a number of 32 bits."""
        import numpy as np

        half = BANDS // 2
        near = slice(band * BAND, (band + 1) * BAND)
        taken = near if band < half else slice(band - half, None, half)
        keys = np.empty(len(self.values) if rows is None else len(rows), np.uint32)
        for at in range(0, len(keys), _CHUNK):
            some = slice(at, at + _CHUNK)
            values = self.values[some if rows is None else rows[some]]
            keys[some] = np.ascontiguousarray(values[:, taken]).view("<u4")[:, 0]
            self._let_go()
        return keys

    def matches(self, one: Array, other: Array) -> Array:
        """In how many bytes the sketches of pairs of rows agree."""
        import numpy as np

        same = self.values[one] == self.values[other]
        self._let_go()
        result: Array = np.count_nonzero(same, axis=1)
        return result

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.madvise(mmap.MADV_DONTNEED)
