"""Runs commands as a person or a script does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset_tools.cli import main

Run = Callable[..., "subprocess.CompletedProcess[str]"]

ARTICLE = (
    "梧江市图书馆服务座谈会召开\n来源：梧江日报  2023年4月18日\n"
    "梧江市图书馆服务座谈会18日召开。副市长卢启文主持会议并讲话，市文化局局长范青禾汇报了工作。\n"
    "会议要求，把社区书屋办到居民家门口，延长开放时间，方便老人和学生阅读。\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """``run("build", "--json")``: the command in a fresh folder, in this process (it is faster)."""

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        capfd.readouterr()
        code = main.run(list(arguments))
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, out, err)

    return command


@pytest.fixture
def shell(tmp_path: Path) -> Run:
    """The same in a process of its own, with more variables in its environment."""

    def command(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dataset_tools", *arguments],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "88", **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return command


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one article in ``raw/``."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "one.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path
