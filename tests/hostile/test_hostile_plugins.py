"""Plug-ins of other packages that raise, die or cannot be imported."""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

READER = """
import os, signal
from pathlib import Path
from dataset_tools.readers._base import reader
from dataset_tools.readers._page import read_page

@reader("killer", (".kill",), why="A test.", example="标题\\n正文。\\n".encode())
def read_killer(stream, settings):
    {body}
    yield from read_page(stream, "text", settings)
"""
BODIES = {
    "dies": "os.kill(os.getpid(), signal.SIGKILL)",
    "dies once": "flag = Path(os.environ['FLAG'])\n    if not flag.exists():\n        flag.touch()\n"
    "        os.kill(os.getpid(), signal.SIGKILL)",
    "raises": "raise RuntimeError('boom in a reader')",
}
CHECK = """
from dataset_tools.checks._base import Hit, check, record

@check("grumpy", level="warn", why="A test.", codes={"bad": "never"}, broken={"bad": record()})
def grumpy(title: str):
    raise KeyError("boom in a check")
    yield Hit("bad", "title", 0, 1, "no")
"""
REPAIR = """
from dataset_tools.repairs._base import repair

@repair("grumpy", order=1, why="A test.", mends={}, leaves=[], screen=lambda text: True)
def grumpy(text, page):
    raise RuntimeError("boom in a repair")
"""


@pytest.fixture
def project(tmp_path: Path, kit: Any) -> Path:
    (tmp_path / "raw").mkdir()
    for number in range(4):
        (tmp_path / "raw" / f"{number}.txt").write_text(kit.article(number), encoding="utf-8")
    (tmp_path / "raw" / "9.kill").write_text(kit.article(9), encoding="utf-8")
    return tmp_path


def installed(project: Path, room: str, code: str) -> str:
    """A package with one entry point; the folder for PYTHONPATH."""
    site = project / "site"
    (site / "plugin-1.0.dist-info").mkdir(parents=True)
    (site / "plugin_module.py").write_text(code, encoding="utf-8")
    info = site / "plugin-1.0.dist-info"
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1.0\n")
    entry = f"[dataset_tools.{room}]\nplugin = plugin_module\n"
    (info / "entry_points.txt").write_text(entry, encoding="utf-8")
    return str(site)


def with_plugin(start: Any, site: str, *arguments: object, **variables: str) -> Any:
    import os

    root = str(Path(__file__).resolve().parents[2])
    return start(*arguments, PYTHONPATH=os.pathsep.join([site, root]), **variables).end()


def test_a_part_whose_worker_dies_twice_is_quarantined_whole(
    start: Any, project: Path, kit: Any
) -> None:
    site = installed(project, "readers", READER.format(body=BODIES["dies"]))
    (project / "c.toml").write_text("[gate]\nmax_quarantined_rate = 1.0\nmin_records = 0\n")
    done = with_plugin(start, site, "build", "--config", "c.toml", "--workers", 2, "--json")
    assert done.code == 0, done.err
    assert "Traceback" not in done.err
    assert kit.balanced(done.json["counts"])
    release = project / "processed" / done.json["release"]
    found = kit.reasons(release)
    assert found["9.kill"] == {"worker_died"}
    lost = [row for row in kit.rows(release, "quarantine") if row["source_path"] == "9.kill"]
    assert lost[0]["raw"] == (project / "raw" / "9.kill").read_bytes()


def test_a_part_whose_worker_dies_once_is_as_if_nothing_had_happened(
    start: Any, project: Path
) -> None:
    site = installed(project, "readers", READER.format(body=BODIES["dies once"]))
    flag = str(project / "flag")
    done = with_plugin(start, site, "build", "--workers", 2, "--json", FLAG=flag)
    assert done.code == 0, done.err
    assert (project / "flag").exists()
    assert done.json["counts"]["accepted"] == 5
    assert done.json["counts"]["quarantined"] == 0


@pytest.mark.parametrize(
    ("room", "code"),
    [("readers", READER.format(body=BODIES["raises"])), ("checks", CHECK), ("repairs", REPAIR)],
    ids=["readers", "checks", "repairs"],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_plug_in_that_raises_stops_the_build_by_name(
    start: Any, project: Path, room: str, code: str, workers: int
) -> None:
    site = installed(project, room, code)
    done = with_plugin(start, site, "build", "--workers", workers, "--json")
    assert done.code == 70
    assert "Traceback" not in done.err
    error = done.json["error"]
    assert "boom" in error["what"]
    assert error["where"] or "grumpy" in error["what"] or "killer" in error["what"]
    assert not list((project / "processed").glob("[0-9]*"))


def test_a_plug_in_that_cannot_be_imported_stops_the_run(start: Any, project: Path) -> None:
    site = installed(project, "checks", "raise ImportError('half installed')")
    done = with_plugin(start, site, "build", "--json")
    assert done.code in (2, 70)
    assert "Traceback" not in done.err
    assert "half installed" in json.dumps(done.json["error"])
