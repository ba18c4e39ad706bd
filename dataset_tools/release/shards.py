"""Parquet shards: a stream of rows in, files that are the same bytes however it was cut.

Rows are gathered into row groups whose borders depend on the rows alone, each row group is made one
contiguous table, and the writer finds its page borders in the content. So batch sizes, part
borders, workers and engines leave no trace. Memory holds about one row group.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.files import TEMPORARY, sha256_file, writing
from dataset_tools.release.manifest import FileEntry
from dataset_tools.release.rowgroups import GROUP_BYTES, GROUP_ROWS, row_groups

if TYPE_CHECKING:
    import pyarrow as pa

    from dataset_tools.release.digest import TableDigest

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


class Shards:
    """The shards of one split of a config, written group by group.

    ``digest`` is told every row on its way. Without rows there is one file that has the columns and
    no row group; a card must not list it (see :meth:`Manifest.loadable`).
    """

    def __init__(
        self, folder: Path, name: tuple[str, str], schema: pa.Schema, digest: TableDigest | None
    ) -> None:
        config, self.split = name
        self.folder, self.schema, self.digest = folder, schema, digest
        self.place = folder / "data" / config
        self._drafts: list[tuple[Path, int]] = []
        self._writer: Any = None
        self._held = self._rows = 0

    def add(self, table: pa.Table, size: int) -> None:
        """Write one row group of so many bytes. ReleaseError where the folder cannot be written."""
        with writing(self.place):
            if self._writer is None:
                self._open()
            self._writer.write_table(table, row_group_size=table.num_rows)
        if self.digest is not None:
            self.digest.update(table)
        self._held, self._rows = self._held + size, self._rows + table.num_rows
        if self._held >= SHARD_BYTES:
            self._close()

    def finish(self) -> list[FileEntry]:
        """The entries of the shards, in row order."""
        with writing(self.place):
            if self._writer is None and not self._drafts:
                self._open()
            if self._writer is not None:
                self._close()
            total = len(self._drafts)
            return [
                self._settled(draft, f"{self.split}-{number:05d}-of-{total:05d}.parquet", rows)
                for number, (draft, rows) in enumerate(self._drafts)
            ]

    def drop(self) -> None:
        """Let go of a file that is not finished."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _open(self) -> None:
        import pyarrow.parquet as pq

        self.place.mkdir(parents=True, exist_ok=True)
        draft = self.place / f"{TEMPORARY}{self.split}-{len(self._drafts)}"
        self._writer = pq.ParquetWriter(draft, self.schema, **WRITER)
        self._held = self._rows = 0

    def _close(self) -> None:
        self._writer.close()
        self._writer = None
        name = f"{TEMPORARY}{self.split}-{len(self._drafts)}"
        self._drafts.append((self.place / name, self._rows))

    def _settled(self, draft: Path, name: str, rows: int) -> FileEntry:
        final = draft.with_name(name)
        draft.rename(final)
        path = final.relative_to(self.folder).as_posix()
        return FileEntry(path, final.stat().st_size, sha256_file(final), rows)


def write_shards(
    folder: Path,
    config: str,
    split: str,
    batches: Iterable[pa.RecordBatch | pa.Table],
    schema: pa.Schema,
    digest: TableDigest | None = None,
) -> list[FileEntry]:
    """Write the rows of one split of a config (:class:`Shards`); the entries, in row order."""
    shards = Shards(folder, (config, split), schema, digest)
    try:
        for table, size in row_groups(batches, schema):
            shards.add(table, size)
        return shards.finish()
    finally:
        shards.drop()
