"""Reading: a folder of raw files becomes records, in an order that depends on names alone.

Nothing here raises for what a file is or holds: a file that is no article becomes one record with
``problems``, so that the counts of a build add up. Only a missing or unreadable folder is an
error. Nothing is written to disk, special files are never opened, links never lead out of the
folder.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dataset_tools.core.config import ReadSection
from dataset_tools.core.errors import SourceError
from dataset_tools.core.record import Problem
from dataset_tools.readers._archive import ignored
from dataset_tools.readers._base import BLOCK, Reader, unreadable
from dataset_tools.readers._content import Pair, content, shown_name, zipped
from dataset_tools.readers._formats import Format, format_of
from dataset_tools.readers._lines import HEAD, opened
from dataset_tools.readers._unpack import Budget, Unpacked
from dataset_tools.stages._entry import enter

SMALL = 4 << 20
"""Bytes up to which a plain file is read at once."""


class Chunk(NamedTuple):
    """Bytes ``start`` to ``end`` of a file of ``size`` bytes; ``first_index`` is its first line.

    ``changed`` is when the file was last written to (ns), by which a later change is seen.
    """

    path: str
    start: int
    end: int
    first_index: int = 0
    size: int = -1
    changed: int = -1


class SourcePlan(NamedTuple):
    """A source as it was listed: size, SHA-256 of its bytes, and how it is cut."""

    path: str
    bytes: int
    sha256: str
    chunks: tuple[Chunk, ...]


def list_sources(root: Path) -> list[str]:
    """Every source below ``root``: relative paths with ``/``, sorted.

    Files and folders whose name begins with a dot, ``__MACOSX``, ``Thumbs.db`` and
    ``desktop.ini`` are no sources. Everything else is one, also what cannot be read: unknown
    suffixes, special files, links to folders, folders without permission; reading gives each of
    these one record that says why.
    """
    top = os.fspath(root)
    try:
        with os.scandir(top):
            pass
    except OSError as error:
        mend = "name an existing folder that you may read"
        raise SourceError(f"no raw folder: {error.strerror}", top, mend) from None
    found: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{top}/{folder}") as entries:
                for entry in entries:
                    if ignored(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(f"{folder}{entry.name}/")
                    else:
                        found.append(folder + entry.name)
        except OSError:
            found.append(folder.rstrip("/"))
    return sorted(found)


def plan_chunks(root: Path, relative: str, target_bytes: int) -> SourcePlan:
    """Size and SHA-256 of a source, and its chunks of about ``target_bytes``.

    Only plain JSON Lines in UTF-8 are cut, at line ends. What cannot be read has size 0, the hash
    of nothing, and one chunk.
    """
    top = os.fspath(root)
    entered = enter(f"{top}/{relative}", top)
    if isinstance(entered, Problem):
        nothing = hashlib.sha256(b"").hexdigest()
        return SourcePlan(relative, 0, nothing, (Chunk(relative, 0, 0),))
    descriptor, size = entered
    changed = os.fstat(descriptor).st_mtime_ns
    asked = min(size + 1, BLOCK)  # what is asked for is allocated: dear for small files
    block = _read(descriptor, asked)
    digest = hashlib.sha256(block)
    if len(block) < asked:
        os.close(descriptor)
        end = len(block)
        chunk = Chunk(relative, 0, end, 0, end, changed)
        return SourcePlan(relative, end, digest.hexdigest(), (chunk,))
    cutting = size > target_bytes * 3 // 2 and _may_cut(relative, block)
    starts, place, lines = [(0, 0)], 0, 0
    while block:
        while cutting and place + len(block) - starts[-1][0] >= target_bytes:
            at = block.find(b"\n", max(0, starts[-1][0] + target_bytes - place))
            if at < 0:
                break
            starts.append((place + at + 1, lines + block.count(b"\n", 0, at + 1)))
        lines += block.count(b"\n") if cutting else 0
        place += len(block)
        block = _read(descriptor, 4 * BLOCK)
        digest.update(block)
    os.close(descriptor)
    ends = [start for start, _ in starts[1:]] + [place]
    chunks = tuple(
        Chunk(relative, start, end, index, place, changed)
        for (start, index), end in zip(starts, ends, strict=True)
        if end > start
    )
    return SourcePlan(relative, place, digest.hexdigest(), chunks)


def _read(descriptor: int, size: int) -> bytes:
    try:
        return os.read(descriptor, size)
    except OSError:
        return b""


def _may_cut(relative: str, head: bytes) -> bool:
    kind = format_of(relative)
    if kind.packed or kind.reader is None or kind.reader.name != "jsonl":
        return False
    return opened(io.BytesIO(head[:HEAD]), ReadSection()).codec == "utf-8"


def read_chunk(root: Path, chunk: Chunk, settings: ReadSection) -> Iterator[Pair]:
    """The records of a chunk in order, each with its source path (``file!member`` in archives).

    At least one record comes out. ``index`` counts from 0 in the file or member: lines of JSON
    Lines, data rows of tables, elements of lists.
    """
    top = os.fspath(root)
    shown = shown_name(chunk.path)
    entered = enter(f"{top}/{chunk.path}", top)
    if isinstance(entered, Problem):
        yield shown, unreadable(b"", entered.code, entered.message)
        return
    descriptor, size = entered
    try:
        if message := _changed(chunk, descriptor, size):
            raw = _read(descriptor, min(size + 1, settings.max_record_bytes))
            yield shown, unreadable(raw, "changed_while_read", message)
            return
        kind = format_of(chunk.path)
        whole = chunk.start == 0 and chunk.end in (0, size)
        if whole and size <= SMALL and kind.reader is not None and not kind.packed:
            yield from _small(descriptor, size, shown, kind.reader, settings)
            return
        yield from _streamed(descriptor, size, chunk, kind, settings)
    finally:
        os.close(descriptor)


def _changed(chunk: Chunk, descriptor: int, size: int) -> str:
    """What happened to the file since it was listed; nothing, as a rule."""
    if chunk.size >= 0 and size != chunk.size:
        return f"it had {chunk.size} bytes when it was listed and has {size} now"
    if chunk.changed >= 0 and os.fstat(descriptor).st_mtime_ns != chunk.changed:
        return "it was written to after it was listed"
    return ""


def read_bytes(root: Path, chunk: Chunk, most: int) -> tuple[bytes, Problem | None]:
    """At most ``most`` bytes of a chunk as they lie on the disk; why there are none."""
    top = os.fspath(root)
    entered = enter(f"{top}/{chunk.path}", top)
    if isinstance(entered, Problem):
        return b"", entered
    descriptor, size = entered
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        file.seek(chunk.start)
        return file.read(min((chunk.end or size) - chunk.start, most)), None


def read_source(root: Path, relative: str, settings: ReadSection) -> Iterator[Pair]:
    """The records of a whole source, which need not have been planned."""
    return read_chunk(root, Chunk(relative, 0, 0), settings)


def _small(
    descriptor: int, size: int, shown: str, reader: Reader, settings: ReadSection
) -> Iterator[Pair]:
    try:
        data = os.read(descriptor, size + 1)
    except OSError as error:
        yield shown, unreadable(b"", "unreadable", f"cannot be read: {error.strerror}")
        return
    if len(data) != size:
        message = f"it had {size} bytes when it was opened and gave {len(data)}"
        yield shown, unreadable(data, "changed_while_read", message)
        return
    for record in reader.read(io.BytesIO(data), settings):
        yield shown, record


def _streamed(
    descriptor: int, size: int, chunk: Chunk, kind: Format, settings: ReadSection
) -> Iterator[Pair]:
    """The records of a file that is large, compressed, an archive, or one chunk of many."""
    before = os.fstat(descriptor)
    shown = shown_name(chunk.path)
    index = 0
    if chunk.start > 0 and settings.encoding == "auto":
        settings = dataclasses.replace(settings, encoding="utf-8")
    with open(descriptor, "rb", closefd=False) as file:
        if kind.archive == ".zip" and not kind.packed:
            pairs = zipped(file, shown, settings)
        elif kind.reader is not None and kind.reader.name == "parquet" and not kind.packed:
            pairs = ((shown, record) for record in kind.reader.read(file, settings))
        else:
            window = Unpacked(_Window(descriptor, chunk.start, chunk.end or size).pull)
            pairs = content(window, shown, kind, Budget(size, settings), settings)
        for name, record in pairs:
            if chunk.start:
                if record.problems[:1] and record.problems[0].code == "empty":
                    continue  # blank lines at the end of a file are no record of their own
                record.index += chunk.first_index
                record.byte_start += chunk.start
                record.byte_end += chunk.start
            index = record.index + 1
            yield name, record
    after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        message = "it was written to while it was read"
        yield shown, unreadable(b"", "changed_while_read", message, index=index)


class _Window:
    """Bytes ``place`` to ``end`` of an open file, without moving its position."""

    def __init__(self, descriptor: int, place: int, end: int) -> None:
        self._descriptor, self._place, self._end = descriptor, place, end

    def pull(self, size: int) -> bytes:
        """The next bytes; EOFError where the file is shorter than it was."""
        wanted = min(size, self._end - self._place)
        if wanted <= 0:
            return b""
        data = os.pread(self._descriptor, wanted, self._place)
        if not data:
            raise EOFError("the file became shorter while it was read")
        self._place += len(data)
        return data
