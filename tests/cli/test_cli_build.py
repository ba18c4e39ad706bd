"""What a build says: to a person, to a script, in a pipe, and when it is interrupted."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def test_a_build_ends_with_one_table_and_the_next_command(run, project: Path) -> None:
    done = run("build")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["released", "1.0.0"]
    assert ["accepted", "1"] in rows
    assert "next: dataset-tools validate processed/1.0.0\n" in done.stderr
    again = run("build")
    assert again.stdout.splitlines()[0].split() == ["unchanged", "since", "1.0.0"]


def test_with_json_stdout_is_one_object_and_counts_add_up(run, project: Path) -> None:
    (project / "raw" / "lost.txt").write_bytes(b"\xff\xff\x80")
    done = run("build", "--json")
    made = json.loads(done.stdout)
    counts = made["counts"]
    assert counts["read"] == 2 == sum(counts.values()) - counts["read"]
    assert made["path"] == "processed/1.0.0"
    assert done.stderr == ""


def test_quiet_prints_the_place_and_nothing_else(run, project: Path) -> None:
    done = run("-q", "build")
    assert (done.stdout, done.stderr) == ("processed/1.0.0\n", "")


def test_verbose_names_the_stages_on_stderr(run, project: Path) -> None:
    done = run("build", "-v")
    assert "listing: 1 to do" in done.stderr
    assert "parts: 1 built, 0 taken over" in done.stderr


def test_a_dry_run_writes_nothing_and_names_the_release(run, project: Path) -> None:
    done = run("build", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "dry run" in done.stdout
    assert not (project / "processed").exists()


def test_in_a_pipe_nothing_is_drawn(shell, project: Path) -> None:
    done = shell("build")
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


def _on_terminal(project: Path, **more: str) -> str:
    """What a build writes to a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dataset_tools", "build"]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **more}
    child = subprocess.Popen(
        command, cwd=project, env=environment, stderr=theirs, stdout=subprocess.DEVNULL
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert child.wait() == 0
    return shown.decode()


def test_a_terminal_sees_progress_and_no_colour_where_it_wants_none(project: Path) -> None:
    shown = _on_terminal(project)
    assert "building" in shown
    assert "\x1b[3" in shown
    plain = _on_terminal(project, NO_COLOR="1")
    assert "\x1b[38" not in plain
    assert "\x1b[35m" not in plain


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_says_how_to_resume_and_leaves_nothing_half_written(
    workers: str, run, project: Path
) -> None:
    text = (project / "raw" / "one.txt").read_text(encoding="utf-8")
    for folder in range(8):
        rows = [
            json.dumps({"title": f"第{folder}{n}号通知", "text": f"{text}编号{folder}{n}。"})
            for n in range(300)
        ]
        (project / "raw" / f"{folder}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "dataset_tools", "build", "--workers", workers]
    child = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    limit = time.monotonic() + 30
    while not (project / "processed" / ".lock").exists() and time.monotonic() < limit:
        time.sleep(0.02)
    time.sleep(0.4)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130, err.decode()
    assert out == b""
    assert "to resume" in err.decode()
    assert "Traceback" not in err.decode()
    left = sorted(path.name for path in (project / "processed").iterdir())
    assert set(left) <= {".lock", ".parts"}
    assert run("-q", "build").stdout == "processed/1.0.0\n"
