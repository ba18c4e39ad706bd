"""What assembly is made of: the thread behind, groups cut lazily, measures taken on the way."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dataset_tools.builder import build
from dataset_tools.core.errors import ReleaseError
from dataset_tools.release.assemble import _joined
from dataset_tools.release.behind import AHEAD, Behind
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.measures_fates import runs, touched
from dataset_tools.release.rowgroups import Groups
from dataset_tools.release.shards import Shards
from dataset_tools.release.statistics import collect, read_validation


def test_calls_run_in_their_order_in_one_other_thread() -> None:
    seen: list[tuple[int, int]] = []
    with Behind() as behind:
        for number in range(50):
            behind.submit(lambda n: seen.append((n, threading.get_ident())), number)
    assert [number for number, _ in seen] == list(range(50))
    assert {thread for _, thread in seen} != {threading.get_ident()}
    assert len({thread for _, thread in seen}) == 1


def test_no_more_calls_wait_than_are_allowed() -> None:
    gate, begun = threading.Event(), threading.Semaphore(0)
    given: list[int] = []

    def give(behind: Behind) -> None:
        for number in range(AHEAD + 3):
            behind.submit(gate.wait)
            given.append(number)
            begun.release()

    with Behind() as behind:
        giver = threading.Thread(target=give, args=(behind,))
        giver.start()
        for _ in range(AHEAD + 1):
            assert begun.acquire(timeout=10)
        assert not begun.acquire(timeout=0.1)
        gate.set()
        giver.join()
    assert len(given) == AHEAD + 3


def test_what_fails_behind_is_raised_and_the_ends_are_tied_up() -> None:
    done: list[str] = []

    def fail() -> None:
        raise ReleaseError("cannot write", "here", "make room")

    def work() -> None:
        with Behind() as behind:
            behind.at_end(lambda: done.append("closed"))
            behind.submit(fail)

    with pytest.raises(ReleaseError, match="cannot write"):
        work()
    assert done == ["closed"]


def test_what_fails_in_front_stops_what_waits_behind() -> None:
    done: list[str] = []

    def work() -> None:
        with Behind() as behind:
            behind.at_end(lambda: done.append("closed"))
            raise LookupError

    with pytest.raises(LookupError):
        work()
    assert done == ["closed"]


def test_a_shard_that_is_not_finished_is_let_go_of(tmp_path: Path) -> None:
    table = pa.table({"a": [1, 2]})
    shards = Shards(tmp_path, ("c", "train"), table.schema, None)
    shards.add(table, 16)
    shards.drop()
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize("step", [1, 3, 7, 100])
def test_groups_are_the_same_however_the_rows_come(step: int) -> None:
    table = pa.table(
        {
            "text": ["字" * (n % 11) for n in range(100)],
            "flag": [n % 3 == 0 for n in range(100)],
            "list": [[{"a": "x" * k, "b": k} for k in range(n % 4)] for n in range(100)],
        }
    )
    for rows, size in ((7, 1 << 20), (1000, 300), (9, 200), (1, 1), (1000, 1 << 20)):
        found = []
        groups = Groups(table.schema, rows, size)
        for batch in table.to_batches(max_chunksize=step):
            found += list(groups.push(batch))
        found += list(groups.finish())
        whole = Groups(table.schema, rows, size)
        once = [*whole.push(table.combine_chunks().to_batches()[0]), *whole.finish()]
        assert [(g.to_pylist(), n) for g, n in found] == [(g.to_pylist(), n) for g, n in once]
        assert pa.concat_tables([g for g, _ in found]).to_pylist() == table.to_pylist()
        assert all(g.num_rows <= rows and (n <= size or g.num_rows == 1) for g, n in found)


def test_joined_edits_know_the_rows_of_their_articles() -> None:
    def batch(names: list[str], rows: list[int]) -> tuple[pa.RecordBatch, ...]:
        articles = pa.record_batch({"id": names})
        edits = pa.record_batch(
            {
                "of": pa.array([names[row] for row in rows], pa.string()),
                "row": pa.array(rows, pa.int32()),
            }
        )
        return articles, edits, pa.record_batch({"raw": pa.array([], pa.binary())})

    articles, edits, _ = _joined(
        [batch(["a", "b"], [0, 1, 1]), batch(["c"], []), batch(["d"], [0])]
    )
    assert articles["id"].take(edits["row"]).to_pylist() == edits["of"].to_pylist()
    assert edits.schema.field("row").type == pa.int32()


def test_a_repair_is_counted_once_for_each_article() -> None:
    ids = pa.array(["a", "a", "a", "b", "c", "c"])
    found: Counter[str] = Counter()
    touched(found, runs(ids), pa.array(["x", "x", "y", "x", "y", "y"]))
    touched(found, np.zeros(0, np.int64), pa.array([], pa.string()))
    assert found == {"x": 2, "y": 2}


def test_what_is_measured_on_the_way_is_what_the_shards_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataset_tools.release import job

    told = []

    def watched(*arguments: object) -> object:
        told.append(arguments[3])
        return collect(*arguments)

    monkeypatch.setattr(job, "collect", watched)
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(60):
        birds = f"今天清晨一共数到白鹭{number * 37 % 91}只，苍鹭{number * 53 % 97}只。"
        birds += "天鹅没有见到，大雁已经南飞，明春再来。"
        text = f"望川河口第{number}次调查\n{birds}\n"
        (raw / f"{number}.txt").write_text(text + birds * (number % 3), encoding="utf-8")
    made = build(raw, tmp_path / "out")
    read = collect(made.path, load_manifest(made.path), read_validation(made.path)).articles
    assert told == [read]
    assert len(made.splits) == 3
