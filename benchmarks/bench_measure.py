"""Whole processes measured by the kernel: CPU seconds, wall seconds, peak memory."""

from __future__ import annotations

import ctypes
import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER``: processes whose parent is gone become ours, with their CPU time."""


class Cost(NamedTuple):
    """What a process and all that it started took; ``peak`` is of the largest one, in MB."""

    cpu: float
    wall: float
    peak: float


class Failed(Exception):
    """A command that did not end with 0, and the end of what it said."""


def become_reaper() -> None:
    """Let daemons that outlive their parent (Ray's) be counted; Linux only, elsewhere no harm."""
    try:
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    except (OSError, AttributeError):
        return


def measure(
    command: Sequence[str | Path], cwd: Path, log: Path, env: dict[str, str] | None = None
) -> Cost:
    """The cost of one command; Failed where it does not end well."""
    settings = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", **(env or {})}
    with log.open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], cwd=cwd, stdout=output, stderr=output, env=settings
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid == 0:
            time.sleep(0.05)
            continue
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)
    if process.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise Failed(f"{' '.join(map(str, command))}: exit {process.returncode}\n{said}")
    return Cost(cpu, wall, peak / 1024)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Theirs as a multiple of ours, in pairs of one round: median (least to most).

    >>> ratio([1.0, 2.0], [3.0, 8.0])
    '3.5 (3.0–4.0)'
    """
    pairs = sorted(b / a for a, b in zip(ours, theirs, strict=False))
    return f"{statistics.median(pairs):.1f} ({pairs[0]:.1f}–{pairs[-1]:.1f})"
