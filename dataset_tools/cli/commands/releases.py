"""``dataset-tools releases``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dataset_tools.cli.app import app


@app.command("releases")
def releases(
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Lists the releases of a dataset, newest first.

    \b
    Examples:
      dataset-tools releases
      dataset-tools releases --out processed --json
    """
    from dataset_tools.cli.output import note, print_json, print_table
    from dataset_tools.core.errors import SourceError
    from dataset_tools.release.manifest import load_manifest
    from dataset_tools.release.releases import LATEST, list_releases

    if not out.is_dir():
        raise SourceError("no such folder", str(out), "make a release: dataset-tools build")
    latest = (out / LATEST).resolve()
    rows: list[dict[str, Any]] = []
    for _, path in reversed(list_releases(out)):
        manifest = load_manifest(path)
        rows.append(
            {
                "release": manifest.release,
                "path": str(path),
                "latest": path.resolve() == latest,
                "content_digest": manifest.content_digest,
                "counts": dict(manifest.counts),
                "splits": dict(manifest.splits),
            }
        )
    if as_json:
        print_json({"releases": rows})
        return
    if not rows:
        note(f"no release in {out}; make one: dataset-tools build")
        return
    print_table(
        ("release", "articles", "quarantined", "duplicates", "content digest"),
        [
            (
                f"{row['release']}{' (latest)' if row['latest'] else ''}",
                row["counts"]["accepted"],
                row["counts"]["quarantined"],
                row["counts"]["duplicates"],
                row["content_digest"][:19],
            )
            for row in rows
        ],
    )
