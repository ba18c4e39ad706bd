"""The lock of an output folder: one build at a time.

A POSIX record lock belongs to one process: the system drops it when that process ends in any way,
and a forked worker does not inherit it, so that no stale lock can remain (``flock`` would stay
with the orphaned workers of a killed build). It does not part two threads of one process; a set
beside it does.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dataset_tools.core.errors import ReleaseError
from dataset_tools.release.files import writing

LOCK_NAME = ".lock"
_PAUSE = 0.1  # seconds between two tries of a waiting build
_held: set[str] = set()
_guard = threading.Lock()


def _take(path: Path, real: str) -> int | None:
    """The locked file's descriptor; None where somebody else holds it."""
    with _guard:
        if real in _held:
            return None
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # EAGAIN or EACCES, by system
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            raise
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        _held.add(real)
        return handle


def _holder(path: Path, real: str) -> str:
    """Who holds the lock, for a message: a guess that may be out of date.

    The file is not opened where this process holds it: closing it again would drop the lock.
    """
    with _guard:
        if real in _held:
            return "this process"
    try:
        number = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return "another process"
    return f"process {number}" if number.isdigit() else "another process"


@contextlib.contextmanager
def build_lock(
    out: Path, wait: float = 0.0, waiting: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Holds the only right to write releases below ``out`` (made where missing).

    Waits up to ``wait`` seconds; ``waiting`` is called once, with a message, before it does.
    Raises ReleaseError ``conflict`` where another build still holds the folder. The lock file
    stays: deleting it would let two builds lock two files of one name.
    """
    path = out / LOCK_NAME
    with writing(path):
        out.mkdir(parents=True, exist_ok=True)
        real = os.path.realpath(path)
        deadline = time.monotonic() + wait
        handle = _take(path, real)
        if handle is None and wait > 0 and waiting is not None:
            waiting(f"waiting for {_holder(path, real)}, which is building in {out}")
        while handle is None and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            handle = _take(path, real)
    if handle is None:
        raise ReleaseError(
            f"another build is at work in this folder ({_holder(path, real)})",
            str(out),
            "wait until it has ended, or build into another folder with --out",
            "conflict",
        )
    try:
        yield
    finally:
        with _guard:
            _held.discard(real)
            os.close(handle)
