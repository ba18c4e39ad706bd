"""A new project builds at once, and its files say what the code says."""

from __future__ import annotations

import dataclasses
import json
import typing
from pathlib import Path
from typing import Any, get_args, get_origin

import jsonschema_rs
import pytest
import yaml

from dataset_tools.builder import build
from dataset_tools.core.config import Config, parse_config
from dataset_tools.core.errors import ConfigError, UsageError
from dataset_tools.project import config_schema, create_project
from dataset_tools.project.keys import KEYS, SECTIONS
from dataset_tools.project.toml import config_text

tomllib = pytest.importorskip("tomllib")


def keys(kind: Any = Config, place: str = "") -> set[str]:
    """The dotted names of all keys of the configuration."""
    found: set[str] = set()
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        name, hint = f"{place}{field.name}", hints[field.name]
        if get_origin(hint) is dict and dataclasses.is_dataclass(get_args(hint)[1]):
            found |= keys(get_args(hint)[1], f"{name}.*.")
        elif dataclasses.is_dataclass(hint):
            found |= keys(hint, f"{name}.")
        else:
            found.add(name)
    return found


def test_every_key_is_explained_and_no_other() -> None:
    assert set(KEYS) == keys()
    assert set(SECTIONS) == {field.name for field in dataclasses.fields(Config)}


def test_a_new_project_builds_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_project(tmp_path / "x")
    monkeypatch.chdir(tmp_path / "x")
    made = build()
    assert made.counts == {"read": 1, "accepted": 1, "quarantined": 0, "duplicates": 0}
    assert made.findings == {}
    assert build().changed is False


def test_a_new_project_has_what_a_project_needs(tmp_path: Path) -> None:
    written = {path.relative_to(tmp_path).as_posix() for path in create_project(tmp_path)}
    assert written == {
        ".github/workflows/dataset.yml",
        ".gitignore",
        ".pre-commit-config.yaml",
        "DATASET_CARD.md",
        "dataset.toml",
        "raw/example.txt",
        "schemas/article.schema.json",
        "schemas/dataset.schema.json",
        "schemas/expectations.json",
    }


def test_its_configuration_states_the_defaults_and_its_name(tmp_path: Path) -> None:
    create_project(tmp_path / "wire news")
    text = (tmp_path / "wire news" / "dataset.toml").read_text(encoding="utf-8")
    config = parse_config(text)
    assert config.dataset.name == "wire-news"
    assert config.dataset.pretty_name == "Wire News"
    name = dataclasses.replace(config.dataset, name="articles", pretty_name="News articles")
    assert dataclasses.replace(config, dataset=name) == Config()


def test_its_examples_are_valid_when_they_are_uncommented() -> None:
    lines = config_text({}).splitlines()
    wanted = [line.removeprefix("# ") for line in lines if line.startswith("# [checks")]
    examples = {line for key in KEYS.values() if (line := f"# {key.example}") != "# "}
    text = "\n".join(line.removeprefix("# ") if line in examples else line for line in lines)
    config = parse_config(text)
    assert config.read.mapping["title"] == ("headline",)
    assert config.splits.test_from
    assert wanted


def test_the_schema_for_editors_agrees_with_the_tool(tmp_path: Path) -> None:
    judge = jsonschema_rs.Draft202012Validator(config_schema())
    assert judge.is_valid(tomllib.loads(config_text({})))
    for text in (
        "[dedup]\nkeep = 'frist'",
        "[splitz]",
        "[dedup]\nnear = 1",
        "[checks.a]\nlevl = 1",
    ):
        assert not judge.is_valid(tomllib.loads(text))
        with pytest.raises(ConfigError):
            parse_config(text)


def test_files_that_are_there_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    create_project(tmp_path)
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    with pytest.raises(UsageError, match="there is a project already"):
        create_project(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="a file, not a folder"):
        create_project(tmp_path / "file")


def test_its_card_has_front_matter_and_a_place_for_words(tmp_path: Path) -> None:
    create_project(tmp_path / "x")
    text = (tmp_path / "x" / "DATASET_CARD.md").read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front == {"license": "other", "pretty_name": "X"}
    assert "<!-- hand-written: limits -->" in text


def test_its_workflow_and_hook_are_valid_and_call_commands_that_exist(tmp_path: Path) -> None:
    from dataset_tools.cli.reference import commands

    create_project(tmp_path)
    known = {name for name, _ in commands()}
    workflow = yaml.safe_load((tmp_path / ".github/workflows/dataset.yml").read_text())
    steps = workflow["jobs"]["build"]["steps"]
    calls = [step["run"] for step in steps if "run" in step]
    hook = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"][
        0
    ]
    calls.append(hook["entry"])
    assert hook["pass_filenames"] is False
    for call in calls:
        if call.startswith("dataset-tools"):
            assert " ".join(call.split()[:2]) in known
    assert json.loads((tmp_path / "schemas/dataset.schema.json").read_text(encoding="utf-8"))
