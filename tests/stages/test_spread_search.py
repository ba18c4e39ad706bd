"""Near duplicates are the same however the search for them is spread."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dataset_tools.core.config import DedupSection, SplitSection
from dataset_tools.stages.dedup import near, pairs, search
from dataset_tools.stages.dedup.across import Decisions, Spread, decide
from dataset_tools.stages.dedup.rows import WIDE, fixed_bytes
from dataset_tools.stages.dedup.sketch import composed, sketch_rows

HAN = [chr(0x4E00 + 5 * n) for n in range(3000)]


def variants() -> list[dict[str, Any]]:
    """Forty passages of up to thirty variants each, by paths that are not in order."""
    r = random.Random(4)
    records: list[dict[str, Any]] = []
    for family in range(40):
        base = r.choices(HAN, k=120 + 10 * family)
        for _ in range(r.randrange(1, 30)):
            text = list(base)
            for _ in range(r.randrange(0, len(text) // 8)):
                text[r.randrange(len(text))] = r.choice(HAN)
            name = f"{r.random():.12f}"
            records.append(
                {"id": name, "title": "", "subtitle": None, "text": "".join(text),
                 "published": None, "source": None, "language": "zh-Hans",
                 "source_path": f"{name}.txt", "source_index": 0}
            )  # fmt: skip
    return records


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return variants()


def texts_of(records: list[dict[str, Any]]) -> near.Texts:
    return lambda places: {place: composed(records[place]) for place in places}


@pytest.fixture(scope="module")
def plain(records: list[dict[str, Any]]) -> Decisions:
    made = decide(sketch_rows(records), DedupSection(), SplitSection(), texts_of(records))
    assert 50 < len(made.duplicates) < len(records) - 40
    return made


def in_files(rows: pa.Table, folder: Path) -> pa.Table:
    """``rows`` with their wide columns in files."""
    for name in WIDE:
        (folder / f"{name}.bin").write_bytes(fixed_bytes(rows[name].combine_chunks()).tobytes())
    return rows.drop_columns(list(WIDE))


def backwards(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Runs the last task first, as a cluster may, and gives the results in order."""
    todo: Sequence[Any] = list(items)
    done = {number: task(todo[number]) for number in reversed(range(len(todo)))}
    return (done[number] for number in range(len(todo)))


def same(one: Decisions, other: Decisions) -> bool:
    """Whether two decisions are the same in all they say."""
    return all(
        getattr(one, name).equals(getattr(other, name))
        for name in ("ids", "splits", "duplicates", "rekeyed")
    )


@pytest.mark.parametrize("run", [map, backwards])
@pytest.mark.parametrize("block", [64, 200, 1 << 16])
def test_the_decisions_are_those_of_one_process(
    records: list[dict[str, Any]],
    plain: Decisions,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: search.Run,
    block: int,
) -> None:
    monkeypatch.setattr("dataset_tools.stages.dedup.across.BLOCK", block)
    monkeypatch.setattr(search, "BLOCK", block)
    rows = in_files(sketch_rows(records), tmp_path)
    spread = Spread(tmp_path, run)
    made = decide(rows, DedupSection(), SplitSection(), texts_of(records), spread)
    assert same(made, plain)
    assert made.counts == plain.counts


def test_pairs_in_small_pieces_are_the_same_pairs(
    records: list[dict[str, Any]],
    plain: Decisions,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name in ((search, "_SORTED"), (search, "_HELD"), (near, "TEXTS_A_TASK")):
        monkeypatch.setattr(module, name, 50)
    monkeypatch.setattr(pairs, "_HELD", 50)
    monkeypatch.setattr(pairs, "_COMPARED", 7)
    rows = in_files(sketch_rows(records), tmp_path)
    made = decide(rows, DedupSection(), SplitSection(), texts_of(records), Spread(tmp_path, map))
    assert same(made, plain)


def test_no_rows_need_no_search(tmp_path: Path) -> None:
    rows = in_files(sketch_rows([]), tmp_path)
    made = decide(rows, DedupSection(), SplitSection(), lambda _: {}, Spread(tmp_path, map))
    assert len(made.ids) == len(made.duplicates) == 0
