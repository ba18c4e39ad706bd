"""The entry point: loads the commands, runs one, turns errors into messages and exit codes."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import traceback

import typer

from dataset_tools.cli.app import app
from dataset_tools.cli.output import note, print_json
from dataset_tools.core.errors import DatasetToolsError, UsageError


# Typer has click inside it since 0.25; either way its usage errors descend from this class.
_ClickException = typer.BadParameter.__mro__[2]


def load_commands() -> None:
    """Import every module of ``cli/commands``; each adds its commands to the app."""
    package = importlib.import_module("dataset_tools.cli.commands")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        importlib.import_module(f"{package.__name__}.{module.name}")


def _fail(error: DatasetToolsError, as_json: bool) -> int:
    if as_json:
        print_json({"error": error.as_dict()})
    else:
        note(f"error: {error.what}" + (f"\n  where: {error.where}" if error.where else ""))
        if error.mend:
            note(f"  to mend it: {error.mend}")
    return error.exit_code


def _invoke(arguments: list[str], as_json: bool) -> int:
    """Run the command; what Typer objects to (an unknown option) becomes a message of ours."""
    try:
        result = app(arguments, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except typer.Exit as stop:
        return stop.exit_code
    except _ClickException as error:
        if as_json:
            return _fail(UsageError(error.format_message(), "command line"), as_json)
        error.show()
        return error.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None


def run(arguments: list[str]) -> int:
    """The exit code of the command line ``arguments``; nothing escapes but with ``--debug``."""
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    as_json = "--json" in arguments
    try:
        load_commands()
        return _invoke(arguments, as_json)
    except DatasetToolsError as error:
        if debug:
            traceback.print_exc()
        return _fail(error, as_json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        note("interrupted: nothing half-written is left; run the same command again to resume")
        return 130
    except Exception as error:
        if debug:
            traceback.print_exc()
        fault = DatasetToolsError(
            f"a fault of ours: {type(error).__name__}: {error}",
            "",
            "run again with --debug and report what it prints",
        )
        return _fail(fault, as_json)


def main() -> None:
    """``dataset-tools``."""
    sys.exit(run(sys.argv[1:]))
