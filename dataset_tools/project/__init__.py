"""New dataset projects: the folder that ``dataset-tools init`` makes, and the config's schema.

``python -m dataset_tools.project > schemas/dataset.schema.json`` writes the schema anew.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from dataset_tools.core.config import CONFIG_NAME, Config
from dataset_tools.core.errors import UsageError
from dataset_tools.project.keys import KEYS, SECTIONS
from dataset_tools.project.toml import config_text
from dataset_tools.release.card import PROJECT_CARD, PROMPTS
from dataset_tools.schema.load import schemas_folder


def config_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of ``dataset.toml``, for editors; derived from the code.

    >>> config_schema()["properties"]["dedup"]["properties"]["threshold"]["default"]
    0.8
    """
    schema = _object(Config)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dataset.toml",
        "description": "The configuration of a dataset made by dataset-tools.",
        **schema,
    }


def schema_text() -> str:
    """The schema as it stands in ``schemas/dataset.schema.json``."""
    return json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"


def _object(kind: type, place: str = "") -> dict[str, Any]:
    """The schema of a dataclass; ``place`` is its dotted name in the configuration."""
    hints = typing.get_type_hints(kind)
    properties = {}
    for field in dataclasses.fields(kind):
        name = f"{place}.{field.name}".removeprefix(".")
        described = _type(hints[field.name], name)
        default = field.default
        if isinstance(default, str | int | float) or (isinstance(default, tuple) and default):
            described["default"] = list(default) if isinstance(default, tuple) else default
        if why := SECTIONS.get(name) or (KEYS[name].why if name in KEYS else ""):
            described["description"] = why
        properties[field.name] = described
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _type(kind: Any, place: str) -> dict[str, Any]:
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _object(kind, place)
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(get_args(kind)[1], f"{place}.*")}
    if origin is tuple:
        return {"type": "array", "items": {"type": "string"}}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin in (Union, types.UnionType):
        return _type(next(arg for arg in get_args(kind) if arg is not type(None)), place)
    names = {str: "string", int: "integer", float: "number", bool: "boolean"}
    return {"type": names[kind]}


def create_project(folder: Path) -> list[Path]:
    """Make a new project in ``folder`` and give the files written, in order.

    UsageError where the folder holds a project already or is a file; files that are there are
    never replaced.
    """
    if (folder / CONFIG_NAME).exists():
        raise UsageError(
            "there is a project already", str(folder / CONFIG_NAME), "choose an empty folder"
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError("a file, not a folder", str(folder), "choose another name")
    words = re.findall(r"\w+", folder.resolve().name)
    name = "-".join(words).lower() or "articles"
    title = " ".join(words).title() or "Articles"
    texts = {
        CONFIG_NAME: config_text({"dataset.name": name, "dataset.pretty_name": title}),
        PROJECT_CARD: _card(title),
    }
    template = Path(str(resources.files(__package__) / "template"))
    for source in template.rglob("*"):
        if source.is_file():
            texts[source.relative_to(template).as_posix()] = source.read_text(encoding="utf-8")
    for schema in schemas_folder().glob("*.json"):
        texts[f"schemas/{schema.name}"] = schema.read_text(encoding="utf-8")
    return [folder / path for path in sorted(texts) if _write(folder / path, texts[path])]


def _card(title: str) -> str:
    """The card of a project without a release: front matter, and the places for people's words."""
    front = json.dumps(title, ensure_ascii=False)
    lines = ["---", "license: other", f"pretty_name: {front}", "---", f"# {title}", ""]
    lines += ["The next `dataset-tools card` writes the rest from the release and keeps the words"]
    lines += ["that you put between the marks.", ""]
    for slot, prompt in PROMPTS.items():
        lines += [f"<!-- hand-written: {slot} -->", f"<!-- {prompt} -->", f"<!-- end: {slot} -->"]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _write(path: Path, text: str) -> bool:
    """Whether the file was written: one that is there stays."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True
