"""kill -9 at random moments of a publish: only whole releases, and the next one ends the job."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dataset_tools.core.errors import ReleaseError
from dataset_tools.release.publish import publish, recover, staging
from dataset_tools.release.releases import Version, list_releases
from dataset_tools.release.verify import verify

KILLS = int(os.environ.get("DATASET_TOOLS_KILLS", "36"))

WARM = """
import sys, pathlib, sample, os, time, signal
sample.make(pathlib.Path(sys.argv[1]) / 'warm', [sample.article(1)])
rows = [sample.article(n) for n in range(40)]
out = pathlib.Path(sys.argv[1]) / 'out'
number = 0
while True:
    line = sys.stdin.readline()
    if not line:
        break
    if os.fork() == 0:
        os.setsid()
        print(os.getpid(), flush=True)
        while True:
            number += 1
            sample.make(out, rows[(int(line) + number) % 20:])
    os.wait()
    print('gone', flush=True)
"""


def whole_releases(out: Path) -> list[str]:
    """The numbers of the releases in ``out``, each of which is verified."""
    found = []
    for version, path in list_releases(out):
        result = verify(path)
        assert result.problems == [], (path, result.problems)
        found.append(str(version))
    return found


def test_a_killed_publish_leaves_only_whole_releases(sample, tmp_path):
    """One warm process forks a publisher for each kill, so that no kill is spent on imports."""
    chance = random.Random(20_240)
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here.parents[1]), str(here)])
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WARM, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )
    out = tmp_path / "out"
    left = {"staging": 0, "latest behind": 0}
    seen: list[str] = []
    try:
        for number in range(KILLS):
            server.stdin.write(b"%d\n" % number)
            server.stdin.flush()
            victim = int(server.stdout.readline())
            time.sleep(chance.uniform(0, 0.12))
            os.kill(victim, 9)
            assert server.stdout.readline() == b"gone\n"
            if not out.is_dir():
                continue
            names = [p.name for p in out.iterdir()]
            left["staging"] += any(name.startswith(".staging-") for name in names)
            whole = [str(version) for version, _ in list_releases(out)]
            assert whole[: len(seen)] == seen
            seen = whole
            if "latest" in names:
                target = str((out / "latest").readlink())
                assert target in whole
                left["latest behind"] += target != whole[-1]
            strangers = [n for n in names if n not in (*whole, "latest", ".lock")]
            assert all(n.startswith((".staging-", ".tmp-")) for n in strangers), strangers
    finally:
        server.stdin.close()
        server.wait(timeout=10)
        server.stdout.close()
    assert left["staging"] >= KILLS // 6, left  # the kills did hit unfinished work
    last = sample.make(out, [sample.article(n) for n in range(100, 103)])
    assert last.changed
    assert str((out / "latest").readlink()) == last.path.name
    whole = whole_releases(out)
    assert sorted(p.name for p in out.iterdir()) == sorted([*whole, "latest", ".lock"])
    fresh = sample.make(tmp_path / "fresh", [sample.article(n) for n in range(100, 103)])
    for name in (
        "data/articles/train-00000-of-00001.parquet",
        "data/edits/train-00000-of-00001.parquet",
    ):
        assert (last.path / name).read_bytes() == (fresh.path / name).read_bytes()


def test_each_step_of_publishing_may_be_the_last(sample, tmp_path, monkeypatch):
    """The same by plan instead of by chance: stop before every call that changes the folder."""
    import dataset_tools.release.publish as module

    class Killed(BaseException):
        pass

    rows = [sample.article(n) for n in range(10)]
    for number, name in enumerate(["sync_tree", "sync_file", "link_atomic", "describe_files"]):
        out = tmp_path / str(number)
        sample.make(out, rows)

        def stop(*_: object, **__: object) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(module, name, stop)
            with pytest.raises(Killed):
                sample.make(out, rows[1:])
        before = whole_releases(out)
        assert before[0] == "1.0.0"
        again = sample.make(out, rows[1:])
        assert again.path.name == "1.1.0"
        assert whole_releases(out) == ["1.0.0", "1.1.0"]
        assert str((out / "latest").readlink()) == "1.1.0"


def test_a_release_is_never_replaced(sample, tmp_path):
    made = sample.make(tmp_path, [sample.article(1)])
    before = (made.path / "manifest.json").read_bytes()
    with staging(tmp_path) as folder:
        (folder / "manifest.json").write_text("{}")
        with pytest.raises(ReleaseError) as caught:
            publish(tmp_path, folder, Version(1, 0, 0))
    assert caught.value.code == "conflict"
    assert (made.path / "manifest.json").read_bytes() == before
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".staging")]


def test_leftovers_of_a_killed_build_are_cleaned_and_latest_is_set(sample, tmp_path):
    sample.make(tmp_path, [sample.article(1)])
    (tmp_path / ".staging-999" / "data").mkdir(parents=True)
    (tmp_path / ".tmp-999-latest").symlink_to("1.0.0")
    (tmp_path / "latest").unlink()
    assert recover(tmp_path) == [".staging-999", ".tmp-999-latest"]
    assert str((tmp_path / "latest").readlink()) == "1.0.0"


def test_latest_of_a_folder_without_releases_goes(tmp_path):
    (tmp_path / "latest").symlink_to("1.0.0")
    recover(tmp_path)
    assert not (tmp_path / "latest").is_symlink()


def test_a_users_own_folder_named_latest_is_not_overwritten(sample, tmp_path):
    (tmp_path / "latest").mkdir()
    (tmp_path / "latest" / "mine.txt").write_text("x")
    with pytest.raises(ReleaseError) as caught:
        sample.make(tmp_path, [sample.article(1)])
    assert caught.value.code == "conflict"
    assert (tmp_path / "latest" / "mine.txt").read_text() == "x"
    assert list_releases(tmp_path) == []  # refused before the work, not after it
