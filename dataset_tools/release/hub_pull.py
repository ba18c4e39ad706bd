"""Pulling a release from the Hub: whole and verified, or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dataset_tools.core.errors import HubError, ReleaseError, UsageError
from dataset_tools.release.files import reading
from dataset_tools.release.hub_client import RemoteFile, Repository
from dataset_tools.release.hub_local import differences, listed
from dataset_tools.release.hub_state import read_manifest
from dataset_tools.release.hub_verify import download_release, find_commit, misnamed
from dataset_tools.release.lock import build_lock
from dataset_tools.release.manifest import Manifest, load_manifest
from dataset_tools.release.publish import publish, recover, staging
from dataset_tools.release.releases import LATEST, Version, parse_version


@dataclass(frozen=True)
class PullResult:
    """What a pull did; ``latest`` says whether ``latest`` now points to the release."""

    status: Literal["pulled", "nothing_to_do"]
    repo: str
    revision: str
    commit: str
    release: str
    content_digest: str
    path: Path
    files: int
    bytes: int
    latest: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as ``pull --json`` prints them."""
        return {**vars(self), "path": self.path.as_posix()}


def newest_tag(tags: dict[str, str]) -> str | None:
    """The tag of the highest release, by number.

    >>> newest_tag({"v1.9.0": "a", "v1.10.0": "b", "draft": "c"})
    'v1.10.0'
    """
    versions = [version for tag in tags if (version := _tagged(tag)) is not None]
    return f"v{max(versions)}" if versions else None


def _tagged(tag: str) -> Version | None:
    try:
        return parse_version(tag) if tag.startswith("v") else None
    except UsageError:
        return None


def pull(repo: str, *, revision: str | None = None, out: Path = Path("processed")) -> PullResult:
    """Download a release into ``out/X.Y.Z``; ``out/latest`` names the highest release there.

    ``revision`` is the newest release tag where it is not given, or ``main`` without tags. The
    folder appears when every file was compared with the manifest, by renaming. Raises HubError
    ``conflict`` where ``out/X.Y.Z`` exists and is another release or is damaged, ``unverified``
    where a file arrives with other bytes than the manifest says.
    """
    hub = Repository.open(repo)
    if revision is None:
        if hub.info() is None:
            raise HubError(
                "no such dataset repository, or none that this login can see",
                repo,
                "check the name; log in with `hf auth login` if it is private",
                "refused",
            )
        revision = newest_tag(hub.refs()[0]) or "main"
    commit = find_commit(hub, revision)
    tree = hub.tree(commit)
    manifest = read_manifest(hub, tree, commit)
    _check_listing(hub, manifest, tree, revision)
    target = out / manifest.release
    with build_lock(out):
        recover(out)
        present = _already_there(target, manifest)
        if not present:
            _fetch(hub, manifest, tree, commit, out)
    return PullResult(
        "nothing_to_do" if present else "pulled",
        repo,
        revision,
        commit,
        manifest.release,
        manifest.content_digest,
        target,
        len(manifest.files) + 1,
        sum(entry.bytes for entry in manifest.files),
        (out / LATEST).resolve() == target.resolve(),
    )


def _check_listing(
    hub: Repository, manifest: Manifest, tree: dict[str, RemoteFile], revision: str
) -> None:
    """Refuses before the first byte where the listing already contradicts the manifest."""
    problems = [f"{path}: {message}" for _, path, message in misnamed(manifest, revision)]
    for entry in manifest.files:
        remote = tree.get(entry.path)
        if remote is None:
            problems.append(f"{entry.path}: missing on the Hub")
        elif remote.size != entry.bytes or remote.sha256 not in (None, entry.sha256):
            problems.append(f"{entry.path}: other content on the Hub")
    if problems:
        raise HubError(
            f"the revision does not match its manifest:{listed(problems)}",
            f"{hub.id}@{revision}",
            "pull a tag (vX.Y.Z): main may have been changed by hand",
            "unverified",
        )


def _already_there(target: Path, manifest: Manifest) -> bool:
    """Whether the release is there already, whole; HubError ``conflict`` for anything else."""
    if not os.path.lexists(target):
        return False
    mend = "move that folder away, or pull with another --out"
    try:
        local = load_manifest(target)
    except ReleaseError as error:
        raise HubError(error.what, str(target), mend, "conflict") from None
    if local != manifest:
        raise HubError(
            f"the folder holds another {manifest.release} than the Hub",
            str(target),
            mend,
            "conflict",
        )
    with reading(target):
        problems = differences(target, manifest)
    if problems:
        raise HubError(
            f"the folder does not match its manifest:{listed(problems)}",
            str(target),
            mend,
            "conflict",
        )
    return True


def _fetch(
    hub: Repository, manifest: Manifest, tree: dict[str, RemoteFile], commit: str, out: Path
) -> None:
    """Download into a hidden folder, compare everything, then publish it by renaming."""
    with staging(out) as staged:
        download_release(hub, manifest, tree, commit, staged)
        problems = differences(staged, manifest)
        if problems:
            raise HubError(
                f"files arrived with other bytes than the manifest says:{listed(problems)}",
                hub.id,
                "run the same command again; `dataset-tools verify hf://…` tells which side is bad",
                "unverified",
            )
        publish(out, staged, parse_version(manifest.release))
