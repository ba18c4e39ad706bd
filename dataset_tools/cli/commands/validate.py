"""``dataset-tools validate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataset_tools.cli.app import app

if TYPE_CHECKING:
    from dataset_tools.validation import Validation


@app.command("validate")
def validate(
    target: Annotated[
        str,
        typer.Argument(
            help="Raw files, a release, a table file or folder, or hf://datasets/NS/NAME."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    sarif: Annotated[Path | None, typer.Option(help="Write SARIF 2.1.0 into this file.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML into this file.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail as well.")] = False,
    schema: Annotated[
        Path | None, typer.Option(help="A JSON Schema (2020-12) instead of the tool's own.")
    ] = None,
    expectations: Annotated[
        Path | None, typer.Option(help="A suite of expectations beside the tool's own.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="The configuration (levels and limits of checks).")
    ] = None,
) -> None:
    """Checks anything that holds articles; changes nothing.

    \b
    Examples:
      dataset-tools validate raw
      dataset-tools validate processed/latest --strict
      dataset-tools validate table.parquet --schema my.schema.json
      dataset-tools validate hf://datasets/NAMESPACE/NAME@v1.0.0 --sarif findings.sarif
    """
    from dataset_tools.cli.output import print_json
    from dataset_tools.core.config import CONFIG_NAME, load_config
    from dataset_tools.validation import validate_target
    from dataset_tools.validation.target import Rules

    chosen = config or (Path(CONFIG_NAME) if Path(CONFIG_NAME).is_file() else None)
    if chosen is not None:  # a project's own files, as a build takes them
        schemas = chosen.parent / "schemas"
        schema = schema or _file(schemas / "article.schema.json")
        expectations = expectations or _file(schemas / "expectations.json")
    rules = Rules(load_config(chosen), schema, expectations, strict)
    found = validate_target(target, rules)
    _write(found, sarif, junit)
    if as_json:
        print_json(found.as_dict())
    else:
        _print(found)
    if not found.success:
        raise typer.Exit(1)


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _write(found: Validation, sarif: Path | None, junit: Path | None) -> None:
    """The files that were asked for."""
    import json

    from dataset_tools.core.errors import UsageError

    outputs: list[tuple[Path, str]] = []
    if sarif is not None:
        from importlib.metadata import PackageNotFoundError, version

        from dataset_tools.cli import sarif as form

        try:
            own = version("dataset-tools")
        except PackageNotFoundError:
            own = "0"
        text = json.dumps(form.sarif(found, own), ensure_ascii=False, indent=2)
        outputs.append((sarif, text + "\n"))
    if junit is not None:
        from dataset_tools.cli import junit as report

        outputs.append((junit, report.junit(found)))
    for path, text in outputs:
        try:
            path.write_bytes(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            mend = "name a file in a folder that can be written"
            raise UsageError(f"cannot be written: {error.strerror}", str(path), mend) from None


def _print(found: Validation) -> None:
    from dataset_tools.cli.output import note, print_table, print_text

    rows = found.rows()
    if rows:
        header = ("level", "check/code", "findings", "records", "the first")
        shown = [(*row[:4], row[4] if len(row[4]) <= 90 else row[4][:89] + "…") for row in rows]
        print_table(header, shown)
    failed = list(found.gate.failed) if found.gate else []
    if failed:
        print_text("\n" if rows else "")
        print_table(
            ("level", "expectation", "found"),
            [(result.level, result.code, result.message) for result in failed],
        )
    for limit in found.thresholds:
        if not limit.success:
            print_text("\n")
            note(f"over its limit: {limit.message}")
            print_table(("record", "findings", "the first"), limit.worst)
    levels = found.as_dict()["levels"]
    counts = ", ".join(f"{number:,} {level}" for level, number in levels.items())
    verdict = "good" if found.success else "failed" if found.records else "failed: no record"
    note(f"{found.target} ({found.kind}): {verdict}. {found.records:,} records, {counts}")
