"""Legitimate text that looks like damage must not change: cases as data, all invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset_tools.stages.repair import repair_text

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "repair_leaves.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_there_are_enough_kinds_and_cases() -> None:
    assert len(CASES) >= 60
    assert len({case["kind"] for case in CASES}) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:12]}")
def test_a_look_alike_is_left_as_it_is(case: dict[str, str]) -> None:
    repaired = repair_text(case["text"])
    assert repaired.text == case["text"]
    assert repaired.edits == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text'][:12]}")
def test_a_look_alike_among_plain_paragraphs_is_left(case: dict[str, str]) -> None:
    opening = "山城日报的专栏\n本期专栏谈的是文字，编者选了一段，供读者参考。"
    text = f"{opening}\n{case['text']}\n欢迎读者来信，谈谈自己的看法。"
    assert repair_text(text, keep_lines=True).text == text
