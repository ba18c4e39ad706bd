"""The Typer application that the commands add themselves to."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from dataset_tools.core.errors import UsageError
from dataset_tools.core.registry import did_you_mean

ORDER = (
    "init",
    "build",
    "validate",
    "sniff",
    "repair",
    "restore",
    "explain",
    "quarantine",
    "dedup",
    "diff",
    "releases",
    "card",
    "verify",
    "push",
    "pull",
    "eval",
    "audit",
    "checks",
    "repairs",
    "readers",
)
"""Commands in the order of a dataset's life; others follow by name."""

EPILOG = "Every command: -q (less), -v (more), --debug (traces), -h. Exit codes: docs/reference."
"""The last line of every command's help."""


class Commands(TyperGroup):
    """Lists commands in the order above and suggests the nearest name for an unknown one."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for command in self.commands.values():
            command.epilog = command.epilog or EPILOG

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Names in the order of a dataset's life."""
        rank = {name: number for number, name in enumerate(ORDER)}
        return sorted(self.commands, key=lambda name: (rank.get(name, len(rank)), name))

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]
        """As Typer does; UsageError with the nearest name for an unknown command."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            advice = did_you_mean(args[0], self.list_commands(ctx))
            raise UsageError(f"no command {args[0]!r}", ctx.command_path, advice)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx, formatter):  # type: ignore[no-untyped-def]
        """Every command with its whole first sentence, not cut to a line."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, self.commands[name].get_short_help_str(1000))
                    for name in self.list_commands(ctx)
                    if not self.commands[name].hidden
                ]
            )


def group(help_text: str) -> typer.Typer:
    """A command group in the house style: no markup, no completion noise, no pretty traces."""
    return typer.Typer(
        cls=Commands,
        help=help_text,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = group(
    """Raw articles in, a dataset others can trust out.

    \b
    Examples:
      dataset-tools init my-dataset             a new project
      dataset-tools build                       raw/ -> processed/1.0.0
      dataset-tools validate processed/latest   schema, checks, expectations
      dataset-tools explain ID                  where each value came from
      dataset-tools push NAMESPACE/NAME         the release, on the Hugging Face Hub
    """
)


def _version(wanted: bool) -> None:
    if wanted:
        from dataset_tools.core.version import __version__

        typer.echo(f"dataset-tools {__version__}")
        raise typer.Exit


@app.callback()
def _everywhere(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
    quiet: bool = typer.Option(False, "-q", "--quiet", help="Print results and errors only."),
    verbose: bool = typer.Option(False, "-v", "--verbose", help="Say more of what is done."),
    debug: bool = typer.Option(False, "--debug", help="Show the trace of an error."),
) -> None:
    """Declared for the help and for completion; ``cli/main.py`` takes them at any place."""
