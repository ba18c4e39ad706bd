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
from typing import Any, NamedTuple
from urllib.parse import unquote

from dataset_tools.core.errors import HubError, ReleaseError
from dataset_tools.release.files import sha256_file
from dataset_tools.release.hub_card import data_patterns, matcher
from dataset_tools.release.hub_client import RemoteFile, Repository
from dataset_tools.release.hub_local import CARD, VALIDATION, listed
from dataset_tools.release.hub_state import read_checked, read_manifest
from dataset_tools.release.manifest import MANIFEST_NAME, FileEntry, Manifest

_TARGET = re.compile(r"hf://datasets/(?P<repo>[^/@\s]+/[^/@\s]+)(?:@(?P<revision>[^\s@]+))?/?")
_RELEASE_TAG = re.compile(r"v(\d+\.\d+\.\d+)", re.ASCII)


class Problem(NamedTuple):
    """One thing that is not as the manifest says; ``code`` is stable, ``what`` is for people."""

    path: str
    code: str
    what: str


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
        lines = [f"{problem.path}: {problem.what}" for problem in self.problems]
        raise HubError(
            f"{len(lines)} things are not as the manifest says:{listed(lines)}\n ",
            f"{self.repo}@{self.revision}",
            "do not use this revision; push the release again or load a tag that verifies",
            "unverified",
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for ``--json``."""
        value = dict(vars(self))
        return {
            **value,
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
    problems = _misnamed(manifest, revision)
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


def _misnamed(manifest: Manifest, revision: str) -> list[Problem]:
    """A tag ``vX.Y.Z`` must hold release X.Y.Z."""
    named = _RELEASE_TAG.fullmatch(revision)
    if named is None or named.group(1) == manifest.release:
        return []
    return [Problem(MANIFEST_NAME, "other_release", f"it is of release {manifest.release}")]


def _compare(
    hub: Repository, entry: FileEntry, remote: RemoteFile | None, commit: str
) -> list[Problem]:
    if remote is None:
        return [Problem(entry.path, "missing", "missing")]
    if remote.size != entry.bytes:
        what = f"{remote.size} bytes, the manifest says {entry.bytes}"
        return [Problem(entry.path, "size", what)]
    found = remote.sha256
    if found is None:
        found = hashlib.sha256(read_checked(hub, remote, commit)).hexdigest()
    if found != entry.sha256:
        return [Problem(entry.path, "sha256", "its SHA-256 is not the manifest's")]
    return []


def _contents(
    hub: Repository, tree: dict[str, RemoteFile], commit: str, foreign: tuple[str, ...]
) -> list[Problem]:
    """The gate's result, and files that would be loaded although no manifest lists them."""
    problems = []
    if VALIDATION in tree:
        report = json.loads(read_checked(hub, tree[VALIDATION], commit))
        if not isinstance(report, dict) or report.get("success") is not True:
            problems.append(Problem(VALIDATION, "gate", "the release did not pass its gate"))
    if CARD in tree:
        card = read_checked(hub, tree[CARD], commit).decode("utf-8", "replace")
        wanted = matcher(data_patterns(card))
        problems += [
            Problem(path, "foreign_data", "would be loaded, but is not part of the release")
            for path in foreign
            if wanted.fullmatch(path)
        ]
    return problems


def _download(
    hub: Repository, manifest: Manifest, tree: dict[str, RemoteFile], commit: str
) -> list[Problem]:
    """Every large file as a user would get it: SHA-256, and rows where it is a shard."""
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for entry in manifest.files:
            if tree[entry.path].sha256 is None:
                continue  # small files were read already
            file = hub.download(entry.path, commit, Path(folder))
            if sha256_file(file) != entry.sha256:
                what = "arrives with other bytes than the Hub lists"
                problems.append(Problem(entry.path, "sha256", what))
            elif entry.rows is not None and (rows := _rows(file)) != entry.rows:
                what = f"{rows} rows, the manifest says {entry.rows}"
                problems.append(Problem(entry.path, "rows", what))
            file.unlink()
    return problems


def _rows(file: Path) -> int:
    import pyarrow
    import pyarrow.parquet

    try:
        return int(pyarrow.parquet.read_metadata(file).num_rows)
    except pyarrow.ArrowInvalid as error:
        raise ReleaseError(f"no Parquet file: {error}", str(file), "", "damaged") from None
