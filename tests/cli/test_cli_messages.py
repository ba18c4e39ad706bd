"""Every kind of error: its exit code, its message, the way out; never a trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN_SCHEMA = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "strin"}'

CASES = {
    "missing raw folder": (3, ("build", "--raw", "nope"), "no raw folder", ""),
    "raw is a file": (3, ("build", "--raw", "raw/one.txt"), "Not a directory", ""),
    "missing target": (3, ("validate", "nope"), "no such file or folder", ""),
    "missing page": (3, ("repair", "nope"), "No such file", ""),
    "nothing to sniff": (3, ("sniff", "nope"), "no such file", ""),
    "empty raw folder": (1, ("build", "--raw", "empty"), "nothing to read", "raw articles"),
    "unknown command": (2, ("bild",), "no command 'bild'", "did you mean 'build'?"),
    "unknown inner command": (2, ("quarantine", "lisst"), "no command", "did you mean 'list'?"),
    "unknown option": (2, ("build", "--wrokers", "2"), "no option", "did you mean '--workers'?"),
    "no number": (2, ("build", "--workers", "two"), "--workers", "--help"),
    "missing argument": (2, ("explain",), "missing argument 'ID'", "explain --help"),
    "too many arguments": (2, ("build", "extra"), "extra", "--help"),
    "unknown engine": (2, ("build", "--engine", "pol"), "no engine", "did you mean 'pool'?"),
    "missing config": (2, ("build", "--config", "nope.toml"), "no such file", ""),
    "bad release number": (2, ("build", "--release", "1"), "no release number", "1.0.0"),
    "unknown release": (4, ("verify", "9.0.0"), "no release", "dataset-tools build"),
    "unknown release to push": (4, ("push", "a/b", "--release", "9.0.0"), "no release", ""),
    "no Hub address": (4, ("verify", "hf://nope"), "no address", "hf://datasets/"),
    "no repository name": (4, ("push", "x", "--release", "9.0.0"), "no ", ""),
    "missing gold": (3, ("eval", "attendees", "--gold", "nope"), "No such file", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_an_error_says_what_where_and_how_to_mend_it(name: str, run, project: Path) -> None:
    code, arguments, what, mend = CASES[name]
    (project / "empty").mkdir()
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert what in done.stderr
    assert mend in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not (project / "processed").exists() or not any((project / "processed").glob("[0-9]*"))


@pytest.mark.parametrize("name", ["missing raw folder", "unknown option", "unknown command"])
def test_with_json_an_error_is_the_one_object_on_stdout(name: str, run, project: Path) -> None:
    code, arguments, what, mend = CASES[name]
    done = run(*arguments, "--json")
    assert done.returncode == code
    error = json.loads(done.stdout)["error"]
    assert sorted(error) == ["code", "mend", "what", "where"]
    assert what in error["what"]
    assert mend in error["mend"]
    assert done.stderr == ""


CONFIGS = {
    "[splitz]": "did you mean 'splits'?",
    "[dedup]\nthreshhold = 1.0": "did you mean 'threshold'?",
    "[dedup]\nthreshold = 7.0": "from 0.5 to 1",
    "[dedup]\nkeep = 'frist'": "did you mean 'first'?",
    "[checks.atendees]\nlevel = 'off'": "did you mean 'attendees'?",
    "[checks.quotes]\nmax_rate = 3": "from 0 to 1",
    "[repair]\noff = ['pinyn']": "did you mean 'pinyin'?",
    "[read]\nencoding = 'gb1803'": "did you mean 'gb18030'?",
    "[splits]\ntrain = 0.5": "make them 1",
    "[splits]\nby = 'date'": "test_from",
    "[splits]\nby = 'date'\ntest_from = 'July'": "2024-07-01",
    "[gate]\nmin_records = -1": "of 0 or more",
    "[gate]\nmin_records = 'ten'": "change the value",
    "x = [": "mend the line",
}


@pytest.mark.parametrize("text", CONFIGS)
def test_a_wrong_configuration_stops_the_build_with_the_nearest_right_one(
    text: str, run, project: Path
) -> None:
    (project / "dataset.toml").write_text(text, encoding="utf-8")
    done = run("build")
    assert done.returncode == 2, done.stderr
    assert CONFIGS[text] in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_schema_is_named_and_nothing_is_built(run, project: Path) -> None:
    (project / "schemas").mkdir()
    (project / "schemas" / "article.schema.json").write_text(BROKEN_SCHEMA, encoding="utf-8")
    done = run("build", "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "schema"
    assert "article.schema.json" in error["where"]


def test_a_failed_gate_says_why_and_where_the_report_is(run, project: Path) -> None:
    for name in ("a", "b", "c"):
        (project / "raw" / f"{name}.txt").write_bytes(b"\xff\xff\x80")
    done = run("build")
    assert done.returncode == 1
    assert "quarantined" in done.stderr
    assert "processed/gate" in done.stderr
    assert (project / "processed" / "gate").is_dir()
    assert not (project / "processed" / "1.0.0").exists()


def test_a_build_in_a_folder_where_one_is_at_work_is_a_conflict(run, project: Path) -> None:
    code = (
        "import sys, pathlib, time\n"
        "from dataset_tools.release.lock import build_lock\n"
        "with build_lock(pathlib.Path('processed')):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=project, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        done = run("build", "--json")
    finally:
        holder.kill()
        holder.communicate()
    assert done.returncode == 4
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "conflict"
    assert f"process {holder.pid}" in error["what"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_an_error_of_its_own(run, project: Path) -> None:
    (project / "processed").mkdir(mode=0o500)
    done = run("build")
    assert done.returncode in (3, 4)
    assert "processed" in done.stderr


def test_an_output_that_is_a_file_is_said_to_be_one(run, project: Path) -> None:
    (project / "processed").write_text("", encoding="utf-8")
    done = run("build")
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr


def test_a_trace_is_shown_only_with_debug(run, project: Path) -> None:
    assert "Traceback" not in run("build", "--raw", "nope").stderr
    assert "Traceback" in run("--debug", "build", "--raw", "nope").stderr


def test_a_reader_that_goes_away_early_is_no_error(project: Path) -> None:
    command = f"{sys.executable} -m dataset_tools repairs | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""
