"""``dataset-tools readers``: the formats that raw files may have."""

from __future__ import annotations

from typing import Annotated

import typer

from dataset_tools.cli.app import app


@app.command("readers")
def readers(
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Lists the readers: name, suffixes, why each is there, an example.

    \b
    Examples:
      dataset-tools readers
      dataset-tools readers --json
    """
    from dataset_tools.cli.output import note, print_json, print_table
    from dataset_tools.readers._base import READERS
    from dataset_tools.readers._formats import ARCHIVES
    from dataset_tools.readers._unpack import SUFFIXES

    if json_:
        rows = [
            {
                "name": reader.name,
                "suffixes": list(reader.suffixes),
                "why": reader.why,
                "example": reader.example.decode("utf-8", "backslashreplace"),
            }
            for reader in READERS
        ]
        packed = {"compressions": list(SUFFIXES), "archives": list(ARCHIVES)}
        print_json({"readers": rows, **packed})
        return
    shown = [
        (reader.name, " ".join(reader.suffixes), reader.why, _first_line(reader.example))
        for reader in READERS
    ]
    print_table(("name", "suffixes", "why", "example"), shown)
    note(f"each also with {' '.join(SUFFIXES)}, and as members of {' '.join(ARCHIVES)}")


def _first_line(example: bytes) -> str:
    text = example.decode("utf-8", "backslashreplace").split("\n", 1)[0].strip()
    text = "(binary)" if example.startswith(b"PAR1") else text
    return text if len(text) <= 48 else text[:47] + "…"
