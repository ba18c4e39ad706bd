"""Engines: one function over many items, results in order, whatever runs them.

An engine is ``map(function, items) -> iterator of results``. The function must be picklable and
idempotent (a lost task is run again); it may be run in another process or on another machine, so
it gets absolute paths or URLs. The bytes of a release never depend on the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from dataset_tools.core.errors import UsageError
from dataset_tools.core.registry import did_you_mean

Item = TypeVar("Item")
Result = TypeVar("Result")

ENGINES = ("inline", "pool", "ray")


class Engine(Protocol):
    """Runs one function over items."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in the order of ``items``.

        Where the process that ran an item died twice, the result is ``failed(item, reason)``;
        an exception that the function raises is raised here.
        """
        ...


def engine_named(name: str, workers: int | None = None, address: str | None = None) -> Engine:
    """The engine of that name; ``workers`` processes (all cores where None).

    >>> list(engine_named("inline").map(abs, [-1, 2], lambda item, reason: 0))
    [1, 2]
    """
    match name:
        case "inline":
            from dataset_tools.engines.inline import Inline

            return Inline()
        case "pool":
            from dataset_tools.engines.pool import Pool

            return Pool(workers)
        case "ray":
            from dataset_tools.engines.ray import Ray

            return Ray(workers, address)
        case _:
            raise UsageError(f"no engine {name!r}", "--engine", did_you_mean(name, list(ENGINES)))
