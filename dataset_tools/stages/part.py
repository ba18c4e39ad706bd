"""A part: some sources, read, repaired, extracted and checked into tables.

:func:`build_part` is what every engine runs. It depends on nothing but the sources and the plan,
and every record that goes in comes out once: as an article or in quarantine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.core.tables import table
from dataset_tools.readers._content import shown_name
from dataset_tools.stages.corrections import Corrections
from dataset_tools.stages.cut import Part
from dataset_tools.stages.judged import fault, judge_batch
from dataset_tools.stages.part_tables import (
    judged_tables,
    part_schemas,
    quarantine_rows,
    sources_schema,
)
from dataset_tools.stages.plan import Plan
from dataset_tools.stages.read import read_bytes, read_chunk

BATCH_RECORDS = 1_000
BATCH_BYTES = 8 << 20
"""Records are worked on in batches of at most this many, or this many raw bytes."""


def build_part(
    root: Path, part: Part, plan: Plan, corrections: Corrections
) -> Iterator[dict[str, Any]]:
    """The tables of a part, batch by batch: name -> ``pa.Table`` for every name in ``TABLES``.

    Rows are in the order of the sources. In every batch, articles and quarantine together have as
    many rows as records were read. An exception of a reader, repair, field or check stops the build
    and names the record: a fault in code is not a property of the data.
    """
    for batch in batches(root, part, plan, corrections):
        counts = Counter(source for source, _, _ in batch)
        judged = judge_batch([(path, raw) for _, path, raw in batch], plan)
        columns: dict[str, list[Any]] = {"path": list(counts), "records": list(counts.values())}
        yield {**judged_tables(judged, plan), "sources": table(columns, sources_schema())}


def batches(
    root: Path, part: Part, plan: Plan, corrections: Corrections
) -> Iterator[list[tuple[str, str, RawRecord]]]:
    """The records of a part, bounded in number and bytes, each with its source and its path."""
    records = _records(root, part, plan, corrections)
    while batch := _batch(records):
        yield batch


def _records(
    root: Path, part: Part, plan: Plan, corrections: Corrections
) -> Iterator[tuple[str, str, RawRecord]]:
    """Every record of a part with its source and its path."""
    settings = plan.config.read
    for chunk in part.chunks:
        source = shown_name(chunk.path)
        try:
            for pair in corrections.apply(read_chunk(root, chunk, settings), settings):
                yield source, *pair
        except (DatasetToolsError, OSError):
            raise
        except Exception as error:
            raise fault(error, source) from error


def _batch(records: Iterator[tuple[str, str, RawRecord]]) -> list[tuple[str, str, RawRecord]]:
    batch: list[tuple[str, str, RawRecord]] = []
    size = 0
    for entry in islice(records, BATCH_RECORDS):
        batch.append(entry)
        size += len(entry[2].raw)
        if size > BATCH_BYTES:
            break
    return batch


def lost_part(root: Path, part: Part, plan: Plan, reason: str) -> dict[str, Any]:
    """The tables of a part that no process could work on: every chunk quarantined as a whole."""
    rejected = []
    for chunk in part.chunks:
        data, why = read_bytes(root, chunk, plan.config.read.max_record_bytes)
        raw = RawRecord(
            chunk.first_index, chunk.start, chunk.start + len(data), data, "", "unreadable"
        )
        problems = [Problem("part", "worker_died", reason), *([why] if why else [])]
        rejected.append((shown_name(chunk.path), raw, problems))
    counts = Counter(path for path, _, _ in rejected)
    empty = {name: schema.empty_table() for name, schema in part_schemas(plan).items()}
    columns: dict[str, list[Any]] = {"path": list(counts), "records": list(counts.values())}
    return {
        **empty,
        "quarantine": quarantine_rows(rejected),
        "sources": table(columns, sources_schema()),
    }
