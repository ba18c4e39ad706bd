"""JSON: one object, a list of objects, or an object that holds one list of objects."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader, take, too_large, unreadable
from dataset_tools.readers._keys import resolve
from dataset_tools.readers._lines import Rejoined
from dataset_tools.readers._objects import Refused, object_record, parse
from dataset_tools.readers._page import decoded
from dataset_tools.readers._pieces import Piece, pieces
from dataset_tools.text.charsets import codec_of
from dataset_tools.text.encodings import Undecodable


@reader(
    "json",
    (".json",),
    why="Answers of an API and small exports.",
    example='[{"title": "乡镇图书室开放", "text": "林溪镇图书室昨天开放。"}]'.encode(),
)
def read_json(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """The article, or one record for each element of the list.

    An object is an envelope around a list when it has neither title nor text of its own and
    exactly one list of objects; its other members are no part of any record. Elements are read
    one by one, so that a broken one does not cost its neighbours; where no element is an object,
    the file is one unreadable record.
    """
    limit = settings.max_record_bytes
    data = take(stream, limit + 1)
    if len(data) > limit:
        yield from _large(data, stream, settings)
        return
    found = decoded(data, settings, None)
    if isinstance(found, Undecodable):
        if found.nearest != "utf-8":
            yield unreadable(data, "undecodable", found.reason)
            return
        mark, codec, encoding = b"", "utf-8", "utf-8"
    else:
        mark, codec, encoding = found.bom, codec_of(found.encoding), found.encoding
    plain = data[len(mark) :]
    if codec != "utf-8" and not isinstance(found, Undecodable):
        plain = found.text.encode()
    if not plain.strip():
        yield unreadable(data, "empty", "the file is empty" if not data else "the file is blank")
        return
    encoding = "utf-8" if codec == "utf-8" else encoding
    records = _small(data, plain, encoding, settings)
    for record in records:
        if codec != "utf-8" and record.raw is not data:
            _in_source(record, plain, codec, len(mark))
        elif record.raw is not data:
            record.byte_start += len(mark)
            record.byte_end += len(mark)
        yield record


def _in_source(record: RawRecord, plain: bytes, codec: str, shift: int) -> None:
    """Turn offsets and bytes of the UTF-8 form into those of the file."""
    before = plain[: record.byte_start].decode("utf-8", "replace").encode(codec, "replace")
    record.raw = record.raw.decode("utf-8", "replace").encode(codec, "replace")
    record.byte_start = shift + len(before)
    record.byte_end = record.byte_start + len(record.raw)


def _small(data: bytes, plain: bytes, encoding: str, settings: ReadSection) -> Iterator[RawRecord]:
    """The records of a file that fits in memory."""
    opening, limit = plain.lstrip()[:1], settings.max_record_bytes
    if opening == b"[":
        yield from _listed(data, pieces(io.BytesIO(plain), limit, b"["), encoding, settings)
        return
    whole = parse(plain, "utf-8")
    if isinstance(whole, dict):
        lists = [
            value
            for value in whole.values()
            if isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
        ]
        own = resolve(whole, settings.mapping)
        if len(lists) == 1 and own.title is None and own.text is None:
            yield from _listed(data, pieces(io.BytesIO(plain), limit, b"{["), encoding, settings)
            return
        yield RawRecord(0, 0, len(data), data, encoding, "row", "", whole)
    elif isinstance(whole, Refused):
        yield unreadable(data, whole.code, whole.message)
    else:
        yield unreadable(data, "not_an_object", f"a JSON {type(whole).__name__}, not an object")


def _listed(
    data: bytes, found: Iterator[Piece], encoding: str, settings: ReadSection
) -> Iterator[RawRecord]:
    """Records of a list's pieces; one unreadable record where none of them is an object."""
    waiting: list[RawRecord] = []
    good = False
    count = 0
    for index, piece in enumerate(found):
        record = _element(piece, index, encoding, settings)
        good = good or record.kind == "row"
        count += 1
        waiting.append(record)
        if good:
            yield from waiting
            waiting.clear()
    if not good:
        code, message = _refusal(data, count)
        yield unreadable(data, code, message)


def _refusal(data: bytes, count: int) -> tuple[str, str]:
    whole = parse(data, "utf-8")
    if isinstance(whole, Refused):
        return whole.code, whole.message
    if not count:
        return "no_records", "the list is empty"
    return "not_an_object", "the list holds no object"


def _element(piece: Piece, index: int, encoding: str, settings: ReadSection) -> RawRecord:
    limit = settings.max_record_bytes
    if piece.size > limit:
        return too_large(piece.raw, limit, index=index, start=piece.start)
    if not piece.whole and piece.raw[:1] == b"{":
        message = "the file ends inside this object"
        return unreadable(piece.raw, "bad_json", message, index=index, start=piece.start)
    if not piece.whole:
        message = "an element of the list that is not an object"
        return unreadable(piece.raw, "not_an_object", message, index=index, start=piece.start)
    return object_record(piece.raw, index, piece.start, encoding, "utf-8")


def _large(head: bytes, rest: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """The records of a file larger than one record may be: it must hold a list."""
    mark = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    inside = b"[" if head[mark:].lstrip()[:1] == b"[" else b"{["
    stream: BinaryIO = Rejoined(head[mark:], rest)  # type: ignore[assignment]
    nothing = True
    for index, piece in enumerate(pieces(stream, settings.max_record_bytes, inside)):
        record = _element(piece, index, "utf-8", settings)
        record.byte_start += mark
        record.byte_end += mark
        nothing = False
        yield record
    if nothing:
        yield too_large(head, settings.max_record_bytes)
