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
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dataset_tools.core.config import ReadSection
from dataset_tools.core.errors import SourceError
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.readers._archive import ignored, tar_members, zip_members
from dataset_tools.readers._base import BLOCK, Reader, take, unreadable
from dataset_tools.readers._formats import Format, format_of
from dataset_tools.readers._lines import HEAD, opened
from dataset_tools.readers._unpack import Budget, Unpacked, unpacked

SMALL = 4 << 20
"""Bytes up to which a plain file is read at once."""

_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
Pair = tuple[str, RawRecord]


class Chunk(NamedTuple):
    """Bytes ``start`` to ``end`` of a file of ``size`` bytes, whose first line is ``first_index``."""

    path: str
    start: int
    end: int
    first_index: int = 0
    size: int = -1


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
    path = f"{os.fspath(root)}/{relative}"
    digest = hashlib.sha256()
    if isinstance(entered := _enter(path, os.fspath(root)), Problem):
        return SourcePlan(relative, 0, digest.hexdigest(), (Chunk(relative, 0, 0),))
    descriptor, size = entered
    starts = [(0, 0)]
    place = lines = 0
    try:
        cutting = False
        while block := _read(descriptor, BLOCK * 4 if place else BLOCK):
            if not place and size > target_bytes * 3 // 2:
                cutting = _may_cut(relative, block)
            if cutting:
                while place + len(block) - starts[-1][0] >= target_bytes:
                    at = block.find(b"\n", max(0, starts[-1][0] + target_bytes - place))
                    if at < 0:
                        break
                    index = lines + block.count(b"\n", 0, at + 1)
                    starts.append((place + at + 1, index))
                lines += block.count(b"\n")
            digest.update(block)
            place += len(block)
    finally:
        os.close(descriptor)
    ends = [start for start, _ in starts[1:]] + [place]
    chunks = tuple(
        Chunk(relative, start, end, index, place)
        for (start, index), end in zip(starts, ends, strict=True)
        if end > start or start == 0
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
    shown = _shown(chunk.path)
    entered = _enter(f"{top}/{chunk.path}", top)
    if isinstance(entered, Problem):
        yield shown, unreadable(b"", entered.code, entered.message)
        return
    descriptor, size = entered
    try:
        if chunk.size >= 0 and size != chunk.size:
            message = f"it had {chunk.size} bytes when it was listed and has {size} now"
            raw = _read(descriptor, min(size + 1, settings.max_record_bytes))
            yield shown, unreadable(raw, "changed_while_read", message)
            return
        kind = format_of(chunk.path)
        if size <= SMALL and kind.reader is not None and not kind.packed:
            if chunk.start == 0 and chunk.end in (0, size):
                yield from _small(descriptor, size, shown, kind.reader, settings)
                return
        yield from _streamed(descriptor, size, chunk, kind, settings)
    finally:
        os.close(descriptor)


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
    shown = _shown(chunk.path)
    index = 0
    if chunk.start > 0 and settings.encoding == "auto":
        settings = dataclasses.replace(settings, encoding="utf-8")
    with open(descriptor, "rb", closefd=False) as file:
        if kind.archive == ".zip" and not kind.packed:
            pairs = _zip(file, shown, settings)
        elif kind.reader is not None and kind.reader.name == "parquet" and not kind.packed:
            pairs = ((shown, record) for record in kind.reader.read(file, settings))
        else:
            window = Unpacked(_Window(descriptor, chunk.start, chunk.end or size).pull)
            pairs = _content(window, shown, kind, Budget(size, settings), settings)
        for name, record in pairs:
            if chunk.start or chunk.first_index:
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


def _content(
    source: Unpacked, shown: str, kind: Format, budget: Budget, settings: ReadSection
) -> Iterator[Pair]:
    """The records in a stream of the given format: unpack, open the archive, read."""
    layers = [source]
    for suffix in kind.packed:
        layers.append(unpacked(_buffered(layers[-1]), suffix, budget))
    stream = layers[-1]
    if kind.archive == ".zip" or (kind.archive and "!" in shown):
        raw = take(_buffered(stream), settings.max_record_bytes)
        yield shown, unreadable(raw, "nested_archive", "an archive in an archive is not opened")
    elif kind.archive:
        yield from _tar(layers, shown, settings)
    elif kind.reader is None:
        yield shown, _unknown(stream, shown, settings)
    else:
        records = kind.reader.read(_buffered(stream), settings)
        for record in _to_the_end(records, layers, kind.reader.name):
            yield shown, record


def _buffered(stream: Unpacked) -> BinaryIO:
    return io.BufferedReader(stream, 1 << 16)


def _unknown(stream: Unpacked, shown: str, settings: ReadSection) -> RawRecord:
    raw = take(_buffered(stream), settings.max_record_bytes + 1)
    known = "rename it, or keep it elsewhere; the command readers lists what is known"
    message = f"no reader for {shown.rsplit('/', 1)[-1]!r}: {known}"
    if len(raw) > settings.max_record_bytes:
        raw = raw[: settings.max_record_bytes]
        message += f" (raw holds its first {len(raw)} bytes)"
    return unreadable(raw, "unknown_format", message)


def _to_the_end(
    records: Iterator[RawRecord], layers: list[Unpacked], reader: str
) -> Iterator[RawRecord]:
    """The records; where the stream ended in trouble, the last one or one more says so."""
    last: RawRecord | None = None
    for record in records:
        if last is not None:
            yield last
        last = record
    trouble = next((layer.trouble for layer in layers if layer.trouble is not None), None)
    if trouble is None:
        if last is not None:
            yield last
        return
    place = layers[-1].place
    if last is not None and (last.problems or reader not in ("jsonl", "json")):
        if last.byte_end >= place or (last.problems and not last.raw):
            last.kind, last.problems = "unreadable", (trouble, *last.problems)
            yield last
            return
    if last is not None:
        yield last
    index = last.index + 1 if last is not None else 0
    lost = unreadable(b"", trouble.code, trouble.message, index=index, start=place)
    lost.problems = (trouble,)
    yield lost


def _zip(file: BinaryIO, shown: str, settings: ReadSection) -> Iterator[Pair]:
    size = os.fstat(file.fileno()).st_size
    budget = Budget(size, settings)
    nothing = True
    for member in zip_members(file, budget, settings):
        nothing = False
        yield from _member(member.name, member.stream, member.refused, shown, settings)
        if member.stream is not None and (bomb := member.stream.trouble) and bomb.code == "bomb":
            return
    if nothing:
        raw = take(file, settings.max_record_bytes)
        yield shown, unreadable(raw, "no_records", "the archive holds no file")


def _tar(layers: list[Unpacked], shown: str, settings: ReadSection) -> Iterator[Pair]:
    nothing = True
    for member in tar_members(_buffered(layers[-1])):
        nothing = False
        if not member.name and any(layer.trouble for layer in layers):
            break
        yield from _member(member.name, member.stream, member.refused, shown, settings)
    for layer in layers:
        if layer.trouble is not None:
            record = unreadable(b"", layer.trouble.code, layer.trouble.message, start=layer.place)
            yield shown, record
            return
    if nothing:
        empty = layers[-1].place == 0
        message = "the file is empty" if empty else "the archive holds no file"
        yield shown, unreadable(b"", "empty" if empty else "no_records", message)


def _member(
    name: str, stream: Unpacked | None, refused: RawRecord | None, shown: str, settings: ReadSection
) -> Iterator[Pair]:
    """The records of one member of an archive."""
    place = f"{shown}!{_shown(name)}" if name else shown
    if refused is not None or stream is None:
        if refused is not None:
            yield place, refused
        return
    budget = Budget(settings.max_record_bytes, settings)
    yield from _content(stream, place, format_of(name), budget, settings)


def _enter(path: str, top: str) -> tuple[int, int] | Problem:
    """An open descriptor and the size of a regular file; a problem for anything else."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            path, problem = _followed(path, top)
            if problem is not None:
                return problem
            found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            return _special(found.st_mode)
        descriptor = os.open(path, _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return Problem("read", "vanished", "it was listed, but is not there any more")
    except PermissionError:
        return Problem("read", "no_permission", "no permission to read it")
    except (OSError, ValueError) as error:
        return Problem("read", "unreadable", f"cannot be opened: {error}"[:200])
    return descriptor, found.st_size


def _followed(path: str, top: str) -> tuple[str, Problem | None]:
    """Where a link leads, and the problem where it leads out, in a circle or to a folder."""
    target = os.path.realpath(path)
    inside = os.path.realpath(top)
    if target != inside and not target.startswith(inside.rstrip("/") + "/"):
        return target, Problem("read", "outside_root", "a link that leads out of the raw folder")
    if os.path.islink(target) or not os.path.exists(target):  # noqa: PTH110, PTH114
        return target, Problem("read", "broken_link", "a link that leads nowhere or in a circle")
    if os.path.isdir(target):  # noqa: PTH112
        return target, Problem("read", "link_to_folder", "a link to a folder is not followed")
    return target, None


def _special(mode: int) -> Problem:
    if stat.S_ISDIR(mode):
        return Problem("read", "no_permission", "no permission to list this folder")
    kinds = {stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device"}
    kind = kinds.get(stat.S_IFMT(mode), "a device")
    return Problem("read", "special_file", f"{kind} is never opened")


def _shown(name: str) -> str:
    """A path as text that every format can hold: bytes that are no UTF-8 as ``\\xNN``.

    >>> _shown("a\\udcff.txt")
    'a\\\\xff.txt'
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name
