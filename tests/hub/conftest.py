"""Fixtures: a loopback Hub, processes with the real clients, small releases."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"hub_test_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


server = _load("server")
releases = _load("releases")


@pytest.fixture(scope="session")
def _hub() -> Iterator[Any]:
    with server.HubServer() as running:
        yield running


@pytest.fixture
def hub(_hub: Any) -> Any:
    """The loopback Hub, with no fault and no log left from another test."""
    _hub.faults.clear()
    _hub.log.clear()
    _hub.renamed.clear()
    _hub.objects.clear()
    _hub.page, _hub.public_only = 1000, False
    return _hub


def variables(url: str, home: Path, **more: str) -> dict[str, str]:
    """Variables for a process whose clients know only the loopback Hub."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith(("HF_", "HUGGING"))}
    kept = {k: v for k, v in kept.items() if not k.lower().endswith("_proxy")}
    return {
        **kept,
        "HF_ENDPOINT": url,
        "HF_HOME": str(home),
        "HF_TOKEN": server.TOKEN,
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_UPDATE_DOWNLOAD_COUNTS": "0",
        "PYTHONPATH": str(PROJECT),
        **more,
    }


@pytest.fixture
def environment() -> Callable[..., dict[str, str]]:
    """``environment(url, home, NAME=value)``: variables for a process of a test's own."""
    return variables


class Worker:
    """One process of ``worker.py``; ``printed()`` is everything it wrote for people."""

    def __init__(self, url: str, home: Path, **more: str) -> None:
        home.mkdir(parents=True)
        self.errors = home / "stderr.txt"
        self._out = self.errors.open("w")
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._out,
            text=True,
            env=variables(url, home, **more),
        )

    def __call__(
        self, do: str, *args: Any, env: dict[str, str] | None = None, **options: Any
    ) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {"do": do, "args": [str(a) for a in args], "options": options, "env": env or {}}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "fault" not in answer, f"{answer['fault']}\n{self.printed()[-3000:]}"
        return answer

    def printed(self) -> str:
        return self.errors.read_text()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(20)
        self._out.close()
        printed = self.printed()
        assert "hf_raise_for_status" in printed or "Send: curl" in printed, "HF_DEBUG had no effect"
        for token in (server.TOKEN, server.READ_TOKEN):
            assert token not in printed, "a token was printed"


@pytest.fixture(scope="session")
def workers(
    _hub: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Worker]]:
    running: dict[str, Worker] = {}
    # HF_DEBUG makes the client library print every request: what it prints is searched for tokens.
    kinds = {
        "xet": {"HF_DEBUG": "1"},
        "lfs": {"HF_HUB_DISABLE_XET": "1", "HF_DEBUG": "1"},
    }

    def get(kind: str) -> Worker:
        if kind not in running:
            home = tmp_path_factory.mktemp("home") / kind
            running[kind] = Worker(_hub.url, home, **kinds[kind])
        return running[kind]

    yield get
    for worker in running.values():
        worker.close()


@pytest.fixture(params=["xet", "lfs"])
def both(request: pytest.FixtureRequest, workers: Callable[[str], Worker]) -> Worker:
    """A process that uploads by Xet, and then one that uploads by plain LFS."""
    return workers(request.param)


@pytest.fixture
def client(workers: Callable[[str], Worker]) -> Worker:
    """A process with the clients as they are installed by default (Xet)."""
    return workers("xet")


@pytest.fixture
def repo(request: pytest.FixtureRequest) -> str:
    """A repository name that no other test uses."""
    return "acme/t-" + hashlib.sha1(request.node.nodeid.encode()).hexdigest()[:12]


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """``make("1.0.0", ...)``: a release folder below ``tmp_path/processed``."""

    def build(release: str, **options: Any) -> Path:
        folder: Path = releases.make_release(tmp_path / "processed" / release, release, **options)
        return folder

    return build
