"""What is in a stream: unpacked, taken out of its archive, handed to its reader."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._archive import Member, tar_members, zip_members
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
    if last is not None and _is_cut(last, place, reader):
        last.kind, last.problems = "unreadable", (trouble, *last.problems)
        yield last
        return
    if last is not None:
        yield last
    index = last.index + 1 if last is not None else 0
    lost = unreadable(b"", trouble.code, trouble.message, index=index, start=place)
    lost.problems = (trouble,)
    yield lost


def _is_cut(last: RawRecord, place: int, reader: str) -> bool:
    """Whether the last record is what the end of the stream cut off.

    A JSON object that parses is whole; any other record that reaches up to the end is not.
    """
    if not last.problems and reader in ("jsonl", "json"):
        return False
    oversized = bool(last.problems) and last.problems[0].code == "too_large"
    return last.byte_end >= place or oversized or not last.raw


def zipped(file: BinaryIO, shown: str, settings: ReadSection) -> Iterator[Pair]:
    size = os.fstat(file.fileno()).st_size
    budget = Budget(size, settings)
    nothing = True
    for member in zip_members(file, budget, settings):
        nothing = False
        yield from _member(member, shown, settings)
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
        yield from _member(member, shown, settings)
    for layer in layers:
        if layer.trouble is not None:
            record = unreadable(b"", layer.trouble.code, layer.trouble.message, start=layer.place)
            yield shown, record
            return
    if nothing:
        empty = layers[-1].place == 0
        message = "the file is empty" if empty else "the archive holds no file"
        yield shown, unreadable(b"", "empty" if empty else "no_records", message)


def _member(member: Member, shown: str, settings: ReadSection) -> Iterator[Pair]:
    """The records of one member of an archive."""
    place = f"{shown}!{shown_name(member.name)}" if member.name else shown
    if member.refused is not None:
        yield place, member.refused
    if member.stream is not None:
        # What the archive itself unpacks to is counted by the stream; this is for a member that
        # is compressed once more.
        budget = Budget(settings.max_record_bytes, settings)
        yield from content(member.stream, place, format_of(member.file), budget, settings)


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
