"""What a push would change, computed from two listings: pure, without any request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from dataset_tools.release.hub_client import RemoteFile
from dataset_tools.release.hub_local import LocalRelease
from dataset_tools.release.manifest import MANIFEST_NAME, Manifest

Action = Literal["add", "replace", "delete", "unchanged", "foreign"]
ACTIONS: tuple[Action, ...] = ("add", "replace", "delete", "unchanged", "foreign")


class Step(NamedTuple):
    """One file of a plan. ``bytes`` as it will be, ``was`` as it is on the Hub (None: absent)."""

    action: Action
    path: str
    bytes: int | None
    was: int | None


class Plan(NamedTuple):
    """Every file of the release and of the repository, and what becomes of it.

    ``foreign`` files are not ours (``.gitattributes``, a licence that a person added): a push
    neither changes nor deletes them.
    """

    steps: tuple[Step, ...]

    def paths(self, *actions: Action) -> list[str]:
        """The paths with one of these actions, sorted."""
        return [step.path for step in self.steps if step.action in actions]

    @property
    def changes(self) -> bool:
        """Whether a commit is needed at all."""
        return bool(self.paths("add", "replace", "delete"))

    @property
    def bytes_to_upload(self) -> int:
        """Size of all files to add or replace; what the storage holds already travels for free."""
        return sum(step.bytes or 0 for step in self.steps if step.action in ("add", "replace"))

    def as_dict(self) -> dict[str, Any]:
        """Plain values: a list of ``{"path", "bytes"}`` for each action, and the sum."""
        value: dict[str, Any] = {action: [] for action in ACTIONS}
        for action, path, size, was in self.steps:
            value[action].append({"path": path, "bytes": was if size is None else size})
        return {**value, "bytes_to_upload": self.bytes_to_upload}


def same(local: LocalRelease, path: str, remote: RemoteFile) -> bool:
    """Whether the Hub's file is our file, by SHA-256 (LFS, Xet) or by git's hash (the others)."""
    entry = local.files[path]
    if remote.size != entry.bytes:
        return False
    if remote.sha256 is not None:
        return remote.sha256 == entry.sha256
    return remote.blob == local.blob(path)


def make_plan(local: LocalRelease, tree: Mapping[str, RemoteFile], base: Manifest | None) -> Plan:
    """The plan that turns ``tree`` into the release; ``base`` is the manifest found in ``tree``.

    Only what ``base`` lists is deleted: without a manifest of ours nothing there is ours.
    """
    ours = {MANIFEST_NAME, *(entry.path for entry in base.files)} if base is not None else set()
    steps = []
    for path in sorted(local.files.keys() | tree.keys()):
        entry, remote = local.files.get(path), tree.get(path)
        if entry is None:
            assert remote is not None
            action: Action = "delete" if path in ours else "foreign"
            kept = None if action == "delete" else remote.size
            steps.append(Step(action, path, kept, remote.size))
        elif remote is None:
            steps.append(Step("add", path, entry.bytes, None))
        else:
            action = "unchanged" if same(local, path, remote) else "replace"
            steps.append(Step(action, path, entry.bytes, remote.size))
    return Plan(tuple(steps))


def missing_from(local: LocalRelease, tree: Mapping[str, RemoteFile]) -> list[str]:
    """Every way in which ``tree`` does not hold the release, one line each; empty if it does."""
    problems = []
    for path in sorted(local.files):
        remote = tree.get(path)
        if remote is None:
            problems.append(f"{path}: missing")
        elif not same(local, path, remote):
            problems.append(f"{path}: other content ({remote.size} bytes)")
    return problems


def moved_between(before: Mapping[str, RemoteFile], after: Mapping[str, RemoteFile]) -> list[str]:
    """Paths whose content differs between two listings, sorted."""
    return sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
