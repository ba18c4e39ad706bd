"""Edits: what a repair changed, kept so that it can be undone exactly.

An edit belongs to a *layer*. Layers are numbered in the order in which they were applied, from 0;
restoring undoes them from the highest to the lowest. Within one layer the edits do not overlap
and are sorted by ``start``.

``start`` counts code points in the text *after* the layer was applied, so undoing needs the
repaired text alone: ``text[start:start + len(after)] == after`` becomes ``before``.

A layer may instead be one *rule row* (``start == RULE``): ``before`` then holds the parameters
from which the named repair replays the damage (see :func:`register_inverse`). That is how a page
with a thousand annotated characters costs a few hundred bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from dataset_tools.core.errors import ReleaseError

RULE = -1
"""``start`` of a rule row: the whole layer is replayed from the parameters in ``before``."""

Inverse = Callable[[str, str], str]
_INVERSES: dict[str, Inverse] = {}


class Edit(NamedTuple):
    """One reversible change: ``before`` stood where ``after`` now stands at ``start``."""

    layer: int
    repair: str
    start: int
    before: str
    after: str


class Repaired(NamedTuple):
    """A repaired text and the edits that give its source back."""

    text: str
    edits: tuple[Edit, ...]


def register_inverse(repair: str) -> Callable[[Inverse], Inverse]:
    """Register ``(repaired text, parameters) -> damaged text`` for the rule rows of ``repair``."""

    def add(function: Inverse) -> Inverse:
        _INVERSES[repair] = function
        return function

    return add


def undo_layer(text: str, edits: Sequence[Edit]) -> str:
    """The text before one layer; ``edits`` are that layer's, sorted by ``start``.

    >>> undo_layer("ab", [Edit(0, "control", 1, "\\x00", "")])
    'a\\x00b'
    """
    if len(edits) == 1 and edits[0].start == RULE:
        rule = edits[0]
        inverse = _INVERSES.get(rule.repair)
        if inverse is None:
            raise ReleaseError(
                f"no repair named {rule.repair!r} can replay its edits",
                "edits",
                "install the version of the tool (or the plug-in) that made this release",
            )
        try:
            return inverse(text, rule.before)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise ReleaseError(
                f"the rule of {rule.repair!r} does not fit the text",
                "edits",
                "the text or its edits were changed after they were written",
            ) from None
    pieces: list[str] = []
    at = 0
    for _, repair, start, before, after in edits:
        end = start + len(after)
        if start < at or text[start:end] != after:
            raise ReleaseError(
                f"an edit of {repair!r} at {start} does not fit the text",
                "edits",
                "the text or its edits were changed after they were written",
            )
        pieces += (text[at:start], before)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def restore(text: str, edits: Iterable[Edit]) -> str:
    """The source text: every layer undone, last one first.

    Source of the promise: ``restore(repair(x).text, repair(x).edits) == x`` for every string.

    >>> edits = [Edit(0, "one", 0, "a", ""), Edit(1, "two", 0, "", "b"), Edit(1, "two", 1, "c", "")]
    >>> restore("b", edits)
    'ac'
    """
    ordered = sorted(edits, key=lambda edit: (-edit.layer, edit.start))
    for _, layer in groupby(ordered, key=attrgetter("layer")):
        text = undo_layer(text, list(layer))
    return text


def gaps(source: str, target: str) -> list[str] | None:
    """What stands in ``source`` before, between and after the lines of ``target``.

    For ``n`` lines there are ``n + 1`` gaps, so that ``source`` is gap, line, gap, …, line, gap.
    None where some line does not occur in order. Linear in the length of ``source`` but for lines
    that are not there.

    >>> gaps("top\\n  a\\n  b\\n?", "a\\nb")
    ['top\\n  ', '\\n  ', '\\n?']
    """
    found: list[str] = []
    at = 0
    for line in target.split("\n"):
        start = source.find(line, at)
        if start < 0:
            return None
        found.append(source[at:start])
        at = start + len(line)
    found.append(source[at:])
    return found


def fill_gaps(target: str, between: Sequence[str]) -> str:
    """The inverse of :func:`gaps`.

    >>> fill_gaps("a\\nb", ['top\\n  ', "\\n  ", "\\n?"])
    'top\\n  a\\n  b\\n?'
    """
    lines = target.split("\n")
    pieces = [""] * (2 * len(lines) + 1)
    pieces[::2] = between
    pieces[1::2] = lines
    return "".join(pieces)


def difference(layer: int, repair: str, source: str, target: str) -> Edit:
    """One explicit edit that turns ``target`` back into ``source``: the fallback of every layer.

    >>> difference(0, "any", "abXc", "abYYc")
    Edit(layer=0, repair='any', start=2, before='X', after='YY')
    """
    start = 0
    shortest = min(len(source), len(target))
    while start < shortest and source[start] == target[start]:
        start += 1
    end = 0
    while end < shortest - start and source[-1 - end] == target[-1 - end]:
        end += 1
    return Edit(
        layer, repair, start, source[start : len(source) - end], target[start : len(target) - end]
    )
