"""The entry point: loads the commands, runs one, turns errors into messages and exit codes.

Nothing but the standard library is imported at the top, so that an interrupt ends every phase
with a message and none with a trace.
"""

from __future__ import annotations

import sys
from typing import Any

_EVERYWHERE = {
    "--debug": "debug",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
"""Options that every command takes, at any place before ``--``."""

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells expect it."""


def load_commands() -> None:
    """Import every module of ``cli/commands``; each adds its commands to the app."""
    import importlib
    import pkgutil

    package = importlib.import_module("dataset_tools.cli.commands")
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        importlib.import_module(f"{package.__name__}.{module.name}")


def split_flags(arguments: list[str]) -> tuple[list[str], set[str]]:
    """The arguments without the options that every command takes, and the names of those.

    >>> split_flags(["build", "-q", "--", "-v"])
    (['build', '--', '-v'], {'quiet'})
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    left = [argument for argument in arguments[:end] if argument not in _EVERYWHERE]
    flags = {_EVERYWHERE[argument] for argument in arguments[:end] if argument in _EVERYWHERE}
    return left + arguments[end:], flags


def _fail(error: Any, as_json: bool) -> int:
    """Print a DatasetToolsError; its exit code."""
    from dataset_tools.cli.output import complain, print_json

    if as_json:
        print_json({"error": error.as_dict()})
    else:
        complain(f"error: {error.what}")
        if error.where:
            complain(f"  where: {error.where}")
        if error.mend:
            complain(f"  to mend it: {error.mend}")
    return int(error.exit_code)


def _usage(error: Any) -> Any:
    """What Typer objects to (an unknown option, a missing argument), as an error of ours."""
    from dataset_tools.core.errors import UsageError
    from dataset_tools.core.registry import did_you_mean

    context = error.ctx if hasattr(error, "ctx") else None
    where = context.command_path if context is not None else "dataset-tools"
    unknown = getattr(error, "option_name", "")
    if context is not None and unknown and hasattr(error, "possibilities"):
        known = [name for option in context.command.params for name in option.opts]
        advice = did_you_mean(unknown, sorted(name for name in known if name.startswith("--")))
        return UsageError(f"no option {unknown!r}", where, advice)
    what = error.format_message().rstrip(".")
    return UsageError(what[:1].lower() + what[1:], where, f"see {where} --help")


def _invoke(arguments: list[str], as_json: bool) -> int:
    import typer

    from dataset_tools.cli.app import app

    # Typer has click inside it since 0.25; either way its usage errors descend from this class.
    click_exception: type[Exception] = typer.BadParameter.__mro__[2]
    try:
        result = app(arguments, prog_name="dataset-tools", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except typer.Exit as stop:
        code = stop.exit_code
    except click_exception as error:
        if type(error).__name__ == "NoArgsIsHelpError" and not as_json:
            error.show()  # type: ignore[attr-defined]  # the help, on stderr
            return 2
        return _fail(_usage(error), as_json)
    except typer.Abort:
        code = INTERRUPTED
    if code == INTERRUPTED:  # Typer makes a number of Ctrl-C
        raise KeyboardInterrupt
    return code


def _guarded(arguments: list[str], as_json: bool, debug: bool) -> int:
    """The exit code; what is expected to go wrong is a message, a trace only with ``debug``."""
    import traceback

    from dataset_tools.core.errors import DatasetToolsError, SourceError

    try:
        load_commands()
        return _invoke(arguments, as_json)
    except DatasetToolsError as error:
        if debug:
            traceback.print_exc()
        return _fail(error, as_json)
    except BrokenPipeError:
        raise
    except OSError as error:
        if debug:
            traceback.print_exc()
        if error.filename is None:
            return _fail(_fault(error), as_json)
        what = f"cannot be read or written: {error.strerror}"
        return _fail(
            SourceError(what, str(error.filename), "check the path, its rights and the space left"),
            as_json,
        )
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _fail(_fault(error), as_json)


def _fault(error: Exception) -> Any:
    from dataset_tools.core.errors import DatasetToolsError

    return DatasetToolsError(
        f"a fault of ours: {type(error).__name__}: {error}",
        "",
        "run again with --debug and report what it prints",
    )


def run(arguments: list[str]) -> int:
    """The exit code of the command line ``arguments``; nothing escapes but with ``--debug``."""
    arguments, flags = split_flags(arguments)
    as_json = "--json" in arguments
    try:
        from dataset_tools.cli.output import set_loudness

        set_loudness(quiet="quiet" in flags, verbose="verbose" in flags)
        return _guarded(arguments, as_json, "debug" in flags)
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _interrupted(as_json)


def _interrupted(as_json: bool) -> int:
    what = "interrupted: nothing half-written is left"
    mend = "run the same command again; a build takes over the parts that were finished"
    if as_json:
        from dataset_tools.cli.output import print_json

        print_json({"error": {"code": "interrupted", "what": what, "where": "", "mend": mend}})
    else:
        sys.stderr.write(f"\n{what}\n  to resume: {mend}\n")
    return INTERRUPTED


def main() -> None:
    """``dataset-tools``."""
    sys.exit(run(sys.argv[1:]))
