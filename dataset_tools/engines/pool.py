"""The pool engine: worker processes on this machine.

A worker that dies (killed, out of memory, a crash in native code) breaks the whole pool of the
standard library without a word about whose item it was. Here every item that was under way is run
once more, alone in a process of its own; the one whose process dies again is reported as failed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, TypeVar

from dataset_tools.engines import DIED

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items under way for each worker: enough to keep it busy, few enough to bound memory."""

_SAFE = "PYTHONSAFEPATH"


def _begin() -> None:
    """Makes a worker one that ends with its parent, and leaves Ctrl-C to it.

    An interrupt reaches every process of the terminal; without this each worker prints a trace.
    The workers of a killed parent would wait for items for ever: a pipe of their own keeps them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def _safe_path() -> Iterator[None]:
    """Lets the processes that are spawned meanwhile look for modules where this one does.

    Python would put the current folder first: a ``signal.py`` in a dataset of somebody else would
    then run as code.
    """
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before


class _Context(SpawnContext):
    """Spawns processes and remembers them, so that they can be ended in the middle of an item.

    Spawned, not forked: the parent may hold threads (Arrow, a progress bar).
    """

    def __init__(self) -> None:
        super().__init__()
        self.made: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        process = SpawnProcess(*args, **kwargs)
        self.made.append(process)
        return process


class _Workers:
    """An executor whose processes are gone when it is closed, whatever they were doing."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._context = _Context()
        with _safe_path():
            self._executor = ProcessPoolExecutor(number, self._context, _begin)

    def submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result] | None:
        """The future of one item; None where the pool broke since its last result was taken."""
        try:
            with _safe_path():
                return self._executor.submit(function, item)
        except BrokenProcessPool:
            return None

    def close(self, idle: bool) -> None:
        """End the processes; those that are not ``idle`` in the middle of their item.

        Items are idempotent, so a half-done one harms nobody. Waiting for it would keep Ctrl-C
        waiting for as long as the largest archive takes.
        """
        if not idle:
            for process in self._context.made:
                if process.pid is not None and process.is_alive():
                    process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)


class Pool:
    """``workers`` spawned processes; all cores where None."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or len(os.sched_getaffinity(0))
        self._waiting: _Workers | None = None

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in order; at most ``AHEAD`` items for each worker are under way."""
        waiting = iter(items)
        first = list(islice(waiting, self.workers * AHEAD))
        if not first:
            return
        workers = self._started(min(self.workers, len(first)))
        under_way = deque((item, workers.submit(function, item)) for item in first)
        try:
            while under_way:
                item, future = under_way[0]
                try:
                    if future is None:
                        raise BrokenProcessPool
                    result = future.result()
                except BrokenProcessPool:
                    workers.close(idle=False)
                    while under_way:
                        item, future = under_way.popleft()
                        if future is not None and _is_there(future):
                            yield future.result()
                        else:
                            yield _alone(function, item, failed)
                    workers = _Workers(self.workers)
                else:
                    under_way.popleft()
                    yield result
                for item in islice(waiting, self.workers * AHEAD - len(under_way)):
                    under_way.append((item, workers.submit(function, item)))
            self._waiting = workers
        finally:
            if self._waiting is not workers:
                workers.close(idle=False)

    def close(self) -> None:
        """End the workers that wait."""
        if self._waiting is not None:
            self._waiting.close(idle=True)
            self._waiting = None

    def _started(self, number: int) -> _Workers:
        """Workers: those that wait, where they are as many, else new ones."""
        held, self._waiting = self._waiting, None
        if held is not None and held.number >= number:
            return held
        if held is not None:
            held.close(idle=True)
        return _Workers(number)


def _alone(
    function: Callable[[Item], Result], item: Item, failed: Callable[[Item, str], Result]
) -> Result:
    """The result of one item in a process of its own; ``failed`` where that one dies too."""
    worker = _Workers(1)
    idle = False
    try:
        future = worker.submit(function, item)
        if future is None:
            raise BrokenProcessPool
        result = future.result()
        idle = True
    except BrokenProcessPool:
        return failed(item, DIED)
    finally:
        worker.close(idle)
    return result


def _is_there(future: Future[Result]) -> bool:
    """Whether the item ended before the pool broke, well or with an exception of its own."""
    if not future.done() or future.cancelled():
        return False
    return not isinstance(future.exception(), BrokenProcessPool)
