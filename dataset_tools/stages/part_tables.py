"""The tables of a part: what becomes of a batch of records, as Arrow."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dataset_tools.core.edits import Edit
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.core.tables import arrow, table
from dataset_tools.schema.arrow import arrow_schema
from dataset_tools.schema.tables import table_schema
from dataset_tools.stages.dedup.sketch import sketch_rows, sketch_schema
from dataset_tools.stages.judged import Judged, finding_rows
from dataset_tools.stages.plan import Plan

TABLES = ("articles", "edits", "findings", "quarantine", "sketches", "sources")


def judged_tables(judged: Judged, plan: Plan) -> dict[str, Any]:
    """The tables of one batch of records that were judged."""
    records = judged.records
    kept = [records[number] for number in judged.kept]
    return {
        "articles": _articles(kept, plan.arrow),
        "edits": _edits([(records[n]["id"], judged.edits[n]) for n in judged.kept]),
        "findings": _findings(judged),
        "quarantine": quarantine_rows(judged.rejected),
        "sketches": sketch_rows(kept),
    }


@lru_cache(maxsize=1)
def sources_schema() -> Any:
    """Records read, by raw file."""
    pa = arrow()
    return pa.schema([("path", pa.string()), ("records", pa.int64())])


@lru_cache(maxsize=1)
def edits_schema() -> Any:
    """The edits config's columns, and the row of the article in the batch (ids may collide)."""
    pa = arrow()
    return pa.schema([*table_schema("edits"), ("row", pa.int32())])


def part_schemas(plan: Plan) -> dict[str, Any]:
    """The schema of every table of a part, by name."""
    schemas = {name: table_schema(name) for name in ("findings", "quarantine")}
    schemas |= {"edits": edits_schema(), "sketches": sketch_schema(), "sources": sources_schema()}
    return {"articles": arrow_schema(plan.schema), **schemas}


def _articles(records: list[dict[str, Any]], schema: Any) -> Any:
    pa = arrow()
    arrays = []
    for field in schema:
        values = [record.get(field.name) for record in records]
        if pa.types.is_date32(field.type):
            arrays.append(pa.array(values, pa.string()).cast(field.type))
        else:
            arrays.append(pa.array(values, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _edits(entries: list[tuple[str, list[Edit]]]) -> Any:
    columns: dict[str, list[Any]] = {field.name: [] for field in edits_schema()}
    for row, (article_id, edits) in enumerate(entries):
        for layer, repair, start, before, after in edits:
            columns["article_id"].append(article_id)
            columns["layer"].append(layer)
            columns["repair"].append(repair)
            columns["start"].append(start)
            columns["before"].append(before)
            columns["after"].append(after)
            columns["row"].append(row)
    return table(columns, edits_schema())


def _findings(judged: Judged) -> Any:
    rows = finding_rows(judged)
    columns: dict[str, list[Any]] = {
        "id": [row[0] for row in rows],
        "source_path": [row[1] for row in rows],
        "source_index": [row[2] for row in rows],
    }
    for name in ("check", "code", "level", "field", "start", "end", "message"):
        columns[name] = [getattr(row[3], name) for row in rows]
    return table(columns, table_schema("findings"))


def quarantine_rows(rejected: list[tuple[str, RawRecord, list[Problem]]]) -> Any:
    """Records that are not released, with their raw bytes and the reasons."""
    columns: dict[str, list[Any]] = {
        "source_path": [path for path, _, _ in rejected],
        "source_index": [raw.index for _, raw, _ in rejected],
        "byte_start": [raw.byte_start for _, raw, _ in rejected],
        "byte_end": [raw.byte_end for _, raw, _ in rejected],
        "raw": [raw.raw for _, raw, _ in rejected],
        "reasons": [[problem._asdict() for problem in why] for _, _, why in rejected],
    }
    return table(columns, table_schema("quarantine"))
