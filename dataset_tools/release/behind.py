"""A thread behind: what is slow and waits for nobody runs while the next rows are gathered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

AHEAD = 1
"""Calls that may wait: each holds a row group."""


class Behind:
    """Runs calls one after the other, in the order they were given, in a thread of its own.

    An exception of a call is raised by the next :meth:`submit`, or at the end of the block.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "writer")
        self._waiting: deque[Future[None]] = deque()
        self._last: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        return self

    def submit(self, call: Callable[..., None], *arguments: Any) -> None:
        """Run ``call`` after all before it; waits where too many are waiting already."""
        while len(self._waiting) > AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(call, *arguments))

    def at_end(self, call: Callable[[], None]) -> None:
        """Run ``call`` at the end of the block, also where something failed."""
        self._last.append(call)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            while error is None and self._waiting:
                self._waiting.popleft().result()
        finally:
            self._thread.shutdown(wait=True, cancel_futures=True)
            for call in self._last:
                call()
