"""``dataset-tools verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.app import app


@app.command("verify")
def verify(
    release: Annotated[
        str, typer.Argument(help="1.0.0, latest, a folder, or hf://datasets/NAMESPACE/NAME@v1.0.0.")
    ] = "latest",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build it again from --raw and compare every byte.")
    ] = False,
    raw: Annotated[Path, typer.Option(help="The raw folder for --rebuild.")] = Path("raw"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Checks every file, row and count of a release against its manifest.

    \b
    Examples:
      dataset-tools verify processed/latest
      dataset-tools verify 1.0.0 --rebuild
      dataset-tools verify hf://datasets/NAMESPACE/NAME@v1.0.0
    """
    from dataset_tools.cli.output import print_json

    result = _run(release, out, raw if rebuild else None)
    problems = result["problems"]
    if as_json:
        if problems:
            result["error"] = {
                "code": "unverified",
                "what": f"{problems[0]['path']}: {problems[0]['message']}",
                "where": result["path"],
                "mend": "take a whole copy of the release, or build it again",
            }
        print_json(result)
    else:
        _print(result)
    if problems:
        raise typer.Exit(4)


def _run(release: str, out: Path, raw: Path | None) -> dict[str, Any]:
    """The verification as plain values, whoever made it."""
    if release.startswith("hf://"):
        from dataset_tools.release.hub import verify_remote

        remote: dict[str, Any] = verify_remote(release).as_dict()
        return remote
    from dataset_tools.release.releases import resolve
    from dataset_tools.release.verify import verify as check

    path = resolve(release, out)
    result = check(path)
    if raw is not None and result.ok:
        from dataset_tools.builder import rebuild_matches

        for problem in rebuild_matches(path, raw):
            result.add(*problem)
    return result.as_dict()


def _print(result: dict[str, Any]) -> None:
    from dataset_tools.cli.output import note, print_table, print_text

    if not result["problems"]:
        size = f"{result['files']:,} files, {result['rows']:,} rows"
        print_text(f"{result['path']}: whole. {size}, {result['content_digest']}\n")
        return
    rows = [(p["code"], p["path"], p["message"]) for p in result["problems"]]
    print_table(("problem", "file", "why"), rows)
    count = f"{len(rows)} problem" + ("" if len(rows) == 1 else "s")
    note(f"error: {result['path']} is not what its manifest says ({count})")
