"""One dataset repository on the Hub: each request the tool makes, as a method.

Readings are retried here (the client library retries only some of them). Requests with an effect
are sent once and report what happened as a :class:`~dataset_tools.release.hub_failure.Failure`,
for only the caller can find out whether a lost answer had an effect.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dataset_tools.core.errors import HubError, UsageError
from dataset_tools.release.hub_failure import Failure, classify, failures
from dataset_tools.release.hub_login import read_token

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi

log = logging.getLogger("dataset_tools.hub")

TRIES = 5
LONGEST_WAIT = 300.0  # seconds; a rate limit that lasts longer is reported instead of waited for
TIMEOUT_VARIABLE = "DATASET_TOOLS_HUB_TIMEOUT"
_TIMEOUT = 120.0  # seconds; the client's own default is to wait for an answer for ever
_REPO = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}", re.ASCII)

T = TypeVar("T")


class RemoteFile(NamedTuple):
    """One file of a revision: size, git hash of its blob, SHA-256 where it is stored as LFS/Xet."""

    path: str
    size: int
    blob: str
    sha256: str | None


class RepoInfo(NamedTuple):
    """A repository as it is: its real id, whether it is private, the commit of ``main``."""

    id: str
    private: bool
    head: str | None


class Landed(NamedTuple):
    """A commit that the Hub acknowledged."""

    commit: str
    pull_request: str | None = None


def pause(number: int, failure: Failure | None = None) -> float:
    """Seconds to wait before try ``number`` + 1: what the Hub asked for, else 1, 2, 4, 8."""
    if failure is not None and failure.wait is not None:
        return failure.wait
    return float(2 ** min(number, 3))


def _timeout() -> float:
    stated = os.environ.get(TIMEOUT_VARIABLE, "").strip()
    try:
        seconds = float(stated or _TIMEOUT)
    except ValueError:
        seconds = 0.0
    if seconds > 0:
        return seconds
    raise UsageError(f"{stated!r} is no number of seconds", TIMEOUT_VARIABLE, "write 120")


@contextlib.contextmanager
def _bounded_wait() -> Iterator[None]:
    """Gives the client's shared session a timeout for the time of one call."""
    from huggingface_hub import get_session

    session = get_session()
    before = session.timeout
    session.timeout = _timeout()
    try:
        yield
    finally:
        session.timeout = before


@dataclass
class Repository:
    """The dataset repository ``id`` (``NAMESPACE/NAME``) with the login of this machine."""

    id: str
    api: HfApi = field(repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def open(cls, repo: str) -> Repository:
        """The repository of that name, whether it exists or not; HubError if it cannot be one."""
        if not _REPO.fullmatch(repo) or "--" in repo or ".." in repo:
            raise HubError(
                f"{repo!r} is no name of a dataset repository",
                "",
                "write NAMESPACE/NAME, for example my-organisation/my-dataset",
                "refused",
            )
        from huggingface_hub import HfApi

        token = read_token()
        # ``False`` keeps the library from looking for a token of its own.
        return cls(repo, HfApi(token=token or False, library_name="dataset-tools"), token)

    def _attempt(self, call: Callable[[], T]) -> T | Failure:
        with _bounded_wait():
            try:
                return call()
            except failures() as error:
                return classify(error, self.token)

    def _read(self, doing: str, call: Callable[[], T]) -> T | Failure:
        """The answer of a request without effect, tried up to TRIES times."""
        for number in range(TRIES):
            answer = self._attempt(call)
            if not (isinstance(answer, Failure) and answer.kind in ("busy", "unknown")):
                return answer
            if number + 1 == TRIES or pause(number, answer) > LONGEST_WAIT:
                break
            log.info("%s: %s; trying again", doing, answer.text)
            time.sleep(pause(number, answer))
        return answer

    def _must_read(self, doing: str, call: Callable[[], T]) -> T:
        answer = self._read(doing, call)
        if isinstance(answer, Failure):
            raise answer.error(doing, self.id)
        return answer

    def info(self) -> RepoInfo | None:
        """What the repository is; None where there is none that this login can see."""
        doing = "look at the repository"
        answer = self._read(doing, lambda: self.api.dataset_info(self.id))
        if isinstance(answer, Failure):
            if answer.kind == "absent":
                return None
            raise answer.error(doing, self.id)
        return RepoInfo(answer.id, bool(answer.private), answer.sha)

    def refs(self) -> tuple[dict[str, str], set[str]]:
        """Tags with the commits they point to, and the names of the branches."""
        refs = self._must_read(
            "list the tags", lambda: self.api.list_repo_refs(self.id, repo_type="dataset")
        )
        tags = {tag.name: tag.target_commit for tag in refs.tags}
        return tags, {branch.name for branch in refs.branches}

    def resolve(self, revision: str) -> str | None:
        """The commit that a tag, branch or commit names; None where there is no such revision."""
        doing = f"resolve {revision}"
        answer = self._read(doing, lambda: self.api.dataset_info(self.id, revision=revision))
        if isinstance(answer, Failure):
            if answer.kind == "missing":
                return None
            raise answer.error(doing, self.id)
        return answer.sha

    def tree(self, revision: str) -> dict[str, RemoteFile]:
        """Every file of a revision by path (one listing, in pages of a thousand)."""
        from huggingface_hub.hf_api import RepoFile

        def listing() -> dict[str, RemoteFile]:
            entries = self.api.list_repo_tree(
                self.id, recursive=True, revision=revision, repo_type="dataset"
            )
            return {
                entry.path: RemoteFile(
                    entry.path, entry.size, entry.blob_id, entry.lfs.sha256 if entry.lfs else None
                )
                for entry in entries
                if isinstance(entry, RepoFile)
            }

        return self._must_read("list the files", listing)

    def read(self, path: str, revision: str) -> bytes:
        """The bytes of one small file, straight from the Hub (no cache that could be stale)."""
        from huggingface_hub import get_session, hf_hub_url
        from huggingface_hub.utils import hf_raise_for_status  # type: ignore[attr-defined]

        url = hf_hub_url(self.id, path, repo_type="dataset", revision=revision)
        headers = self.api._build_hf_headers()

        def fetch() -> bytes:
            # Redirects to the storage host drop the Authorization header by themselves.
            response = get_session().get(url, headers=headers, follow_redirects=True)
            hf_raise_for_status(response)
            data: bytes = response.content
            return data

        return self._must_read(f"read {path}", fetch)

    def download(self, path: str, revision: str, folder: Path) -> Path:
        """One file of any size below ``folder``, resumed where the connection drops."""
        from huggingface_hub import hf_hub_download

        def fetch() -> str:
            return hf_hub_download(
                self.id,
                path,
                repo_type="dataset",
                revision=revision,
                local_dir=folder,
                force_download=True,
                token=self.token or False,
            )

        return Path(self._must_read(f"download {path}", fetch))

    def open_pull_requests(self, title: str) -> list[int]:
        """Numbers of the open pull requests with that title, newest first."""

        def listing() -> list[int]:
            found = self.api.get_repo_discussions(
                self.id,
                repo_type="dataset",
                discussion_type="pull_request",
                discussion_status="open",
            )
            return [item.num for item in found if item.title == title and item.is_pull_request]

        return sorted(self._must_read("list the pull requests", listing), reverse=True)

    def create(self, private: bool | None) -> Failure | None:
        """Make the repository; None where the Hub said that it is there now."""
        made = self._attempt(
            lambda: self.api.create_repo(
                self.id, repo_type="dataset", private=private or None, exist_ok=True
            )
        )
        return made if isinstance(made, Failure) else None

    def preupload(
        self, additions: Sequence[CommitOperationAdd], *, pull_request: bool
    ) -> Failure | None:
        """Bring the large files to the storage; nothing can be seen of it before the commit.

        The same bytes sent twice are stored once, so this step is simply tried again.
        """

        def upload() -> bool:
            self.api.preupload_lfs_files(
                self.id,
                additions,
                repo_type="dataset",
                create_pr=pull_request,
                free_memory=False,
            )
            return True

        answer = self._read("upload the data", upload)
        return answer if isinstance(answer, Failure) else None

    def commit(
        self,
        operations: Sequence[CommitOperationAdd | CommitOperationDelete],
        parent: str | None,
        message: tuple[str, str],
        *,
        pull_request: bool,
    ) -> Landed | Failure:
        """Send one commit, once. A failure of kind ``unknown`` may have landed all the same."""
        import warnings

        def send() -> Any:
            with warnings.catch_warnings():
                # The Hub's remarks on a card arrive as warnings; the card is checked beforehand.
                warnings.simplefilter("ignore")
                return self.api.create_commit(
                    self.id,
                    operations,
                    commit_message=message[0],
                    commit_description=message[1],
                    repo_type="dataset",
                    parent_commit=parent,
                    create_pr=pull_request,
                )

        answer = self._attempt(send)
        if isinstance(answer, Failure):
            return answer
        return Landed(answer.oid, answer.pr_url)

    def create_tag(self, tag: str, commit: str) -> Failure | None:
        """Put a tag on a commit, once; an existing one is a failure of kind ``exists``."""
        answer = self._attempt(
            lambda: self.api.create_tag(self.id, tag=tag, revision=commit, repo_type="dataset")
        )
        return answer if isinstance(answer, Failure) else None
