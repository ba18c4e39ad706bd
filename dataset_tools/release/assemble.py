"""Assembly: the parts' tables and the decisions across them become the shards of a release.

Parts are read once, one after the other in the order of the sources, mapped from the store; their
rows go to the splits of every config at the same time. Row groups are written by a thread behind
the one that gathers them. Memory holds a part and a row group for each split, not the corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow
from dataset_tools.release.behind import Behind
from dataset_tools.release.digest import ContentDigest
from dataset_tools.release.expectations import metrics_of
from dataset_tools.release.manifest import FileEntry
from dataset_tools.release.measures import ArticleCount, Articles
from dataset_tools.release.people import People
from dataset_tools.release.placement import Placement
from dataset_tools.release.rowgroups import GROUP_BYTES, GROUP_ROWS, Groups
from dataset_tools.release.shards import Shards
from dataset_tools.release.store import Store
from dataset_tools.schema.tables import table_schema

if TYPE_CHECKING:
    import pyarrow as pa

ONE_SPLIT = "train"
"""The split of configs that have no splits of their own: what ``load_dataset`` users expect."""
OF_ARTICLES = ("articles", "attendance", "edits")
"""The configs whose rows are in the split of their article."""
WINDOW_ROWS, WINDOW_BYTES = 2_000, 8 << 20
"""Batches are joined until they pass either: every call on an Arrow column costs 5 µs, however few
rows it has, and a batch of 100 single files takes some 400 of them."""
OF_ALL = ("quarantine", "duplicates", "people")


class Assembly:
    """Writes the shards of every config into ``folder``; keeps their entries, counts and digest."""

    def __init__(self, folder: Path, store: Store, keys: Sequence[str], placement: Placement):
        self.folder, self.store, self.keys = folder, store, tuple(keys)
        self.placement = placement
        self.files: list[FileEntry] = []
        self.rows: dict[str, dict[str, int]] = {}
        self.content = ContentDigest()
        self._metrics: dict[str, list[pa.Table]] = {}
        self._counts: dict[str, ArticleCount] = {}
        self._people = People()

    def write(self, schema: pa.Schema) -> None:
        """All configs; ``schema`` is the articles'."""
        splits = self.placement.splits
        names = [(config, split) for split in splits for config in OF_ARTICLES]
        names += [(config, ONE_SPLIT) for config in OF_ALL]
        self._metrics = {split: [metrics_of(schema.empty_table())] for split in splits}
        self._counts = {split: ArticleCount() for split in splits}
        with Behind() as behind:
            streams = {
                name: self._stream(name, schema if name[0] == "articles" else None, behind)
                for name in names
            }
            for row, articles, edits, quarantine in self._parts():
                self._part(streams, row, articles, edits)
                streams["quarantine", ONE_SPLIT].push(quarantine)
            streams["people", ONE_SPLIT].push_all(self._people.table())
            for name, stream in streams.items():
                stream.finish()
                behind.submit(self._settle, name, stream.shards)

    def metrics(self) -> pa.Table:
        """The narrow columns that the gate looks at, one row per released article."""
        return arrow().concat_tables([t for tables in self._metrics.values() for t in tables])

    def measures(self) -> Articles:
        """What is counted of the released articles, split by split as in the manifest."""
        whole = ArticleCount()
        for _, count in sorted(self._counts.items()):
            whole.merge(count)
        return whole.result()

    def _stream(self, name: tuple[str, str], schema: pa.Schema | None, behind: Behind) -> _Stream:
        config, split = name
        schema = schema if schema is not None else table_schema(config)
        shards = Shards(self.folder, name, schema, self.content.table(config, split, schema))
        behind.at_end(shards.drop)
        return _Stream(shards, behind, self._measure if config == "articles" else None)

    def _measure(self, split: str, table: pa.Table) -> None:
        self._metrics[split].append(metrics_of(table))
        self._counts[split].add(table)

    def _settle(self, name: tuple[str, str], shards: Shards) -> None:
        entries = shards.finish()
        self.files += entries
        config, split = name
        self.rows.setdefault(config, {})[split] = sum(entry.rows or 0 for entry in entries)

    def _parts(self) -> Iterator[tuple[int, Any, Any, Any]]:
        """The first row, the articles, edits and quarantine of some parts in a row."""
        row = 0
        held: list[tuple[Any, Any, Any]] = []
        rows = size = 0
        for key in self.keys:
            tables = [self.store.read(key, name) for name in ("articles", "edits", "quarantine")]
            for batches in zip(*tables, strict=True):
                held.append(batches)
                rows += batches[0].num_rows
                size += sum(batch.nbytes for batch in batches)
                if rows >= WINDOW_ROWS or size >= WINDOW_BYTES:
                    yield row, *_joined(held)
                    row, rows, size = row + rows, 0, 0
                    held.clear()
        if held:
            yield row, *_joined(held)

    def _part(
        self, streams: Mapping[tuple[str, str], _Stream], row: int, articles: Any, edits: Any
    ) -> None:
        """The rows of one batch, to the splits of their articles."""
        pa = arrow()
        articles = self._renamed(row, articles)
        places = self.placement.places[row : row + articles.num_rows]
        edited, owners = _named(edits, articles)
        for number, split in enumerate(self.placement.splits):
            mask = places == number
            if not mask.any():
                continue
            kept = articles if mask.all() else articles.filter(pa.array(mask))
            streams["articles", split].push(kept)
            attended = attendance(kept)
            self._people.add(attended)
            streams["attendance", split].push_all(attended)
            streams["edits", split].push(edited.filter(pa.array(mask[owners])))
        streams["duplicates", ONE_SPLIT].push_all(self._duplicates(row, articles))

    def _renamed(self, row: int, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the ids that were given to rows whose own id was taken."""
        ids = self.placement.ids
        if not ids or not any(row <= number < row + batch.num_rows for number in ids):
            return batch
        values = batch["id"].to_pylist()
        values = [ids.get(row + number, value) for number, value in enumerate(values)]
        index = batch.schema.get_field_index("id")
        return batch.set_column(index, batch.schema.field(index), arrow().array(values))

    def _duplicates(self, row: int, articles: pa.RecordBatch) -> pa.Table:
        """One row per removed article, with its own text: a near duplicate is not a copy."""
        import numpy as np

        pa = arrow()
        schema = table_schema("duplicates")
        decided = self.placement.duplicates
        rows = decided["row"].to_numpy()
        first, last = np.searchsorted(rows, (row, row + articles.num_rows))
        if first == last:
            return schema.empty_table()
        own = articles.take(pa.array(rows[first:last] - row))
        chosen = decided.slice(first, last - first)
        columns = [
            chosen[name].combine_chunks()
            if name in ("kept_id", "kind", "similarity")
            else own[name]
            for name in schema.names
        ]
        return pa.Table.from_arrays(columns, schema=schema)


class _Stream:
    """The rows of one split of a config, on their way to its shards."""

    def __init__(
        self, shards: Shards, behind: Behind, measure: Callable[[str, pa.Table], None] | None
    ) -> None:
        self.shards, self._behind, self._measure = shards, behind, measure
        self._groups = Groups(shards.schema, GROUP_ROWS, GROUP_BYTES)

    def push(self, batch: pa.RecordBatch) -> None:
        """Take in rows."""
        self._write(self._groups.push(batch))

    def push_all(self, table: pa.Table) -> None:
        """Take in the rows of a table."""
        for batch in table.to_batches():
            self.push(batch)

    def finish(self) -> None:
        """The rows that are left."""
        self._write(self._groups.finish())

    def _write(self, groups: Iterable[tuple[pa.Table, int]]) -> None:
        for table, size in groups:
            if self._measure is not None:
                self._measure(self.shards.split, table)
            self._behind.submit(self.shards.add, table, size)


def _joined(batches: list[tuple[Any, Any, Any]]) -> tuple[Any, Any, Any]:
    """Articles, edits and quarantine of several batches; edits know the rows of their articles."""
    import numpy as np

    pa = arrow()
    if len(batches) == 1:
        return batches[0]
    articles, edits, quarantine = zip(*batches, strict=True)
    ends = np.cumsum([batch.num_rows for batch in articles])
    moved = [
        batch.set_column(
            batch.schema.get_field_index("row"),
            batch.schema.field("row"),
            pa.array(batch["row"].to_numpy() + np.int32(end - own.num_rows)),
        )
        for batch, own, end in zip(edits, articles, ends, strict=True)
    ]
    return pa.concat_batches(articles), pa.concat_batches(moved), pa.concat_batches(quarantine)


def _named(edits: pa.RecordBatch, articles: pa.RecordBatch) -> tuple[pa.RecordBatch, Any]:
    """The edits of a batch under the final ids of their articles, and the rows of these."""
    import pyarrow.compute as pc

    schema = table_schema("edits")
    names = pc.take(articles["id"], edits["row"])
    columns = [names, *(edits[name] for name in schema.names[1:])]
    return arrow().RecordBatch.from_arrays(columns, schema=schema), edits["row"].to_numpy()


def attendance(articles: pa.RecordBatch) -> pa.Table:
    """One row per article and attendee, in the order of the articles and of their lists."""
    import numpy as np
    import pyarrow.compute as pc

    pa = arrow()
    column = articles["attendees"]
    parents = pc.list_parent_indices(column)
    people_ = pc.list_flatten(column)
    rows = parents.to_numpy(zero_copy_only=False)
    starts = np.searchsorted(rows, rows)
    values = {
        "article_id": pc.take(articles["id"], parents),
        "position": pa.array(np.arange(len(rows)) - starts, pa.int32()),
        "published": pc.take(articles["published"], parents),
    }
    schema = table_schema("attendance")
    columns = [
        values[field.name] if field.name in values else pc.struct_field(people_, field.name)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def conserve(counts: Mapping[str, int]) -> None:
    """Every record read is accepted, quarantined or a duplicate; else it is lost, by our fault."""
    if counts["read"] != counts["accepted"] + counts["quarantined"] + counts["duplicates"]:
        raise DatasetToolsError(f"records were lost: {dict(counts)}", "assembly", "report it")
