"""``dataset-tools audit``: proof that nothing leaks from one split into another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.app import app

_SHOWN = 20


@app.command("audit")
def audit(
    release: Annotated[str, typer.Argument(help="A release: number, latest or path.")] = "latest",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measures that no article has a near duplicate in another split, and every removal is just.

    \b
    Examples:
      dataset-tools audit
      dataset-tools audit processed/1.0.0 --json
    """
    from dataset_tools.cli.output import print_json, print_table, print_text
    from dataset_tools.release.audit import audit as measure
    from dataset_tools.release.releases import resolve
    from dataset_tools.stages.dedup.search import LINK

    result = measure(resolve(release, out))
    if as_json:
        print_json(result.as_dict())
    else:
        splits = ", ".join(f"{name} {rows:,}" for name, rows in result.splits.items())
        print_text(
            f"{result.articles:,} articles ({splits}), {result.removed:,} duplicates left out\n"
        )
        print_text(
            f"{result.pairs:,} pairs over the borders measured, the nearest {result.nearest:.2f}; "
            f"{len(result.leaks):,} of {LINK:.2f} or more; "
            f"{len(result.wrong_removals):,} unjust removals\n"
        )
        if result.leaks:
            print_table(("id", "split", "other id", "other split", "similarity"),
                        result.leaks[:_SHOWN])  # fmt: skip
        if result.wrong_removals:
            print_table(("removed", "kept", "similarity", "stated"),
                        result.wrong_removals[:_SHOWN])  # fmt: skip
    if not result.clean:
        raise typer.Exit(1)
