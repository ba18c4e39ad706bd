"""What only all records together decide: duplicates, splits, unique ids.

Everything here is a pure function of the sketch rows (:func:`sketch.sketch_schema`) and two
sections of the configuration; the order of the rows does not show.

Records of one exact key are the same article. A near duplicate has a Jaccard index of at least
``threshold`` with the record that is *kept* (never with a chain of others): estimated from the
sketches, and measured on the texts where the estimate is within ``MARGIN`` of the threshold. Two
records are no near duplicates, however alike, where

- one is short (under ``SHORT`` units) and the index is under ``SHORT_THRESHOLD``,
- their numbers differ as two bulletins of one template do (:func:`other_numbers`),
- they were published more than ``APART_DAYS`` apart (the same occasion, another year),
- they are editions in two scripts (zh-Hans, zh-Hant).

All of these still share a split (:mod:`dataset_tools.stages.dedup.splits`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.core.config import DedupSection, SplitSection
from dataset_tools.core.tables import arrow, table
from dataset_tools.stages.dedup.clusters import Clusters
from dataset_tools.stages.dedup.near import MARGIN, Measure, Near, Texts, near_pairs
from dataset_tools.stages.dedup.rows import Rows, fixed_bytes, reorder, whole
from dataset_tools.stages.dedup.search import BLOCK, Bar, Run, Search, SharedSearch
from dataset_tools.stages.dedup.shingles import mix
from dataset_tools.stages.dedup.splits import SPLITS, split_numbers

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, np.dtype[Any]]


class Decisions(NamedTuple):
    """What becomes of the rows.

    ``ids`` and ``splits`` are in the order of the rows given; the split of a removed row is null.
    ``duplicates`` has columns id, kept_id, kind (exact, near), similarity, sorted by id.
    ``rekeyed`` has source_path, source_index, old_id, id: records whose id another one bears too.
    ``counts`` has clusters, largest_cluster, pairs, measured.
    """

    ids: pa.Array
    splits: pa.Array
    duplicates: pa.Table
    rekeyed: pa.Table
    counts: dict[str, int]


class Spread(NamedTuple):
    """How the search for near duplicates is spread.

    ``folder`` holds the wide columns of the rows (:data:`rows.WIDE`) as files, which the table then
    lacks, and can be read by whatever ``run`` uses to run tasks.
    """

    folder: Path
    run: Run


def decide(
    rows: pa.Table,
    dedup: DedupSection,
    splits: SplitSection,
    texts: Texts | None = None,
    spread: Spread | None = None,
) -> Decisions:
    """Duplicates, splits and unique ids of all ``rows`` (:func:`sketch.sketch_schema`).

    ``texts`` are asked for by the numbers of ``rows``. Without them the estimates of the sketches
    decide alone. Memory: the rows (some 300 bytes each; 140 where the wide columns are in files),
    60 bytes a row beside them, and 24 bytes a pair that may be one article.
    """
    import numpy as np

    pa = arrow()
    order = _path_order(rows)
    if order is not None:
        rows = rows.take(order)
        if spread is not None:
            reorder(spread.folder, order.to_numpy())
    ids, rekeyed = unique_ids(rows)
    rank = _ranks(rows, dedup.keep)
    state = Rows.of(rows, rank, spread.folder if spread is not None else None)
    groups, exact_left, exact_right = _exact(fixed_bytes(whole(rows["exact_key"])), rank)
    live = np.flatnonzero((groups == np.arange(len(groups))) & (state.units > 0))
    live = live[np.argsort(rank[live])]
    clusters = Clusters(len(ids))
    clusters.join(exact_left, exact_right)
    if texts is not None and order is not None:
        texts = _Given(texts, order.to_numpy())
    near = _near(state, live, clusters, dedup, texts, spread)
    kept, kind, alike = _removals(rank, groups, near, dedup)
    removed = kept >= 0
    numbers = split_numbers(rows, ids, clusters.label, splits)
    out_ids = ids
    places = pa.array(numbers, pa.int8(), mask=removed)
    out_splits = pa.DictionaryArray.from_arrays(places, pa.array(SPLITS)).dictionary_decode()
    gone = np.flatnonzero(removed)
    duplicates = pa.table(
        {
            "id": out_ids.take(pa.array(gone)),
            "kept_id": out_ids.take(pa.array(kept[gone])),
            "kind": pa.array(np.where(kind[gone] == 1, "exact", "near").tolist(), pa.string()),
            "similarity": pa.array(np.round(alike[gone], 4), pa.float64()),
        }
    ).sort_by("id")
    if order is not None:
        back = pa.array(np.argsort(order.to_numpy()))
        out_ids, out_splits = out_ids.take(back), out_splits.take(back)
    sizes = np.bincount(clusters.label) if len(ids) else np.zeros(1, np.int64)
    counts = {
        "clusters": int((sizes > 0).sum()),
        "largest_cluster": int(sizes.max()),
        "pairs": len(near.edges.left),
        "measured": near.measured,
    }
    return Decisions(out_ids, out_splits, duplicates, rekeyed, counts)


@dataclass(frozen=True)
class _Given:
    """Texts asked for by the places of rows in our order, found by those in the order given."""

    texts: Texts
    order: Array

    def __call__(self, rows: Sequence[int]) -> dict[int, str]:
        given = dict(zip(rows, self.order[list(rows)].tolist(), strict=True))
        found = self.texts(sorted(given.values()))
        return {row: found[place] for row, place in given.items() if place in found}


def _near(
    state: Rows,
    live: Array,
    clusters: Clusters,
    dedup: DedupSection,
    texts: Texts | None,
    spread: Spread | None,
) -> Near:
    """The near duplicates, looked for here or by the tasks of ``spread``."""
    bar = Bar(dedup.threshold, MARGIN if texts else 0.0)
    measure = Measure(texts) if texts else None
    if spread is None:
        return near_pairs(state, Search(state, live, bar), clusters, measure, bar)
    state.save(spread.folder, live)
    search = SharedSearch(spread.folder, 1 + len(state.units) // BLOCK, bar)
    return near_pairs(state, search, clusters, measure, bar, spread.run)


def _path_order(rows: pa.Table) -> pa.Array | None:
    """The order by source path and index; None where the rows are in it already."""
    import numpy as np
    import pyarrow.compute as pc

    keys = [("source_path", "ascending"), ("source_index", "ascending")]
    order = pc.sort_indices(rows.select(["source_path", "source_index"]), sort_keys=keys)
    return None if np.array_equal(order.to_numpy(), np.arange(len(rows))) else order


def unique_ids(rows: pa.Table) -> tuple[pa.Array, pa.Table]:
    """The ids, each borne once, and the table of those that had to change.

    Of several records with one id the first keeps it; the id of another is a hash of the id, its
    path and its index, so that it does not hang on how many there are.
    """
    pa = arrow()
    schema = pa.schema(
        [
            ("source_path", pa.string()),
            ("source_index", pa.int64()),
            ("old_id", pa.string()),
            ("id", pa.string()),
        ]
    )
    column = whole(rows["id"])
    if _distinct(column):
        return column, schema.empty_table()
    changed: dict[str, list[Any]] = {name: [] for name in schema.names}
    ids: list[str] = column.to_pylist()
    seen, met = set(ids), set[str]()
    for place, name in enumerate(ids):
        if name not in met:
            met.add(name)
            continue
        path, index = rows["source_path"][place].as_py(), rows["source_index"][place].as_py()
        new, turn = name, 0
        while new in seen:
            words = f"{name}\0{path}\0{index}\0{turn}".encode("utf-8", "surrogatepass")
            new, turn = hashlib.blake2b(words, digest_size=16).hexdigest(), turn + 1
        seen.add(new)
        ids[place] = new
        for key, value in zip(schema.names, (path, index, name, new), strict=True):
            changed[key].append(value)
    return pa.array(ids, pa.string()), table(changed, schema)


def _distinct(ids: pa.Array) -> bool:
    """Whether no two ids are equal: by sorted 64-bit hashes where they have one length."""
    import numpy as np
    import pyarrow.compute as pc

    lengths = pc.min_max(pc.binary_length(ids)).as_py()
    width = lengths["max"]
    if width and lengths["min"] == width:
        first = ids.cast(arrow().large_string())
        start = int(np.frombuffer(first.buffers()[1], np.int64)[first.offset])
        data = np.frombuffer(first.buffers()[2], np.uint8)[start : start + width * len(ids)]
        weights = mix(np.arange(1, width + 1, dtype=np.uint64))
        hashes = np.empty(len(ids), np.uint64)
        for at in range(0, len(ids), 1 << 16):
            block = data[at * width : (at + (1 << 16)) * width].reshape(-1, width)
            hashes[at : at + len(block)] = mix((block * weights).sum(axis=1, dtype=np.uint64))
        hashes.sort()
        if not (hashes[1:] == hashes[:-1]).any():
            return True
    return bool(pc.count_distinct(ids).as_py() == len(ids))


def _ranks(rows: pa.Table, keep: str) -> Array:
    """The place of every row in the order in which the policy prefers them (0 is the best)."""
    import numpy as np
    import pyarrow.compute as pc

    place = np.arange(len(rows))
    if keep == "longest":
        order = np.lexsort((place, -rows["n_chars"].to_numpy()))
    elif keep == "earliest":
        dates = pc.fill_null(rows["published"], "9999")
        order = pc.sort_indices(
            arrow().table({"date": dates, "place": place}),
            sort_keys=[("date", "ascending"), ("place", "ascending")],
        ).to_numpy()
    else:
        return place
    rank = np.empty(len(rows), np.int64)
    rank[order] = place
    return rank


def _exact(keys: Array, rank: Array) -> tuple[Array, Array, Array]:
    """Of every row the best ranked row of its exact key, and edges from each to that one."""
    import numpy as np

    high, low = (np.ascontiguousarray(keys[:, at : at + 8]).view("<u8")[:, 0] for at in (0, 8))
    order = np.lexsort((rank, low, high))
    new = np.ones(len(order), bool)
    new[1:] = (high[order][1:] != high[order][:-1]) | (low[order][1:] != low[order][:-1])
    leaders = order[np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))]
    groups = np.empty(len(order), np.int64)
    groups[order] = leaders
    others = np.flatnonzero(groups != np.arange(len(groups)))
    return groups, others, groups[others]


def _removals(
    rank: Array, groups: Array, near: Near, dedup: DedupSection
) -> tuple[Array, Array, Array]:
    """Of every row the kept row it duplicates (-1: it stays), 1 where exact, the similarity."""
    import numpy as np

    kept = np.full(len(rank), -1, np.int64)
    kind = np.zeros(len(rank), np.int8)
    alike = np.zeros(len(rank))
    if dedup.near:
        edges, similarity = near.edges, near.similarity
        swap = rank[edges.left] > rank[edges.right]
        best = np.where(swap, edges.right, edges.left)
        other = np.where(swap, edges.left, edges.right)
        for place in np.lexsort((rank[best], rank[other])).tolist():
            first, later = best[place], other[place]
            # In the order of preference: ``first`` has been decided upon, and must itself stay.
            if kept[first] < 0 and kept[later] < 0:
                kept[later], alike[later] = first, similarity[place]
    same = np.flatnonzero(groups != np.arange(len(groups)))
    leaders = groups[same]
    gone = kept[leaders] >= 0
    if dedup.exact:
        kept[same] = np.where(gone, kept[leaders], leaders)
        kind[same] = np.where(gone, 0, 1)
        alike[same] = np.where(gone, alike[leaders], 1.0)
    elif dedup.near:
        kept[same[gone]], alike[same[gone]] = kept[leaders[gone]], alike[leaders[gone]]
    return kept, kind, alike
