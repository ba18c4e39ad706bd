"""JSON Lines: one object a line; a bad line is that line's problem alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader, too_large, unreadable
from dataset_tools.readers._lines import lines, opened, without_records
from dataset_tools.readers._objects import object_record


@reader(
    "jsonl",
    (".jsonl", ".ndjson"),
    why="The form in which crawlers and exports keep many articles in one file.",
    example='{"title": "乡镇图书室开放", "text": "林溪镇图书室昨天开放。"}\n'.encode(),
)
def read_jsonl(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record a line; ``index`` is the 0-based number of the line, blank lines are skipped."""
    source = opened(stream, settings)
    limit, encoding, codec = settings.max_record_bytes, source.encoding, source.codec
    utf8 = codec == "utf-8"
    encoding = "utf-8" if utf8 else codec
    nothing = True
    for index, (start, raw, size) in enumerate(lines(source, limit)):
        if size > limit:
            yield too_large(raw, limit, index=index, start=start)
        elif not raw or raw.isspace() or (not utf8 and not raw.strip(b" \t\r\0")):
            continue
        elif utf8:
            yield object_record(raw, index, start, encoding, codec)
        else:
            yield _other(raw, index, start, codec)
        nothing = False
    if nothing:
        yield without_records(source, "line", settings.max_record_bytes)


def _other(raw: bytes, index: int, start: int, codec: str) -> RawRecord:
    """The record of a line that is not UTF-8."""
    try:
        text = raw.decode(codec)
        same = text.encode(codec) == raw
    except UnicodeError as error:
        message = f"not {codec}: {error}"[:150]
        return unreadable(raw, "undecodable", message, index=index, start=start)
    if not same:
        message = f"{codec} would not give the same bytes back"
        return unreadable(raw, "undecodable", message, index=index, start=start)
    record = object_record(text.encode(), index, start, codec, "utf-8")
    record.raw, record.byte_end = raw, start + len(raw)
    return record
