"""The part store, the lock and atomic files: whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import pickle
import signal
import time
from pathlib import Path

import pyarrow as pa
import pytest

from dataset_tools.core.errors import ReleaseError, SourceError
from dataset_tools.release import files
from dataset_tools.release.lock import LOCK_NAME, build_lock
from dataset_tools.release.store import Receipt, Store

KEY = "ab" * 32
TABLE = pa.table({"id": [f"{n:04}" for n in range(1000)], "n": list(range(1000))})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / ".parts")


def test_a_part_comes_back_as_it_was(store):
    receipt = store.write(KEY, {"accepted": TABLE, "none": TABLE.schema.empty_table()}, {"read": 7})
    assert store.has(KEY)
    assert pa.Table.from_batches(store.read(KEY, "accepted")).equals(TABLE)
    assert list(store.read(KEY, "none")) == []
    assert store.schema(KEY, "none") == TABLE.schema
    assert store.receipt(KEY) == receipt
    assert receipt.tables["accepted"].rows == 1000
    assert dict(receipt.stats) == {"read": 7}
    assert pickle.loads(pickle.dumps(receipt)) == receipt


def test_a_part_may_be_given_as_batches(store):
    store.write(KEY, {"t": iter(TABLE.to_batches(max_chunksize=99))}, {})
    assert pa.Table.from_batches(store.read(KEY, "t")).combine_chunks().equals(TABLE)


def test_a_part_may_be_written_batch_by_batch(store):
    halves = [{"t": TABLE.slice(0, 400)}, {"t": TABLE.slice(400)}]
    receipt = store.write_batches(KEY, iter(halves), {"t": TABLE.schema}, {"read": 1})
    assert store.receipt(KEY) == receipt
    assert [batch.num_rows for batch in store.read(KEY, "t")] == [400, 600]
    assert pa.Table.from_batches(store.read(KEY, "t")).combine_chunks().equals(TABLE)


def test_an_absent_part_is_absent(store):
    assert not store.has(KEY)
    assert store.keys() == []
    with pytest.raises(SourceError):
        list(store.read(KEY, "accepted"))


@pytest.mark.parametrize("name", ["accepted.arrow", "receipt.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "gone"])
def test_a_damaged_part_is_made_again(store, name, damage):
    store.write(KEY, {"accepted": TABLE}, {"read": 7})
    path = store.folder(KEY) / name
    data = path.read_bytes()
    middle = len(data) // 2
    broken = {
        "flip": data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :],
        "cut": data[:middle],
        "empty": b"",
    }
    path.unlink() if damage == "gone" else path.write_bytes(broken[damage])
    assert not store.has(KEY)
    store.write(KEY, {"accepted": TABLE}, {"read": 7})
    assert store.has(KEY)


def test_a_part_of_another_key_is_not_taken(store):
    store.write(KEY, {"t": TABLE}, {})
    other = "cd" * 32
    store.folder(KEY).rename(store.folder(other))
    assert not store.has(other)


def test_a_receipt_that_is_json_but_no_receipt_is_not_taken(store):
    store.write(KEY, {"t": TABLE}, {})
    for text in ("{}", "[]", "null", '["x", 1]', json.dumps(["{}", "0"])):
        (store.folder(KEY) / "receipt.json").write_text(text)
        assert not store.has(KEY)


def test_a_failed_write_leaves_nothing(store):
    def batches():
        yield TABLE.to_batches()[0]
        raise ValueError("broken source")

    with pytest.raises(ValueError, match="broken source"):
        store.write(KEY, {"t": batches()}, {})
    assert list(store.root.iterdir()) == []


def test_prune_keeps_what_is_named_and_sweeps_leftovers(store):
    keys = [letter * 64 for letter in "abc"]
    for key in keys:
        store.write(key, {"t": TABLE}, {})
    (store.root / ".tmp-123-x").mkdir()
    assert store.prune(keys[1:]) == 2
    assert store.keys() == keys[1:]
    assert Store(store.root / "none").prune([]) == 0


def test_processes_that_write_one_part_at_once_end_with_one_whole_part(store, script):
    code = (
        "import sys, pathlib, pyarrow as pa\n"
        "from dataset_tools.release.store import Store\n"
        "t = pa.table({'id': list(range(20000))})\n"
        "for n in range(20): Store(pathlib.Path(sys.argv[1])).write(f'{n:064}', {'t': t}, {})\n"
    )
    started = [script(code, store.root) for _ in range(3)]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    keys = store.keys()
    assert len(keys) == 20
    assert all(map(store.has, keys))


def test_a_receipt_is_the_same_bytes_for_the_same_part(tmp_path):
    made = [Store(tmp_path / n).write(KEY, {"b": TABLE, "a": TABLE}, {"z": 1}) for n in "xy"]
    assert made[0].to_bytes() == made[1].to_bytes()
    assert isinstance(made[0], Receipt)


HOLD = (
    "import sys, pathlib, time\n"
    "from dataset_tools.release.lock import build_lock\n"
    "with build_lock(pathlib.Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(float(sys.argv[2]))\n"
)


def test_a_second_build_is_refused_with_the_number_of_the_first(tmp_path, script):
    first = script(HOLD, tmp_path, 60)
    assert first.stdout.readline() == b"held\n"
    with pytest.raises(ReleaseError) as caught, build_lock(tmp_path):
        pass
    assert caught.value.code == "conflict"
    assert f"process {first.pid}" in caught.value.what
    first.kill()
    first.communicate()
    with build_lock(tmp_path):  # a killed process leaves no lock behind
        pass


def test_a_second_build_may_wait(tmp_path, script):
    first = script(HOLD, tmp_path, 0.5)
    assert first.stdout.readline() == b"held\n"
    said: list[str] = []
    with build_lock(tmp_path, wait=30, waiting=said.append):
        assert first.wait(timeout=10) == 0
    first.communicate()
    assert len(said) == 1
    assert "waiting for process" in said[0]


def test_a_lock_parts_two_builds_of_one_process_and_is_given_back(tmp_path):
    with build_lock(tmp_path), pytest.raises(ReleaseError), build_lock(tmp_path):
        pass
    with pytest.raises(ValueError, match="inside"), build_lock(tmp_path):
        raise ValueError("inside")
    with build_lock(tmp_path):
        pass
    assert (tmp_path / LOCK_NAME).is_file()


def test_a_refused_thread_does_not_drop_the_lock_of_its_process(tmp_path, script):
    with build_lock(tmp_path):
        with pytest.raises(ReleaseError, match="this process"), build_lock(tmp_path):
            pass
        other = script(HOLD, tmp_path, 0)
        output, errors = other.communicate(timeout=30)
        assert output == b""
        assert b"another build is at work" in errors


def test_a_forked_worker_does_not_keep_the_lock_of_a_killed_build(tmp_path, script):
    code = HOLD.replace(
        "    print", "    import os\n    pid = os.fork()\n    pid and print"
    ).replace("'held'", "pid")
    build = script(code, tmp_path, 30)
    worker = int(build.stdout.readline())
    build.send_signal(signal.SIGKILL)
    build.wait()
    try:
        os.kill(worker, 0)  # it still runs
        with build_lock(tmp_path):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
        build.communicate()


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "deep" / "file.json"
    files.write_atomic(path, b"one")
    files.write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["file.json"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "no space"), (errno.EROFS, "read-only"), (errno.EACCES, "permission denied")],
)
def test_a_full_or_closed_disk_is_told_and_the_old_file_stays(tmp_path, monkeypatch, number, words):
    path = tmp_path / "file.json"
    files.write_atomic(path, b"old")

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(ReleaseError) as caught:
        files.write_atomic(path, b"new")
    assert words in caught.value.what
    assert caught.value.where == str(path)
    assert caught.value.mend
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.json"]


def test_a_store_below_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReleaseError, match="cannot write"):
        Store(tmp_path / "file").write(KEY, {"t": TABLE}, {})
    with pytest.raises(ReleaseError, match="cannot write"), build_lock(tmp_path / "file"):
        pass


def test_a_link_is_replaced_and_never_missing(tmp_path):
    link = tmp_path / "latest"
    for target in ("1.0.0", "1.1.0"):
        files.link_atomic(link, target)
        assert str(link.readlink()) == target
    assert [p.name for p in tmp_path.iterdir()] == ["latest"]


def test_leftovers_are_swept_and_others_stay(tmp_path):
    for name in (".tmp-1-a", ".staging-7", "1.0.0"):
        (tmp_path / name / "data").mkdir(parents=True)
    (tmp_path / ".tmp-file").write_text("x")
    assert files.sweep(tmp_path) == [".tmp-1-a", ".tmp-file"]
    assert files.sweep(tmp_path, ".staging-") == [".staging-7"]
    assert files.sweep(tmp_path / "none") == []
    assert [p.name for p in tmp_path.iterdir()] == ["1.0.0"]


def test_waiting_ends(tmp_path):
    with build_lock(tmp_path):
        start = time.monotonic()
        with pytest.raises(ReleaseError), build_lock(tmp_path, wait=0.3):
            pass
        assert 0.2 < time.monotonic() - start < 5
