"""Placement: the decisions across all parts, laid out over their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dataset_tools.core.config import Config
from dataset_tools.core.tables import arrow
from dataset_tools.release.store import Store
from dataset_tools.stages.across import decide
from dataset_tools.stages.sketch import composed, sketch_schema

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Places = np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True)
class Placement:
    """Where each article goes. Rows count the articles of all parts, in order.

    ``places``: index into ``splits`` by row, -1 where the article is a duplicate of a kept one.
    ``ids``: rows whose id collides with an earlier row's, and the id they get instead.
    ``duplicates``: row (ascending), kept_id, kind, similarity.
    """

    splits: tuple[str, ...]
    places: Places
    ids: dict[int, str]
    duplicates: pa.Table


def place_articles(store: Store, keys: Sequence[str], config: Config) -> Placement:
    """Decide on duplicates, splits and unique ids over the sketches of all parts."""
    import pyarrow.compute as pc

    pa = arrow()
    rows = _rows(store, keys)

    def texts(ids: Sequence[str]) -> Mapping[str, str]:
        return _texts(store, keys, ids)

    decided = decide(rows, config.dedup, config.splits, texts)
    shares = config.splits
    splits = tuple(n for n in ("train", "validation", "test") if getattr(shares, n) > 0)
    if config.splits.by == "date":
        splits = ("train", "validation", "test")
    known = pa.array(splits)
    places = pc.fill_null(pc.index_in(decided.splits, value_set=known), -1).cast(pa.int8())
    changed = pc.indices_nonzero(pc.not_equal(decided.ids, rows["id"].combine_chunks()))
    gone = decided.duplicates
    row = pc.index_in(gone["id"], value_set=decided.ids).cast(pa.int64())
    duplicates = gone.drop_columns(["id"]).add_column(0, "row", row).sort_by("row")
    return Placement(
        splits,
        places.to_numpy(zero_copy_only=False),
        {number: decided.ids[number].as_py() for number in changed.to_pylist()},
        duplicates.combine_chunks(),
    )


def _rows(store: Store, keys: Sequence[str]) -> pa.Table:
    """The sketches of all parts, each column in one piece.

    Column by column, the widest first: what is mapped from the files beside the copy is then one
    column, not all of them (300 bytes a record of all parts, once instead of twice).
    """
    pa = arrow()
    schema = sketch_schema()
    widths = {f.name: f.type.bit_width if pa.types.is_primitive(f.type) else 0 for f in schema}
    widths |= {
        f.name: 8 * f.type.byte_width for f in schema if pa.types.is_fixed_size_binary(f.type)
    }
    columns: dict[str, Any] = {}
    for name in sorted(widths, key=lambda name: -widths[name]):
        chunks = [batch[name] for key in keys for batch in store.read(key, "sketches")]
        columns[name] = pa.concat_arrays([*chunks, pa.array([], schema.field(name).type)])
        del chunks
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _texts(store: Store, keys: Sequence[str], ids: Sequence[str]) -> dict[str, str]:
    """The composed texts of some articles, by id; of several with one id the first."""
    import pyarrow.compute as pc

    wanted = arrow().array(ids)
    found: dict[str, str] = {}
    for key in keys:
        for batch in store.read(key, "articles"):
            mask = pc.is_in(batch["id"], value_set=wanted)
            if pc.any(mask).as_py():
                chosen = batch.select(["id", "title", "subtitle", "text"]).filter(mask)
                for record in chosen.to_pylist():
                    found.setdefault(record["id"], composed(record))
    return found
