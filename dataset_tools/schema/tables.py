"""The columns of every table beside ``articles``: the other configs of a release, and findings.

Each is a ``pa.Schema`` with the metadata that ``datasets`` reads, made when asked for:
``table_schema("edits")``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dataset_tools.core.errors import UsageError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.schema.arrow import list_of, schema_of, value

STRING, INT32, INT64 = value("string"), value("int32"), value("int64")
DATE, BINARY, FLOAT = value("date32"), value("binary"), value("float64")
STRINGS = list_of(STRING)

TABLES: dict[str, dict[str, dict[str, Any]]] = {
    "attendance": {
        "article_id": STRING,
        "position": INT32,
        "name": STRING,
        "title": STRING,
        "role": STRING,
        "roles": STRINGS,
        "start": INT64,
        "end": INT64,
        "published": DATE,
    },
    "edits": {
        "article_id": STRING,
        "layer": INT32,
        "repair": STRING,
        "start": INT64,
        "before": STRING,
        "after": STRING,
    },
    "quarantine": {
        "source_path": STRING,
        "source_index": INT64,
        "byte_start": INT64,
        "byte_end": INT64,
        "raw": BINARY,
        "reasons": list_of({"check": STRING, "code": STRING, "message": STRING}),
    },
    "duplicates": {
        "id": STRING,
        "kept_id": STRING,
        "kind": STRING,
        "similarity": FLOAT,
        "source_path": STRING,
        "source_index": INT64,
        "title": STRING,
        "subtitle": STRING,
        "text": STRING,
    },
    "people": {
        "name": STRING,
        "spellings": STRINGS,
        "articles": INT64,
        "mentions": INT64,
        "first": DATE,
        "last": DATE,
        "titles": STRINGS,
        "roles": STRINGS,
        "alike": STRINGS,
    },
    "findings": {
        "id": STRING,
        "source_path": STRING,
        "source_index": INT64,
        "check": STRING,
        "code": STRING,
        "level": STRING,
        "field": STRING,
        "start": INT64,
        "end": INT64,
        "message": STRING,
    },
}
"""Table -> column -> description, in the order of the columns.

``attendance``: one row per article and attendee, ``position`` from 0 in the order of the list;
``edits``: ``start`` in code points of the record after the layer, -1 for a rule row;
``quarantine``: bytes of the decompressed source; ``duplicates``: ``kind`` exact or near,
``similarity`` 0 to 1, and the removed article itself; ``people``: one row per normalised name,
``alike``: other names that may be the same person's; ``findings``: one row per finding.
"""

DESCRIPTIONS: dict[str, str] = {
    "attendance": "One row per article and attendee.",
    "edits": "What repairs changed: enough to give each decoded source record back exactly.",
    "quarantine": "Records that were rejected, with their raw bytes and the reasons.",
    "duplicates": "Records left out because a kept one says the same.",
    "people": "One row per normalised name of an attendee.",
    "findings": "One row per finding of a check.",
}


@lru_cache(maxsize=16)
def table_schema(name: str) -> Any:
    """The ``pa.Schema`` of table ``name``; UsageError with the nearest name where there is none.

    >>> table_schema("duplicates").names[:4]
    ['id', 'kept_id', 'kind', 'similarity']
    """
    if name not in TABLES:
        raise UsageError(f"no table {name!r}", "", did_you_mean(name, sorted(TABLES)))
    return schema_of(TABLES[name])
