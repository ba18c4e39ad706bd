"""The standard expectations, over narrow columns; each gives what Great Expectations gives.

``tests/validate/test_expectations_agree.py`` proves it on generated tables. A type, or an argument
of one, that is not in :data:`NATIVE` runs in Great Expectations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dataset_tools.release.expectations.columns import Bounds, Columns, Wrong

Outcome = dict[str, Any]
"""``success``, ``observed`` (aggregates), or ``checked``, ``missing``, ``unexpected`` (rows), and
``ids`` of the first failing records in the order of the table."""


def _rows(wrong: Wrong, missing: int, checked: int, mostly: float) -> Outcome:
    """The outcome of a rule about rows."""
    return {
        "success": not checked or (checked - wrong.rows) / checked >= mostly,
        "checked": checked,
        "missing": missing,
        "unexpected": wrong.rows,
        "ids": wrong.ids,
    }


def _known(table: Columns, column: str, wrong: Wrong, mostly: float) -> Outcome:
    """The outcome of a rule about the rows that are not null."""
    missing = table.nulls(column)
    return _rows(wrong, missing, table.rows - missing, mostly)


def not_null(table: Columns, column: str, mostly: float = 1.0) -> Outcome:
    """``expect_column_values_to_not_be_null``: of all rows."""
    return _rows(table.missing(column), table.nulls(column), table.rows, mostly)


def unique(table: Columns, column: str, mostly: float = 1.0) -> Outcome:
    """``expect_column_values_to_be_unique``: every row of a value that stands twice is wrong."""
    return _known(table, column, table.repeated(column), mostly)


def between(table: Columns, column: str, mostly: float = 1.0, **rule: Any) -> Outcome:
    """``expect_column_values_to_be_between``: of the rows that are not null."""
    return _known(table, column, table.outside(column, Bounds.of(rule)), mostly)


def in_set(table: Columns, column: str, value_set: list[Any], mostly: float = 1.0) -> Outcome:
    """``expect_column_values_to_be_in_set``: of the rows that are not null."""
    return _known(table, column, table.foreign(column, value_set), mostly)


def _aggregate(observed: float | None, rule: Mapping[str, Any]) -> Outcome:
    """The outcome of a rule about one number; what cannot be observed is not as expected."""
    success = observed is not None and Bounds.of(rule).hold(observed)
    return {"success": success, "observed": observed, "ids": []}


def mean(table: Columns, column: str, **rule: Any) -> Outcome:
    """``expect_column_mean_to_be_between``: the mean of the rows that are not null."""
    return _aggregate(table.mean(column), rule)


def row_count(table: Columns, **rule: Any) -> Outcome:
    """``expect_table_row_count_to_be_between``."""
    return _aggregate(table.rows, rule)


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


def is_native(expectation: Mapping[str, Any], table: Columns) -> bool:
    """Whether an expectation can be evaluated here: its type, its arguments, its column's type."""
    known = NATIVE.get(expectation["type"])
    kwargs = expectation.get("kwargs", {})
    if known is None or not known[1] <= kwargs.keys() <= known[1] | known[2]:
        return False
    if not _plain_arguments(expectation["type"], kwargs):
        return False
    if "column" in kwargs:
        return kwargs["column"] in table.names and _fits(expectation, kwargs, table)
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


def _fits(expectation: Mapping[str, Any], kwargs: Mapping[str, Any], table: Columns) -> bool:
    """Whether the column's type is one that this expectation is evaluated on here."""
    kind = table.kind(kwargs["column"])
    if expectation["type"].endswith("_between"):
        return kind in ("integer", "float")
    if "value_set" in kwargs:
        values = kwargs["value_set"]
        wanted = {"string": str, "integer": int}.get(kind)
        return isinstance(values, list) and all(type(value) is wanted for value in values)
    return kind != "other"


def evaluate(expectation: Mapping[str, Any], table: Columns) -> Outcome:
    """The outcome of an expectation that :func:`is_native`."""
    return NATIVE[expectation["type"]][0](table, **expectation.get("kwargs", {}))
