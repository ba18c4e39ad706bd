"""Long texts, piece by piece: what is made of the pieces is what the whole text would give.

The arrays of :func:`shingles.units_of` take some 120 bytes a character, a text of 64 MB 3 to 8 GB.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dataset_tools.stages.dedup.shingles import (
    CHARACTER_SHINGLE,
    IDEOGRAPH,
    NUMERAL,
    SKIP,
    WORD_SHINGLE,
    Units,
    folded,
    shingles,
    units_of,
    windows,
)

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

LONG = 240_000
"""Characters from which on a text is worked on in pieces: arrays of 30 MB."""
PIECE = 24_000
_SEARCHED = (256, PIECE)
"""Characters at the end of a piece among which a place to cut is looked for, and then all."""


def pieces(text: str) -> Iterator[str]:
    """``text`` in pieces that together have the units of the whole.

    A piece ends with an ideograph that is no numeral, or with a run of letters or digits that
    something else follows: no run, and no row of numerals, is cut. A run of more than ``PIECE``
    characters, which is no word of any language, counts as several.

    >>> text = "第3届Expo 2021" * 9_000
    >>> "".join(pieces(text)) == text, max(map(len, pieces(text))) <= PIECE
    (True, True)
    """
    begin = 0
    while begin < len(text):
        end = begin + PIECE
        if end < len(text):
            end = next(filter(None, (_cut(text, end - most, end) for most in _SEARCHED)), end)
        yield text[begin:end]
        begin = end


def _cut(text: str, begin: int, end: int) -> int:
    """The last place up to ``end`` where ``text`` may be cut; 0 where there is none."""
    import numpy as np

    found = folded(text[begin : end + 1])
    kind = found >> np.uint32(24) & np.uint32(3)
    alone = (kind[:-1] == IDEOGRAPH) & (found[:-1] & np.uint32(1 << NUMERAL) == 0)
    ended = (kind[:-1] != SKIP) & (kind[:-1] != IDEOGRAPH) & (kind[1:] != kind[:-1])
    places = np.flatnonzero(alone | ended)
    return begin + int(places[-1]) + 1 if len(places) else 0


class LongText:
    """A text of which no more than a piece is held as arrays."""

    def __init__(self, text: str) -> None:
        self._text = text

    def units(self) -> Iterator[Units]:
        """The units of each piece."""
        for piece in pieces(self._text):
            yield units_of([piece])

    def wordy(self) -> bool:
        """Whether runs of letters and digits prevail over ideographs."""
        import numpy as np

        counts = [(len(u.kind), np.count_nonzero(u.kind != IDEOGRAPH)) for u in self.units()]
        return bool(2 * sum(runs for _, runs in counts) > sum(count for count, _ in counts))

    def shingles(self, wordy: bool) -> Iterator[Array]:
        """The hashes of all shingles, by words or by characters, those of a piece together."""
        import numpy as np

        size = WORD_SHINGLE if wordy else CHARACTER_SHINGLE
        held = np.zeros(0, np.uint64)
        count = 0
        for units in self.units():
            count += len(units.hashes)
            held = np.concatenate((held, units.hashes))
            if len(held) >= size:
                yield windows(held, size)
                held = held[1 - size :]
        if 0 < count < size:
            hashed, owners = shingles(held, np.array([count]), size)
            yield hashed[owners == 0]
