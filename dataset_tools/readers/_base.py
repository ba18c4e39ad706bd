"""What a reader is: a function from a stream of bytes to raw records, found by its suffixes.

A reader never raises for what a file holds: what cannot be read comes out as a record with
``problems`` and the raw bytes. It holds one record in memory, not the file.

Codes of the problems (check ``read``, but ``encoding`` for ``undecodable``):
``empty`` no bytes or blank · ``no_records`` well-formed, holds no record · ``undecodable`` no
encoding, or two alike · ``too_large`` over ``max_record_bytes`` (raw is cut there) ·
``bad_json`` · ``too_deep`` · ``not_an_object`` · ``duplicate_key`` · ``lone_surrogate`` ·
``ragged_row`` more cells than the header · ``unclosed_quote`` · ``bad_parquet`` · ``bad_warc`` ·
``truncated`` a compressed stream ends early · ``corrupt`` it is damaged · ``bomb`` it unpacks
beyond the limits · ``encrypted`` · ``unsupported_compression`` · ``nested_archive`` ·
``special_file`` · ``outside_root`` · ``broken_link`` · ``link_to_folder`` · ``no_permission`` ·
``vanished`` · ``changed_while_read`` · ``unknown_format`` · ``unreadable``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.core.registry import Registry
from dataset_tools.readers._keys import RowFields, resolve

__all__ = [
    "BLOCK", "READERS", "Read", "Reader", "RowFields", "reader", "resolve", "take", "too_large",
    "unreadable",
]  # fmt: skip

Read = Callable[[BinaryIO, ReadSection], Iterator[RawRecord]]

BLOCK = 1 << 18
"""Bytes asked of a stream at a time: long enough that the calls cost nothing."""


@dataclass(frozen=True)
class Reader:
    """One format: its name, the suffixes it is known by, why it is here, and an example file."""

    name: str
    suffixes: tuple[str, ...]
    why: str
    example: bytes
    read: Read

    def __call__(self, stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
        """The records in ``stream``, in order; at least one."""
        return self.read(stream, settings)


READERS: Registry[Reader] = Registry("readers")


def reader(
    name: str, suffixes: tuple[str, ...], *, why: str, example: bytes
) -> Callable[[Read], Read]:
    """Register ``(stream, settings) -> records`` as the reader of files with ``suffixes``."""

    def add(function: Read) -> Read:
        READERS.add(Reader(name, suffixes, why, example, function))
        return function

    return add


def unreadable(raw: bytes, code: str, message: str, *, index: int = 0, start: int = 0) -> RawRecord:
    """A record that could not be read: all its bytes, and why."""
    check = "encoding" if code == "undecodable" else "read"
    problem = Problem(check, code, message)
    return RawRecord(index, start, start + len(raw), raw, "", "unreadable", "", {}, (problem,))


def take(stream: BinaryIO, most: int) -> bytes:
    """At most ``most`` bytes of ``stream``, without asking for more memory than they need.

    >>> import io
    >>> take(io.BytesIO(b"abc"), 2)
    b'ab'
    """
    first = stream.read(min(most, BLOCK)) or b""
    if len(first) == most or not first:
        return first
    parts, size = [first], len(first)
    while size < most and (part := stream.read(min(most - size, 4 * BLOCK))):
        parts.append(part)
        size += len(part)
    return b"".join(parts) if len(parts) > 1 else first


def too_large(raw: bytes, limit: int, *, index: int = 0, start: int = 0) -> RawRecord:
    """A record over the limit: its first ``limit`` bytes are kept."""
    message = f"larger than max_record_bytes ({limit}); raw holds its first {limit} bytes"
    return unreadable(raw[:limit], "too_large", message, index=index, start=start)
