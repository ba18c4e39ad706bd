"""What a target is, and its validation: raw files, a release, tables, a repository on the Hub."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from dataset_tools.core.config import Config
from dataset_tools.core.errors import SourceError
from dataset_tools.core.finding import Finding
from dataset_tools.core.tables import arrow, table
from dataset_tools.release.expectations import gate, load_suite, merged, thresholds
from dataset_tools.schema.load import load_schema
from dataset_tools.schema.tables import table_schema
from dataset_tools.stages.check import Checker
from dataset_tools.validation.metrics import Metrics
from dataset_tools.validation.report import Located, Validation
from dataset_tools.validation.tables import BATCH, Row, holds_records, is_table, rows_of


@dataclass(frozen=True)
class Rules:
    """What to validate against. ``schema``: a file instead of the tool's own; ``suite``: a file of
    expectations that are added to the tool's own, or replace those of the same code."""

    config: Config = field(default_factory=Config)
    schema: Path | None = None
    suite: Path | None = None
    strict: bool = False


def validate_target(target: str | Path, rules: Rules = Rules()) -> Validation:
    """Validate a target and change nothing.

    ``target``: ``hf://datasets/NAMESPACE/NAME[@REVISION]``, the folder of a release, a file or
    folder of finished records (Parquet, Arrow, JSON Lines, CSV with the columns id, title, text and
    language), or a file or folder of raw articles. Raises SourceError where it cannot be read at
    all, SchemaError and ConfigError for what it should be judged by.
    """
    if str(target).startswith("hf://"):
        import tempfile

        with tempfile.TemporaryDirectory(prefix="dataset-tools-") as folder:
            _download(str(target), Path(folder))
            found = _local(Path(folder), rules)
        found.target = str(target)
        return found
    return _local(Path(target), rules)


def _local(path: Path, rules: Rules) -> Validation:
    if not path.exists():
        raise SourceError("no such file or folder", str(path), "name an existing one")
    if path.is_dir() and (path / "manifest.json").is_file():
        shards = sorted((path / "data" / "articles").glob("*.parquet"))
        own = path / "schemas" / "article.schema.json"
        schema = rules.schema or (own if own.is_file() else None)
        suite = path / "schemas" / "expectations.json"
        if rules.suite is None and suite.is_file():
            rules = replace(rules, suite=suite)
        return _tables(Validation(path.as_posix(), "release"), path, shards, rules, schema)
    files = _table_files(path)
    if files:
        found = Validation(path.as_posix(), "dataset")
        return _tables(found, path if path.is_dir() else path.parent, files, rules, rules.schema)
    return _raw(path, rules)


def _table_files(path: Path) -> list[Path]:
    """The files of finished records that ``path`` is or holds; none where it holds raw articles."""
    if path.is_file():
        return [path] if is_table(path) and holds_records(path) else []
    found = [
        file
        for file in sorted(path.rglob("*"))
        if is_table(file)
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    return [file for file in found if holds_records(file)] if found else []


def _tables(
    found: Validation, root: Path, files: Iterable[Path], rules: Rules, schema_path: Path | None
) -> Validation:
    schema = load_schema(schema_path)
    run = _Run(found, rules, Checker(schema, rules.config.checks))
    for file in files:
        name = file.relative_to(root).as_posix()
        rows = rows_of(file, schema)
        while batch := list(islice(rows, BATCH)):
            run.rows(name, batch)
    return run.finish()


class _Run:
    """One validation under way: findings are counted, metrics kept, records let go."""

    def __init__(self, found: Validation, rules: Rules, checker: Checker | None) -> None:
        self.found, self.rules, self.checker = found, rules, checker
        found.strict = rules.strict
        self.limited = [
            name
            for name, section in rules.config.checks.items()
            if section.max_rate is not None or section.max_count is not None
        ]
        self.metrics = Metrics()
        self.findings: list[Any] = []
        self.counts: dict[str, int] | None = None

    def rows(self, path: str, batch: list[Row]) -> None:
        """Judge some rows of a table."""
        assert self.checker is not None
        good = [row for row in batch if row.problem is None]
        bad = [Located(path, row.number, None, row.problem) for row in batch if row.problem]
        judged = self.checker.run([row.record for row in good])
        located = [
            Located(path, good[number].number, _id(good[number].record), finding)
            for number, finding in judged
        ]
        wrong = {number for number, finding in judged if finding.check == "schema"}
        records = [row.record for number, row in enumerate(good) if number not in wrong]
        warned: dict[int, int] = {}
        for number, finding in judged:
            if finding.level == "warn":
                warned[number] = warned.get(number, 0) + 1
        counts = [warned.get(n, 0) for n in range(len(good)) if n not in wrong]
        self.take(len(batch), sorted((*bad, *located), key=lambda one: one.number))
        self.metrics.add(records, counts)

    def take(self, records: int, located: list[Located]) -> None:
        """Count records and their findings."""
        self.found.records += records
        self.found.add(located)
        if self.limited and located:
            self.findings.append(_findings_table(located))

    def finish(self) -> Validation:
        """The gates over everything seen."""
        suite = load_suite()
        if self.rules.suite is not None:
            suite = merged(suite, load_suite(self.rules.suite))
        metrics = self.metrics.columns()
        self.found.gate = gate(metrics, suite, None, self.counts, strict=self.rules.strict)
        if self.limited:
            empty = table_schema("findings").empty_table()
            rows = arrow().concat_tables(self.findings) if self.findings else empty
            self.found.thresholds = thresholds(
                rows, self.rules.config.checks, max(1, self.found.records)
            )
        return self.found


def _id(record: Any) -> str | None:
    value = record.get("id") if isinstance(record, dict) else None
    return value if isinstance(value, str) else None


def _findings_table(located: list[Located]) -> Any:
    columns: dict[str, list[Any]] = {
        "id": [one.id for one in located],
        "source_path": [one.path for one in located],
        "source_index": [one.number for one in located],
    }
    for name in Finding._fields:
        columns[name] = [getattr(one.finding, name) for one in located]
    return table(columns, table_schema("findings"))


def _raw(path: Path, rules: Rules) -> Validation:
    """Raw articles, through the stages of a build; nothing is written."""
    from dataset_tools.stages.corrections import load_corrections, without_corrections
    from dataset_tools.stages.cut import PART_BYTES, Part
    from dataset_tools.stages.judged import finding_rows, judge_batch
    from dataset_tools.stages.part import batches
    from dataset_tools.stages.plan import Plan
    from dataset_tools.stages.read import list_sources, plan_chunks

    root = path if path.is_dir() else path.parent
    names = without_corrections(list_sources(root)) if path.is_dir() else [path.name]
    schema = json.dumps(load_schema(rules.schema), ensure_ascii=False, separators=(",", ":"))
    plan = Plan(rules.config, schema, "")
    corrections = load_corrections(root)
    found = Validation(path.as_posix(), "raw")
    run = _Run(found, rules, None)
    quarantined = duplicates = 0
    for name in names:
        part = Part("", plan_chunks(root, name, PART_BYTES).chunks)
        for batch in batches(root, part, plan, corrections):
            judged = judge_batch([(shown, raw) for _, shown, raw in batch], plan)
            rows = finding_rows(judged)
            run.take(len(batch), [Located(place, n, key, said) for key, place, n, said in rows])
            duplicates += run.metrics.add_new([judged.records[n] for n in judged.kept])
            quarantined += len(judged.rejected)
    run.counts = {"read": found.records, "quarantined": quarantined, "duplicates": duplicates}
    found = run.finish()
    found.rejected = quarantined
    return found


def _download(target: str, folder: Path) -> None:
    """The tables, schemas and manifest of a repository's revision, into ``folder``."""
    from dataset_tools.release.hub_client import Repository
    from dataset_tools.release.hub_verify import find_commit, parse_target

    repo, revision = parse_target(target)
    hub = Repository.open(repo)
    commit = find_commit(hub, revision)
    for path in sorted(hub.tree(commit)):
        wanted = is_table(Path(path)) or path.startswith("schemas/") or path == "manifest.json"
        if wanted and not path.startswith(("data/edits/", "data/quarantine/")):
            hub.download(path, commit, folder)
