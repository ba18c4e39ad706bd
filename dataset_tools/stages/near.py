"""Near duplicates: which of the pairs that resemble one another are the same article.

The Jaccard index is estimated from the sketches; where the estimate is within ``MARGIN`` of the
threshold it is measured on the texts. Some pairs are no near duplicates, however alike: see
:mod:`dataset_tools.stages.across`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dataset_tools.core.tables import arrow
from dataset_tools.stages.pairs import (
    BANDS,
    Edges,
    Floors,
    band_edges,
    estimate,
    joined,
    matches_for,
)
from dataset_tools.stages.shingles import jaccard

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, np.dtype[Any]]

Texts = Callable[[Sequence[str]], Mapping[str, str]]
"""Ids in, ``id -> title \\n [subtitle \\n] text`` out (ids that are unknown are left out)."""

LINK = 0.6
LINK_ESTIMATE = 0.47
"""Pairs with a Jaccard index of ``LINK`` share a split. Estimates scatter by 0.043 there; pairs are
linked from three standard deviations below it on."""
MARGIN = 0.1
"""Estimates this near to the threshold (three standard deviations) are measured on the texts."""
SHORT, SHORT_THRESHOLD = 80, 0.9
"""Below 80 units (a headline and a sentence or two) one changed character leaves an index under
0.88, and often means another thing."""
APART_DAYS = 31
"""Among 10,943 news items of 2022 to 2024, 7 pairs reach 0.8 and are more than a month apart: each
an announcement of a yearly occasion or of another edition. Copies are published within days."""
PAIRS_A_CALL = 20_000


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, without a copy where it is one already."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


class Rows:
    """The sketch rows and their final ids; columns as NumPy arrays, without copies if possible."""

    def __init__(self, rows: pa.Table, ids: pa.Array) -> None:
        self.rows, self.ids = rows, ids
        self.units: Array = rows["units"].to_numpy()

    def bytes(self, name: str) -> Array:
        """A column of fixed-size binary as ``(rows, width)``."""
        import numpy as np

        column = whole(self.rows[name])
        width = column.type.byte_width
        data = np.frombuffer(column.buffers()[1] or b"", np.uint8)
        return data[column.offset * width :][: len(column) * width].reshape(len(column), width)

    def scripts(self) -> Array:
        """0, 1 for zh-Hans, 2 for zh-Hant."""
        import numpy as np
        import pyarrow.compute as pc

        language = self.rows["language"]
        simplified, traditional = (
            pc.fill_null(pc.equal(language, name), False).to_numpy()
            for name in ("zh-Hans", "zh-Hant")
        )
        return np.where(simplified, 1, np.where(traditional, 2, 0))

    def days(self) -> Array:
        """The published date in days, NaN where there is none."""
        import pyarrow.compute as pc

        pa = arrow()
        dates = pc.cast(pc.cast(self.rows["published"], pa.date32()), pa.int32())
        numbers: Array = pc.cast(dates, pa.float64()).to_numpy()
        return numbers


def links_of(sketch: Array, live: Array, threshold: float) -> Edges:
    """All pairs of ``live`` rows (the best first) estimated at ``LINK_ESTIMATE`` or more."""
    able = matches_for(threshold - MARGIN)
    floors = Floors(min(matches_for(LINK_ESTIMATE), able), able, matches_for(threshold))
    return joined([band_edges(sketch, live, band, floors) for band in range(BANDS)])


def other_numbers(one: Array, other: Array, units: Array) -> Array:
    """Whether the numbers of two records differ as those of two bulletins of one template do.

    ``one`` and ``other`` are rows of number bitmaps, ``units`` those of the shorter record. Both
    must have numbers that the other lacks: at least two, and a fifth of all; one is enough in a
    short text. A revised or reprinted article changes a figure or two of many.
    """
    import numpy as np

    mine = np.bitwise_count(one & ~other).sum(axis=1)
    theirs = np.bitwise_count(other & ~one).sum(axis=1)
    total = np.maximum(np.bitwise_count(one).sum(axis=1), np.bitwise_count(other).sum(axis=1))
    least = np.minimum(mine, theirs)
    result: Array = (least >= np.where(units < SHORT, 1, 2)) & (5 * least >= total)
    return result


def near_pairs(
    state: Rows, links: Edges, threshold: float, texts: Texts | None
) -> tuple[Edges, Array, int]:
    """The pairs that are near duplicates, the similarity of each, and how many were measured."""
    import numpy as np

    similarity = estimate(links.matches)
    units = np.minimum(state.units[links.left], state.units[links.right])
    needed = np.where(units < SHORT, max(SHORT_THRESHOLD, threshold), threshold)
    able = similarity >= needed - (MARGIN if texts else 0)
    at = np.flatnonzero(able)
    left, right, units = links.left[at], links.right[at], units[at]
    numbers, scripts, days = state.bytes("numbers"), state.scripts(), state.days()
    apart = other_numbers(numbers[left], numbers[right], units)
    apart |= scripts[left] + scripts[right] == 3
    apart |= np.abs(days[left] - days[right]) > APART_DAYS  # no date: NaN, never apart
    at = at[~apart]
    left, right, similarity, needed = links.left[at], links.right[at], similarity[at], needed[at]
    doubtful = np.zeros(0, np.int64)
    if texts is not None:
        doubtful = np.flatnonzero(similarity < needed + MARGIN)
        _measure(state.ids, texts, (left[doubtful], right[doubtful]), (similarity, doubtful))
    good = similarity >= needed
    edges = Edges(left[good], right[good], links.matches[at][good])
    return edges, similarity[good], len(doubtful)


def _measure(
    ids: pa.Array, texts: Texts, pairs: tuple[Array, Array], into: tuple[Array, Array]
) -> None:
    """Replace the similarities at some places by the index measured on the texts."""
    similarity, places = into
    for begin in range(0, len(places), PAIRS_A_CALL):
        lefts, rights = (
            ids.take(arrow().array(rows[begin : begin + PAIRS_A_CALL])).to_pylist()
            for rows in pairs
        )
        found = texts(sorted({*lefts, *rights}))
        for offset, (one, other) in enumerate(zip(lefts, rights, strict=True)):
            if one in found and other in found:
                similarity[places[begin + offset]] = jaccard(found[one], found[other])
