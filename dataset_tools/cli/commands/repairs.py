"""``dataset-tools repairs``: what is repaired, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset_tools.cli.app import app


@app.command("repairs")
def repairs(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Lists every repair in the order it runs, with its reason and examples.

    \b
    Examples:
      dataset-tools repairs
      dataset-tools repairs --json
    """
    from dataset_tools.cli.output import print_json, print_table, visible
    from dataset_tools.repairs._base import REPAIRS

    ordered = sorted(REPAIRS, key=lambda repair: (repair.order, repair.name))
    if as_json:
        print_json(
            {
                "repairs": [
                    {
                        "name": repair.name,
                        "order": repair.order,
                        "why": repair.why,
                        "drops_lines": repair.drops_lines,
                        "mends": dict(repair.mends),
                        "leaves": list(repair.leaves),
                    }
                    for repair in ordered
                ]
            }
        )
        return
    rows = []
    for repair in ordered:
        before, after = next(iter(repair.mends.items()))
        rows.append((repair.name, repair.why, _short(visible(before)), _short(visible(after))))
    print_table(("repair", "why", "before", "after"), rows)


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
