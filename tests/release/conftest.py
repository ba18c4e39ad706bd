"""The sample releases, for every test of this folder."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """``sample.py`` beside this file, as a module."""
    name = "release_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / "sample.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def script(tmp_path: Path):
    """Runs Python code in a process of its own that can import the package and ``sample``."""
    import os
    import subprocess

    root = HERE.parents[1]
    paths = os.pathsep.join([str(root), str(HERE), os.environ.get("PYTHONPATH", "")])

    def start(code: str, *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        variables = {**os.environ, "PYTHONPATH": paths, **environment}
        return subprocess.Popen(
            command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    return start
