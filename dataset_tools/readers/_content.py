"""What is in a stream: unpacked, taken out of its archive, handed to its reader."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._archive import tar_members, zip_members
from dataset_tools.readers._base import take, unreadable
from dataset_tools.readers._formats import Format, format_of
from dataset_tools.readers._unpack import Budget, Unpacked, unpacked

Pair = tuple[str, RawRecord]


def content(
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
    whole = last is None or (not last.problems and reader in ("jsonl", "json"))
    if last is not None and not whole and (last.byte_end >= place or not last.raw):
        last.kind, last.problems = "unreadable", (trouble, *last.problems)
        yield last
        return
    if last is not None:
        yield last
    index = last.index + 1 if last is not None else 0
    lost = unreadable(b"", trouble.code, trouble.message, index=index, start=place)
    lost.problems = (trouble,)
    yield lost


def zipped(file: BinaryIO, shown: str, settings: ReadSection) -> Iterator[Pair]:
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
    place = f"{shown}!{shown_name(name)}" if name else shown
    if refused is not None or stream is None:
        if refused is not None:
            yield place, refused
        return
    budget = Budget(settings.max_record_bytes, settings)
    yield from content(stream, place, format_of(name), budget, settings)


def shown_name(name: str) -> str:
    """A path as text that every format can hold: bytes that are no UTF-8 as ``\\xNN``.

    >>> shown_name("a\\udcff.txt")
    'a\\\\xff.txt'
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name
