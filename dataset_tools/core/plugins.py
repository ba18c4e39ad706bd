"""Plug-ins: the entry points of other packages in the groups ``dataset_tools.<room>``.

``importlib.metadata`` reads the metadata of every installed package for each group that is asked
for (40 ms of CPU for our four rooms, and its import as much again). So the folders of ``sys.path``
are searched first for an ``entry_points.txt`` that names one of our groups, and where there is none
that is the answer.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_GROUP = b"[dataset_tools."


def plug_ins(room: str) -> list[EntryPoint]:
    """The entry points of ``dataset_tools.<room>``, sorted by name and by what they name."""
    if not _any(tuple(sys.path)):
        return []
    from importlib.metadata import entry_points

    found = entry_points(group=f"dataset_tools.{room}")
    return sorted(found, key=lambda point: (point.name, point.value))


@lru_cache(maxsize=4)
def _any(places: tuple[str, ...]) -> bool:
    """Whether any package in these places may have an entry point in one of our groups."""
    return any(map(_may_have, places))


def _may_have(place: str) -> bool:
    try:
        with os.scandir(place or ".") as entries:
            infos = [e.path for e in entries if e.name.endswith((".dist-info", ".egg-info"))]
    except NotADirectoryError:
        return True  # an archive: importlib.metadata knows how to look into it
    except OSError:
        return False
    return any(_GROUP in _read(Path(info) / "entry_points.txt") for info in infos)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
