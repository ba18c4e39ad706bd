"""One record against the schema and the checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from dataset_tools.core.finding import Finding
from dataset_tools.schema.load import load_schema
from dataset_tools.stages.check import Checker


@lru_cache(maxsize=4)
def _checker(schema: Path | None) -> Checker:
    return Checker(load_schema(schema))


def validate(record: Mapping[str, Any], schema: Path | None = None) -> list[Finding]:
    """What the schema and every check say of one record; an empty list where it is good.

    ``record`` has the columns of an article (see ``schemas/article.schema.json``, or the schema in
    the file ``schema``); dates may be ``datetime.date``. Levels are the checks' own.

    >>> [finding.key for finding in validate({"title": "山城"})]
    ['schema/required']
    """
    return [finding for _, finding in _checker(schema).run([plain(record)])]


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """``record`` with dates as ISO text: what a JSON Schema can judge."""
    if not isinstance(record, Mapping):
        return record
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else value
        for key, value in record.items()
    }
