"""The standard expectations, over Arrow columns; each gives what Great Expectations gives.

``tests/validate/test_expectations_agree.py`` proves it on generated tables. A type, or an argument
of one, that is not in :data:`NATIVE` runs in Great Expectations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dataset_tools.core.tables import arrow

SHOWN = 20
"""Identifiers of failing records that a result carries."""

Outcome = dict[str, Any]
"""``success``, ``observed`` (aggregates), or ``checked``, ``missing``, ``unexpected`` (rows), and
``ids`` of the first failing records in the order of the table."""


def _rows(table: Any, column: str, wrong: Any, mostly: float, of_all: bool = False) -> Outcome:
    """The outcome of a rule about rows; ``wrong`` is a boolean mask without nulls."""
    import pyarrow.compute as pc

    rows, missing = table.num_rows, table[column].null_count
    unexpected = int(pc.sum(wrong).as_py() or 0)
    checked = rows if of_all else rows - missing
    ids: list[Any] = []
    if unexpected and "id" in table.schema.names:
        places = pc.indices_nonzero(wrong).slice(0, SHOWN)
        ids = table["id"].take(places).to_pylist()
    return {
        "success": not checked or (checked - unexpected) / checked >= mostly,
        "checked": checked,
        "missing": missing,
        "unexpected": unexpected,
        "ids": ids,
    }


def not_null(table: Any, column: str, mostly: float = 1.0) -> Outcome:
    """``expect_column_values_to_not_be_null``: of all rows."""
    import pyarrow.compute as pc

    return _rows(table, column, pc.is_null(table[column], nan_is_null=True), mostly, of_all=True)


def unique(table: Any, column: str, mostly: float = 1.0) -> Outcome:
    """``expect_column_values_to_be_unique``: every row of a value that stands twice is wrong."""
    pa = arrow()
    import pyarrow.compute as pc

    values = table[column].combine_chunks()
    if pc.count_distinct(values, mode="only_valid").as_py() == len(values) - values.null_count:
        return _rows(table, column, pa.repeat(False, table.num_rows), mostly)
    counted = pc.value_counts(values)
    repeated = counted.field("values").filter(pc.greater(counted.field("counts"), 1)).drop_null()
    return _rows(table, column, pc.is_in(values, value_set=repeated), mostly)


def between(table: Any, column: str, mostly: float = 1.0, **rule: Any) -> Outcome:
    """``expect_column_values_to_be_between``: of the rows that are not null."""
    import pyarrow.compute as pc

    values = table[column]
    wrong = _nothing(table)
    if (low := rule.get("min_value")) is not None:
        below = pc.less_equal if rule.get("strict_min") else pc.less
        wrong = pc.or_(wrong, pc.fill_null(below(values, low), False))
    if (high := rule.get("max_value")) is not None:
        above = pc.greater_equal if rule.get("strict_max") else pc.greater
        wrong = pc.or_(wrong, pc.fill_null(above(values, high), False))
    return _rows(table, column, wrong, mostly)


def _nothing(table: Any) -> Any:
    return arrow().repeat(False, table.num_rows)


def in_set(table: Any, column: str, value_set: list[Any], mostly: float = 1.0) -> Outcome:
    """``expect_column_values_to_be_in_set``: of the rows that are not null."""
    pa = arrow()
    import pyarrow.compute as pc

    values = table[column]
    known = pa.array(value_set, values.type)
    wrong = pc.and_(pc.invert(pc.is_in(values, value_set=known)), pc.is_valid(values))
    return _rows(table, column, wrong, mostly)


def _bounded(observed: float | None, rule: Mapping[str, Any]) -> bool:
    """Whether an aggregate lies between the bounds; what cannot be observed does not."""
    if observed is None:
        return False
    low, high = rule.get("min_value"), rule.get("max_value")
    above = low is None or (observed > low if rule.get("strict_min") else observed >= low)
    below = high is None or (observed < high if rule.get("strict_max") else observed <= high)
    return above and below


def mean(table: Any, column: str, **rule: Any) -> Outcome:
    """``expect_column_mean_to_be_between``: the mean of the rows that are not null."""
    import pyarrow.compute as pc

    observed = pc.mean(table[column]).as_py()
    return {"success": _bounded(observed, rule), "observed": observed, "ids": []}


def row_count(table: Any, **rule: Any) -> Outcome:
    """``expect_table_row_count_to_be_between``."""
    observed = table.num_rows
    return {"success": _bounded(observed, rule), "observed": observed, "ids": []}


_RANGE = {"min_value", "max_value", "strict_min", "strict_max"}
NATIVE: dict[str, tuple[Callable[..., Outcome], set[str], set[str]]] = {
    "expect_column_values_to_not_be_null": (not_null, {"column"}, {"mostly"}),
    "expect_column_values_to_be_unique": (unique, {"column"}, {"mostly"}),
    "expect_column_values_to_be_between": (between, {"column"}, {*_RANGE, "mostly"}),
    "expect_column_values_to_be_in_set": (in_set, {"column", "value_set"}, {"mostly"}),
    "expect_column_mean_to_be_between": (mean, {"column"}, _RANGE),
    "expect_table_row_count_to_be_between": (row_count, set(), {"min_value", "max_value"}),
}
"""Type -> (function, arguments it needs, arguments it knows)."""


def is_native(expectation: Mapping[str, Any], table: Any) -> bool:
    """Whether an expectation can be evaluated here: its type, its arguments, its column's type."""
    known = NATIVE.get(expectation["type"])
    kwargs = expectation.get("kwargs", {})
    if known is None or not known[1] <= kwargs.keys() <= known[1] | known[2]:
        return False
    if not _plain_arguments(expectation["type"], kwargs):
        return False
    if "column" in kwargs:
        return kwargs["column"] in table.schema.names and _fits(expectation, kwargs, table)
    return True


def _plain_arguments(kind: str, kwargs: Mapping[str, Any]) -> bool:
    """Whether bounds are numbers, flags booleans, a share a share; else they are not ours."""
    numbers = [kwargs[key] for key in ("min_value", "max_value", "mostly") if key in kwargs]
    flags = [kwargs[key] for key in ("strict_min", "strict_max") if key in kwargs]
    bounded = not kind.endswith("_between") or {"min_value", "max_value"} & kwargs.keys()
    return (
        bool(bounded)
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)
        and all(isinstance(flag, bool) for flag in flags)
        and 0 <= kwargs.get("mostly", 1) <= 1
    )


def _fits(expectation: Mapping[str, Any], kwargs: Mapping[str, Any], table: Any) -> bool:
    """Whether the column's type is one that this expectation is evaluated on here."""
    pa = arrow()
    kind = table.schema.field(kwargs["column"]).type
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    if expectation["type"].endswith("_between"):
        return bool(number)
    if "value_set" in kwargs:
        values = kwargs["value_set"]
        wanted = str if pa.types.is_string(kind) else int if pa.types.is_integer(kind) else None
        return isinstance(values, list) and all(type(value) is wanted for value in values)
    return bool(number or pa.types.is_string(kind))


def evaluate(expectation: Mapping[str, Any], table: Any) -> Outcome:
    """The outcome of an expectation that :func:`is_native`."""
    return NATIVE[expectation["type"]][0](table, **expectation.get("kwargs", {}))
