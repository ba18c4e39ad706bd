"""A build that is interrupted, crowded, starved or lied to leaves whole releases only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.builder import Options, build
from dataset_tools.core.config import Config, GateSection
from dataset_tools.core.errors import DatasetToolsError, GateError
from dataset_tools.release.files import list_files, sha256_file
from dataset_tools.release.verify import verify

ANY = Config(gate=GateSection(max_quarantined_rate=1.0))


@pytest.fixture
def raw(tmp_path: Path, kit: Any) -> Path:
    """600 articles: a few parts, about a second of work."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(600):
        (folder / f"{number:03d}.txt").write_text(kit.article(number) * 3, encoding="utf-8")
    return folder


def released(out: Path) -> list[Path]:
    """Every release below ``out``, each verified."""
    found = sorted(out.glob("[0-9]*"))
    for release in found:
        assert verify(release).ok
    return found


def leftovers(out: Path) -> list[str]:
    return [p.name for p in out.iterdir() if p.name.startswith((".tmp", ".staging"))]


def fingerprints(folder: Path) -> dict[str, str]:
    return {name: sha256_file(folder / name) for name in list_files(folder)}


def wait_for(condition: Callable[[], object], within: float = 60) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_at_once_with_a_message_and_nothing_half_written(
    start: Any, run: Any, raw: Path, tmp_path: Path, workers: int, sign: signal.Signals
) -> None:
    out = tmp_path / "out"
    running = start("build", "--raw", raw, "--out", out, "--workers", workers)
    wait_for(lambda: any((out / ".parts").glob("[0-9a-f]*")))
    workers_alive = len(running.group())
    assert workers_alive >= workers
    if sign is signal.SIGINT:
        os.killpg(running.process.pid, sign)  # a terminal sends it to every process of the group
    else:
        os.kill(running.process.pid, sign)
    outcome = running.end(20)
    assert "Traceback" not in outcome.err
    if sign is signal.SIGINT:
        assert outcome.code == 130
        assert "interrupted" in outcome.err
    else:
        assert outcome.code in (143, -15)
    wait_for(lambda: running.group() == [], 20)
    assert released(out) == []
    again = run("build", "--raw", raw, "--out", out, "--json")
    assert again.code == 0
    assert again.json["reused_parts"] >= 1
    assert leftovers(out) == []


def test_workers_of_a_killed_build_end_with_it(start: Any, raw: Path, tmp_path: Path) -> None:
    running = start("build", "--raw", raw, "--out", tmp_path / "out", "--workers", 2)
    wait_for(lambda: any((tmp_path / "out" / ".parts").glob("[0-9a-f]*")))
    assert len(running.group()) >= 3
    os.kill(running.process.pid, 9)
    running.end(10)
    wait_for(lambda: running.group() == [], 20)


def test_of_two_builds_at_once_one_is_refused_or_waits(
    start: Any, raw: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = start("build", "--raw", raw, "--out", out, "--json")
    wait_for(lambda: (out / ".lock").exists() and (out / ".parts").exists())
    second = start("build", "--raw", raw, "--out", out, "--json")
    third = start("build", "--raw", raw, "--out", out, "--json", "--wait", 100)
    refused, done, waited = second.end(), first.end(), third.end()
    assert refused.code == 4
    assert refused.json["error"]["code"] == "conflict"
    assert str(first.process.pid) in refused.json["error"]["what"]
    assert done.code == waited.code == 0
    assert done.json["changed"]
    assert not waited.json["changed"]
    assert [release.name for release in released(out)] == ["1.0.0"]


def meddled(raw: Path, out: Path, meddle: Callable[[], None]) -> Any:
    """A build during which ``meddle`` runs: after everything was listed, before it is read."""
    done = []

    def progress(stage: str, count: int, total: int) -> None:
        if (not done and stage != "listing") or (
            not done and stage == "listing" and count == total - 1
        ):
            done.append(meddle())

    made = build(raw, out, ANY, options=Options(progress=progress))
    assert done
    return made


def test_files_that_change_while_they_are_read_are_named(
    raw: Path, tmp_path: Path, kit: Any
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(kit.article(9999), encoding="utf-8")

    def meddle() -> None:
        (raw / "001.txt").unlink()
        (raw / "002.txt").write_text("更长" * 9000, encoding="utf-8")
        (raw / "003.txt").unlink()
        os.mkfifo(raw / "003.txt")
        (raw / "004.txt").unlink()
        (raw / "004.txt").symlink_to(secret)
        (raw / "005.txt").unlink()
        (raw / "005.txt").mkdir()

    made = meddled(raw, tmp_path / "out", meddle)
    assert kit.balanced(made.counts)
    found = kit.reasons(made.path)
    assert found["001.txt"] == {"vanished"}
    assert found["002.txt"] == {"changed_while_read"}
    assert found["003.txt"] == {"special_file"}
    assert found["004.txt"] == {"outside_root"}
    assert found["005.txt"] <= {"no_permission", "link_to_folder", "special_file"}
    assert verify(made.path).ok


def test_a_file_rewritten_with_the_same_size_is_not_kept_under_the_old_hash(
    raw: Path, tmp_path: Path, kit: Any
) -> None:
    page = raw / "001.txt"
    old = page.read_bytes()
    new = old.replace("卢启文".encode(), "卢启武".encode())
    meddled(raw, tmp_path / "out", lambda: page.write_bytes(new) and None)
    page.write_bytes(old)
    after = build(raw, tmp_path / "out", ANY)
    clean = build(raw, tmp_path / "clean", ANY)
    assert fingerprints(after.path / "data") == fingerprints(clean.path / "data")


def test_many_tiny_files_are_one_release(run: Any, tmp_path: Path, kit: Any) -> None:
    raw = tmp_path / "raw"
    count = int(os.environ.get("DATASET_TOOLS_TINY_FILES", "3000"))
    for number in range(count):
        folder = raw / str(number % 100)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text(kit.article(number), encoding="utf-8")
    outcome = run("build", "--raw", raw, "--out", tmp_path / "out", "--json", within=3600)
    assert outcome.code == 0, outcome.out
    assert outcome.json["counts"]["read"] == count
    assert kit.balanced(outcome.json["counts"])
    print(f"{count} files: {outcome.seconds:.1f} s, {outcome.memory:.0f} MB")
    assert outcome.memory < 700 + count / 500


def test_one_endless_line_costs_no_more_memory_than_a_record_may(
    run: Any, tmp_path: Path, kit: Any
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(30):
        (raw / f"{number}.txt").write_text(kit.article(number), encoding="utf-8")
    size = int(os.environ.get("DATASET_TOOLS_LINE_MB", "150"))
    with (raw / "long.jsonl").open("wb") as file:
        file.write(b'{"title": "')
        for _ in range(size):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"title": "b", "text": "c"}\n')
    config = tmp_path / "c.toml"
    config.write_text("[read]\nmax_record_bytes = 1000000\n", encoding="utf-8")
    outcome = run("build", "--raw", raw, "--out", tmp_path / "out", "--config", config, "--json")
    assert outcome.code == 0, outcome.out
    assert outcome.json["counts"]["read"] == 32
    assert "too_large" in kit.reasons(tmp_path / "out" / "1.0.0")["long.jsonl"]
    print(f"a line of {size} MB: {outcome.seconds:.1f} s, {outcome.memory:.0f} MB")
    assert outcome.memory < 450


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a tmpfs with the given options; skips where that is not allowed."""
    made: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"disk{len(made)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk takes root and the right to mount")
        made.append(place)
        return place

    yield mount
    for place in made:
        subprocess.run(["umount", str(place)], check=False)


@pytest.mark.parametrize("size", ["40k", "1m"])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    run: Any, raw: Path, mounted: Callable[[str], Path], size: str
) -> None:
    out = mounted(f"size={size}") / "out"
    outcome = run("build", "--raw", raw, "--out", out, "--json", "--workers", 2)
    if outcome.code == 0:
        assert released(out)
        return
    assert outcome.code == 4
    error = outcome.json["error"]
    assert "no space" in error["what"].lower()
    assert error["mend"]
    assert released(out) == []
    assert not (out / "latest").exists()


def test_a_read_only_folder_is_told(run: Any, raw: Path, mounted: Callable[[str], Path]) -> None:
    place = mounted("ro")
    for out in (place, place / "below"):
        outcome = run("build", "--raw", raw, "--out", out, "--json")
        assert outcome.code == 4
        assert "read-only" in outcome.json["error"]["what"]


def test_an_output_folder_that_cannot_be_is_told(run: Any, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "below", "/proc/nothing", "/dev/null"):
        outcome = run("build", "--raw", raw, "--out", out, "--json")
        assert outcome.code == 4, out
        assert outcome.json["error"]["where"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


AS_NOBODY = """
import os, sys
from pathlib import Path
from dataset_tools.cli.main import run
raw, out, place = map(Path, sys.argv[1:])
if os.geteuid() == 0:
    run(["build", "--raw", str(raw), "--out", str(place / "first"), "--json"])  # imports everything
    os.setegid(65534)
    os.seteuid(65534)
codes = []
codes.append(run(["build", "--raw", str(raw), "--out", str(out), "--json"]))
codes.append(run(["build", "--raw", str(place / "closed"), "--out", str(out), "--json"]))
codes.append(run(["build", "--raw", str(raw), "--out", str(place / "locked"), "--json"]))
codes.append(run(["validate", str(place / "closed"), "--json"]))
print(codes, file=sys.stderr)
"""


def test_what_may_not_be_read_or_written_is_told(
    raw: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, kit: Any
) -> None:
    (raw / "000.txt").chmod(0)
    (raw / "sub").mkdir(mode=0)
    out, locked = tmp_path / "out", tmp_path / "locked"
    out.mkdir()
    out.chmod(0o777)
    locked.mkdir(mode=0o555)
    (tmp_path / "closed").mkdir(mode=0)
    above = [p for p in tmp_path.parents if p.name.startswith(("pytest-", "popen-"))]
    for folder in (tmp_path, *above):  # pytest keeps its folders from others
        folder.chmod(folder.stat().st_mode | 0o011)
    command = [sys.executable, "-c", AS_NOBODY, str(raw), str(out), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1:] == ["[0, 3, 4, 3]"], done.stderr + done.stdout[-800:]
    assert kit.reasons(out / "1.0.0")["000.txt"] == {"no_permission"}
    assert kit.reasons(out / "1.0.0")["sub"] == {"no_permission"}


def test_a_missing_or_empty_raw_folder_is_told(run: Any, tmp_path: Path) -> None:
    assert run("build", "--raw", tmp_path / "none", "--json").code == 3
    (tmp_path / "raw").mkdir()
    assert run("build", "--json").code == 1
    assert run("sniff", tmp_path / "none").code == 3
    assert run("validate", tmp_path / "none").code == 3


def test_a_ledger_cannot_lead_out_of_its_folder(raw: Path, tmp_path: Path) -> None:
    folder = raw / "corrections"
    folder.mkdir()
    line = (
        '{"source_path": "000.txt", "source_index": 0, "raw_sha256": "%s", "file": "%s", '
        '"file_sha256": "%s"}\n'
    )
    mark = sha256_file(raw / "000.txt")
    for file in ("../../secret", "/etc/passwd", "a/../../x", ""):
        (folder / "corrections.jsonl").write_text(line % (mark, file, "0" * 64), encoding="utf-8")
        with pytest.raises(DatasetToolsError, match="no correction"):
            build(raw, tmp_path / "out", ANY)
    os.mkfifo(folder / "pipe.json")
    (folder / "link.json").symlink_to("/etc/passwd")
    for file in ("pipe.json", "link.json"):
        (folder / "corrections.jsonl").write_text(line % (mark, file, "0" * 64), encoding="utf-8")
        with pytest.raises(DatasetToolsError, match="cannot be read"):
            build(raw, tmp_path / "out", ANY)


def test_nothing_but_rejects_is_a_failed_gate_with_its_report(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_bytes(bytes(range(256)))
    with pytest.raises(GateError):
        build(raw, tmp_path / "out", Config())
    assert released(tmp_path / "out") == []
    assert (tmp_path / "out" / "gate").is_dir()
