"""Thousands of pages of one template: bounded work, and still the right records go."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from dataset_tools.core.config import DedupSection, SplitSection
from dataset_tools.stages.dedup import pairs
from dataset_tools.stages.dedup.across import Decisions, decide
from dataset_tools.stages.dedup.bands import Sketches
from dataset_tools.stages.dedup.jaccard import jaccard, jaccards
from dataset_tools.stages.dedup.sketch import sketch_rows

HAN = "".join(chr(0x4E00 + 7 * n) for n in range(2500))


def passage(r: random.Random, length: int) -> str:
    return "".join(HAN[int(r.random() * len(HAN))] for _ in range(length))


def records(texts: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"id": f"i{n:05}", "title": "", "subtitle": None, "text": text, "published": None,
         "source": None, "language": "zh-Hans", "source_path": "a.jsonl", "source_index": n}
        for n, text in enumerate(texts)
    ]  # fmt: skip


def decided(rows: Sequence[dict[str, Any]]) -> Decisions:
    def texts(places: Sequence[int]) -> Mapping[int, str]:
        return {place: rows[place]["text"] for place in places}

    return decide(sketch_rows(rows), DedupSection(), SplitSection(), texts)


def bulletins(count: int, copies: bool) -> list[str]:
    """Pages of one template with numbers of their own; each followed by a near copy of itself."""
    r = random.Random(3)
    page, made = passage(r, 240), []
    for _ in range(count):
        text = (
            f"第{int(r.random() * 1e6)}号，{page[:120]}，共{int(r.random() * 1e5)}人，"
            f"{page[120:]}，计{int(r.random() * 1e5)}元。{passage(r, 45)}"
        )
        made.append(text)
        if copies:
            made.append(text[:-10] + passage(r, 1) + text[-9:])
    return made


def test_each_copy_among_thousands_of_bulletins_goes_and_the_bulletins_stay() -> None:
    texts = bulletins(1200, copies=True)
    gone = {row["id"]: row["kept_id"] for row in decided(records(texts)).duplicates.to_pylist()}
    copies = {f"i{n + 1:05}": f"i{n:05}" for n in range(0, 2400, 2)}
    assert len(copies.items() & gone.items()) >= 0.98 * len(copies)
    # The numbers of two bulletins fall on the same bits of their maps once in ten thousand pairs.
    assert len([name for name in gone if int(name[1:]) % 2 == 0]) <= 0.01 * len(copies)


def test_all_pages_of_a_template_share_a_split() -> None:
    result = decided(records(bulletins(3000, copies=False)))
    assert len(set(result.splits.to_pylist())) == 1
    assert result.counts["largest_cluster"] == 3000


def test_no_page_goes_for_a_lucky_estimate() -> None:
    # Every two share the template, about 0.75 of all: of 2 million estimates some are above 0.9.
    r = random.Random(5)
    page, texts = passage(r, 300), []
    for _ in range(2000):
        text = list(page)
        for at in range(30, 300, 55):
            text[at : at + 3] = passage(r, 3)
        texts.append("".join(text))
    for row in decided(records(texts)).duplicates.to_pylist():
        one, other = (texts[int(row[name][1:])] for name in ("id", "kept_id"))
        assert jaccard(one, other) >= 0.8


@pytest.mark.parametrize("distinct", [1, 300])
def test_the_pairs_that_are_compared_grow_with_the_records_not_with_their_square(
    distinct: int,
) -> None:
    rows = 6000
    some = np.random.default_rng(1).integers(0, 256, (distinct, 128), np.uint8)
    sketch = some[np.arange(rows) % distinct]
    numbers = np.zeros((rows, 32), np.uint8)
    met = sum(map(len, pairs._met(Sketches(sketch), numbers, np.arange(rows), 0)))
    most = pairs.SMALL_BUCKET / 2, pairs.CUTS + 2 + pairs.NEIGHBOURS + pairs.CUT_BUCKET / 2
    assert rows / 2 < met <= max(most) * rows


def test_the_order_of_the_rows_does_not_show_in_a_template() -> None:
    rows = records(bulletins(400, copies=True))
    mixed = sorted(rows, key=lambda row: row["text"][::-1])
    one, other = decided(rows), decided(mixed)
    assert one.duplicates.to_pylist() == other.duplicates.to_pylist()
    order = {row["id"]: place for place, row in enumerate(rows)}
    back = np.argsort([order[row["id"]] for row in mixed])
    assert one.splits.to_pylist() == other.splits.take(back).to_pylist()


def test_indexes_measured_together_are_those_measured_alone() -> None:
    texts = {
        "a": "望川河口水鸟调查今年冬季共记录到水鸟",
        "b": "望川河口水鸟调查今年冬季共记录到海鸟",
        "c": "The roof appeal of the trust has reached three quarters of its target by now",
        "d": "短",
        "e": "",
    }
    found = jaccards(texts, [(x, y) for x in texts for y in texts])
    assert found == [jaccard(texts[x], texts[y]) for x in texts for y in texts]
    assert jaccards(texts, [("a", "missing")]) == [None]
