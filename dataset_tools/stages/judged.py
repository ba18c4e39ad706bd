"""Judging: records of a batch extracted and checked, as plain values that need no Arrow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import Any

from dataset_tools.core.edits import Edit
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.finding import Finding
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.stages.check import Checker
from dataset_tools.stages.extract import extract
from dataset_tools.stages.plan import Plan


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
            raise fault(error, f"{path}, record {raw.index}") from error
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


def fault(error: Exception, where: str) -> DatasetToolsError:
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
                raise fault(error, f"{path}, record {raw.index}") from error
        raise


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
