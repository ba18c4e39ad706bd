"""White space around lines and pages that show other damage."""

from __future__ import annotations

import re
from itertools import groupby

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text.han import HAN_ONE

_WHITE = " \t\u00a0\u3000"
_NONE = ("", "")


@repair(
    "margins",
    order=160,
    why="indents and blank lines at the edges are layout of the page that was scraped",
    mends={"    会&hellip;议\n    举行\n\n": "会…议\n举行"},
    leaves=["    会议举行\n", "def f():\n    return 1\n"],
    screen="mended",
    drops_lines=True,
)
def margins(text: str, page: Page) -> Change | None:
    """Indents, trailing spaces and blank lines at both ends go, where anything else was mended.

    Alone they may be verse, code or good typography (two ideographic spaces open a paragraph).
    """
    if set(page.done) <= {"line_ends"}:
        return None
    lines = text.split("\n")
    bare = [line.strip(_WHITE) for line in lines]
    if (bare == lines and bare[0] and bare[-1]) or not HAN_ONE.search(text):
        return None
    first = next((n for n, line in enumerate(bare) if line), None)
    if first is None or first < page.head or (page.head and first > 0):
        first = 0
    last = len(lines)
    while last > max(first + 1, page.head) and not bare[last - 1]:
        last -= 1
    kept = bare[first:last]
    edges = map(_edges, lines[first:last], kept)
    runs = ((edge, len(list(group))) for edge, group in groupby(edges))
    rule = ";".join(f"{left}{count}{right}" for (left, right), count in runs)
    top, bottom = ("".join(f"{line}\n" for line in part) for part in (lines[:first], lines[last:]))
    return Change("\n".join(kept), rule=f"{top}|{rule}|{bottom}")


def _edges(line: str, bare: str) -> tuple[str, str]:
    """What stands in a line before and after the rest of it."""
    if len(bare) == len(line):
        return _NONE
    start = line.index(bare) if bare else len(line)
    return line[:start], line[start + len(bare) :]


_RUN = re.compile("(\\D*)([0-9]+)(\\D*)", re.ASCII)


@register_inverse("margins")
def _undo(text: str, rule: str) -> str:
    """``rule`` is blank lines, ``left count right`` for each run of equal margins, blank lines."""
    top, runs, bottom = rule.split("|")
    edges: list[tuple[str, str]] = []
    for run in runs.split(";"):
        match = _RUN.fullmatch(run)
        if match is None:
            raise ValueError(f"not a run of margins: {run!r}")
        edges += [(match[1], match[3])] * int(match[2])
    lines = [a + line + b for line, (a, b) in zip(text.split("\n"), edges, strict=True)]
    return top + "\n".join(lines) + "".join(f"\n{line}" for line in bottom.split("\n")[:-1])
