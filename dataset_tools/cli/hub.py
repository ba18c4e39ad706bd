"""What the commands that talk to the Hub share: a quiet client, and sizes for people."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator

from dataset_tools.cli.output import note


class _Notes(logging.Handler):
    """Shows what happens on the Hub, a line a step, on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        note(record.getMessage())


@contextlib.contextmanager
def quiet_client() -> Iterator[None]:
    """Prepares the Hub's client library: no telemetry, progress bars on a terminal only.

    Enter it before the library is imported: it reads its variables once.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    log, handler = logging.getLogger("dataset_tools.hub"), _Notes()
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def size(count: int | None) -> str:
    """A number of bytes for people; decimal units, as the Hub shows them.

    >>> size(999), size(1_234_567)
    ('999 B', '1.2 MB')
    """
    value, unit = float(count or 0), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
