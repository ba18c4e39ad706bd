"""Raw articles in, a dataset others can trust out.

    >>> import dataset_tools as dt
    >>> dt.repair("卢启文\\u200b").text
    '卢启文'

Every public name is imported when it is first used, so that ``import dataset_tools`` is cheap.
"""

from __future__ import annotations

import sys

_as_program = sys.argv[:1] == ["-m"] and "dataset_tools" in sys.orig_argv
if _as_program and not sys.flags.safe_path:
    # Python puts the current folder first, and a dataset of somebody else may hold a ``json.py``.
    del sys.path[0]

from importlib import import_module  # noqa: E402 - not before the line above
from typing import TYPE_CHECKING, Any  # noqa: E402

from dataset_tools.core.version import __version__  # noqa: E402

if TYPE_CHECKING:
    from dataset_tools.api import (
        extract_attendees,
        repair,
        restore,
    )
    from dataset_tools.builder import Options, Release, build
    from dataset_tools.core.config import Config
    from dataset_tools.core.edits import Edit, Repaired
    from dataset_tools.core.errors import DatasetToolsError
    from dataset_tools.core.finding import Finding
    from dataset_tools.core.record import Attendee
    from dataset_tools.schema.load import load_schema
    from dataset_tools.validation import validate

_PLACES = {
    "Attendee": "core.record",
    "Config": "core.config",
    "DatasetToolsError": "core.errors",
    "Edit": "core.edits",
    "Finding": "core.finding",
    "Options": "builder",
    "Release": "builder",
    "Repaired": "core.edits",
    "build": "builder",
    "extract_attendees": "api",
    "load_schema": "schema.load",
    "repair": "api",
    "restore": "api",
    "validate": "validation",
}

__all__ = [
    "Attendee",
    "Config",
    "DatasetToolsError",
    "Edit",
    "Finding",
    "Options",
    "Release",
    "Repaired",
    "__version__",
    "build",
    "extract_attendees",
    "load_schema",
    "repair",
    "restore",
    "validate",
]


def __getattr__(name: str) -> Any:
    """A public name, from the module that defines it."""
    if name not in _PLACES:
        raise AttributeError(f"module 'dataset_tools' has no attribute {name!r}")
    return getattr(import_module(f"dataset_tools.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
