"""The command line in a process of its own, and what every outcome must hold to."""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

PROJECT = Path(__file__).resolve().parents[2]
CODES = {0, 1, 2, 3, 4, 130}
"""The exit codes that something hostile may lead to: 70 would be a fault of ours."""
ARTICLE = "望川市召开河道工作会议\n    副市长卢启文主持会议。会议研究了第{0}号河段的清淤和护岸安排，{1}。\n"


def article(number: int) -> str:
    """A page that is accepted, and like no other."""
    return ARTICLE.format(number, "、".join(str(number * k % 997 + k) for k in range(2, 30)))


@dataclass
class Outcome:
    """How a command ended. ``memory``: its largest resident set in MB, workers not counted."""

    code: int
    out: bytes
    err: str
    memory: float
    seconds: float

    @property
    def json(self) -> dict[str, Any]:
        """The one object that ``--json`` prints."""
        value: dict[str, Any] = json.loads(self.out)
        return value


class Running:
    """A command that is under way; ``end`` waits for it, without end only for a minute."""

    def __init__(self, command: Sequence[str], folder: Path, variables: dict[str, str]) -> None:
        self.began = time.monotonic()
        self.out, self.err = (folder / f".{name}-{id(self)}" for name in ("out", "err"))
        paths = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, "PYTHONPATH": paths, **variables}
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=out, stderr=err, start_new_session=True
            )

    def end(self, within: float = 120) -> Outcome:
        """How it ended; a hang is an error."""
        deadline = time.monotonic() + within
        # Not ru_maxrss: what a child inherits of its parent before it runs its program counts there.
        most = 0.0
        while True:
            most = max(most, self._resident())
            pid, status, _ = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                os.killpg(self.process.pid, 9)
                os.wait4(self.process.pid, 0)
                raise AssertionError(f"no end after {within} s: {self.err.read_text()[-500:]}")
            time.sleep(0.01)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        out, err = self.out.read_bytes(), self.err.read_text(errors="replace")
        self.out.unlink()
        self.err.unlink()
        spent = time.monotonic() - self.began
        return Outcome(self.process.returncode, out, err, most, spent)

    def _resident(self) -> float:
        """The largest resident set so far, in MB; 0 where the process has ended."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0.0
        found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(found[0]) / 1024 if found else 0.0

    def group(self) -> list[int]:
        """Processes of its session that are alive: itself and its workers."""
        found = []
        for place in Path("/proc").iterdir():
            if place.name.isdigit():
                try:
                    stat = (place / "stat").read_text().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                if int(stat[3]) == self.process.pid and stat[0] != "Z":
                    found.append(int(place.name))
        return found


Start = Callable[..., Running]
Run = Callable[..., Outcome]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts ``dataset-tools`` with the given arguments in ``tmp_path``."""
    started: list[Running] = []

    def begin(*arguments: object, **variables: str) -> Running:
        command = [sys.executable, "-m", "dataset_tools", *map(str, arguments)]
        started.append(Running(command, tmp_path, variables))
        return started[-1]

    yield begin
    for running in started:
        for process in running.group():
            os.kill(process, 9)


@pytest.fixture
def run(start: Start) -> Run:
    """Runs ``dataset-tools`` to its end: an expected exit code and no trace, whatever it met."""

    def to_the_end(*arguments: object, within: float = 120, **variables: str) -> Outcome:
        outcome = start(*arguments, **variables).end(within)
        assert outcome.code in CODES, outcome.err[-2000:]
        assert "Traceback" not in outcome.err + outcome.out.decode("utf-8", "replace")
        if "--json" in arguments:
            assert outcome.json
        return outcome

    return to_the_end


def rows(release: Path, config: str) -> list[dict[str, Any]]:
    """All rows of a config of a release."""
    files = sorted((release / "data" / config).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def reasons(release: Path) -> dict[str, set[str]]:
    """The codes of each rejected record, by source path."""
    found: dict[str, set[str]] = {}
    for row in rows(release, "quarantine"):
        codes = {reason["code"] for reason in row["reasons"]}
        found.setdefault(row["source_path"], set()).update(codes)
    return found


def balanced(counts: dict[str, int]) -> bool:
    """Whether nothing was lost."""
    return counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicates"]


class Kit:
    """The functions above, for test modules (which cannot import this file)."""

    article = staticmethod(article)
    rows = staticmethod(rows)
    reasons = staticmethod(reasons)
    balanced = staticmethod(balanced)


@pytest.fixture(scope="session")
def kit() -> type[Kit]:
    """Helpers of this folder."""
    return Kit
