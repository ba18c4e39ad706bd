"""The project's own card is what a build of ``raw/`` writes, with the hand-written parts kept."""

from __future__ import annotations

from pathlib import Path

from dataset_tools.builder import build
from dataset_tools.release.card import read_project_card, render_card
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.statistics import collect, read_validation

ROOT = Path(__file__).resolve().parents[1]


def test_the_projects_card_is_current(tmp_path: Path) -> None:
    made = build(ROOT / "raw", tmp_path / "out", ROOT / "dataset.toml")
    manifest = load_manifest(made.path)
    statistics = collect(made.path, manifest, read_validation(made.path))
    card = ROOT / "DATASET_CARD.md"
    wanted = render_card(made.path, manifest, statistics, read_project_card(card))
    assert card.read_text("utf-8") == wanted, "run: make build, and commit DATASET_CARD.md"
