"""Every harness on a few inputs, and every input that ever failed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from fuzz_harness import HARNESSES, packed, unpacked  # noqa: E402
from fuzz_mutation import Dice, articles  # noqa: E402

CASES = [
    json.loads(line)
    for line in (HERE.parent / "cases" / "fuzz.jsonl").read_text(encoding="utf-8").splitlines()
]
TRIED = 200


@pytest.mark.parametrize("name", sorted(HARNESSES))
def test_a_harness_finds_nothing_in_its_first_inputs(name: str) -> None:
    harness = HARNESSES[name]
    dice = Dice(0, articles())
    for _ in range(max(1, int(TRIED * min(1, harness.share)))):
        harness.run(harness.make(dice))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['harness']}: {case['was'][:60]}")
def test_an_input_that_once_failed_is_handled(case: dict) -> None:
    HARNESSES[case["harness"]].run(unpacked(case["input"]))


def test_a_seed_repeats_its_inputs() -> None:
    corpus = articles()
    one, other = Dice(5, corpus), Dice(5, corpus)
    for name in ("readers", "repairs", "checks"):
        assert packed(HARNESSES[name].make(one)) == packed(HARNESSES[name].make(other))
