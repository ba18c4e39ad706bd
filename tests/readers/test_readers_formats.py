"""Every reader gives the records of its format, with exact bytes and places."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers import _table
from dataset_tools.readers._base import READERS, resolve
from dataset_tools.readers._formats import format_of

AUTO = ReadSection()
NAMES = READERS.names()
TITLE, TEXT = "乡镇图书室开放", "林溪镇图书室昨天开放。\n每周开放六天。"


def read(name: str, data: bytes, config: ReadSection = AUTO) -> list[RawRecord]:
    return list(READERS.get(name)(io.BytesIO(data), config))


def codes(records: list[RawRecord]) -> list[str]:
    return [record.problems[0].code if record.problems else "" for record in records]


@pytest.mark.parametrize("name", NAMES)
def test_every_reader_reads_its_example(name: str) -> None:
    records = read(name, READERS.get(name).example)
    assert codes(records) == [""]
    assert records[0].text or records[0].row


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_one_empty_record(name: str) -> None:
    for data in (b"", b"\n \n") if name != "parquet" else (b"",):
        records = read(name, data)
        assert codes(records) == ["empty"]
        assert records[0].kind == "unreadable"
        assert records[0].raw == data
        assert records[0].byte_end == len(data)


@pytest.mark.parametrize("name", ["jsonl", "csv", "tsv"])
@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf \n", "\ufeff\n \n".encode("utf-16-le"), b"\0\0\0", b"\n" * 100]
)
def test_lines_of_nothing_are_kept_with_all_their_bytes(name: str, data: bytes) -> None:
    records = read(name, data)
    kept = b"".join(record.raw for record in records)
    assert kept.strip(b"\n") == data.strip(b"\n")
    assert all(record.problems or record.row for record in records)


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_of_a_huge_file_of_nothing_the_head_is_kept(name: str) -> None:
    (record,) = read(name, b" \n" * 100_000)
    assert codes([record]) == ["empty"]
    assert record.raw == b" \n" * 32_768
    assert "first 65536 bytes" in record.problems[0].message


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_records_and_never_an_exception(name: str, data: bytes) -> None:
    records = read(name, data)
    assert records
    for record in records:
        assert (record.kind == "unreadable") == bool(record.problems)
        json.dumps(record.row, ensure_ascii=False).encode()
        record.text.encode()


PIECES = st.sampled_from(
    [b'{"a":1}', b'{"title": "x", "text": "y"}', b"[", b"]", b"{", b"}", b",", b'"', b"\\", b"\n",
     b"\r\n", b" ", b"\xff", b"\xe4\xbc\x9a", b"\x00", b"a,b", b'"a\nb"', b"\t", b'""', b"null",
     b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"]
)  # fmt: skip


@pytest.mark.parametrize("name", ["jsonl", "csv", "tsv", "warc"])
def test_of_a_long_blank_file_no_more_is_kept_than_a_record_may_hold(name: str) -> None:
    (record,) = read(name, b"\r\n" * 40, ReadSection(max_record_bytes=7))
    assert (record.kind, record.raw) == ("unreadable", b"\r\n" * 3 + b"\r")


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv", "warc"])
@settings(deadline=None, max_examples=250)
@given(pieces=st.lists(PIECES, max_size=30), limit=st.sampled_from([7, 40, 1 << 20]))
def test_nearly_right_files_never_raise(name: str, pieces: list[bytes], limit: int) -> None:
    records = read(name, b"".join(pieces), ReadSection(max_record_bytes=limit))
    assert records
    assert all(len(record.raw) <= limit for record in records)
    assert [record.index for record in records] == sorted({record.index for record in records})


@settings(deadline=None, max_examples=300)
@given(pieces=st.lists(PIECES, max_size=30))
def test_the_bytes_of_json_lines_are_all_in_some_record(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return
    records = [record for record in read("jsonl", data) if record.raw]
    if {record.encoding for record in records} - {"", "utf-8"}:
        return
    covered = bytearray(data)
    for record in records:
        assert data[record.byte_start : record.byte_end] == record.raw
        covered[record.byte_start : record.byte_end] = b" " * len(record.raw)
    # What is no character of a line: white space, and NUL where the file is taken for UTF-16.
    assert not bytes(covered).strip(b" \t\r\n\x0b\x0c\0")


@settings(deadline=None, max_examples=300)
@given(pieces=st.lists(PIECES, max_size=30))
def test_the_bytes_of_json_lists_are_all_in_some_record(pieces: list[bytes]) -> None:
    data = b'[{"title": "a"},' + b"".join(pieces).replace(b"\x00", b"").replace(b"\xff", b"") + b"]"
    records = read("json", data)
    covered = bytearray(data)
    for record in records:
        assert data[record.byte_start : record.byte_end] == record.raw
        covered[record.byte_start : record.byte_end] = b" " * len(record.raw)
    assert not bytes(covered).strip(b" \t\r\n,[]\x0b\x0c")


def test_a_bad_line_of_json_lines_costs_itself_only() -> None:
    good = json.dumps({"title": TITLE, "text": TEXT}, ensure_ascii=False).encode()
    bad = {
        "undecodable": good[:20] + b"\xff" + good[20:],
        "bad_json": good[:-1],
        "not_an_object": b"[1]",
        "lone_surrogate": b'{"title": "\\ud83d"}',
        "duplicate_key": b'{"title": "a", "title": "b"}',
        "too_deep": b"[" * 100_000,
    }
    lines = [good, *bad.values(), b"", b'{"n": NaN}', good]
    records = read("jsonl", b"\n".join(lines))
    assert codes(records) == ["", *bad, "bad_json", ""]
    assert [record.index for record in records] == [0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert [record.raw for record in records] == [line for line in lines if line]


def test_integers_are_exact_and_repeated_equal_keys_harmless() -> None:
    row = read("jsonl", b'{"id": 123456789012345678901234567890, "x": 1.5}')[0].row
    assert row == {"id": 123456789012345678901234567890, "x": 1.5}
    assert read("jsonl", b'{"a": "x", "a": "x"}')[0].row == {"a": "x"}
    assert read("jsonl", b'{"a": "b\x00\tc"}')[0].row == {"a": "b\x00\tc"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_json_lines_tables_and_lists_are_read_in_other_encodings(encoding: str) -> None:
    rows = [{"title": f"{TITLE}{n}", "text": TEXT} for n in range(3)]
    texts = [json.dumps(row, ensure_ascii=False) for row in rows]
    table = "title,text\r\n" + "".join(f'{r["title"]},"{r["text"]}"\r\n' for r in rows)
    found = {
        "jsonl": read("jsonl", "\n".join(texts).encode(encoding)),
        "json": read("json", f"[{', '.join(texts)}]".encode(encoding)),
        "csv": read("csv", table.encode(encoding)),
    }
    for name, records in found.items():
        assert [record.row for record in records] == rows, name
    data = f"[{', '.join(texts)}]".encode(encoding)
    for record in found["json"]:
        assert data[record.byte_start : record.byte_end] == record.raw


def test_json_is_an_article_a_list_or_an_envelope() -> None:
    article = {"title": TITLE, "text": TEXT, "tags": [{"name": "a"}]}
    for value in (article, [article], {"count": 1, "items": [article]}):
        data = json.dumps(value, ensure_ascii=False).encode()
        assert [record.row for record in read("json", data)] == [article]


def test_a_broken_element_of_a_list_costs_itself_only() -> None:
    data = '[{"title": "图书室"}, 7, {"title": "@"}, {"title": "阅览室"}, {"ti'.encode()
    records = read("json", data.replace(b"@", b"\xff"))
    assert codes(records) == ["", "not_an_object", "undecodable", "", "bad_json"]
    assert [record.row for record in records if record.row] == [
        {"title": "图书室"},
        {"title": "阅览室"},
    ]


def test_a_json_file_without_an_object_is_one_unreadable_record() -> None:
    cases = {
        b"[1, 2, {": "bad_json",
        b"[]": "no_records",
        b"[1]": "not_an_object",
        b"7": "not_an_object",
    }
    for data, code in cases.items():
        records = read("json", data)
        assert codes(records) == [code]
        assert records[0].raw == data


def test_a_json_list_larger_than_a_record_is_read_element_by_element() -> None:
    rows = [{"title": f"{TITLE}{n}", "text": TEXT} for n in range(50)]
    for value in (rows, {"items": rows}):
        data = json.dumps(value, ensure_ascii=False).encode()
        assert [r.row for r in read("json", data, ReadSection(max_record_bytes=500))] == rows


def test_tables_keep_quoted_line_ends_and_find_their_delimiter() -> None:
    for delimiter in ",;\t|":
        data = f'id{delimiter}text\n1{delimiter}"a\nb{delimiter}""c"""\n2{delimiter}d\n'.encode()
        records = read("csv", data)
        assert [r.row for r in records] == [
            {"id": "1", "text": f'a\nb{delimiter}"c"'},
            {"id": "2", "text": "d"},
        ]
        for record in records:
            assert data[record.byte_start : record.byte_end] == record.raw


def test_rows_of_the_wrong_width_lack_keys_or_are_quarantined() -> None:
    records = read("csv", b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n\n5,6,7\n")
    assert codes(records) == ["", "", "ragged_row", ""]
    assert records[1].row == {"a": "1", "b": "2"}
    assert [record.index for record in records] == [0, 1, 2, 3]


def test_an_unclosed_quote_costs_its_own_line_only() -> None:
    records = read("csv", b'a,b\n1,2\n3,"x\n5,6\n7,8\n')
    assert codes(records) == ["", "unclosed_quote", "", ""]
    assert records[1].raw == b'3,"x'
    assert records[3].row == {"a": "7", "b": "8"}


def test_a_table_row_with_a_bad_byte_costs_itself_only() -> None:
    data = "标题,正文\n图书室,开放\n".encode() + b"\xff\xfe,x\n" + "学校,开学\n".encode()
    records = read("csv", data)
    assert codes(records) == ["", "undecodable", ""]
    assert records[1].raw == b"\xff\xfe,x"


def test_nul_bytes_and_repeated_names_in_a_table_are_kept() -> None:
    assert read("csv", b"a,a,\nx\x00y,2,3\n")[0].row == {"a": "x\x00y", "a#2": "2", "column_3": "3"}


def test_a_line_over_the_limit_is_cut_and_the_next_one_read() -> None:
    config = ReadSection(max_record_bytes=1000)
    data = b'{"text": "' + b"x" * 5_000_000 + b'"}\n{"text": "y"}\n'
    records = read("jsonl", data, config)
    assert codes(records) == ["too_large", ""]
    assert records[0].raw == data[:1000]
    assert records[1].byte_start == data.index(b"\n") + 1
    rows = read("csv", b"text\n" + b"x" * 5_000_000 + b"\ny\n", config)
    assert codes(rows) == ["too_large", ""]
    assert codes(read("text", b"x" * 2000, config)) == ["too_large"]


def test_a_page_says_its_charset_and_may_be_wrong() -> None:
    html = f'<html><head><meta charset="utf-8"></head><p>{TITLE}，{TEXT}'
    record = read("html", html.encode("gb18030"))[0]
    assert (record.text, record.encoding) == (html, "gb18030")


def test_parquet_rows_are_read_with_plain_values() -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    import datetime

    table = pa.table(
        {
            "title": [TITLE, None],
            "published": [datetime.date(2024, 5, 1), None],
            "n": [1.5, float("nan")],
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    records = read("parquet", buffer.getvalue())
    assert [record.row for record in records] == [
        {"title": TITLE, "published": "2024-05-01", "n": 1.5},
        {"title": None, "published": None, "n": None},
    ]
    damaged = read("parquet", buffer.getvalue()[:-20])
    assert codes(damaged) == ["bad_parquet"]
    assert damaged[0].raw == buffer.getvalue()[:-20]


def response(body: bytes, media: str = "text/html; charset=gbk", extra: bytes = b"") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + media.encode() + b"\r\n" + extra + b"\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"


def test_html_responses_of_a_web_archive_are_pages() -> None:
    page = f"<p>{TITLE}，{TEXT}"
    chunked = (
        b"5\r\n" + page.encode()[:5] + b"\r\n%x\r\n" % len(page.encode()[5:]) + page.encode()[5:]
    )
    data = (
        response(page.encode("gbk"))
        + response(b"\x89PNG", "image/png")
        + response(gzip.compress(page.encode()), extra=b"Content-Encoding: gzip\r\n")
        + response(chunked + b"\r\n0\r\n\r\n", extra=b"Transfer-Encoding: chunked\r\n")
    )
    records = read("warc", data)
    assert [record.text for record in records] == [page] * 3
    assert [record.index for record in records] == [0, 1, 2]
    assert records[0].row == {"url": "http://example.org/a"}
    assert all(data[r.byte_start : r.byte_end] == r.raw for r in records)


def test_a_damaged_web_archive_keeps_what_was_before() -> None:
    data = response(b"<p>one page") + response(b"<p>two pages")
    assert codes(read("warc", data[:-8])) == ["", "truncated"]
    assert codes(read("warc", response(b"<p>one page") + b"garbage\r\n")) == ["", "bad_warc"]
    assert codes(read("warc", b"WARC/1.0\r\nContent-Length: -5\r\n\r\nx")) == ["bad_warc"]


def test_suffixes_decide_the_format_whatever_their_case() -> None:
    assert format_of("x/A.JSONL.GZ").packed == (".gz",)
    assert format_of("a.tar.zst").archive == ".tar"
    assert format_of("a.txz").packed == (".xz",)
    for name in ("README", "a.docx", ".gz", "a.gz", "x.txt/y"):
        assert format_of(name).reader is None


def test_keys_are_resolved_by_documented_precedence() -> None:
    row = {"Body": "b", "text": " ", "TITLE": "t", "title": "second", "date": 20240501, "x": None}
    found = resolve(row)
    assert (found.title, found.text, found.published) == ("t", "b", 20240501)
    assert found.keys == {"text": "Body", "title": "TITLE", "published": "date"}
    assert found.rest == {"text": " ", "title": "second", "x": None}
    assert found.text_key == "Body"


def test_the_mapping_of_the_configuration_comes_first() -> None:
    found = resolve({"title": "a", "headline": "b", "content": "c"}, {"title": ("headline",)})
    assert (found.title, found.text, found.rest) == ("b", "c", {"title": "a"})


def test_values_of_the_wrong_type_are_no_fields() -> None:
    found = resolve({"title": ["a"], "author": {"n": 1}, "id": True, "text": 7})
    assert (found.title, found.author, found.id, found.text) == (None, None, None, None)
    assert found.rest == {"title": ["a"], "author": {"n": 1}, "id": True, "text": 7}


def test_a_quote_that_is_never_closed_holds_a_bounded_number_of_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_table, "MOST_LINES", 50)
    records = read("csv", b'title,text\n"a","' + b"x\n" * 300 + b'"b","c\nd"\n')
    assert codes(records)[0] == "unclosed_quote"
    assert records[0].raw == b'"a","x'
    assert len(records) == 301, "what follows the line with the quote is read again"
    assert records[-1].row == {"title": "b", "text": "c\nd"}
    assert b"".join(record.raw for record in records).count(b"x") == 300
