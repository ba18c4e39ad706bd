"""Pushing a release: one commit, one tag, both read back.

The steps, each of which can be run again: check the release against its manifest, read the Hub,
plan, make the repository, upload, commit once with the head as parent, read the commit back, tag
it, read the tag back. A lost answer is never taken for a failure or a success: what stands on the
Hub decides.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from dataset_tools.core.errors import HubError
from dataset_tools.release.hub_client import TRIES, Landed, Repository
from dataset_tools.release.hub_commit import (
    Push,
    commit_release,
    open_pull_request,
    read_back,
    sleep,
)
from dataset_tools.release.hub_failure import Failure
from dataset_tools.release.hub_local import load_release
from dataset_tools.release.hub_plan import Plan, make_plan, missing_from
from dataset_tools.release.hub_pull import PullResult, pull
from dataset_tools.release.hub_state import Overwrite, RemoteState, find_tagged, read_state
from dataset_tools.release.hub_verify import RemoteReport, verify_remote

__all__ = ["PullResult", "PushResult", "RemoteReport", "pull", "push", "verify_remote"]

log = logging.getLogger("dataset_tools.hub")

Status = Literal["pushed", "nothing_to_do", "planned"]


@dataclass(frozen=True)
class PushResult:
    """What a push did.

    ``status``: ``pushed`` (committed, or only tagged where the commit was there), ``planned``
    (dry run), ``nothing_to_do``. ``commit`` holds the release, ``head`` is where ``main`` stood
    before. All else (refused, conflict, unverified, unreachable) is a HubError with that code.
    """

    status: Status
    repo: str
    release: str
    tag: str | None
    head: str | None
    commit: str | None
    plan: Plan
    private: bool | None
    creates: bool = False
    pull_request: str | None = None

    @property
    def url(self) -> str:
        """The page of the dataset."""
        from huggingface_hub.constants import ENDPOINT

        return f"{ENDPOINT}/datasets/{self.repo}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as ``push --json`` prints them."""
        return {
            "status": self.status,
            "repo": self.repo,
            "release": self.release,
            "tag": self.tag,
            "commit": self.commit,
            "head": self.head,
            "url": self.url,
            "private": self.private,
            "creates": self.creates,
            "pull_request": self.pull_request,
            "plan": self.plan.as_dict(),
        }


def push(
    release: Path,
    repo: str,
    *,
    dry_run: bool = False,
    pr: bool = False,
    private: bool | None = None,
    overwrite: Overwrite = "nothing",
) -> PushResult:
    """Bring the release in the folder ``release`` to the dataset repository ``repo``.

    ``dry_run`` only reads. ``pr`` opens a pull request and leaves the tag to the push after its
    merge. ``private`` makes a new repository private and refuses a public one. ``overwrite``
    says which changes made on the Hub may be lost: ``nothing``, the ``card``, or ``all``.

    Raises HubError with one of the codes ``refused`` (nothing was changed), ``conflict`` (the Hub
    holds something else; nothing of it was overwritten), ``unverified`` (something was changed
    that could not be proved right) and ``unreachable`` (run it again).
    """
    local = load_release(Path(release))
    hub = Repository.open(repo)
    if hub.token is None and not dry_run:
        raise HubError(
            "there is no login for the Hub",
            repo,
            "log in with `hf auth login`, or set HF_TOKEN in the environment",
            "refused",
        )
    job = Push(local, hub, pr, overwrite)
    state = read_state(hub)
    _check_visibility(hub, state, private)
    tagged = find_tagged(hub, local, state)
    if tagged is not None:
        commit, tree = tagged
        plan = make_plan(local, tree, local.manifest)
        return _result(job, state, plan, "nothing_to_do", commit)
    plan = job.plan(state)
    if dry_run:
        found = _result(job, state, plan, "planned", None)
        return replace(found, private=private) if state.info is None else found
    if state.info is None:
        state = _create(job, private)
        plan = job.plan(state)
    if pr and plan.changes:
        landed, new = open_pull_request(job, state, plan)
        found = _result(job, state, plan, "pushed" if new else "nothing_to_do", landed.commit)
        return replace(found, tag=None, pull_request=landed.pull_request)
    landed, before = Landed(state.head or ""), state
    if plan.changes:
        landed, before = commit_release(job, state, plan)
    read_back(job, landed.commit, before)
    _tag(job, landed.commit)
    return _result(job, state, plan, "pushed", landed.commit)


def _result(
    job: Push, state: RemoteState, plan: Plan, status: Status, commit: str | None
) -> PushResult:
    return PushResult(
        status,
        job.hub.id,
        job.local.release,
        job.local.tag,
        state.head,
        commit,
        plan,
        state.info.private if state.info is not None else None,
        creates=state.info is None,
    )


def _check_visibility(hub: Repository, state: RemoteState, private: bool | None) -> None:
    if private and state.info is not None and not state.info.private:
        raise HubError(
            "the repository is public, and a push does not change that",
            hub.id,
            "make it private in its settings on the Hub, or push without --private",
            "refused",
        )


def _create(job: Push, private: bool | None) -> RemoteState:
    """Make the repository and read it back; a lost answer is settled by looking."""
    if job.pr:
        raise HubError(
            "there is no repository to open a pull request on",
            job.hub.id,
            "push the first release without --pr",
            "refused",
        )
    failure = None
    for number in range(TRIES):
        log.info("making the repository %s", job.hub.id)
        failure = job.hub.create(private)
        if failure is not None and failure.kind not in ("busy", "unknown"):
            break
        state = read_state(job.hub)
        if state.info is not None:
            _check_visibility(job.hub, state, private)
            return state
        sleep(number, failure)
    raise (failure or Failure("unknown", "it did not appear")).error("make it", job.hub.id)


def _tag(job: Push, commit: str) -> None:
    """Tag the commit and read the tag back; the tag is looked at before every try."""
    failure: Failure | None = None
    for number in range(TRIES):
        found = job.hub.resolve(job.local.tag)
        if found == commit or (found and not missing_from(job.local, job.hub.tree(found))):
            return
        if found is not None:
            raise HubError(
                f"commit {commit[:12]} holds the release, but the tag {job.local.tag} was put on "
                f"{found[:12]} meanwhile",
                job.hub.id,
                "find out who set it; a release never changes",
                "conflict",
            )
        if failure is not None and failure.kind != "exists":
            sleep(number, failure)
        failure = job.hub.create_tag(job.local.tag, commit)
        if failure is not None and failure.kind not in ("busy", "unknown", "exists"):
            break
    else:
        if job.hub.resolve(job.local.tag) == commit:
            return
    why = f": {failure.text}" if failure is not None else ""
    raise HubError(
        f"commit {commit[:12]} holds the release, but not the tag {job.local.tag}{why}",
        job.hub.id,
        "run the same command again: only the tag is still missing",
        "unverified",
    )
