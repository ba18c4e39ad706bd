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
        self._people = People()

    def write(self, schema: pa.Schema) -> None:
        """All configs; ``schema`` is the articles'."""
        self._metrics = [metrics_of(schema.empty_table())]
        for number, split in enumerate(self.placement.splits):
            self._config("articles", split, self._measured(self._articles(number, schema)), schema)
            self._config("attendance", split, self._counted(self._attendance(number)))
            self._config("edits", split, self._edits(number))
        quarantine = (batch for key in self.keys for batch in self.store.read(key, "quarantine"))
        self._config("quarantine", ONE_SPLIT, quarantine)
        self._config("duplicates", ONE_SPLIT, self._duplicates())
        self._config("people", ONE_SPLIT, iter([self._people.table()]))

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
        for kept in self._kept(split, schema.names):
            yield arrow().RecordBatch.from_arrays(kept.columns, schema=schema)

    def _kept(self, split: int, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns (``id`` among them) of the articles of one split, as the parts have them."""
        pa = arrow()
        for row, _, batch in self._batches():
            mask = self.placement.places[row : row + batch.num_rows] == split
            if mask.any():
                yield self._renamed(row, batch.select(columns)).filter(pa.array(mask))

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

    def _attendance(self, split: int) -> Iterator[pa.Table]:
        for batch in self._kept(split, ("id", "published", "attendees")):
            yield attendance(batch)

    def _counted(self, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        for table in tables:
            self._people.add(table)
            yield table

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


class _Person:
    """What is known of one name."""

    __slots__ = ("articles", "first", "last", "mentions", "roles", "seen", "spellings", "titles")

    def __init__(self) -> None:
        self.spellings: set[str] = set()
        self.titles: set[str] = set()
        self.roles: set[str] = set()
        self.articles = self.mentions = 0
        self.seen: str | None = None
        self.first: Any = None
        self.last: Any = None


class People:
    """One row per normalised name: spellings, counts, first and last date, titles, roles."""

    def __init__(self) -> None:
        self._persons: dict[str, _Person] = {}
        self._spelled: dict[str, _Person] = {}

    def add(self, table: pa.Table) -> None:
        """Count the rows of an attendance table; all rows of an article come one after another."""
        columns = ("name", "article_id", "published", "title", "roles")
        for name, article, day, title, roles in zip(
            *(table[column].to_pylist() for column in columns), strict=True
        ):
            person = self._spelled.get(name) or self._new(name)
            person.mentions += 1
            if person.seen != article:
                person.articles += 1
                person.seen = article
            if day is not None:
                person.first = day if person.first is None else min(day, person.first)
                person.last = day if person.last is None else max(day, person.last)
            if title:
                person.titles.add(title)
            person.roles.update(roles)

    def _new(self, spelling: str) -> _Person:
        from dataset_tools.text.names import normalise

        person = self._persons.setdefault(normalise(spelling), _Person())
        person.spellings.add(spelling)
        self._spelled[spelling] = person
        return person

    def table(self) -> pa.Table:
        """The rows, in the order of the names."""
        rows = [
            {
                "name": name,
                "spellings": sorted(person.spellings),
                "articles": person.articles,
                "mentions": person.mentions,
                "first": person.first,
                "last": person.last,
                "titles": sorted(person.titles),
                "roles": sorted(person.roles),
            }
            for name, person in sorted(self._persons.items())
        ]
        return arrow().Table.from_pylist(rows, schema=table_schema("people"))


def conserve(counts: Mapping[str, int]) -> None:
    """Every record read is accepted, quarantined or a duplicate; else it is lost, by our fault."""
    if counts["read"] != counts["accepted"] + counts["quarantined"] + counts["duplicates"]:
        raise DatasetToolsError(f"records were lost: {dict(counts)}", "assembly", "report it")
