"""The inline engine: this process, one item after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Inline:
    """Runs every item here."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        failed: Callable[[Item, str], Result],  # noqa: ARG002 — the interface of every engine
    ) -> Iterator[Result]:
        """Results in order, computed when they are asked for."""
        return map(function, items)

    def close(self) -> None:
        """Nothing was started."""
