"""The rows of a release, read back from its shards with every checksum verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.errors import ReleaseError
from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Numbers = np.ndarray[Any, np.dtype[Any]]


def _damaged(error: Exception, path: Path) -> ReleaseError:
    return ReleaseError(
        f"a shard cannot be read: {error}", str(path), "take a whole copy of the release", "damaged"
    )


def read_schema(path: Path) -> pa.Schema:
    """The Arrow schema of one shard; ReleaseError ``damaged`` where it has none."""
    import pyarrow.parquet as pq

    try:
        return pq.read_schema(path)
    except (OSError, arrow().ArrowException) as error:
        raise _damaged(error, path) from None


def read_shard(path: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """The row groups of one shard, one at a time, page checksums verified.

    Raises ReleaseError ``damaged`` where the file is not whole Parquet or a checksum is wrong.
    """
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True, pre_buffer=False) as file:
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, columns=columns, use_threads=False)
    except (OSError, arrow().ArrowException) as error:
        raise _damaged(error, path) from None


def read_rows(
    folder: Path, shards: Iterable[Shard], columns: list[str] | None = None
) -> Iterator[pa.Table]:
    """The row groups of several shards of the release in ``folder``, in order."""
    for shard in shards:
        yield from read_shard(folder / shard.entry.path, columns)


def read_pieces(
    folder: Path, shards: Iterable[Shard], columns: list[str] | None = None, rows: int = 1000
) -> Iterator[pa.RecordBatch]:
    """The rows of several shards in small pieces: who stops early has decoded little."""
    import pyarrow.parquet as pq

    for shard in shards:
        path = folder / shard.entry.path
        try:
            with pq.ParquetFile(path, page_checksum_verification=True, pre_buffer=False) as file:
                yield from file.iter_batches(rows, columns=columns, use_threads=False)
        except (OSError, arrow().ArrowException) as error:
            raise _damaged(error, path) from None


def read_rows_at(
    folder: Path, shards: Iterable[Shard], positions: Numbers, columns: list[str] | None = None
) -> Iterator[pa.Table]:
    """The rows at ``positions`` (sorted, counted over all shards in order), in that order.

    Row groups without any of them are not read.
    """
    import numpy as np
    import pyarrow.parquet as pq

    base = 0
    for shard in shards:
        path = folder / shard.entry.path
        try:
            with pq.ParquetFile(path, page_checksum_verification=True, pre_buffer=False) as file:
                for number in range(file.num_row_groups):
                    rows = file.metadata.row_group(number).num_rows
                    first, last = np.searchsorted(positions, (base, base + rows))
                    if first < last:
                        table = file.read_row_group(number, columns=columns, use_threads=False)
                        yield table.take(positions[first:last] - base)
                    base += rows
        except (OSError, arrow().ArrowException) as error:
            raise _damaged(error, path) from None
