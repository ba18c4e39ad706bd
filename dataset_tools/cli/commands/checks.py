"""``dataset-tools checks``."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset_tools.cli.app import app


@app.command("checks")
def checks(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Lists the checks of a record: name, level, codes and the reason for each.

    \b
    Examples:
      dataset-tools checks
      dataset-tools checks --json
    """
    from dataset_tools.checks._docs import listing
    from dataset_tools.cli.output import print_json, print_table

    entries = listing()
    if as_json:
        print_json({"checks": entries})
        return
    rows = [
        (said["level"], f"{entry['name']}/{code}", said["why"])
        for entry in entries
        for code, said in entry["codes"].items()
    ]
    print_table(("level", "check/code", "what it says"), rows)
