"""The record's schema, what is derived from it, and what is refused as a schema."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.checks._base import record
from dataset_tools.core.errors import SchemaError
from dataset_tools.core.tables import arrow
from dataset_tools.schema.arrow import arrow_schema, features
from dataset_tools.schema.judge import Judge, not_json
from dataset_tools.schema.load import check_schema, load_schema
from dataset_tools.schema.tables import TABLES, table_schema

CONTRACT = [
    "id",
    "title",
    "subtitle",
    "text",
    "published",
    "source",
    "author",
    "url",
    "language",
    "attendees",
    "absent",
    "groups",
    "warnings",
    "source_path",
    "source_index",
    "source_id",
    "source_sha256",
    "encoding",
    "extra",
]


def test_the_columns_are_those_of_the_contract_in_order() -> None:
    schema = arrow_schema(load_schema())
    assert schema.names == CONTRACT
    assert str(schema.field("published").type) == "date32[day]"
    assert str(schema.field("source_index").type) == "int64"


def test_every_property_has_a_title_and_a_description() -> None:
    def walk(part: dict[str, Any]) -> None:
        for inner in part.get("properties", {}).values():
            assert inner["title"]
            assert inner["description"]
            walk(inner.get("items", inner))

    walk(load_schema())


USERS = {
    "type": "object",
    "$defs": {"place": {"type": "object", "properties": {"lat": {"type": "number"}}}},
    "properties": {
        "when": {"type": "string", "format": "date-time"},
        "flag": {"type": ["boolean", "null"]},
        "kind": {"enum": ["a", "b", None]},
        "level": {"const": 3},
        "place": {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
        "x": {"type": ["integer", "number"]},
    },
}


@pytest.mark.parametrize("schema", [load_schema(), USERS], ids=["record", "users"])
def test_arrow_and_features_agree_to_the_byte_of_their_metadata(schema: dict[str, Any]) -> None:
    own, theirs = arrow_schema(schema), features(schema).arrow_schema
    assert own.equals(theirs, check_metadata=True)


def test_extra_columns_of_a_user_become_columns() -> None:
    schema = load_schema()
    schema["properties"]["score"] = {"type": "number"}
    check_schema(schema)
    assert arrow_schema(schema).names == [*CONTRACT, "score"]
    assert not Judge(schema).failures([{**record(), "score": 0.5}])
    assert Judge(schema).failures([{**record(), "score": "high"}])


@pytest.mark.parametrize("name", sorted(TABLES))
def test_tables_are_read_back_by_datasets_as_they_are(name: str) -> None:
    from datasets import Features

    schema = table_schema(name)
    assert Features.from_arrow_schema(schema).arrow_schema.equals(schema, check_metadata=True)


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"type": ["string", "integer"]},
        {"type": "object"},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "array"},
        {"type": "array", "prefixItems": [{"type": "string"}]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"$ref": "#"},
        {"$ref": "#/$defs/none"},
        {"type": "object", "properties": {"_type": {"type": "string"}}},
        {"enum": [1, "a"]},
        {"type": "null"},
    ],
)
def test_what_has_no_column_type_is_a_schema_error(part: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        arrow_schema({"properties": {"column": part}})


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer"}
    for _ in range(depth):
        schema = {"not": schema}
    return schema


def doubling(steps: int) -> dict[str, Any]:
    parts: dict[str, Any] = {
        f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(steps)
    }
    return {"$defs": {**parts, f"a{steps}": {"type": "integer"}}, "$ref": "#/$defs/a0"}


HOSTILE = {
    "remote": {"$ref": "https://schemas.example.com/a.json"},
    "file": {"properties": {"a": {"items": {"$ref": "file:///etc/passwd"}}}},
    "relative": {"$ref": "other.json"},
    "missing": {"$ref": "#/$defs/none"},
    "circle": {"$ref": "#"},
    "circle of two": {
        "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}},
        "$ref": "#/$defs/a",
    },
    "exponential": doubling(30),
    "deep": nested(500),
    "huge enum": {"enum": list(range(100_000))},
    "many nodes": {"properties": {f"p{n}": {"type": "string"} for n in range(30_000)}},
    "look-ahead": {"pattern": "(?=a)b"},
    "back-reference": {"pattern": r"(a)\1"},
    "pattern in a key": {"patternProperties": {"(?<=a)b": {}}},
    "huge pattern": {"pattern": "((a{1000}){1000}){1000}"},
    "broken pattern": {"pattern": "["},
    "other dialect": {"$schema": "http://json-schema.org/draft-04/schema#"},
    "own dialect": {"$schema": "https://schemas.example.com/dialect"},
    "no schema": {"type": "strin"},
    "a list": [1],
    "text": "schema",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_schema_is_a_schema_error_and_quick(name: str) -> None:
    start = time.process_time()
    with pytest.raises(SchemaError):
        check_schema(HOSTILE[name])
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 5000, "\x00", '"x"']
)
def test_a_file_that_is_no_schema_is_a_schema_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError):
        load_schema(path)


def test_a_missing_or_huge_file_is_a_schema_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no such file"):
        load_schema(tmp_path / "none.json")
    path = tmp_path / "huge.json"
    path.write_text(json.dumps({"title": "x" * 2_000_000}), encoding="utf-8")
    with pytest.raises(SchemaError, match="larger"):
        load_schema(path)


def test_a_tree_is_no_circle() -> None:
    check_schema({"properties": {"child": {"$ref": "#"}}})
    assert Judge({"properties": {"child": {"$ref": "#"}}}).valid({"child": {"child": {}}})


def test_a_reference_in_data_is_data() -> None:
    schema = {"enum": [{"$ref": "https://schemas.example.com/"}], "default": {"$ref": "#"}}
    check_schema(schema)


def test_an_evil_pattern_is_judged_and_explained_in_linear_time() -> None:
    judge = Judge({"properties": {"a": {"pattern": "^(a+)+$"}}})
    start = time.process_time()
    ((_, finding),) = judge.failures([{"a": "a" * 5000 + "!"}])
    assert time.process_time() - start < 2
    assert finding.key == "schema/pattern"


def test_patterns_are_anchored_and_ascii_as_json_schema_says() -> None:
    judge = Judge({"pattern": "^a$"})
    assert judge.valid("a")
    assert not judge.valid("a\n")
    assert not Judge({"pattern": r"^\d$"}).valid("５")


def test_formats_are_enforced() -> None:
    assert Judge(load_schema()).failures([record(published="2024-02-30")])
    assert not Judge(load_schema()).failures([record(published="2024-02-29")])


def test_a_failure_names_path_rule_value_and_mending_but_not_the_whole_value() -> None:
    long = "x" * 10_000
    ((_, finding),) = Judge({"properties": {"a": {"maxLength": 3}}}).failures([{"a": long}])
    assert (
        finding.message
        == f"a: {'x' * 40!r}… (10000 characters) is longer than 3 characters; " + ("shorten it")
    )
    rows = Judge(load_schema()).failures([{}, {**record(), "colour": 1}])
    assert rows[0][1].message.startswith("missing: id, title")
    assert rows[1][1].message == "unknown: colour; remove it, or add it to the schema"


@pytest.mark.parametrize(
    "value", ["\ud800", {"\udfff": 1}, b"x", date(2024, 1, 1), {1: 2}, {1, 2}, object()]
)
def test_what_cannot_be_json_is_a_finding(value: object) -> None:
    ((_, finding),) = Judge(True).failures([value]) or [(0, not_json(value))]
    assert finding is not None
    assert finding.key == "schema/not_json"
    assert not Judge(load_schema()).valid({**record(), "title": value})


def test_a_record_made_here_fits_the_arrow_schema() -> None:
    pa = arrow()
    table = pa.Table.from_pylist([record()], schema=arrow_schema(load_schema()))
    assert table.num_rows == 1
