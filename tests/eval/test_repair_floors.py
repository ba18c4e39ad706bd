"""What the repair reaches on generated damage never falls below the pinned floors."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dataset_tools.evaluate.repair import evaluate
from dataset_tools.stages.repair import repair_text, restore_text
from dataset_tools.text.phrases import FORTH, phrases

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))["repair"]
needs_shared = pytest.mark.skipif(
    not (SHARED / "corruption" / "corrupt.py").exists(), reason="needs ../shared/corruption"
)
needs_items = pytest.mark.skipif(
    not (SHARED / "bench" / "items.jsonl.gz").exists(), reason="needs ../shared/bench"
)


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "shared_corrupt", SHARED / "corruption" / "corrupt.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["shared_corrupt"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def clean() -> list[str]:
    path = SHARED / "bench" / "items.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    return ["\n".join([title, *paragraphs]) for _, title, paragraphs in items]


@pytest.fixture(scope="module")
def corrupt() -> ModuleType:
    return _generator()


@needs_shared
@needs_items
@pytest.mark.parametrize("name", sorted(FLOORS["exact"]))
def test_a_class_is_restored_exactly_as_often_as_pinned(
    name: str, clean: list[str], corrupt: ModuleType
) -> None:
    sample = clean[:: max(1, len(clean) // FLOORS["sample"])][: FLOORS["sample"]]
    pairs = []
    for number, text in enumerate(sample):
        damage = corrupt.corrupt(text, name, number)
        pairs.append({"raw": damage.raw, "clean": text, "cls": name})
    score = evaluate(pairs).total
    assert score.restored == score.pairs
    assert score.exact >= FLOORS["exact"][name] * score.pairs
    if name in FLOORS["cer"]:
        assert score.wrong <= FLOORS["cer"][name] * score.characters


@needs_shared
@needs_items
@pytest.mark.parametrize("forth", sorted(FLOORS["phrases"]))
def test_pages_converted_phrase_by_phrase_with_readings_go_back(
    forth: str, clean: list[str], corrupt: ModuleType
) -> None:
    exact = pairs = 0
    for text in clean[:: max(1, len(clean) // 150)]:
        converted = phrases(text, forth)
        if converted is None:
            continue
        raw = corrupt.annotate(
            text, corrupt.TIERS["seed"], lambda _, p: f"({p})", lambda _, form=converted: form
        )
        repaired = repair_text(raw, keep_lines=True)
        assert restore_text(*repaired) == raw
        pairs += 1
        exact += repaired.text == text
    assert exact >= FLOORS["phrases"][forth] * pairs


@needs_items
@pytest.mark.parametrize("forth", FORTH)
def test_good_traditional_text_passes_unchanged(forth: str, clean: list[str]) -> None:
    good = (phrases(text, forth) for text in clean[::11])
    changed = [text for text in good if text and repair_text(text, keep_lines=True).edits]
    assert len(changed) <= FLOORS["genuine_changed"]


@needs_items
def test_clean_articles_pass_unchanged(clean: list[str]) -> None:
    changed = [text for text in clean[::3] if repair_text(text).edits]
    assert len(changed) <= FLOORS["clean_changed_rate"] * len(clean[::3])


@pytest.mark.skipif(not (SHARED / "seed").exists(), reason="needs ../shared/seed")
def test_the_seed_is_mended_in_three_hundred_bytes() -> None:
    page = next((SHARED / "seed").glob("*.txt")).read_bytes().decode("utf-8")
    wanted = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    repaired = repair_text(page)
    lines = repaired.text.split("\n")
    assert lines[:2] == [wanted["title"], wanted["subtitle"]]
    assert all(phrase in repaired.text for phrase in wanted["must_contain"])
    assert not [phrase for phrase in wanted["must_not_contain"] if phrase in repaired.text]
    assert restore_text(*repaired) == page
    size = sum(len((e.repair + e.before + e.after).encode()) for e in repaired.edits)
    assert size <= FLOORS["seed_edit_bytes"]
