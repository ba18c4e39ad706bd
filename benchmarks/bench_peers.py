"""The peers: what a user would write instead, each in a virtual environment of its own.

The scripts stand beside the checkout (``../shared/bench/peer_*.py``); without them the peers are
left out. Environments are made once below ``.bench/``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from bench_work import PLACE, SHARED


class Peer(NamedTuple):
    """A peer: what it is called, what it installs, and the packages whose versions are shown."""

    name: str
    script: str
    packages: tuple[str, ...]
    shown: tuple[str, ...]


PEERS = (
    Peer(
        "polars expert",
        "peer_polars.py",
        ("polars", "ftfy", "opencc", "jsonschema-rs", "rensa", "orjson"),
        ("polars", "jsonschema-rs", "rensa"),
    ),
    Peer(
        "datatrove",
        "peer_datatrove.py",
        ("datatrove[io,processing]==0.10.1", "ftfy", "opencc", "jsonschema-rs", "numpy", "orjson"),
        ("datatrove",),
    ),
    Peer(
        "naive idiomatic",
        "peer_naive.py",
        ("datasets", "ftfy", "opencc", "jsonschema", "great_expectations", "datasketch", "pandas"),
        ("datasets", "great-expectations", "datasketch"),
    ),
)


def folder_of(peer: Peer) -> Path:
    """Where the environment of a peer is."""
    return PLACE / peer.script.removeprefix("peer_").removesuffix(".py")


def ready(peer: Peer) -> bool:
    """Whether the peer can run; makes its environment when it is missing."""
    if not (SHARED / peer.script).is_file():
        return False
    place = folder_of(peer)
    if not (place / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    marker = place / "installed"
    if not marker.exists():
        install = [str(place / "bin" / "pip"), "install", "--quiet", *peer.packages]
        subprocess.run(install, check=True)
        marker.touch()
    return True


def command_of(peer: Peer, work: Path, out: Path) -> list[str]:
    """The command of a peer over the folder ``work`` with ``small.jsonl``."""
    python = str(folder_of(peer) / "bin" / "python")
    script = str(SHARED / peer.script)
    if peer.name == "datatrove":
        return [python, script, str(work), str(out), "1", "1"]
    return [python, script, str(work / "small.jsonl"), str(out)]


def versions(peer: Peer) -> str:
    """The versions of the packages that matter, in words."""
    code = (
        "import sys\nfrom importlib.metadata import version\n"
        "print(*[f'{name} {version(name)}' for name in sys.argv[1:]], sep=', ')"
    )
    python = str(folder_of(peer) / "bin" / "python")
    done = subprocess.run(
        [python, "-c", code, *peer.shown], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
