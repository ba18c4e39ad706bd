"""Parquet shards: a stream of rows in, files that are the same bytes however it was cut.

Rows are gathered into row groups whose borders depend on the rows alone, each row group is made one
contiguous table, and the writer finds its page borders in the content. So batch sizes, part
borders, workers and engines leave no trace. Memory holds about one row group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow
from dataset_tools.release.files import TEMPORARY, sha256_file, writing
from dataset_tools.release.manifest import FileEntry

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from dataset_tools.release.digest import TableDigest

GROUP_ROWS = 10_000
GROUP_BYTES = 32 << 20
"""A row group ends before it would pass either (bytes of the values, before encoding). The Hub's
viewer refuses row groups above 300 MB; readers that stream hold one in memory."""

SHARD_BYTES = 512 << 20
"""A shard ends after the row group that passes it (bytes of the values; about 200 MB on disk)."""

WRITER = {
    "compression": "zstd",
    "compression_level": 3,
    "use_content_defined_chunking": True,
    "write_page_checksum": True,
    "write_page_index": True,
    "version": "2.6",
    "data_page_version": "1.0",
}
"""Options of the Parquet writer: with pyarrow's version, the recipe of the bytes."""


def recipe() -> dict[str, Any]:
    """What the bytes of the shards depend on besides the rows, for the manifest's ``tool``."""
    sizes = {"group_rows": GROUP_ROWS, "group_bytes": GROUP_BYTES, "shard_bytes": SHARD_BYTES}
    return {"pyarrow": arrow().__version__, "parquet": {**WRITER, **sizes}}


def row_bytes(array: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Bytes of each value of a column, nested ones with all they hold; the same however chunked."""
    import numpy as np
    import pyarrow.compute as pc

    types = arrow().types
    kind = array.type
    if types.is_dictionary(kind):
        return row_bytes(array.dictionary_decode())
    if types.is_struct(kind):
        sizes = np.zeros(len(array), np.int64)
        for child in array.flatten():
            sizes += row_bytes(child)
        return sizes
    if types.is_list(kind) or types.is_large_list(kind):
        lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)
        total = np.concatenate(([0], np.cumsum(row_bytes(array.flatten()))))
        ends = np.cumsum(lengths)
        nested: np.ndarray[Any, np.dtype[np.int64]] = total[ends] - total[ends - lengths] + 4
        return nested
    if (
        types.is_binary(kind)
        or types.is_string(kind)
        or types.is_large_binary(kind)
        or (types.is_large_string(kind))
    ):
        lengths = pc.fill_null(pc.binary_length(array), 0).to_numpy(zero_copy_only=False)
        return np.asarray(lengths, np.int64) + 4
    if types.is_boolean(kind) or types.is_null(kind):
        return np.ones(len(array), np.int64)
    return np.full(len(array), kind.bit_width // 8, np.int64)


def _conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """``batch`` under exactly ``schema`` (its metadata too); a fault of ours where it differs."""
    if batch.schema.names != schema.names or batch.schema.types != schema.types:
        raise DatasetToolsError(
            f"rows of {batch.schema.names} do not fit the schema {schema.names}",
            "release.shards",
            "every part must have the one schema of its config",
        )
    return arrow().RecordBatch.from_arrays(batch.columns, schema=schema)


def row_groups(
    batches: Iterable[pa.RecordBatch | pa.Table],
    schema: pa.Schema,
    rows: int = GROUP_ROWS,
    size: int = GROUP_BYTES,
) -> Iterator[tuple[pa.Table, int]]:
    """Row groups and their bytes: at most ``rows`` rows or ``size`` bytes, at least one row.

    Each is one contiguous chunk per column. Where the borders fall depends on the rows alone.
    """
    import numpy as np

    pa = arrow()
    pending: list[Any] = []
    count = held = 0
    for batch in _batches(batches):
        conformed = _conform(batch, schema)
        sizes = np.zeros(len(batch), np.int64)
        for column in conformed.columns:
            sizes += row_bytes(column)
        ends = np.cumsum(sizes)
        start = 0
        while start < len(batch):
            before = int(ends[start - 1]) if start else 0
            fit = int(np.searchsorted(ends, before + size - held, side="right")) - start
            take = min(max(fit, 0 if count else 1), rows - count, len(batch) - start)
            if take:
                pending.append(conformed.slice(start, take))
                count, held = count + take, held + int(ends[start + take - 1]) - before
                start += take
            if start < len(batch) or count == rows:
                yield pa.Table.from_batches(pending, schema).combine_chunks(), held
                pending, count, held = [], 0, 0
    if pending:
        yield pa.Table.from_batches(pending, schema).combine_chunks(), held


def _batches(items: Iterable[pa.RecordBatch | pa.Table]) -> Iterator[pa.RecordBatch]:
    """Record batches without rowless ones, from batches and tables."""
    table = arrow().Table
    for item in items:
        for batch in item.to_batches() if isinstance(item, table) else (item,):
            if batch.num_rows:
                yield batch


def write_shards(
    folder: Path,
    config: str,
    split: str,
    batches: Iterable[pa.RecordBatch | pa.Table],
    schema: pa.Schema,
    digest: TableDigest | None = None,
) -> list[FileEntry]:
    """Write the rows of one split of a config; the entries of its shards, in row order.

    ``digest`` is told every row on its way. Without rows there is one file that has the columns and
    no row group; a card must not list it (see :meth:`Manifest.loadable`). Raises ReleaseError where
    the folder cannot be written.
    """
    import pyarrow.parquet as pq

    place = folder / "data" / config
    drafts: list[tuple[Path, int]] = []
    groups = row_groups(batches, schema)
    group: tuple[pa.Table, int] | None = next(groups, None)
    with writing(place):
        place.mkdir(parents=True, exist_ok=True)
        while group is not None or not drafts:
            draft = place / f"{TEMPORARY}{split}-{len(drafts)}"
            held = rows = 0
            with pq.ParquetWriter(draft, schema, **WRITER) as writer:
                while group is not None and held < SHARD_BYTES:
                    table, size = group
                    writer.write_table(table, row_group_size=table.num_rows)
                    if digest is not None:
                        digest.update(table)
                    held, rows = held + size, rows + table.num_rows
                    group = next(groups, None)
            drafts.append((draft, rows))
        return [
            _settle(folder, draft, f"{split}-{number:05d}-of-{len(drafts):05d}.parquet", rows)
            for number, (draft, rows) in enumerate(drafts)
        ]


def _settle(folder: Path, draft: Path, name: str, rows: int) -> FileEntry:
    final = draft.with_name(name)
    draft.rename(final)
    path = final.relative_to(folder).as_posix()
    return FileEntry(path, final.stat().st_size, sha256_file(final), rows)
