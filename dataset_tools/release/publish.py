"""Publishing: a staged folder becomes a release by one rename, then ``latest`` points to it.

``kill -9`` at any moment leaves the releases as they were, or with one more whole release whose
``latest`` the next :func:`recover` sets. The caller holds the lock of the output folder
(:func:`dataset_tools.release.lock.build_lock`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dataset_tools.core.errors import DatasetToolsError, ReleaseError
from dataset_tools.release.changelog import CHANGELOG_NAME, write_changelog
from dataset_tools.release.files import (
    TEMPORARY,
    link_atomic,
    remove,
    sweep,
    sync_file,
    sync_tree,
    writing,
)
from dataset_tools.release.manifest import MANIFEST_NAME, FileEntry, Manifest, describe_files
from dataset_tools.release.releases import LATEST, Version, newest, parse_version
from dataset_tools.release.versions import Decision, changes, decide

STAGING = ".staging-"

Render = Callable[[Path, Manifest], None]
"""Writes the files that name their release (card, croissant.json, report) into the staged folder.

It is given the manifest with its number and the files written so far, and may be called twice, for
two numbers. The result must depend on nothing else: not on earlier releases or their changes.
"""


@dataclass(frozen=True)
class Published:
    """What became of a build: the release it made, or the one that already holds the same."""

    path: Path
    manifest: Manifest
    decision: Decision

    @property
    def changed(self) -> bool:
        """Whether there is a new release."""
        return self.decision.changed


def recover(out: Path) -> list[str]:
    """Clean up after killed builds and set ``latest``; the names of what was swept."""
    swept = sweep(out, STAGING, TEMPORARY)
    _point_latest(out)
    return swept


def _point_latest(out: Path) -> None:
    """Let ``latest`` name the highest release."""
    last = newest(out)
    link = out / LATEST
    if link.exists() and not link.is_symlink():
        raise ReleaseError(
            "something else stands where the link to the newest release must be",
            str(link),
            "move it away and run it again",
            "conflict",
        )
    if last is None:
        remove(link)
    elif not link.is_symlink() or str(link.readlink()) != str(last.version):
        link_atomic(link, str(last.version))


@contextlib.contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A fresh hidden folder beside the releases; gone after the block unless it was published."""
    folder = out / f"{STAGING}{os.getpid()}"
    remove(folder)
    with writing(folder):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        remove(folder)


def publish(out: Path, staged: Path, version: Version) -> Path:
    """Make ``staged`` the release ``version`` of ``out``; the folder it has become.

    Everything is on the disk before the rename. Raises ReleaseError ``conflict`` where a release of
    that number exists: releases never change.
    """
    final = out / str(version)
    if final.exists() or final.is_symlink():
        raise ReleaseError(
            f"release {version} exists and never changes",
            str(final),
            "build again",
            "conflict",
        )
    with writing(final):
        sync_tree(staged)
        staged.rename(final)
        sync_file(out)
    _point_latest(out)
    return final


def finish(
    out: Path, staged: Path, draft: Manifest, render: Render, requested: str | None = None
) -> Published:
    """Number, describe and publish what stands in ``staged``, unless the last release is the same.

    ``staged`` holds the shards and every file that does not name its release. ``draft`` is the
    manifest but for ``release`` and with the entries of the shards in ``files``. Raises
    ReleaseError ``refused`` where ``requested`` lies about the change.
    """
    last = newest(out)
    history = ""
    if last is None:
        decision = decide(None, staged, requested)
    else:
        trial = dataclasses.replace(draft, release=str(last.version))
        with writing(staged):
            (staged / MANIFEST_NAME).write_bytes(trial.to_bytes())
        rows = changes(last.path, staged)
        if rows.level == "none":  # only then do the other files decide
            trial = compose(staged, trial, render)
        decision = decide(last.path, staged, requested, rows)
        if not decision.changed:
            _point_latest(out)
            remove(staged)
            return Published(last.path, trial, decision)
        with contextlib.suppress(FileNotFoundError):
            history = (last.path / CHANGELOG_NAME).read_text(encoding="utf-8")
    final = dataclasses.replace(draft, release=str(decision.version))
    text = write_changelog(final, decision, history)
    with writing(staged):
        (staged / CHANGELOG_NAME).write_text(text, encoding="utf-8", newline="\n")
    manifest = compose(staged, final, render)
    return Published(publish(out, staged, decision.version), manifest, decision)


def compose(staged: Path, manifest: Manifest, render: Render) -> Manifest:
    """Render the files that name the release, then write the manifest over all files."""
    with writing(staged):
        (staged / MANIFEST_NAME).unlink(missing_ok=True)
    render(staged, manifest)
    shards: list[FileEntry] = [entry for entry in manifest.files if entry.rows is not None]
    described = dataclasses.replace(manifest, files=describe_files(staged, shards))
    missing = [entry.path for entry in described.files if not (staged / entry.path).is_file()]
    if missing:
        raise DatasetToolsError(f"{missing[0]} is described but not written", str(staged))
    with writing(staged):
        (staged / MANIFEST_NAME).write_bytes(described.to_bytes())
    return described


def check_free(out: Path, requested: str) -> None:
    """Refuse a requested number that cannot be the next one, before any work is done.

    The number of the newest release passes: a build of the same input ends with that release.
    """
    wanted = parse_version(requested)
    last = newest(out)
    if last is not None and wanted < last.version:
        raise ReleaseError(
            f"{wanted} cannot be the next release: the newest is {last.version}",
            "--release",
            "leave out --release, or give a higher number",
            "refused",
        )
