"""Near duplicates: which of the pairs that resemble one another are the same article.

The Jaccard index is estimated from the sketches; where the estimate is within ``MARGIN`` of the
threshold it is measured on the texts. Some pairs are no near duplicates, however alike: see
:mod:`dataset_tools.stages.dedup.across`.

Measuring is a task that other processes can run, as is the search (:mod:`search`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.stages.dedup.bands import estimate
from dataset_tools.stages.dedup.clusters import Clusters
from dataset_tools.stages.dedup.jaccard import jaccards
from dataset_tools.stages.dedup.pairs import Edges
from dataset_tools.stages.dedup.rows import Rows
from dataset_tools.stages.dedup.search import (
    Bar,
    Candidates,
    Run,
    Search,
    SharedSearch,
    first_of,
)

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

Texts = Callable[[Sequence[int]], Mapping[int, str]]
"""Sorted rows in, ``row -> title \\n [subtitle \\n] text`` out."""
MARGIN = 0.1
"""Estimates this near to the threshold (three standard deviations) are measured on the texts."""
TEXTS_A_TASK = 6_000
"""Texts that are held at once, with their shingles: some 40 MB."""
MEASURED = 4
"""For each record at most so many pairs by rank, and as many by similarity, are measured on their
texts, where it may have more than ``FEW``."""
FEW = 8
"""A record with more pairs than this is measured in any case: the highest of many estimates is
beyond three deviations by chance. In 10,943 news items no record has more than one pair."""


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
    pairs = Candidates(rows)
    for found in search.found(run):
        clusters.join(found.rows, found.heads)
        pairs.add(found.edges)
    edges = pairs.thinned()
    similarity, needed = estimate(edges.matches), rows.needed(edges, bar.threshold)
    measured = 0
    if measure is not None:
        doubtful = (similarity < needed + MARGIN) | _many(rows.later(edges))
        places = first_of(rows, edges, doubtful, MEASURED)
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
