"""Progress on a terminal: one line a stage with rate and time left; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dataset_tools.cli.output import detail, is_quiet

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(hidden: bool = False) -> Iterator[Progress]:
    """A function to report ``(stage, done, total)`` to, drawn on stderr when that is a terminal.

    With ``-v`` every stage is also named once, with what there is to do: in a log as well.
    """
    drawn = sys.stderr.isatty() and not hidden and not is_quiet()
    with _bars(drawn) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total) if bars else None
                detail(f"{stage}: {total:,} to do")
            if bars:
                bars.update(tasks[stage], completed=done, total=total)

        yield report


@contextmanager
def _bars(drawn: bool) -> Iterator[Any]:
    """Rich's bars, or None; NO_COLOR and the width of the terminal are its business."""
    if not drawn:
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.1f}/s" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate())
    with Bars(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        yield bars
