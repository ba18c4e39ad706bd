"""Pushing with the real clients, by Xet and by plain LFS, to a Hub that behaves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

releases = sys.modules["hub_test_releases"]


def tree_of(repo: Any, ref: str = "main") -> dict[str, bytes]:
    return {path: blob.data for path, blob in repo.resolve(ref).tree.items()}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_first_push_is_one_commit_and_one_tag_and_loads_back_equal(
    hub: Any, both: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0", big=True)
    result = both("push", release, repo, private=True)["ok"]
    there = hub.repos[repo]
    assert result["status"] == "pushed"
    assert there.private
    assert [commit.title for commit in there.history()] == ["Release 1.0.0", "initial commit"]
    assert there.tags == {"v1.0.0": result["commit"]}
    assert tree_of(there) == {**files_of(release), ".gitattributes": b"*.parquet filter=lfs\n"}
    xet = bool(hub.requests("xet-write-token"))
    assert xet != bool(hub.requests("info/lfs"))
    assert all(not headers.get("Authorization") for o, _, _, headers, _ in hub.log if o == "cdn")


def test_pushing_again_does_nothing(hub: Any, client: Any, repo: str, make: Any) -> None:
    release = make("1.0.0")
    first = client("push", release, repo)["ok"]
    hub.log.clear()
    again = client("push", release, repo)["ok"]
    assert again["status"] == "nothing_to_do"
    assert again["commit"] == first["commit"]
    assert {method for method, _ in hub.requests()} == {"GET"}
