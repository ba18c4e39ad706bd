"""A build of the same inputs ends early; one of any others never does."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools.builder import build, plan_for
from dataset_tools.core.config import Config, parse_config
from dataset_tools.core.errors import GateError, ReleaseError
from dataset_tools.release import job, last_build
from dataset_tools.release.store import PARTS_NAME
from dataset_tools.stages import plan as plans


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(4):
        kind = "鹬鹭鸭雁"[number]
        text = (
            f"望川河口第{number + 1}次{kind}类调查\n今年冬季共记录到{kind}类水鸟{number + 5}种，"
            f"其中{kind}最多，有{number + 2}百只，比去年多{number + 11}只。\n"
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with every build that opens its parts."""
    found: list[str] = []
    read = job.Job.read

    def told(self: job.Job) -> None:
        found.append("read")
        read(self)

    monkeypatch.setattr(job.Job, "read", told)
    return found


def everything(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_inputs_end_before_a_part_is_opened(
    raw: Path, tmp_path: Path, opened: list[str]
) -> None:
    out = tmp_path / "out"
    first = build(raw, out)
    before = everything(out)
    again = build(raw, out)
    assert opened == ["read"]
    assert again == dataclasses.replace(
        first, changed=False, built_parts=0, reused_parts=first.built_parts
    )
    assert everything(out) == before


def test_the_short_way_says_what_the_long_way_says(
    raw: Path, tmp_path: Path, opened: list[str]
) -> None:
    out = tmp_path / "out"
    build(raw, out)
    short = build(raw, out)
    (out / PARTS_NAME / last_build.NOTE_NAME).unlink()
    assert build(raw, out) == short
    assert opened == ["read", "read"]


def change_a_file(raw: Path, out: Path) -> None:
    path = raw / "2.txt"
    path.write_text(path.read_text(encoding="utf-8") + "又一段。\n", encoding="utf-8")


def add_a_file(raw: Path, out: Path) -> None:
    text = "另一个题目\n另一段正文，写的是山里的松树和林中的鹿，今年比往年都多，游人也多。\n"
    (raw / "9.txt").write_text(text, encoding="utf-8")


def delete_a_file(raw: Path, out: Path) -> None:
    (raw / "3.txt").unlink()


def rename_a_file(raw: Path, out: Path) -> None:
    (raw / "0.txt").rename(raw / "00.txt")


def change_a_byte_and_keep_size_and_time(raw: Path, out: Path) -> None:
    import os

    path = raw / "1.txt"
    times = path.stat()
    path.write_bytes(path.read_bytes().replace("冬".encode(), "夏".encode()))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def damage_a_shard(raw: Path, out: Path) -> None:
    path = next((out / "1.0.0" / "data" / "articles").glob("*.parquet"))
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])


def edit_the_manifest(raw: Path, out: Path) -> None:
    path = out / "1.0.0" / "manifest.json"
    value = json.loads(path.read_bytes())
    value["tool"]["dataset_tools"] = "0.0.1"
    path.write_text(json.dumps(value), encoding="utf-8")


def delete_a_released_file(raw: Path, out: Path) -> None:
    (out / "1.0.0" / "quality" / "report.html").unlink()


def put_a_file_into_the_release(raw: Path, out: Path) -> None:
    (out / "1.0.0" / "data" / "more.txt").write_text("x", encoding="utf-8")


def tear_the_note(raw: Path, out: Path) -> None:
    path = out / PARTS_NAME / last_build.NOTE_NAME
    path.write_bytes(path.read_bytes()[:-9])


def forge_the_note(raw: Path, out: Path) -> None:
    path = out / PARTS_NAME / last_build.NOTE_NAME
    path.write_bytes(path.read_bytes().replace(b"accepted", b"rejected"))


def delete_the_parts(raw: Path, out: Path) -> None:
    shutil.rmtree(out / PARTS_NAME)


@pytest.mark.parametrize(
    "change",
    [
        change_a_file,
        add_a_file,
        delete_a_file,
        rename_a_file,
        change_a_byte_and_keep_size_and_time,
        damage_a_shard,
        edit_the_manifest,
        delete_a_released_file,
        put_a_file_into_the_release,
        tear_the_note,
        forge_the_note,
        delete_the_parts,
    ],
)
def test_anything_else_goes_the_long_way(
    raw: Path, tmp_path: Path, opened: list[str], change: Callable[[Path, Path], None]
) -> None:
    out = tmp_path / "out"
    build(raw, out)
    change(raw, out)
    build(raw, out)
    assert len(opened) == 2


@pytest.mark.parametrize(
    ("config", "what"),
    [
        ('[repair]\npunctuation = "keep"', "a repair"),
        ("[gate]\nmin_records = 2", "a gate"),
        ("[splits]\ntrain = 0.5\nvalidation = 0.25\ntest = 0.25", "the splits"),
        ('[dataset]\npretty_name = "Birds"', "the name on the card"),
    ],
)
def test_another_configuration_goes_the_long_way(
    raw: Path, tmp_path: Path, opened: list[str], config: str, what: str
) -> None:
    build(raw, tmp_path / "out")
    build(raw, tmp_path / "out", parse_config(config))
    assert len(opened) == 2, what


@pytest.mark.parametrize("where", ["code", "edges", "library", "schema", "suite"])
def test_other_code_libraries_schema_and_expectations_are_other_inputs(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    from dataset_tools.stages.corrections import Corrections

    def digest(plan: plans.Plan) -> str:
        return last_build.Inputs(plan, (), Corrections(raw), None).digest()

    plan = plan_for(Config(), tmp_path)
    before = digest(plan)
    assert digest(plan_for(Config(), tmp_path)) == before
    if where == "code":
        plan = dataclasses.replace(plan, code="other")
    elif where == "schema":
        plan = dataclasses.replace(plan, schema_json=plan.schema_json.replace("1000", "999"))
    elif where == "suite":
        plan = dataclasses.replace(plan, suite_json="{}")
    else:
        last_build._edges.cache_clear()
        if where == "edges":
            monkeypatch.setattr(last_build, "digest_of", lambda *_: "other")
        else:
            monkeypatch.setattr(plans, "_version", lambda package: f"{package} 999")
    assert digest(plan) != before
    last_build._edges.cache_clear()


def test_every_module_and_table_of_the_package_counts(tmp_path: Path) -> None:
    copy = shutil.copytree(
        plans.PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__")
    )
    rooms = {*plans.ROOMS, *last_build.EDGES}
    left_out = {path.name for path in copy.iterdir() if path.is_dir()} - rooms
    assert left_out == {"cli", "evaluate", "project", "validation"}  # none of them is in a build
    before = plans.digest_of(copy, last_build.EDGES)
    with (copy / "release" / "templates" / "report.css").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert plans.digest_of(copy, last_build.EDGES) != before


def test_a_failed_gate_leaves_no_note_and_its_report_goes_with_the_next_build(
    raw: Path, tmp_path: Path, opened: list[str]
) -> None:
    out = tmp_path / "out"
    build(raw, out)
    strict = parse_config("[gate]\nmin_records = 99")
    for _ in range(2):
        with pytest.raises(GateError):
            build(raw, out, strict)
    assert len(opened) == 3
    assert (out / "gate").is_dir()
    assert not build(raw, out).changed
    assert not (out / "gate").exists()


def test_a_number_that_was_not_given_is_still_refused(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(raw, out)
    with pytest.raises(ReleaseError, match="nothing changed"):
        build(raw, out, release="1.0.1")
    assert not build(raw, out, release="1.0.0").changed


def test_a_project_s_card_is_an_input(
    raw: Path, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dataset.toml").write_text('[dataset]\nname = "birds"\n', encoding="utf-8")
    build("raw", "processed")
    build("raw", "processed")
    assert len(opened) == 1
    card = tmp_path / "DATASET_CARD.md"
    text = card.read_text(encoding="utf-8")
    slot = "<!-- hand-written: limits -->\n"
    card.write_text(text.replace(slot, slot + "Only winters.\n"), encoding="utf-8")
    made = build("raw", "processed")
    assert (made.changed, made.release) == (True, "1.0.1")
    assert not build("raw", "processed").changed
    assert len(opened) == 2


def test_a_correction_is_an_input(raw: Path, tmp_path: Path, opened: list[str]) -> None:
    out = tmp_path / "out"
    build(raw, out)
    folder = raw / "corrections"
    folder.mkdir()
    line = {
        "source_path": "0.txt", "source_index": 0, "raw_sha256": "0" * 64,
        "file": "0.txt#0.json", "file_sha256": "0" * 64,
    }  # fmt: skip
    (folder / "corrections.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (folder / "0.txt#0.json").write_text("{}", encoding="utf-8")
    build(raw, out)
    (folder / "0.txt#0.json").write_text('{"a": 1}', encoding="utf-8")
    build(raw, out)
    assert len(opened) == 3
