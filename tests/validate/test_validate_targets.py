"""``validate`` on everything it takes: raw files, tables in every form; and what it prints."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dataset_tools.checks._base import attended, record
from dataset_tools.cli.junit import junit
from dataset_tools.cli.main import run
from dataset_tools.cli.sarif import sarif
from dataset_tools.core.config import CheckSection, Config
from dataset_tools.core.errors import SchemaError, SourceError
from dataset_tools.core.tables import arrow
from dataset_tools.schema.arrow import arrow_schema
from dataset_tools.schema.load import load_schema
from dataset_tools.validation import validate, validate_target
from dataset_tools.validation.target import Rules

GOOD = [
    record(id="a", published="2024-03-05", url="https://news.example.com/a"),
    attended(
        "丁一民主持召开会议，研究图书节的安排，来自各区的读者代表到会，讨论热烈。", "丁一民", id="b"
    ),
]
BAD = record(
    id="c", text="山城市\ufffd图书节昨天在河滨公园开幕，来自各区的读者走进展区，挑选图书。"
)
WARNED = record(id="d", url="nowhere")


def parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    pa = arrow()
    import pyarrow.parquet as pq

    schema = arrow_schema(load_schema())
    dated = [
        {**row, "published": row["published"] and date.fromisoformat(row["published"])}
        for row in rows
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(dated, schema=schema), path)
    return path


def jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def table_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            cells = {
                key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
                for key, value in row.items()
            }
            writer.writerow(cells)
    return path


def stream(path: Path, rows: list[dict[str, Any]]) -> Path:
    pa = arrow()
    schema = arrow_schema(load_schema())
    plain = [{**row, "published": None} for row in rows]
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(pa.Table.from_pylist(plain, schema=schema))
    return path


FORMS = {
    "a.parquet": parquet,
    "a.jsonl": jsonl,
    "a.csv": table_csv,
    "data-00000-of-00001.arrow": stream,
}


@pytest.mark.parametrize("name", FORMS)
def test_a_table_of_good_records_passes(tmp_path: Path, name: str) -> None:
    found = validate_target(FORMS[name](tmp_path / name, GOOD))
    assert (found.kind, found.records, found.rows()) == ("dataset", 2, [])
    assert found.success


@pytest.mark.parametrize("name", FORMS)
def test_a_lost_byte_in_a_table_fails_with_its_place(tmp_path: Path, name: str) -> None:
    FORMS[name](tmp_path / name, [*GOOD, BAD])
    found = validate_target(tmp_path)
    assert not found.success
    (located,) = found.kept
    assert (located.path, located.number, located.id) == (name, 2, "c")
    assert located.finding.key == "encoding/replacement_character"


def test_a_warning_fails_only_where_it_is_asked_to(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [*GOOD, WARNED])
    assert validate_target(path).success
    assert not validate_target(path, Rules(strict=True)).success


def test_a_column_that_the_schema_does_not_know_fails(tmp_path: Path) -> None:
    found = validate_target(jsonl(tmp_path / "a.jsonl", [{**GOOD[0], "colour": "red"}]))
    assert [key for _, key, *_ in found.rows()] == ["schema/additionalProperties"]


def test_a_schema_of_the_user_is_obeyed(tmp_path: Path) -> None:
    schema = load_schema()
    schema["properties"]["colour"] = {"type": "string", "enum": ["red", "blue"]}
    path = tmp_path / "my.schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    rows = [{**GOOD[0], "colour": "red"}, {**GOOD[1], "colour": "green"}]
    found = validate_target(jsonl(tmp_path / "a.jsonl", rows), Rules(schema=path))
    assert [(one.id, one.finding.key) for one in found.kept] == [("b", "schema/enum")]


def test_a_broken_line_is_one_finding_and_the_others_are_judged(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", GOOD)
    path.write_bytes(path.read_bytes() + b'{"id": "\xff"}\n' + b"{]\n")
    found = validate_target(path)
    assert found.records == 4
    assert [(one.number, one.finding.key) for one in found.kept] == [
        (2, "table/bad_line"),
        (3, "table/bad_line"),
    ]


def test_two_records_of_one_id_fail_the_gate(tmp_path: Path) -> None:
    found = validate_target(jsonl(tmp_path / "a.jsonl", [GOOD[0], GOOD[0]]))
    assert found.gate is not None
    (failed,) = found.gate.failed
    assert (failed.code, failed.outcome["ids"]) == ("id_unique", ["a", "a"])
    assert not found.success


def test_a_limit_of_the_configuration_fails_with_the_worst_records(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [*GOOD, WARNED])
    config = Config(checks={"address": CheckSection(max_count=0, max_rate=0.5)})
    found = validate_target(path, Rules(config))
    (limit,) = found.thresholds
    assert limit.worst == (("d", 1, "'nowhere'"),)
    assert limit.message == "address: 1 findings, at most 0 allowed"
    assert not found.success
    relaxed = Config(checks={"address": CheckSection(max_count=1)})
    assert validate_target(path, Rules(relaxed)).success


def test_raw_articles_go_through_the_stages_of_a_build(tmp_path: Path) -> None:
    title, text = str(GOOD[0]["title"]), str(GOOD[0]["text"])
    (tmp_path / "good.txt").write_text(f"{title}\n{text}\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    found = validate_target(tmp_path)
    assert (found.kind, found.records, found.rejected) == ("raw", 2, 1)
    assert not found.success
    alone = validate_target(tmp_path / "good.txt")
    assert (alone.records, alone.success) == (1, True)


def test_validating_changes_nothing(tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", [*GOOD, BAD])
    (tmp_path / "good.txt").write_text("标题在此\n正文。", encoding="utf-8")

    def state() -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(tmp_path.rglob("*"))
        }

    before = state()
    validate_target(tmp_path)
    validate_target(tmp_path / "good.txt")
    assert state() == before


def test_what_is_not_there_is_a_source_error() -> None:
    with pytest.raises(SourceError):
        validate_target("/nowhere/at/all")


def test_a_truncated_parquet_file_is_no_traceback(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", GOOD)
    path.write_bytes(path.read_bytes()[:-30])
    assert not validate_target(path).success  # read as raw, it is one unreadable record


def test_a_suite_with_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    suite = tmp_path / "s.json"
    suite.write_text('{"name": "s", "expectatons": []}', encoding="utf-8")
    path = jsonl(tmp_path / "a.jsonl", GOOD)
    with pytest.raises(SchemaError, match="did you mean 'expectations'"):
        validate_target(path, Rules(suite=suite))


def test_one_record_is_validated_with_dates_as_they_come() -> None:
    assert validate({**GOOD[0], "published": date(2024, 3, 5)}) == []
    (finding,) = validate({**GOOD[0], "published": "5.3.2024"})
    assert (finding.key, finding.level, finding.field) == ("schema/format", "error", "published")
    assert validate(BAD)[0].key == "encoding/replacement_character"


def test_sarif_names_every_rule_that_its_results_use(tmp_path: Path) -> None:
    hostile = record(id="e", title="<script>\x1b[31m" + "x" * 200, url="nowhere")
    found = validate_target(jsonl(tmp_path / "a b#.jsonl", [BAD, hostile]))
    log = json.loads(json.dumps(sarif(found, "1")))
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert run_["results"]
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "a%20b%23.jsonl"


def test_junit_is_well_formed_whatever_the_records_hold(tmp_path: Path) -> None:
    hostile = record(id="e", title="]]><script>&\x00\x1b[31m", url="\x00<nowhere>&")
    found = validate_target(jsonl(tmp_path / "a.jsonl", [BAD, hostile]))
    root = ElementTree.fromstring(junit(found))
    failures = root.findall("./testcase/failure")
    assert int(root.get("failures", "")) == len(failures) > 0
    assert int(root.get("tests", "")) == len(root.findall("testcase"))


def test_the_command_prints_one_json_object_and_fails_with_1(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = jsonl(tmp_path / "a.jsonl", [*GOOD, BAD])
    outputs = ["--sarif", str(tmp_path / "s"), "--junit", str(tmp_path / "j")]
    assert run(["validate", str(path), "--json", *outputs]) == 1
    said = json.loads(capsysbinary.readouterr().out)
    assert said["success"] is False
    assert said["findings"] == {"encoding/replacement_character": 1}
    assert json.loads((tmp_path / "s").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ElementTree.parse(tmp_path / "j").getroot().tag == "testsuite"


def test_the_command_passes_a_good_table_with_0(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["validate", str(jsonl(tmp_path / "a.jsonl", GOOD))]) == 0
    assert b"good" in capsysbinary.readouterr().err


def test_the_list_of_checks_is_one_json_object(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["checks", "--json"]) == 0
    said = json.loads(capsysbinary.readouterr().out)
    assert "encoding" in [entry["name"] for entry in said["checks"]]


def test_validating_a_table_imports_none_of_the_heavy_packages(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", GOOD)
    code = (
        "import sys\n"
        "from dataset_tools.validation import validate_target\n"
        f"assert validate_target({str(path)!r}).success\n"
        "print([m for m in ('pandas', 'datasets', 'great_expectations') if m in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
