"""From rows to releases: what is published, numbered, verified, compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset_tools.core.errors import ReleaseError, UsageError
from dataset_tools.release.diff import diff
from dataset_tools.release.files import list_files
from dataset_tools.release.manifest import load_manifest, parse_manifest
from dataset_tools.release.publish import check_free
from dataset_tools.release.releases import Version, list_releases, parse_version, resolve
from dataset_tools.release.verify import verify


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in list_files(folder)}


def test_the_first_release_is_1_0_0_whole_and_latest(sample, tmp_path):
    made = sample.make(tmp_path / "out", [sample.article(n) for n in range(50)])
    assert made.changed
    assert made.path == tmp_path / "out" / "1.0.0"
    assert str((tmp_path / "out" / "latest").readlink()) == "1.0.0"
    found = verify(made.path)
    assert found.problems == []
    assert found.rows == 50 + 1 + 13 + 49
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert names == [".lock", "1.0.0", "latest"]


def test_the_same_rows_make_no_new_release(sample, tmp_path):
    rows = [sample.article(n) for n in range(20)]
    sample.make(tmp_path, rows)
    again = sample.make(tmp_path, rows)
    assert not again.changed
    assert again.path.name == "1.0.0"
    assert [str(v) for v, _ in list_releases(tmp_path)] == ["1.0.0"]


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda s, rows: (rows[1:], {}), "1.1.0"),
        (lambda s, rows: ([*rows, s.article(99)], {}), "1.1.0"),
        (lambda s, rows: ([s.article(0, title="另一个题目"), *rows[1:]], {}), "1.1.0"),
        (lambda s, rows: (rows, {"note": "A line by hand.\n"}), "1.0.1"),
        (lambda s, rows: (rows, {"columns": {**s.COLUMNS, "url": s.STRING}}), "1.1.0"),
        (
            lambda s, rows: (rows, {"columns": {k: s.COLUMNS[k] for k in list(s.COLUMNS)[:-1]}}),
            "2.0.0",
        ),
        (
            lambda s, rows: (rows, {"columns": {**s.COLUMNS, "source_index": s.value("int32")}}),
            "2.0.0",
        ),
        (lambda s, rows: (rows[::-1], {}), "1.0.1"),
        (lambda s, rows: (rows, {"rejected": 2}), "1.1.0"),
    ],
    ids=[
        "removed",
        "added",
        "changed",
        "card",
        "column",
        "no-column",
        "retyped",
        "order",
        "rejected",
    ],
)
def test_the_change_decides_the_number(sample, tmp_path, change, number):
    rows = [sample.article(n) for n in range(20)]
    sample.make(tmp_path, rows)
    changed, options = change(sample, rows)
    made = sample.make(tmp_path, changed, **options)
    assert (made.path.name, made.changed) == (number, True)
    assert verify(made.path).ok
    assert verify(tmp_path / "1.0.0").ok
    assert f"## [{number}]" in (made.path / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("requested", ["1.0.0", "1.0.1", "0.9.0"])
def test_a_number_that_lies_about_the_change_is_refused(sample, tmp_path, requested):
    rows = [sample.article(n) for n in range(20)]
    sample.make(tmp_path, rows)
    with pytest.raises(ReleaseError) as caught:
        sample.make(tmp_path, rows[1:], requested=requested)
    assert caught.value.code == "refused"
    assert "1.1.0" in caught.value.mend
    assert [str(v) for v, _ in list_releases(tmp_path)] == ["1.0.0"]
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".staging")]


@pytest.mark.parametrize("requested", ["1.1.0", "1.2.0", "2.0.0", "v3.1.4"])
def test_a_number_as_high_as_the_change_or_higher_is_taken(sample, tmp_path, requested):
    rows = [sample.article(n) for n in range(20)]
    sample.make(tmp_path, rows)
    made = sample.make(tmp_path, rows[1:], requested=requested)
    assert made.path.name == requested.removeprefix("v")


def test_a_new_number_for_nothing_new_is_refused_and_the_old_one_is_no_error(sample, tmp_path):
    rows = [sample.article(n) for n in range(20)]
    sample.make(tmp_path, rows, requested="1.4.0")
    assert not sample.make(tmp_path, rows, requested="1.4.0").changed
    with pytest.raises(ReleaseError, match="nothing changed"):
        sample.make(tmp_path, rows, requested="1.5.0")


def test_a_number_below_the_newest_is_refused_before_any_work(sample, tmp_path):
    check_free(tmp_path, "0.1.0")
    sample.make(tmp_path, [sample.article(1)], requested="1.4.0")
    for number in ("1.4.0", "1.4.1", "2.0.0"):
        check_free(tmp_path, number)
    with pytest.raises(ReleaseError) as caught:
        check_free(tmp_path, "1.3.9")
    assert caught.value.code == "refused"


@pytest.mark.parametrize("text", ["1.0", "1.0.0.0", "01.0.0", "1.0.0-rc1", "１.0.0", "", "latest"])
def test_what_is_no_release_number_is_told(text):
    with pytest.raises(UsageError):
        parse_version(text)


def test_numbers_are_ordered_as_numbers(sample, tmp_path):
    rows = [sample.article(n) for n in range(5)]
    sample.make(tmp_path, rows, requested="1.9.0")
    sample.make(tmp_path, rows[1:], requested="1.10.0")
    assert list_releases(tmp_path)[-1].version == Version(1, 10, 0)
    assert str((tmp_path / "latest").readlink()) == "1.10.0"
    assert resolve("latest", tmp_path).resolve() == (tmp_path / "1.10.0").resolve()
    assert resolve("v1.9.0", tmp_path) == tmp_path / "1.9.0"
    assert resolve(str(tmp_path / "1.9.0"), tmp_path / "elsewhere") == tmp_path / "1.9.0"
    with pytest.raises(ReleaseError, match=r"no release '1\.9\.9'"):
        resolve("1.9.9", tmp_path)


@pytest.mark.parametrize("batch", [1, 7, 1000])
def test_a_release_is_the_same_bytes_wherever_and_however_its_rows_were_cut(
    sample, tmp_path, batch
):
    rows = [sample.article(n) for n in range(60)]
    first = sample.make(tmp_path / "one", rows)
    second = sample.make(tmp_path / "other" / "place", rows, batch=batch)
    assert bytes_of(first.path) == bytes_of(second.path)


def test_another_process_writes_the_same_bytes(sample, tmp_path, script):
    rows = [sample.article(n) for n in range(60)]
    first = sample.make(tmp_path / "one", rows)
    code = (
        "import sys, pathlib, sample\n"
        "sample.make(pathlib.Path(sys.argv[1]), [sample.article(n) for n in range(60)], batch=13)"
    )
    process = script(code, tmp_path / "two", PYTHONHASHSEED="7", OMP_NUM_THREADS="1")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()
    assert bytes_of(first.path) == bytes_of(tmp_path / "two" / "1.0.0")


def test_the_changelog_keeps_what_it_said(sample, tmp_path):
    rows = [sample.article(n) for n in range(20)]
    sample.make(tmp_path, rows)
    sample.make(tmp_path, rows[1:])
    made = sample.make(tmp_path, [*rows[2:], sample.article(77)], note="new\n")
    text = (made.path / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["## [1.2.0]", "## [1.1.0]", "## [1.0.0]"]
    assert "### Added" in text
    assert "`0000004d`" in text
    assert "`articles`: 1 row: `00000001`." in text
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def test_a_manifest_survives_its_own_bytes(sample, tmp_path):
    made = sample.make(tmp_path, [sample.article(n) for n in range(5)])
    data = (made.path / "manifest.json").read_bytes()
    assert parse_manifest(data).to_bytes() == data
    keys = "name release content_digest counts splits files sources tool config"
    assert " ".join(json.loads(data)) == keys
    paths = [entry.path for entry in load_manifest(made.path).files]
    assert paths == sorted(paths)
    assert "manifest.json" not in paths


@pytest.mark.parametrize(
    "change",
    [
        {"release": "1.0"},
        {"counts": {"read": 1}},
        {"files": [{"path": "../x", "bytes": 1, "sha256": "0" * 64}]},
        {"files": [{"path": "/x", "bytes": 1, "sha256": "0" * 64}]},
        {"files": [{"path": "x", "bytes": -1, "sha256": "0" * 64}]},
        {"files": [{"path": "x", "bytes": 1, "sha256": "0" * 63}]},
        {"files": [{"path": "x", "bytes": 1, "sha256": "0" * 64}] * 2},
        {"files": [{"path": "x", "bytes": True, "sha256": "0" * 64}]},
        {"files": ["x"]},
        {"sources": None},
        {"more": 1},
        {"content_digest": None},
    ],
)
def test_a_damaged_manifest_is_told(sample, tmp_path, change):
    made = sample.make(tmp_path, [sample.article(1)])
    raw = {**json.loads((made.path / "manifest.json").read_bytes()), **change}
    with pytest.raises(ReleaseError) as caught:
        parse_manifest(json.dumps(raw).encode())
    assert caught.value.code == "damaged"


def test_a_folder_that_is_no_release_is_told(tmp_path):
    with pytest.raises(ReleaseError) as caught:
        verify(tmp_path)
    assert caught.value.code == "missing"


def test_a_diff_names_fields_columns_and_moves(sample, tmp_path):
    rows = [sample.article(n) for n in range(20)]
    old = sample.make(tmp_path, rows)
    changed = [
        *[sample.article(n) for n in range(2, 19)],
        sample.article(19, title="改过的题目", published=1),
        sample.article(40),
    ]
    new = sample.make(tmp_path, changed, columns={**sample.COLUMNS, "url": sample.STRING})
    found = diff(old.path, new.path)
    articles = found.configs["articles"]
    assert (articles.added, articles.removed, articles.changed, articles.moved) == (1, 2, 1, 0)
    assert articles.fields == {"published": 1, "title": 1}
    assert [(c.kind, c.column) for c in articles.columns] == [("added", "url")]
    by_kind = {row.kind: row for row in articles.rows}
    assert by_kind["changed"].fields["title"] == (rows[19]["title"], "改过的题目")
    assert by_kind["added"].key == "00000028"
    assert found.level == "minor"
    assert json.loads(json.dumps(found.as_dict()))["configs"]["articles"]["added"] == 1


def test_a_row_that_changes_its_split_is_moved_not_removed(sample, tmp_path, monkeypatch):
    rows = [sample.article(n) for n in range(20)]
    old = sample.make(tmp_path, rows)
    monkeypatch.setattr(sample, "split_of", lambda row: "train")
    new = sample.make(tmp_path, rows)
    articles = diff(old.path, new.path).configs["articles"]
    assert (articles.added, articles.removed, articles.changed, articles.moved) == (0, 0, 0, 8)
    assert {row.split for row in articles.rows} == {("validation", "train"), ("test", "train")}
    assert new.path.name == "1.1.0"


def test_rows_of_one_key_are_compared_in_their_order(sample, tmp_path):
    person = sample.article(4)["attendees"][0]
    rows = [sample.article(4, attendees=[person, {**person, "start": 5}, {**person, "start": 9}])]
    old = sample.make(tmp_path, rows)
    fewer = [{**rows[0], "attendees": [person, {**person, "start": 7}]}]
    new = sample.make(tmp_path, fewer)
    attendance = diff(old.path, new.path).configs["attendance"]
    assert (attendance.added, attendance.removed, attendance.changed) == (0, 1, 1)
    assert attendance.fields == {"start": 1}


def test_a_limit_bounds_what_is_listed_and_not_what_is_counted(sample, tmp_path):
    rows = [sample.article(n) for n in range(50)]
    old = sample.make(tmp_path, rows)
    new = sample.make(tmp_path, [sample.article(n, title="x") for n in range(50)])
    found = diff(old.path, new.path, limit=3)
    assert found.configs["articles"].changed == 50
    assert len(found.configs["articles"].rows) == 3
    assert found.as_dict()["configs"]["articles"]["truncated"]
    assert len(diff(old.path, new.path, limit=None).configs["articles"].rows) == 50


def test_equal_releases_have_no_diff(sample, tmp_path):
    rows = [sample.article(n) for n in range(20)]
    one, two = sample.make(tmp_path / "a", rows), sample.make(tmp_path / "b", rows, batch=3)
    found = diff(one.path, two.path)
    assert found.level == "none"
    assert all(not config.rows for config in found.configs.values())
