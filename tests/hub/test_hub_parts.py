"""The parts that need no Hub: plans, cards, failures, what may be printed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.core.errors import HubError
from dataset_tools.release.hub_card import data_patterns, front_matter, matcher
from dataset_tools.release.hub_client import RemoteFile
from dataset_tools.release.hub_failure import CODES, classify, redact
from dataset_tools.release.hub_local import LocalRelease, git_hash
from dataset_tools.release.hub_plan import make_plan, missing_from
from dataset_tools.release.hub_pull import newest_tag
from dataset_tools.release.hub_verify import parse_target
from dataset_tools.release.manifest import MANIFEST_NAME, FileEntry, Manifest

PATHS = st.sampled_from(["README.md", "LICENSE", "data/a-0.parquet", "data/a-1.parquet", "x.json"])
TREES = st.dictionaries(PATHS, st.integers(0, 2))


def _local(files: dict[str, int]) -> LocalRelease:
    entries = {path: FileEntry(path, 7, str(number)) for path, number in files.items()}
    manifest = Manifest("n", "1.0.0", "", {}, {}, tuple(entries.values()))
    return LocalRelease(Path(), manifest, entries)


def _remote(files: dict[str, int]) -> dict[str, RemoteFile]:
    return {path: RemoteFile(path, 7, "", str(number)) for path, number in files.items()}


@given(TREES, TREES, TREES)
def test_carrying_out_a_plan_gives_the_release_and_keeps_what_is_foreign(
    local: dict[str, int], remote: dict[str, int], before: dict[str, int]
) -> None:
    release, tree = _local(local), _remote(remote)
    base = _local(before).manifest
    plan = make_plan(release, tree, base)
    assert sorted(step.path for step in plan.steps) == sorted({*local, *remote})
    after = {**remote, **{path: local[path] for path in plan.paths("add", "replace")}}
    for path in plan.paths("delete"):
        del after[path]
    assert missing_from(release, _remote(after)) == []
    foreign = {path: number for path, number in remote.items() if path not in {*local, *before}}
    assert {path: after[path] for path in plan.paths("foreign")} == foreign
    assert not make_plan(release, _remote(after), release.manifest).changes
    assert bool(missing_from(release, tree)) <= plan.changes


@given(TREES, TREES)
def test_without_a_manifest_on_the_hub_nothing_is_deleted(
    local: dict[str, int], remote: dict[str, int]
) -> None:
    assert make_plan(_local(local), _remote(remote), None).paths("delete") == []


def test_the_hash_of_a_small_file_is_gits(tmp_path: Path) -> None:
    for data in (b"", b"a\n", "会议".encode() * 999):
        (tmp_path / "f").write_bytes(data)
        said = subprocess.run(
            ["git", "hash-object", "--no-filters", str(tmp_path / "f")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.strip() == git_hash(data)


@given(st.text("ab_hf0123?=& \n", max_size=30), st.text("0aZ", min_size=8, max_size=30))
def test_no_message_carries_the_token(around: str, secret: str) -> None:
    token = f"hf_{secret}"
    for text in (f"{around}{token}{around}", f"Bearer {token}", f"https://h/?x={token}&y=1"):
        assert token not in redact(text, token)
    assert token not in redact(f"see {token}.", None)


def test_a_signed_url_loses_its_signature_but_not_its_name() -> None:
    said = redact("PUT https://s3/bucket/x?X-Amz-Signature=abc&Expires=9 failed")
    assert said == "PUT https://s3/bucket/x*** failed"


def _answer(status: int, code: str = "", kind: str = "HfHubHTTPError", **headers: str) -> Any:
    from huggingface_hub import errors

    class Response:
        def __init__(self) -> None:
            self.status_code, self.request = status, None
            self.headers = {"X-Error-Code": code, **headers}

    return getattr(errors, kind)(f"{status} said the Hub", response=Response())


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (_answer(404, "RepoNotFound", "RepositoryNotFoundError"), "absent"),
        (_answer(401, "", "RepositoryNotFoundError"), "absent"),
        (_answer(403, "GatedRepo", "GatedRepoError"), "denied"),
        (_answer(404, "RevisionNotFound", "RevisionNotFoundError"), "missing"),
        (_answer(401), "denied"),
        (_answer(403), "denied"),
        (_answer(409), "exists"),
        (_answer(412), "moved"),
        (_answer(413), "invalid"),
        (_answer(422), "invalid"),
        (_answer(429), "busy"),
        (_answer(500), "unknown"),
        (_answer(522), "unknown"),
        (ConnectionResetError("reset"), "unknown"),
        (ValueError("Invalid metadata in README.md."), "invalid"),
    ],
)
def test_every_answer_has_one_meaning(error: Exception, kind: str) -> None:
    failure = classify(error)
    assert failure.kind == kind
    assert failure.error("do it", "acme/x").code == CODES[failure.kind]
    assert failure.error("do it", "acme/x").mend


def test_the_wait_is_what_the_hub_asks_for() -> None:
    assert classify(_answer(429, **{"Retry-After": "9"})).wait == 10
    assert classify(_answer(429, ratelimit='"api";r=0;t=55')).wait == 56
    assert classify(_answer(429, ratelimit='"api";r=4;t=55')).wait is None
    assert classify(_answer(429, **{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})).wait is None


def test_the_cause_of_a_wrapped_upload_error_decides() -> None:
    wrapped = RuntimeError("Error while uploading 'x'")
    wrapped.__cause__ = _answer(403)
    assert classify(wrapped).kind == "denied"


@pytest.mark.parametrize("tag", ["1.0.0", "v1.0", "v1.0.0-rc1", "v01.0.0", "vv1.0.0", "main"])
def test_only_release_tags_are_releases(tag: str) -> None:
    assert newest_tag({tag: "a", "v0.1.0": "b"}) == "v0.1.0"
    assert newest_tag({tag: "a"}) is None


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("data/a/train-*", "data/a/train-0.parquet", True),
        ("data/a/train-*", "data/a/train-x/0.parquet", False),
        ("data/*", "data/a/0.parquet", False),
        ("data/**", "data/a/0.parquet", True),
        ("**/*.parquet", "x.parquet", True),
        ("**/*.parquet", "a/b/x.parquet", True),
        ("a.c", "abc", False),
        ("data/?.x", "data/1.x", True),
    ],
)
def test_patterns_match_as_the_clients_match_them(pattern: str, path: str, fits: bool) -> None:
    assert bool(matcher([pattern]).fullmatch(path)) == fits


def test_no_pattern_matches_nothing() -> None:
    assert not matcher([]).fullmatch("")


@pytest.mark.parametrize(
    ("configs", "patterns"),
    [
        ("data_files: a.parquet", ["a.parquet"]),
        ("data_files: [a, b]", ["a", "b"]),
        ("data_files: {train: a, test: [b, c]}", ["a", "b", "c"]),
        ("data_files: [{split: train, path: [a, b]}]", ["a", "b"]),
        ("data_files: a\n  data_dir: d/", ["d/a"]),
        ("description: none", []),
    ],
)
def test_every_form_of_data_files_is_read(configs: str, patterns: list[str]) -> None:
    card = f"---\nconfigs:\n- config_name: x\n  {configs}\n---\n"
    assert data_patterns(card) == patterns


@pytest.mark.parametrize("card", ["", "# no block\n", "\n---\na: b\n---\n", "---\na: [\n---\n"])
def test_a_block_that_the_hub_would_not_read_is_none(card: str) -> None:
    assert front_matter(card) is None


def test_addresses_name_repository_and_revision() -> None:
    assert parse_target("hf://datasets/a/b") == ("a/b", "main")
    assert parse_target("hf://datasets/a/b@refs%2Fpr%2F3") == ("a/b", "refs/pr/3")
    with pytest.raises(HubError):
        parse_target("hf://datasets/a")


def test_the_manifest_itself_is_ours() -> None:
    base = Manifest("n", "1.0.0", "", {}, {}, ())
    plan = make_plan(_local({"x.json": 1}), _remote({MANIFEST_NAME: 1, "LICENSE": 1}), base)
    assert (plan.paths("delete"), plan.paths("foreign")) == ([MANIFEST_NAME], ["LICENSE"])
