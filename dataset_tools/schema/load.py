"""The record's schema, loaded and proved usable: dialect, bounds, references, patterns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataset_tools.core.errors import SchemaError
from dataset_tools.schema.bounds import DIALECT, check_bounds, check_loops

MAX_BYTES = 1024 * 1024
"""Size of a schema file. The record's own is 7 kB."""
MAX_PATTERN_BYTES = 1024 * 1024
"""Compiled size of one pattern (the engine's own default is 10 MB): ``a{1000000}`` is refused."""


def schemas_folder() -> Path:
    """The folder of the tool's own schema files: in the installed package, or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


def load_schema(path: Path | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, checked; the tool's own where ``path`` is None.

    Raises SchemaError for a file that is not JSON, not a schema, of another dialect, too large,
    with a reference to another document, with references that run in a circle, or with a pattern
    outside the linear-time dialect (no look-around, no back-references).

    >>> sorted(load_schema()["properties"])[:3]
    ['absent', 'attendees', 'author']
    """
    path = path or schemas_folder() / "article.schema.json"
    schema = read_json(path)
    check_schema(schema, str(path))
    return schema


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file of at most 1 MiB; a key that stands twice is an error."""
    where = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SchemaError(f"larger than {MAX_BYTES} bytes", where, "make it smaller")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SchemaError("no such file", where, "name an existing file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(f"cannot be read: {error}", where, "write it as UTF-8") from None
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise SchemaError("nested too deep", where, "make it flatter") from None
    except ValueError as error:
        raise SchemaError(f"not JSON: {error}", where, "mend the line it names") from None
    if not isinstance(value, dict):
        raise SchemaError("not a JSON object", where, "write { … }")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:80]!r} stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def check_schema(
    schema: Any, where: str = "schema", resources: Mapping[str, Any] | None = None
) -> None:
    """Refuse (SchemaError) what :func:`load_schema` refuses, for a schema already in memory.

    ``resources`` are other documents, by address, that the schema may refer to.
    """
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        raise SchemaError("not a JSON object", where, "write { … }")
    check_bounds(schema, where, frozenset(resources or ()))
    _check_form(schema, where, resources)
    check_loops(schema, where)
    compile_schema(schema, where, resources)


def _check_form(
    schema: dict[str, Any], where: str, resources: Mapping[str, Any] | None = None
) -> None:
    """Refuse what is no schema by its metaschema, before references in it are followed."""
    import jsonschema_rs

    try:
        good = jsonschema_rs.meta.is_valid({**schema, "$schema": DIALECT})
    except ValueError as error:  # a lone surrogate in a key, a number beyond JSON
        what = str(error).splitlines()[0][:200]
        raise SchemaError(f"not JSON: {what}", where, "mend what it names") from None
    if not good:
        compile_schema(schema, where, resources)  # says what is wrong, and where
        raise SchemaError("not a JSON Schema", where, "see JSON Schema 2020-12")


def compile_schema(
    schema: dict[str, Any] | bool,
    where: str,
    resources: Mapping[str, Any] | None = None,
    formats: bool = True,
) -> Any:
    """The jsonschema-rs validator: formats enforced, nothing fetched, patterns in linear time."""
    import jsonschema_rs

    registry = jsonschema_rs.Registry(list(resources.items())) if resources else None
    try:
        return jsonschema_rs.Draft202012Validator(
            schema,
            validate_formats=formats,
            offline=True,
            registry=registry,
            pattern_options=jsonschema_rs.RegexOptions(size_limit=MAX_PATTERN_BYTES),
        )
    except jsonschema_rs.ValidationError as error:
        pointer = "/".join(str(part) for part in error.instance_path)
        if error.kind.name == "pattern" or 'is not a "regex"' in error.message:
            raise SchemaError(
                f"a pattern outside the linear-time dialect: {str(error.instance)[:80]!r}",
                f"{where} #/{pointer}",
                "write it without look-around and back-references, and below 1 MiB compiled",
            ) from None
        what = error.message.splitlines()[0][:200]
        if "not present in a registry" in what:
            raise SchemaError(
                f"a reference to another document: {what.split(' is not')[0]}",
                where,
                "copy what it refers to under $defs; nothing is fetched",
            ) from None
        raise SchemaError(
            f"not a JSON Schema: {what}", f"{where} #/{pointer}", "see JSON Schema 2020-12"
        ) from None
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        what = str(error).splitlines()[0][:200]
        raise SchemaError(f"not a JSON Schema: {what}", where, "see JSON Schema 2020-12") from None
