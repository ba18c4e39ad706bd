"""Great Expectations, run once over narrow columns, late-imported and mistrusted.

What it does wrong is undone here: an unknown expectation is an error (it would be dropped), a
crashed one is a fault of ours (it would look like failed data), results are matched by number (it
reorders them), analytics and progress bars are off, and only identifiers come back, never values.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from dataset_tools.core.errors import DatasetToolsError, SchemaError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.release.expectations.columns import SHOWN
from dataset_tools.release.expectations.native import Outcome

_OF_COLUMNS = {
    "expect_column_to_exist",
    "expect_table_columns_to_match_ordered_list",
    "expect_table_columns_to_match_set",
}
"""Types that ask whether columns are there: to these a missing one is an answer, not a mistake."""


def run(expectations: Sequence[Mapping[str, Any]], table: Any, where: str) -> list[Outcome]:
    """The outcome of each expectation over a ``pa.Table``, in their order.

    Raises SchemaError for an unknown type, wrong arguments or an unknown column;
    DatasetToolsError (70) for an expectation that crashed.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    # Its dependencies warn, at import and in use; some expectations draw bars that are not off.
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        suite = _suite(expectations, table, where)
        outcome = _batch(expectations, table).validate(
            suite,
            result_format={
                "result_format": "SUMMARY",
                "partial_unexpected_count": SHOWN,
                "include_unexpected_rows": False,
                "exclude_unexpected_values": True,
            },
        )
    found = {}
    for result in outcome.results:
        number = result.expectation_config.meta["number"]
        found[number] = _outcome(result, expectations[number], table, where)
    if sorted(found) != list(range(len(expectations))):
        raise DatasetToolsError(
            f"{len(expectations)} expectations were asked, {len(found)} answered",
            where,
            "report it",
        )
    return [found[number] for number in range(len(expectations))]


def _suite(expectations: Sequence[Mapping[str, Any]], table: Any, where: str) -> Any:
    from great_expectations.core import ExpectationSuite
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    known = sorted(list_registered_expectation_implementations())
    suite = ExpectationSuite(name="suite")
    for number, item in enumerate(expectations):
        place = f"{where}: {item['meta']['code']}"
        kwargs = dict(item.get("kwargs", {}))
        if item["type"] not in known:
            advice = did_you_mean(item["type"], known)
            raise SchemaError(f"no expectation of type {item['type']!r}", place, advice)
        for key, column in kwargs.items():
            named = [column] if key in ("column", "column_A", "column_B") else []
            named = column if key in ("column_list", "column_set") else named
            missing = [name for name in named if name not in table.schema.names]
            if missing and item["type"] not in _OF_COLUMNS:
                advice = did_you_mean(str(missing[0]), table.schema.names)
                raise SchemaError(f"no column {missing[0]!r}", place, advice)
        try:
            suite.add_expectation_configuration(
                ExpectationConfiguration(type=item["type"], kwargs=kwargs, meta={"number": number})
            )
        except (GreatExpectationsError, TypeError, ValueError) as error:
            said = " ".join(str(error).split())[:300]
            raise SchemaError(f"wrong arguments: {said}", place, "mend its kwargs") from None
    if len(suite.expectations) != len(expectations):
        raise SchemaError("two expectations say the same", where, "remove one of them")
    return suite


def _batch(expectations: Sequence[Mapping[str, Any]], table: Any) -> Any:
    import great_expectations as gx

    named = {str(value) for item in expectations for value in item.get("kwargs", {}).values()}
    whole = any("column" not in item.get("kwargs", {}) for item in expectations)
    columns = [name for name in table.schema.names if whole or name in named or name == "id"]
    frame = table.select(columns).to_pandas()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    source = context.data_sources.add_pandas("metrics")
    whole_table = source.add_dataframe_asset("asset").add_batch_definition_whole_dataframe("batch")
    return whole_table.get_batch({"dataframe": frame})


def _outcome(result: Any, expectation: Mapping[str, Any], table: Any, where: str) -> Outcome:
    info = result.exception_info or {}
    details = info.values() if "raised_exception" not in info else [info]
    crashed = [item for item in details if isinstance(item, dict) and item.get("raised_exception")]
    if crashed:
        said = " ".join(str(crashed[0].get("exception_message")).split())[:300]
        raise DatasetToolsError(
            f"the expectation {expectation['type']!r} crashed: {said}",
            f"{where}: {expectation['meta']['code']}",
            "mend the expectation or its arguments; the data were not judged",
            "expectation_crashed",
        )
    answer = result.result or {}
    outcome: Outcome = {"success": bool(result.success), "ids": _ids(answer, table)}
    if {"unexpected_count", "element_count"} <= answer.keys():  # aggregates may have the first
        rows, missing = int(answer["element_count"]), int(answer.get("missing_count") or 0)
        of_all = "missing_count" not in answer
        outcome["checked"] = rows if of_all else rows - missing
        outcome["missing"] = int(answer["unexpected_count"]) if of_all else missing
        outcome["unexpected"] = int(answer["unexpected_count"])
    else:
        outcome["observed"] = _plain(answer.get("observed_value"))
    return outcome


def _ids(answer: Mapping[str, Any], table: Any) -> list[Any]:
    """Identifiers of the first failing rows. Asked for them itself, Great Expectations takes 20 s a
    million rows; the numbers of the rows cost nothing."""
    rows = list(answer.get("partial_unexpected_index_list") or [])[:SHOWN]
    if not rows or "id" not in table.schema.names:
        return []
    ids: list[Any] = table["id"].take(rows).to_pylist()
    return ids


def _plain(value: Any) -> Any:
    """A JSON value of what pandas or numpy gave; text is cut."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set):
        plain = [_plain(item) for item in value]
        return (sorted(plain, key=str) if isinstance(value, set) else plain)[:SHOWN]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in list(value.items())[:SHOWN]}
    return str(value)[:200]
