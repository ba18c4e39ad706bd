"""``dataset-tools restore``: the very bytes that were repaired."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dataset_tools.cli.app import app


@app.command("restore")
def restore(
    file: Annotated[
        str,
        typer.Argument(help="A repaired file, standard input without one; an id with --release."),
    ] = "-",
    edits: Annotated[Path | None, typer.Option(help="What repair --edits wrote.")] = None,
    release: Annotated[str, typer.Option(help="A release: its folder, number, or latest.")] = "",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
) -> None:
    """Gives back exactly what was repaired: a file from its edits, or an article's source.

    \b
    Examples:
      dataset-tools restore page.repaired.txt --edits page.edits.json > page.txt
      dataset-tools restore repaired.jsonl --edits edits.jsonl > records.jsonl
      dataset-tools restore --release processed/latest 5d0c1f3e9a7b2c4d6e8f
    """
    import sys

    from dataset_tools.core.errors import UsageError

    if release:
        data = _from_release(release, out, file)
    elif edits is None:
        raise UsageError("no edits", "--edits", "name the file that repair --edits wrote")
    else:
        data = _from_edits(file, edits)
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _from_release(release: str, out: Path, article: str) -> bytes:
    from dataset_tools.explain import source_of
    from dataset_tools.release.releases import resolve

    return source_of(resolve(release, out), article).encode("utf-8", "surrogatepass")


def _from_edits(file: str, edits: Path) -> bytes:
    import json
    import sys

    from dataset_tools.core.errors import SourceError, UsageError
    from dataset_tools.stages.repair_file import restore_file, restore_line

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        kept = edits.read_bytes().decode("utf-8", "surrogatepass")
    except OSError as error:
        raise SourceError(
            error.strerror or "cannot be read", str(error.filename), "name a readable file"
        ) from None
    text = data.decode("utf-8", "surrogatepass")
    try:
        keepsake = json.loads(kept)
    except ValueError:
        keepsake = None
    if isinstance(keepsake, dict) and "encoding" in keepsake:
        return restore_file(text, keepsake)
    lines, rows = text.split("\n"), kept.split("\n")
    if len(lines) != len(rows):
        raise UsageError(
            f"{len(lines)} lines and edits for {len(rows)}", str(edits), "restore what repair wrote"
        )
    pairs = enumerate(zip(lines, rows, strict=True), 1)
    restored = [
        restore_line(line, row, f"line {number}") if row else line for number, (line, row) in pairs
    ]
    return "\n".join(restored).encode("utf-8", "surrogatepass")
