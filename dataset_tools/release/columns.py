"""What differs between the columns of two schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dataset_tools.release.digest import type_name

if TYPE_CHECKING:
    import pyarrow as pa


class ColumnChange(NamedTuple):
    """One column that is there in one schema only, or has another type (``before``, ``after``)."""

    kind: Literal["added", "removed", "retyped"]
    column: str
    before: str
    after: str


def features(schema: pa.Schema) -> dict[str, Any]:
    """What the schema's ``huggingface`` metadata says of each column; empty without it."""
    raw = (schema.metadata or {}).get(b"huggingface")
    try:
        known = json.loads(raw)["info"]["features"] if raw else {}
    except (ValueError, KeyError, TypeError):
        return {}
    return known if isinstance(known, dict) else {}


def compare_columns(old: pa.Schema, new: pa.Schema) -> tuple[ColumnChange, ...]:
    """The columns that differ, by name. Order, nullability and large forms of a type do not count.

    A column whose feature changed (a string that became a class label) is retyped. A rename is a
    column removed and one added.
    """
    types = [{field.name: type_name(field.type) for field in schema} for schema in (old, new)]
    before, after = types
    kinds = [features(schema) for schema in (old, new)]
    changes = []
    for name in sorted({*before, *after}):
        if name not in after:
            changes.append(ColumnChange("removed", name, before[name], ""))
        elif name not in before:
            changes.append(ColumnChange("added", name, "", after[name]))
        elif before[name] != after[name]:
            changes.append(ColumnChange("retyped", name, before[name], after[name]))
        elif all(name in kind for kind in kinds) and kinds[0][name] != kinds[1][name]:
            texts = [json.dumps(kind[name], sort_keys=True) for kind in kinds]
            changes.append(ColumnChange("retyped", name, texts[0], texts[1]))
    return tuple(changes)
