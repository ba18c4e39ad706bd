"""WARC: what a web crawler keeps; each HTML (or plain text) response is one page.

The framing is read here rather than by a library: it is two header blocks and a length, and a
damaged archive must come out as quarantined records with exact byte ranges. FastWARC 2.0.1 aborts
with a Rust panic, which no caller can treat as data, where it meets a stream it does not expect.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import Kind, RawRecord
from dataset_tools.readers._base import BLOCK, reader, take, too_large, unreadable
from dataset_tools.readers._page import page
from dataset_tools.readers.html import declared_charset

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.+-]{2,40})", re.IGNORECASE)
_KINDS: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}
HEADER = 1 << 16
"""Bytes that a header block may have."""


class Block(NamedTuple):
    """A header block: its lower-case names and values, and how many bytes it took."""

    fields: dict[str, str]
    size: int


_EXAMPLE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/1.html\r\n"
    b"Content-Length: 107\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b"<title>A page</title><p>The reading room opened.\r\n\r\n"
)


@reader(
    "warc",
    (".warc",),
    why="What crawlers and web archives keep.",
    example=_EXAMPLE,
)
def read_warc(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record for each response that is HTML or plain text; ``index`` counts these.

    ``raw`` is the response's payload as stored, ``row`` holds its address (``url``) and WARC id
    (``id``). Requests, metadata, redirects without a page and other media types are no articles
    and are passed over. The charset of the HTTP header is evidence, the page's own comes second.
    """
    place, index, found, blank = 0, 0, False, b""
    while True:
        line = stream.readline(HEADER)
        if not line:
            break
        if not line.strip():
            place += len(line)
            if not found and len(blank) < HEADER:
                blank += line
            continue
        header = _block(stream, line)
        length = header.fields.get("content-length", "")
        if not line.startswith(b"WARC/") or not (length.isascii() and length.isdigit()):
            limit = settings.max_record_bytes
            rest = line[:limit] + take(stream, max(0, limit - len(line)))
            message = f"no WARC record begins at byte {place}"
            yield unreadable(rest, "bad_warc", message, index=index, start=place)
            return
        place += header.size
        found = True
        size = int(length)
        record = None
        if header.fields.get("warc-type", "").lower() == "response":
            record, taken = _response(stream, size, place, settings)
        else:
            taken = _skip(stream, size)
        if taken < size:
            record = record or unreadable(b"", "truncated", "", start=place)
            record.problems = unreadable(
                b"", "truncated", f"the archive ends {size - taken} bytes before its record does"
            ).problems
            record.kind = "unreadable"
        place += taken
        if record is not None:
            record.index = index
            record.row = _origin(header.fields)
            index += 1
            yield record
    if not index:
        empty = "the archive holds no HTML response" if found else "the file is empty"
        yield unreadable(
            b"" if found else blank[: settings.max_record_bytes],
            "no_records" if found else "empty",
            empty,
        )


def _origin(fields: dict[str, str]) -> dict[str, str]:
    named = {"url": fields.get("warc-target-uri", ""), "id": fields.get("warc-record-id", "")}
    return {key: value.strip("<>") for key, value in named.items() if value}


def _block(stream: BinaryIO, first: bytes) -> Block:
    """The header block that begins with the line ``first``."""
    fields: dict[str, str] = {}
    size = len(first)
    while size < HEADER:
        line = stream.readline(HEADER)
        size += len(line)
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return Block(fields, size)


def _skip(stream: BinaryIO, size: int) -> int:
    """Pass over ``size`` bytes; how many there were."""
    left = size
    while left and (part := stream.read(min(left, BLOCK))):
        left -= len(part)
    return size - left


def _response(
    stream: BinaryIO, size: int, place: int, settings: ReadSection
) -> tuple[RawRecord | None, int]:
    """The page in a response of ``size`` bytes, and how many of them there were."""
    limit = settings.max_record_bytes
    data = take(stream, min(size, limit + HEADER))
    taken = len(data)
    cut = re.search(rb"\r?\n\r?\n", data[:HEADER])
    http = data[: cut.start()].decode("latin-1") if cut else ""
    body = data[cut.end() :] if cut else data
    taken += _skip(stream, size - taken) if taken < size else 0
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in http.splitlines()[1:])
    }
    media = fields.get("content-type", "text/html")
    kind = _KINDS.get(media.partition(";")[0].strip().lower())
    if kind is None or not body:
        return None, taken
    start = place + (cut.end() if cut else 0)
    if size > limit + HEADER or len(body) > limit:
        return too_large(body, limit, start=start), taken
    plain = _payload(body, fields, limit)
    if isinstance(plain, str):
        return unreadable(body, "corrupt", plain, start=start), taken
    charset = _CHARSET.search(media)
    declared = charset[1] if charset else declared_charset(plain)
    record = page(plain, kind, settings, declared)
    record.raw, record.byte_start, record.byte_end = body, start, start + len(body)
    return record, taken


def _payload(body: bytes, fields: dict[str, str], limit: int) -> bytes | str:
    """The page's bytes without transfer and content encoding; a reason where they are damaged."""
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    coding = fields.get("content-encoding", "").lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return body
    if coding != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body  # many crawlers store the page unpacked and leave the header
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        return f"the payload is damaged: {error}"
    return plain if len(plain) <= limit else "the payload unpacks beyond max_record_bytes"


def _unchunked(body: bytes) -> bytes:
    """A chunked body put together; as it is, where it is not chunked after all."""
    parts: list[bytes] = []
    place = 0
    while (end := body.find(b"\n", place)) >= 0:
        digits = body[place:end].split(b";")[0].strip()
        try:
            size = int(digits, 16)
        except ValueError:
            return body
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 1 : end + 1 + size])
        place = end + 1 + size + 2
    return body
