"""A part is kept under everything that made it: a stale one cannot be used."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

import dataset_tools
from dataset_tools.builder import plan_for
from dataset_tools.core.config import Config, parse_config
from dataset_tools.stages import plan as plans
from dataset_tools.stages.corrections import Corrections
from dataset_tools.stages.cut import PART_BYTES, cut_parts
from dataset_tools.stages.read import list_sources, plan_chunks

PACKAGE = Path(dataset_tools.__file__).parent


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"题目{number}\n正文。\n", encoding="utf-8")
    return folder


def keys(raw: Path, plan: plans.Plan) -> list[str]:
    sources = [plan_chunks(raw, name, PART_BYTES) for name in list_sources(raw)]
    return [part.key for part in cut_parts(sources, plan, Corrections(raw))]


def test_the_same_sources_and_plan_have_the_same_keys(raw: Path, tmp_path: Path) -> None:
    plan = plan_for(Config(), tmp_path)
    moved = shutil.copytree(raw, tmp_path / "moved")
    assert keys(raw, plan) == keys(moved, plan_for(Config(), tmp_path))


def test_a_changed_byte_has_another_key(raw: Path, tmp_path: Path) -> None:
    plan = plan_for(Config(), tmp_path)
    before = keys(raw, plan)
    (raw / "1.txt").write_text("题目1\n正文！\n", encoding="utf-8")
    assert keys(raw, plan) != before


def test_a_changed_configuration_or_schema_has_another_key(raw: Path, tmp_path: Path) -> None:
    plan = plan_for(Config(), tmp_path)
    before = keys(raw, plan)
    other = parse_config('[repair]\npunctuation = "keep"')
    assert keys(raw, plan_for(other, tmp_path)) != before
    schema = dataclasses.replace(plan, schema_json=plan.schema_json.replace("1000", "999"))
    assert keys(raw, schema) != before


def test_another_version_of_a_library_has_another_key(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_for(Config(), tmp_path)
    before = keys(raw, plan)
    monkeypatch.setattr(plans, "_version", lambda package: f"{package} 999")
    assert keys(raw, plan_for(Config(), tmp_path)) != before


@pytest.mark.parametrize(
    "changed", ["checks/title.py", "text/data/surnames.txt", "repairs/residue.py"]
)
def test_a_changed_check_table_or_repair_is_other_code(tmp_path: Path, changed: str) -> None:
    copy = shutil.copytree(
        PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__")
    )
    before = plans.digest_of(copy)
    assert before == plans.digest_of(PACKAGE)
    with (copy / changed).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert plans.digest_of(copy) != before


def test_a_changed_card_or_release_module_keeps_the_parts(tmp_path: Path) -> None:
    copy = shutil.copytree(
        PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__")
    )
    before = plans.digest_of(copy)
    (copy / "release" / "manifest.py").write_text("", encoding="utf-8")
    assert plans.digest_of(copy) == before
