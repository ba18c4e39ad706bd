"""What is evaluated natively is what Great Expectations says, on generated tables."""

from __future__ import annotations

import random
from typing import Any

import pytest

from dataset_tools.checks._base import attended, record
from dataset_tools.core.errors import DatasetToolsError, SchemaError
from dataset_tools.core.tables import arrow
from dataset_tools.release.expectations import (
    KINDS,
    PlainColumns,
    columns,
    gate,
    great,
    load_suite,
    metrics_of,
    metrics_of_records,
    statistics_of,
)
from dataset_tools.release.expectations.native import evaluate, is_native

pytestmark = pytest.mark.filterwarnings("ignore")


def column(chance: random.Random, rows: int, kind: str) -> list[Any]:
    gaps = chance.choice((0.0, 0.0, 0.3, 1.0))
    values: dict[str, Any] = {
        "whole": lambda: chance.randint(-3, 9),
        "real": lambda: chance.choice((0.0, -0.0, 0.5, 1.0, 2.0, 1e9)),
        "word": lambda: chance.choice(("a", "b", "会", "", "A")),
    }
    return [None if chance.random() < gaps else values[kind]() for _ in range(rows)]


def expectations(chance: random.Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def add(kind: str, **kwargs: Any) -> None:
        found.append({"type": kind, "kwargs": kwargs, "meta": {"code": f"c{len(found)}"}})

    def bounds() -> dict[str, Any]:
        rule: dict[str, Any] = {}
        sides = chance.choice((("min",), ("max",), ("min", "max")))
        for side in sides:
            rule[f"{side}_value"] = chance.choice((-2, 0, 0.5, 3, 7))
            if chance.random() < 0.4:
                rule[f"strict_{side}"] = True
        if len(sides) == 2 and rule["min_value"] > rule["max_value"]:
            rule["min_value"], rule["max_value"] = rule["max_value"], rule["min_value"]
        return rule

    def mostly() -> dict[str, Any]:
        return {"mostly": chance.choice((0, 0.25, 0.5, 0.9, 1.0))} if chance.random() < 0.6 else {}

    for name in ("whole", "real", "word"):
        add("expect_column_values_to_not_be_null", column=name, **mostly())
        add("expect_column_values_to_be_unique", column=name, **mostly())
    for name in ("whole", "real"):
        add("expect_column_values_to_be_between", column=name, **bounds(), **mostly())
        add("expect_column_mean_to_be_between", column=name, **bounds())
    add("expect_column_values_to_be_in_set", column="word", value_set=["a", "会"], **mostly())
    add("expect_column_values_to_be_in_set", column="whole", value_set=[1, 2, 3], **mostly())
    add("expect_table_row_count_to_be_between", min_value=chance.choice((0, 4)), max_value=30)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_native_outcomes_are_those_of_great_expectations(seed: int) -> None:
    chance = random.Random(seed)
    rows = chance.choice((1, 2, 7, 40))
    pa = arrow()
    table = pa.table(
        {
            "id": [f"r{number}" for number in range(rows)],
            "whole": pa.array(column(chance, rows, "whole"), pa.int64()),
            "real": pa.array(column(chance, rows, "real"), pa.float64()),
            "word": pa.array(column(chance, rows, "word"), pa.string()),
        }
    )
    asked = expectations(chance)
    kinds = {"id": "string", "whole": "integer", "real": "float", "word": "string"}
    plain = PlainColumns(table.to_pydict(), kinds)  # type: ignore[arg-type]
    assert all(is_native(item, columns(table)) for item in asked)
    assert all(is_native(item, plain) for item in asked)
    mine = [evaluate(item, columns(table)) for item in asked]
    few = [evaluate(item, plain) for item in asked]
    assert [{**item, "observed": None} for item in few] == [
        {**item, "observed": None} for item in mine
    ]
    for item, other in zip(mine, few, strict=True):
        assert item.get("observed") == pytest.approx(other.get("observed"))
    theirs = great.run(asked, table, "test")
    for item, own, foreign in zip(asked, mine, theirs, strict=True):
        assert own.pop("observed", None) == pytest.approx(foreign.pop("observed", None)), item
        assert own == foreign, item


def test_metrics_of_plain_records_are_those_of_their_table() -> None:
    rows = [
        record(id="a", published="2024-03-05", warnings=["x/y"]),
        record(id="b", text="一\n二", subtitle="三", language="und"),
        attended("丁一民出席会议。", "丁一民", id="c", published=None),
    ]
    table = metrics_of(arrow().Table.from_pylist(rows))
    plain = metrics_of_records(rows)
    assert plain == table.to_pydict()
    assert list(plain) == list(KINDS)
    held = PlainColumns(plain, KINDS)
    assert statistics_of(held) == statistics_of(table)
    assert gate(held, load_suite()).as_dict() == gate(table, load_suite()).as_dict()
    assert held.to_arrow().schema == table.schema


def test_both_engines_give_the_same_report() -> None:
    pa = arrow()
    table = pa.table({"id": ["a", "b", "b"], "n": [1, 2, 300]})
    suite = {
        "name": "s",
        "expectations": [
            {
                "type": "expect_column_values_to_be_unique",
                "kwargs": {"column": "id"},
                "meta": {"code": "one"},
            },
            {
                "type": "expect_column_values_to_be_between",
                "kwargs": {"column": "n", "max_value": 200},
                "meta": {"code": "two", "level": "warn"},
            },
        ],
    }
    auto, foreign = gate(table, suite), gate(table, suite, engine="great_expectations")
    assert auto.as_dict() == foreign.as_dict()
    assert [result.success for result in auto.results] == [False, False]
    assert auto.results[0].outcome["ids"] == ["b", "b"]
    assert not auto.success


def foreign(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {
        "name": "s",
        "expectations": [{"type": kind, "kwargs": kwargs, "meta": {"code": "mine"}}],
    }


def some() -> Any:
    return arrow().table({"id": ["a", "b"], "word": ["x", "yy"]})


def test_a_type_that_is_not_ours_runs_in_great_expectations() -> None:
    suite = foreign("expect_column_values_to_match_regex", column="word", regex="^.$")
    report = gate(some(), suite)
    assert not report.success
    assert report.results[0].outcome["ids"] == ["b"]
    assert report.results[0].outcome["unexpected"] == 1


WORDS = ["x", "yy"]
AGGREGATES: list[tuple[str, dict[str, Any], bool]] = [
    ("expect_column_distinct_values_to_be_in_set", {"column": "word", "value_set": ["x"]}, False),
    ("expect_column_distinct_values_to_equal_set", {"column": "word", "value_set": WORDS}, True),
    ("expect_column_distinct_values_to_contain_set", {"column": "word", "value_set": ["x"]}, True),
    ("expect_column_unique_value_count_to_be_between", {"column": "word", "min_value": 3}, False),
    ("expect_table_columns_to_match_set", {"column_set": ["id", "word"]}, True),
    ("expect_table_columns_to_match_set", {"column_set": ["id", "words"]}, False),
    ("expect_table_columns_to_match_ordered_list", {"column_list": ["word", "id"]}, False),
    ("expect_column_to_exist", {"column": "gone"}, False),
    (
        "expect_column_kl_divergence_to_be_less_than",
        {
            "column": "word",
            "threshold": 0.1,
            "partition_object": {"values": ["x", "yy"], "weights": [0.5, 0.5]},
        },
        True,
    ),
]


@pytest.mark.parametrize(("kind", "kwargs", "good"), AGGREGATES)
def test_expectations_about_a_column_as_a_whole_are_answered_in_silence(
    kind: str, kwargs: dict[str, Any], good: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    report = gate(some(), foreign(kind, **kwargs))
    assert report.success == good
    assert "unexpected" not in report.results[0].outcome
    assert capfd.readouterr() == ("", "")


def test_an_unknown_type_is_a_schema_error_with_the_nearest_name() -> None:
    suite = foreign("expect_column_values_to_be_uniqe", column="word")
    with pytest.raises(SchemaError, match="expect_column_values_to_be_unique"):
        gate(some(), suite)


def test_an_unknown_argument_or_column_is_a_schema_error() -> None:
    with pytest.raises(SchemaError, match="max_valu"):
        gate(some(), foreign("expect_column_values_to_be_between", column="id", max_valu=3))
    with pytest.raises(SchemaError, match="'word'"):
        gate(some(), foreign("expect_column_values_to_match_regex", column="wrd", regex="a"))
    with pytest.raises(SchemaError, match="'word'"):
        gate(some(), foreign("expect_column_values_to_not_be_null", column="wrd"))


def test_a_crashed_expectation_is_a_fault_and_not_failed_data() -> None:
    with pytest.raises(DatasetToolsError) as caught:
        gate(some(), foreign("expect_column_values_to_match_regex", column="word", regex="("))
    assert caught.value.exit_code == 70
    assert caught.value.code == "expectation_crashed"
