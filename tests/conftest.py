"""What the tests of card and report share: invented releases, made once for each run."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def load_hostile() -> ModuleType:
    """``card/hostile.py``, as a module."""
    name = "card_hostile"
    if name not in sys.modules:
        path = Path(__file__).parent / "card" / "hostile.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def hostile() -> ModuleType:
    """The functions that make invented releases."""
    return load_hostile()


@pytest.fixture(scope="session")
def evil(tmp_path_factory: pytest.TempPathFactory, hostile: ModuleType):
    """A release whose texts try to break card and report: (folder, manifest)."""
    folder = tmp_path_factory.mktemp("evil") / "1.2.0"
    return folder, hostile.make(folder)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory, hostile: ModuleType):
    """A release of harmless texts: (folder, manifest)."""
    folder = tmp_path_factory.mktemp("plain") / "1.2.0"
    return folder, hostile.make(folder, evil=False)
