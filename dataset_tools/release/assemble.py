"""Assembly: the parts' tables and the decisions across them become the shards of a release.

Parts are read one after the other in the order of the sources, mapped from the store; every config
is streamed split by split, so memory holds a part, not the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow
from dataset_tools.release.digest import ContentDigest
from dataset_tools.release.expectations import metrics_of
from dataset_tools.release.manifest import FileEntry
from dataset_tools.release.placement import Placement
from dataset_tools.release.shards import write_shards
from dataset_tools.release.store import Store
from dataset_tools.schema.tables import table_schema

if TYPE_CHECKING:
    import pyarrow as pa

ONE_SPLIT = "train"
"""The split of configs that have no splits of their own: what ``load_dataset`` users expect."""


class Assembly:
    """Writes the shards of every config into ``folder``; keeps their entries, counts and digest."""

    def __init__(self, folder: Path, store: Store, keys: Sequence[str], placement: Placement):
        self.folder, self.store, self.keys = folder, store, tuple(keys)
        self.placement = placement
        self.files: list[FileEntry] = []
        self.rows: dict[str, dict[str, int]] = {}
        self.content = ContentDigest()
        self._metrics: list[pa.Table] = []

    def write(self, schema: pa.Schema) -> None:
        """All configs; ``schema`` is the articles'."""
        self._metrics = [metrics_of(schema.empty_table())]
        for number, split in enumerate(self.placement.splits):
            self._config("articles", split, self._measured(self._articles(number, schema)), schema)
            self._config("attendance", split, self._attendance(number, schema))
            self._config("edits", split, self._edits(number))
        quarantine = (batch for key in self.keys for batch in self.store.read(key, "quarantine"))
        self._config("quarantine", ONE_SPLIT, quarantine)
        self._config("duplicates", ONE_SPLIT, self._duplicates())
        self._config("people", ONE_SPLIT, iter([people(self._all_attendance(schema))]))

    def metrics(self) -> pa.Table:
        """The narrow columns that the gate looks at, one row per released article."""
        return arrow().concat_tables(self._metrics)

    def _measured(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            self._metrics.append(metrics_of(arrow().Table.from_batches([batch])))
            yield batch

    def _config(
        self, config: str, split: str, batches: Iterable[Any], schema: pa.Schema | None = None
    ) -> None:
        schema = schema if schema is not None else table_schema(config)
        digest = self.content.table(config, split, schema)
        entries = write_shards(self.folder, config, split, batches, schema, digest)
        self.files += entries
        self.rows.setdefault(config, {})[split] = sum(entry.rows or 0 for entry in entries)

    def _batches(self) -> Iterator[tuple[int, str, Any]]:
        """The first row, the part's key and the articles of every batch."""
        row = 0
        for key in self.keys:
            for batch in self.store.read(key, "articles"):
                yield row, key, batch
                row += batch.num_rows

    def _renamed(self, row: int, batch: pa.RecordBatch, column: str = "id") -> pa.RecordBatch:
        """The batch with the ids that were given to rows whose own id was taken."""
        ids = self.placement.ids
        if not ids or not any(row <= number < row + batch.num_rows for number in ids):
            return batch
        values = batch[column].to_pylist()
        values = [ids.get(row + number, value) for number, value in enumerate(values)]
        index = batch.schema.get_field_index(column)
        return batch.set_column(index, batch.schema.field(index), arrow().array(values))

    def _articles(self, split: int, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        pa = arrow()
        for row, _, batch in self._batches():
            mask = self.placement.places[row : row + batch.num_rows] == split
            if mask.any():
                kept = self._renamed(row, batch).filter(pa.array(mask))
                yield pa.RecordBatch.from_arrays(kept.columns, schema=schema)

    def _edits(self, split: int) -> Iterator[pa.RecordBatch]:
        """The edits of one split's articles: edits stand in the order of their articles."""
        import pyarrow.compute as pc

        pa = arrow()
        schema = table_schema("edits")
        row = 0
        for key in self.keys:
            pairs = zip(
                self.store.read(key, "articles"), self.store.read(key, "edits"), strict=True
            )
            for articles, edits in pairs:
                mask = self.placement.places[row : row + articles.num_rows] == split
                if edits.num_rows and mask.any():
                    rows = edits["row"]
                    names = pc.take(self._renamed(row, articles)["id"], rows)
                    columns = [names, *(edits[name] for name in schema.names[1:])]
                    batch = pa.RecordBatch.from_arrays(columns, schema=schema)
                    yield batch.filter(pa.array(mask[rows.to_numpy()]))
                row += articles.num_rows

    def _attendance(self, split: int, schema: pa.Schema) -> Iterator[pa.Table]:
        for batch in self._articles(split, schema):
            yield attendance(batch)

    def _all_attendance(self, schema: pa.Schema) -> Iterator[pa.Table]:
        for number in range(len(self.placement.splits)):
            yield from self._attendance(number, schema)

    def _duplicates(self) -> Iterator[pa.Table]:
        """One row per removed article, with its own text: a near duplicate is not a copy."""
        import numpy as np

        pa = arrow()
        schema = table_schema("duplicates")
        decided = self.placement.duplicates
        rows = decided["row"].to_numpy()
        names = [name for name in schema.names if name not in ("kept_id", "kind", "similarity")]
        for row, _, batch in self._batches():
            first, last = np.searchsorted(rows, (row, row + batch.num_rows))
            if first == last:
                continue
            own = self._renamed(row, batch).take(pa.array(rows[first:last] - row))
            chosen = decided.slice(first, last - first)
            columns = [own[n] if n in names else chosen[n].combine_chunks() for n in schema.names]
            yield pa.Table.from_arrays(columns, schema=schema)


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


def people(tables: Iterable[pa.Table]) -> pa.Table:
    """One row per normalised name: spellings, counts, first and last date, titles, roles."""
    from dataset_tools.text.names import normalise

    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        for row in table.to_pylist():
            name = normalise(row["name"])
            person = found.setdefault(
                name,
                {
                    "spellings": {},
                    "articles": 0,
                    "mentions": 0,
                    "dates": [],
                    "titles": {},
                    "roles": {},
                },
            )
            person["spellings"][row["name"]] = True
            person["articles"] += person.get("seen") != row["article_id"]
            person["seen"] = row["article_id"]
            person["mentions"] += 1
            if row["published"] is not None:
                dates = [*person["dates"], row["published"]]
                person["dates"] = [min(dates), max(dates)]
            if row["title"]:
                person["titles"][row["title"]] = True
            person["roles"].update(dict.fromkeys(row["roles"], True))
    rows = [
        {
            "name": name,
            "spellings": sorted(person["spellings"]),
            "articles": person["articles"],
            "mentions": person["mentions"],
            "first": person["dates"][0] if person["dates"] else None,
            "last": person["dates"][-1] if person["dates"] else None,
            "titles": sorted(person["titles"]),
            "roles": sorted(person["roles"]),
        }
        for name, person in sorted(found.items())
    ]
    return arrow().Table.from_pylist(rows, schema=table_schema("people"))


def conserve(counts: Mapping[str, int]) -> None:
    """Every record read is accepted, quarantined or a duplicate; else it is lost, by our fault."""
    if counts["read"] != counts["accepted"] + counts["quarantined"] + counts["duplicates"]:
        raise DatasetToolsError(f"records were lost: {dict(counts)}", "assembly", "report it")
