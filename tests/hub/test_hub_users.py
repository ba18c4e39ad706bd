"""What users do with a pushed release: load it, verify it, pull it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

releases = sys.modules["hub_test_releases"]
server = sys.modules["hub_test_server"]


def test_every_way_of_loading_gives_the_rows_of_the_local_release(
    hub: Any, both: Any, client: Any, repo: str, make: Any
) -> None:
    old, new = make("1.0.0", shards=3), make("1.1.0", shards=1, note="Fewer.")
    both("push", old, repo)
    both("push", new, repo)
    articles, attendance = (releases.local_rows(new, c) for c in ("articles", "attendance"))
    assert client("load", repo)["ok"] == articles
    assert client("load", repo, revision="v1.1.0")["ok"] == articles
    assert client("load", repo, config="attendance")["ok"] == attendance
    assert client("load", repo, streaming=True, revision="v1.1.0")["ok"] == articles
    before = releases.local_rows(old, "articles")
    assert client("load", repo, revision="v1.0.0")["ok"] == before
    assert len(before["train"]) == 9 != len(articles["train"])
    # The same, straight from the local folder: the layout is the Hub's.
    assert client("load", str(new))["ok"] == articles


def test_the_safe_way_of_loading_never_gives_another_release_when_the_hub_is_down(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    old, new = make("1.0.0", shards=3), make("2.0.0", shards=1, note="Fewer.")
    client("push", old, repo)
    client("push", new, repo)
    assert client("load", repo)["ok"] == releases.local_rows(new, "articles")
    hub.inject("GET|HEAD|POST", ".", "status", 9999, status=500)
    # The trap: asked for v1.0.0, the loader gives what its cache holds, which is 2.0.0.
    trap = client("load", repo, revision="v1.0.0")["ok"]
    assert trap == releases.local_rows(new, "articles")
    assert client("load_safely", repo, "v1.0.0")["ok"] == "not here"
    hub.faults.clear()
    assert client("load_safely", repo, "v1.0.0")["ok"] == releases.local_rows(old, "articles")
    hub.inject("GET|HEAD|POST", ".", "status", 9999, status=500)
    assert client("load_safely", repo, "v1.0.0")["ok"] == releases.local_rows(old, "articles")


def test_verifying_reads_every_file_and_finds_nothing_wrong(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0")
    client("push", release, repo)
    hub.log.clear()
    report = client("verify", f"hf://datasets/{repo}@v1.0.0")["ok"]
    assert (report["ok"], report["problems"], report["release"]) == (True, [], "1.0.0")
    assert report["files"] == sum(path.is_file() for path in release.rglob("*"))
    assert report["rows"] == 10
    assert report["foreign"] == [".gitattributes"]
    assert {method for method, _ in hub.requests()} == {"GET"}
    assert not [path for _, path in hub.requests() if path.endswith(".parquet")]
    deep = client("verify", f"hf://datasets/{repo}@v1.0.0", deep=True)["ok"]
    assert (deep["ok"], deep["deep"]) == (True, True)


@pytest.mark.parametrize(
    ("path", "blob", "code"),
    [
        ("data/articles/test-00000-of-00001.parquet", server.Blob(b"short", True), "size"),
        ("CHANGELOG.md", None, "missing"),
        ("CHANGELOG.md", server.Blob(b"# 9.9.9\n", False), "sha256"),
    ],
)
def test_verifying_finds_what_was_changed(
    hub: Any, client: Any, repo: str, make: Any, *, path: str, blob: Any, code: str
) -> None:
    client("push", make("1.0.0"), repo)
    hub.repos[repo].commit({path: blob}, "by hand")
    assert client("verify", f"hf://datasets/{repo}@v1.0.0")["ok"]["ok"]
    problems = client("verify", f"hf://datasets/{repo}")["ok"]["problems"]
    assert [(problem["code"], problem["path"]) for problem in problems] == [(code, path)]


def test_a_tag_on_another_release_is_found(hub: Any, client: Any, repo: str, make: Any) -> None:
    client("push", make("1.0.0"), repo)
    tags = hub.repos[repo].tags
    tags["v2.0.0"] = tags["v1.0.0"]
    problems = client("verify", f"hf://datasets/{repo}@v2.0.0")["ok"]["problems"]
    assert [problem["code"] for problem in problems] == ["other_release"]
    assert client("pull", repo, "unused", revision="v2.0.0")["error"]["code"] == "unverified"


def test_one_bit_flipped_on_the_way_is_found_by_deep_verification_and_by_pull(
    hub: Any, client: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    client("push", make("1.0.0"), repo)
    address = f"hf://datasets/{repo}@v1.0.0"
    hub.inject("GET", "/get/.*train-00001", "corrupt", 9)
    assert client("verify", address)["ok"]["ok"]
    problems = client("verify", address, deep=True)["ok"]["problems"]
    assert problems[0]["code"] == "sha256"
    out = tmp_path / "elsewhere"
    error = client("pull", repo, out)["error"]
    assert error["code"] == "unverified"
    assert "train-00001" in error["what"]
    assert sorted(path.name for path in out.iterdir()) == [".lock"]


@pytest.mark.parametrize(
    "target", ["hf://datasets/a", "hf://models/a/b", "a/b", "hf://datasets/a/b@"]
)
def test_an_address_that_is_none_is_refused(client: Any, target: str) -> None:
    assert client("verify", target)["error"]["code"] == "refused"


def test_a_repository_or_revision_that_is_not_there_is_refused(
    hub: Any, client: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    assert client("verify", f"hf://datasets/{repo}@v1.0.0")["error"]["code"] == "refused"
    assert client("pull", repo, tmp_path / "p")["error"]["code"] == "refused"
    client("push", make("1.0.0"), repo)
    error = client("pull", repo, tmp_path / "p", revision="v3.0.0")["error"]
    assert (error["code"], error["mend"]) == ("refused", "its tags are: v1.0.0")
    assert not (tmp_path / "p").exists()


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_pull_brings_the_newest_release_whole_and_latest_points_to_it(
    hub: Any, both: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    both("push", make("1.9.0"), repo)
    release = make("1.10.0", note="New.", big=True)
    both("push", release, repo)
    hub.repos[repo].edit(**{"README.md": b"spoiled on main"})
    out = tmp_path / "pulled"
    result = both("pull", repo, out)["ok"]
    assert (result["status"], result["revision"], result["latest"]) == ("pulled", "v1.10.0", True)
    assert _bytes(out / "1.10.0") == _bytes(release)
    assert (out / "latest").readlink() == Path("1.10.0")
    assert both("pull", repo, out)["ok"]["status"] == "nothing_to_do"
    older = both("pull", repo, out, revision="v1.9.0")["ok"]
    assert (older["status"], older["latest"]) == ("pulled", False)
    assert sorted(path.name for path in out.iterdir()) == [".lock", "1.10.0", "1.9.0", "latest"]


def test_pull_never_touches_a_folder_that_holds_something_else(
    hub: Any, client: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    client("push", make("1.0.0"), repo)
    out = tmp_path / "pulled"
    (out / "1.0.0").mkdir(parents=True)
    (out / "1.0.0/mine.txt").write_text("mine")
    assert client("pull", repo, out)["error"]["code"] == "conflict"
    assert (out / "1.0.0/mine.txt").read_text() == "mine"
    other = releases.make_release(out / "1.0.0", "1.0.0", shards=1)
    before = _bytes(other)
    assert client("pull", repo, out)["error"]["code"] == "conflict"
    assert _bytes(other) == before


def test_pull_survives_dropped_connections(
    hub: Any, client: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    release = make("1.0.0")
    client("push", release, repo)
    for kind in ("drop_before", "status", "drop_after"):
        hub.inject("GET", "/get/", kind)
        hub.inject("GET|HEAD", "/resolve/", kind)
    assert client("pull", repo, tmp_path / "p")["ok"]["status"] == "pulled"
    assert _bytes(tmp_path / "p/1.0.0") == _bytes(release)


def test_a_private_release_is_pulled_with_a_login_only(
    hub: Any, client: Any, repo: str, make: Any, tmp_path: Path
) -> None:
    client("push", make("1.0.0"), repo, private=True)
    nobody = {"HF_TOKEN": ""}
    assert client("pull", repo, tmp_path / "p", env=nobody)["error"]["code"] == "refused"
    reader = {"HF_TOKEN": server.READ_TOKEN}
    assert client("pull", repo, tmp_path / "p", env=reader)["ok"]["status"] == "pulled"
