"""The pool engine: worker processes on this machine.

A worker that dies (killed, out of memory, a crash in native code) breaks the whole pool of the
standard library without a word about whose item it was. Here every item that was under way is run
once more, alone in a process of its own; the one whose process dies again is reported as failed.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items under way for each worker: enough to keep it busy, few enough to bound memory."""


class Pool:
    """``workers`` spawned processes; all cores where None."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or len(os.sched_getaffinity(0))

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: the parent may hold threads (Arrow, a progress bar).
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context)

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in order; at most ``AHEAD`` items for each worker are under way."""
        waiting = iter(items)
        executor = self._executor(self.workers)
        under_way: deque[tuple[Item, Future[Result]]] = deque()
        try:
            while True:
                free = self.workers * AHEAD - len(under_way)
                for item in islice(waiting, free):
                    under_way.append((item, executor.submit(function, item)))
                if not under_way:
                    return
                item, future = under_way[0]
                try:
                    result = future.result()
                except BrokenProcessPool:
                    executor.shutdown(wait=False, cancel_futures=True)
                    again = [entry for entry, _ in under_way]
                    under_way.clear()
                    for entry in again:
                        yield self._alone(function, entry, failed)
                    executor = self._executor(self.workers)
                    continue
                under_way.popleft()
                yield result
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _alone(
        self,
        function: Callable[[Item], Result],
        item: Item,
        failed: Callable[[Item, str], Result],
    ) -> Result:
        """The result of one item in a process of its own; ``failed`` where that one dies too."""
        with self._executor(1) as executor:
            try:
                return executor.submit(function, item).result()
            except BrokenProcessPool:
                return failed(item, "the worker process died twice (killed or out of memory)")
