"""``dataset-tools init``: a new dataset project."""

from __future__ import annotations

from pathlib import Path

import typer

from dataset_tools.cli.app import app
from dataset_tools.cli.output import note, print_json, print_text


@app.command("init")
def init(
    folder: Path = typer.Argument(..., metavar="DIR", help="The folder to make."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Makes a new dataset project that builds at once.

    \b
    Examples:
      dataset-tools init my-dataset
      cd my-dataset && dataset-tools build
    """
    from dataset_tools.project import create_project

    written = create_project(folder)
    if as_json:
        print_json({"path": str(folder), "files": [str(path) for path in written]})
        return
    for path in written:
        print_text(f"{path}\n")
    there = "" if folder == Path() else f"cd {folder} && "
    note(f"next: put your articles into {folder / 'raw'}, then: {there}dataset-tools build")
