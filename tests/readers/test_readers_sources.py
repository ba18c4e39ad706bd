"""A folder becomes records: all of it, in order, and nothing hostile in it does harm."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.core.config import ReadSection
from dataset_tools.core.errors import SourceError
from dataset_tools.core.record import RawRecord
from dataset_tools.stages.read import (
    Chunk,
    list_sources,
    plan_chunks,
    read_chunk,
    read_source,
)

AUTO = ReadSection()
LINE = json.dumps({"title": "图书室开放", "text": "林溪镇图书室昨天开放。"}, ensure_ascii=False)
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "messy"


def records(root: Path, config: ReadSection = AUTO) -> list[tuple[str, RawRecord]]:
    return [pair for name in list_sources(root) for pair in read_source(root, name, config)]


def summary(root: Path, config: ReadSection = AUTO) -> list[tuple[str, int, str]]:
    return [
        (path, record.index, record.problems[0].code if record.problems else "")
        for path, record in records(root, config)
    ]


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_sources_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/a.txt", "a.txt", "b.txt", "a/z.json", "Ä.txt", ".git/x.txt", "a/.DS_Store"):
        write(tmp_path / name, b"text")
    write(tmp_path / "__MACOSX" / "a.txt", b"text")
    assert list_sources(tmp_path) == ["a.txt", "a/z.json", "b.txt", "b/a.txt", "Ä.txt"]


def test_a_missing_folder_is_an_error_and_an_empty_one_is_not(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        list_sources(tmp_path / "missing")
    write(tmp_path / "file", b"")
    with pytest.raises(SourceError):
        list_sources(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    assert list_sources(tmp_path / "empty") == []


def test_an_unknown_format_is_one_record_with_its_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.docx", b"PK")
    write(tmp_path / "README", b"x" * 50)
    ((_, first), (_, second)) = records(tmp_path, ReadSection(max_record_bytes=20))
    assert (first.problems[0].code, first.raw) == ("unknown_format", b"x" * 20)
    assert (second.problems[0].code, second.raw) == ("unknown_format", b"PK")


PACK = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("suffix", sorted(PACK))
def test_compressed_files_are_read_member_after_member(tmp_path: Path, suffix: str) -> None:
    pack = PACK[suffix]
    write(tmp_path / f"a.jsonl{suffix}", pack(LINE.encode() + b"\n") + pack(LINE.encode()))
    assert summary(tmp_path) == [(f"a.jsonl{suffix}", 0, ""), (f"a.jsonl{suffix}", 1, "")]


@pytest.mark.parametrize("suffix", sorted(PACK))
def test_a_cut_stream_keeps_the_records_before_the_cut(tmp_path: Path, suffix: str) -> None:
    noise = [json.dumps({"text": os.urandom(200).hex()}) for _ in range(3000)]
    packed = PACK[suffix]("\n".join(noise).encode())
    write(tmp_path / f"a.jsonl{suffix}", packed[: len(packed) * 2 // 3])
    found = records(tmp_path)
    *good, (_, last) = found
    assert last.problems[0].code == "truncated"
    assert [record.row for _, record in good] == [json.loads(line) for line in noise[: len(good)]]
    assert good or suffix in (".bz2", ".xz")
    assert [record.index for _, record in found] == list(range(len(found)))


def test_a_cut_page_is_quarantined_as_a_whole(tmp_path: Path) -> None:
    packed = gzip.compress(("林溪镇图书室昨天开放。" * 50).encode())
    write(tmp_path / "a.txt.gz", packed[:-9])
    assert summary(tmp_path) == [("a.txt.gz", 0, "truncated")]
    ((_, record),) = records(tmp_path)
    assert record.kind == "unreadable"
    assert record.raw


def test_a_damaged_or_mislabelled_stream_is_quarantined(tmp_path: Path) -> None:
    for suffix, pack in PACK.items():
        write(tmp_path / f"plain.txt{suffix}", b"no compressed stream at all")
        packed = bytearray(pack(os.urandom(3000)))
        packed[len(packed) // 2] ^= 255
        write(tmp_path / f"flipped.txt{suffix}", bytes(packed))
    assert all(code for _, _, code in summary(tmp_path))


@pytest.mark.parametrize("suffix", sorted(PACK))
def test_a_bomb_stops_at_its_limits(tmp_path: Path, suffix: str) -> None:
    zeros = bytes(64 << 20)
    write(tmp_path / f"a.jsonl{suffix}", PACK[suffix](zeros))
    config = ReadSection(max_record_bytes=1 << 20, max_ratio=20)
    ((_, record),) = records(tmp_path, config)
    assert record.problems[0].code == "bomb"
    assert len(record.raw) <= 1 << 20
    config = ReadSection(max_record_bytes=1 << 20, max_unpacked_bytes=1 << 20, max_ratio=10**9)
    ((_, record),) = records(tmp_path, config)
    assert record.problems[0].code == "bomb"


def make_zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_members_of_a_zip_are_sources(tmp_path: Path) -> None:
    members = {"in/0.txt": b"one", "in/1.jsonl.gz": gzip.compress(LINE.encode()), ".x/a.txt": b"x"}
    make_zip(tmp_path / "b.zip", members)
    assert summary(tmp_path) == [("b.zip!in/0.txt", 0, ""), ("b.zip!in/1.jsonl.gz", 0, "")]


def test_names_in_an_archive_are_only_names(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    root.mkdir()
    make_zip(root / "a.zip", {"../../evil.txt": b"text", "/etc/evil.txt": b"text"})
    assert [path for path, _, _ in summary(root)] == ["a.zip!../../evil.txt", "a.zip!/etc/evil.txt"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "raw"]


def test_a_zip_bomb_stops_and_keeps_what_was_before(tmp_path: Path) -> None:
    make_zip(tmp_path / "a.zip", {"0.txt": b"fine", "1.txt": bytes(64 << 20), "2.txt": b"after"})
    config = ReadSection(max_record_bytes=64 << 20, max_ratio=20)
    assert summary(tmp_path, config) == [("a.zip!0.txt", 0, ""), ("a.zip!1.txt", 0, "bomb")]


def test_what_a_zip_holds_of_no_use_is_refused_with_its_bytes(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", b"text")
    make_zip(tmp_path / "a.zip", {"b.zip": inner.getvalue(), "c.tar": b"x", "d.doc": b"x"})
    ((_, first), (_, second), (_, third)) = records(tmp_path)
    assert first.raw == inner.getvalue()
    codes = [record.problems[0].code for record in (first, second, third)]
    assert codes == ["nested_archive", "nested_archive", "unknown_format"]


def test_an_encrypted_member_is_quarantined_with_its_stored_bytes(tmp_path: Path) -> None:
    make_zip(tmp_path / "a.zip", {"a.txt": b"secret", "b.txt": b"open"})
    data = bytearray((tmp_path / "a.zip").read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    ((_, first), (_, second)) = records(tmp_path)
    assert first.problems[0].code == "encrypted"
    assert first.raw
    assert second.text == "open"


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_one_record(tmp_path: Path, junk: bytes) -> None:
    for name in ("a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.zip.gz"):
        write(tmp_path / name, junk)
    found = summary(tmp_path)
    assert len(found) == 5
    assert all(code for _, _, code in found)


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.LNKTYPE, tarfile.CONTTYPE])
def test_a_tar_member_that_claims_ten_terabytes_ends_the_archive(
    tmp_path: Path, kind: bytes
) -> None:
    """tarfile would ask for all of them, block by block: a day."""
    info = tarfile.TarInfo("lie.txt")
    info.size, info.type = 10 << 40, kind
    write(tmp_path / "a.tar", info.tobuf(tarfile.GNU_FORMAT) + b"x" * 100)
    codes = [problem for _, _, problem in summary(tmp_path)]
    assert codes[-1] in ("truncated", "corrupt", "special_file")


def test_members_of_a_tar_are_sources_and_special_ones_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("dev.txt", tarfile.CHRTYPE), ("l.txt", tarfile.SYMTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name in ("in/a.txt", "in/a.txt", "../b.txt"):
            info = tarfile.TarInfo(name)
            info.size = 4
            archive.addfile(info, io.BytesIO(b"text"))
    write(tmp_path / "a.tar.gz", gzip.compress(buffer.getvalue()))
    assert summary(tmp_path) == [
        ("a.tar.gz!dev.txt", 0, "special_file"),
        ("a.tar.gz!l.txt", 0, "special_file"),
        ("a.tar.gz!in/a.txt", 0, ""),
        ("a.tar.gz!in/a.txt#2", 0, ""),
        ("a.tar.gz!../b.txt", 0, ""),
    ]
    write(tmp_path / "a.tar.gz", gzip.compress(buffer.getvalue())[:-60])
    assert summary(tmp_path)[-1][2] in ("truncated", "corrupt")


def test_special_files_and_links_are_never_opened(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    write(root / "a.txt", b"text")
    write(tmp_path / "secret.txt", b"secret")
    os.mkfifo(root / "fifo.txt")
    (root / "inside.txt").symlink_to("a.txt")
    (root / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (root / "loop.txt").symlink_to("loop.txt")
    (root / "gone.txt").symlink_to("nowhere.txt")
    (root / "circle").symlink_to(root)
    (root / "null.txt").symlink_to("/dev/null")
    assert {path: code for path, _, code in summary(root)} == {
        "a.txt": "",
        "inside.txt": "",
        "fifo.txt": "special_file",
        "outside.txt": "outside_root",
        "loop.txt": "broken_link",
        "gone.txt": "broken_link",
        "circle": "link_to_folder",
        "null.txt": "outside_root",
    }
    assert all(record.raw in (b"", b"text") for _, record in records(root))
    assert plan_chunks(root, "fifo.txt", 10).bytes == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_record(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"text")
    write(tmp_path / "d" / "b.txt", b"text")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "d").chmod(0)
    try:
        assert [code for _, _, code in summary(tmp_path)] == ["no_permission"] * 2
    finally:
        (tmp_path / "d").chmod(0o700)


def test_a_file_that_vanishes_or_changes_is_one_record(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"text")
    ((chunk,), (gone,)) = plan_chunks(tmp_path, "a.txt", 9).chunks, (Chunk("b.txt", 0, 4, 0, 4),)
    write(tmp_path / "a.txt", b"more text")
    ((_, changed),) = read_chunk(tmp_path, chunk, AUTO)
    assert (changed.problems[0].code, changed.raw) == ("changed_while_read", b"more text")
    ((_, vanished),) = read_chunk(tmp_path, gone, AUTO)
    assert vanished.problems[0].code == "vanished"


def test_a_file_that_grows_while_it_is_read_says_so(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", (LINE + "\n").encode() * 60_000)
    found = read_source(tmp_path, "a.jsonl", AUTO)
    next(found)
    with (tmp_path / "a.jsonl").open("ab") as file:
        file.write(b"more")
    codes = [record.problems[0].code for _, record in found if record.problems]
    assert codes == ["changed_while_read"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/a\xff.txt"
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(b"text")
    ((path, record),) = records(tmp_path)
    assert (path, record.text) == ("a\\xff.txt", "text")


@settings(deadline=None, max_examples=40)
@given(
    sizes=st.lists(st.integers(0, 120), min_size=1, max_size=60),
    target=st.integers(16, 2000),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_chunks_of_json_lines_give_the_records_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], target: int, mark: bytes
) -> None:
    from dataset_tools.stages import read

    root = tmp_path_factory.mktemp("chunks")
    lines = [
        json.dumps({"text": "室" * size}, ensure_ascii=False) if size else "" for size in sizes
    ]
    write(root / "a.jsonl", mark + "\n".join(lines).encode() * 3)
    original, read.BLOCK = read.BLOCK, 64
    try:
        plan = plan_chunks(root, "a.jsonl", target)
    finally:
        read.BLOCK = original
    assert plan.bytes == (root / "a.jsonl").stat().st_size
    parts = [pair for chunk in plan.chunks for pair in read_chunk(root, chunk, AUTO)]
    whole = list(read_source(root, "a.jsonl", AUTO))
    assert parts == whole or not parts[0][1].raw
    assert [pair for pair in parts if pair[1].raw] == [pair for pair in whole if pair[1].raw]


def test_the_hash_of_a_source_is_that_of_its_bytes(tmp_path: Path) -> None:
    import hashlib

    data = os.urandom(3 << 20)
    write(tmp_path / "a.txt", data)
    plan = plan_chunks(tmp_path, "a.txt", 1 << 20)
    assert plan.sha256 == hashlib.sha256(data).hexdigest()
    assert [chunk[:5] for chunk in plan.chunks] == [("a.txt", 0, len(data), 0, len(data))]


def test_memory_does_not_grow_with_a_long_line(tmp_path: Path) -> None:
    import tracemalloc

    with (tmp_path / "a.jsonl").open("wb") as file:
        file.writelines(b"x" * (1 << 20) for _ in range(50))
        file.write(b"\n" + LINE.encode())
    write(tmp_path / "b.json", b'["' + b"x" * (50 << 20) + b'", {"title": "a"}]')
    tracemalloc.start()
    found = summary(tmp_path, ReadSection(max_record_bytes=1 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [
        ("a.jsonl", 0, "too_large"),
        ("a.jsonl", 1, ""),
        ("b.json", 0, "too_large"),
        ("b.json", 1, ""),
    ]
    assert peak < 16 << 20


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not beside this checkout")
def test_every_record_of_the_messy_corpus_comes_out_in_its_place() -> None:
    found: dict[tuple[str, int], RawRecord] = {}
    for name in list_sources(SHARED / "raw"):
        for chunk in plan_chunks(SHARED / "raw", name, 1 << 20).chunks:
            for path, record in read_chunk(SHARED / "raw", chunk, AUTO):
                assert (path, record.index) not in found
                found[path, record.index] = record
    for line in (SHARED / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        record = found[truth["source_path"], truth["source_index"] or 0]
        if truth["expect"] in ("accepted", "duplicate"):
            assert not record.problems, truth["source_path"]
        if truth["class"] in ("clean", "gb18030", "utf16be", "utf16le_bom", "zip"):
            assert "".join(truth["text"].split()) in "".join(record.text.split())
        if truth["class"] in ("empty", "bad_json", "binary"):
            assert record.problems
