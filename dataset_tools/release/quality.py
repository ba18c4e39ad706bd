"""Quality: what the gates say of a release before it is published."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.config import Config
from dataset_tools.core.tables import arrow
from dataset_tools.release.assemble import Assembly
from dataset_tools.release.expectations import GateReport, Threshold, gate, thresholds
from dataset_tools.release.manifest import Manifest, load_manifest
from dataset_tools.release.measures_fates import touched
from dataset_tools.release.releases import newest
from dataset_tools.schema.tables import table_schema
from dataset_tools.stages.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

VALIDATION = "quality/validation.json"
EXPECTATIONS = "quality/expectations.json"
EXAMPLES = 5
"""Findings of one code that are kept as examples, first by source path and index."""


@dataclass(frozen=True)
class Quality:
    """The verdict: the suite's, the checks' limits, the gates of the configuration.

    ``findings``: how often each ``check/code`` was found; ``examples``: a few of each; ``repairs``:
    in how many articles each repair changed something; ``previous``: the statistics that drift
    was measured against.
    """

    report: GateReport
    limits: tuple[Threshold, ...]
    gates: tuple[str, ...]
    findings: dict[str, int]
    levels: dict[str, str]
    examples: dict[str, list[dict[str, Any]]]
    repairs: dict[str, int]
    suite: dict[str, Any]
    previous: dict[str, Any] | None

    @property
    def success(self) -> bool:
        """Whether the release may be published."""
        limits = all(limit.success for limit in self.limits)
        return self.report.success and limits and not self.gates

    @property
    def why(self) -> str:
        """Every gate that failed, by how much, and the worst records of each."""
        said = list(self.gates)
        said += [
            f"{result.code}: {result.message}"
            for result in self.report.failed
            if result.level != "warn"
        ]
        for limit in self.limits:
            if not limit.success:
                worst = "; ".join(f"{name}: {message}" for name, _, message in limit.worst)
                said.append(f"{limit.message} (worst: {worst})")
        return "the data failed a gate, nothing was released. " + " | ".join(said)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON for ``quality/validation.json``: the same bytes for the same data."""
        return {
            **self.report.as_dict(),
            "success": self.success,
            "gates": list(self.gates),
            "limits": [limit.as_dict() for limit in self.limits],
            "findings": self.findings,
            "levels": self.levels,
            "examples": self.examples,
            "repairs": self.repairs,
            "previous": self.previous,
        }


def judge(out: Path, assembly: Assembly, draft: Manifest, plan: Plan) -> Quality:
    """Every gate over an assembled release; publishes and writes nothing."""
    findings = _findings(assembly)
    config = plan.config
    previous = _previous(out, draft)
    report = gate(assembly.metrics(), plan.suite, previous, draft.counts)
    counts, levels, examples = _by_code(findings)
    return Quality(
        report,
        thresholds(findings, config.checks, draft.counts["read"]),
        tuple(_gates(config, draft)),
        counts,
        levels,
        examples,
        _repairs(assembly),
        plan.suite,
        previous,
    )


def _findings(assembly: Assembly) -> pa.Table:
    batches = [b for key in assembly.keys for b in assembly.store.read(key, "findings")]
    return arrow().Table.from_batches(batches, table_schema("findings"))


def _previous(out: Path, draft: Manifest) -> dict[str, Any] | None:
    """The statistics of the release before this content.

    Where the last release holds this very content, its own baseline is used again: building twice
    must give the same bytes.
    """
    last = newest(out)
    if last is None:
        return None
    try:
        validation = json.loads((last.path / VALIDATION).read_bytes())
    except (OSError, ValueError):  # an older or damaged release has no baseline to give
        return None
    same = load_manifest(last.path).content_digest == draft.content_digest
    found: dict[str, Any] | None = validation.get("previous" if same else "statistics")
    return found


def _gates(config: Config, draft: Manifest) -> list[str]:
    """The gates of the configuration that failed, in words."""
    said = []
    counts, gates = draft.counts, config.gate
    rate = counts["quarantined"] / counts["read"] if counts["read"] else 0.0
    if rate > gates.max_quarantined_rate:
        said.append(
            f"gate.max_quarantined_rate: {counts['quarantined']} of {counts['read']} records were "
            f"rejected ({rate:.1%}), at most {gates.max_quarantined_rate:.1%} allowed"
        )
    if counts["accepted"] < gates.min_records:
        said.append(
            f"gate.min_records: {counts['accepted']} records were accepted, at least "
            f"{gates.min_records} wanted"
        )
    return said


def _by_code(
    findings: pa.Table,
) -> tuple[dict[str, int], dict[str, str], dict[str, list[dict[str, Any]]]]:
    """How often each code was found, its level, and the first few findings of each."""
    counts: Counter[str] = Counter()
    levels: dict[str, str] = {}
    examples: dict[str, list[dict[str, Any]]] = {}
    for batch in findings.to_batches():
        columns = batch.to_pydict()
        names = zip(columns["check"], columns["code"], strict=True)
        for number, (check, code) in enumerate(names):
            key = f"{check}/{code}"
            counts[key] += 1
            levels[key] = columns["level"][number]
            if counts[key] <= EXAMPLES:
                wanted = ("id", "source_path", "source_index", "message")
                example = {name: columns[name][number] for name in wanted}
                examples.setdefault(key, []).append(example)
    order = sorted(counts)
    return (
        {key: counts[key] for key in order},
        {key: levels[key] for key in order},
        {key: examples[key] for key in order},
    )


def _repairs(assembly: Assembly) -> dict[str, int]:
    """In how many articles each repair changed something."""
    counts: Counter[str] = Counter()
    for key in assembly.keys:
        for batch in assembly.store.read(key, "edits"):
            touched(counts, batch["row"].to_numpy(), batch["repair"])
    return {name: counts[name] for name in sorted(counts)}


def write_quality(folder: Path, quality: Quality) -> None:
    """Write ``quality/validation.json`` and ``quality/expectations.json`` below ``folder``."""
    for name, value in ((VALIDATION, quality.as_dict()), (EXPECTATIONS, quality.suite)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(value, ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
