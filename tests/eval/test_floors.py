"""No quality floor falls silently: the history of ``floors.json`` is its own witness."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = "tests/eval/floors.json"


def flat(value: Any, path: str = "") -> dict[str, float]:
    """Every number of nested objects, by its path."""
    if isinstance(value, dict):
        found = [flat(item, f"{path}/{key}") for key, item in value.items() if key != "lowered"]
        return {key: number for part in found for key, number in part.items()}
    return {path: value} if isinstance(value, int | float) else {}


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("there is no history here to look through")
    return done.stdout


def fallen(before: dict[str, float], now: dict[str, float]) -> list[str]:
    """The floors of ``before`` that are lower now, or gone; ceilings are those that rose."""
    return sorted(
        path
        for path, number in before.items()
        if path not in now or (now[path] > number if is_ceiling(path) else now[path] < number)
    )


def is_ceiling(path: str) -> bool:
    """Whether smaller is better."""
    words = ("/ceilings/", "/cer/", "clean_changed_rate", "seed_edit_bytes", "genuine_changed")
    return any(word in path for word in words)


def test_a_lower_or_missing_floor_and_a_higher_ceiling_are_seen() -> None:
    before = {"/a/f1": 0.9, "/repair/cer/x": 0.1, "/b": 1.0}
    assert fallen(before, {"/a/f1": 0.95, "/repair/cer/x": 0.05, "/b": 1.0}) == []
    assert fallen(before, {"/a/f1": 0.89, "/repair/cer/x": 0.2}) == [
        "/a/f1",
        "/b",
        "/repair/cer/x",
    ]


def test_no_floor_is_lower_than_it_ever_was_without_saying_so() -> None:
    content = json.loads((ROOT / FLOORS).read_text("utf-8"))
    now = flat(content)
    assert len(now) > 60
    commits = git("log", "--format=%H", "--", FLOORS).split()
    for commit in commits:
        before = flat(json.loads(git("show", f"{commit}:{FLOORS}")))
        silent = [path for path in fallen(before, now) if path not in content["lowered"]]
        assert silent == [], f"lower than in {commit[:9]}: say why under 'lowered'"
