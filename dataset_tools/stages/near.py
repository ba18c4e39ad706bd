"""Near duplicates: which of the pairs that resemble one another are the same article.

The Jaccard index is estimated from the sketches; where the estimate is within ``MARGIN`` of the
threshold it is measured on the texts. Some pairs are no near duplicates, however alike: see
:mod:`dataset_tools.stages.across`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.core.tables import arrow
from dataset_tools.stages.jaccard import jaccards
from dataset_tools.stages.minima import BINS
from dataset_tools.stages.pairs import (
    BANDS,
    Clusters,
    Edges,
    band_edges,
    distinct,
    estimate,
    joined,
    matches_for,
)

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
PAIRS_A_CALL = 3_000
"""Pairs whose texts are held at once."""
PARTNERS, MEASURED = 16, 4
"""For each record at most so many pairs by rank, and as many by similarity, are kept, and measured
on their texts. A bulletin of a template resembles thousands."""
FEW = 8
"""A record with more pairs than this is measured in any case: the highest of many estimates is
beyond three deviations by chance. In 10,943 news items no record has more than one pair."""
_HELD = 1 << 20
"""Pairs that are held before they are thinned out."""


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, without a copy where it is one already."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


class Rows:
    """The sketch rows, their final ids and ranks; columns as NumPy arrays, without copies."""

    def __init__(self, rows: pa.Table, ids: pa.Array, rank: Array) -> None:
        self.rows, self.ids, self.rank = rows, ids, rank
        self.units: Array = rows["units"].to_numpy()

    def bytes(self, name: str) -> Array:
        """A column of fixed-size binary as ``(rows, width)``."""
        import numpy as np

        column = whole(self.rows[name])
        width = column.type.byte_width
        data = np.frombuffer(column.buffers()[1] or b"", np.uint8)
        return data[column.offset * width :][: len(column) * width].reshape(len(column), width)

    @cached_property
    def numbers(self) -> Array:
        """The bitmaps of the numbers in each record."""
        return self.bytes("numbers")

    @cached_property
    def scripts(self) -> Array:
        """0, 1 for zh-Hans, 2 for zh-Hant."""
        import numpy as np
        import pyarrow.compute as pc

        language = self.rows["language"]
        simplified, traditional = (
            pc.fill_null(pc.equal(language, name), False).to_numpy()
            for name in ("zh-Hans", "zh-Hant")
        )
        return np.where(simplified, np.int8(1), np.where(traditional, np.int8(2), np.int8(0)))

    @cached_property
    def days(self) -> Array:
        """The published date in days, NaN where there is none."""
        import pyarrow.compute as pc

        pa = arrow()
        dates = pc.cast(pc.cast(self.rows["published"], pa.date32()), pa.int32())
        numbers: Array = pc.cast(dates, pa.float64()).to_numpy()
        return numbers

    def later(self, edges: Edges) -> Array:
        """Of each pair the row that comes later in the order of preference."""
        import numpy as np

        swap = self.rank[edges.left] > self.rank[edges.right]
        return np.where(swap, edges.left, edges.right)

    def apart(self, edges: Edges) -> Array:
        """Which pairs are different articles, however alike."""
        import numpy as np

        left, right = edges.left, edges.right
        units = np.minimum(self.units[left], self.units[right])
        result = other_numbers(self.numbers[left], self.numbers[right], units)
        result |= self.scripts[left] + self.scripts[right] == 3
        result |= np.abs(self.days[left] - self.days[right]) > APART_DAYS  # no date: NaN
        return result

    def needed(self, edges: Edges, threshold: float) -> Array:
        """The index from which on each pair is one article."""
        import numpy as np

        units = np.minimum(self.units[edges.left], self.units[edges.right])
        return np.where(units < SHORT, max(SHORT_THRESHOLD, threshold), threshold)


def other_numbers(one: Array, other: Array, units: Array) -> Array:
    """Whether the numbers of two records differ as those of two bulletins of one template do.

    ``one`` and ``other`` are rows of number bitmaps, ``units`` those of the shorter record. Both
    must have numbers that the other lacks: at least two, and a fifth of all; one is enough in a
    short text. A revised or reprinted article changes a figure or two of many.
    """
    import numpy as np

    def count(bitmaps: Array) -> Array:
        words = np.ascontiguousarray(bitmaps).view("<u8")
        total: Array = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
        return total

    first, second, both = count(one), count(other), count(one & other)
    total, least = np.maximum(first, second), np.minimum(first, second) - both
    result: Array = (least >= np.where(units < SHORT, 1, 2)) & (5 * least >= total)
    return result


class Near(NamedTuple):
    """The pairs that are near duplicates, the similarity of each, and how many were measured."""

    edges: Edges
    similarity: Array
    measured: int


def near_pairs(
    state: Rows, live: Array, clusters: Clusters, threshold: float, texts: Texts | None
) -> Near:
    """The near duplicates among ``live`` rows (the best first).

    ``clusters`` is told of every pair that is estimated at ``LINK_ESTIMATE`` or more.
    """
    margin = MARGIN if texts else 0.0
    sketch = state.bytes("sketch")
    floor = matches_for(min(LINK_ESTIMATE, threshold - margin))
    linked = matches_for(LINK_ESTIMATE)
    found: list[Edges] = []
    most = _HELD
    for band in range(BANDS):
        edges = band_edges(sketch, state.numbers, live, band, floor)
        near = edges.matches >= linked
        clusters.join(edges.left[near], edges.right[near])
        found.append(_able(state, edges, threshold, margin))
        if sum(len(edges.left) for edges in found) > most:
            found = [_thinned(state, joined(found))]
            most = max(_HELD, 2 * len(found[0].left))
    edges = _thinned(state, joined(found))
    similarity, needed = estimate(edges.matches), state.needed(edges, threshold)
    measured = 0
    if texts is not None:
        doubtful = (similarity < needed + MARGIN) | _many(state.later(edges))
        places = _first(state, edges, doubtful, MEASURED)
        estimates = similarity[places]
        similarity[doubtful] = 0.0  # one that is not measured is none
        similarity[places] = _measured(state.ids, texts, edges, places, estimates)
        measured = len(places)
    good = similarity >= needed
    return Near(Edges(*(column[good] for column in edges)), similarity[good], measured)


def _many(later: Array) -> Array:
    """Which pairs are of a row that has more than ``FEW``."""
    import numpy as np

    result: Array = np.bincount(later)[later] > FEW if len(later) else np.zeros(0, bool)
    return result


def _able(state: Rows, edges: Edges, threshold: float, margin: float) -> Edges:
    """Those pairs that may be one article."""
    able = estimate(edges.matches) >= state.needed(edges, threshold) - margin
    edges = Edges(*(column[able] for column in edges))
    able = ~state.apart(edges)
    return Edges(*(column[able] for column in edges))


def _thinned(state: Rows, edges: Edges) -> Edges:
    """Every pair once; of a record that resembles very many others the first ``PARTNERS``."""
    import numpy as np

    edges = distinct(edges)
    kept = _first(state, edges, np.ones(len(edges.left), bool), PARTNERS)
    return Edges(*(column[kept] for column in edges))


def _first(state: Rows, edges: Edges, among: Array, most: int) -> Array:
    """Places of the pairs, so many for each later row at most: the most alike, and the best ranked.

    A row is removed for the sake of the best ranked row that it resembles, which need not be the
    most similar one; so it is looked for from both ends.
    """
    import numpy as np

    at = np.flatnonzero(among)
    edges = Edges(*(column[at] for column in edges))
    later = state.later(edges).astype(np.int64)
    best = state.rank[edges.left + edges.right - later]
    chosen = np.zeros(len(at), bool)
    by_rank = np.argsort(later << 32 | best)
    alike = (later << 8 | BINS - edges.matches)[by_rank]
    for order in (by_rank, by_rank[np.argsort(alike, kind="stable")]):
        ordered = later[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        places = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
        chosen[order[places < most]] = True
    return at[chosen]


def _measured(ids: pa.Array, texts: Texts, edges: Edges, places: Array, estimates: Array) -> Array:
    """The index of some pairs, measured on their texts; the estimate where one is not there."""
    result = estimates.copy()
    for begin in range(0, len(places), PAIRS_A_CALL):
        some = places[begin : begin + PAIRS_A_CALL]
        lefts, rights = (
            ids.take(arrow().array(rows[some])).to_pylist() for rows in (edges.left, edges.right)
        )
        found = jaccards(texts(sorted({*lefts, *rights})), zip(lefts, rights, strict=True))
        for place, index in enumerate(found, begin):
            if index is not None:
                result[place] = index
    return result
