"""What commands print: data to stdout, all else to stderr, untrusted text made harmless.

``--json`` prints exactly one JSON object. Text that came out of a dataset may hold ANSI escapes
or bidirectional controls; :func:`visible` shows them as escapes before they reach a terminal.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: object) -> str:
    """``text`` with control, bidirectional and zero-width characters spelled out.

    >>> visible("a\\x1b[31mred")
    'a\\\\x1b[31mred'
    """
    return _UNPRINTABLE.sub(lambda m: m.group().encode("unicode_escape").decode(), str(text))


def width(text: str) -> int:
    """Terminal columns that ``text`` takes (a Han character takes two).

    >>> width("会a")
    3
    """
    from wcwidth import wcswidth

    columns: int = wcswidth(text)
    return columns if columns >= 0 else len(text)


def print_json(value: Any) -> None:
    """One JSON object on stdout; a lone surrogate becomes its escape, which JSON knows as well."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def print_text(text: str) -> None:
    """Exactly ``text`` on stdout, as UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with aligned columns on stdout; cells are made harmless and kept on one line."""
    cells = [[visible(cell).replace("\n", "⏎") for cell in row] for row in rows]
    lines = [list(header), *cells]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        padded = [cell + " " * (w - width(cell)) for cell, w in zip(line, widths, strict=True)]
        print_text("  ".join(padded).rstrip() + "\n")


class _Loudness:
    """How much is said beside the results; set once, by the entry point."""

    quiet = False
    verbose = False


def set_loudness(quiet: bool = False, verbose: bool = False) -> None:
    """Say less (``-q``: results and errors only) or more (``-v``) from here on."""
    _Loudness.quiet, _Loudness.verbose = quiet, verbose


def is_quiet() -> bool:
    """Whether only results and errors are wanted."""
    return _Loudness.quiet


def note(text: str) -> None:
    """One line for the reader on stderr; nothing with ``-q``."""
    if not _Loudness.quiet:
        complain(text)


def detail(text: str) -> None:
    """One line on stderr for those who asked for more with ``-v``."""
    if _Loudness.verbose:
        complain(text)


def complain(text: str) -> None:
    """One line on stderr that is never left out: an error, a failed check."""
    sys.stderr.write(visible(text) + "\n")
