"""Narrow columns that say what expectations need to know, one row a record or one a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataset_tools.core.tables import arrow

LENGTHS = ("title", "subtitle", "text", "source", "author", "url")
"""Text columns: ``<name>_chars`` is their length in code points, null where they are null."""
COUNTS = ("attendees", "absent", "groups", "warnings")
"""List columns: ``<name>`` is their number of items."""


def metrics_of(articles: Any, extra: Mapping[str, Any] | None = None) -> Any:
    """The metrics table of an articles table: one row a record, in the same order.

    Columns: ``id``, ``language``, ``published_year`` (null where there is no date), a length for
    each of :data:`LENGTHS`, a count for each of :data:`COUNTS`, ``paragraphs``. ``extra``: further
    narrow columns, by name (arrays as long as the table). Columns that ``articles`` lacks are
    null here. Memory: about 150 bytes a record.
    """
    pa = arrow()
    import pyarrow.compute as pc

    rows = articles.num_rows
    has = set(articles.schema.names)
    columns: dict[str, Any] = {}
    for name in ("id", "language"):
        columns[name] = _text(articles[name]) if name in has else pa.nulls(rows, pa.string())
    columns["published_year"] = _years(articles["published"]) if "published" in has else None
    for name in LENGTHS:
        columns[f"{name}_chars"] = (
            pc.cast(pc.utf8_length(_text(articles[name])), pa.int64()) if name in has else None
        )
    for name in COUNTS:
        columns[name] = _sizes(articles[name]) if name in has else None
    columns["paragraphs"] = (
        pc.cast(pc.add(pc.count_substring(_text(articles["text"]), "\n"), 1), pa.int64())
        if "text" in has
        else None
    )
    filled = {
        name: pa.nulls(rows, pa.int64()) if column is None else column
        for name, column in columns.items()
    }
    return pa.table({**filled, **(extra or {})})


def _text(column: Any) -> Any:
    """A string column, whatever string-like type it came with."""
    pa = arrow()
    import pyarrow.compute as pc

    return column if column.type == pa.string() else pc.cast(column, pa.string())


def _years(column: Any) -> Any:
    pa = arrow()
    import pyarrow.compute as pc

    if pa.types.is_null(column.type):
        return pa.nulls(len(column), pa.int64())
    if pa.types.is_string(column.type):
        # ISO dates; what is none has no year
        found = pc.extract_regex(column, r"^(?P<year>[0-9]{4})-[0-9]{2}-[0-9]{2}$")
        return pc.cast(pc.struct_field(found, "year"), pa.int64())
    return pc.cast(pc.year(column), pa.int64())


def _sizes(column: Any) -> Any:
    pa = arrow()
    import pyarrow.compute as pc

    if not pa.types.is_list(column.type):
        return pa.nulls(len(column), pa.int64())
    return pc.cast(pc.fill_null(pc.list_value_length(column), 0), pa.int64())


def statistics_of(metrics: Any, counts: Mapping[str, int] | None = None) -> dict[str, Any]:
    """What a release says of itself in a few numbers; kept, it is what the next one drifts from.

    ``counts``: ``read``, ``quarantined``, ``duplicates`` of the build, where they are known.
    """
    import pyarrow.compute as pc

    rows = metrics.num_rows
    has = set(metrics.schema.names)
    languages: dict[str, float] = {}
    if "language" in has:
        found = pc.value_counts(metrics["language"].drop_null()).to_pylist()
        languages = {
            item["values"]: _share(item["counts"], rows)
            for item in sorted(found, key=lambda item: (-item["counts"], item["values"]))
        }
    nulls = {
        name: _share(metrics[name].null_count, rows)
        for name in sorted(has)
        if name.endswith(("_chars", "_year"))
    }
    read = (counts or {}).get("read", 0)
    return {
        "rows": rows,
        "read": read,
        "quarantined_rate": _share((counts or {}).get("quarantined", 0), read),
        "duplicate_rate": _share((counts or {}).get("duplicates", 0), read),
        "languages": languages,
        "null_rates": nulls,
        "text_chars_mean": _mean(metrics, "text_chars"),
        "paragraphs_mean": _mean(metrics, "paragraphs"),
        "attendees_mean": _mean(metrics, "attendees"),
        "attendee_coverage": _positive(metrics, "attendees"),
        "warned_rate": _positive(metrics, "warnings"),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


def _mean(metrics: Any, name: str) -> float | None:
    import pyarrow.compute as pc

    if name not in metrics.schema.names or metrics[name].null_count == metrics.num_rows:
        return None
    return round(float(pc.mean(metrics[name]).as_py()), 6)


def _positive(metrics: Any, name: str) -> float | None:
    """The share of rows in which a count is not 0."""
    import pyarrow.compute as pc

    if name not in metrics.schema.names or metrics[name].null_count == metrics.num_rows:
        return None
    return _share(int(pc.sum(pc.greater(metrics[name], 0)).as_py() or 0), metrics.num_rows)


def dataset_metrics(now: Mapping[str, Any], previous: Mapping[str, Any] | None) -> Any:
    """The one-row table ``dataset``: the statistics of this release, and how far it drifted.

    ``…_to_previous`` are ratios, ``…_shift`` differences; all are null where there is no previous
    release (nulls meet every expectation), and ``language_shift`` is half the sum of the absolute
    differences of the shares (0: the same mix, 1: nothing in common).
    """
    pa = arrow()
    before = previous or {}
    languages, older = now["languages"], before.get("languages")
    shift = None
    if older:
        names = sorted({*languages, *older})
        gaps = sum(abs(languages.get(name, 0.0) - older.get(name, 0.0)) for name in names)
        shift = round(gaps / 2, 6)
    values: dict[str, Any] = {
        "rows": float(now["rows"]),
        "quarantined_rate": now["quarantined_rate"],
        "duplicate_rate": now["duplicate_rate"],
        "undetermined_language_rate": languages.get("und", 0.0),
        "attendee_coverage": now["attendee_coverage"],
        "attendees_mean": now["attendees_mean"],
        "warned_rate": now["warned_rate"],
        "text_chars_mean": now["text_chars_mean"],
        "rows_to_previous": _ratio(now["rows"], before.get("rows")),
        "text_chars_to_previous": _ratio(now["text_chars_mean"], before.get("text_chars_mean")),
        "attendee_coverage_shift": _difference(
            now["attendee_coverage"], before.get("attendee_coverage")
        ),
        "language_shift": shift,
    }
    columns = {name: pa.array([value], pa.float64()) for name, value in values.items()}
    return pa.table({"id": pa.array(["dataset"]), **columns})


def _ratio(now: float | None, before: float | None) -> float | None:
    return round(now / before, 6) if now is not None and before else None


def _difference(now: float | None, before: float | None) -> float | None:
    return round(now - before, 6) if now is not None and before is not None else None
