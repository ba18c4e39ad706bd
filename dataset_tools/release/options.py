"""Options of a build: engine, workers, progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, what is done of it and what there is to do."""


def _silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Options:
    """How a build runs: nothing here changes the bytes of a release."""

    engine: str = "inline"
    workers: int | None = None
    address: str | None = None
    dry_run: bool = False
    wait: float = 0.0
    progress: Progress = _silent


DEFAULTS = Options()
