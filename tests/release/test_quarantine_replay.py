"""Rejected records: listed, shown, corrected; nothing of them is lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dataset_tools.core.config import ReadSection
from dataset_tools.core.errors import SourceError, UsageError
from dataset_tools.release.quarantine import (
    Rejected,
    find_rejected,
    list_rejected,
    parse_id,
    replay,
)
from dataset_tools.stages.corrections import Corrections, load_corrections, without_corrections
from dataset_tools.stages.read import list_sources, read_source

SETTINGS = ReadSection()


def taken(raw: Path) -> list[tuple[str, int, bytes, str]]:
    """The records that a build would take from the raw folder."""
    corrections = load_corrections(raw)
    found = []
    for source in without_corrections(list_sources(raw)):
        pairs = corrections.apply(read_source(raw, source, SETTINGS), SETTINGS)
        found += [
            (path, r.index, r.raw, r.problems[0].code if r.problems else "") for path, r in pairs
        ]
    return found


@pytest.fixture
def release(sample, tmp_path):
    return sample.make(
        tmp_path / "processed", [sample.article(n) for n in range(9)], rejected=3
    ).path


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def test_rejected_records_are_listed_with_their_reasons(release):
    found = list(list_rejected(release))
    assert [record.id for record in found] == [f"b/wire.jsonl:{n}" for n in range(3)]
    assert found[0].reasons[0]["code"] == "undecodable"
    assert len(list(list_rejected(release, "encoding"))) == 3
    assert len(list(list_rejected(release, "encoding/undecodable"))) == 3
    assert list(list_rejected(release, "undecodable")) == []


def test_a_rejected_record_is_found_with_its_bytes(release):
    assert find_rejected(release, "b/wire.jsonl:2").raw == b"\x1b[31m\xff2!"
    assert find_rejected(release, "b/wire.jsonl").source_index == 0


@pytest.mark.parametrize("name", ["b/wire.jsonl:9", "b/wire", "", ":0"])
def test_an_unknown_record_is_told(release, name):
    with pytest.raises(UsageError) as caught:
        find_rejected(release, name)
    assert caught.value.mend


def test_a_name_may_hold_colons():
    assert parse_id("a:b:3") == ("a:b", 3)
    assert parse_id("a:b") == ("a:b", 0)
    assert parse_id("a:３") == ("a:３", 0)


def test_a_replayed_record_is_kept_beside_the_original(release, raw, tmp_path):
    record = find_rejected(release, "b/wire.jsonl:1")
    file = tmp_path / "mine.json"
    file.write_text('{"title": "甲"}', encoding="utf-8")
    correction = replay(record, file, raw)
    assert correction.file == "b/wire.jsonl#1.json"
    assert (raw / "corrections" / correction.file).read_bytes() == file.read_bytes()
    assert load_corrections(raw).entries == {("b/wire.jsonl", 1): correction}
    assert correction.replaces(record.raw)
    assert not correction.replaces(record.raw + b"\n")
    before = sorted(p.name for p in (raw / "corrections").rglob("*"))
    assert replay(record, file, raw) == correction
    assert sorted(p.name for p in (raw / "corrections").rglob("*")) == before


def test_a_second_correction_keeps_the_first_and_refers_to_the_original(raw, tmp_path):
    original = b"broken"
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_bytes(b"still broken")
    second.write_bytes(b"mended")
    record = Rejected("page.txt", 0, 0, 6, original, ())
    replay(record, first, raw)
    rejected_again = record._replace(raw=first.read_bytes())
    correction = replay(rejected_again, second, raw)
    assert correction.replaces(original)
    assert (raw / "corrections" / correction.file).read_bytes() == b"mended"
    kept = {p.name: p.read_bytes() for p in (raw / "corrections").glob("page*")}
    assert kept == {"page.txt#0.txt": b"still broken", "page.txt#0.2.txt": b"mended"}
    lines = (raw / "corrections" / "corrections.jsonl").read_text().splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["page.txt#0.txt", "page.txt#0.2.txt"]


def test_a_correction_that_is_none_is_refused(raw, tmp_path):
    record = Rejected("page.txt", 0, 0, 6, b"broken", ())
    for content, words in ((b"broken", "what was rejected"), (b" \n", "empty")):
        (tmp_path / "f.txt").write_bytes(content)
        with pytest.raises(UsageError, match=words):
            replay(record, tmp_path / "f.txt", raw)
    with pytest.raises(SourceError):
        replay(record, tmp_path / "none.txt", raw)
    with pytest.raises(SourceError):
        replay(record, tmp_path / "f.txt", tmp_path / "no-raw")
    assert list(raw.iterdir()) == []


def test_a_correction_stays_below_its_folder(raw, tmp_path):
    (tmp_path / "f.txt").write_bytes(b"mended")
    record = Rejected("../../etc/page.txt", 0, 0, 6, b"broken", ())
    correction = replay(record, tmp_path / "f.txt", raw)
    assert correction.file == "etc/page.txt#0.txt"
    assert (raw / "corrections" / "etc" / "page.txt#0.txt").is_file()


def test_the_next_read_takes_the_correction_in_the_place_of_the_record(raw, tmp_path):
    (raw / "wire.jsonl").write_bytes(b'{"title": "a"}\n{"title": \n{"title": "c"}\n')
    before = taken(raw)
    assert [code for *_, code in before] == ["", "bad_json", ""]
    record = Rejected("wire.jsonl", 1, 15, 25, before[1][2], ())
    (tmp_path / "mine.json").write_bytes(b'{"title": "b"}')
    replay(record, tmp_path / "mine.json", raw)
    after = taken(raw)
    assert after == [before[0], ("wire.jsonl", 1, b'{"title": "b"}', ""), before[2]]


def test_a_correction_that_is_rejected_again_can_be_corrected_again(raw, tmp_path):
    (raw / "wire.jsonl").write_bytes(b"{1\n")
    for content in (b"{2", b'{"title": "b"}'):
        (found,) = taken(raw)
        (tmp_path / "mine.json").write_bytes(content)
        replay(Rejected("wire.jsonl", 0, 0, 2, found[2], ()), tmp_path / "mine.json", raw)
    assert taken(raw) == [("wire.jsonl", 0, b'{"title": "b"}', "")]


def test_a_correction_of_bytes_that_changed_since_does_not_apply(raw, tmp_path):
    (raw / "wire.jsonl").write_bytes(b"{1\n")
    (tmp_path / "mine.json").write_bytes(b'{"title": "b"}')
    replay(Rejected("wire.jsonl", 0, 0, 2, taken(raw)[0][2], ()), tmp_path / "mine.json", raw)
    (raw / "wire.jsonl").write_bytes(b'{"title": "mended at its source"}\n')
    assert taken(raw)[0][2].startswith(b'{"title": "mended at its source"}')


def test_a_correction_of_many_records_is_told_and_the_original_kept(raw, tmp_path):
    (raw / "wire.jsonl").write_bytes(b"{1\n")
    original = taken(raw)[0]
    (tmp_path / "mine.jsonl").write_bytes(b'{"title": "b"}\n{"title": "c"}\n')
    replay(Rejected("wire.jsonl", 0, 0, 2, original[2], ()), tmp_path / "mine.jsonl", raw)
    assert taken(raw)[0][:3] == original[:3]
    pairs = load_corrections(raw).apply(read_source(raw, "wire.jsonl", SETTINGS), SETTINGS)
    assert [problem.code for problem in next(pairs)[1].problems][-1] == "bad_correction"


def test_corrections_are_part_of_what_makes_a_part(raw, tmp_path):
    assert load_corrections(raw) == Corrections(raw)
    assert load_corrections(raw).digest("a.zip") == ""
    assert load_corrections(raw).files() == []
    (tmp_path / "f.txt").write_bytes(b"mended")
    replay(Rejected("a.zip!p.txt", 0, 0, 6, b"broken", ()), tmp_path / "f.txt", raw)
    found = load_corrections(raw)
    assert found.digest("a.zip")
    assert found.digest("a") == found.digest("b.zip") == ""
    assert found.files() == ["corrections/a.zip!p.txt#0.txt", "corrections/corrections.jsonl"]


def test_a_changed_or_missing_correction_is_told(raw, tmp_path):
    (raw / "p.txt").write_bytes(b"")
    (tmp_path / "f.txt").write_bytes(b"mended")
    correction = replay(Rejected("p.txt", 0, 0, 0, b"", ()), tmp_path / "f.txt", raw)
    (raw / "corrections" / correction.file).write_bytes(b"changed by hand")
    with pytest.raises(SourceError, match="changed after its replay"):
        taken(raw)
    (raw / "corrections" / correction.file).unlink()
    with pytest.raises(SourceError, match="cannot be read"):
        taken(raw)


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"source_path": "x"}', b"null"])
def test_a_damaged_ledger_is_told_with_its_line(raw, line):
    folder = raw / "corrections"
    folder.mkdir()
    digest = hashlib.sha256(b"").hexdigest()
    good = json.dumps(
        dict(
            zip(
                ("source_path", "source_index", "raw_sha256", "file", "file_sha256"),
                ("a", 0, digest, "a", digest),
                strict=True,
            )
        )
    )
    (folder / "corrections.jsonl").write_bytes(good.encode() + b"\n" + line + b"\n")
    with pytest.raises(SourceError, match="line 2"):
        load_corrections(raw)


def test_without_a_ledger_there_are_no_corrections(raw):
    assert load_corrections(raw).entries == {}
