"""The content digest: SHA-256 over the rows of a release, whatever wrote them.

Every column is taken apart into streams of plain bytes (lengths, values, positions of nulls), each
hashed as it comes. How rows were cut into batches, row groups and files, how they were encoded or
compressed, and what stands in the memory behind a null leave no trace. The order of rows and
the names and types of columns do.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.rows import read_rows, read_schema

if TYPE_CHECKING:
    import pyarrow as pa

_FORM = "dataset-tools content digest 1"
"""Stands in every digest; a new way of hashing gets a new number."""


def type_name(kind: pa.DataType) -> str:
    """A column's type in our own words, the same for the large and the small form of a type.

    >>> pa = arrow()
    >>> type_name(pa.list_(pa.struct([("name", pa.large_string())])))
    'list<struct<name: string>>'
    """
    types = arrow().types
    if types.is_dictionary(kind):
        return type_name(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind):
        return f"list<{type_name(kind.value_type)}>"
    if types.is_struct(kind):
        fields = (kind.field(number) for number in range(kind.num_fields))
        return f"struct<{', '.join(f'{f.name}: {type_name(f.type)}' for f in fields)}>"
    return str(kind).removeprefix("large_")


class _Stream:
    """The hash of one column, or of one level of a nested one, and of those inside it."""

    def __init__(self, kind: pa.DataType) -> None:
        types = arrow().types
        self.type, self.slots = kind, 0
        self.nulls, self.lengths, self.values = (hashlib.sha256() for _ in range(3))
        self.inside: list[_Stream] = []
        self.nested = types.is_list(kind) or types.is_large_list(kind)
        if self.nested:
            self.inside = [_Stream(kind.value_type)]
        elif types.is_struct(kind):
            self.inside = [_Stream(kind.field(n).type) for n in range(kind.num_fields)]
        text = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
        self.text = any(is_kind(kind) for is_kind in text)
        self.wide = types.is_large_string(kind) or types.is_large_binary(kind)

    def update(self, array: pa.Array) -> None:
        """Take in the values of one chunk."""
        import numpy as np

        if array.null_count:
            where = np.flatnonzero(array.is_null().to_numpy(zero_copy_only=False))
            self.nulls.update((where + self.slots).astype("<i8").tobytes())
        self.slots += len(array)
        if self.nested:
            import pyarrow.compute as pc

            lengths = pc.fill_null(pc.list_value_length(array), 0)
            self.lengths.update(_plain(lengths))
            self.inside[0].update(array.flatten())
        elif self.inside:
            for stream, child in zip(self.inside, array.flatten(), strict=True):
                stream.update(child)
        elif self.text:
            self._text(array)
        elif not arrow().types.is_null(self.type):
            self.values.update(_plain(_filled(array)))

    def _text(self, array: pa.Array) -> None:
        """Lengths and the bytes between the first and the last offset, without a copy."""
        import numpy as np

        if len(array) == 0:
            return
        array = _filled(array)
        _, offsets, data = array.buffers()
        form = np.dtype("<i8" if self.wide else "<i4")
        ends = np.frombuffer(offsets, form, len(array) + 1, array.offset * form.itemsize)
        self.lengths.update(np.diff(ends).astype("<i8").tobytes())
        if data is not None:
            self.values.update(memoryview(data)[int(ends[0]) : int(ends[-1])])

    def result(self) -> list[Any]:
        """Digests of the three streams and of what is inside."""
        own = [stream.hexdigest() for stream in (self.nulls, self.lengths, self.values)]
        return [*own, self.slots, *(stream.result() for stream in self.inside)]


def _filled(array: pa.Array) -> pa.Array:
    """``array`` with a fixed value in the place of every null (what is in memory there varies)."""
    if not array.null_count:
        return array
    import pyarrow.compute as pc

    pa = arrow()
    types = pa.types
    if types.is_string(array.type) or types.is_large_string(array.type):
        return pc.fill_null(array, "")
    if types.is_binary(array.type) or types.is_large_binary(array.type):
        return pc.fill_null(array, b"")
    zero = pa.scalar(False) if types.is_boolean(array.type) else pa.scalar(0, pa.int8())
    if types.is_temporal(array.type):
        width = pa.int32() if array.type.bit_width == 32 else pa.int64()
        array = array.view(width)
    return pc.fill_null(array, zero.cast(array.type))


def _plain(array: pa.Array) -> bytes:
    """Fixed-width values as little-endian bytes; lengths as 64 bits."""
    pa = arrow()
    if pa.types.is_temporal(array.type):
        array = array.view(pa.int32() if array.type.bit_width == 32 else pa.int64())
    values = array.to_numpy(zero_copy_only=False)
    return bytes(values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())


class TableDigest:
    """The digest of one split of one config, fed in row order."""

    def __init__(self, schema: pa.Schema) -> None:
        self._columns = {field.name: _Stream(field.type) for field in schema}
        self.rows = 0

    def update(self, rows: pa.Table | pa.RecordBatch) -> None:
        """Take in rows; the columns must be those of the schema."""
        if set(rows.schema.names) != set(self._columns):
            raise DatasetToolsError(
                f"columns {rows.schema.names} instead of {sorted(self._columns)}", "release.digest"
            )
        self.rows += rows.num_rows
        for name, stream in self._columns.items():
            column = rows.column(name)
            for chunk in column.chunks if hasattr(column, "chunks") else (column,):
                if arrow().types.is_dictionary(chunk.type):
                    stream.update(chunk.dictionary_decode())
                else:
                    stream.update(chunk)

    def result(self) -> dict[str, Any]:
        """Rows, and type and digests of every column, by name."""
        columns = {
            name: [type_name(stream.type), stream.result()]
            for name, stream in sorted(self._columns.items())
        }
        return {"rows": self.rows, "columns": columns}


class ContentDigest:
    """The digest of a release, gathered split by split."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, TableDigest]] = {}

    def table(self, config: str, split: str, schema: pa.Schema) -> TableDigest:
        """The digest to feed with the rows of one split; the same one for the same names."""
        splits = self._tables.setdefault(config, {})
        if split not in splits:
            splits[split] = TableDigest(schema)
        return splits[split]

    def result(self) -> str:
        """``sha256:`` and the digest over all configs."""
        tables = {
            config: {split: table.result() for split, table in sorted(splits.items())}
            for config, splits in sorted(self._tables.items())
        }
        text = json.dumps([_FORM, tables], ensure_ascii=False, sort_keys=True)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def digest_release(folder: Path, manifest: Manifest) -> str:
    """The content digest from the shards alone; memory holds one row group."""
    content = ContentDigest()
    for config, splits in manifest.shards().items():
        for split, shards in splits.items():
            table = content.table(config, split, read_schema(folder / shards[0].entry.path))
            for rows in read_rows(folder, shards):
                table.update(rows)
    return content.result()
