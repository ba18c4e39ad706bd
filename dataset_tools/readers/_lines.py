"""Physical lines of a byte stream, with their offsets, each bounded; and the file's encoding."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import BLOCK, take, unreadable
from dataset_tools.text.charsets import codec_of, is_narrow
from dataset_tools.text.encodings import Undecodable, decode_as, decode_head

HEAD = 1 << 16
"""Bytes from which the encoding of a file of records is found."""


class Line(NamedTuple):
    """One line without its end; ``size`` is its true length, more than ``len(raw)`` if cut."""

    start: int
    raw: bytes
    size: int


class Opened(NamedTuple):
    """A stream of records: the stream from its beginning, its encoding, the codec, its mark, and
    its first bytes, by which a file without records is kept."""

    stream: BinaryIO
    encoding: str
    codec: str
    mark: bytes
    head: bytes


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were already read."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """True."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """The head first, then what follows it."""
        if not self._head:
            return self._rest.read(size)
        first = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(first) :]
        return first + self._rest.read() if size < 0 else first


def opened(stream: BinaryIO, settings: ReadSection) -> Opened:
    """The encoding of a file of records, found on its head.

    One valid line of UTF-8 beyond ASCII decides for UTF-8 (then single bad lines are quarantined,
    not the file); otherwise the head as a whole is scored; what cannot be known is read as UTF-8,
    so that each line is judged by itself.
    """
    head = take(stream, HEAD)
    joined: BinaryIO = Rejoined(head, stream)  # type: ignore[assignment]
    if settings.encoding != "auto":
        named = decode_as(b"", settings.encoding)
        if not isinstance(named, Undecodable):
            found = decode_as(head[:4], settings.encoding)
            mark = b"" if isinstance(found, Undecodable) else found.bom
            return Opened(joined, settings.encoding, codec_of(settings.encoding), mark, head)
    if _has_utf8_line(head):
        return Opened(joined, "utf-8", "utf-8", b"", head)
    found = decode_head(head, len(head) < HEAD)
    if isinstance(found, Undecodable) or (is_narrow(found.encoding) and _one_strange_line(head)):
        return Opened(joined, "utf-8", "utf-8", b"", head)
    return Opened(joined, found.encoding, codec_of(found.encoding), found.bom, head)


def without_records(source: Opened, what: str, limit: int) -> RawRecord:
    """What stands for a file with nothing to read in it: its bytes are kept, up to ``limit``."""
    message = f"the file holds no {what}"
    raw = source.head[:limit]
    if len(raw) in (HEAD, limit):
        message += f"; raw holds its first {len(raw)} bytes"
    return unreadable(raw, "empty", message)


def _has_utf8_line(head: bytes) -> bool:
    if b"\0" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:3] == b"\xef\xbb\xbf":
        return False
    for line in head.split(b"\n"):
        if not line.isascii():
            try:
                text = line.decode()
            except UnicodeDecodeError:
                continue
            if max(text) >= "\u0800" or len(line) > len(text) + 4:
                return True
    return False


def _one_strange_line(head: bytes) -> bool:
    """One line of many is not ASCII: rather a damaged line than another encoding of the file."""
    found = head.split(b"\n")
    return len(found) > 2 and sum(not line.isascii() for line in found) == 1


def lines(source: Opened, limit: int) -> Iterator[Line]:
    """The lines of a stream after its byte-order mark; ends are LF of the codec's width.

    No line holds more than ``limit`` bytes in memory; the file's bytes are exactly the mark, the
    lines and their ends.
    """
    if source.codec.startswith("utf-16"):
        return _wide_lines(source, limit)
    return _byte_lines(source, limit)


def _byte_lines(source: Opened, limit: int) -> Iterator[Line]:
    read, start = source.stream.read, len(source.mark)
    if start:
        take(source.stream, start)
    carry: list[bytes] = []
    size = 0
    while block := read(BLOCK):
        parts = block.split(b"\n")
        last = parts.pop()
        if parts:
            first = parts[0]
            if carry or size:
                kept = b"".join(carry)
                yield Line(start, kept + first[: max(0, limit + 1 - len(kept))], size + len(first))
                start += size + len(first) + 1
                carry, size = [], 0
                del parts[0]
            for part in parts:
                length = len(part)
                yield Line(start, part, length)
                start += length + 1
        if last:
            if size <= limit:
                carry.append(last)
            size += len(last)
    if size:
        yield Line(start, b"".join(carry)[: limit + 1], size)


def _wide_lines(source: Opened, limit: int) -> Iterator[Line]:
    """Lines of UTF-16: the end is two bytes, at an even place."""
    end = "\n".encode(source.codec)
    start = len(source.mark)
    take(source.stream, start)
    buffer, skipped = b"", 0
    while True:
        block = take(source.stream, BLOCK)
        buffer += block
        place = 0
        while (at := _even_find(buffer, end, place)) >= 0:
            yield Line(start, buffer[place:at], at - place + skipped)
            start += at - place + skipped + 2
            place, skipped = at + 2, 0
        buffer = buffer[place:]
        if not block:
            break
        if len(buffer) > limit + BLOCK:
            surplus = (len(buffer) - limit - 2) // 2 * 2
            skipped += surplus
            buffer = buffer[: limit + 2] + buffer[limit + 2 + surplus :]
    if buffer:
        yield Line(start, buffer, len(buffer) + skipped)


def _even_find(data: bytes, end: bytes, place: int) -> int:
    at = data.find(end, place)
    while at >= 0 and (at - place) % 2:
        at = data.find(end, at + 1)
    return at
