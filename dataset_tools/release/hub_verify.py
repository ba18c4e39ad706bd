"""Verifying a release on the Hub: every file of its manifest, without or with downloading it.

The Hub lists the SHA-256 of every large file and the git hash of every small one; small ones are
read to get their SHA-256. ``deep`` downloads the large ones as well, which finds what a listing
cannot: bytes that are damaged on the way to the user (the loading libraries compare no checksum).
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dataset_tools.core.errors import HubError
from dataset_tools.release.files import remove, writing
from dataset_tools.release.hub_card import data_patterns, matcher
from dataset_tools.release.hub_client import RemoteFile, Repository
from dataset_tools.release.hub_local import CARD, VALIDATION, listed
from dataset_tools.release.hub_state import read_checked, read_manifest
from dataset_tools.release.manifest import MANIFEST_NAME, FileEntry, Manifest
from dataset_tools.release.verify import Problem, verify

_TARGET = re.compile(r"hf://datasets/(?P<repo>[^/@\s]+/[^/@\s]+)(?:@(?P<revision>[^\s@]+))?/?")
_RELEASE_TAG = re.compile(r"v(\d+\.\d+\.\d+)", re.ASCII)


@dataclass(frozen=True)
class RemoteReport:
    """What was found. ``files`` counts those compared, ``foreign`` are not part of the release."""

    repo: str
    revision: str
    commit: str
    release: str
    content_digest: str
    files: int
    bytes: int
    rows: int
    deep: bool
    foreign: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as the manifest says."""
        return not self.problems

    def check(self) -> RemoteReport:
        """Itself, or HubError ``unverified`` that lists the problems."""
        if self.ok:
            return self
        lines = [f"{problem.path}: {problem.message}" for problem in self.problems]
        raise HubError(
            f"{len(lines)} things are not as the manifest says:{listed(lines)}",
            f"{self.repo}@{self.revision}",
            "do not use this revision; push the release again or load a tag that verifies",
            "unverified",
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for ``--json``."""
        return {
            **vars(self),
            "path": f"hf://datasets/{self.repo}@{self.revision}",
            "ok": self.ok,
            "foreign": list(self.foreign),
            "problems": [problem._asdict() for problem in self.problems],
        }


def parse_target(target: str) -> tuple[str, str]:
    """Repository and revision (``main`` where none is given) of an ``hf://`` address.

    >>> parse_target("hf://datasets/ns/name@v1.0.0")
    ('ns/name', 'v1.0.0')
    """
    match = _TARGET.fullmatch(target)
    if match is None:
        raise HubError(
            f"{target!r} is no address of a dataset on the Hub",
            "",
            "write hf://datasets/NAMESPACE/NAME@vX.Y.Z",
            "refused",
        )
    return match["repo"], unquote(match["revision"] or "main")


def verify_remote(target: str, *, deep: bool = False) -> RemoteReport:
    """Compare a release on the Hub with its own manifest; ``deep`` also downloads every file.

    ``target`` is ``hf://datasets/NAMESPACE/NAME@REVISION``. Raises HubError where the revision
    cannot be read at all, ReleaseError where it holds no release; all else is in the report.
    """
    repo, revision = parse_target(target)
    hub = Repository.open(repo)
    commit = find_commit(hub, revision)
    tree = hub.tree(commit)
    manifest = read_manifest(hub, tree, commit)
    problems = misnamed(manifest, revision)
    for entry in manifest.files:
        problems += _compare(hub, entry, tree.get(entry.path), commit)
    ours = {MANIFEST_NAME, *(entry.path for entry in manifest.files)}
    foreign = tuple(sorted(tree.keys() - ours))
    if not problems:
        problems += _contents(hub, tree, commit, foreign)
    if deep and not problems:
        problems += _download(hub, manifest, tree, commit)
    return RemoteReport(
        repo,
        revision,
        commit,
        manifest.release,
        manifest.content_digest,
        len(ours),
        sum(entry.bytes for entry in manifest.files),
        sum(entry.rows or 0 for entry in manifest.files),
        deep,
        foreign,
        tuple(problems),
    )


def find_commit(hub: Repository, revision: str) -> str:
    """The commit of a revision; HubError ``refused`` where the repository has no such thing."""
    commit = hub.resolve(revision)
    if commit is None:
        tags = ", ".join(sorted(hub.refs()[0])) or "none"
        raise HubError(f"no revision {revision!r}", hub.id, f"its tags are: {tags}", "refused")
    return commit


def misnamed(manifest: Manifest, revision: str) -> list[Problem]:
    """A tag ``vX.Y.Z`` must hold release X.Y.Z."""
    named = _RELEASE_TAG.fullmatch(revision)
    if named is None or named.group(1) == manifest.release:
        return []
    return [Problem("other_release", MANIFEST_NAME, f"it is of release {manifest.release}")]


def _compare(
    hub: Repository, entry: FileEntry, remote: RemoteFile | None, commit: str
) -> list[Problem]:
    if remote is None:
        return [Problem("missing", entry.path, "the file is not there")]
    if remote.size != entry.bytes:
        return [Problem("size", entry.path, f"{remote.size} bytes instead of {entry.bytes}")]
    found = remote.sha256
    if found is None:
        found = hashlib.sha256(read_checked(hub, remote, commit)).hexdigest()
    if found != entry.sha256:
        return [Problem("sha256", entry.path, f"SHA-256 {found} instead of {entry.sha256}")]
    return []


def _contents(
    hub: Repository, tree: dict[str, RemoteFile], commit: str, foreign: tuple[str, ...]
) -> list[Problem]:
    """The gate's result, and files that would be loaded although no manifest lists them."""
    problems = []
    if VALIDATION in tree:
        report = json.loads(read_checked(hub, tree[VALIDATION], commit))
        if not isinstance(report, dict) or report.get("success") is not True:
            problems.append(Problem("gate", VALIDATION, "the release did not pass its gate"))
    if CARD in tree:
        card = read_checked(hub, tree[CARD], commit).decode("utf-8", "replace")
        wanted = matcher(data_patterns(card))
        problems += [
            Problem("foreign_data", path, "would be loaded, but is not part of the release")
            for path in foreign
            if wanted.fullmatch(path)
        ]
    return problems


def download_release(
    hub: Repository, manifest: Manifest, tree: dict[str, RemoteFile], commit: str, folder: Path
) -> None:
    """Every file of the release below ``folder``, as a user would get it; not yet compared."""
    for entry in manifest.files:
        hub.download(entry.path, commit, folder)
    data = read_checked(hub, tree[MANIFEST_NAME], commit)
    with writing(folder):
        (folder / MANIFEST_NAME).write_bytes(data)
    remove(folder / ".cache")  # the download library's notes


def _download(
    hub: Repository, manifest: Manifest, tree: dict[str, RemoteFile], commit: str
) -> list[Problem]:
    """What the verification of a local release finds in a fresh copy of this one."""
    with tempfile.TemporaryDirectory() as folder:
        download_release(hub, manifest, tree, commit, Path(folder))
        return list(verify(Path(folder)).problems)
