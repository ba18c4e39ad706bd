"""Registries: what is known by name, found by importing a folder.

A room that newcomers extend (``readers``, ``repairs``, ``fields``, ``checks``) has one registry.
Nobody edits a list: every module of the folder whose name does not start with ``_`` is imported,
in name order, and its decorator adds an entry. Other packages add theirs through the entry-point
group ``dataset_tools.<room>``. A module that fails to import, or a second entry of one name,
stops the run.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Generic, Protocol, TypeVar

from dataset_tools.core.errors import DatasetToolsError, UsageError


class Named(Protocol):
    """What a registry holds: anything with a name."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def did_you_mean(word: str, known: list[str]) -> str:
    """The advice for an unknown name: the nearest known one, or the whole list.

    >>> did_you_mean("atendees", ["attendees", "encoding"])
    "did you mean 'attendees'?"
    """
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"


class Registry(Generic[T]):
    """Entries by name, in name order; ``room`` is the folder below ``dataset_tools``."""

    def __init__(self, room: str) -> None:
        self.room = room
        self._entries: dict[str, T] = {}
        self._loaded = False

    def add(self, entry: T) -> None:
        """Add one entry; a second one of the same name is an error."""
        if entry.name in self._entries:
            raise DatasetToolsError(
                f"two entries named {entry.name!r}",
                f"dataset_tools.{self.room}",
                "rename one of them",
            )
        self._entries[entry.name] = entry

    def load(self) -> None:
        """Import every module of the room, then every entry point of its group (once)."""
        if self._loaded:
            return
        self._loaded = True
        package = importlib.import_module(f"dataset_tools.{self.room}")
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            if not module.name.startswith("_"):
                importlib.import_module(f"{package.__name__}.{module.name}")
        points = entry_points(group=f"dataset_tools.{self.room}")
        for point in sorted(points, key=lambda p: p.name):
            point.load()

    def __iter__(self) -> Iterator[T]:
        self.load()
        return iter([self._entries[name] for name in sorted(self._entries)])

    def names(self) -> list[str]:
        """All names, sorted."""
        return [entry.name for entry in self]

    def get(self, name: str) -> T:
        """The entry of that name; UsageError with the nearest name where there is none."""
        self.load()
        if name not in self._entries:
            raise UsageError(
                f"unknown name {name!r} in {self.room}", "", did_you_mean(name, self.names())
            )
        return self._entries[name]
