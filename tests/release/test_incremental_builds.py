"""An incremental build makes few parts, and the bytes of a clean one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools.builder import build
from dataset_tools.core.config import Config, parse_config
from dataset_tools.stages.cut import PART_FILES

FILES = 400
PLACES = ["望川", "青石", "白沙", "云台", "柳河", "西岭", "南坪", "北桥"]
BIRDS = ["白鹭", "苍鹭", "大雁", "天鹅", "野鸭", "白鹤", "鸬鹚", "翠鸟", "苇莺"]


def article(number: int) -> str:
    r = hashlib.sha256(str(number).encode()).digest()
    words = [BIRDS[r[at] % len(BIRDS)] + PLACES[r[at + 1] % len(PLACES)] for at in range(0, 20, 2)]
    return f"{words[0]}第{number}次调查\n{'，'.join(words)}，共计{r[20]}{number}只。\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files and a first release of them."""
    folder = tmp_path_factory.mktemp("incremental")
    (folder / "raw").mkdir()
    for number in range(FILES):
        (folder / "raw" / f"{number:04}.txt").write_text(article(number), encoding="utf-8")
    made = build(folder / "raw", folder / "out")
    assert made.built_parts >= FILES // PART_FILES
    return folder


def released(folder: Path) -> dict[str, bytes]:
    """Every file that does not tell of the release before."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] in ("data", "schemas")
    }


def change(raw: Path) -> None:
    path = raw / "0123.txt"
    path.write_text(path.read_text(encoding="utf-8") + "又见一群灰鹤南飞。\n", encoding="utf-8")


def add(raw: Path) -> None:
    (raw / "0123a.txt").write_text(article(9999), encoding="utf-8")


def delete(raw: Path) -> None:
    (raw / "0200.txt").unlink()


def copy_before_its_original(raw: Path) -> None:
    (raw / "0000a.txt").write_bytes((raw / "0300.txt").read_bytes())


def swap(raw: Path) -> None:
    one, other = (raw / "0010.txt"), (raw / "0390.txt")
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def break_one(raw: Path) -> None:
    (raw / "0321.txt").write_bytes(b"")


@pytest.mark.parametrize(
    ("what", "parts"),
    [(change, 1), (add, 2), (delete, 2), (copy_before_its_original, 2), (swap, 2), (break_one, 1)],
)
def test_one_change_remakes_few_parts_and_gives_the_bytes_of_a_clean_build(
    first: Path, tmp_path: Path, what: Callable[[Path], None], parts: int
) -> None:
    import shutil

    here = shutil.copytree(first, tmp_path / "here", symlinks=True)
    what(here / "raw")
    made = build(here / "raw", here / "out")
    clean = build(here / "raw", tmp_path / "clean")
    assert made.changed
    assert made.release == "1.1.0"
    assert 1 <= made.built_parts <= parts
    assert made.content_digest == clean.content_digest
    assert (made.counts, made.splits, made.findings) == (clean.counts, clean.splits, clean.findings)
    assert released(made.path) == released(clean.path)


def test_another_configuration_remakes_all_and_the_first_one_comes_back(
    first: Path, tmp_path: Path
) -> None:
    import shutil

    here = shutil.copytree(first, tmp_path / "here", symlinks=True)
    before = released(here / "out" / "1.0.0")
    other = build(here / "raw", here / "out", parse_config('[repair]\npunctuation = "keep"'))
    assert other.reused_parts == 0
    back = build(here / "raw", here / "out", Config())
    assert back.reused_parts == 0
    assert released(back.path) == before


def test_a_part_that_was_damaged_is_made_again(first: Path, tmp_path: Path) -> None:
    import shutil

    here = shutil.copytree(first, tmp_path / "here", symlinks=True)
    change(here / "raw")
    part = next(p for p in sorted((here / "out" / ".parts").iterdir()) if p.is_dir())
    path = part / "articles.arrow"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xff" + data[len(data) // 2 + 1 :])
    made = build(here / "raw", here / "out")
    assert made.built_parts in (1, 2)
    assert released(made.path) == released(build(here / "raw", tmp_path / "clean").path)
