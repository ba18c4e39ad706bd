"""Pushing with the real clients, by Xet and by plain LFS, to a Hub that behaves."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

releases = sys.modules["hub_test_releases"]
server = sys.modules["hub_test_server"]
ATTRIBUTES = {".gitattributes": b"*.parquet filter=lfs\n"}


def tree_of(repo: Any, ref: str = "main") -> dict[str, bytes]:
    return {path: blob.data for path, blob in repo.resolve(ref).tree.items()}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_first_push_is_one_commit_and_one_tag(hub: Any, both: Any, repo: str, make: Any) -> None:
    release = make("1.0.0", big=True)
    result = both("push", release, repo, private=True)["ok"]
    there = hub.repos[repo]
    assert result["status"] == "pushed"
    assert there.private
    assert [commit.title for commit in there.history()] == ["Release 1.0.0", "initial commit"]
    assert there.tags == {"v1.0.0": result["commit"]}
    assert tree_of(there) == {**files_of(release), **ATTRIBUTES}
    xet = bool(hub.requests("xet-write-token"))
    assert xet != bool(hub.requests("info/lfs"))
    assert all(not headers.get("Authorization") for o, _, _, headers, _ in hub.log if o == "cdn")


def test_pushing_again_only_reads(hub: Any, client: Any, repo: str, make: Any) -> None:
    release = make("1.0.0")
    first = client("push", release, repo)["ok"]
    hub.log.clear()
    again = client("push", release, repo)["ok"]
    assert again["status"] == "nothing_to_do"
    assert again["commit"] == first["commit"]
    assert {method for method, _ in hub.requests()} == {"GET"}


def test_the_next_release_deletes_stale_shards_of_ours_and_no_foreign_file(
    hub: Any, both: Any, repo: str, make: Any
) -> None:
    both("push", make("1.0.0", shards=3), repo)
    there = hub.repos[repo]
    there.edit(LICENSE=b"as you like\n", **{"notes/by-hand.txt": b"mine"})
    release = make("2.0.0", shards=1, note="Fewer.")
    result = both("push", release, repo)["ok"]
    assert sorted(item["path"] for item in result["plan"]["delete"]) == [
        f"data/articles/train-0000{n}-of-00003.parquet" for n in range(3)
    ]
    assert [item["path"] for item in result["plan"]["foreign"]] == [
        ".gitattributes",
        "LICENSE",
        "notes/by-hand.txt",
    ]
    foreign = {"LICENSE": b"as you like\n", "notes/by-hand.txt": b"mine", **ATTRIBUTES}
    assert tree_of(there) == {**files_of(release), **foreign}
    assert [commit.title for commit in there.history()][0::2] == ["Release 2.0.0", "Release 1.0.0"]
    assert list(there.tags) == ["v1.0.0", "v2.0.0"]
    assert tree_of(there, "v1.0.0")["data/articles/train-00002-of-00003.parquet"]


def test_a_dry_run_shows_the_plan_and_sends_only_readings(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    first = make("1.0.0", shards=2)
    planned = client("push", first, repo, dry_run=True, private=True)["ok"]
    assert (planned["status"], planned["creates"], planned["head"]) == ("planned", True, None)
    assert len(planned["plan"]["add"]) == len(files_of(first))
    assert repo not in hub.repos
    head = client("push", first, repo)["ok"]["commit"]
    hub.log.clear()
    planned = client("push", make("1.1.0", shards=1, note="Fewer."), repo, dry_run=True)["ok"]
    assert (planned["status"], planned["head"], planned["tag"]) == ("planned", head, "v1.1.0")
    plan = planned["plan"]
    assert [item["path"] for item in plan["add"]] == ["data/articles/train-00000-of-00001.parquet"]
    assert len(plan["delete"]) == 2
    assert {item["path"] for item in plan["replace"]} >= {"README.md", "manifest.json"}
    assert "data/attendance/train-00000-of-00001.parquet" in [i["path"] for i in plan["unchanged"]]
    expected = sum(item["bytes"] for item in plan["add"] + plan["replace"])
    assert plan["bytes_to_upload"] == expected > 0
    assert {method for method, _ in hub.requests()} == {"GET"}
    assert len(hub.requests("/tree/")) == 1
    assert list(hub.repos[repo].tags) == ["v1.0.0"]


def test_a_dry_run_needs_no_login_but_a_push_does(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0")
    nobody = {"HF_TOKEN": ""}
    assert client("push", release, repo, dry_run=True, env=nobody)["ok"]["status"] == "planned"
    error = client("push", release, repo, env=nobody)["error"]
    assert error["code"] == "refused"
    assert "HF_TOKEN" in error["mend"]
    assert not hub.requests("", "POST")


def test_an_interrupted_push_is_finished_by_the_next_with_the_tag_alone(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0")
    hub.inject("POST", "/tag/", "status", 9, status=403)
    error = client("push", release, repo)["error"]
    assert error["code"] == "unverified"
    assert hub.repos[repo].tags == {}
    hub.faults.clear()
    hub.log.clear()
    result = client("push", release, repo)["ok"]
    assert result["status"] == "pushed"
    assert hub.repos[repo].tags == {"v1.0.0": result["commit"]}
    assert not hub.requests("/commit/", "POST")


def test_a_pull_request_is_opened_once_and_tagged_after_its_merge(
    hub: Any, both: Any, repo: str, make: Any
) -> None:
    both("push", make("1.0.0"), repo)
    there, release = hub.repos[repo], make("1.1.0", shards=3, note="More.")
    result = both("push", release, repo, pr=True)["ok"]
    assert (result["status"], result["tag"]) == ("pushed", None)
    assert result["pull_request"].endswith("/discussions/1")
    assert there.head.title == "Release 1.0.0"
    assert tree_of(there, "refs/pr/1") == {**files_of(release), **ATTRIBUTES}
    again = both("push", release, repo, pr=True)["ok"]
    assert (again["status"], again["pull_request"]) == ("nothing_to_do", result["pull_request"])
    assert len(there.pulls) == 1
    there.refs["main"] = there.refs["refs/pr/1"]
    merged = both("push", release, repo)["ok"]
    assert (merged["status"], there.tags["v1.1.0"]) == ("pushed", there.head.oid)
    assert not [t for t in there.history() if t.title not in hub_titles()]


def hub_titles() -> tuple[str, ...]:
    return ("Release 1.1.0", "Release 1.0.0", "initial commit")


def test_a_pull_request_needs_a_repository(hub: Any, client: Any, repo: str, make: Any) -> None:
    assert client("push", make("1.0.0"), repo, pr=True)["error"]["code"] == "refused"
    assert repo not in hub.repos


def test_private_refuses_a_public_repository_before_anything_is_sent(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.make(repo)
    error = client("push", make("1.0.0"), repo, private=True)["error"]
    assert error["code"] == "refused"
    assert "public" in error["what"]
    assert not hub.requests("", "POST", "PUT")


def test_private_stops_where_the_hub_made_the_repository_public(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.public_only = True
    assert client("push", make("1.0.0"), repo, private=True)["error"]["code"] == "refused"
    assert [commit.title for commit in hub.repos[repo].history()] == ["initial commit"]


def test_a_large_repository_is_listed_page_by_page(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.page = 3
    release = make("1.0.0", shards=5)
    result = client("push", release, repo)["ok"]
    assert tree_of(hub.repos[repo]) == {**files_of(release), **ATTRIBUTES}
    assert client("push", release, repo)["ok"]["commit"] == result["commit"]


@pytest.mark.parametrize("name", ["name", "a/b/c", "a b/c", "a/..", "", "a/b--c"])
def test_an_impossible_name_is_refused_before_any_request(
    hub: Any, client: Any, make: Any, name: str
) -> None:
    assert client("push", make("1.0.0"), name)["error"]["code"] == "refused"
    assert hub.log == []


def test_a_renamed_repository_is_refused_with_its_new_name(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    hub.make("acme/renamed")
    hub.renamed[repo] = "acme/renamed"
    error = client("push", make("1.0.0"), repo)["error"]
    assert (error["code"], error["mend"]) == ("refused", "use acme/renamed")


def test_a_login_that_may_only_read_is_refused(hub: Any, client: Any, repo: str, make: Any) -> None:
    hub.make(repo)
    login = {"HF_TOKEN": server.READ_TOKEN}
    error = client("push", make("1.0.0"), repo, env=login)["error"]
    assert (error["code"], hub.repos[repo].head.title) == ("refused", "initial commit")
    assert "log in" in error["mend"]


def _spoil(path: str, data: bytes) -> Any:
    def spoil(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)

    return spoil


def _flip(folder: Path) -> None:
    shard = folder / "data/articles/train-00000-of-00002.parquet"
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)


def _card(old: str, new: str) -> Any:
    def change(folder: Path) -> None:
        text = (folder / "README.md").read_text(encoding="utf-8")
        assert old in text
        (folder / "README.md").write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("spoil", "sealed", "said"),
    [
        (_flip, False, "SHA-256"),
        (lambda f: (f / "CHANGELOG.md").unlink(), False, "not there"),
        (_spoil("stray.txt", b"x"), False, "does not name"),
        (lambda f: (f / "manifest.json").unlink(), False, "no manifest"),
        (_spoil("manifest.json", b"{"), False, "not JSON"),
        (lambda f: f.rename(f.with_name("9.9.9")), False, "holds release 1.0.0"),
        (_spoil("quality/validation.json", b'{"success": false}'), True, "did not pass"),
        (_spoil("quality/validation.json", b'{"success": "true"}'), True, "did not pass"),
        (_spoil("quality/validation.json", b"[]"), True, "did not pass"),
        (_spoil("quality/validation.json", b"nonsense"), True, "not JSON"),
        (lambda f: (f / "quality/validation.json").unlink(), True, "no validation result"),
        (lambda f: (f / "README.md").unlink(), True, "card"),
        (_card("---\nlicense", "\ufeff---\nlicense"), True, "front matter"),
        (_card("data/attendance/train-*", "data/attend/train-*"), True, "matches no file"),
    ],
)
def test_a_release_that_is_not_whole_or_did_not_pass_is_never_sent(
    hub: Any, client: Any, repo: str, make: Any, *, spoil: Any, sealed: bool, said: str
) -> None:
    folder = make("1.0.0", change=spoil if sealed else None)
    if not sealed:
        spoil(folder)
    folder = folder if folder.exists() else folder.with_name("9.9.9")
    answer = client("push", folder, repo)
    assert (answer["error"]["code"], answer["exit"]) == ("refused", 4)
    assert said in answer["error"]["what"]
    assert hub.log == []


def test_the_hubs_own_judgement_of_the_card_stops_the_push(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0", change=_card("cc-by-4.0", "nonsense"))
    error = client("push", release, repo)["error"]
    assert error["code"] == "refused"
    assert '"license" must be one of the known ones' in error["what"]
    assert hub.repos[repo].head.title == "initial commit"


def test_a_gitignore_on_the_hub_cannot_drop_files_silently(
    hub: Any, both: Any, repo: str, make: Any
) -> None:
    hub.make(repo).edit(**{".gitignore": b"*.parquet\nquality\n*.html\n"})
    error = both("push", make("1.0.0"), repo)["error"]
    assert error["code"] == "refused"
    assert "report.html" in error["what"]
    assert "train-00000-of-00002.parquet" in error["what"]
    assert hub.repos[repo].head.title == "by hand"


def test_the_manifest_on_the_hub_is_byte_for_byte_the_local_one(
    hub: Any, client: Any, repo: str, make: Any
) -> None:
    release = make("1.0.0")
    client("push", release, repo)
    there = json.loads(tree_of(hub.repos[repo], "v1.0.0")["manifest.json"])
    assert there == json.loads((release / "manifest.json").read_bytes())
