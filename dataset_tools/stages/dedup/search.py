"""The search for pairs that resemble one another: by bands, in memory or by tasks.

What is found does not depend on how the search was spread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.stages.dedup.bands import BANDS, estimate, matches_for
from dataset_tools.stages.dedup.clusters import Clusters
from dataset_tools.stages.dedup.minima import BINS
from dataset_tools.stages.dedup.pairs import Edges, agreeing, distinct, joined, met, ordered
from dataset_tools.stages.dedup.rows import Rows, opened

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Runs a task over items and gives the results in order, as ``map`` does."""


LINK = 0.6
LINK_ESTIMATE = 0.47
"""Pairs with a Jaccard index of ``LINK`` share a split. Estimates scatter by 0.043 there; pairs are
linked from three standard deviations below it on."""
BANDS_A_TASK = 8
BLOCK = 1 << 16
"""Rows of a block: the pairs of a million records of which each has 90 variants take 40 MB a
block."""
PARTNERS = 16
"""For each record at most so many pairs by rank, and as many by similarity, are kept: a bulletin of
a template resembles thousands."""
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

    clusters, found = Clusters(len(rows.units)), Candidates(rows)
    floor = matches_for(min(LINK_ESTIMATE, bar.threshold - bar.margin))
    for packed in pairs:
        for at in range(0, len(packed), _HELD):
            edges = agreeing(rows.sketch, packed[at : at + _HELD], floor)
            near = edges.matches >= matches_for(LINK_ESTIMATE)
            clusters.join(edges.left[near], edges.right[near])
            found.add(_able(rows, edges, bar))
    moved = np.flatnonzero(clusters.label != np.arange(len(rows.units)))
    return Found(moved, clusters.label[moved], found.thinned())


class Candidates:
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
        kept = first_of(self._rows, edges, np.ones(len(edges.left), bool), PARTNERS)
        edges = Edges(*(column[kept] for column in edges))
        self._held = [edges]
        return edges


def _able(rows: Rows, edges: Edges, bar: Bar) -> Edges:
    """Those pairs that may be one article."""
    able = estimate(edges.matches) >= rows.needed(edges, bar.threshold) - bar.margin
    edges = Edges(*(column[able] for column in edges))
    able = ~rows.apart(edges)
    return Edges(*(column[able] for column in edges))


def first_of(rows: Rows, edges: Edges, among: Array, most: int) -> Array:
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
