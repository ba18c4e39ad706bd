"""``sniff`` and ``readers`` say what files are, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset_tools.cli.main import run
from dataset_tools.stages.sniff import sniff

PAGE = "图书室开放\r\n林溪镇图书室昨天开放，来自各村的学生参加了仪式。\r\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(PAGE.encode("gb18030"))
    (tmp_path / "b.html").write_bytes(b'<meta charset="utf-8"><p>' + PAGE.encode("gb18030"))
    (tmp_path / "c.jsonl").write_bytes(b'{"title": "a"}\n{"title"\n')
    (tmp_path / "d.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "e.txt").write_bytes(b"\xff\xfe" + "会\u200b议\ufffd".encode("utf-16-le"))
    return tmp_path


def test_each_file_is_described_with_its_evidence(raw: Path) -> None:
    before = {path: path.read_bytes() for path in raw.iterdir()}
    a, b, c, d, e = sniff(raw)
    assert (a.encoding, a.line_ends, a.records, a.bom) == ("gb18030", "CRLF", 1, False)
    assert (b.encoding, b.declared) == ("gb18030", "utf-8")
    assert (c.records, c.problems) == (2, {"read/bad_json": 1})
    assert (d.encoding, d.problems) == ("", {"encoding/undecodable": 1})
    assert "binary" in d.evidence
    assert (e.encoding, e.bom) == ("utf-16-le-sig", True)
    assert e.damage == {"invisible characters": 1, "lost bytes (U+FFFD)": 1}
    assert {path: path.read_bytes() for path in raw.iterdir()} == before


def test_the_command_prints_one_json_object(
    raw: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["sniff", str(raw), "--json"]) == 0
    shown = json.loads(capfdbinary.readouterr().out)
    names = [item["path"] for item in shown["files"]]
    assert names == ["a.txt", "b.html", "c.jsonl", "d.txt", "e.txt"]
    assert run(["sniff", str(raw / "a.txt"), "--json"]) == 0
    assert len(json.loads(capfdbinary.readouterr().out)["files"]) == 1


def test_the_table_is_for_people(raw: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["sniff", str(raw)]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert len(lines) == 6
    assert "unknown" in lines[4]


def test_a_missing_path_is_exit_code_3(tmp_path: Path) -> None:
    assert run(["sniff", str(tmp_path / "missing")]) == 3


def test_the_readers_are_listed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["readers", "--json"]) == 0
    shown = json.loads(capfdbinary.readouterr().out)
    suffixes = [suffix for item in shown["readers"] for suffix in item["suffixes"]]
    assert {".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv", ".parquet", ".warc"} <= set(
        suffixes
    )
    assert len(suffixes) == len(set(suffixes))
    assert run(["readers"]) == 0
