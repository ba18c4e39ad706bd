"""Whatever is done to a release, verify finds it and says which file and why."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dataset_tools.release.manifest import (
    FileEntry,
    Manifest,
    describe_files,
    load_manifest,
    parse_manifest,
)
from dataset_tools.release.shards import write_shards
from dataset_tools.release.verify import verify

TRAIN = "data/articles/train-00000-of-00001.parquet"


@pytest.fixture(scope="module")
def whole(sample, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    return sample.make(out, [sample.article(n) for n in range(40)]).path


@pytest.fixture
def copy(whole, tmp_path) -> Path:
    return shutil.copytree(whole, tmp_path / "copy")


def codes(folder: Path) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for problem in verify(folder).problems}


def rewrite(folder: Path, **changes: object) -> None:
    """Change the manifest's values and let it describe the files as they now are."""
    manifest = load_manifest(folder)
    rows = {entry.path: entry.rows for entry in manifest.files}
    files = [FileEntry(*e[:3], rows.get(e.path)) for e in describe_files(folder)]
    raw = {**manifest.as_dict(), "files": [entry.as_dict() for entry in files], **changes}
    (folder / "manifest.json").write_text(json.dumps(raw))


def test_a_whole_release_is_whole(copy):
    assert codes(copy) == set()


def test_a_flipped_bit_anywhere_in_any_file_is_found(copy):
    chance = random.Random(5)
    for path in [entry.path for entry in load_manifest(copy).files] * 3:
        data = (copy / path).read_bytes()
        at = chance.randrange(len(data))
        (copy / path).write_bytes(
            data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        )
        assert ("sha256", path) in codes(copy)
        (copy / path).write_bytes(data)
    assert codes(copy) == set()


def test_a_flipped_bit_that_the_manifest_was_made_to_agree_with_is_found(copy):
    path = copy / TRAIN
    data = path.read_bytes()
    at = pq.ParquetFile(path).metadata.row_group(0).column(2).data_page_offset + 60
    path.write_bytes(data[:at] + bytes([data[at] ^ 8]) + data[at + 1 :])
    rewrite(copy)
    assert ("parquet", TRAIN) in codes(copy)


def test_a_missing_a_cut_and_a_strange_file_are_found(copy):
    (copy / TRAIN).unlink()
    with (copy / "README.md").open("ab") as file:
        file.write(b"more")
    (copy / "data" / "articles" / "extra.parquet").write_bytes(b"x")
    found = codes(copy)
    assert ("missing", TRAIN) in found
    assert ("size", "README.md") in found
    assert ("unknown", "data/articles/extra.parquet") in found


def test_what_the_hub_adds_to_a_copy_is_no_problem(copy):
    (copy / ".gitattributes").write_text("*.parquet filter=lfs\n")
    (copy / ".cache" / "huggingface").mkdir(parents=True)
    (copy / ".cache" / "huggingface" / "x.lock").write_text("")
    assert codes(copy) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {"counts": {"read": 42, "accepted": 40, "quarantined": 1, "duplicates": 0}},
            "conservation",
        ),
        ({"counts": {"read": 41, "accepted": 39, "quarantined": 2, "duplicates": 0}}, "count"),
        (
            {"sources": [{"path": "a", "bytes": 1, "sha256": "0" * 64, "records": 3}]},
            "conservation",
        ),
        ({"splits": {"train": 40}}, "splits"),
        ({"content_digest": "sha256:" + "0" * 64}, "content_digest"),
    ],
)
def test_a_manifest_that_lies_is_found(copy, changes, code):
    rewrite(copy, **changes)
    assert (code, "manifest.json") in codes(copy)


def test_a_damaged_manifest_is_a_problem_not_a_crash(copy):
    (copy / "manifest.json").write_bytes(b"{")
    assert codes(copy) == {("manifest", "manifest.json")}


def replace_rows(sample, folder: Path, config: str, rows: list[dict], kind: object) -> None:
    import pyarrow as pa

    shutil.rmtree(folder / "data" / config)
    table = pa.Table.from_pylist(rows, schema=kind)
    entries = write_shards(folder, config, "train", [table], kind)
    manifest = load_manifest(folder)
    kept = [e for e in manifest.files if not e.path.startswith(f"data/{config}/")]
    files = [e.as_dict() for e in sorted([*kept, *entries])]
    (folder / "manifest.json").write_text(json.dumps({**manifest.as_dict(), "files": files}))


def test_ids_that_stand_twice_and_references_to_nothing_are_found(sample, copy):
    rows = [sample.article(n) for n in range(39)]
    replace_rows(sample, copy, "articles", [*rows, rows[0]], sample.schema())
    found = {p.path: p.message for p in verify(copy).problems if p.code == "ids"}
    assert found["data/articles"] == "1 ids stand more than once"
    lost = sample.tables([sample.article(7000)])["attendance"]
    replace_rows(sample, copy, "attendance", lost, sample.table_schema("attendance"))
    found = {p.path: p.message for p in verify(copy).problems if p.code == "ids"}
    assert found["data/attendance"] == "1 row refers to no article"


def test_a_shard_of_another_schema_is_found(sample, copy):
    test = copy / "data/articles/test-00000-of-00001.parquet"
    table = pq.read_table(test).drop_columns(["warnings"])
    pq.write_table(table, test)
    rewrite(copy)
    messages = [p.message for p in verify(copy).problems if p.code == "schema"]
    reason = "not the columns of test-00000-of-00001.parquet: warnings added"
    assert messages == [reason, reason]


def test_a_card_without_the_configs_is_found(copy):
    (copy / "README.md").write_text("---\nlicense: mit\n---\n")
    rewrite(copy)
    assert ("card", "README.md") in codes(copy)
    (copy / "README.md").write_text("# no front matter\n")
    rewrite(copy)
    assert ("card", "README.md") in codes(copy)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("config_name: edits", "config_name: edit", "it does not list the config edits"),
        ("split: test", "split: exam", "it lists the splits ['exam', 'train', 'validation']"),
        ("config_name: edits", "config_name: duplicates", "duplicates, which has no rows"),
    ],
)
def test_a_card_that_lists_what_is_not_there_is_found(copy, before, after, message):
    text = (copy / "README.md").read_text(encoding="utf-8")
    assert before in text
    (copy / "README.md").write_text(text.replace(before, after), encoding="utf-8")
    rewrite(copy)
    messages = [p.message for p in verify(copy).problems if p.code == "card"]
    assert any(message in found for found in messages), messages


def test_a_release_of_links_is_read_through_them(copy, tmp_path):
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    for number, entry in enumerate(load_manifest(copy).files):
        (copy / entry.path).rename(blobs / str(number))
        (copy / entry.path).symlink_to(blobs / str(number))
    assert codes(copy) == set()


def test_the_manifest_of_a_manifest_is_itself(whole):
    manifest = load_manifest(whole)
    assert isinstance(manifest, Manifest)
    assert parse_manifest(manifest.to_bytes()) == manifest
