"""``repair``, ``restore`` and ``repairs`` on files, standard input and JSONL."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (
    "縣(xiàn)里舉行學(xué)習(xí)會(huì)議(yì)\n"
    "    縣(xiàn)長主持會(huì)議(yì),會(huì)議(yì)學(xué)習(xí)了通知。\n"
)
CLEAN = "县里举行学习会议\n县长主持会议，会议学习了通知。"


def _run(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dataset_tools", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_comes_back_byte_for_byte(tmp_path: Path, encoding: str) -> None:
    page, edits = tmp_path / "page.txt", tmp_path / "edits.json"
    page.write_bytes(PAGE.encode(encoding))
    repaired = _run("repair", page, "--edits", edits)
    assert repaired.returncode == 0
    assert repaired.stdout.decode() == CLEAN
    restored = _run("restore", "--edits", edits, data=repaired.stdout)
    assert restored.returncode == 0
    assert restored.stdout == page.read_bytes()


def test_json_is_one_object_with_text_and_edits() -> None:
    found = json.loads(_run("repair", "--json", data=PAGE.encode()).stdout)
    assert found["text"] == CLEAN
    assert found["encoding"] == "utf-8"
    assert {"layer", "repair", "start", "before", "after"} == set(found["edits"][0])


def test_records_come_back_as_the_very_lines(tmp_path: Path) -> None:
    source = '{"id": 1, "text": "会\\u200b议"}\n\n{"raw":"会议","x":[1.50]}\n'
    records, edits = tmp_path / "a.jsonl", tmp_path / "edits.jsonl"
    records.write_text(source, encoding="utf-8")
    repaired = _run("repair", records, "--jsonl", "--edits", edits)
    assert json.loads(repaired.stdout.decode().splitlines()[0]) == {"id": 1, "text": "会议"}
    restored = _run("restore", "--edits", edits, data=repaired.stdout)
    assert restored.stdout.decode() == source


def test_a_record_without_text_is_named(tmp_path: Path) -> None:
    records = tmp_path / "a.jsonl"
    records.write_text('{"text":"a"}\n{"id":2}\n', encoding="utf-8")
    result = _run("repair", records, "--jsonl")
    assert result.returncode == 2
    assert b"line 2" in result.stderr


def test_a_missing_file_and_missing_edits_say_what_to_do(tmp_path: Path) -> None:
    assert _run("repair", tmp_path / "none.txt").returncode == 3
    result = _run("restore", data=b"a")
    assert result.returncode == 2
    assert b"--edits" in result.stderr


def test_edits_of_another_text_are_refused(tmp_path: Path) -> None:
    edits = tmp_path / "edits.json"
    _run("repair", "--edits", edits, data="会\u200b议".encode())
    edits.write_text(
        edits.read_text(encoding="utf-8").replace('"after": ""', '"after": "x"'), "utf-8"
    )
    assert _run("restore", "--edits", edits, data="会议".encode()).returncode == 4


def test_every_repair_is_listed_with_its_reason_and_examples() -> None:
    listed = json.loads(_run("repairs", "--json").stdout)["repairs"]
    assert [row["name"] for row in listed][:2] == ["line_ends", "mojibake"]
    assert all(row["why"] and row["mends"] and row["leaves"] for row in listed)
