"""``dataset-tools build``: raw articles in, a checked and versioned release out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset_tools.cli.app import app

if TYPE_CHECKING:
    from dataset_tools.builder import Release

_FINDINGS = 8
"""Kinds of findings in the summary; the report has all."""


@app.command("build")
def build(
    raw: Annotated[
        str, typer.Option(metavar="DIR|URL", help="The folder of raw articles.")
    ] = "raw",
    out: Annotated[
        str, typer.Option(metavar="DIR|URL", help="The folder of the releases.")
    ] = "processed",
    config: Annotated[
        Path | None, typer.Option(help="dataset.toml, unless it lies in this folder.")
    ] = None,
    release: Annotated[
        str | None, typer.Option(metavar="X.Y.Z", help="A number of your own for the release.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="inline|pool|ray", help="What runs the parts.")
    ] = "inline",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; more than 1 means the engine pool.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="A Ray cluster that is already there (engine ray).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do everything, write nothing.")
    ] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another build to end.")] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Builds the raw articles into a checked, versioned release.

    \b
    Examples:
      dataset-tools build
      dataset-tools build --raw articles --out processed --workers 4
      dataset-tools build --dry-run --json
      dataset-tools build --raw s3://bucket/raw --out s3://bucket/processed
    """
    from dataset_tools.builder import Options
    from dataset_tools.builder import build as build_release
    from dataset_tools.cli.output import detail, is_quiet, print_json, print_text
    from dataset_tools.cli.progress import progress_bar

    if workers is not None and workers > 1 and engine == "inline":
        engine = "pool"
    detail(f"{raw} -> {out}, engine {engine}")
    with progress_bar(hidden=as_json) as progress:
        options = Options(engine, workers, address, dry_run, wait, progress)
        made = build_release(raw, out, config, release, options)
    if as_json:
        print_json(made.as_dict())
    elif is_quiet():
        print_text(f"{made.url or made.path}\n")
    else:
        _summary(made, out, dry_run)


def _summary(made: Release, out: str, dry_run: bool) -> None:
    """One table of what became of the input, then the next command."""
    from dataset_tools.cli.output import detail, note, print_table

    rows: list[tuple[str, str]] = [(name, f"{count:,}") for name, count in made.counts.items()]
    rows += [(f"split {name}", f"{count:,}") for name, count in made.splits.items()]
    often = sorted(made.findings.items(), key=lambda item: (-item[1], item[0]))
    rows += [(name, f"{count:,}") for name, count in often[:_FINDINGS]]
    if more := len(often) - _FINDINGS:
        rows += [("and other findings", f"{more:,} kinds")] * (more > 0)
    state = "released" if made.changed else "unchanged since"
    if dry_run:
        state = "dry run, would be" if made.changed else "dry run, still"
    right = max(len(count) for _, count in rows)
    title = f"{state} {made.release}"
    print_table((title, ""), [(name, count.rjust(right)) for name, count in rows])
    detail(f"parts: {made.built_parts} built, {made.reused_parts} taken over")
    if dry_run:
        note("next: dataset-tools build")
        return
    elsewhere = "" if out == "processed" else f" --out {out}"
    note(f"the release: {made.url or made.path}")
    if (report := made.path / "quality" / "report.html").is_file():
        note(f"the report:  {report}")
    if made.counts["quarantined"]:
        note(f"next: dataset-tools quarantine list{elsewhere}")
    else:
        note(f"next: dataset-tools validate {made.path}")
