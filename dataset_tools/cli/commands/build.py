"""``dataset-tools build``: raw articles in, a checked and versioned release out."""

from __future__ import annotations

from pathlib import Path

import typer

from dataset_tools.cli.app import app
from dataset_tools.cli.output import note, print_json, print_table


@app.command("build")
def build(
    raw: Path = typer.Option(Path("raw"), "--raw", help="The folder of raw articles."),
    out: Path = typer.Option(Path("processed"), "--out", help="The folder of the releases."),
    config: Path = typer.Option(None, "--config", help="dataset.toml, unless it lies here."),
    release: str = typer.Option(None, "--release", metavar="X.Y.Z", help="A number of your own."),
    engine: str = typer.Option("inline", "--engine", help="inline, pool or ray."),
    workers: int = typer.Option(None, "--workers", min=1, help="Worker processes (engine pool)."),
    address: str = typer.Option(None, "--address", help="An existing Ray cluster."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Do everything, write nothing."),
    wait: float = typer.Option(0.0, "--wait", help="Seconds to wait for another build."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print only the release's folder."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Build the raw articles into a checked, versioned release.

    \b
    Examples:
      dataset-tools build
      dataset-tools build --raw articles --out processed --workers 4
      dataset-tools build --dry-run --json
    """
    from dataset_tools.builder import Options
    from dataset_tools.builder import build as build_release
    from dataset_tools.cli.progress import progress_bar

    if workers is not None and workers > 1 and engine == "inline":
        engine = "pool"
    with progress_bar(hidden=quiet or as_json) as progress:
        options = Options(engine, workers, address, dry_run, wait, progress)
        made = build_release(raw, out, config, release, options)
    if as_json:
        print_json(made.as_dict())
        return
    if quiet:
        print(made.path)
        return
    rows = [(name, f"{count:,}") for name, count in made.counts.items()]
    rows += [(f"split {name}", f"{count:,}") for name, count in made.splits.items()]
    print_table(("records", ""), rows)
    if dry_run:
        note(f"dry run: release {made.release} would be {'new' if made.changed else 'unchanged'}")
        return
    state = "released" if made.changed else "nothing changed; the release is still"
    note(f"{state}: {made.path}")
    note(f"next: open {made.path / 'quality' / 'report.html'}")
    note(f"      dataset-tools validate {made.path}")
