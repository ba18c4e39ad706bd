"""Plain text: one file, one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader
from dataset_tools.readers._page import read_page


@reader(
    "text",
    (".txt", ".text"),
    why="What most scrapers leave: a title line, then paragraphs.",
    example="乡镇图书室开放\n林溪镇图书室昨天开放。\n".encode(),
)
def read_text(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record of kind ``text``."""
    return read_page(stream, "text", settings)
