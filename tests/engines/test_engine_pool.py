"""The pool engine: order, bounds, deaths, errors, interrupts."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from engine_faults import (
    dies_once,
    double,
    doubles_or_dies,
    lost,
    raises,
    raises_plainly,
    sleeps,
)

from dataset_tools.core import errors
from dataset_tools.core.errors import DatasetToolsError, SchemaError, UsageError
from dataset_tools.engines import DIED, engine_named
from dataset_tools.engines.pool import AHEAD, Pool

HERE = Path(__file__).resolve().parent


def living() -> list[int]:
    """The worker processes that are there."""
    return [process.pid or 0 for process in multiprocessing.active_children()]


@pytest.fixture
def pool() -> Iterator[Pool]:
    with closing(Pool(2)) as made:
        yield made


def test_results_come_in_the_order_of_the_items(pool: Pool) -> None:
    assert list(pool.map(double, range(50), lost)) == [2 * n for n in range(50)]


def test_workers_stay_for_the_next_items_and_go_when_the_pool_is_closed(pool: Pool) -> None:
    list(pool.map(double, range(4), lost))
    first = living()
    assert len(first) == 2
    list(pool.map(double, range(4), lost))
    assert living() == first
    pool.close()
    assert living() == []
    pool.close()


def test_a_pool_that_waits_with_fewer_workers_than_there_are_items_starts_anew(pool: Pool) -> None:
    assert list(pool.map(double, range(1), lost)) == [0]
    assert len(living()) == 1
    assert list(pool.map(double, range(5), lost)) == [0, 2, 4, 6, 8]
    assert len(living()) == 2


def test_nothing_to_do_starts_no_process(pool: Pool) -> None:
    assert list(pool.map(double, [], lost)) == []


def test_a_killed_worker_costs_its_own_item_only(pool: Pool) -> None:
    found = list(pool.map(doubles_or_dies, range(20), lost))
    assert found == [(7, DIED) if n == 7 else 2 * n for n in range(20)]


def test_the_last_item_may_die_as_well(pool: Pool) -> None:
    assert list(pool.map(doubles_or_dies, [7], lost)) == [(7, DIED)]


def test_an_item_whose_worker_died_once_is_retried_and_kept(pool: Pool, tmp_path: Path) -> None:
    marker = str(tmp_path / "died")
    found = list(pool.map(dies_once, [(n, marker) for n in range(8)], lost))
    assert found == [2 * n for n in range(8)]
    assert Path(marker).exists()


def test_an_error_in_a_worker_keeps_its_type_and_words(pool: Pool) -> None:
    with pytest.raises(SchemaError) as caught:
        list(pool.map(raises, range(20), lost))
    assert str(caught.value) == "no such keyword (part 5): leave it out"
    assert living() == []
    with pytest.raises(LookupError, match="number five"):
        list(pool.map(raises_plainly, range(20), lost))
    assert living() == []


def test_results_before_an_error_are_given(pool: Pool) -> None:
    results = pool.map(raises, range(20), lost)
    assert list(islice(results, 5)) == [0, 1, 2, 3, 4]
    with pytest.raises(SchemaError):
        next(results)


@pytest.mark.parametrize("kind", sorted(name for name in dir(errors) if name.endswith("Error")))
def test_every_error_of_ours_survives_pickling(kind: str) -> None:
    error = getattr(errors, kind)("what", "where", "mend", "code")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert isinstance(again, DatasetToolsError)
    assert (again.as_dict(), again.exit_code) == (error.as_dict(), error.exit_code)


def test_items_are_taken_a_few_ahead_of_the_results_only(pool: Pool) -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    for done, _ in enumerate(pool.map(double, items(), lost), 1):
        assert taken <= done + 2 * AHEAD
    assert taken == 100


def test_a_consumer_that_stops_early_leaves_no_worker(pool: Pool) -> None:
    results = pool.map(sleeps, [0.0, 30.0, 30.0, 30.0], lost)
    assert next(results) == 0.0
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < 10
    assert living() == []


def test_an_address_belongs_to_ray() -> None:
    with pytest.raises(UsageError, match="has no address"):
        engine_named("pool", 2, "127.0.0.1:6379")
    with pytest.raises(UsageError, match="did you mean 'pool'"):
        engine_named("pol")


INTERRUPTED = """
import sys
sys.path.insert(0, sys.argv[1])
import dataset_tools.builder as builder
import dataset_tools.release.job as job
from engine_faults import SlowTask
job.PartTask = SlowTask
from dataset_tools.cli.main import main
if __name__ == "__main__":
    sys.argv[:] = ["dataset-tools", "build", "--raw", sys.argv[2], "--out", sys.argv[3],
                   "--workers", "2"]
    sys.exit(main())
"""


def test_an_interrupt_ends_every_process_and_prints_no_trace(raw: Path, tmp_path: Path) -> None:
    """As a terminal does it: the signal goes to the whole process group."""
    script = tmp_path / "run.py"
    script.write_text(INTERRUPTED)
    begun = raw.parent / "begun"
    command = [sys.executable, str(script), str(HERE), str(raw), str(tmp_path / "out")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while not (begun.is_dir() and any(begun.iterdir())) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in out + err
    for _ in range(100):
        if not group(process.pid):
            break
        time.sleep(0.05)
    assert group(process.pid) == []
    assert not list((tmp_path / "out").glob("[0-9]*"))


def group(leader: int) -> list[int]:
    """The processes of a process group that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(words[2]) == leader and words[0] != "Z":
                found.append(int(entry.name))
    return found
