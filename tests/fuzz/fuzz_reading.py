"""Harnesses of reading: files of every format, packed files, encodings."""

from __future__ import annotations

# ruff: noqa: E501 - tables of hostile inputs
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from functools import lru_cache
from typing import Any

from fuzz_base import harness, scratch
from fuzz_mutation import Dice

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord

LIMIT = 4096
"""``max_record_bytes`` of the reading harnesses, so that the limit is met now and then."""


@lru_cache(maxsize=1)
def _examples() -> list[tuple[str, bytes]]:
    """Real files of every format: the readers' own examples, and a few larger ones."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dataset_tools.readers._base import READERS

    found = [(reader.name, reader.example) for reader in READERS]
    rows = [
        {"id": n, "title": f"标题{n}", "text": "会议昨天召开。\n二", "tags": ["a"]}
        for n in range(3)
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    for codec in ("utf-8", "gb18030", "utf-16"):
        found.append(("jsonl", lines.encode(codec)))
        found.append(("json", json.dumps({"items": rows}, ensure_ascii=False).encode(codec)))
        found.append(
            ("csv", 'id,title,text\r\n1,标题,"会议\r\n召开，""昨""天"\r\n2,乙,丙\r\n'.encode(codec))
        )
    for rows_only in (rows, [{"title": "a"}], []):
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows_only, pa.schema([("title", pa.string())])), sink)
        found.append(("parquet", sink.getvalue()))
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nTransfer-Encoding: chunked\r\n"
    )
    body = gzip.compress("<title>标题</title><p>正文。".encode("gbk"), mtime=0)
    http += b"Content-Encoding: gzip\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(http)
    found.append(("warc", head + http + b"\r\n\r\n" + head + http))
    return found


def _file(dice: Dice) -> list[Any]:
    name, data = dice.random.choice(_examples())
    if name in ("text", "markdown", "html") and dice.random.random() < 0.7:
        codec = dice.random.choice(("utf-8", "utf-8", "gb18030", "big5", "utf-16", "cp1252"))
        data = dice.text(300).encode(codec, "ignore")
    if name == "markdown" and dice.random.random() < 0.5:
        data = (
            f"---\ntitle: {dice.word()}\n{dice.word()}: {dice.word()}\n---\n".encode(
                "utf-8", "replace"
            )
            + data
        )
    return [name, dice.mutated(data, 3000 if name == "parquet" else 700)]


def held(records: list[RawRecord]) -> None:
    """What every reader promises of its records."""
    assert records
    last = -1
    for record in records:
        assert (record.kind == "unreadable") == bool(record.problems)
        assert len(record.raw) <= LIMIT
        assert record.index > last
        assert 0 <= record.byte_start <= record.byte_end
        last = record.index
        json.dumps(record.row, ensure_ascii=False, allow_nan=False).encode()
        record.text.encode()
        for problem in record.problems:
            assert problem.check in ("read", "encoding")
            assert problem.code
            assert len(problem.message) < 1000


@harness(_file)
def readers(given: list[Any]) -> None:
    """Every reader over mutated files of its format."""
    from dataset_tools.readers._base import READERS
    from dataset_tools.text.charsets import encode

    name, data = given
    records = list(READERS.get(name).read(io.BytesIO(data), ReadSection(max_record_bytes=LIMIT)))
    held(records)
    if name in ("text", "markdown", "html") and not records[0].problems:
        assert encode(records[0].text, records[0].encoding) == records[0].raw == data
    if name == "jsonl":
        for record in records:
            if record.encoding == "utf-8":
                assert data[record.byte_start : record.byte_end] == record.raw


def _packed_file(dice: Dice) -> list[Any]:
    import zstandard

    text = dice.text(300).encode("utf-8", "replace")
    suffix = dice.random.choice((".gz", ".bz2", ".xz", ".zst", ".zip", ".tar", ".tar.gz"))
    name = dice.random.choice(("a.txt", "a.jsonl", "../a.html", "/etc/x.md", "a/b.csv", "a.txt.gz"))
    if suffix == ".zip":
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(name), text)
            archive.writestr(zipfile.ZipInfo("b.txt"), text[:50])
        data, name = sink.getvalue(), "a"
    elif ".tar" in suffix:
        sink = io.BytesIO()
        with tarfile.open(fileobj=sink, mode="w") as archive:
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
            info = tarfile.TarInfo("l.txt")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
        data = sink.getvalue()[:2560]
        data, name = gzip.compress(data, mtime=0) if suffix == ".tar.gz" else data, "a"
    else:
        pack = {
            ".gz": lambda d: gzip.compress(d, mtime=0), ".bz2": bz2.compress, ".xz": lzma.compress,
            ".zst": zstandard.ZstdCompressor().compress,
        }[suffix]  # fmt: skip
        data, name = pack(text), name.rsplit("/", 1)[-1].removesuffix(".gz")
    return [name + suffix, dice.mutated(data, 4000)]


@harness(_packed_file)
def archives(given: list[Any]) -> None:
    """Compressed files and archives through the reading stage, from a folder."""
    from dataset_tools.stages.read import list_sources, plan_chunks, read_chunk

    name, data = given
    path = scratch() / name
    path.write_bytes(data)
    settings = ReadSection(max_record_bytes=LIMIT, max_unpacked_bytes=1 << 20, max_ratio=50)
    try:
        assert list_sources(scratch()) == [name]
        plan = plan_chunks(scratch(), name, 1 << 20)
        by_source: dict[str, list[RawRecord]] = {}
        for chunk in plan.chunks:
            for shown, record in read_chunk(scratch(), chunk, settings):
                by_source.setdefault(shown, []).append(record)
        assert by_source
        for shown, records in by_source.items():
            assert shown.split("!")[0] == name
            held(records)
    finally:
        path.unlink()


CODECS = (
    "utf-8", "gb18030", "gbk", "big5", "big5-hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252",
    "euc-jp", "shift_jis", "iso2022_jp", "euc-kr", "koi8-r",
)  # fmt: skip


def _bytes(dice: Dice) -> list[Any]:
    data = dice.piece(300).encode(dice.random.choice(CODECS), "ignore")
    if dice.random.random() < 0.2:
        data += dice.piece(80).encode(dice.random.choice(CODECS), "ignore")
    if dice.random.random() < 0.05:
        data = dice.random.randbytes(dice.size(300))
    label = dice.random.choice((None, *CODECS, "x-unknown", dice.word()))
    return [label, dice.mutated(data, 600)]


@harness(_bytes)
def encodings(given: list[Any]) -> None:
    """Decoding: what is decoded gives its bytes back, what is not has a reason."""
    from dataset_tools.text.charsets import encode
    from dataset_tools.text.encodings import Decoded, decode, decode_as, decode_head

    label, data = given
    for found in (decode(data, label), decode_as(data, label if label in CODECS else "utf-8")):
        if isinstance(found, Decoded):
            assert encode(found.text, found.encoding) == data
            assert found.evidence
        else:
            assert found.reason
    decode_head(data, whole=False)
