"""Shards and the content digest: the rows decide, not how they came."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset_tools.core.errors import DatasetToolsError, ReleaseError
from dataset_tools.release import shards
from dataset_tools.release.digest import TableDigest
from dataset_tools.release.rowhash import cell_bytes, row_hashes
from dataset_tools.release.rows import read_shard

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("n", pa.int64()),
        ("day", pa.date32()),
        ("yes", pa.bool_()),
        ("share", pa.float64()),
        ("raw", pa.binary()),
        ("tags", pa.list_(pa.string())),
        ("people", pa.list_(pa.struct([("name", pa.string()), ("roles", pa.list_(pa.string()))]))),
    ]
)
texts = st.text("会议ab\x00é", max_size=6)
people = st.fixed_dictionaries(
    {"name": st.none() | texts, "roles": st.none() | st.lists(texts, max_size=2)}
)
rows_of = st.lists(
    st.fixed_dictionaries(
        {
            "id": texts,
            "n": st.none() | st.integers(-(2**63), 2**63 - 1),
            "day": st.none() | st.integers(-1000, 30_000),
            "yes": st.none() | st.booleans(),
            "share": st.none() | st.floats(0, 1),
            "raw": st.none() | st.binary(max_size=5),
            "tags": st.none() | st.lists(st.none() | texts, max_size=3),
            "people": st.none() | st.lists(st.none() | people, max_size=3),
        }
    ),
    max_size=30,
)


def cut(table: pa.Table, borders: list[int]) -> list[pa.RecordBatch]:
    """The rows in batches with these borders; slices, so that offsets are not zero."""
    places = sorted({0, table.num_rows, *(b % (table.num_rows + 1) for b in borders)})
    whole = table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], schema=SCHEMA)]
    return [whole[0].slice(a, b - a) for a, b in pairwise(places)]


def digest(batches: list[pa.RecordBatch]) -> object:
    made = TableDigest(SCHEMA)
    for batch in batches:
        made.update(batch)
    return made.result()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=rows_of, borders=st.lists(st.integers(0, 30), max_size=6))
def test_batch_borders_leave_no_trace_in_shards_and_digest(tmp_path_factory, rows, borders):
    folder = tmp_path_factory.mktemp("cut")
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    told = TableDigest(SCHEMA)
    one = shards.write_shards(folder, "one", "train", [table], SCHEMA, told)
    two = shards.write_shards(folder, "two", "train", cut(table, borders), SCHEMA)
    assert [entry.sha256 for entry in one] == [entry.sha256 for entry in two]
    assert digest(cut(table, borders)) == digest([*table.to_batches()]) == told.result()
    empty = SCHEMA.empty_table()
    back = pa.concat_tables([empty, *read_shard(folder / one[0].path)])
    assert back.to_pylist() == table.to_pylist()
    assert digest(back.to_batches()) == told.result()


@settings(max_examples=60, deadline=None)
@given(rows=rows_of, other=rows_of)
def test_the_digest_and_the_row_hashes_tell_rows_apart(rows, other):
    tables = [pa.Table.from_pylist(items, schema=SCHEMA) for items in (rows, other)]
    same = tables[0].to_pylist() == tables[1].to_pylist()
    assert (digest(tables[0].to_batches()) == digest(tables[1].to_batches())) is same
    for column in SCHEMA.names:
        values = tables[0].column(column).combine_chunks()
        pairs = list(
            zip(map(repr, values.to_pylist()), cell_bytes(values).to_pylist(), strict=True)
        )
        assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(set(pairs))
    hashes = row_hashes(tables[0], SCHEMA.names)
    assert len(np.unique(hashes)) == len({repr(row) for row in tables[0].to_pylist()})


@settings(max_examples=40, deadline=None)
@given(rows=rows_of, borders=st.lists(st.integers(0, 30), max_size=6), size=st.integers(1, 200))
def test_row_groups_are_bounded_and_fall_where_the_rows_say(rows, borders, size):
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    one = list(shards.row_groups([table], SCHEMA, 7, size))
    two = list(shards.row_groups(cut(table, borders), SCHEMA, 7, size))
    assert [(len(group), held) for group, held in one] == [(len(g), held) for g, held in two]
    assert sum(len(group) for group, _ in one) == len(rows)
    assert all(1 <= len(group) <= 7 for group, _ in one)
    assert all(held <= size or len(group) == 1 for group, held in one)


def test_memory_behind_a_null_leaves_no_trace():
    field = pa.schema([("a", pa.string())])
    clean = pa.array(["x", None, "y"])
    data = pa.py_buffer(b"xJUNKy")
    offsets = pa.py_buffer(np.array([0, 1, 5, 6], np.int32).tobytes())
    dirty = pa.Array.from_buffers(pa.string(), 3, [clean.buffers()[0], offsets, data])
    assert dirty.to_pylist() == clean.to_pylist()
    results = []
    for array in (clean, dirty):
        made = TableDigest(field)
        made.update(pa.table([array], schema=field))
        results.append(made.result())
    assert results[0] == results[1]


def test_null_and_empty_are_not_the_same():
    field = pa.schema([("a", pa.list_(pa.string()))])
    seen = set()
    for value in (None, [], [None], [""], ["", ""]):
        made = TableDigest(field)
        made.update(pa.table([pa.array([value], field[0].type)], schema=field))
        seen.add(repr(made.result()))
    assert len(seen) == 5


def test_many_shards_are_numbered_and_read_back_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "SHARD_BYTES", 20_000)
    schema = pa.schema([("id", pa.string())])
    ids = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(30_000)]
    table = pa.table([ids], schema=schema)
    entries = shards.write_shards(tmp_path, "articles", "train", [table], schema)
    assert [Path(e.path).name for e in entries] == [
        f"train-0000{n}-of-00003.parquet" for n in range(3)
    ]
    back = [g for e in entries for g in read_shard(tmp_path / e.path)]
    assert pa.concat_tables(back).column("id").to_pylist() == ids
    assert sum(entry.rows or 0 for entry in entries) == 30_000


def test_a_config_without_rows_has_one_file_with_its_schema(tmp_path):
    (entry,) = shards.write_shards(tmp_path, "duplicates", "train", [], SCHEMA)
    assert (entry.path, entry.rows) == ("data/duplicates/train-00000-of-00001.parquet", 0)
    assert pq.read_schema(tmp_path / entry.path).equals(SCHEMA)
    assert pq.ParquetFile(tmp_path / entry.path).num_row_groups == 0


def test_shards_carry_checksums_page_index_and_zstd(tmp_path):
    table = pa.Table.from_pylist([{"id": "x", "n": 1}] * 100, schema=SCHEMA)
    (entry,) = shards.write_shards(tmp_path, "articles", "train", [table], SCHEMA)
    column = pq.ParquetFile(tmp_path / entry.path).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.has_offset_index
    assert column.has_column_index


def test_rows_of_another_schema_are_refused(tmp_path):
    other = pa.table({"id": ["x"]})
    with pytest.raises(DatasetToolsError, match="do not fit the schema"):
        shards.write_shards(tmp_path, "articles", "train", [other], SCHEMA)


def test_every_flipped_bit_of_a_page_is_found_while_reading(tmp_path):
    texts = [hashlib.sha256(str(n).encode()).hexdigest() * 3 for n in range(500)]
    schema = pa.schema([("text", pa.string())])
    (entry,) = shards.write_shards(tmp_path, "a", "t", [pa.table([texts], schema=schema)], schema)
    path = tmp_path / entry.path
    data = path.read_bytes()
    column = pq.ParquetFile(path).metadata.row_group(0).column(0)
    start = column.dictionary_page_offset or column.data_page_offset
    silent = 0
    for number in range(40):
        at = start + 40 + number * (column.total_compressed_size - 50) // 40
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << number % 8)]) + data[at + 1 :])
        try:
            back = pa.concat_tables(read_shard(path))
        except ReleaseError:
            continue
        silent += back.column("text").to_pylist() != texts
    assert silent == 0


def test_memory_does_not_grow_with_the_rows(tmp_path):
    schema = pa.schema([("text", pa.string())])

    def batches(count: int):
        for number in range(count):
            yield pa.record_batch([[f"{number}-{n}" * 40 for n in range(1000)]], schema=schema)

    peaks = []
    for count in (40, 160):
        before = pa.total_allocated_bytes()
        highest = 0

        def watched(n: int = count):
            nonlocal highest
            for batch in batches(n):
                highest = max(highest, pa.total_allocated_bytes() - before)  # noqa: B023
                yield batch

        shards.write_shards(tmp_path, f"c{count}", "t", watched(), schema)
        peaks.append(highest)
    assert peaks[1] < peaks[0] * 1.5
