"""Engines: one function over many items, results in order, whatever runs them.

An engine is ``map(function, items) -> iterator of results``; its processes stay for the next
``map`` until it is closed. The function must be picklable and
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

DIED = "the process that worked on it died, and died again when it was tried again"
"""Why an item failed: the same words from every engine, since they end in the released bytes."""


class Engine(Protocol):
    """Runs one function over items."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in the order of ``items``, which are taken as they are needed.

        Where the process that ran an item died and died again, the result is
        ``failed(item, DIED)``; an exception that the function raises is raised here with its type
        and message, and nothing is left running.
        """
        ...

    def close(self) -> None:
        """End the processes that wait for another ``map``; it may be called again."""
        ...


def engine_named(name: str, workers: int | None = None, address: str | None = None) -> Engine:
    """The engine of that name; ``workers`` processes (all cores where None).

    ``address`` is that of a Ray cluster. Raises UsageError for an unknown name, and for an address
    that the engine could not use.

    >>> list(engine_named("inline").map(abs, [-1, 2], lambda item, reason: 0))
    [1, 2]
    """
    if address is not None and name in ("inline", "pool"):
        raise UsageError(f"the engine {name} has no address", "--address", "add --engine ray")
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
