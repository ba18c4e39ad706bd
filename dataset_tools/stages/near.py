"""Near duplicates: which of the pairs that resemble one another are the same article.

The Jaccard index is estimated from the sketches; where the estimate is within ``MARGIN`` of the
threshold it is measured on the texts. Some pairs are no near duplicates, however alike: see
:mod:`dataset_tools.stages.across`.

Every step is a task that other processes can run (:class:`SharedSearch`, :class:`Measure`); what
is found does not depend on how they were spread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.stages.bands import BANDS, estimate, matches_for
from dataset_tools.stages.clusters import Clusters
from dataset_tools.stages.jaccard import jaccards
from dataset_tools.stages.minima import BINS
from dataset_tools.stages.pairs import Edges, agreeing, distinct, joined, met, ordered
from dataset_tools.stages.rows import Rows, opened

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

Texts = Callable[[Sequence[int]], Mapping[int, str]]
"""Sorted rows in, ``row -> title \\n [subtitle \\n] text`` out."""
Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Runs a task over items and gives the results in order, as ``map`` does."""

LINK = 0.6
LINK_ESTIMATE = 0.47
"""Pairs with a Jaccard index of ``LINK`` share a split. Estimates scatter by 0.043 there; pairs are
linked from three standard deviations below it on."""
MARGIN = 0.1
"""Estimates this near to the threshold (three standard deviations) are measured on the texts."""
BANDS_A_TASK = 8
BLOCK = 1 << 16
"""Rows of a block: the pairs of a million records of which each has 90 variants take 40 MB a
block."""
TEXTS_A_TASK = 6_000
"""Texts that are held at once, with their shingles: some 40 MB."""
PARTNERS, MEASURED = 16, 4
"""For each record at most so many pairs by rank, and as many by similarity, are kept, and measured
on their texts. A bulletin of a template resembles thousands."""
FEW = 8
"""A record with more pairs than this is measured in any case: the highest of many estimates is
beyond three deviations by chance. In 10,943 news items no record has more than one pair."""
_HELD = 1 << 18
"""Pairs that are held before they are thinned out."""
_SORTED = 1 << 23
"""Pairs that are sorted at once."""


class Found(NamedTuple):
    """Rows to be connected (each with the least of its cluster), and pairs that may be one."""

    rows: Array
    heads: Array
    edges: Edges


class Bar(NamedTuple):
    """How alike a near duplicate is, and how far an estimate may be from that."""

    threshold: float
    margin: float


@dataclass(frozen=True)
class Search:
    """Looks for pairs in memory, in one go."""

    rows: Rows
    live: Array
    bar: Bar

    def found(self, run: Run) -> Iterator[Found]:  # noqa: ARG002 — of every search
        """What all bands together find."""
        import numpy as np

        rows = self.rows
        pieces = list(met(rows.sketch, rows.numbers, self.live, range(BANDS)))
        yield alike(rows, [ordered(np.concatenate(pieces))], self.bar)


@dataclass(frozen=True)
class SharedSearch:
    """Looks for pairs by tasks over the rows that lie in a folder (:meth:`Rows.save`).

    Pairs are shuffled by way of files: some tasks find those that meet in their bands, others
    compare those whose lower row is in their block.
    """

    folder: Path
    blocks: int
    bar: Bar

    def found(self, run: Run) -> Iterator[Found]:
        """What each block finds."""
        bands = [range(at, at + BANDS_A_TASK) for at in range(0, BANDS, BANDS_A_TASK)]
        for _ in run(self.meet, bands):
            pass
        yield from run(self.compare, range(self.blocks))

    def meet(self, bands: range) -> None:
        """Write the pairs that meet in some bands to a file for each block."""
        import numpy as np

        rows, live = opened(self.folder)
        borders = np.arange(1, self.blocks, dtype=np.uint64) * np.uint64(BLOCK << 32)
        with ExitStack() as stack:
            files = [
                stack.enter_context(self._place(bands.start, block).open("wb"))
                for block in range(self.blocks)
            ]
            for packed in met(rows.sketch, rows.numbers, live, bands):
                parted = np.split(packed, np.searchsorted(packed, borders))
                for file, some in zip(files, parted, strict=True):
                    file.write(some.data)

    def compare(self, block: int) -> Found:
        """Compare the pairs of a block."""
        rows, _ = opened(self.folder)
        return alike(rows, self._pairs(block), self.bar)

    def _pairs(self, block: int) -> Iterator[Array]:
        """The pairs of a block, each once; by parts of its rows where they are very many."""
        import numpy as np

        places = [self._place(at, block) for at in range(0, BANDS, BANDS_A_TASK)]
        count = sum(place.stat().st_size for place in places) // 8
        borders = np.linspace(block * BLOCK, (block + 1) * BLOCK, 2 + count // _SORTED)
        for low, high in pairwise((borders.astype(np.uint64) << np.uint64(32)).tolist()):
            pieces = (np.fromfile(place, np.uint64) for place in places)
            yield ordered(np.concatenate([p[(p >= low) & (p < high)] for p in pieces]))

    def _place(self, band: int, block: int) -> Path:
        return self.folder / f"pairs-{band}-{block}"


def alike(rows: Rows, pairs: Iterable[Array], bar: Bar) -> Found:
    """Of packed pairs those that resemble one another; each pair comes once."""
    import numpy as np

    clusters, found = Clusters(len(rows.units)), _Pairs(rows)
    floor = matches_for(min(LINK_ESTIMATE, bar.threshold - bar.margin))
    for packed in pairs:
        for at in range(0, len(packed), _HELD):
            edges = agreeing(rows.sketch, packed[at : at + _HELD], floor)
            near = edges.matches >= matches_for(LINK_ESTIMATE)
            clusters.join(edges.left[near], edges.right[near])
            found.add(_able(rows, edges, bar))
    moved = np.flatnonzero(clusters.label != np.arange(len(rows.units)))
    return Found(moved, clusters.label[moved], found.thinned())


class _Pairs:
    """Pairs as they are found, thinned out whenever they have become many."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._held: list[Edges] = []
        self._most = _HELD

    def add(self, edges: Edges) -> None:
        """Take in pairs."""
        self._held.append(edges)
        if sum(len(edges.left) for edges in self._held) > self._most:
            self._most = max(_HELD, 2 * len(self.thinned().left))

    def thinned(self) -> Edges:
        """Every pair once; of a record that resembles very many others the first ``PARTNERS``."""
        import numpy as np

        edges = distinct(joined(self._held))
        kept = _first(self._rows, edges, np.ones(len(edges.left), bool), PARTNERS)
        edges = Edges(*(column[kept] for column in edges))
        self._held = [edges]
        return edges


@dataclass(frozen=True)
class Measure:
    """Measures the index of pairs of rows on their texts; NaN where a text is not there."""

    texts: Texts

    def __call__(self, pairs: tuple[Array, Array]) -> Array:
        import numpy as np

        left, right = (side.tolist() for side in pairs)
        found = jaccards(self.texts(sorted({*left, *right})), zip(left, right, strict=True))
        return np.array([np.nan if index is None else index for index in found])


class Near(NamedTuple):
    """The pairs that are near duplicates, the similarity of each, and how many were measured."""

    edges: Edges
    similarity: Array
    measured: int


def near_pairs(
    rows: Rows,
    search: Search | SharedSearch,
    clusters: Clusters,
    measure: Measure | None,
    bar: Bar,
    run: Run = map,
) -> Near:
    """The near duplicates that ``search`` finds (the best first), measured by ``measure``.

    ``clusters`` is told of every pair that is estimated at ``LINK_ESTIMATE`` or more.
    """
    pairs = _Pairs(rows)
    for found in search.found(run):
        clusters.join(found.rows, found.heads)
        pairs.add(found.edges)
    edges = pairs.thinned()
    similarity, needed = estimate(edges.matches), rows.needed(edges, bar.threshold)
    measured = 0
    if measure is not None:
        doubtful = (similarity < needed + MARGIN) | _many(rows.later(edges))
        places = _first(rows, edges, doubtful, MEASURED)
        similarity[doubtful] = 0.0  # one that is not measured is none
        some = Edges(*(column[places] for column in edges))
        similarity[places] = _measured(measure, some, clusters.label, run)
        measured = len(places)
    good = similarity >= needed
    return Near(Edges(*(column[good] for column in edges)), similarity[good], measured)


def _many(later: Array) -> Array:
    """Which pairs are of a row that has more than ``FEW``."""
    import numpy as np

    result: Array = np.bincount(later)[later] > FEW if len(later) else np.zeros(0, bool)
    return result


def _able(rows: Rows, edges: Edges, bar: Bar) -> Edges:
    """Those pairs that may be one article."""
    able = estimate(edges.matches) >= rows.needed(edges, bar.threshold) - bar.margin
    edges = Edges(*(column[able] for column in edges))
    able = ~rows.apart(edges)
    return Edges(*(column[able] for column in edges))


def _first(rows: Rows, edges: Edges, among: Array, most: int) -> Array:
    """Places of the pairs, so many for each later row at most: the most alike, and the best ranked.

    A row is removed for the sake of the best ranked row that it resembles, which need not be the
    most similar one; so it is looked for from both ends.
    """
    import numpy as np

    at = np.flatnonzero(among)
    edges = Edges(*(column[at] for column in edges))
    later = rows.later(edges).astype(np.int64)
    best = rows.rank[edges.left + edges.right - later]
    chosen = np.zeros(len(at), bool)
    by_rank = np.argsort(later << 32 | best)
    alike = (later << 8 | BINS - edges.matches)[by_rank]
    for order in (by_rank, by_rank[np.argsort(alike, kind="stable")]):
        ordered = later[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        places = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
        chosen[order[places < most]] = True
    return at[chosen]


def _measured(measure: Measure, edges: Edges, labels: Array, run: Run) -> Array:
    """The index of pairs, measured on their texts; the estimate where one is not there."""
    import numpy as np

    result = estimate(edges.matches)
    chunks = list(_chunks(edges, labels))
    found = run(measure, ((edges.left[some], edges.right[some]) for some in chunks))
    for some, indexes in zip(chunks, found, strict=True):
        result[some] = np.where(np.isnan(indexes), result[some], indexes)
    return result


def _chunks(edges: Edges, labels: Array) -> Iterator[Array]:
    """Places of the pairs, those of one cluster together, as many as have ``TEXTS_A_TASK`` rows."""
    import numpy as np

    order = np.lexsort((edges.right, edges.left, labels[edges.left]))
    rows = np.stack((edges.left[order], edges.right[order]), axis=1).ravel()
    by_row = np.argsort(rows, kind="stable")
    first = np.ones(len(rows), bool)
    first[by_row[1:]] = rows[by_row[1:]] != rows[by_row[:-1]]
    new = np.cumsum(first.reshape(-1, 2).sum(axis=1))
    borders = np.searchsorted(new, np.arange(0, new[-1] if len(new) else 0, TEXTS_A_TASK))
    for begin, end in pairwise([*borders.tolist(), len(order)]):
        yield order[begin:end]
