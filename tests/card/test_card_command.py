"""``dataset-tools card``: writes the project's card; ``--check`` finds every disagreement."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dataset_tools.cli.main import run
from dataset_tools.core.errors import ReleaseError
from dataset_tools.release.card_check import check_card
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.publish import compose


@pytest.fixture
def copy(evil, tmp_path: Path) -> Path:
    """A copy of the release that may be damaged."""
    folder = tmp_path / "1.2.0"
    shutil.copytree(evil[0], folder)
    return folder


@pytest.fixture(autouse=True)
def same_answer(monkeypatch, hostile, evil):
    """The gate's answer is that of the release, as it stands in quality/validation.json."""
    assert json.loads((evil[0] / "quality" / "validation.json").read_text()) == hostile.validation(
        True
    )


def resealed(folder: Path) -> None:
    """Let the manifest describe the files as they are now: only their content disagrees."""
    manifest = load_manifest(folder)
    compose(folder, manifest, lambda place, made: None)


def test_a_whole_release_agrees_with_itself(copy):
    assert check_card(copy) == []


def edit(name: str, old: str, new: str):
    def damage(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return damage


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        (edit("README.md", "num_examples: 18", "num_examples: 19"), "README.md"),
        (edit("README.md", "license: cc-by-4.0", "licens: cc-by-4.0"), "README.md"),
        (edit("README.md", "33 records", "34 records"), "README.md"),
        (edit("README.md", "1.2.0", "1.1.0"), "README.md"),
        (edit("croissant.json", '"sha256": "', '"sha256": "0'), "croissant.json"),
        (edit("croissant.json", '"version": "1.2.0"', '"version": "1.1.0"'), "croissant.json"),
        (edit("croissant.json", '"recordSet"', '"records"'), "croissant.json"),
        (edit("quality/report.html", "read=33", "read=34"), "quality/report.html"),
        (edit("quality/report.html", "river-notes", "river-notez"), "quality/report.html"),
        (edit("quality/ledger.svg", "33", "34"), "quality/ledger.svg"),
        (lambda folder: (folder / "quality/report.html").unlink(), "quality/report.html"),
        (lambda folder: (folder / "README.md").write_text("# no front matter\n"), "README.md"),
    ],
)
def test_a_file_that_says_something_else_is_named(copy, damage, file):
    damage(copy)
    resealed(copy)
    found = check_card(copy)
    assert file in {problem.file for problem in found if problem.level == "error"}


def test_changed_data_are_found_first(copy):
    shard = next((copy / "data" / "articles").glob("train-*"))
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(bytes(data))
    assert any(problem.file.startswith("data/articles") for problem in check_card(copy))


def test_a_release_of_another_tool_version_is_checked_by_what_it_says(copy):
    edit("README.md", "Its makers have not said yet.", "Other words of another version.")(copy)
    edit("manifest.json", '"dataset_tools": "', '"dataset_tools": "99.')(copy)
    resealed(copy)
    assert check_card(copy) == []
    edit("README.md", "num_examples: 18", "num_examples: 19")(copy)
    resealed(copy)
    assert {problem.file for problem in check_card(copy)} == {"README.md"}


def test_the_command_writes_the_card_and_keeps_words(copy, tmp_path, capfdbinary):
    mine = tmp_path / "DATASET_CARD.md"
    assert run(["card", "--release", str(copy), "--card", str(mine)]) == 0
    assert mine.read_bytes() == (copy / "README.md").read_bytes()
    text = mine.read_text(encoding="utf-8")
    prompt = "<!-- Who made it, for what purpose, and who paid for it. -->"
    mine.write_text(text.replace(prompt, "The river office made it."), encoding="utf-8")
    capfdbinary.readouterr()
    assert run(["card", "--release", str(copy), "--card", str(mine), "--json"]) == 0
    result = json.loads(capfdbinary.readouterr().out)
    assert result["as_released"] is False
    assert result["changed"] is True
    assert "The river office made it." in mine.read_text(encoding="utf-8")
    assert run(["card", "--release", str(copy), "--card", str(mine), "--check"]) == 0


def test_the_check_fails_with_4_and_says_which_file(copy, tmp_path, capfdbinary):
    edit("quality/report.html", "read=33", "read=34")(copy)
    resealed(copy)
    missing = str(tmp_path / "none.md")
    assert run(["card", "--check", "--release", str(copy), "--card", missing, "--json"]) == 4
    result = json.loads(capfdbinary.readouterr().out)
    assert result["ok"] is False
    assert result["error"]["code"] == "card"
    assert "quality/report.html" in result["error"]["what"]


def test_a_project_card_that_was_changed_outside_its_slots_is_an_error(copy, tmp_path):
    mine = tmp_path / "DATASET_CARD.md"
    text = (copy / "README.md").read_text(encoding="utf-8")
    mine.write_text(text.replace("33 records", "35 records"), encoding="utf-8")
    found = check_card(copy, mine)
    assert [(p.level, p.file) for p in found] == [("error", "DATASET_CARD.md")]


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    with pytest.raises(ReleaseError):
        check_card(tmp_path)
