"""The Typer application that the commands add themselves to."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from dataset_tools.core.registry import did_you_mean

ORDER = (
    ("init", "build", "validate", "sniff", "repair", "restore", "explain", "quarantine", "dedup")
    + ("diff", "releases", "card", "verify", "push", "pull", "eval", "audit")
    + ("checks", "repairs", "readers")
)
"""Commands in the order of a dataset's life; others follow by name."""


class Commands(TyperGroup):
    """Lists commands in the order above and suggests the nearest name for an unknown one."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        rank = {name: number for number, name in enumerate(ORDER)}
        return sorted(self.commands, key=lambda name: (rank.get(name, len(rank)), name))

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.fail(f"no command {args[0]!r}: {did_you_mean(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


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
      dataset-tools init my-dataset         a new project
      dataset-tools build                   raw/ -> processed/1.0.0
      dataset-tools validate processed/latest
      dataset-tools push NAMESPACE/NAME     the release, on the Hugging Face Hub
    """
)
