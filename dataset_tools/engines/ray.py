"""The Ray engine: core tasks on this machine or on a cluster that is already there.

Needs the extra ``dataset-tools[ray]``. Raw articles and the output folder must be reachable from
every node under the same absolute paths; the packages that this one needs must be installed on
every node, this package itself is sent along. Ray's telemetry is off unless the user turned it on.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from dataset_tools.core.errors import DatasetToolsError, UsageError
from dataset_tools.engines import DIED

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Tasks under way for each core: Ray takes 1 ms a task, and a node may be far away."""

RETRIES = 3
"""Times that Ray itself runs a task again when its node or worker process is lost. More than once:
on a cluster a node that goes takes tasks along that did nothing wrong."""

REACH_SECONDS = 10

STORE_BYTES = 128 << 20
"""Shared memory of a local cluster: results are keys of parts, the tables go by way of files."""


class Ray:
    """Ray core tasks: on the cluster at ``address``, or a local one of ``workers`` processes."""

    def __init__(self, workers: int | None = None, address: str | None = None) -> None:
        self.workers, self.address = workers, address
        self._started = False

    def _start(self) -> Any:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        # Half a minute is not enough where other programs keep the cores busy.
        os.environ.setdefault("RAY_raylet_start_wait_time_s", "120")
        # Ray's own default of the next versions; it warns of the change otherwise.
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            import ray
        except ImportError:
            mend = "pip install 'dataset-tools[ray]'"
            raise UsageError("the Ray engine is not installed", "--engine ray", mend) from None
        if ray.is_initialized():
            return ray
        settings: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if self.address:
            _reach(self.address)
            settings |= {"address": self.address, "runtime_env": {"py_modules": [_package()]}}
        else:
            settings |= {
                "num_cpus": self.workers or len(os.sched_getaffinity(0)),
                "object_store_memory": STORE_BYTES,
                "include_dashboard": False,
            }
        try:
            # Ray puts the current folder on its workers' module path, and a dataset of somebody
            # else may hold a ``json.py``: it starts in a folder without modules.
            with contextlib.chdir(sys.prefix):
                ray.init(**settings)
        except (ConnectionError, ValueError, RuntimeError) as error:
            mend = "name a cluster that runs the same versions of Python and Ray"
            raise UsageError(f"no Ray cluster: {error}", self.address or "local", mend) from error
        self._started = True
        return ray

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],
    ) -> Iterator[Result]:
        """Results in order; at most ``AHEAD`` tasks for each core are under way.

        Ray starts with the first item.
        """
        waiting = iter(items)
        first = list(islice(waiting, 1))
        if not first:
            return
        ray = self._start()
        lost = (
            ray.exceptions.WorkerCrashedError,
            ray.exceptions.NodeDiedError,
            ray.exceptions.OutOfMemoryError,
        )
        under_way: deque[tuple[Item, Any]] = deque()
        try:
            task = ray.remote(max_retries=RETRIES)(_plain(function))
            slots = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
            under_way.append((first[0], task.remote(first[0])))
            while under_way:
                for item in islice(waiting, slots - len(under_way)):
                    under_way.append((item, task.remote(item)))
                item, reference = under_way.popleft()
                try:
                    result = ray.get(reference)
                except lost:
                    result = failed(item, DIED)
                except ray.exceptions.RayTaskError as error:
                    raise _original(error) from None
                yield result
        finally:
            for _, reference in under_way:
                ray.cancel(reference, force=True)

    def close(self) -> None:
        """End a local cluster, or leave the one at the address; one that was there before stays."""
        if self._started:
            import ray

            ray.shutdown()
            self._started = False


def _reach(address: str) -> None:
    """UsageError where nobody listens at ``[ray://]HOST:PORT``; Ray would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        return  # "auto" and the like: Ray knows
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=REACH_SECONDS).close()
    except OSError as error:
        mend = "start one there (ray start --head), or leave out --address"
        raise UsageError(f"no Ray cluster answers: {error}", address, mend) from None


def _package() -> str:
    """The folder of this package, for nodes that have another version of it or none."""
    from pathlib import Path

    return str(Path(__file__).resolve().parents[1])


def _original(error: Any) -> BaseException:
    """The exception that the function raised; Ray wraps it in a class of its own."""
    cause = error.cause
    if isinstance(cause, BaseException):
        return cause
    return DatasetToolsError(f"a task failed: {error}", "engine ray", "run again with --debug")


def _plain(function: Callable[[Item], Result]) -> Callable[[Item], Result]:
    """``function`` as the plain function that Ray wants: it takes no partials or callables."""

    def run(item: Item) -> Result:
        return function(item)

    return run
