"""``dataset-tools quarantine list|show|replay``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.app import app, group

rejected = group(
    """Rejected records: why, their raw bytes, and the way back into the next build.

    \b
    Examples:
      dataset-tools quarantine list
      dataset-tools quarantine show wire/2024.jsonl:17
      dataset-tools quarantine show wire/2024.jsonl:17 --raw > record.json
      dataset-tools quarantine replay wire/2024.jsonl:17 --file record.json
    """
)
app.add_typer(rejected, name="quarantine")

Out = Annotated[Path, typer.Option(help="The folder of the releases.")]
Release = Annotated[str, typer.Option("--release", help="1.0.0, latest, or a folder.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Name = Annotated[str, typer.Argument(metavar="PATH:INDEX", help="As `quarantine list` prints it.")]


@rejected.command("list")
def list_(
    release: Release = "latest",
    out: Out = Path("processed"),
    reason: Annotated[str, typer.Option(help="Only this check or check/code.")] = "",
    as_json: Json = False,
) -> None:
    """Lists the rejected records of a release with their reasons.

    \b
    Examples:
      dataset-tools quarantine list --reason encoding
      dataset-tools quarantine list --release 1.0.0 --json
    """
    from dataset_tools.cli.output import note, print_json, print_table
    from dataset_tools.release.quarantine import list_rejected
    from dataset_tools.release.releases import resolve

    records = list(list_rejected(resolve(release, out), reason))
    if as_json:
        print_json({"quarantined": len(records), "records": [_plain(r) for r in records]})
        return
    rows = [
        (
            record.id,
            record.byte_end - record.byte_start,
            ", ".join(f"{r['check']}/{r['code']}" for r in record.reasons),
            record.reasons[0]["message"] if record.reasons else "",
        )
        for record in records
    ]
    if rows:
        print_table(("record", "bytes", "reasons", "first message"), rows)
    else:
        note("no rejected record" + (f" with the reason {reason!r}" if reason else ""))


@rejected.command("show")
def show(
    name: Name,
    release: Release = "latest",
    out: Out = Path("processed"),
    raw_bytes: Annotated[
        bool, typer.Option("--raw", help="Only the raw bytes, unchanged.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Shows one rejected record: its reasons and its raw bytes, made harmless for the terminal.

    \b
    Examples:
      dataset-tools quarantine show wire/2024.jsonl:17
      dataset-tools quarantine show page.txt --raw > page.txt
    """
    from dataset_tools.cli.output import print_json, print_text, visible
    from dataset_tools.release.quarantine import find_rejected
    from dataset_tools.release.releases import resolve

    record = find_rejected(resolve(release, out), name)
    if raw_bytes:
        sys.stdout.buffer.write(record.raw)
        sys.stdout.flush()
        return
    text = record.raw.decode("utf-8", "backslashreplace")
    if as_json:
        import base64

        print_json({**_plain(record), "text": text, "raw": base64.b64encode(record.raw).decode()})
        return
    print_text(f"{visible(record.id)}, bytes {record.byte_start} to {record.byte_end}\n")
    for reason in record.reasons:
        print_text(visible(f"  {reason['check']}/{reason['code']}: {reason['message']}") + "\n")
    print_text("\n" + visible(text) + "\n")


@rejected.command("replay")
def replay(
    name: Name,
    file: Annotated[Path, typer.Option("--file", help="The corrected record.")],
    release: Release = "latest",
    out: Out = Path("processed"),
    raw: Annotated[Path, typer.Option(help="The raw folder.")] = Path("raw"),
    as_json: Json = False,
) -> None:
    """Keeps a corrected record; the next build takes it in the place of the rejected one.

    \b
    Examples:
      dataset-tools quarantine show wire/2024.jsonl:17 --raw > record.json
      dataset-tools quarantine replay wire/2024.jsonl:17 --file record.json

    The original stays where it is, and counts once. The correction goes to RAW/corrections/.
    """
    from dataset_tools.cli.output import note, print_json
    from dataset_tools.release.quarantine import find_rejected
    from dataset_tools.release.quarantine import replay as keep
    from dataset_tools.release.releases import resolve
    from dataset_tools.stages.corrections import FOLDER

    record = find_rejected(resolve(release, out), name)
    correction = keep(record, file, raw)
    if as_json:
        print_json(correction._asdict())
        return
    note(f"kept as {raw / FOLDER / correction.file}; now run: dataset-tools build")


def _plain(record: Any) -> dict[str, Any]:
    return {
        "id": record.id,
        "source_path": record.source_path,
        "source_index": record.source_index,
        "byte_start": record.byte_start,
        "byte_end": record.byte_end,
        "reasons": [dict(reason) for reason in record.reasons],
    }
