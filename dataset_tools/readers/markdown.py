"""Markdown: one file, one article; front matter and marks are left to the extraction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader
from dataset_tools.readers._page import read_page


@reader(
    "markdown",
    (".md", ".markdown"),
    why="Articles kept in a repository or exported from a content system.",
    example="# 乡镇图书室开放\n\n林溪镇图书室昨天开放。\n".encode(),
)
def read_markdown(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record of kind ``markdown``."""
    return read_page(stream, "markdown", settings)
