"""Row groups: rows as they come, cut where the rows alone say.

However the rows were cut into batches before, the groups are the same, each one contiguous table.
Memory holds about one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

GROUP_ROWS = 10_000
GROUP_BYTES = 32 << 20
"""A row group ends before it would pass either (bytes of the values, before encoding). The Hub's
viewer refuses row groups above 300 MB; readers that stream hold one in memory."""


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


def conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """``batch`` under exactly ``schema`` (its metadata too); a fault of ours where it differs."""
    if batch.schema.names != schema.names or batch.schema.types != schema.types:
        raise DatasetToolsError(
            f"rows of {batch.schema.names} do not fit the schema {schema.names}",
            "release.shards",
            "every part must have the one schema of its config",
        )
    return arrow().RecordBatch.from_arrays(batch.columns, schema=schema)


class Groups:
    """Gathers rows and gives out the groups that are complete, with their bytes."""

    def __init__(self, schema: pa.Schema, rows: int, size: int) -> None:
        self.schema, self._rows, self._size = schema, rows, size
        self._pending: list[pa.RecordBatch] = []
        self._count = self._bound = 0
        self._width = _leaves(schema)

    def push(self, batch: pa.RecordBatch) -> Iterator[tuple[pa.Table, int]]:
        """Take in rows; the groups that they complete.

        Sizes are counted exactly only where a border may fall: until then the bytes that Arrow
        holds, and one a value for what it keeps in bits, are an upper bound that costs nothing.
        """
        if not batch.num_rows:
            return
        self._pending.append(conform(batch, self.schema))
        self._count += batch.num_rows
        self._bound += batch.nbytes + batch.num_rows * self._width
        while self._count >= self._rows or self._bound > self._size:
            group = self._cut()
            if group is None:
                return
            yield group

    def finish(self) -> Iterator[tuple[pa.Table, int]]:
        """The last group; none where there is no row left."""
        if self._count:
            table, ends = self._whole()
            self._pending, self._count, self._bound = [], 0, 0
            yield table, int(ends[-1])

    def _cut(self) -> tuple[pa.Table, int] | None:
        """The first group of what is pending; None where it is not complete after all."""
        import numpy as np

        table, ends = self._whole()
        fit = int(np.searchsorted(ends, self._size, side="right"))
        take = min(max(fit, 1), self._rows, len(ends))
        if take == len(ends) < self._rows:
            self._pending, self._bound = table.to_batches(), int(ends[-1])
            return None
        # A copy: a slice would keep the whole group in memory until the next one is complete.
        rest = table.take(np.arange(take, len(ends)))
        self._pending, self._count = rest.to_batches(), rest.num_rows
        self._bound = int(ends[-1] - ends[take - 1])
        return table.slice(0, take), int(ends[take - 1])

    def _whole(self) -> tuple[pa.Table, Any]:
        """What is pending as one contiguous table, and the bytes up to the end of each row."""
        import numpy as np

        table = arrow().Table.from_batches(self._pending, self.schema).combine_chunks()
        sizes = np.zeros(table.num_rows, np.int64)
        for column in table.columns:
            sizes += row_bytes(column.chunk(0))
        return table, np.cumsum(sizes)


def _leaves(schema: pa.Schema) -> int:
    """Columns, those inside structures among them."""

    def count(kind: pa.DataType) -> int:
        return 1 + sum(count(kind.field(number).type) for number in range(kind.num_fields))

    return sum(count(field.type) for field in schema)


def row_groups(
    batches: Iterable[pa.RecordBatch | pa.Table],
    schema: pa.Schema,
    rows: int = GROUP_ROWS,
    size: int = GROUP_BYTES,
) -> Iterator[tuple[pa.Table, int]]:
    """Row groups and their bytes: at most ``rows`` rows or ``size`` bytes, at least one row.

    Each is one contiguous chunk per column. Where the borders fall depends on the rows alone.
    """
    groups = Groups(schema, rows, size)
    for item in batches:
        for batch in item.to_batches() if isinstance(item, arrow().Table) else (item,):
            yield from groups.push(batch)
    yield from groups.finish()
