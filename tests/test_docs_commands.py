"""Every command in README and docs runs, and prints what the page shows below it.

A fenced ``sh`` block is run in a fresh folder that holds this project's ``raw/`` and a release of
it; the blocks of a page run in order, in one folder. A ``text`` block right after it must be
printed, line by line. ``<!-- file: NAME -->`` before a block writes it to that file,
``<!-- not run: REASON -->`` leaves it out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LEFT_OUT = {
    "docs/hub.md": "needs the Hub; tests/hub run these commands against a server of their own"
}
FROM_RAW = {"docs/tutorial.md", "docs/how-to/upgrade.md", "README.md"}
"""Pages that make the first release themselves."""
_BLOCK = re.compile(r"(?:<!-- (file|not run): (.+?) -->\n)?```(\w+)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


class Block(NamedTuple):
    """One fenced block: what stands in the comment before it, its language, its text."""

    mark: str
    said: str
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(m[1] or "", m[2] or "", m[3], m[4]) for m in found]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """Commands of this environment come first; nothing may reach the network."""
    folder = Path(sys.executable).parent
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    if not (folder / "dataset-tools").exists():
        pytest.skip("dataset-tools is not installed in this environment")
    return {**os.environ, "PATH": path, "HF_HUB_OFFLINE": "1", "COLUMNS": "100", "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A folder with this project's raw articles, their release and its parts."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "raw", folder / "raw")
    done = run("dataset-tools build -q", folder, environment)
    assert done.returncode == 0, done.stdout
    return folder


def run(text: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-e", "-c", text],
        cwd=folder,
        env={
            **environment,
            "PYTHONPATH": f"{folder}{os.pathsep}{environment.get('PYTHONPATH', '')}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=200,
        check=False,
    )


def install(folder: Path) -> None:
    """What ``pip install --editable .`` would tell Python of the project in ``folder``."""
    if not (folder / "pyproject.toml").exists():
        return
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir(exist_ok=True)
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {place}" for name, place in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_page_runs_and_prints_what_the_page_shows(
    page: Path, built: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    found = blocks(page)
    if not any(block.language == "sh" and block.mark != "not run" for block in found):
        return
    if name_of(page) in LEFT_OUT:
        pytest.skip(LEFT_OUT[name_of(page)])
    shutil.copytree(built, tmp_path, dirs_exist_ok=True, symlinks=True)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    if name_of(page) in FROM_RAW:
        for path in (tmp_path / "processed").iterdir():
            if path.name == "latest":
                path.unlink()
            elif path.name != ".parts":  # parts only save time
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    printed = ""
    for block in found:
        if block.mark == "file":
            (tmp_path / block.said).write_text(block.text, encoding="utf-8")
            install(tmp_path)
        elif block.language == "sh" and block.mark != "not run":
            done = run(block.text, tmp_path, environment)
            assert done.returncode == 0, f"{block.text}\n{done.stdout}"
            printed = done.stdout
        elif block.language == "text" and printed:
            missing = [line for line in block.text.splitlines() if line.strip() not in printed]
            assert not missing, printed
            printed = ""


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_fenced_block_is_found_and_a_block_left_out_says_why(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("\n```") + text.startswith("```") == 2 * len(blocks(page))
    for block in blocks(page):
        if block.mark == "not run":
            assert len(block.said.split()) > 2


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in _LINK.findall(text):
        if "://" in target or target.startswith(("#", "mailto:")):
            continue
        path = (page.parent / target.split("#")[0]).resolve()
        assert path.exists(), target


def test_every_page_is_reached_from_the_first_one() -> None:
    text = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / target).resolve() for target in _LINK.findall(text)}
    pages = {page for page in PAGES if page.name != "README.md"}
    assert sorted(map(name_of, pages - linked)) == []


def test_pages_name_only_commands_and_options_that_exist() -> None:
    from dataset_tools.cli.reference import commands

    known = {
        name: {word for option in command.params for word in option.opts}
        for name, command in commands()
    }
    wrong = []
    for page in PAGES:
        for call in re.findall(r"dataset-tools ((?:[a-z]+ ?)+)((?:--[a-z-]+)?)", page.read_text()):
            words = call[0].split()
            name = f"dataset-tools {words[0]}"
            inner = f"{name} {words[1]}" if len(words) > 1 else name
            command = inner if inner in known else name
            if command not in known or (call[1] and call[1] not in known[command] | {"--debug"}):
                wrong.append((name_of(page), " ".join(call)))
    assert wrong == []
