"""The results of the benchmark as Markdown: medians, ratios with their spread, the stage table."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bench_measure import Cost, middle, ratio

PACKAGES = ("dataset-tools", "pyarrow", "numpy", "jsonschema-rs", "opencc", "ftfy", "ray")
GATES = {"naive idiomatic": "15", "datatrove": "6", "polars expert": "1.3"}
"""The multiples of our CPU that the peers must stay above."""


@dataclass
class Results:
    """Everything that was measured."""

    records: int
    runs: int
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    stages: dict[str, Any] | None = None

    def to_json(self) -> str:
        """All figures, for another program."""
        return json.dumps(dataclasses.asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Results:
        """What :meth:`to_json` wrote."""
        values = json.loads(text)
        costs = {name: [Cost(*c) for c in found] for name, found in values.pop("costs").items()}
        return cls(**values, costs=costs)

    def cpu(self, name: str) -> list[float]:
        """The CPU seconds of every run of one contender."""
        return [cost.cpu for cost in self.costs[name]]


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    load = os.getloadavg()[2]
    python = platform.python_version()
    return (
        f"{cores} cores, {memory:.0f} GB of memory, {system}, Python {python}; load average of the "
        f"last 15 minutes {load:.1f} (above the number of cores, CPU seconds are dearer by up to a "
        "half and wall seconds say nothing)"
    )


def _versions() -> str:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _costs(results: Results, names: list[str], base: str) -> list[str]:
    lines = [
        _row("", "CPU s", "wall s", "peak MB", f"CPU, multiple of {base}"),
        _row("---", "---:", "---:", "---:", "---"),
    ]
    for name in names:
        if name in results.costs:
            cost = middle(results.costs[name])
            share = "1" if name == base else ratio(results.cpu(base), results.cpu(name))
            cpu = f"{cost.cpu:.2f}"
            lines.append(_row(name, cpu, f"{cost.wall:.2f}", f"{cost.peak:.0f}", share))
    return lines


def _section(title: str, text: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", text, "", *lines, ""]


def _stage_lines(stages: dict[str, Any]) -> list[str]:
    records, size, total = stages["records"], stages["bytes"], stages["total"]
    lines = [
        _row("stage", "CPU s", "µs a record", "MB/s", "share"),
        _row("---", "---:", "---:", "---:", "---:"),
    ]
    for name, spent in stages["stages"].items():
        rate = f"{size / spent / 1e6:,.0f}" if spent > 1e-3 else "–"
        micro, share = spent / records * 1e6, spent / total
        lines.append(_row(name, f"{spent:.2f}", f"{micro:.1f}", rate, f"{share:.1%}"))
    named = sum(stages["stages"].values())
    micro = total / records * 1e6
    rate = f"{size / total / 1e6:.1f}"
    lines.append(_row("all stages", f"{named:.2f}", "", "", f"{named / total:.1%}"))
    lines.append(_row("whole process", f"{total:.2f}", f"{micro:.1f}", rate, "100 %"))
    return lines


def markdown(results: Results) -> str:
    """RESULTS.md. Sections whose parts did not run are left out."""
    shown = "; ".join(f"{name}: {words}" for name, words in results.versions.items())
    lines = [
        "# Results of `make bench`",
        "",
        f"W small: {results.records:,} records; up to {results.runs} rounds, each contender once a "
        "round, medians. CPU: user and system time of all processes. Peak: the largest process. "
        "Multiples: of the same round, median (least–most).",
        "",
        f"Machine: {_machine()}.",
        f"Versions: {_versions()}." + (f" Peers: {shown}." if shown else ""),
        "",
    ]
    if "dataset-tools" in results.costs:
        names = ["dataset-tools", "bare copy", *GATES]
        gates = ", ".join(f"{name} {least}x" for name, least in GATES.items())
        text = (
            "The peers do less: no edits that can be undone, no quarantine, one rule for "
            f"attendees, no manifest, no report. They must take at least: {gates}; we may take 8 "
            "times the bare copy."
        )
        table = _costs(results, names, "dataset-tools")
        if "bare copy" in results.costs:
            copy = ratio(results.cpu("bare copy"), results.cpu("dataset-tools"))
            table += ["", f"This tool takes {copy} times the bare copy."]
        lines += _section("Against peers", text, table)
    if results.stages:
        text = (
            "CPU time with a clock around every stage, without what it calls of other stages "
            "(`benchmarks/bench_stages.py`). MB/s: of the raw JSON Lines."
        )
        lines += _section("Stages", text, _stage_lines(results.stages))
    parts = (
        ("One file or many", ["one JSONL file", "single .txt files"], "The same records."),
        (
            "Engines",
            ["inline", "pool, 2 workers", "ray, 2 workers"],
            "The same bytes from all. Ray's figures hold the start of its cluster.",
        ),
        (
            "Built before",
            ["full build of the files", "nothing changed", "one file changed"],
            f"{results.notes.get('files', '')} single files in the raw folder.",
        ),
        (
            "Start-up",
            ["--help", "repair, one article", "validate, one article", "build, one article"],
            "Commands with next to nothing to do.",
        ),
    )
    for title, names, text in parts:
        if names[0] in results.costs:
            lines += _section(title, text, _costs(results, names, names[0]))
    scaled = [name for name in results.costs if name.endswith("records") and name[0].isdigit()]
    if scaled:
        base = scaled[0]
        names = [base, f"{base}, 2 workers", f"polars expert, {base}"]
        lines += _section("Ten times the work", "One run.", _costs(results, names, base))
    return "\n".join(lines).rstrip() + "\n"
