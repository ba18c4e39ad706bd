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
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from dataset_tools.core.errors import DatasetToolsError, UsageError
from dataset_tools.core.plugins import plug_ins


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
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"


class Registry(Generic[T]):
    """Entries by name, in name order; ``room`` is the folder below ``dataset_tools``."""

    def __init__(self, room: str) -> None:
        self.room = room
        self._entries: dict[str, T] = {}
        self._loaded = False
        self._failed: DatasetToolsError | None = None

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
        """Import every module of the room, then every entry point of its group (once).

        A module that fails to import is a DatasetToolsError that names it, at this use and at every
        later one: a half-filled registry would silently do less.
        """
        if self._loaded:
            return
        if self._failed is not None:
            raise self._failed
        try:
            self._load()
        except DatasetToolsError as error:
            self._failed = error
            raise
        self._loaded = True

    def _load(self) -> None:
        package = importlib.import_module(f"dataset_tools.{self.room}")
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            if not module.name.startswith("_"):
                name = f"{package.__name__}.{module.name}"
                _imported(partial(importlib.import_module, name), name)
        for point in plug_ins(self.room):
            _imported(point.load, f"{point.value} (entry point {point.name!r} of {point.group})")

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


def _imported(load: Callable[[], Any], name: str) -> None:
    """Import one module; whatever it raises names it."""
    try:
        load()
    except DatasetToolsError:
        raise
    except Exception as error:  # a stranger's code: it may raise anything
        raise DatasetToolsError(
            f"cannot be imported: {type(error).__name__}: {error}",
            name,
            "mend it, or uninstall the package that brings it; --debug shows the trace",
        ) from error
