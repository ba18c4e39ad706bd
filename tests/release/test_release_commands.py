"""The commands diff, releases, verify and quarantine, as a user calls them."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from dataset_tools.cli.main import run

TRAIN = "data/articles/train-00000-of-00001.parquet"


@pytest.fixture
def out(sample, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [sample.article(n) for n in range(12)]
    sample.make(tmp_path / "processed", rows)
    later = [sample.article(2, title="改过的题目\x1b[31m"), *rows[3:], sample.article(20)]
    sample.make(tmp_path / "processed", later, rejected=2)
    (tmp_path / "raw").mkdir()
    return tmp_path / "processed"


@pytest.fixture
def call(capfdbinary):
    def one(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        output, errors = capfdbinary.readouterr()
        return code, output.decode(), errors.decode()

    return one


def test_diff_shows_rows_field_by_field(out, call):
    code, output, errors = call("diff", "1.0.0", "1.1.0")
    assert (code, errors) == (0, "")
    assert "1.0.0 -> 1.1.0: minor" in output
    assert "改过的题目" in output
    assert "\x1b" not in output
    assert "title 1" in output


def test_diff_json_is_one_object(out, call):
    code, output, _ = call("diff", "1.0.0", "--json")
    found = json.loads(output)
    assert (code, found["old"], found["new"], found["level"]) == (0, "1.0.0", "1.1.0", "minor")
    assert found["configs"]["articles"]["removed"] == 2
    (row,) = [r for r in found["configs"]["articles"]["rows"] if r["kind"] == "changed"]
    assert row["fields"]["title"]["before"] == "青岚镇召开第2次防汛会议"


def test_diff_of_what_is_not_there_is_told(out, call):
    code, output, _ = call("diff", "1.0.0", "1.2.0", "--json")
    assert code == 4
    assert json.loads(output)["error"]["code"] == "missing"


def test_releases_are_listed_newest_first(out, call):
    code, output, _ = call("releases")
    lines = output.splitlines()
    assert code == 0
    assert lines[1].startswith("1.1.0 (latest)")
    assert lines[2].startswith("1.0.0 ")
    _, output, _ = call("releases", "--json")
    assert [r["release"] for r in json.loads(output)["releases"]] == ["1.1.0", "1.0.0"]
    assert [r["latest"] for r in json.loads(output)["releases"]] == [True, False]


def test_releases_of_no_folder_and_of_an_empty_one_are_told(out, call, tmp_path):
    assert call("releases", "--out", "none")[0] == 3
    (tmp_path / "empty").mkdir()
    code, output, errors = call("releases", "--out", "empty")
    assert (code, output) == (0, "")
    assert "no release" in errors


def test_verify_says_whole_and_says_what_is_not(out, call):
    code, output, errors = call("verify")
    assert (code, errors) == (0, "")
    assert "whole" in output
    file = out / "1.1.0" / TRAIN
    data = file.read_bytes()
    file.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    code, output, errors = call("verify", "processed/latest")
    assert code == 4
    assert TRAIN in output
    assert "SHA-256" in output
    code, output, _ = call("verify", "1.1.0", "--json")
    found = json.loads(output)
    assert (code, found["ok"], found["error"]["code"]) == (4, False, "unverified")
    assert found["problems"][0]["path"] == TRAIN
    assert call("verify", "1.0.0", "--json")[0] == 0


def test_quarantine_lists_shows_and_replays(out, call, tmp_path):
    code, output, _ = call("quarantine", "list")
    assert code == 0
    assert "b/wire.jsonl:1" in output
    assert "encoding/undecodable" in output
    _, output, _ = call("quarantine", "list", "--json", "--release", "1.0.0")
    assert json.loads(output)["quarantined"] == 1
    code, output, _ = call("quarantine", "show", "b/wire.jsonl:1")
    assert code == 0
    assert "\x1b" not in output
    assert r"\x1b[31m\xff1!" in output
    _, output, _ = call("quarantine", "show", "b/wire.jsonl:1", "--json")
    assert base64.b64decode(json.loads(output)["raw"]) == b"\x1b[31m\xff1!"
    Path("mine.json").write_text('{"title": "x"}')
    code, output, _ = call(
        "quarantine", "replay", "b/wire.jsonl:1", "--file", "mine.json", "--json"
    )
    assert code == 0
    assert (tmp_path / "raw" / "corrections" / json.loads(output)["file"]).is_file()


def test_the_raw_bytes_are_given_unchanged(out, capfdbinary):
    assert run(["quarantine", "show", "b/wire.jsonl:1", "--raw"]) == 0
    assert capfdbinary.readouterr().out == b"\x1b[31m\xff1!"


def test_an_unknown_record_and_reason_are_told(out, call):
    assert call("quarantine", "show", "nothing:1")[0] == 2
    code, output, errors = call("quarantine", "list", "--reason", "nothing")
    assert (code, output) == (0, "")
    assert "no rejected record" in errors
