"""Validating one article imports what one article needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pyarrow",
    "pandas",
    "datasets",
    "great_expectations",
    "huggingface_hub",
    "jinja2",
    "jsonschema",
    "pydantic",
    "rich",
    "ray",
    "fsspec",
)
PAGE = "望川市召开河道工作会议\n副市长卢启文主持会议。会议研究了清淤安排，听取了各部门的汇报。\n"


def imported(tmp_path: Path, *arguments: str) -> list[str]:
    code = (
        "import sys\n"
        "from dataset_tools.cli.main import run\n"
        f"code = run({list(arguments)!r})\n"
        f"print(code, *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()[-1].split()


def test_validating_or_repairing_one_article_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    for command in ("validate", "repair"):
        assert imported(tmp_path, command, "page.txt") == ["0"], command


def test_what_cannot_be_read_imports_nothing_heavy_either(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text("{", encoding="utf-8")
    assert imported(tmp_path, "validate", "page.json") == ["1"]
