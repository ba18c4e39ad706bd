"""Placement: the decisions across all parts, laid out over their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.config import Config
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow
from dataset_tools.engines import Engine
from dataset_tools.release.store import Store
from dataset_tools.stages.dedup.across import Spread, decide
from dataset_tools.stages.dedup.rows import WIDE, fixed_bytes
from dataset_tools.stages.dedup.search import Run
from dataset_tools.stages.dedup.sketch import composed, sketch_schema

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Places = np.ndarray[Any, np.dtype[np.int8]]
    Starts = np.ndarray[Any, np.dtype[np.int64]]

SPREAD = 100_000
"""Rows from which on a search is worth tasks of its own: below, it takes less than a second."""
FILE_BUFFER = 1 << 20


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


def place_articles(
    store: Store, keys: Sequence[str], config: Config, engine: Engine | None = None
) -> Placement:
    """Decide on duplicates, splits and unique ids over the sketches of all parts.

    From ``SPREAD`` rows on the near duplicates are looked for by tasks of ``engine``.
    """
    import pyarrow.compute as pc

    pa = arrow()
    with store.scratch("rows") as folder:
        rows, starts = _rows(store, keys, folder)
        texts = PartTexts(store, tuple(keys), starts)
        run: Run = map
        if engine is not None and rows.num_rows >= SPREAD:
            run = partial(_on, engine)
        decided = decide(rows, config.dedup, config.splits, texts, Spread(folder, run))
        own_ids = rows["id"].combine_chunks()
        del rows
    shares = config.splits
    splits = tuple(n for n in ("train", "validation", "test") if getattr(shares, n) > 0)
    if config.splits.by == "date":
        splits = ("train", "validation", "test")
    known = pa.array(splits)
    places = pc.fill_null(pc.index_in(decided.splits, value_set=known), -1).cast(pa.int8())
    changed = pc.indices_nonzero(pc.not_equal(decided.ids, own_ids))
    gone = decided.duplicates
    row = pc.index_in(gone["id"], value_set=decided.ids).cast(pa.int64())
    duplicates = gone.drop_columns(["id"]).add_column(0, "row", row).sort_by("row").combine_chunks()
    # Arrow keeps what it was given back: 216 MB after a million rows, beside all that comes next.
    pa.default_memory_pool().release_unused()
    return Placement(
        splits,
        places.to_numpy(zero_copy_only=False),
        {number: decided.ids[number].as_py() for number in changed.to_pylist()},
        duplicates,
    )


def _on(engine: Engine, task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """The results of ``task`` from the processes of ``engine``."""
    return engine.map(task, items, _died)


def _died(_: object, reason: str) -> Any:
    """Nothing can stand in for a search: the build ends."""
    raise DatasetToolsError(
        f"looking for near duplicates: {reason}",
        "engine",
        "give the workers more memory, or build with fewer of them; finished parts are kept",
    )


def _rows(store: Store, keys: Sequence[str], folder: Path) -> tuple[pa.Table, Starts]:
    """The sketches of all parts, and the first row of each part and the end.

    The wide columns go to files in ``folder``; each of the others is copied into one piece.
    """
    import numpy as np

    pa = arrow()
    schema = sketch_schema()
    names = [name for name in schema.names if name not in WIDE]
    narrow: dict[str, list[Any]] = {name: [] for name in names}
    counts = [0]
    with ExitStack() as opened:
        files = {
            name: opened.enter_context((folder / f"{name}.bin").open("wb", FILE_BUFFER))
            for name in WIDE
        }
        for key in keys:
            count = 0
            for batch in store.read(key, "sketches"):
                count += batch.num_rows
                for name, file in files.items():
                    file.write(fixed_bytes(batch[name]).data)
                for name in names:
                    narrow[name].append(pa.concat_arrays([batch[name]]))
            counts.append(count)
    columns = [
        pa.chunked_array(narrow.pop(name), schema.field(name).type).combine_chunks()
        for name in names
    ]
    fields = [schema.field(name) for name in names]
    return pa.table(columns, schema=pa.schema(fields)), np.cumsum(counts)


@dataclass(frozen=True)
class PartTexts:
    """The composed texts of articles by their row, counted over all parts."""

    store: Store
    keys: tuple[str, ...]
    starts: Starts

    def __call__(self, rows: Sequence[int]) -> dict[int, str]:
        import numpy as np

        wanted = np.asarray(rows, np.int64)
        borders = np.searchsorted(wanted, self.starts)
        found: dict[int, str] = {}
        for number in np.flatnonzero(np.diff(borders)).tolist():
            some = wanted[borders[number] : borders[number + 1]]
            found |= zip(some.tolist(), self._of(number, some), strict=True)
        return found

    def _of(self, number: int, rows: Starts) -> Iterator[str]:
        """The texts of some rows of one part."""
        import numpy as np

        first = int(self.starts[number])
        for batch in self.store.read(self.keys[number], "articles"):
            low, high = np.searchsorted(rows, (first, first + batch.num_rows))
            if low < high:
                places = arrow().array(rows[low:high] - first)
                chosen = batch.select(["title", "subtitle", "text"]).take(places)
                yield from map(composed, chosen.to_pylist())
            first += batch.num_rows
