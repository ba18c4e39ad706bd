"""Statistics: counted from the shards, the same however the rows were cut into files."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.release.measures import Spread
from dataset_tools.release.samples import compared
from dataset_tools.release.statistics import format_of


@pytest.fixture(scope="module")
def rows(plain):
    """All articles of the plain release."""
    folder, _ = plain
    files = sorted((folder / "data" / "articles").glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


@pytest.fixture(scope="module")
def statistics(plain, hostile):
    folder, manifest = plain
    return hostile.statistics_of(folder, manifest, evil=False)


def test_coverage_counts_values_and_lists_that_are_not_empty(rows, statistics):
    wanted = {name: sum(1 for row in rows if row[name] not in (None, [])) for name in rows[0]}
    assert statistics.coverage == wanted


def test_languages_encodings_and_months_are_those_of_the_rows(rows, statistics):
    assert statistics.articles.languages == Counter(row["language"] for row in rows)
    assert statistics.articles.encodings == Counter(row["encoding"] for row in rows)
    months = Counter(row["published"].strftime("%Y-%m") for row in rows if row["published"])
    assert dict(statistics.articles.months) == months


def test_lengths_are_code_points(rows, statistics):
    lengths = sorted(len(row["text"]) for row in rows)
    text = statistics.articles.text
    assert (text.count, text.total) == (len(lengths), sum(lengths))
    assert (text.quantiles[0], text.quantiles[-1]) == (lengths[0], lengths[-1])
    assert sum(count for _, _, count in text.bins) == len(lengths)


def test_who_took_part_with_whom_is_counted_by_article(rows, statistics):
    people = [person.name for person in statistics.attendance.people]
    lists = [{a["name"] for a in row["attendees"]} for row in rows]
    for i, one in enumerate(people):
        for j, other in enumerate(people):
            count = sum(1 for names in lists if {one, other} <= names)
            assert statistics.attendance.together[i][j] == count
    assert statistics.attendance.mentions == sum(len(row["attendees"]) for row in rows)


def test_list_sizes_add_up_to_the_articles(rows, statistics):
    sizes = Counter(len(row["attendees"]) for row in rows)
    assert dict(statistics.articles.list_sizes) == sizes


def test_an_article_whose_edits_cross_row_groups_is_counted_once(tmp_path, hostile, monkeypatch):
    from dataset_tools.release import shards

    rows = [
        {"article_id": f"a{n // 5}", "layer": 0, "repair": ("one", "two")[n % 2], "start": n,
         "before": "x", "after": ""}
        for n in range(40)
    ]  # fmt: skip
    monkeypatch.setattr(shards, "GROUP_ROWS", 3)
    monkeypatch.setattr(shards.row_groups, "__defaults__", (3, 1 << 20))
    monkeypatch.setattr(hostile, "tables", lambda items, evil: {"edits": rows})
    folder = tmp_path / "r"
    folder.mkdir()
    manifest = hostile.write_tables(folder, 10, False)
    edits = hostile.statistics_of(folder, manifest, False).edits
    assert pq.ParquetFile(folder / "data/edits/train-00000-of-00001.parquet").num_row_groups > 9
    assert edits.articles == {"one": 8, "two": 8}
    assert edits.edits == {"one": 20, "two": 20}


def test_pairs_are_exact_across_row_groups(tmp_path, hostile, monkeypatch):
    from dataset_tools.release import shards

    whole, cut = tmp_path / "whole", tmp_path / "cut"
    found = []
    for folder, group in ((whole, 10_000), (cut, 1)):
        monkeypatch.setattr(shards.row_groups, "__defaults__", (group, 1 << 20))
        folder.mkdir()
        manifest = hostile.write_tables(folder, 30, False)
        s = hostile.statistics_of(folder, manifest, False)
        found.append((s.attendance, s.articles, s.edits, s.removed, s.rejected))
    assert found[0] == found[1]


def test_samples_show_what_a_repair_changed(statistics):
    sample = next(sample for sample in statistics.samples if sample.repair == "invisible")
    assert [piece.text for piece in sample.pieces if piece.kind == "removed"] == ["\u200b"]
    assert "".join(piece.text for piece in sample.pieces if piece.kind != "removed")


@given(st.lists(st.integers(min_value=0, max_value=10**9), max_size=60))
def test_a_spread_puts_every_number_into_one_bin(numbers):
    spread = Spread.of([np.array(numbers, np.int64)])
    assert sum(count for _, _, count in spread.bins) == len(numbers)
    for low, high, count in spread.bins:
        assert count == sum(1 for number in numbers if low <= number < high)
    if numbers:
        assert spread.bins[0][2]
        assert spread.bins[-1][2]


@given(st.text(max_size=200), st.text(max_size=200))
def test_compared_texts_are_shown_as_they_are(before, after):
    pieces = compared(before, after)
    assert bool(pieces) == (before != after)
    old = "".join(p.text for p in pieces if p.kind != "added").strip("…")
    new = "".join(p.text for p in pieces if p.kind != "removed").strip("…")
    assert old in before
    assert new in after


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("a/b.txt", "txt"),
        ("a.JSONL.ZST", "jsonl"),
        ("x.tar.gz", "tar"),
        ("a.b/README", "no suffix"),
    ],
)
def test_the_form_of_a_raw_file_is_its_suffix_below_compression(path, form):
    assert format_of(path) == form
