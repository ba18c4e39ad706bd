"""The measured quality never falls below its pinned floors (needs the labelled data)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset_tools.evaluate.attendees import Report, evaluate
from dataset_tools.fields.attendees import extract

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))["attendees"]


def _report(name: str) -> Report:
    path = SHARED / "attendees" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("the labelled data is not beside this checkout")
    lines = path.read_text(encoding="utf-8").splitlines()
    return evaluate([json.loads(line) for line in lines], extract)


@pytest.mark.parametrize("name", ["dev", "forms"])
def test_quality_stays_above_its_floor(name: str) -> None:
    figures = _report(name).as_dict()
    assert {key: figures[key] for key in FLOORS[name] if figures[key] < FLOORS[name][key]} == {}


def test_long_lists_are_exact() -> None:
    assert _report("dev").strata["8+"].exact_rate >= FLOORS["dev_long_lists_exact"]
