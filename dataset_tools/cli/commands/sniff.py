"""``dataset-tools sniff``: what raw files are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.app import app


@app.command("sniff")
def sniff(
    path: Annotated[Path, typer.Argument(help="A raw file or a folder of them.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Shows format, encoding and damage of each raw file, with the evidence; changes nothing.

    \b
    Examples:
      dataset-tools sniff raw/
      dataset-tools sniff raw/old/0001.txt --json

    Where the encoding cannot be known, it says why instead of guessing.
    """
    from dataset_tools.cli.output import note, print_json, print_table
    from dataset_tools.stages.sniff import sniff as look

    found = list(look(path))
    if json_:
        print_json({"path": str(path), "files": [item.as_dict() for item in found]})
        return
    rows = [
        (
            item.path,
            item.format,
            item.records,
            item.encoding + (" (BOM)" if item.bom else "") if item.encoding else "unknown",
            item.declared or "-",
            item.line_ends or "-",
            _counts(item.damage | item.repairs | item.problems),
            item.evidence,
        )
        for item in found
    ]
    header = (
        "file",
        "format",
        "records",
        "encoding",
        "declared",
        "line ends",
        "damage",
        "evidence",
    )
    print_table(header, rows)
    note(f"{len(found)} files, {sum(item.records for item in found)} records")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"
