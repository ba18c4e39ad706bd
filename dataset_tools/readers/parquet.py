"""Parquet: one row, one article; read by row groups in small batches."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from math import isfinite
from types import NoneType
from typing import Any, BinaryIO

import orjson

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader, take, too_large, unreadable

BATCH = 64
"""Rows turned into Python values at a time."""

_EXAMPLE = base64.b64decode(
    "UEFSMRUAFT4VPiwVAhUAFQYVBhwAAAACAAAAAgEVAAAA5Lmh6ZWH5Zu+5Lmm5a6k5byA5pS+FQAVVhVWLBUCFQAV"
    "BhUGHAAAAAIAAAACASEAAADmnpfmuqrplYflm77kuablrqTmmKjlpKnlvIDmlL7jgIIVAhk8NQAYBnNjaGVtYRUE"
    "ABUMJQIYBXRpdGxlJQBMHAAAABUMJQIYBHRleHQlAEwcAAAAFgIZHBksJgAcFQwZJQYAGRgFdGl0bGUVABYCFmQW"
    "ZCYISRwVABUAFQIAPBYqGQYZJgACAAAAJgAcFQwZJQYAGRgEdGV4dBUAFgIWfBZ8JmxJHBUAFQAVAgA8FkIZBhkm"
    "AAIAAAAW4AEWAiYIFuABACggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNi4wLjEZLBwAABwAAADPAAAAUEFS"
    "MQ=="
)


@reader(
    "parquet",
    (".parquet", ".pq"),
    why="Columns of another dataset.",
    example=_EXAMPLE,
)
def read_parquet(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record of kind ``row`` for each row; ``raw`` is the row's JSON, since a row has no bytes
    of its own (``byte_start`` and ``byte_end`` count in the sequence of those JSON texts).

    Dates and times become ISO strings, decimals strings, binary values strings where they are
    UTF-8 and hexadecimal otherwise. What stands in a file that is compressed or in an archive must
    fit ``max_record_bytes``, because Parquet is read from its end.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not _seekable(stream):
        data = take(stream, settings.max_record_bytes + 1)
        if len(data) > settings.max_record_bytes:
            yield too_large(data, settings.max_record_bytes)
            return
        stream = io.BytesIO(data)
    index, place = 0, 0
    try:
        file = pq.ParquetFile(stream, page_checksum_verification=True)
        for batch in file.iter_batches(batch_size=BATCH):
            for row in _rows(batch):
                record = _record(row, index, place, settings)
                yield record
                index, place = index + 1, record.byte_end
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        raw = _all(stream, settings) if not index else b""
        code = "empty" if not index and not raw else "bad_parquet"
        message = f"not readable as Parquet: {error}".split("\n")[0][:200]
        yield unreadable(raw, code, message, index=index, start=place)
        return
    if not index:
        yield unreadable(_all(stream, settings), "no_records", "the table holds no row")


def _seekable(stream: BinaryIO) -> bool:
    return stream.seekable()


def _all(stream: BinaryIO, settings: ReadSection) -> bytes:
    stream.seek(0)
    return take(stream, settings.max_record_bytes)


def _rows(batch: Any) -> Iterator[dict[str, Any] | str]:
    """The rows of a batch; a row that is not valid UTF-8 as the reason."""
    try:
        yield from batch.to_pylist()
        return
    except UnicodeDecodeError:
        pass
    for number in range(batch.num_rows):
        try:
            yield batch.slice(number, 1).to_pylist()[0]
        except UnicodeDecodeError as error:
            yield f"a string of this row is not UTF-8: {error.reason}"


def _record(row: dict[str, Any] | str, index: int, place: int, settings: ReadSection) -> RawRecord:
    if isinstance(row, str):
        return unreadable(b"", "undecodable", row, index=index, start=place)
    plain = {str(key): _plain(value) for key, value in row.items()}
    raw = orjson.dumps(plain, default=str, option=orjson.OPT_NON_STR_KEYS)
    if len(raw) > settings.max_record_bytes:
        return too_large(raw, settings.max_record_bytes, index=index, start=place)
    return RawRecord(index, place, place + len(raw), raw, "utf-8", "row", "", plain)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, str | bool | int | NoneType):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _scalar(value)


def _scalar(value: Any) -> str | float | None:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    return str(value)
