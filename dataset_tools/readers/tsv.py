"""Tab-separated values: one row, one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader
from dataset_tools.readers._table import read_table


@reader(
    "tsv",
    (".tsv", ".tab"),
    why="Spreadsheets saved as Unicode text (often UTF-16) and database dumps.",
    example="title\ttext\n乡镇图书室开放\t林溪镇图书室昨天开放。\n".encode(),
)
def read_tsv(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record of kind ``row`` for each data row."""
    return read_table(stream, settings, "\t")
