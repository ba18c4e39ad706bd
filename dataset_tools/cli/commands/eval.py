"""``dataset-tools eval attendees|repair``: quality, measured against a gold file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.app import app, group

commands = group(
    """Measures how good extraction and repair are, against a gold file of yours.

    \b
    Examples:
      dataset-tools eval attendees --gold gold.jsonl
      dataset-tools eval repair --gold pairs.jsonl --min-f1 0.99
    """
)
app.add_typer(commands, name="eval")

Gold = Annotated[Path, typer.Option("--gold", help="The gold file: one JSON object a line.")]
Floor = Annotated[
    float | None, typer.Option("--min-f1", min=0, max=1, help="Exit 1 below this; 0 to 1.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@commands.command("attendees")
def attendees(gold: Gold, min_f1: Floor = None, as_json: Json = False) -> None:
    """Measures the attendees found in gold texts: precision, recall, F1, exact lists, roles.

    \b
    Examples:
      dataset-tools eval attendees --gold gold.jsonl
      dataset-tools eval attendees --gold gold.jsonl --min-f1 0.95 --json

    \b
    A line of the gold file:
      {"text": "...", "attendees": [{"name": "...", "role": "chair"}]}
    """
    from dataset_tools.evaluate.attendees import evaluate, render
    from dataset_tools.fields.attendees import extract

    report = evaluate(_lines(gold, "attendees"), extract)
    _answer(report.as_dict(), render(report), "F1", report.counts.f1, min_f1, as_json)


@commands.command("repair")
def repair(gold: Gold, min_f1: Floor = None, as_json: Json = False) -> None:
    """Measures the repair of damaged texts: the share that equals the clean text exactly.

    \b
    Examples:
      dataset-tools eval repair --gold pairs.jsonl
      dataset-tools eval repair --gold pairs.jsonl --min-f1 0.99 --json

    \b
    A line of the gold file:
      {"raw": "...", "clean": "...", "cls": "a class of damage, for the table"}
    """
    from dataset_tools.evaluate.repair import evaluate, render

    report = evaluate(_lines(gold, "clean"))
    total = report.total
    exact = total.exact / total.pairs
    _answer(report.as_dict(), render(report), "exact share", exact, min_f1, as_json)


def _lines(gold: Path, needed: str) -> Iterator[dict[str, Any]]:
    """The objects of a gold file, at least one; UsageError names the first line that is none."""
    import json

    from dataset_tools.core.errors import SourceError, UsageError

    try:
        lines = gold.read_bytes().split(b"\n")
    except OSError as error:
        raise SourceError(str(error.strerror), str(gold), "name a readable file") from None
    empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise UsageError(f"not JSON: {error}", f"{gold}: line {number}", "mend it") from None
        if not isinstance(item, dict) or needed not in item:
            advice = "see the line shown by --help"
            raise UsageError(f"no {needed!r} in it", f"{gold}: line {number}", advice)
        empty = False
        yield item
    if empty:
        raise UsageError("no gold line", str(gold), "one JSON object a line, see --help")


def _answer(
    values: dict[str, Any], table: str, name: str, value: float, least: float | None, as_json: bool
) -> None:
    """Print the report; exit code 1 where ``value`` lies below ``least``."""
    from dataset_tools.cli.output import complain, print_json, print_text

    passed = least is None or value >= least
    if as_json:
        print_json({**values, "passed": passed, "minimum": least})
    else:
        print_text(table.rstrip("\n") + "\n")
        if not passed:
            complain(f"{name} {value:.4f} is below the minimum {least}")
    if not passed:
        raise typer.Exit(1)
