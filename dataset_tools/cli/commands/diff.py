"""``dataset-tools diff``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dataset_tools.cli.app import app

if TYPE_CHECKING:
    from dataset_tools.release.diff import Diff, RowChange

_SHOWN = 20  # rows of each kind in a table
_AROUND = 24  # characters shown around the first difference of a value


@app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(help="A release: 1.0.0, latest, or a folder.")],
    new: Annotated[str, typer.Argument(help="The release to compare it with.")] = "latest",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    limit: Annotated[
        int, typer.Option(min=-1, help="Rows of each kind reported one by one; -1: all.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Shows what differs between two releases: rows field by field, columns, splits.

    \b
    Examples:
      dataset-tools diff 1.0.0 1.1.0
      dataset-tools diff 1.0.0 latest --json
      dataset-tools diff other/processed/2.0.0 processed/latest --limit -1
    """
    from dataset_tools.cli.output import print_json
    from dataset_tools.release.diff import LIMIT
    from dataset_tools.release.diff import diff as compare
    from dataset_tools.release.releases import resolve

    shown = limit or (LIMIT if as_json else _SHOWN)
    found = compare(resolve(old, out), resolve(new, out), None if shown < 0 else shown)
    if as_json:
        print_json(found.as_dict())
    else:
        _print(found)


def _print(found: Diff) -> None:
    from dataset_tools.cli.output import print_table, print_text

    print_text(f"{found.old} -> {found.new}: {found.level}\n\n")
    kinds = ("before", "after", "added", "removed", "changed", "moved")
    rows = [(name, *(getattr(c, k) for k in kinds)) for name, c in found.configs.items()]
    print_table(("config", *kinds), rows)
    columns = [
        (name, change.column, change.kind, change.before or "-", change.after or "-")
        for name, config in found.configs.items()
        for change in config.columns
    ]
    if columns:
        print_text("\n")
        print_table(("config", "column", "change", "before", "after"), columns)
    for name, config in found.configs.items():
        if config.fields:
            counts = ", ".join(f"{field} {count}" for field, count in config.fields.items())
            print_text(f"\n{name}, rows changed by field: {counts}\n")
        if config.rows:
            print_text("\n")
            print_table((name, "key", "field", "before", "after"), _lines(config.rows))
        left = config.added + config.removed + config.changed + config.moved - len(config.rows)
        if left > 0:
            print_text(f"… and more (--limit -1 shows all; {left} counts are not listed)\n")


def _lines(rows: list[RowChange]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        before, after = row.split
        if row.kind in ("added", "removed"):
            yield row.kind, row.key, "", *_cells(before and row.label, after and row.label)
        if before != after and row.kind in ("changed", "moved"):
            yield "moved", row.key, "split", before, after
        for name, (was, now) in row.fields.items():
            yield row.kind, row.key, name, *_cells(was, now)


def _cells(before: Any, after: Any) -> tuple[str, str]:
    """Both values, cut to the surroundings of their first difference."""
    texts = ["∅" if value is None else str(value) for value in (before, after)]
    same = 0
    for a, b in zip(*texts, strict=False):
        if a != b:
            break
        same += 1
    start = max(same - _AROUND // 2, 0)
    cut = []
    for text in texts:
        piece = text[start : start + _AROUND * 2]
        end = "…" if start + _AROUND * 2 < len(text) else ""
        cut.append(("…" if start and piece else "") + piece + end)
    return cut[0], cut[1]
