"""Pushing to a Hub that fails: rate limits, lost answers, races, damaged bytes."""

from __future__ import annotations

import sys
from typing import Any

import pytest

server = sys.modules["hub_test_server"]


def titles(hub: Any, repo: str) -> list[str]:
    return [commit.title for commit in hub.repos[repo].history()]


LANDED = ["Release 1.0.0", "initial commit"]
EFFECTS = [
    ("POST", "/api/repos/create"),
    ("POST", "/commit/main"),
    ("POST", "/tag/"),
]


@pytest.mark.parametrize(("method", "path"), EFFECTS)
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("status", {"status": 500}),
        ("status", {"status": 503, "body": b"<html>busy</html>"}),
        ("status", {"status": 429, "headers": {"ratelimit": '"api";r=0;t=7'}}),
        ("status_after", {"status": 504}),
        ("drop_before", {}),
        ("drop_after", {}),
        ("garble", {}),
    ],
)
def test_a_lost_answer_leads_to_exactly_one_commit_and_one_tag(
    hub: Any, client: Any, repo: str, make: Any, *, method: str, path: str, kind: str, more: Any
) -> None:
    fault = hub.inject(method, path, kind, **more)
    result = client("push", make("1.0.0"), repo)
    assert fault.seen == 1
    assert result["ok"]["status"] == "pushed"
    assert titles(hub, repo) == LANDED
    assert hub.repos[repo].tags == {"v1.0.0": hub.repos[repo].head.oid}
    if more.get("status") == 429:
        assert 8.0 in result["slept"]


UPLOADS = [
    *(("lfs", path) for path in ("/preupload/", "/info/lfs", "/put/", "/lfs-verify/")),
    *(("xet", path) for path in ("/preupload/", "xet-write-token")),
]


@pytest.mark.parametrize(("way", "path"), UPLOADS)
@pytest.mark.parametrize("kind", ["status", "drop_before", "drop_after"])
def test_a_fault_during_the_upload_is_survived(
    hub: Any, workers: Any, repo: str, make: Any, *, way: str, path: str, kind: str
) -> None:
    fault = hub.inject("GET|POST|PUT", path, kind)
    assert workers(way)("push", make("1.0.0"), repo)["ok"]["status"] == "pushed"
    assert fault.seen == 1
    assert titles(hub, repo) == LANDED


@pytest.mark.parametrize("kind", ["status", "drop_after", "garble"])
@pytest.mark.parametrize("path", [r"/t-\w+$", "/refs", "/tree/", "/revision/v1", "/resolve/"])
def test_a_fault_while_reading_is_survived(
    hub: Any, client: Any, repo: str, make: Any, path: str, kind: str
) -> None:
    client("push", make("1.0.0"), repo)
    fault = hub.inject("GET", path, kind)
    answer = client("push", make("1.1.0", note="New."), repo)
    assert fault.seen == 1
    if kind == "garble" and path == "/resolve/":
        assert answer["error"]["code"] == "unverified"  # the bytes are not those listed
        assert titles(hub, repo) == LANDED
    else:
        assert answer["ok"]["status"] == "pushed"
        assert titles(hub, repo) == ["Release 1.1.0", *LANDED]


def test_a_slow_answer_counts_as_lost_and_the_commit_as_landed(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    fault = hub.inject("POST", "/commit/", "slow", seconds=1.5)
    limit = {"DATASET_TOOLS_HUB_TIMEOUT": "0.7"}
    answer = client("push", make("1.0.0"), repo, env=limit)
    assert answer["ok"]["status"] == "pushed"
    assert answer["slept"] == [1.0], "it stopped waiting, paused and looked"
    assert (fault.seen, titles(hub, repo)) == (1, LANDED)


def test_a_hub_that_stays_away_is_unreachable_and_nothing_has_happened(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.make(repo)
    hub.inject("POST", "/commit/", "status", 99, status=503)
    answer = client("push", make("1.0.0"), repo)
    assert (answer["error"]["code"], answer["exit"]) == ("unreachable", 4)
    assert titles(hub, repo) == ["initial commit"]
    assert hub.repos[repo].tags == {}


def test_a_rate_limit_beyond_five_minutes_is_reported_at_once(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.make(repo)
    hub.inject("GET", "/refs", "status", 99, status=429, headers={"Retry-After": "3000"})
    answer = client("push", make("1.0.0"), repo)
    assert answer["error"]["code"] == "unreachable"
    assert len(hub.requests("/refs")) == 1
    assert answer["slept"] == []


def test_a_commit_whose_fate_cannot_be_read_is_unverified_and_the_rerun_settles_it(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0")
    hub.make(repo)

    def go_dark() -> None:
        hub.inject("GET", ".", "status", 999, status=500)

    hub.inject("POST", "/commit/", "drop_after", hook=go_dark)
    answer = client("push", release, repo)
    assert answer["error"]["code"] == "unverified"
    assert titles(hub, repo) == LANDED
    hub.faults.clear()
    assert client("push", release, repo)["ok"]["status"] == "pushed"
    assert titles(hub, repo) == LANDED
    assert list(hub.repos[repo].tags) == ["v1.0.0"]


def test_somebody_elses_file_during_the_push_is_kept_and_the_push_replans(
    hub: Any, both: Any, repo: str, make: Any
) -> None:
    there = hub.make(repo)
    hub.inject("POST", "/commit/", "hook", hook=lambda: there.edit(LICENSE=b"mine"))
    assert both("push", make("1.0.0"), repo)["ok"]["status"] == "pushed"
    assert titles(hub, repo) == ["Release 1.0.0", "by hand", "initial commit"]
    assert there.head.tree["LICENSE"].data == b"mine"
    assert there.tags["v1.0.0"] == there.head.oid


def test_replanning_for_others_is_bounded(hub: Any, client: Any, repo: str, make: Any) -> None:
    there = hub.make(repo)
    count = iter(range(99))
    hub.inject(
        "POST", "/commit/", "hook", 99, hook=lambda: there.edit(**{f"{next(count)}.txt": b"x"})
    )
    assert client("push", make("1.0.0"), repo)["error"]["code"] == "conflict"
    assert len(hub.requests("/commit/")) <= 6
    assert there.tags == {}


def test_our_files_changed_during_the_push_stop_it_with_their_names(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    client("push", make("1.0.0"), repo)
    there = hub.repos[repo]
    hub.inject("POST", "/commit/", "hook", hook=lambda: there.edit(**{"README.md": b"other"}))
    error = client("push", make("1.1.0", note="New."), repo)["error"]
    assert error["code"] == "conflict"
    assert "README.md" in error["what"]
    assert there.head.tree["README.md"].data == b"other"
    assert list(there.tags) == ["v1.0.0"]


def test_the_same_release_pushed_by_two_at_once_lands_once(
    hub: Any, client: Any, workers: Any, repo: str, make: Any
) -> None:
    hub.make(repo)
    release, other = make("1.0.0"), workers("lfs")

    def race() -> None:
        assert other("push", release, repo)["ok"]["status"] == "pushed"

    hub.inject("POST", "/commit/", "hook", hook=race)
    assert client("push", release, repo)["ok"]["status"] == "pushed"
    assert titles(hub, repo) == LANDED
    assert list(hub.repos[repo].tags) == ["v1.0.0"]


def test_a_lost_answer_to_a_pull_request_opens_no_second_one(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    client("push", make("1.0.0"), repo)
    for kind in ("drop_after", "status_after"):
        hub.inject("POST", "/commit/", kind)
    result = client("push", make("1.1.0", note="New."), repo, pr=True)["ok"]
    assert result["pull_request"].endswith("/discussions/1")
    assert len(hub.repos[repo].pulls) == 1


def test_a_commit_that_does_not_hold_the_release_gets_no_tag(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.make(repo)
    there = hub.repos[repo]

    def lose_a_file() -> None:
        oid = there.refs["main"]
        tree = dict(there.commits[oid].tree)
        tree.pop("CHANGELOG.md", None)
        there.commits[oid] = there.commits[oid]._replace(tree=tree)

    hub.inject("GET", r"/tree/", "hook", 1)  # the plan's listing
    hub.inject("GET", r"/tree/", "hook", 9, hook=lose_a_file)
    error = client("push", make("1.0.0"), repo)["error"]
    assert error["code"] == "unverified"
    assert "CHANGELOG.md: missing" in error["what"]
    assert there.tags == {}


def test_a_tag_put_elsewhere_meanwhile_is_a_conflict(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    there = hub.make(repo)
    start = there.head.oid
    hub.inject("POST", "/tag/", "hook", hook=lambda: there.tags.update({"v1.0.0": start}))
    error = client("push", make("1.0.0"), repo)["error"]
    assert error["code"] == "conflict"
    assert there.tags == {"v1.0.0": start}


def test_no_request_ever_carries_the_token_to_the_storage_host(
    hub: Any, both: Any, repo: str, make: Any
) -> None:
    both("push", make("1.0.0"), repo)
    both("verify", f"hf://datasets/{repo}@v1.0.0", deep=True)
    storage = [headers for origin, _, _, headers, _ in hub.log if origin == "cdn"]
    assert storage
    assert not [headers for headers in storage if "authorization" in {h.lower() for h in headers}]


def test_a_foreign_file_that_its_owner_deletes_during_the_push_is_no_fault_of_the_push(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    there = hub.make(repo)
    there.edit(LICENSE=b"mine")
    hub.inject("POST", "/commit/", "hook", hook=lambda: there.edit(LICENSE=None))
    assert client("push", make("1.0.0"), repo)["ok"]["status"] == "pushed"
    assert "LICENSE" not in there.head.tree


def test_a_storage_that_denies_the_upload_is_refused_at_once(
    hub: Any, workers: Any, repo: str, make: Any
) -> None:
    hub.make(repo)
    for way, path in (("xet", "xet-write-token"), ("lfs", "/info/lfs")):
        fault = hub.inject("GET|POST", path, "status", 99, status=403)
        assert workers(way)("push", make("1.0.0"), repo)["error"]["code"] == "refused"
        assert fault.seen == 1
    assert titles(hub, repo) == ["initial commit"]
