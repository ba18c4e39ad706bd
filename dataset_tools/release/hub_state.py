"""What stands on the Hub before a push, and what forbids the push to go on.

Everything here only reads. A release is immutable, a person's work on the Hub is never
overwritten unasked, and nothing may be loaded that no manifest vouches for.
"""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass, field
from typing import Literal

from dataset_tools.core.errors import HubError, ReleaseError
from dataset_tools.release.hub_card import data_patterns, matcher
from dataset_tools.release.hub_client import RemoteFile, RepoInfo, Repository
from dataset_tools.release.hub_local import CARD, LocalRelease, git_hash, listed
from dataset_tools.release.hub_plan import Plan, missing_from
from dataset_tools.release.manifest import MANIFEST_NAME, FileEntry, Manifest, parse_manifest
from dataset_tools.release.releases import parse_version

Overwrite = Literal["nothing", "card", "all"]
_DIFF_LINES = 40


@dataclass(frozen=True)
class RemoteState:
    """One consistent view: the head commit, its files, the manifest in it, all tags."""

    info: RepoInfo | None = None
    tree: dict[str, RemoteFile] = field(default_factory=dict)
    base: Manifest | None = None
    tags: dict[str, str] = field(default_factory=dict)
    branches: frozenset[str] = frozenset()

    @property
    def head(self) -> str | None:
        """The commit of ``main``; None where there is no repository or no commit."""
        return self.info.head if self.info is not None else None


def read_state(hub: Repository) -> RemoteState:
    """What the repository holds now: four requests, none with an effect."""
    info = hub.info()
    if info is None:
        return RemoteState()
    if info.id.lower() != hub.id.lower():
        raise HubError(
            f"the repository was renamed to {info.id}", hub.id, f"use {info.id}", "refused"
        )
    tags, branches = hub.refs()
    if info.head is None:
        return RemoteState(info, tags=tags, branches=frozenset(branches))
    tree = hub.tree(info.head)
    return RemoteState(info, tree, _base(hub, tree, info.head), tags, frozenset(branches))


def read_manifest(hub: Repository, tree: dict[str, RemoteFile], commit: str) -> Manifest:
    """The manifest in a revision; ReleaseError where there is none or it is not one.

    Its bytes are compared with the hash in the listing, so that a damaged answer is noticed.
    """
    remote = tree.get(MANIFEST_NAME)
    where = f"{hub.id}@{commit[:12]}"
    if remote is None:
        raise ReleaseError("this is no release: it has no manifest.json", where, "", "missing")
    return parse_manifest(read_checked(hub, remote, commit), f"{where}/{MANIFEST_NAME}")


def read_checked(hub: Repository, remote: RemoteFile, commit: str) -> bytes:
    """A small file, compared with its hash in the listing; HubError ``unverified`` if not so."""
    data = hub.read(remote.path, commit)
    found = hashlib.sha256(data).hexdigest() if remote.sha256 else git_hash(data)
    if found != (remote.sha256 or remote.blob):
        raise HubError(
            f"{remote.path} arrived with other bytes than the Hub lists",
            f"{hub.id}@{commit[:12]}",
            "run the same command again; the way to the storage damages data",
            "unverified",
        )
    return data


def _base(hub: Repository, tree: dict[str, RemoteFile], head: str) -> Manifest | None:
    """The manifest at the head; None where there is none that we could have written."""
    try:
        return read_manifest(hub, tree, head)
    except ReleaseError:
        return None


def find_tagged(
    hub: Repository, local: LocalRelease, state: RemoteState
) -> tuple[str, dict[str, RemoteFile]] | None:
    """The commit that carries our tag, with its files, if it holds this very release.

    None without a tag. Raises HubError ``conflict`` where the tag stands on anything else, for
    releases never change.
    """
    if local.tag in state.branches:
        raise HubError(
            f"the Hub has a branch named {local.tag}, which would hide the tag",
            hub.id,
            "delete or rename that branch",
            "refused",
        )
    commit = state.tags.get(local.tag)
    if commit is None:
        return None
    tree = hub.tree(commit)
    problems = missing_from(local, tree)
    if problems:
        raise HubError(
            f"the tag {local.tag} is on {commit[:12]}, which holds another {local.release}:"
            f"{listed(problems)}",
            hub.id,
            "a release never changes: give this one a new number",
            "conflict",
        )
    return commit, tree


def guard(
    hub: Repository, local: LocalRelease, state: RemoteState, plan: Plan, overwrite: Overwrite
) -> None:
    """Raises HubError ``refused`` or ``conflict`` where the plan must not be carried out."""
    _guard_identity(hub, local, state, overwrite)
    _guard_edits(hub, local, state, plan, overwrite)
    _guard_numbers(hub, local, state, plan, overwrite)
    _guard_strangers(hub, local, plan)


def _guard_identity(
    hub: Repository, local: LocalRelease, state: RemoteState, overwrite: Overwrite
) -> None:
    base = state.base
    if base is None or overwrite == "all":
        return
    if base.name != local.manifest.name:
        raise HubError(
            f"the repository holds the dataset {base.name!r}, not {local.manifest.name!r}",
            hub.id,
            "push to another repository, or repeat with --overwrite all",
            "refused",
        )
    if parse_version(base.release) > parse_version(local.release):
        raise HubError(
            f"the Hub holds release {base.release}, which is newer than {local.release}",
            hub.id,
            f"pull it (dataset-tools pull {hub.id}) and build the next version on it",
            "refused",
        )


def _guard_numbers(
    hub: Repository, local: LocalRelease, state: RemoteState, plan: Plan, overwrite: Overwrite
) -> None:
    base = state.base
    other = base is not None and base.release == local.release and base != local.manifest
    if other and plan.changes and overwrite != "all":
        raise HubError(
            f"the Hub already holds another {local.release}: its manifest differs",
            hub.id,
            "a release never changes: give this one a new number",
            "conflict",
        )


def _guard_strangers(hub: Repository, local: LocalRelease, plan: Plan) -> None:
    """Refuses where files that are not ours would be loaded along with ours."""
    wanted = matcher(data_patterns(local.card()))
    strangers = [path for path in plan.paths("foreign") if wanted.fullmatch(path)]
    if strangers:
        raise HubError(
            f"files that are not ours would be loaded as part of the dataset:{listed(strangers)}",
            hub.id,
            "delete or move them on the Hub",
            "conflict",
        )


def _as_released(hub: Repository, state: RemoteState, entry: FileEntry, remote: RemoteFile) -> bool:
    """Whether a file on the Hub is still what the manifest beside it says."""
    if remote.size != entry.bytes:
        return False
    if remote.sha256 is not None:
        return remote.sha256 == entry.sha256
    data = read_checked(hub, remote, state.head or "main")
    return hashlib.sha256(data).hexdigest() == entry.sha256


def edited_on_hub(hub: Repository, state: RemoteState, plan: Plan) -> dict[str, str]:
    """Files that the plan would overwrite or bring back although a person changed them there."""
    known = {entry.path: entry for entry in state.base.files} if state.base is not None else {}
    found = {}
    for action, path, _, _ in plan.steps:
        entry, remote = known.get(path), state.tree.get(path)
        if action == "add" and entry is not None:
            found[path] = "deleted on the Hub"
        elif action in ("replace", "delete") and remote is not None:
            if entry is None and (path != MANIFEST_NAME or state.base is None):
                found[path] = "written on the Hub, not by a release"
            elif entry is not None and not _as_released(hub, state, entry, remote):
                found[path] = "changed on the Hub since it was released"
    return found


def _guard_edits(
    hub: Repository, local: LocalRelease, state: RemoteState, plan: Plan, overwrite: Overwrite
) -> None:
    if overwrite == "all":
        return
    edits = edited_on_hub(hub, state, plan)
    others = [f"{path}: {what}" for path, what in edits.items() if path != CARD]
    if others:
        raise HubError(
            f"files of the release were touched on the Hub:{listed(others)}",
            hub.id,
            "undo that on the Hub, or repeat with --overwrite all to replace them",
            "conflict",
        )
    if CARD in edits and overwrite != "card":
        raise HubError(
            f"the card was {edits[CARD]}:\n{_card_diff(hub, local, state)}",
            hub.id,
            "take the change over into your card and build again, or repeat with --overwrite card",
            "refused",
        )


def _card_diff(hub: Repository, local: LocalRelease, state: RemoteState) -> str:
    """What a person changed in the card: against the last release, or else against this one."""
    remote = state.tree.get(CARD)
    now = read_checked(hub, remote, state.head or "main") if remote is not None else b""
    tag = f"v{state.base.release}" if state.base is not None else ""
    before, name = local.card(), f"release {local.release}"
    if tag in state.tags:
        before, name = hub.read(CARD, state.tags[tag]).decode("utf-8", "replace"), tag
    after = now.decode("utf-8", "replace").splitlines()
    lines = list(difflib.unified_diff(before.splitlines(), after, name, "Hub", n=1, lineterm=""))
    if len(lines) > _DIFF_LINES:
        lines = [*lines[:_DIFF_LINES], f"… {len(lines) - _DIFF_LINES} more lines"]
    return "\n".join(f"  {line}" for line in lines)
