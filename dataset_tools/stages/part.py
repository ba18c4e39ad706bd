"""A part: some sources, read, repaired, extracted and checked into tables.

:func:`build_part` is what every engine runs. It depends on nothing but the sources and the plan,
and every record that goes in comes out once: as an article or in quarantine.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from traceback import extract_tb
from typing import Any, NamedTuple

from dataset_tools.core.config import Config
from dataset_tools.core.edits import Edit
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.finding import Finding
from dataset_tools.core.plugins import plug_ins
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.core.tables import arrow, table
from dataset_tools.readers._content import shown_name
from dataset_tools.schema.arrow import arrow_schema
from dataset_tools.schema.tables import table_schema
from dataset_tools.stages.check import Checker
from dataset_tools.stages.corrections import Corrections
from dataset_tools.stages.extract import extract, own_columns
from dataset_tools.stages.read import Chunk, SourcePlan, read_bytes, read_chunk
from dataset_tools.stages.sketch import sketch_rows, sketch_schema

BATCH_RECORDS = 1_000
BATCH_BYTES = 8 << 20
"""Records are worked on in batches of at most this many, or this many raw bytes."""

PART_BYTES = 2 << 20
"""Raw bytes after which a part ends: 2 to 10 thousand articles a second and core make that about
0.2 s of work, long against the overhead of a part (2 ms), short against a build."""

PART_ONE_IN = 256
"""A part also ends before every file whose name hashes to 0 modulo this, so that adding a file
changes the borders of its own part only."""

LIBRARIES = (
    "ftfy", "jsonschema-rs", "numpy", "opencc", "orjson", "pyarrow", "pypinyin",
    "selectolax", "zstandard",
)  # fmt: skip
"""Packages whose version may change what becomes of a record."""

TABLES = ("articles", "edits", "findings", "quarantine", "sketches", "sources")


@dataclass(frozen=True)
class Plan:
    """Everything that decides what becomes of a record, beside the record."""

    config: Config
    schema_json: str
    code: str
    suite_json: str = "{}"

    @property
    def suite(self) -> dict[str, Any]:
        """The expectations of the dataset as a whole (they decide on no record)."""
        suite: dict[str, Any] = json.loads(self.suite_json)
        return suite

    @property
    def schema(self) -> dict[str, Any]:
        """The record's JSON Schema."""
        schema: dict[str, Any] = json.loads(self.schema_json)
        return schema

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The columns that the user's schema adds."""
        return own_columns(self.schema)

    @cached_property
    def checker(self) -> Checker:
        """The schema and the checks, made once for each process."""
        return Checker(self.schema, self.config.checks)

    @cached_property
    def arrow(self) -> Any:
        """The Arrow schema of the articles, made once for each process."""
        return arrow_schema(self.schema)

    def __getstate__(self) -> dict[str, Any]:
        """Without the judges, which another process makes for itself."""
        made = ("checker", "arrow")
        return {key: value for key, value in self.__dict__.items() if key not in made}

    def digest(self) -> str:
        """SHA-256 over the configuration, the schema, our code and the libraries' versions."""
        words = [self.config.digest(), self.schema_json, self.code, *map(_version, LIBRARIES)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()


class Part(NamedTuple):
    """Neighbouring chunks of sources and the key under which their result is kept."""

    key: str
    chunks: tuple[Chunk, ...]


@lru_cache(maxsize=32)
def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} -"


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over every file of this package but the edges: a changed table is new code."""
    own = digest_of(Path(__file__).resolve().parents[1])
    return hashlib.sha256("\n".join([own, *_plug_ins()]).encode()).hexdigest()


def _plug_ins() -> list[str]:
    """Every plug-in by its name, version and the bytes of its module: changed, it is other code."""
    found = []
    for room in ("readers", "repairs", "fields", "checks"):
        for point in plug_ins(room):
            spec = find_spec(point.module)
            source = Path(spec.origin).read_bytes() if spec and spec.origin else b""
            release = point.dist.version if point.dist else ""
            found.append(f"{room} {point.value} {release} {hashlib.sha256(source).hexdigest()}")
    return sorted(found)


def digest_of(package: Path) -> str:
    """The code digest of a copy of this package."""
    rooms = ("core", "text", "pages", "schema", "readers", "repairs", "fields", "checks", "stages")
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted((package / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(package).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def cut_parts(sources: Iterable[SourcePlan], plan: Plan, corrections: Corrections) -> list[Part]:
    """The parts of a build, in the order of the sources.

    Borders depend on the names and sizes alone, so that a new or changed file remakes one part.
    """
    base = plan.digest()
    parts: list[Part] = []
    held: list[tuple[Chunk, str]] = []
    size = 0

    def close() -> None:
        if held:
            words = [base, *(f"{c.path}\0{c.start}\0{c.end}\0{sha}" for c, sha in held)]
            key = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()
            parts.append(Part(key, tuple(chunk for chunk, _ in held)))
            held.clear()

    for source in sources:
        name = source.path.encode("utf-8", "surrogatepass")
        border = int.from_bytes(hashlib.blake2b(name, digest_size=4).digest()) % PART_ONE_IN == 0
        mended = corrections.digest(shown_name(source.path))
        for chunk in source.chunks:
            weight = (chunk.end - chunk.start) if chunk.end else source.bytes
            if border or size + weight > PART_BYTES:
                close()
                size, border = 0, False
            held.append((chunk, source.sha256 + mended))
            size += weight
    close()
    return parts


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
        tables = batch_tables([(path, raw) for _, path, raw in batch], plan)
        columns: dict[str, list[Any]] = {"path": list(counts), "records": list(counts.values())}
        yield {**tables, "sources": table(columns, sources_schema())}


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
            raise _fault(error, source) from error


def _fault(error: Exception, where: str) -> DatasetToolsError:
    """An exception of a reader, repair, field or check, with the record and the line of code."""
    frame = extract_tb(error.__traceback__)[-1]
    return DatasetToolsError(
        f"a fault of ours or of a plug-in: {type(error).__name__}: {error}",
        f"{where} ({Path(frame.filename).name}, line {frame.lineno})",
        "run again with --debug and report what it prints",
    )


def _checked(
    checker: Checker, sources: list[tuple[str, RawRecord]], records: list[dict[str, Any]]
) -> list[tuple[int, Finding]]:
    """The findings of all records; DatasetToolsError that names the record a check raised for."""
    try:
        return checker.run(records)
    except DatasetToolsError:
        raise
    except Exception:
        for (path, raw), record in zip(sources, records, strict=True):
            try:
                checker.run([record])
            except Exception as error:
                raise _fault(error, f"{path}, record {raw.index}") from error
        raise


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
        "quarantine": _quarantine(rejected),
        "sources": table(columns, sources_schema()),
    }


@dataclass(frozen=True)
class Judged:
    """One batch, judged, as plain values. ``sources``, ``records`` and ``edits`` go together;
    ``findings`` have the number of their record; ``unread`` are those with problems of their own,
    ``rejected`` these and the records with an error, in the order of the batch."""

    sources: list[tuple[str, RawRecord]]
    records: list[dict[str, Any]]
    edits: list[list[Edit]]
    findings: list[tuple[int, Finding]]
    unread: list[tuple[str, RawRecord]]
    rejected: list[tuple[str, RawRecord, list[Problem]]]
    kept: list[int]


def judge_batch(batch: list[tuple[str, RawRecord]], plan: Plan) -> Judged:
    """Every record of a batch extracted and checked."""
    unread = [entry for entry in batch if entry[1].problems]
    rejected = [(path, raw, list(raw.problems)) for path, raw in unread]
    sources: list[tuple[str, RawRecord]] = []
    records: list[dict[str, Any]] = []
    edits: list[list[Edit]] = []
    for path, raw in batch:
        if raw.problems:
            continue
        try:
            found = extract(path, raw, plan.config, plan.own)
        except DatasetToolsError:
            raise
        except Exception as error:
            raise _fault(error, f"{path}, record {raw.index}") from error
        sources.append((path, raw))
        records.append(found.record)
        edits.append(found.edits)
    findings = _checked(plan.checker, sources, records)
    reasons: dict[int, list[Problem]] = {}
    for number, finding in findings:
        if finding.level == "error":
            problem = Problem(finding.check, finding.code, finding.message)
            reasons.setdefault(number, []).append(problem)
        elif finding.level == "warn" and finding.key not in records[number]["warnings"]:
            records[number]["warnings"].append(finding.key)
    rejected += [(*sources[number], problems) for number, problems in reasons.items()]
    kept = [number for number in range(len(records)) if number not in reasons]
    for number in kept:
        records[number]["warnings"].sort()
    order = {id(raw): place for place, (_, raw) in enumerate(batch)}
    rejected.sort(key=lambda entry: order[id(entry[1])])
    return Judged(sources, records, edits, findings, unread, rejected, kept)


def batch_tables(batch: list[tuple[str, RawRecord]], plan: Plan) -> dict[str, Any]:
    """The tables of one batch of records."""
    judged = judge_batch(batch, plan)
    records = judged.records
    kept = [records[number] for number in judged.kept]
    return {
        "articles": _articles(kept, plan.arrow),
        "edits": _edits([(records[n]["id"], judged.edits[n]) for n in judged.kept]),
        "findings": _findings(judged),
        "quarantine": _quarantine(judged.rejected),
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


def finding_rows(judged: Judged) -> list[tuple[str, str, int, Finding]]:
    """``(id, source path, index, finding)``: what could not be read (its place for an id), then
    what the checks found."""
    rows = [
        (
            f"{path}:{raw.index}",
            path,
            raw.index,
            Finding(*problem[:2], "error", "", -1, -1, problem.message),
        )
        for path, raw in judged.unread
        for problem in raw.problems
    ]
    for number, finding in judged.findings:
        record = judged.records[number]
        rows.append((record["id"], record["source_path"], record["source_index"], finding))
    return rows


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


def _quarantine(rejected: list[tuple[str, RawRecord, list[Problem]]]) -> Any:
    columns: dict[str, list[Any]] = {
        "source_path": [path for path, _, _ in rejected],
        "source_index": [raw.index for _, raw, _ in rejected],
        "byte_start": [raw.byte_start for _, raw, _ in rejected],
        "byte_end": [raw.byte_end for _, raw, _ in rejected],
        "raw": [raw.raw for _, raw, _ in rejected],
        "reasons": [[problem._asdict() for problem in why] for _, _, why in rejected],
    }
    return table(columns, table_schema("quarantine"))
