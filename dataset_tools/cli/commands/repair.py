"""``dataset-tools repair``: repaired text out, the edits beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset_tools.cli.app import app

if TYPE_CHECKING:
    from dataset_tools.core.config import RepairSection


@app.command("repair")
def repair(
    file: Annotated[str, typer.Argument(help="A file; standard input without one.")] = "-",
    edits: Annotated[Path | None, typer.Option(help="Write what restore needs here.")] = None,
    config: Annotated[Path | None, typer.Option(help="A dataset.toml with [repair].")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON record a line.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Repairs the text of a file and keeps every change, so that restore gives the file back.

    \b
    Examples:
      dataset-tools repair page.txt --edits page.edits.json > page.repaired.txt
      dataset-tools repair records.jsonl --jsonl --edits edits.jsonl > repaired.jsonl
      dataset-tools repair --json < page.txt
    """
    from dataset_tools.cli.output import note, print_json, print_text
    from dataset_tools.core.config import load_config
    from dataset_tools.stages.repair_file import repair_bytes

    policy = load_config(config).repair
    data, where = _read(file)
    if jsonl:
        _repair_lines(data, where, policy, edits, as_json)
        return
    repaired = repair_bytes(data, policy, where)
    if edits is not None:
        _write(edits, repaired.keepsake)
    if as_json:
        print_json({"text": repaired.text, **repaired.keepsake})
        return
    print_text(repaired.text)
    names = dict.fromkeys(edit["repair"] for edit in repaired.keepsake["edits"])
    note(f"repaired: {', '.join(names) or 'nothing, the text is clean'}")


def _read(file: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and what to call it."""
    import sys

    from dataset_tools.core.errors import SourceError

    if file == "-":
        return sys.stdin.buffer.read(), "standard input"
    try:
        return Path(file).read_bytes(), file
    except OSError as error:
        raise SourceError(
            error.strerror or "cannot be read", file, "name a readable file"
        ) from None


def _write(path: Path, value: object) -> None:
    import json

    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _repair_lines(
    data: bytes, where: str, policy: RepairSection, edits: Path | None, as_json: bool
) -> None:
    """Line by line; a line that is no record of text stops the run and is named."""
    from dataset_tools.cli.output import note, print_json, print_text
    from dataset_tools.core.errors import SourceError
    from dataset_tools.stages.repair_file import repair_line

    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise SourceError(str(error), where, "JSONL is UTF-8: convert it first") from None
    repaired: list[str] = []
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            mended, keepsake = repair_line(line, policy, f"{where}, line {number}")
            repaired.append(mended)
            kept.append(keepsake)
        else:
            repaired.append(line)
            kept.append("")
    changed = sum('"edits":[]' not in keepsake for keepsake in kept if keepsake)
    if edits is not None:
        edits.write_bytes("\n".join(kept).encode("utf-8", "surrogatepass"))
    if as_json:
        print_json({"records": sum(map(bool, kept)), "repaired": changed})
        return
    print_text("\n".join(repaired))
    note(f"repaired: {changed} of {sum(map(bool, kept))} records")
