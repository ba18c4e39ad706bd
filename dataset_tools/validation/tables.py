"""Rows of table files, as records that a schema can judge: Parquet, Arrow, JSON Lines, CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dataset_tools.core.errors import SourceError
from dataset_tools.core.finding import Finding
from dataset_tools.core.tables import arrow

SUFFIXES = (".parquet", ".arrow", ".jsonl", ".ndjson", ".csv", ".tsv")
OURS = frozenset(("id", "title", "text", "language"))
"""Columns that a table of finished records has; one without them holds raw articles."""
BATCH = 1_000
MAX_LINE = 64 * 1024 * 1024


class Row(NamedTuple):
    """One row: a record, or the finding that says why it is none."""

    number: int
    record: Any
    problem: Finding | None = None


def is_table(path: Path) -> bool:
    """Whether a file's suffix is one of a table."""
    return path.suffix.lower() in SUFFIXES


def holds_records(path: Path) -> bool:
    """Whether a table file holds finished records (see :data:`OURS`) and not raw articles."""
    suffix = path.suffix.lower()
    try:
        if suffix in (".parquet", ".arrow"):
            return set(_schema(path).names) >= OURS
        with path.open("rb") as file:
            line = file.readline(MAX_LINE).decode("utf-8-sig")
        if suffix in (".csv", ".tsv"):
            return set(next(csv.reader([line], delimiter=_delimiter(path)), [])) >= OURS
        value = json.loads(line)
        return isinstance(value, dict) and value.keys() >= OURS
    except (OSError, ValueError, arrow().ArrowException, RecursionError, csv.Error):
        return False  # reading it as raw files says what is wrong with it


def rows_of(path: Path, schema: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a table file in order; SourceError where the file as a whole cannot be read."""
    suffix = path.suffix.lower()
    try:
        if suffix in (".parquet", ".arrow"):
            yield from _arrow_rows(path)
        elif suffix in (".csv", ".tsv"):
            yield from _csv_rows(path, schema)
        else:
            yield from _json_rows(path)
    except (OSError, arrow().ArrowException, csv.Error, UnicodeDecodeError) as error:
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise SourceError(f"cannot be read: {said}", str(path), "take a whole copy") from None


def _schema(path: Path) -> Any:
    pa = arrow()
    if path.suffix.lower() == ".arrow":
        with pa.memory_map(str(path)) as source:
            return _stream(source).schema
    import pyarrow.parquet as pq

    return pq.read_schema(path)


def _stream(source: Any) -> Any:
    """The batches of an Arrow file in either of its two forms (``datasets`` writes the stream)."""
    pa = arrow()
    try:
        return pa.ipc.open_stream(source)
    except pa.ArrowInvalid:
        source.seek(0)
        return pa.ipc.open_file(source)


def _arrow_rows(path: Path) -> Iterator[Row]:
    index = 0
    for batch in _batches(path):
        for record in _plain_dates(batch).to_pylist():
            yield Row(index, record)
            index += 1


def _batches(path: Path) -> Iterator[Any]:
    pa = arrow()
    if path.suffix.lower() == ".arrow":
        with pa.memory_map(str(path)) as source:
            reader = _stream(source)
            if hasattr(reader, "get_batch"):
                for number in range(reader.num_record_batches):
                    yield reader.get_batch(number)
            else:
                yield from reader
        return
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True, pre_buffer=False) as file:
        yield from file.iter_batches(BATCH, use_threads=False)


def _plain_dates(batch: Any) -> Any:
    """A batch with its top-level dates and times as ISO text."""
    pa = arrow()
    for number, field in enumerate(batch.schema):
        if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type):
            text = [None if v is None else v.isoformat() for v in batch.column(number).to_pylist()]
            batch = batch.set_column(number, field.name, pa.array(text, pa.string()))
    return batch


def _json_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        index = 0
        while line := file.readline(MAX_LINE):
            if not line.strip():
                continue
            try:
                value = json.loads(line.decode("utf-8-sig" if index == 0 else "utf-8"))
                yield Row(index, value)
            except (ValueError, RecursionError) as error:
                said = f"no JSON in UTF-8: {str(error)[:120]}"
                yield Row(index, None, Finding("table", "bad_line", "error", "", -1, -1, said))
            index += 1


def _delimiter(path: Path) -> str:
    return "\t" if path.suffix.lower() == ".tsv" else ","


def _csv_rows(path: Path, schema: Mapping[str, Any]) -> Iterator[Row]:
    columns = schema.get("properties", {})
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=_delimiter(path), strict=True)
        for index, row in enumerate(reader):
            if None in row or None in row.values():
                said = "more or fewer cells than the header has columns"
                yield Row(index, None, Finding("table", "bad_line", "error", "", -1, -1, said))
                continue
            yield Row(index, {name: _cell(text, columns.get(name)) for name, text in row.items()})


def _cell(text: str, column: Any) -> Any:
    """A CSV cell as the type that its column has; the text itself where it is none."""
    kinds = column.get("type", "string") if isinstance(column, Mapping) else "string"
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if text == "" and ("null" in kinds or "string" not in kinds):
        return None
    if "string" in kinds:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
