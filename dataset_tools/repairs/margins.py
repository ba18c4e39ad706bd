"""White space around lines and pages that show other damage."""

from __future__ import annotations

import re
from itertools import groupby

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text.han import HAN_ONE

_WHITE = " \t\u00a0\u3000"
_EDGES = _WHITE + "\n"


def _has_margins(text: str) -> bool:
    # Eight searches for two characters each are far faster than one for all of it.
    if text[:1] in _EDGES or text[-1:] in _EDGES:
        return True
    return any("\n" + space in text or space + "\n" in text for space in _WHITE)


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
    if set(page.done) <= {"line_ends"} or not (_has_margins(text) and HAN_ONE.search(text)):
        return None
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip(_WHITE)), None)
    if first is None or first < page.head or (page.head and first > 0):
        first = 0
    last = len(lines)
    while last > max(first + 1, page.head) and not lines[last - 1].strip(_WHITE):
        last -= 1
    edges = []
    kept = []
    for line in lines[first:last]:
        bare = line.strip(_WHITE)
        indent = len(line) - len(line.lstrip(_WHITE)) if bare else len(line)
        edges.append((line[:indent], line[indent + len(bare) :]))
        kept.append(bare)
    runs = ((edge, len(list(group))) for edge, group in groupby(edges))
    rule = ";".join(f"{left}{count}{right}" for (left, right), count in runs)
    top, bottom = ("".join(f"{line}\n" for line in part) for part in (lines[:first], lines[last:]))
    return Change("\n".join(kept), rule=f"{top}|{rule}|{bottom}")


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
