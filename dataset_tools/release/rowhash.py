"""A 64-bit hash of each row, for joins over releases that do not fit in memory.

Every cell becomes bytes that say where they end, the cells of a row are joined by Arrow, and one
xxHash is taken of the result. For finding differences, never for proving equality: that is the
content digest's task.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dataset_tools.core.tables import arrow

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Hashes = np.ndarray[Any, np.dtype[np.uint64]]

_NULL = b"~"  # no value starts with it: all others start with a length


def cell_bytes(array: pa.Array) -> pa.Array:
    """Each value as bytes from which the value could be told again: ``length:bytes``.

    >>> cell_bytes(arrow().array(["ab", None, ""])).to_pylist()
    [b'2:ab', b'~', b'0:']
    """
    import pyarrow.compute as pc

    pa = arrow()
    types = pa.types
    kind = array.type
    if types.is_dictionary(kind):
        return cell_bytes(array.dictionary_decode())
    if types.is_null(kind):
        return pa.array([_NULL] * len(array), pa.binary())
    if types.is_list(kind) or types.is_large_list(kind):
        body = _joined_lists(array)
    elif types.is_struct(kind):
        body = pc.binary_join_element_wise(*map(cell_bytes, array.flatten()), b"")
    elif types.is_binary(kind) or types.is_large_binary(kind):
        body = array.cast(pa.binary())
    else:
        body = array.cast(pa.string()).cast(pa.binary())
    length = pc.binary_length(body).cast(pa.string()).cast(pa.binary())
    cells = pc.binary_join_element_wise(length, body, b":")  # null where body is
    if array.null_count:
        cells = pc.if_else(array.is_null(), pa.scalar(_NULL, pa.binary()), cells)
    return cells


def _joined_lists(array: pa.Array) -> pa.Array:
    import numpy as np
    import pyarrow.compute as pc

    pa = arrow()
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    lists = pa.ListArray.from_arrays(offsets, cell_bytes(array.flatten()))
    return pc.binary_join(lists, b"")


def _hashes(cells: pa.Array) -> Hashes:
    import numpy as np
    from xxhash import xxh3_64_intdigest

    _, offsets, data = cells.buffers()
    ends = np.frombuffer(offsets, np.int32, len(cells) + 1, cells.offset * 4).tolist()
    view = memoryview(data if data is not None else b"")
    starts = ends[:-1]
    found = [xxh3_64_intdigest(view[a:b]) for a, b in zip(starts, ends[1:], strict=True)]
    return np.array(found, np.uint64)


def row_hashes(table: pa.Table, columns: Sequence[str]) -> Hashes:
    """The hash of every row over ``columns``, in that order."""
    import numpy as np
    import pyarrow.compute as pc

    if not table.num_rows:
        return np.zeros(0, np.uint64)
    table = table.combine_chunks()
    cells = [cell_bytes(table.column(name).chunk(0)) for name in columns]
    return _hashes(pc.binary_join_element_wise(*cells, b"") if len(cells) > 1 else cells[0])
