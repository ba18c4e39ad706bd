"""What the standard expectations ask of columns, over Arrow tables and over plain lists.

Arrow answers for millions of rows; plain lists answer for the few of one file, where importing
Arrow (0.2 s) would be most of the work. Both say the same (``test_expectations_agree.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from math import isnan
from typing import Any, Literal, NamedTuple, Protocol

from dataset_tools.core.tables import arrow

SHOWN = 20
"""Rows that an answer names; all are counted."""
Kind = Literal["string", "integer", "float", "other"]


class Wrong(NamedTuple):
    """Rows that are not as expected: how many, and the ids of the first."""

    rows: int
    ids: list[Any]


class Bounds(NamedTuple):
    """A range of numbers; None is no bound."""

    low: float | None = None
    high: float | None = None
    above_low: bool = False
    below_high: bool = False

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Bounds:
        """From the arguments of an expectation."""
        strict = bool(rule.get("strict_min")), bool(rule.get("strict_max"))
        return cls(rule.get("min_value"), rule.get("max_value"), *strict)

    def hold(self, value: float) -> bool:
        """Whether ``value`` lies in the range.

        >>> Bounds(0, 2, below_high=True).hold(2)
        False
        """
        if self.low is not None and (value < self.low or (self.above_low and value == self.low)):
            return False
        return (
            self.high is None or value < self.high or (not self.below_high and value == self.high)
        )


class Columns(Protocol):
    """Narrow columns by name, all of one length."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    @property
    def names(self) -> list[str]:
        """The names of the columns."""

    def kind(self, name: str) -> Kind:
        """The type of a column's values."""

    def nulls(self, name: str) -> int:
        """How many values are missing."""

    def counts(self, name: str) -> dict[Any, int]:
        """How often each value that is not null stands there."""

    def mean(self, name: str) -> float | None:
        """The mean of what is not null; None where there is nothing."""

    def missing(self, name: str) -> Wrong:
        """The rows without a value (a NaN is none)."""

    def repeated(self, name: str) -> Wrong:
        """The rows of a value that stands in another row too."""

    def outside(self, name: str, bounds: Bounds) -> Wrong:
        """The rows of a number outside ``bounds``."""

    def foreign(self, name: str, values: Sequence[Any]) -> Wrong:
        """The rows of a value that is none of ``values``."""

    def to_arrow(self) -> Any:
        """A ``pa.Table`` of the same columns."""


class PlainColumns:
    """Columns held as lists of plain values; ``kinds`` are their types, by name."""

    def __init__(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> None:
        self._columns, self._kinds = columns, kinds
        self.names = list(columns)
        self.rows = len(next(iter(columns.values()), ()))

    def kind(self, name: str) -> Kind:
        """The type of a column's values."""
        return self._kinds[name]

    def nulls(self, name: str) -> int:
        """How many values are missing."""
        return sum(value is None for value in self._columns[name])

    def counts(self, name: str) -> dict[Any, int]:
        """How often each value that is not null stands there."""
        return Counter(self._known(name))

    def mean(self, name: str) -> float | None:
        """The mean of what is not null."""
        known = list(self._known(name))
        return sum(known) / len(known) if known else None

    def missing(self, name: str) -> Wrong:
        """The rows without a value."""
        return self._wrong(name, lambda value: value is None or value != value, nulls=True)  # noqa: PLR0124 - a NaN

    def repeated(self, name: str) -> Wrong:
        """The rows of a value that stands in another row too."""
        counts = self.counts(name)
        return self._wrong(name, lambda value: counts[value] > 1)

    def outside(self, name: str, bounds: Bounds) -> Wrong:
        """The rows of a number outside ``bounds``."""
        return self._wrong(name, lambda value: not isnan(value) and not bounds.hold(value))

    def foreign(self, name: str, values: Sequence[Any]) -> Wrong:
        """The rows of a value that is none of ``values``."""
        return self._wrong(name, lambda value: value not in values)

    def to_arrow(self) -> Any:
        """A ``pa.Table`` of the same columns."""
        pa = arrow()
        types = {"string": pa.string(), "integer": pa.int64(), "float": pa.float64()}
        return pa.table(
            {name: pa.array(self._columns[name], types[self._kinds[name]]) for name in self.names}
        )

    def _known(self, name: str) -> Iterable[Any]:
        return (value for value in self._columns[name] if value is not None)

    def _wrong(self, name: str, wrong: Callable[[Any], bool], nulls: bool = False) -> Wrong:
        places = [
            place
            for place, value in enumerate(self._columns[name])
            if (nulls or value is not None) and wrong(value)
        ]
        ids = self._columns.get("id")
        return Wrong(len(places), [ids[place] for place in islice(places, SHOWN)] if ids else [])


class ArrowColumns:
    """The columns of a ``pa.Table``."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.names = list(table.schema.names)
        self.rows = int(table.num_rows)

    def kind(self, name: str) -> Kind:
        """The type of a column's values."""
        types = arrow().types
        kind = self.table.schema.field(name).type
        if types.is_string(kind):
            return "string"
        if types.is_integer(kind):
            return "integer"
        return "float" if types.is_floating(kind) else "other"

    def nulls(self, name: str) -> int:
        """How many values are missing."""
        return int(self.table[name].null_count)

    def counts(self, name: str) -> dict[Any, int]:
        """How often each value that is not null stands there."""
        import pyarrow.compute as pc

        found = pc.value_counts(self.table[name].drop_null()).to_pylist()
        return {item["values"]: item["counts"] for item in found}

    def mean(self, name: str) -> float | None:
        """The mean of what is not null."""
        import pyarrow.compute as pc

        found: float | None = pc.mean(self.table[name]).as_py()
        return found

    def missing(self, name: str) -> Wrong:
        """The rows without a value."""
        import pyarrow.compute as pc

        return self._wrong(pc.is_null(self.table[name], nan_is_null=True))

    def repeated(self, name: str) -> Wrong:
        """The rows of a value that stands in another row too."""
        import pyarrow.compute as pc

        values = self.table[name].combine_chunks()
        if pc.count_distinct(values, mode="only_valid").as_py() == len(values) - values.null_count:
            return Wrong(0, [])
        counted = pc.value_counts(values)
        many = counted.field("values").filter(pc.greater(counted.field("counts"), 1)).drop_null()
        return self._wrong(pc.is_in(values, value_set=many))

    def outside(self, name: str, bounds: Bounds) -> Wrong:
        """The rows of a number outside ``bounds``."""
        import pyarrow.compute as pc

        values = self.table[name]
        wrong = arrow().repeat(False, self.rows)
        if bounds.low is not None:
            below = pc.less_equal if bounds.above_low else pc.less
            wrong = pc.or_(wrong, pc.fill_null(below(values, bounds.low), False))
        if bounds.high is not None:
            above = pc.greater_equal if bounds.below_high else pc.greater
            wrong = pc.or_(wrong, pc.fill_null(above(values, bounds.high), False))
        return self._wrong(wrong)

    def foreign(self, name: str, values: Sequence[Any]) -> Wrong:
        """The rows of a value that is none of ``values``."""
        import pyarrow.compute as pc

        column = self.table[name]
        known = arrow().array(values, column.type)
        return self._wrong(
            pc.and_(pc.invert(pc.is_in(column, value_set=known)), pc.is_valid(column))
        )

    def to_arrow(self) -> Any:
        """The table itself."""
        return self.table

    def _wrong(self, mask: Any) -> Wrong:
        import pyarrow.compute as pc

        rows = int(pc.sum(mask).as_py() or 0)
        if not rows or "id" not in self.names:
            return Wrong(rows, [])
        places = pc.indices_nonzero(mask).slice(0, SHOWN)
        return Wrong(rows, self.table["id"].take(places).to_pylist())


def columns(table: Any) -> Columns:
    """A ``pa.Table``, or columns already, as columns."""
    return table if isinstance(table, PlainColumns | ArrowColumns) else ArrowColumns(table)
