"""``dataset-tools dedup``: why records were left out as duplicates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.app import app, group

commands = group(
    """Says which kept record a removed one duplicates, and how similar the two are.

    \b
    Examples:
      dataset-tools dedup explain 5d0c1f3e9a7b2c4d6e8f
      dataset-tools dedup explain 5d0c1f3e9a7b2c4d6e8f --release 1.0.0 --json
    """
)
app.add_typer(commands, name="dedup")


@commands.command("explain")
def explain(
    name: Annotated[str, typer.Argument(metavar="ID", help="An id of the duplicates config.")],
    release: Annotated[str, typer.Option(help="A release: number, latest or path.")] = "latest",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Shows the kept record that a removed one duplicates, how similar, and where they differ.

    \b
    Examples:
      dataset-tools dedup explain 5d0c1f3e9a7b2c4d6e8f
      dataset-tools dedup explain 5d0c1f3e9a7b2c4d6e8f --release processed/1.0.0 --json
    """
    from dataset_tools.cli.output import print_json, print_text, visible
    from dataset_tools.release.duplicates import explain_duplicate
    from dataset_tools.release.releases import resolve

    found = explain_duplicate(resolve(release, out), name)
    if as_json:
        print_json(found.as_dict())
        return

    def shown(text: object) -> str:
        return visible(text).replace("\n", "⏎")

    for label, row, row_id in (
        ("removed", found.removed, found.id),
        ("kept", found.kept, found.kept_id),
    ):
        place = f"{row.get('source_path', '?')} record {row.get('source_index', '?')}"
        print_text(f"{label:8} {row_id}  {shown(row.get('title', ''))}\n")
        print_text(f"         {shown(place)}\n")
    how = "the same words" if found.kind == "exact" else f"{found.similarity:.1%} alike"
    print_text(f"{found.kind:8} {how}\n")
    for one in found.differences:
        before, after = shown(one.before), shown(one.after)
        print_text(f"  …{before}[-{shown(one.kept)}-]{{+{shown(one.removed)}+}}{after}…\n")
