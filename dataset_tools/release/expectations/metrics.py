"""Narrow columns that say what expectations need to know, one row a record or one a dataset."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.expectations.columns import (
    Bounds,
    Columns,
    Kind,
    PlainColumns,
    columns,
)

LENGTHS = ("title", "subtitle", "text", "source", "author", "url")
"""Text columns: ``<name>_chars`` is their length in code points, null where they are null."""
COUNTS = ("attendees", "absent", "groups", "warnings")
"""List columns: ``<name>`` is their number of items."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    found: dict[str, Any] = {}
    for name in ("id", "language"):
        found[name] = _text(articles[name]) if name in has else pa.nulls(rows, pa.string())
    found["published_year"] = _years(articles["published"]) if "published" in has else None
    for name in LENGTHS:
        found[f"{name}_chars"] = (
            pc.cast(pc.utf8_length(_text(articles[name])), pa.int64()) if name in has else None
        )
    for name in COUNTS:
        found[name] = _sizes(articles[name]) if name in has else None
    found["paragraphs"] = (
        pc.cast(pc.add(pc.count_substring(_text(articles["text"]), "\n"), 1), pa.int64())
        if "text" in has
        else None
    )
    filled = {
        name: pa.nulls(rows, pa.int64()) if column is None else column
        for name, column in found.items()
    }
    return pa.table({**filled, **(extra or {})})


KINDS: Mapping[str, Kind] = {
    "id": "string",
    "language": "string",
    "published_year": "integer",
    **dict.fromkeys((f"{name}_chars" for name in LENGTHS), "integer"),
    **dict.fromkeys(COUNTS, "integer"),
    "paragraphs": "integer",
}
"""The columns of :func:`metrics_of` in their order, and their types."""


def metrics_of_records(records: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The columns of :func:`metrics_of`, from records that meet the schema, as plain lists."""
    texts = [_word(record.get("text")) for record in records]
    found: dict[str, list[Any]] = {
        "id": [_word(record.get("id")) for record in records],
        "language": [_word(record.get("language")) for record in records],
        "published_year": [_year(record.get("published")) for record in records],
    }
    for name in LENGTHS:
        words = [_word(record.get(name)) for record in records]
        found[f"{name}_chars"] = [None if word is None else len(word) for word in words]
    for name in COUNTS:
        lists = [record.get(name) for record in records]
        found[name] = [len(items) if isinstance(items, list) else None for items in lists]
    found["paragraphs"] = [None if text is None else text.count("\n") + 1 for text in texts]
    return found


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _year(value: Any) -> int | None:
    return int(value[:4]) if isinstance(value, str) and _DAY.fullmatch(value) else None


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
    table = columns(metrics)
    languages = table.counts("language") if "language" in table.names else {}
    ranked = sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    nulls = {
        name: _share(table.nulls(name), table.rows)
        for name in sorted(table.names)
        if name.endswith(("_chars", "_year"))
    }
    read = (counts or {}).get("read", 0)
    return {
        "rows": table.rows,
        "read": read,
        "quarantined_rate": _share((counts or {}).get("quarantined", 0), read),
        "duplicate_rate": _share((counts or {}).get("duplicates", 0), read),
        "languages": {name: _share(number, table.rows) for name, number in ranked},
        "null_rates": nulls,
        "text_chars_mean": _mean(table, "text_chars"),
        "paragraphs_mean": _mean(table, "paragraphs"),
        "attendees_mean": _mean(table, "attendees"),
        "attendee_coverage": _positive(table, "attendees"),
        "warned_rate": _positive(table, "warnings"),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


def _mean(table: Columns, name: str) -> float | None:
    mean = table.mean(name) if name in table.names else None
    return None if mean is None else round(mean, 6)


def _positive(table: Columns, name: str) -> float | None:
    """The share of rows in which a count is not 0."""
    if name not in table.names or table.nulls(name) == table.rows:
        return None
    return _share(table.outside(name, Bounds(high=0)).rows, table.rows)


def dataset_metrics(now: Mapping[str, Any], previous: Mapping[str, Any] | None) -> Columns:
    """The one-row table ``dataset``: the statistics of this release, and how far it drifted.

    ``…_to_previous`` are ratios, ``…_shift`` differences; all are null where there is no previous
    release (nulls meet every expectation), and ``language_shift`` is half the sum of the absolute
    differences of the shares (0: the same mix, 1: nothing in common).
    """
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
    numbers: dict[str, Kind] = dict.fromkeys(values, "float")
    one = {name: [value] for name, value in values.items()}
    return PlainColumns({"id": ["dataset"], **one}, {"id": "string", **numbers})


def _ratio(now: float | None, before: float | None) -> float | None:
    return round(now / before, 6) if now is not None and before else None


def _difference(now: float | None, before: float | None) -> float | None:
    return round(now - before, 6) if now is not None and before is not None else None
