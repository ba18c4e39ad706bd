"""Registries: found by importing a folder and by entry points; a failure is never forgotten."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from dataset_tools.core import plugins
from dataset_tools.core.errors import DatasetToolsError, UsageError
from dataset_tools.core.registry import Registry


class Entry(NamedTuple):
    name: str


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty room ``dataset_tools.lobby``."""
    package = ModuleType("dataset_tools.lobby")
    package.__path__ = [str(tmp_path)]
    monkeypatch.setitem(sys.modules, "dataset_tools.lobby", package)
    return tmp_path


def module(room: Path, name: str, code: str = "") -> None:
    head = "from dataset_tools.core.registry import Registry\n"
    (room / f"{name}.py").write_text(head + code, encoding="utf-8")


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("good", "bad"):
        monkeypatch.delitem(sys.modules, f"dataset_tools.lobby.{name}", raising=False)


def test_a_module_that_cannot_be_imported_is_named_at_every_use(room: Path) -> None:
    module(room, "bad", "raise ValueError('half written')")
    module(room, "good")
    registry: Registry[Entry] = Registry("lobby")
    messages = []
    for _ in range(3):
        with pytest.raises(DatasetToolsError, match=r"half written.*lobby\.bad") as caught:
            registry.names()
        messages.append(str(caught.value))
    assert len(set(messages)) == 1
    with pytest.raises(DatasetToolsError, match="half written"):
        registry.get("anything")


def test_a_room_that_can_be_imported_is_imported_once(room: Path) -> None:
    module(room, "good")
    registry: Registry[Entry] = Registry("lobby")
    registry.load()
    module(room, "bad", "raise ValueError('too late')")
    registry.load()
    assert "dataset_tools.lobby.good" in sys.modules


def test_modules_with_an_underscore_are_no_entries(room: Path) -> None:
    module(room, "_base", "raise ValueError('not imported')")
    registry: Registry[Entry] = Registry("lobby")
    assert registry.names() == []


def test_two_entries_of_one_name_stop_the_run(room: Path) -> None:
    registry: Registry[Entry] = Registry("lobby")
    registry.add(Entry("one"))
    with pytest.raises(DatasetToolsError, match="two entries"):
        registry.add(Entry("one"))
    with pytest.raises(UsageError, match="did you mean 'one'"):
        registry.get("onee")


def installed(site: Path, name: str, entries: str) -> None:
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entries)


def test_entry_points_of_our_groups_are_found_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(tmp_path, "other", "[console_scripts]\nx = dataset_tools.cli.main:main\n")
    assert [point.name for point in plugins.plug_ins("lobby")] == []
    late = tmp_path / "late"
    installed(late, "mine", "[dataset_tools.lobby]\nb = m2\na = m1\n[dataset_tools.attic]\nz = m\n")
    monkeypatch.syspath_prepend(str(late))
    assert [point.name for point in plugins.plug_ins("lobby")] == ["a", "b"]


def test_what_is_no_folder_on_the_path_is_looked_into_or_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zipfile import ZipFile

    with ZipFile(tmp_path / "bundle.zip", "w") as bundle:
        bundle.writestr("packed-1.0.dist-info/METADATA", "Name: packed\nVersion: 1.0\n")
        bundle.writestr("packed-1.0.dist-info/entry_points.txt", "[dataset_tools.lobby]\np = m\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "gone"), str(tmp_path / "bundle.zip")])
    assert [point.name for point in plugins.plug_ins("lobby")] == ["p"]
