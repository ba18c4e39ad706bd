"""``dataset.toml`` of a new project: every key with its default, and a comment that explains it."""

from __future__ import annotations

import dataclasses
import json
import typing
from typing import Any, Literal, get_args, get_origin

from dataset_tools.core.config import Config
from dataset_tools.project.keys import CHECK_EXAMPLE, KEYS, SECTIONS

_HEAD = """\
#:schema schemas/dataset.schema.json
# What this dataset is and how it is made. Every key is optional; the values are the defaults.
# An unknown key stops the build, and the message names the nearest known one.
"""


def config_text(values: dict[str, Any]) -> str:
    """The text of ``dataset.toml``; ``values`` (by dotted key) replace defaults.

    >>> print(config_text({"dataset.name": "x"}).splitlines()[7])
    name = "x"
    """
    lines = [_HEAD.rstrip("\n")]
    hints = typing.get_type_hints(Config)
    for section, why in SECTIONS.items():
        lines += ["", f"# {why}"]
        if section == "checks":
            lines += [f"# {line}".rstrip() for line in CHECK_EXAMPLE]
            continue
        lines.append(f"[{section}]")
        kind = hints[section]
        types = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            name = f"{section}.{field.name}"
            key = KEYS[name]
            default = values.get(name, field.default)
            stated = f"# {key.example}" if key.example else f"{field.name} = {toml_value(default)}"
            choices = _choices(types[field.name])
            lines += [f"# {key.why}", *choices, stated]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """A plain value as TOML writes it.

    >>> toml_value(("a", "b")), toml_value(True), toml_value(0.5)
    ('["a", "b"]', 'true', '0.5')
    """
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _choices(kind: Any) -> list[str]:
    """A comment with the choices of a key that has only a few."""
    if get_origin(kind) is not Literal:
        return []
    return [f"# One of: {', '.join(choice for choice in get_args(kind) if choice)}."]
