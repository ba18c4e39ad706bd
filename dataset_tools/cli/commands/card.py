"""``dataset-tools card``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.app import app


@app.command("card")
def card(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail where anything disagrees.")
    ] = False,
    release: Annotated[str, typer.Option(help="1.0.0, latest, or a folder.")] = "latest",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    card_file: Annotated[Path, typer.Option("--card", help="The project's card.")] = Path(
        "DATASET_CARD.md"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Writes the dataset card, or checks that card, manifest, data, Croissant and report agree.

    \b
    Examples:
      dataset-tools card                       DATASET_CARD.md from processed/latest
      dataset-tools card --check
      dataset-tools card --release 1.0.0 --json

    Your own words between the marks "hand-written" and "end" are kept.
    """
    from dataset_tools.release.releases import resolve

    folder = resolve(release, out)
    if check:
        _check(folder, card_file, as_json)
    else:
        _write(folder, card_file, as_json)


def _write(folder: Path, card_file: Path, as_json: bool) -> None:
    from dataset_tools.cli.output import note, print_json, print_text
    from dataset_tools.release.card import (
        CARD_NAME,
        read_project_card,
        render_card,
        write_project_card,
    )
    from dataset_tools.release.manifest import load_manifest
    from dataset_tools.release.statistics import collect, read_validation

    manifest = load_manifest(folder)
    released = folder / CARD_NAME
    project = read_project_card(card_file) or read_project_card(released)
    statistics = collect(folder, manifest, read_validation(folder))
    text = render_card(folder, manifest, statistics, project)
    changed = write_project_card(card_file, text)
    same = text == read_project_card(released)
    if as_json:
        values: dict[str, Any] = {"path": str(card_file), "release": manifest.release}
        print_json({**values, "changed": changed, "as_released": same})
        return
    words = "written" if changed else "is up to date"
    print_text(f"{card_file}: {words} (release {manifest.release})\n")
    if not same:
        note("it differs from the released card; the next build publishes it: dataset-tools build")


def _check(folder: Path, card_file: Path, as_json: bool) -> None:
    from dataset_tools.cli.output import note, print_json, print_table, print_text
    from dataset_tools.release.card_check import check_card

    found = check_card(folder, card_file)
    errors = [problem for problem in found if problem.level == "error"]
    if as_json:
        result: dict[str, Any] = {
            "path": str(folder),
            "ok": not errors,
            "problems": [problem._asdict() for problem in found],
        }
        if errors:
            result["error"] = {
                "code": "card",
                "what": f"{errors[0].file}: {errors[0].message}",
                "where": str(folder),
                "mend": "build again, or take a whole copy of the release",
            }
        print_json(result)
    elif found:
        print_table(("level", "file", "why"), found)
    if not as_json and not errors:
        print_text(f"{folder}: card, manifest, data, Croissant and report agree\n")
    if errors:
        if not as_json:
            note(f"error: {len(errors)} disagreements; build again, or take a whole copy")
        raise typer.Exit(4)
