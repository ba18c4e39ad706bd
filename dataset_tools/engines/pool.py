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
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items under way for each worker: enough to keep it busy, few enough to bound memory."""


def _begin() -> None:
    """Makes a worker one that ends with its parent, and leaves Ctrl-C to it.

    An interrupt reaches every process of the terminal; without this each worker prints a trace
    (:func:`_uninterrupted` covers the time before this function is reached).
    The workers of a killed parent would wait for items for ever: a pipe of their own keeps them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Pool:
    """``workers`` spawned processes; all cores where None."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or len(os.sched_getaffinity(0))

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: the parent may hold threads (Arrow, a progress bar).
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, context, _begin)

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in order; at most ``AHEAD`` items for each worker are under way."""
        waiting = iter(items)
        executor = self._executor(self.workers)
        under_way: deque[tuple[Item, Future[Result] | None]] = deque()
        others = set(multiprocessing.active_children())
        try:
            while True:
                free = self.workers * AHEAD - len(under_way)
                for item in islice(waiting, free):
                    under_way.append((item, _submitted(executor, function, item)))
                if not under_way:
                    return
                future = under_way[0][1]
                try:
                    if future is None:
                        raise BrokenProcessPool
                    result = future.result()
                except BrokenProcessPool:
                    executor.shutdown(wait=False, cancel_futures=True)
                    while under_way:
                        item, future = under_way.popleft()
                        if future is not None and _is_there(future):
                            yield future.result()
                        else:
                            yield self._alone(function, item, failed)
                    executor = self._executor(self.workers)
                    continue
                under_way.popleft()
                yield result
        except KeyboardInterrupt:
            # A part may take a minute; whoever interrupts does not want to wait for it.
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
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
                with _uninterrupted():
                    future = executor.submit(function, item)
                return future.result()
            except BrokenProcessPool:
                return failed(item, "the worker process died twice (killed or out of memory)")


def _submitted(
    executor: ProcessPoolExecutor, function: Callable[[Item], Result], item: Item
) -> Future[Result] | None:
    """The future of one item; None where the pool broke since its last result was taken."""
    try:
        with _uninterrupted():
            return executor.submit(function, item)
    except BrokenProcessPool:
        return None


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds an interrupt back while workers start; these inherit that, and never see one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_there(future: Future[Result]) -> bool:
    """Whether the result came before the pool broke."""
    return future.done() and not future.cancelled() and future.exception() is None
