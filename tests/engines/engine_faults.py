"""Functions that a worker process imports: each does one wrong thing, on purpose.

Not a test module: the tests put this folder on ``sys.path``, which spawned workers inherit.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from dataset_tools.core.errors import SchemaError
from dataset_tools.release.task import PartTask
from dataset_tools.stages.cut import Part


def double(number: int) -> int:
    """Twice the number."""
    return 2 * number


def doubles_or_dies(number: int) -> int:
    """Kills its own process at 7; neighbours take a while, so that they are under way."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return 2 * number


def dies_once(item: tuple[int, str]) -> int:
    """Kills its process at 3, unless the marker says that it did so before."""
    number, marker = item
    if number == 3 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def raises(number: int) -> int:
    """Raises one of our errors at 5."""
    if number == 5:
        raise SchemaError("no such keyword", "part 5", "leave it out")
    return number


def raises_plainly(number: int) -> int:
    """Raises an error of the standard library at 5."""
    if number == 5:
        raise LookupError("number five")
    return number


def sleeps(seconds: float) -> float:
    """Works for a while."""
    time.sleep(seconds)
    return seconds


def place(_: int) -> str:
    """The working folder of the process."""
    return str(Path.cwd())


def lost(item: Any, reason: str) -> Any:
    """What stands for an item that no process finished."""
    return (item, reason)


class FaultyTask(PartTask):
    """A build's task whose process dies at the part with ``deadly.txt``, while told to."""

    def __call__(self, part: Part) -> str:
        deadly = any(chunk.path.endswith("deadly.txt") for chunk in part.chunks)
        if deadly and (self.root.parent / "die").exists():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(part)


class SlowTask(PartTask):
    """A build's task that takes a while for each part and says which one it began."""

    def __call__(self, part: Part) -> str:
        (self.root.parent / "begun").mkdir(exist_ok=True)
        (self.root.parent / "begun" / part.key).touch()
        time.sleep(0.4)
        return super().__call__(part)
