"""The Arrow schema and the ``datasets.Features`` that a JSON Schema means.

Both are derived from one description, the JSON that ``datasets`` keeps in the schema metadata
under ``huggingface``; so a Parquet file written here loads with exactly these features, and
``datasets`` (2.7 s of CPU to import) is not needed to write it.

=====================================  ===============================================
JSON Schema                            Arrow
=====================================  ===============================================
string                                 string
string, format date / date-time        date32 / timestamp[us, tz=UTC]
integer, number, boolean               int64, double, bool
array                                  list of its ``items``
object with ``properties``             struct of them
``[type, null]``, anyOf with null      the same: every Arrow field may be null
enum, const                            the type of its values
``$ref`` inside the document           what it refers to
=====================================  ===============================================

Anything else (a tree, an object with free keys, several types) has no column type: SchemaError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dataset_tools.core.errors import SchemaError
from dataset_tools.core.tables import arrow

Feature = dict[str, Any] | list[Any]
_SCALARS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}
_FORMATS = {"date": "date32", "date-time": "timestamp[us, tz=UTC]"}
_PYTHON = {str: "string", bool: "boolean", int: "integer", float: "number"}
_MAX_DEPTH = 20
_RESERVED = frozenset(("_type",))
"""Keys that would make ``datasets`` take a struct for one of its own types."""


def value(dtype: str) -> dict[str, Any]:
    """The description of a scalar column.

    >>> value("int64")
    {'dtype': 'int64', '_type': 'Value'}
    """
    return {"dtype": dtype, "_type": "Value"}


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    """The description of a list column."""
    return {"feature": item, "_type": "List"}


def describe(schema: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Column name -> description, in the order of the schema's ``properties``.

    >>> describe({"properties": {"n": {"type": ["integer", "null"]}}})
    {'n': {'dtype': 'int64', '_type': 'Value'}}
    """
    columns = schema.get("properties")
    if not isinstance(columns, Mapping) or not columns:
        raise SchemaError("the schema names no columns", "schema #", "add properties")
    return {
        str(name): _describe(schema, part, f"#/properties/{name}", 0)
        for name, part in columns.items()
    }


def _describe(root: Mapping[str, Any], part: Any, where: str, depth: int) -> dict[str, Any]:
    if depth > _MAX_DEPTH:
        raise _no_column(where, "it refers to itself", "give it a bound, or write it as JSON text")
    if not isinstance(part, Mapping):
        raise _no_column(where, "it says nothing about its type", 'add "type"')
    if "$ref" in part and "type" not in part:
        return _describe(root, _target(root, str(part["$ref"]), where), where, depth + 1)
    for key in ("anyOf", "oneOf"):
        if key in part and "type" not in part:
            inner = [choice for choice in part[key] if choice != {"type": "null"}]
            kinds = [_describe(root, choice, where, depth + 1) for choice in inner]
            if kinds and all(kind == kinds[0] for kind in kinds):
                return kinds[0]
            raise _no_column(where, "it may have several types", "choose one")
    match _kind(part, where):
        case "array":
            if "items" not in part or "prefixItems" in part:
                raise _no_column(where, "its items have no one type", 'add "items"')
            return list_of(_describe(root, part["items"], f"{where}/items", depth + 1))
        case "object":
            return _struct(root, part, where, depth)
        case "string":
            return value(_FORMATS.get(str(part.get("format")), "string"))
        case scalar:
            return value(_SCALARS[scalar])


def _struct(
    root: Mapping[str, Any], part: Mapping[str, Any], where: str, depth: int
) -> dict[str, Any]:
    inner = part.get("properties")
    if not isinstance(inner, Mapping) or not inner:
        raise _no_column(where, "an object with free keys", "name its properties, or use JSON text")
    if taken := sorted(_RESERVED & set(inner)):
        raise _no_column(where, f"the key {taken[0]!r} is reserved", "rename it")
    return {
        str(name): _describe(root, item, f"{where}/properties/{name}", depth + 1)
        for name, item in inner.items()
    }


def _kind(part: Mapping[str, Any], where: str) -> str:
    """The one JSON type, null apart, that ``part`` allows."""
    named = part.get("type")
    kinds = {named} if isinstance(named, str) else set(named or ())
    if not kinds:
        values = part.get("enum", [part["const"]] if "const" in part else [])
        kinds = {_PYTHON.get(type(item), "") for item in values if item is not None}
    kinds.discard("null")
    if kinds == {"integer", "number"}:
        kinds = {"number"}
    if len(kinds) != 1 or kinds == {""}:
        found = ", ".join(sorted(map(str, kinds))) or "none"
        raise _no_column(where, f"it must have one type, found {found}", 'give one "type"')
    return str(kinds.pop())


def _target(root: Mapping[str, Any], reference: str, where: str) -> Any:
    node: Any = root
    if reference not in ("#", "") and not reference.startswith("#/"):
        raise _no_column(where, f"{reference[:80]!r} is no JSON pointer", "write #/$defs/NAME")
    for escaped in reference.removeprefix("#").split("/")[1:]:
        key = escaped.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, Mapping) or key not in node:
            raise _no_column(where, f"{reference[:80]!r} is not there", "mend the reference")
        node = node[key]
    return node


def _no_column(where: str, why: str, mend: str) -> SchemaError:
    return SchemaError(f"no column type: {why}", f"schema {where}", mend)


def _arrow_type(feature: dict[str, Any]) -> Any:
    pa = arrow()
    match feature.get("_type"):
        case "Value":
            return _SIMPLE[feature["dtype"]](pa)
        case "List":
            return pa.list_(_arrow_type(feature["feature"]))
        case _:
            return pa.struct([(name, _arrow_type(item)) for name, item in feature.items()])


_SIMPLE = {
    "string": lambda pa: pa.string(),
    "int32": lambda pa: pa.int32(),
    "int64": lambda pa: pa.int64(),
    "float64": lambda pa: pa.float64(),
    "bool": lambda pa: pa.bool_(),
    "binary": lambda pa: pa.binary(),
    "date32": lambda pa: pa.date32(),
    "timestamp[us, tz=UTC]": lambda pa: pa.timestamp("us", tz="UTC"),
}


def schema_of(columns: Mapping[str, dict[str, Any]]) -> Any:
    """The ``pa.Schema`` of described columns, with the metadata that ``datasets`` reads."""
    pa = arrow()
    metadata = {"huggingface": json.dumps({"info": {"features": dict(columns)}})}
    fields = [(name, _arrow_type(feature)) for name, feature in columns.items()]
    return pa.schema(fields, metadata=metadata)


def arrow_schema(schema: Mapping[str, Any]) -> Any:
    """The ``pa.Schema`` of the records that a JSON Schema describes; equal to
    ``features(schema).arrow_schema``, metadata included.

    >>> arrow_schema({"properties": {"day": {"type": ["string", "null"], "format": "date"}}}).types
    [DataType(date32[day])]
    """
    return schema_of(describe(schema))


def features(schema: Mapping[str, Any]) -> Any:
    """The ``datasets.Features`` of the records that a JSON Schema describes."""
    from datasets import Features

    return Features.from_dict(describe(schema))
