"""The stage table: one build with a clock around every stage, in CPU time.

    python benchmarks/bench_stages.py RAW OUT      prints one JSON object

Times are exclusive: what a stage calls of another stage counts there. A clock costs about half a
microsecond, some ten of them a record; the table is to compare stages, the totals are measured
without clocks.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

STAGES: dict[str, tuple[str, ...]] = {
    "list and hash the sources": (
        "builder:list_sources",
        "builder:plan_chunks",
        "release.job:cut_parts",
        "builder:load_corrections",
        "builder:plan_for",
        "release.job:Job._sources",
    ),
    "read": ("stages.part:_batch",),
    "page, fields": (
        "stages.extract:_page",
        "stages.extract:document_of",
        "stages.extract:_html_document",
        "stages.judged:extract",
    ),
    "repair, with proof": ("stages.extract:repair_text",),
    "attendees": ("stages.extract:extract_attendees",),
    "schema and checks": ("stages.check:Checker.run",),
    "sketches": ("stages.part_tables:sketch_rows",),
    "tables": ("stages.part:judged_tables",),
    "part store": (
        "release.store:Store.write_batches",
        "release.store:Store.has",
        "release.store:Store.prune",
    ),
    "across: duplicates, splits": ("release.job:place_articles",),
    "shards": ("release.assemble:Assembly.write",),
    "expectations": (
        "release.assemble:metrics_of",
        "release.job:judge",
        "release.job:write_quality",
    ),
    "statistics, pictures": (
        "release.job:collect",
        "release.job:write_plots",
        "release.job:write_schemas",
    ),
    "card, report, publish": (
        "release.job:finish",
        "builder:recover",
        "release.job:write_project_card",
        "release.job:note",
    ),
}


class Clocks:
    """Exclusive CPU time of stages that call one another."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, int] = defaultdict(int)
        self._stack: list[str] = []
        self._since = time.process_time_ns()

    def _turn(self) -> None:
        now = time.process_time_ns()
        if self._stack:
            self.spent[self._stack[-1]] += now - self._since
        self._since = now

    def around(self, stage: str, function: Any) -> Any:
        """The function with a clock around it."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._turn()
            self._stack.append(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn()
                self._stack.pop()

        return timed


def main() -> None:
    """Build once and print what every stage took."""
    builder = importlib.import_module("dataset_tools.builder")

    clocks = Clocks()
    missing = []
    for stage, places in STAGES.items():
        for place in places:
            module, _, name = place.partition(":")
            holder: Any = importlib.import_module(f"dataset_tools.{module}")
            *outer, last = name.split(".")
            for part in outer:
                holder = getattr(holder, part)
            if hasattr(holder, last):
                setattr(holder, last, clocks.around(stage, getattr(holder, last)))
            else:
                missing.append(place)
    started = time.process_time_ns()
    made = builder.build(sys.argv[1], sys.argv[2])
    total = time.process_time_ns()
    spent = {"start-up, imports": started, **{stage: clocks.spent[stage] for stage in STAGES}}
    print(
        json.dumps(
            {
                "records": made.counts["read"],
                "total": total / 1e9,
                "stages": {stage: nanoseconds / 1e9 for stage, nanoseconds in spent.items()},
                "missing": missing,
            }
        )
    )


if __name__ == "__main__":
    main()
