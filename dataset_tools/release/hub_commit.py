"""The middle of a push: operations, upload, one commit, reading it back, the pull request."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from dataset_tools.core.errors import HubError
from dataset_tools.release.hub_client import LONGEST_WAIT, TRIES, Landed, Repository, pause
from dataset_tools.release.hub_failure import Failure
from dataset_tools.release.hub_local import LocalRelease, listed
from dataset_tools.release.hub_plan import Plan, make_plan, missing_from, moved_between
from dataset_tools.release.hub_state import Overwrite, RemoteState, guard, read_state
from dataset_tools.release.manifest import MANIFEST_NAME

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

log = logging.getLogger("dataset_tools.hub")
_IN_MEMORY = 1 << 20  # bytes; smaller files are read once, checked and sent from memory


@dataclass(frozen=True)
class Push:
    """One push under way: what goes where, under which terms."""

    local: LocalRelease
    hub: Repository
    pr: bool
    overwrite: Overwrite

    def plan(self, state: RemoteState) -> Plan:
        plan = make_plan(self.local, state.tree, state.base)
        guard(self.hub, self.local, state, plan, self.overwrite)
        return plan

    @property
    def title(self) -> str:
        return f"Release {self.local.release}"

    @property
    def message(self) -> tuple[str, str]:
        manifest = self.local.manifest
        return self.title, f"{manifest.name} {manifest.release}, {manifest.content_digest}"


def sleep(number: int, failure: Failure | None) -> None:
    seconds = pause(number, failure)
    if failure is not None and seconds > LONGEST_WAIT:
        raise failure.error("go on", f"the Hub asks to wait {seconds:.0f} s")
    time.sleep(seconds)


def _operations(
    job: Push, plan: Plan
) -> tuple[list[CommitOperationAdd], list[CommitOperationDelete]]:
    """The commit's operations. Small files are checked in memory, so what is sent was checked."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    additions = []
    for path in plan.paths("add", "replace"):
        entry, file = job.local.files[path], job.local.folder / path
        try:
            source = file.read_bytes() if entry.bytes <= _IN_MEMORY else file
            operation = CommitOperationAdd(path, source)
        except (OSError, ValueError):  # gone, or no file any more
            _changed_underneath(job, path)
        if isinstance(source, bytes) and hashlib.sha256(source).hexdigest() != entry.sha256:
            _changed_underneath(job, path)
        additions.append(operation)
    return additions, [CommitOperationDelete(path) for path in plan.paths("delete")]


def _changed_underneath(job: Push, path: str) -> NoReturn:
    raise HubError(
        f"{path} changed while it was being pushed",
        str(job.local.folder),
        "leave the release alone, or build it again, then push again",
        "refused",
    )


def _upload(job: Push, additions: list[CommitOperationAdd]) -> None:
    """Upload, then prove that the Hub will take every file, with the bytes of the manifest."""
    failure = job.hub.preupload(additions, pull_request=job.pr)
    if failure is not None:
        raise failure.error("upload the data", job.hub.id)
    ignored = [op.path_in_repo for op in additions if getattr(op, "_should_ignore", False)]
    if ignored:
        raise HubError(
            f"a .gitignore on the Hub would drop files of the release:{listed(ignored)}",
            job.hub.id,
            "remove those lines from the .gitignore of the repository",
            "refused",
        )
    for op in additions:
        if op.upload_info.sha256.hex() != job.local.files[op.path_in_repo].sha256:
            _changed_underneath(job, op.path_in_repo)


def commit_release(job: Push, state: RemoteState, plan: Plan) -> tuple[Landed, RemoteState]:
    """Land one commit on top of ``state``, or on what the Hub became meanwhile (given back too).

    The parent makes a second try harmless: once the first has landed, the head is another one.
    """
    failure: Failure | None = None
    for number in range(TRIES):
        additions, deletions = _operations(job, plan)
        _upload(job, additions)
        log.info("committing %d files to %s", len(additions), job.hub.id)
        answer = job.hub.commit(
            [*deletions, *additions], state.head, job.message, pull_request=False
        )
        if isinstance(answer, Landed):
            return answer, state
        failure = answer
        if failure.kind not in ("busy", "unknown", "moved"):
            raise failure.error("commit", job.hub.id)
        log.info("the commit was not acknowledged (%s); looking at the Hub", failure.text)
        if failure.kind != "moved":
            sleep(number, failure)
        fresh = _look_again(job)
        if fresh.head != state.head:
            if not make_plan(job.local, fresh.tree, fresh.base).changes:
                return Landed(fresh.head or ""), fresh
            _refuse_our_files_moved(job, state, fresh)
            state, plan = fresh, job.plan(fresh)
    assert failure is not None
    raise failure.error("commit", job.hub.id)


def _look_again(job: Push) -> RemoteState:
    try:
        return read_state(job.hub)
    except HubError as error:
        raise HubError(
            f"the commit may or may not have landed: {error.what}",
            job.hub.id,
            "run the same command again: it looks first and does nothing twice",
            "unverified",
        ) from None


def _refuse_our_files_moved(job: Push, before: RemoteState, after: RemoteState) -> None:
    """HubError ``conflict`` where somebody else changed files of the release meanwhile."""
    ours = {MANIFEST_NAME, *job.local.files}
    for base in (before.base, after.base):
        ours |= {entry.path for entry in base.files} if base is not None else set()
    moved = [path for path in moved_between(before.tree, after.tree) if path in ours]
    if moved:
        raise HubError(
            f"somebody else changed files of the release during the push:{listed(moved)}",
            f"{job.hub.id}, {before.head or ''} -> {after.head or ''}",
            "look at what they did, then run the same command again",
            "conflict",
        )


def read_back(job: Push, commit: str, before: RemoteState) -> None:
    """Prove that the commit holds the release, no stale file, and everybody else's files."""
    try:
        tree = job.hub.tree(commit)
    except HubError as error:
        problems = [error.what]
    else:
        plan = make_plan(job.local, before.tree, before.base)
        problems = missing_from(job.local, tree)
        problems += [f"{path}: still there" for path in plan.paths("delete") if path in tree]
        problems += [f"{path}: gone" for path in plan.paths("foreign") if path not in tree]
    if problems:
        raise HubError(
            f"commit {commit[:12]} is not proved to hold the release; no tag was set:"
            f"{listed(problems)}",
            job.hub.id,
            "run the same command again",
            "unverified",
        )


def open_pull_request(job: Push, state: RemoteState, plan: Plan) -> tuple[Landed, bool]:
    """The pull request with the release, and whether it is new; a lost answer is looked for."""
    existing = find_pull_request(job)
    if existing is not None:
        return existing, False
    failure: Failure | None = None
    landed: Landed | None = None
    for number in range(TRIES):
        additions, deletions = _operations(job, plan)
        _upload(job, additions)
        answer = job.hub.commit(
            [*deletions, *additions], state.head, job.message, pull_request=True
        )
        landed = answer if isinstance(answer, Landed) else None
        if isinstance(answer, Failure):
            failure = answer
            if failure.kind not in ("busy", "unknown"):
                break
            sleep(number, failure)
            landed = find_pull_request(job)
        if landed is not None:
            read_back(job, landed.commit, state)
            return landed, True
    assert failure is not None
    raise failure.error("open the pull request", job.hub.id)


def find_pull_request(job: Push) -> Landed | None:
    """An open pull request that holds exactly this release."""
    from huggingface_hub.constants import ENDPOINT

    for number in job.hub.open_pull_requests(job.title):
        commit = job.hub.resolve(f"refs/pr/{number}")
        if commit is not None and not missing_from(job.local, job.hub.tree(commit)):
            return Landed(commit, f"{ENDPOINT}/datasets/{job.hub.id}/discussions/{number}")
    return None
