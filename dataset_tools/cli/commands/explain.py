"""``dataset-tools explain``: where a value came from, or why it is null."""

from __future__ import annotations

from pathlib import Path

import typer

from dataset_tools.cli.app import app
from dataset_tools.cli.output import print_json, print_text, visible


@app.command("explain")
def explain(
    article_id: str = typer.Argument(..., metavar="ID", help="An id from the articles config."),
    field: str = typer.Option("", "--field", help="One field only."),
    release: str = typer.Option("latest", "--release", help="A release: number, latest or path."),
    out: Path = typer.Option(Path("processed"), "--out", help="The folder of the releases."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Shows where each value came from: file, bytes, repairs, rule; or why it is null.

    \b
    Examples:
      dataset-tools explain 5d0c1f3e9a7b2c4d6e8f
      dataset-tools explain 5d0c1f3e9a7b2c4d6e8f --field published
    """
    from dataset_tools.explain import explain as explain_article
    from dataset_tools.release.releases import resolve

    found = explain_article(resolve(release, out), article_id, field or None)
    if as_json:
        origins = [origin._asdict() for origin in found.origins]
        print_json(_plain({**found._asdict(), "origins": origins}))
        return
    print_text(f"{found.id}  {visible(found.source_path)} record {found.source_index}\n")
    for origin in found.origins:
        print_text(f"\n{origin.field}: {_short(origin.value)}\n")
        if origin.reason:
            print_text(f"  why: {origin.reason}\n")
        if origin.rule:
            print_text(f"  rule: {origin.rule}\n")
        if origin.byte_start >= 0:
            print_text(f"  bytes {origin.byte_start} to {origin.byte_end} ({found.encoding})\n")
            print_text(f"  source: {_short(origin.quote)}\n")
        if origin.repairs:
            print_text(f"  repairs: {', '.join(origin.repairs)}\n")


def _short(value: object, most: int = 120) -> str:
    text = visible(value).replace("\n", "⏎")
    return text if len(text) <= most else text[: most - 1] + "…"


def _plain(value: object) -> object:
    """``value`` as JSON can hold it."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | None) else str(value)
