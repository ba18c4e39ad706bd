"""What a person did on the Hub is never overwritten unasked, and releases never change."""

from __future__ import annotations

import sys
from typing import Any

import pytest

server = sys.modules["hub_test_server"]
SHARD = "data/articles/train-00000-of-00002.parquet"


@pytest.fixture
def pushed(hub: Any, client: Any, repo: str, make: Any) -> Any:
    """The repository after a push of 1.0.0."""
    client("push", make("1.0.0"), repo)
    hub.log.clear()
    return hub.repos[repo]


def test_a_card_edited_by_hand_is_refused_with_a_diff_and_overwritten_on_demand(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    card = pushed.head.tree["README.md"].data
    pushed.edit(**{"README.md": card + b"\nCite us.\n"})
    release = make("1.1.0", note="New.")
    error = client("push", release, repo)["error"]
    assert error["code"] == "refused"
    assert "+Cite us." in error["what"]
    assert "--overwrite card" in error["mend"]
    assert client("push", release, repo, dry_run=True)["error"]["code"] == "refused"
    assert client("push", release, repo, overwrite="card")["ok"]["status"] == "pushed"
    assert b"Cite us." not in pushed.head.tree["README.md"].data


def test_a_card_written_when_the_repository_was_made_is_refused(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.make(repo).edit(**{"README.md": b"---\nlicense: mit\n---\n"})
    assert client("push", make("1.0.0"), repo)["error"]["code"] == "refused"
    assert client("push", make("1.0.0"), repo, overwrite="card")["ok"]["status"] == "pushed"


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        (SHARD, server.Blob(b"other rows", True), "changed on the Hub"),
        ("CHANGELOG.md", server.Blob(b"# history\n", False), "changed on the Hub"),
        ("CHANGELOG.md", None, "deleted on the Hub"),
        ("data/articles/train-00000-of-00003.parquet", server.Blob(b"x", True), "not by a release"),
    ],
)
def test_a_file_touched_by_hand_is_a_conflict_until_all_is_to_be_overwritten(
    pushed: Any, client: Any, repo: str, make: Any, *, path: str, change: Any, said: str
) -> None:
    head = pushed.commit({path: change}, "by hand")
    release = make("1.1.0", shards=3, note="New.")
    error = client("push", release, repo)["error"]
    assert error["code"] == "conflict"
    assert f"{path}: " in error["what"]
    assert said in error["what"]
    assert client("push", release, repo, overwrite="card")["error"]["code"] == "conflict"
    assert pushed.head.oid == head
    assert client("push", release, repo, overwrite="all")["ok"]["status"] == "pushed"


def test_one_flipped_bit_in_a_shard_on_the_hub_is_seen(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    data = bytearray(pushed.head.tree[SHARD].data)
    data[99] ^= 1
    pushed.commit({SHARD: server.Blob(bytes(data), True)}, "by hand")
    error = client("push", make("1.1.0", note="New."), repo)["error"]
    assert error["code"] == "conflict"
    assert f"{SHARD}: changed on the Hub" in error["what"]
    problems = client("verify", f"hf://datasets/{repo}")["ok"]["problems"]
    assert [(problem["code"], problem["path"]) for problem in problems] == [("sha256", SHARD)]


def test_an_edit_that_the_release_does_not_touch_is_no_conflict(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    same = pushed.head.tree["schemas/article.schema.json"]
    pushed.commit({"schemas/article.schema.json": server.Blob(b"{}", False)}, "away")
    pushed.commit({"schemas/article.schema.json": same}, "and back")
    assert client("push", make("1.1.0", note="New."), repo)["ok"]["status"] == "pushed"


def test_a_foreign_shard_that_would_be_loaded_is_a_conflict(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    path = "data/articles/train-extra.parquet"
    pushed.commit({path: server.Blob(b"x", True)}, "by hand")
    error = client("push", make("1.1.0", note="New."), repo)["error"]
    assert error["code"] == "conflict"
    assert path in error["what"]
    report = client("verify", f"hf://datasets/{repo}")["ok"]
    assert [(p["code"], p["path"]) for p in report["problems"]] == [("foreign_data", path)]


def test_another_build_of_a_tagged_release_is_a_conflict_and_moves_no_tag(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    tags = dict(pushed.tags)
    error = client("push", make("1.0.0", shards=1), repo, overwrite="all")["error"]
    assert error["code"] == "conflict"
    assert "another 1.0.0" in error["what"]
    assert pushed.tags == tags


def test_another_build_of_an_untagged_release_is_a_conflict_too(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    pushed.tags.clear()
    assert client("push", make("1.0.0", shards=1), repo)["error"]["code"] == "conflict"


def test_a_moved_tag_is_a_conflict(pushed: Any, client: Any, repo: str, make: Any) -> None:
    pushed.tags["v1.0.0"] = pushed.history()[-1].oid
    error = client("push", make("1.0.0"), repo)["error"]
    assert error["code"] == "conflict"
    assert "v1.0.0" in error["what"]
    assert pushed.tags["v1.0.0"] == pushed.history()[-1].oid


def test_a_branch_with_the_name_of_the_tag_is_refused(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    pushed.refs["v1.1.0"] = pushed.head.oid
    error = client("push", make("1.1.0", note="New."), repo)["error"]
    assert (error["code"], "branch" in error["what"]) == ("refused", True)


def test_an_older_release_cannot_take_the_repository_back(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    head = pushed.head.oid
    error = client("push", make("0.9.0", note="Old."), repo)["error"]
    assert (error["code"], "newer" in error["what"]) == ("refused", True)
    assert pushed.head.oid == head


def test_a_released_older_version_is_recognised_at_its_tag(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    client("push", make("1.10.0", note="New."), repo)
    result = client("push", make("1.0.0"), repo)["ok"]
    assert (result["status"], result["commit"]) == ("nothing_to_do", pushed.tags["v1.0.0"])


def test_another_dataset_is_not_pushed_over_this_one(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    error = client("push", make("1.1.0", name="letters"), repo)["error"]
    assert (error["code"], "'notes'" in error["what"]) == ("refused", True)


def test_a_damaged_manifest_on_the_hub_makes_nothing_there_ours(
    pushed: Any, client: Any, repo: str, make: Any
) -> None:
    pushed.edit(**{"manifest.json": b"{}"})
    error = client("push", make("1.1.0", shards=1, note="New."), repo)["error"]
    assert error["code"] == "conflict"
    assert "manifest.json" in error["what"]
    assert SHARD in pushed.head.tree
