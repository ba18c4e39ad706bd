"""One config of one release, as a few numbers a row: what two releases are joined by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard
from dataset_tools.release.rowhash import row_hashes
from dataset_tools.release.rows import read_rows, read_rows_at, read_schema

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Numbers = np.ndarray[Any, np.dtype[Any]]


class RowIndex:
    """One config of one release: its shards, and after :meth:`index` a few numbers a row."""

    def __init__(self, folder: Path, splits: dict[str, list[Shard]]) -> None:
        self.folder = folder
        self.names = sorted(splits)
        self.shards = [shard for name in self.names for shard in splits[name]]
        self.schema: pa.Schema = None
        if self.shards:
            self.schema = read_schema(folder / self.shards[0].entry.path)
        else:
            self.schema = arrow().schema([])
        self.keys: Numbers
        self.hashes: Numbers
        self.splits: Numbers

    def index(self, key: Sequence[str], columns: Sequence[str]) -> None:
        """Hash the key and the common columns of every row, in release order."""
        import numpy as np

        keys, hashes, splits = [], [], []
        for shard in self.shards:
            number = self.names.index(shard.split)
            for rows in read_rows(self.folder, [shard], sorted({*key, *columns})):
                hashes.append(row_hashes(rows, columns))
                keys.append(row_hashes(rows, key))
                splits.append(np.full(rows.num_rows, number, np.uint8))
        none = np.zeros(0, np.uint64)
        self.keys = _numbered(np.concatenate([none, *keys]))
        self.hashes = np.concatenate([none, *hashes])
        self.splits = np.concatenate([np.zeros(0, np.uint8), *splits])

    def split_of(self, position: int) -> str:
        """The split of the row at ``position`` (counted over all shards in order)."""
        return self.names[int(self.splits[position])]

    def at(self, positions: Numbers, columns: list[str] | None) -> Iterator[pa.Table]:
        """The rows at ``positions`` (sorted), in tables."""
        return read_rows_at(self.folder, self.shards, positions, columns)

    def records(self, positions: Numbers) -> list[dict[str, Any]]:
        """The rows at ``positions``, in that order."""
        import numpy as np

        order = np.argsort(positions, kind="stable")
        rows = [row for table in self.at(positions[order], None) for row in table.to_pylist()]
        back: list[dict[str, Any]] = [{}] * len(rows)
        for place, row in zip(order.tolist(), rows, strict=True):
            back[place] = row
        return back


def _numbered(keys: Numbers) -> Numbers:
    """``keys`` made unique: the second, third … row of one key get keys of their own."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    if fresh.all():
        return keys
    first = np.flatnonzero(fresh)
    rank = np.arange(len(keys)) - first[np.cumsum(fresh) - 1]
    unique = keys.copy()
    # an odd multiplier (2^64 over the golden ratio) spreads ranks over all bits
    unique[order] += rank.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return unique
