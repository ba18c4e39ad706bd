"""The Ray engine: core tasks on this machine or on a cluster that is already there.

Needs the extra ``dataset-tools[ray]``. Inputs and outputs must be reachable from every node.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from dataset_tools.core.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
RETRIES = 3
"""Times that Ray itself runs a task again when its node or worker process is lost."""


class Ray:
    """Ray core tasks: on the cluster at ``address``, or a local one of ``workers`` processes."""

    def __init__(self, workers: int | None = None, address: str | None = None) -> None:
        self.workers, self.address = workers, address

    def _start(self) -> Any:
        try:
            import ray
        except ImportError:
            raise UsageError(
                "the Ray engine is not installed",
                "--engine ray",
                "pip install 'dataset-tools[ray]'",
            ) from None
        if not ray.is_initialized():
            settings: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
            if self.address:
                settings["address"] = self.address
            else:
                settings |= {"num_cpus": self.workers, "include_dashboard": False}
            ray.init(**settings)
        return ray

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in order; a bounded number of tasks is under way."""
        ray = self._start()
        task = ray.remote(max_retries=RETRIES)(_plain(function))
        waiting = iter(items)
        slots = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
        under_way: list[tuple[Item, Any]] = []
        while True:
            for item in islice(waiting, slots - len(under_way)):
                under_way.append((item, task.remote(item)))
            if not under_way:
                return
            item, reference = under_way.pop(0)
            try:
                yield ray.get(reference)
            except ray.exceptions.WorkerCrashedError:
                yield failed(item, f"the worker process died {RETRIES + 1} times")
            except ray.exceptions.RayTaskError as error:
                raise error.cause from None


def _plain(function: Callable[[Item], Result]) -> Callable[[Item], Result]:
    """``function`` as the plain function that Ray wants: it takes no partials or callables."""

    def run(item: Item) -> Result:
        return function(item)

    return run
