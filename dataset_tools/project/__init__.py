"""New dataset projects: the folder that ``dataset-tools init`` makes, and the configuration's schema."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any, Literal, Union, get_args, get_origin

from dataset_tools.core.config import Config
from dataset_tools.core.errors import UsageError
from dataset_tools.schema.load import schemas_folder

_TEMPLATED = ("dataset.toml",)


def config_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of ``dataset.toml``, for editors; derived from the configuration itself.

    >>> config_schema()["properties"]["dedup"]["properties"]["threshold"]
    {'type': 'number', 'default': 0.8}
    """
    schema = _object(Config)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dataset.toml",
        "description": "The configuration of a dataset made by dataset-tools.",
        **schema,
    }


def _object(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    properties = {}
    for field in dataclasses.fields(kind):
        described = _type(hints[field.name])
        default = field.default
        if isinstance(default, str | int | float) or (isinstance(default, tuple) and default):
            described["default"] = list(default) if isinstance(default, tuple) else default
        properties[field.name] = described
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _type(kind: Any) -> dict[str, Any]:
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _object(kind)
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(get_args(kind)[1])}
    if origin is tuple:
        return {"type": "array", "items": {"type": "string"}}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin in (Union, types.UnionType):
        return _type(next(arg for arg in get_args(kind) if arg is not type(None)))
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    return {"type": names[kind]}


def create_project(folder: Path) -> list[Path]:
    """Make a new project in ``folder`` and give the files written, in order.

    UsageError where the folder holds a project already; files that are there are never replaced.
    """
    if (folder / "dataset.toml").exists():
        raise UsageError(
            "there is a project already", str(folder / "dataset.toml"), "choose an empty folder"
        )
    words = re.findall(r"\w+", folder.resolve().name)
    values = {"name": "-".join(words).lower() or "articles", "pretty_name": " ".join(words).title()}
    written = []
    template = Path(str(resources.files(__package__) / "template"))
    for source in sorted(template.rglob("*")):
        if source.is_file():
            text = source.read_text(encoding="utf-8")
            if source.name in _TEMPLATED:
                text = Template(text).substitute(values)
            written += _write(folder / source.relative_to(template), text)
    for schema in sorted(schemas_folder().glob("*.json")):
        written += _write(folder / "schemas" / schema.name, schema.read_text(encoding="utf-8"))
    text = json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"
    written += _write(folder / "schemas" / "dataset.schema.json", text)
    return written


def _write(path: Path, text: str) -> list[Path]:
    if path.exists():
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]
