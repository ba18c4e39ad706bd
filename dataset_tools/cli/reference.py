"""The reference pages in ``docs/reference``, written from the code itself.

``python -m dataset_tools.cli.reference docs/reference`` writes them; a test compares them.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
import typing
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

_MADE = "Generated from the code by `python -m dataset_tools.cli.reference docs/reference`.\n"
_WIDTH = 88
"""Columns of the help texts on the page, whatever terminal writes them."""


def pages() -> dict[str, str]:
    """Every reference page by file name."""
    return {
        "cli.md": _cli(),
        "config.md": _config(),
        "exit-codes.md": _exit_codes(),
        "fields.md": _fields(),
        "python.md": _python(),
        "readers.md": _readers(),
        "repairs.md": _repairs(),
    }


def commands() -> Iterator[tuple[str, Any]]:
    """Every command and group by its whole name, in the order of the help."""
    import typer

    from dataset_tools.cli.app import app
    from dataset_tools.cli.main import load_commands

    load_commands()
    root: Any = typer.main.get_command(app)
    yield from _below("dataset-tools", root)


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    if hasattr(command, "list_commands"):
        for child in command.list_commands(None):
            yield from _below(f"{name} {child}", command.commands[child])


def help_of(name: str, command: Any) -> str:
    """The help of a command as ``--help`` prints it, at a fixed width."""
    context = command.make_context(
        name, [], resilient_parsing=True, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    lines = command.get_help(context).rstrip().splitlines()
    return "\n".join(line.rstrip() for line in lines)


def _cli() -> str:
    parts = ["# The command line\n", _MADE, _COMMAND_LINE]
    for name, command in commands():
        parts.append(f"## `{name}`\n\n```text\n{help_of(name, command)}\n```\n")
    return "\n".join(parts)


_COMMAND_LINE = """\
Data goes to stdout, everything else to stderr; progress is drawn on a terminal only. `--json`
prints exactly one JSON object, also for an error. `-q`, `-v` and `--debug` may stand anywhere.
`NO_COLOR` is honoured. For completion in your shell run `dataset-tools --install-completion` once,
or put what `dataset-tools --show-completion` prints where your shell looks for it. No command uses
the network but `push`, `pull`, and `verify` or `validate` of an `hf://` address.
"""


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for row in rows:
        cells = (cell.replace("|", "\\|").replace("\n", " ") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _config() -> str:
    from dataset_tools.core.config import Config
    from dataset_tools.project.keys import KEYS, SECTIONS
    from dataset_tools.project.toml import toml_value

    parts = ["# The configuration: `dataset.toml`\n", _MADE, _CONFIG]
    hints = typing.get_type_hints(Config)
    for section, why in SECTIONS.items():
        kind, place = hints[section], section
        if get_origin(kind) is dict:
            kind, place = get_args(kind)[1], f"{section}.*"
        types = typing.get_type_hints(kind)
        rows = []
        for field in dataclasses.fields(kind):
            key = KEYS[f"{place}.{field.name}"]
            empty = field.default is None or field.default in ("", dataclasses.MISSING)
            default = "" if empty else f"`{toml_value(field.default)}`"
            rows.append((f"`{field.name}`", _kind(types[field.name]), default, key.why))
        title = place.replace(".*", ".NAME")
        table = _table(("key", "type", "default", "what it decides"), rows)
        parts.append(f"## `[{title}]`\n\n{why}\n\n{table}")
    return "\n".join(parts)


_CONFIG = """\
`dataset-tools init` writes a file with every key, its default and its explanation; an editor that
knows TOML schemas takes `schemas/dataset.schema.json`. Nothing else changes the bytes of a release:
engine, workers and folders are options of the command, not configuration. An unknown key is an
error that names the nearest known one. Without `--config`, `dataset.toml` of the current folder is
used.
"""


def _kind(kind: Any) -> str:
    """A type in the words of TOML."""
    origin = get_origin(kind)
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(kind) if choice)
    if origin is tuple:
        return "list of strings"
    if origin is dict:
        return "table of lists of strings"
    names = {str: "string", int: "integer", float: "number", bool: "true, false"}
    plain = [arg for arg in get_args(kind) if arg is not type(None)]
    return names[plain[0] if plain else kind]


def _exit_codes() -> str:
    from dataset_tools.core import errors

    kinds = [errors.UsageError, errors.ConfigError, errors.SchemaError, errors.SourceError]
    kinds += [errors.GateError, errors.ReleaseError, errors.HubError, errors.DatasetToolsError]
    rows = [("0", "", "Done.")]
    rows += [
        (
            str(kind.exit_code),
            f"`{kind.code}`",
            _first(kind).rsplit(" (exit", 1)[0].rstrip(".") + ".",
        )
        for kind in kinds[:-1]
    ]
    rows.append(("70", "`fault`", "A fault of ours. Run it again with `--debug` and report it."))
    rows.append(("130", "`interrupted`", "Ctrl-C. The same command takes up where it stopped."))
    table = _table(
        ("exit code", '`"code"` with `--json`', "what it means"), sorted(rows, key=_number)
    )
    return "\n".join(["# Exit codes\n", _MADE, table, _EXIT_CODES])


def _number(row: tuple[str, ...]) -> int:
    return int(row[0])


_EXIT_CODES = """\
An error says what happened, where, and how to mend it. With `--json` it is the one object on
stdout:

```json
{"error": {"code": "config", "what": "unknown key 'splitz'", "where": "dataset.toml: splitz",
           "mend": "did you mean 'splits'?"}}
```

Under exit code 4, `code` tells apart `refused`, `conflict`, `unverified` and `unreachable`
([the Hub](../hub.md)). `validate`, `audit`, `card --check` and `eval` end with 1 where what they
measure is not good enough, `verify` with 4 where a release is not what its manifest says.
"""


def _first(thing: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _fields() -> str:
    from dataset_tools.fields._base import FIELDS
    from dataset_tools.schema.load import load_schema

    schema = load_schema()
    read = {field.name: field for field in FIELDS}
    rows = []
    for name, said in schema["properties"].items():
        why = f" {read[name].why}" if name in read else ""
        rows.append((f"`{name}`", _json_type(said), said.get("description", "") + why))
    examples = [
        f"### `{field.name}`\n\n"
        + "\n".join(f"- `{page!r}` gives `{value!r}`" for page, value in field.examples)
        + "\n"
        for field in FIELDS
        if field.examples
    ]
    table = _table(("column", "type", "what it is, and why it can be trusted"), rows)
    return "\n".join(
        ["# The record\n", _MADE, table, "## Examples, which are also tests\n", *examples]
    )


def _json_type(said: dict[str, Any]) -> str:
    kind = said.get("type", "")
    names = kind if isinstance(kind, list) else [kind]
    if "array" in names:
        return "list"
    shown = said.get("format", "") or next((name for name in names if name != "null"), "")
    return shown + ("?" if "null" in names else "")


def _python() -> str:
    import dataset_tools

    parts = ["# The Python API\n", _MADE]
    parts.append("Every name below is imported from `dataset_tools`.\n")
    for name in dataset_tools.__all__:
        if name.startswith("__"):
            continue
        thing = getattr(dataset_tools, name)
        doc = inspect.getdoc(thing) or ""
        parts.append(f"## `{name}`\n\n```python\n{_signature(name, thing)}\n```\n\n{_prose(doc)}\n")
    return "\n".join(parts)


def _signature(name: str, thing: Any) -> str:
    """A function with its parameters, a value with its fields."""
    if dataclasses.is_dataclass(thing):
        return f"{name}({', '.join(field.name for field in dataclasses.fields(thing))})"
    if hasattr(thing, "_fields"):
        return f"{name}({', '.join(thing._fields)})"
    signature = str(_shortened(inspect.signature(thing)))
    for module in ("dataset_tools.core.edits.", "dataset_tools.core.config."):
        signature = signature.replace(module, "")
    return f"{name}{signature}".replace("'", "")


class _Shown:
    """A default that is shown by its name: its own words are long, or name an address."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _shortened(signature: inspect.Signature) -> inspect.Signature:
    """The signature with ``Options()`` where a default is a value with fields."""
    parameters = [
        parameter.replace(default=_Shown(f"{type(parameter.default).__name__}()"))
        if dataclasses.is_dataclass(parameter.default)
        else parameter
        for parameter in signature.parameters.values()
    ]
    return signature.replace(parameters=parameters)


def _prose(doc: str) -> str:
    """A docstring as Markdown: its examples as code, its double backquotes as single ones."""
    lines: list[str] = []
    inside = False
    for line in doc.split("\n"):
        example = line.startswith((">>>", "...")) or (inside and bool(line.strip()))
        if example != inside:
            lines.append("```python" if example else "```")
        inside = example
        lines.append(
            line if example else line.replace("``", "`").replace(":func:", "").replace(":mod:", "")
        )
    return "\n".join(lines) + ("\n```" if inside else "")


def _readers() -> str:
    from dataset_tools.readers._base import READERS

    rows = [
        (f"`{reader.name}`", " ".join(f"`{suffix}`" for suffix in reader.suffixes), reader.why)
        for reader in READERS
    ]
    return "\n".join(
        ["# The readers\n", _MADE, _table(("reader", "suffixes", "why"), rows), _READERS]
    )


_READERS = """\
Each of them also as `.gz`, `.zst`, `.xz`, `.bz2`, and as a member of `.zip` and `.tar`. A text,
Markdown or HTML file is one article; a row or a JSON object is one article. What cannot be read
becomes a quarantined record with its bytes and the reason; nothing stops the build.
"""


def _repairs() -> str:
    from dataset_tools.repairs._base import REPAIRS

    parts = ["# The repairs\n", _MADE, _REPAIRS]
    for repair in sorted(REPAIRS, key=lambda entry: (entry.order, entry.name)):
        rows = [(_code(raw), _code(clean)) for raw, clean in repair.mends.items()]
        parts.append(
            f"## `{repair.name}`\n\n{repair.why[:1].upper()}{repair.why[1:].rstrip('.')}.\n"
        )
        parts.append(_table(("found", "becomes"), rows))
        if any(repair.leaves):
            kept = ", ".join(_code(text) for text in repair.leaves if text)
            parts.append(f"Left alone: {kept}.\n")
    return "\n".join(parts)


_REPAIRS = """\
In the order in which they run. The examples are also their tests. Every change is an edit in the
config `edits`; undoing them gives the source back exactly, which the build proves for each record.
Turn one off with `off = ["NAME"]` under `[repair]`.
"""


def _code(text: str, most: int = 80) -> str:
    """A text as inline code, every invisible character spelled out, cut to a line."""
    from dataset_tools.cli.output import visible

    shown = visible(text).replace("\n", "⏎").replace("\t", "\\t").replace("\u00a0", "\\xa0")
    shown = shown if len(shown) <= most else shown[: most - 1] + "…"
    fence = "``" if "`" in shown else "`"
    return f"{fence}{shown}{fence}"


def main(folder: str) -> None:
    """Write every page into ``folder``."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (place / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
