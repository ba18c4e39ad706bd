"""A file that is one article: decoded as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import Kind, RawRecord
from dataset_tools.readers._base import take, too_large, unreadable
from dataset_tools.text.encodings import Decoded, Undecodable, decode, decode_as


def decoded(data: bytes, settings: ReadSection, declared: str | None) -> Decoded | Undecodable:
    """What ``data`` says: in the configured encoding where one is set, else what is found."""
    if settings.encoding == "auto":
        return decode(data, declared)
    return decode_as(data, settings.encoding)


def page(data: bytes, kind: Kind, settings: ReadSection, declared: str | None = None) -> RawRecord:
    """The record of a file's whole content."""
    if len(data) > settings.max_record_bytes:
        return too_large(data, settings.max_record_bytes)
    found = decoded(data, settings, declared)
    if isinstance(found, Undecodable):
        return unreadable(data, "undecodable", found.reason)
    if not found.text or found.text.isspace():
        return unreadable(data, "empty", "the file is empty" if not data else "the file is blank")
    return RawRecord(0, 0, len(data), data, found.encoding, kind, found.text)


def read_page(stream: BinaryIO, kind: Kind, settings: ReadSection) -> Iterator[RawRecord]:
    """One record: the file."""
    yield page(take(stream, settings.max_record_bytes + 1), kind, settings)
