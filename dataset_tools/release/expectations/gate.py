"""The gate: a suite over the metrics of a release, and its answer as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dataset_tools.core.errors import SchemaError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.release.expectations.columns import Columns, columns
from dataset_tools.release.expectations.metrics import dataset_metrics, statistics_of
from dataset_tools.release.expectations.native import NATIVE, Outcome, evaluate, is_native
from dataset_tools.release.expectations.suite import check_suite

Engine = Literal["auto", "great_expectations"]


@dataclass(frozen=True)
class Result:
    """The answer to one expectation. ``outcome``: see :mod:`.native`."""

    code: str
    type: str
    table: str
    level: str
    why: str
    kwargs: Mapping[str, Any]
    outcome: Outcome

    @property
    def success(self) -> bool:
        """Whether the data are as expected."""
        return bool(self.outcome["success"])

    @property
    def message(self) -> str:
        """What was found, against what was expected, in one line."""
        rule = ", ".join(f"{key}={value}" for key, value in self.kwargs.items() if key != "column")
        about = f"{self.kwargs.get('column', self.table)}" + (f" ({rule})" if rule else "")
        found = self.outcome
        if "unexpected" in found:
            seen = f"{found['unexpected']} of {found['checked']} rows are not as expected"
        else:
            seen = f"observed {found.get('observed')}"
        return f"{about}: {seen}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, the same bytes for the same data."""
        return {
            "code": self.code,
            "type": self.type,
            "table": self.table,
            "level": self.level,
            "why": self.why,
            "kwargs": dict(self.kwargs),
            **{key: _rounded(value) for key, value in sorted(self.outcome.items())},
        }


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


@dataclass(frozen=True)
class GateReport:
    """What the suite says of a release. ``success``: no expectation of level error failed."""

    success: bool
    results: tuple[Result, ...]
    statistics: Mapping[str, Any]

    @property
    def failed(self) -> tuple[Result, ...]:
        """The failed expectations, those that only warn among them."""
        return tuple(result for result in self.results if not result.success)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON for ``quality/validation.json``."""
        return {
            "success": self.success,
            "results": [result.as_dict() for result in self.results],
            "statistics": dict(self.statistics),
        }


def gate(
    metrics: Any,
    suite: Mapping[str, Any],
    previous: Mapping[str, Any] | None = None,
    counts: Mapping[str, int] | None = None,
    engine: Engine = "auto",
    strict: bool = False,
) -> GateReport:
    """The answer of every expectation of ``suite`` over metrics (:func:`metrics_of`, or
    plain columns).

    ``previous``: the ``statistics`` of the release before; ``counts``: of the build, as in
    ``build --json``. ``engine="great_expectations"`` runs all of them there, ``auto`` only those
    that are not evaluated natively. ``strict`` lets level warn fail as well. Raises SchemaError for
    an expectation that cannot be asked, DatasetToolsError (70) for one that crashed.
    """
    check_suite(suite)
    statistics = statistics_of(metrics, counts)
    tables = {"records": columns(metrics), "dataset": dataset_metrics(statistics, previous)}
    expectations = suite["expectations"]
    outcomes: dict[int, Outcome] = {}
    for name, table in tables.items():
        mine = [
            number
            for number, item in enumerate(expectations)
            if item["meta"].get("table", "records") == name
        ]
        for number in mine:
            _check_column(expectations[number], table, f"suite ({name})")
        foreign = []
        for number in mine:
            if engine == "auto" and is_native(expectations[number], table):
                outcomes[number] = evaluate(expectations[number], table)
            else:
                foreign.append(number)
        if foreign:
            asked = [expectations[number] for number in foreign]
            from dataset_tools.release.expectations import great

            answers = great.run(asked, table.to_arrow(), f"suite ({name})")
            outcomes.update(zip(foreign, answers, strict=True))
    results = tuple(_result(item, outcomes[number]) for number, item in enumerate(expectations))
    success = all(r.success or (r.level == "warn" and not strict) for r in results)
    return GateReport(success, results, statistics)


def _check_column(item: Mapping[str, Any], table: Columns, where: str) -> None:
    """Refuse a column that does not exist before anything runs."""
    column = item.get("kwargs", {}).get("column")
    if item["type"] in NATIVE and column is not None and column not in table.names:
        raise SchemaError(
            f"no column {column!r}",
            f"{where}: {item['meta']['code']}",
            did_you_mean(str(column), table.names),
        )


def _result(item: Mapping[str, Any], outcome: Outcome) -> Result:
    meta = item["meta"]
    return Result(
        meta["code"],
        item["type"],
        meta.get("table", "records"),
        meta.get("level", "error"),
        meta.get("why", ""),
        item.get("kwargs", {}),
        outcome,
    )
