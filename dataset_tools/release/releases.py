"""The list of releases in an output folder, and what a user's word for one of them means."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from dataset_tools.core.errors import ReleaseError, UsageError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.release.files import reading
from dataset_tools.release.manifest import MANIFEST_NAME

LATEST = "latest"
PROJECT_CARD = "DATASET_CARD.md"
"""Beside the output folder: the card of a project, with the words of its makers."""
GATE_FOLDER = "gate"
"""Below the output folder: the report of the last build whose gate failed."""
_NUMBER = re.compile(r"v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)


class Version(NamedTuple):
    """A release number, ordered as SemVer orders them.

    >>> str(Version(1, 9, 0)), Version(1, 10, 0) > Version(1, 9, 0)
    ('1.9.0', True)
    """

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return ".".join(map(str, self))


def parse_version(text: str) -> Version:
    """The number that ``text`` states (``v1.2.3`` is taken too); UsageError where it is none."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise UsageError(f"{text!r} is no release number", "", "write three numbers: 1.0.0")
    return Version(*map(int, match.groups()))


class Listed(NamedTuple):
    """One release of an output folder."""

    version: Version
    path: Path


def list_releases(out: Path) -> list[Listed]:
    """All releases in ``out``, lowest number first; empty where the folder does not exist."""
    if not out.is_dir():
        return []
    with reading(out):
        folders = [entry for entry in out.iterdir() if entry.is_dir() and not entry.is_symlink()]
    found = []
    for folder in folders:
        match = _NUMBER.fullmatch(folder.name)
        if match and not folder.name.startswith("v") and (folder / MANIFEST_NAME).is_file():
            found.append(Listed(Version(*map(int, match.groups())), folder))
    return sorted(found)


def newest(out: Path) -> Listed | None:
    """The release of the highest number; None where there is none."""
    found = list_releases(out)
    return found[-1] if found else None


def resolve(target: str, out: Path) -> Path:
    """The folder of a release named by path, by number (``1.0.0``, ``v1.0.0``) or ``latest``.

    Raises ReleaseError ``missing``, with what there is, where there is no such release.
    """
    path = Path(target)
    if (path / MANIFEST_NAME).is_file():
        return path
    listed = list_releases(out)
    if listed and target in (LATEST, "", str(out)):
        linked = out / LATEST
        return linked if (linked / MANIFEST_NAME).is_file() else listed[-1].path
    for version, folder in listed:
        if target.removeprefix("v") == str(version):
            return folder
    if not listed:
        raise ReleaseError(
            f"there is no release {target!r}", str(out), "make one: dataset-tools build", "missing"
        )
    names = [str(version) for version, _ in listed]
    advice = did_you_mean(target, [*names, LATEST])
    raise ReleaseError(f"there is no release {target!r}", str(out), advice, "missing")
