"""``dataset-tools pull``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.app import app


@app.command("pull")
def pull(
    repo: Annotated[str, typer.Argument(metavar="NS/NAME", help="The dataset repository.")],
    revision: Annotated[
        str, typer.Option(help="A tag such as v1.0.0; the newest release where it is left out.")
    ] = "",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Downloads a release from the Hugging Face Hub, whole and verified, to build the next one on.

    \b
    Examples:
      dataset-tools pull NAMESPACE/NAME
      dataset-tools pull NAMESPACE/NAME --revision v1.2.0 --out processed
    """
    from dataset_tools.cli.hub import quiet_client, size
    from dataset_tools.cli.output import note, print_json, print_text

    with quiet_client():
        from dataset_tools.release.hub import pull as fetch

        result = fetch(repo, revision=revision or None, out=out)
    if as_json:
        print_json(result.as_dict())
        return
    done = "is there already" if result.status == "nothing_to_do" else "pulled"
    about = f"{result.files} files, {size(result.bytes)}, {result.content_digest}"
    print_text(f"{result.path}: {done}, verified ({about})\n")
    note(f"next: dataset-tools build --out {out}")
