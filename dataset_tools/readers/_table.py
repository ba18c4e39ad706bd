"""Delimited tables: rows from lines, by the standard library's csv, each line decoded strictly."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import too_large, unreadable
from dataset_tools.readers._lines import Line, Opened, lines, opened, without_records

_SEP = re.compile(r"sep=(.)\r?\Z", re.IGNORECASE)
SAMPLE = 20
"""Lines from which the delimiter is found."""
MOST_LINES = 200_000
"""Lines of one row. A line takes 170 bytes of memory beside its own: a quote that is never closed,
before 64 MB of empty lines, would take 10 GB."""


@dataclass(slots=True)
class Feed:
    """Lines handed to the csv module one by one, and which of them the current row took."""

    source: Iterator[Line]
    opened: Opened
    limit: int
    ahead: deque[Line] = field(default_factory=deque)
    taken: list[Line] = field(default_factory=list)
    size: int = 0
    bad: str = ""
    ended: bool = False
    over: bool = False

    def __iter__(self) -> Feed:
        return self

    def __next__(self) -> str:
        line = self.ahead.popleft() if self.ahead else next(self.source, None)
        if line is None:
            self.ended = True
            raise StopIteration
        full = self.size + line.size > self.limit or len(self.taken) >= MOST_LINES
        if self.taken and full:
            self.over = True
            self.ahead.appendleft(line)
            raise StopIteration
        self.taken.append(line)
        self.size += line.size + 1
        return self.text(line)

    def text(self, line: Line) -> str:
        """The decoded line with its end; a bad byte is remembered and shown as a surrogate."""
        codec = self.opened.codec
        try:
            return line.raw.decode(codec) + "\n"
        except UnicodeDecodeError as error:
            self.bad = self.bad or f"not {codec}: {error.reason} at byte {error.start}"
            return line.raw.decode(codec, "replace") + "\n"

    def next_row(self) -> None:
        """Forget the lines of the last row."""
        self.taken = []
        self.size, self.bad = 0, ""

    def give_back(self) -> None:
        """All lines of the row but its first are to be read again."""
        self.ahead.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        self.ended = self.over = False


def read_table(stream: BinaryIO, settings: ReadSection, delimiters: str) -> Iterator[RawRecord]:
    """One record a data row; ``index`` counts data rows from 0, blank lines are skipped.

    The first row names the columns (a repeated name gets ``#2``, an empty one ``column_3``). A row
    with fewer cells lacks the last keys; one with more is quarantined. A quote that is never
    closed costs its own line only. Quoted cells may hold line ends and any length up to the limit.
    """
    source = opened(stream, settings)
    limit = settings.max_record_bytes
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    feed = Feed(_unix(lines(source, limit)), source, limit)
    rows = _rows(feed, _delimiter(feed, delimiters))
    header: list[str] | None = None
    index, first = -1, b""
    for cells, problem in rows:
        if header is None and not any(cell.strip() for cell in cells) and problem is None:
            continue
        if header is None:
            first = _raw(feed.taken, source)
            if problem is not None:
                raw = first[:limit] + _remainder(feed, limit - len(first))
                yield too_large(raw, limit) if not problem[1] else unreadable(raw, *problem)
                return
            header = _names(cells)
            continue
        index += 1
        record = _record(feed, index, header, cells, problem)
        if record.problems and problem is None:
            feed.give_back()
        yield record
    if index < 0 and first:
        yield unreadable(first[:limit], "no_records", "no row but the header")
    elif index < 0:
        yield without_records(source, "row", limit)


Found = tuple[list[str], tuple[str, str] | None]


def _rows(feed: Feed, delimiter: str) -> Iterator[Found]:
    """Cells of each row, or why it has none; ``feed.taken`` are the row's lines meanwhile."""
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.next_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            feed.give_back()
            yield [], ("bad_table", str(error))
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        if feed.ended or feed.over:
            feed.give_back()
            yield [], ("unclosed_quote", "a quotation mark in this line is never closed")
            reader = csv.reader(feed, delimiter=delimiter)
        elif feed.taken[-1].size > feed.limit:
            yield [], ("too_large", "")
        elif any(cells):
            yield cells, ("undecodable", feed.bad) if feed.bad else None


def _remainder(feed: Feed, most: int) -> bytes:
    """The bytes of the lines that were not read yet, at most ``most``."""
    end = _end(feed.opened)
    kept: list[bytes] = []
    for line in chain(feed.ahead, feed.source):
        if most <= 0:
            break
        kept.append((end + line.raw)[:most])
        most -= len(kept[-1])
    return b"".join(kept)


def _record(
    feed: Feed, index: int, header: list[str], cells: list[str], problem: tuple[str, str] | None
) -> RawRecord:
    raw, start = _raw(feed.taken, feed.opened), feed.taken[0].start
    if problem is None and len(cells) > len(header):
        problem = ("ragged_row", f"{len(cells)} cells, but {len(header)} columns")
        if len(feed.taken) > 1:
            raw = feed.taken[0].raw
            problem = ("unclosed_quote", f"{problem[1]}, over {len(feed.taken)} lines")
    if problem is not None and problem[0] == "too_large":
        return too_large(raw, feed.limit, index=index, start=start)
    if problem is not None:
        return unreadable(raw[: feed.limit], *problem, index=index, start=start)
    row = dict(zip(header, cells, strict=False))
    return RawRecord(index, start, start + len(raw), raw, _name(feed.opened), "row", "", row)


def _name(source: Opened) -> str:
    return "utf-8" if source.codec == "utf-8" else source.codec


def _end(source: Opened) -> bytes:
    return "\n".encode(source.codec) if source.codec.startswith("utf-16") else b"\n"


def _raw(taken: list[Line], source: Opened) -> bytes:
    return _end(source).join(line.raw for line in taken)


def _names(cells: list[str]) -> list[str]:
    """Unique names of the columns."""
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip().lstrip("\ufeff") or f"column_{number}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def _unix(found: Iterator[Line]) -> Iterator[Line]:
    """Lines of an old Mac file (CR alone) cut as well; others as they are."""
    for line in found:
        yield from _cut_at_cr(line) if b"\r" in line.raw[:-1] else (line,)


def _cut_at_cr(line: Line) -> Iterator[Line]:
    if line.raw.count(b"\r") < 2 or b'"' in line.raw:
        yield line
        return
    start = line.start
    for part in line.raw.split(b"\r"):
        yield Line(start, part, len(part))
        start += len(part) + 1


def _delimiter(feed: Feed, delimiters: str) -> str:
    """The delimiter, found on the first lines.

    Excel's first line ``sep=;`` is taken at its word. Otherwise that delimiter wins which cuts the
    sample into the most rows as wide as the header; the earlier in ``delimiters`` where two do.
    """
    sample = list(islice(feed.source, SAMPLE))
    texts = [line.raw[:65536].decode(feed.opened.codec, "replace") for line in sample]
    if texts and (said := _SEP.match(texts[0])):
        feed.ahead.extend(sample[1:])
        return said[1]
    feed.ahead.extend(sample)
    best, best_score = delimiters[0], 0
    for delimiter in delimiters:
        try:
            rows = list(csv.reader((text + "\n" for text in texts), delimiter=delimiter))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if row]
        score = widths.count(widths[0]) if widths and widths[0] > 1 else 0
        if score > best_score:
            best, best_score = delimiter, score
    return best
