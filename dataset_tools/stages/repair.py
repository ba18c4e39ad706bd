"""The repair stage: every repair in order, each one layer of edits, each proved as it is made.

Promise: ``restore_text(*repair_text(text, ...)) == text`` for every string, lone surrogates and
all. A repair whose edits do not give its input back is recorded as one explicit edit instead;
nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import RULE, Edit, Repaired, difference, restore, undo_layer
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.repairs._base import REPAIRS, Change, Page, Repair, Screen, replace
from dataset_tools.text.screen import Look, look

DEFAULT = RepairSection()
"""The policy where none is given."""

_SEEN = {
    "odd": frozenset({"odd"}),
    "traditional": frozenset({"odd", "traditional"}),
}
"""What the look at a text must have said where a repair has this screen."""


@lru_cache(maxsize=64)
def _active(policy: RepairSection, keep_lines: bool) -> tuple[Repair, ...]:
    """The repairs that run, in order; UsageError for an unknown name in ``policy.off``."""
    for name in policy.off:
        REPAIRS.get(name)
    chosen = (
        repair
        for repair in REPAIRS
        if repair.name not in policy.off
        and repair.wanted(policy)
        and not (keep_lines and repair.drops_lines)
    )
    return tuple(sorted(chosen, key=lambda repair: (repair.order, repair.name)))


@lru_cache(maxsize=64)
def _gates(
    policy: RepairSection, keep_lines: bool
) -> tuple[tuple[Screen, ...], tuple[Repair, ...]]:
    """What tells a clean text: the screens of all repairs, the repairs of traditional text."""
    active = _active(policy, keep_lines)
    screens = dict.fromkeys(repair.screen for repair in active if callable(repair.screen))
    return tuple(screens), tuple(r for r in active if r.screen == "traditional")


class _Screened:
    """A text and what the screens say of it, each asked once; ``look`` is known of a source."""

    __slots__ = ("look", "mended", "said", "text")

    def __init__(self, text: str, first_look: Look | None = None) -> None:
        self.text = text
        self.mended = first_look is None
        self.look = first_look
        self.said: dict[Screen, object] = {}

    def wants(self, screen: Screen | str) -> object:
        """Whether a repair with this screen looks at the text."""
        if callable(screen):
            if screen not in self.said:
                self.said[screen] = screen(self.text)
            return self.said[screen]
        if screen == "mended":
            return self.mended
        if self.look is None:
            self.look = look(self.text)
        return self.look in _SEEN[screen]


def _passes(screened: _Screened, page: Page) -> bool:
    """Whether no repair has anything to do in a text without odd characters."""
    screens, of_traditional = _gates(page.policy, page.keep_lines)
    text, said = screened.text, screened.said
    for screen in screens:
        said[screen] = wanted = screen(text)
        if wanted:
            return False
    return screened.look == "plain" or all(
        repair.mend(text, page) is None for repair in of_traditional
    )


def repair_text(
    text: str,
    policy: RepairSection = DEFAULT,
    *,
    head: int = 0,
    keep_lines: bool = False,
) -> Repaired:
    """``text`` with its damage undone, and the edits that give it back exactly.

    The first ``head`` lines are fields: repaired, never dropped or joined. With ``keep_lines`` no
    line is dropped, added or joined at all. Clean text comes back as it is, without edits.

    >>> repair_text("会\\u200b议").text
    '会议'
    """
    page = Page(policy, head, keep_lines)
    screened = _Screened(text, look(text))
    if screened.look != "odd" and _passes(screened, page):
        return Repaired(text, ())
    edits: list[Edit] = []
    for repair in _active(policy, keep_lines):
        if not screened.wants(repair.screen):
            continue
        change = repair.mend(text, page)
        if change is None or change.text == text:
            continue
        name = change.name or repair.name
        edits += prove(len(page.done), name, text, change)
        text = change.text
        page = Page(policy, head, keep_lines, (*page.done, name))
        screened = _Screened(text)
    return Repaired(text, tuple(edits))


def prove(layer: int, name: str, source: str, change: Change) -> list[Edit]:
    """The edits of one layer, proved to give ``source`` back; one explicit edit where they do not.

    >>> prove(0, "any", "ab", Change("b", [(0, "x", "")]))
    [Edit(layer=0, repair='any', start=0, before='a', after='')]
    """
    if change.rule is not None:
        edits = [Edit(layer, name, RULE, change.rule, "")]
    else:
        edits = [Edit(layer, name, *place) for place in change.places]
    try:
        proved = bool(edits) and undo_layer(change.text, edits) == source
    except (DatasetToolsError, ValueError, LookupError):
        # A rule that cannot even be replayed; UnicodeError is a ValueError.
        proved = False
    return edits if proved else [difference(layer, name, source, change.text)]


def restore_text(text: str, edits: Iterable[Edit]) -> str:
    """The source of a repaired text; ReleaseError where the edits do not fit it.

    >>> repaired = repair_text("会\\u200b议")
    >>> restore_text(*repaired)
    '会\\u200b议'
    """
    edits = list(edits)
    if any(edit.start == RULE for edit in edits):
        load_inverses()
    return restore(text, edits)


def load_inverses() -> None:
    """Make every rule row replayable: those of the repairs and those of documents."""
    import dataset_tools.stages.document  # registers html, row and layout  # noqa: F401

    REPAIRS.load()


def explicit(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The same edits with every rule row spelled out place by place, for people to read.

    ``start`` counts code points in the text after the edit's own layer, as in any edit.
    """
    load_inverses()
    ordered = sorted(edits, key=lambda edit: (-edit.layer, edit.start))
    found: list[Edit] = []
    for layer, group in groupby(ordered, key=attrgetter("layer")):
        rows = list(group)
        before = undo_layer(text, rows)
        if rows[0].start == RULE:
            rows = [Edit(layer, rows[0].repair, *place) for place in _places(before, text)]
        found += rows
        text = before
    return sorted(found, key=lambda edit: (edit.layer, edit.start))


def _places(source: str, target: str) -> list[tuple[int, str, str]]:
    """Where two texts differ, line by line and then character by character."""
    from difflib import SequenceMatcher

    lines, wanted = source.split("\n"), target.split("\n")
    if len(lines) != len(wanted):
        edit = difference(0, "", source, target)
        return [(edit.start, edit.before, edit.after)]
    spans: list[tuple[int, int, str]] = []
    at = 0
    for line, want in zip(lines, wanted, strict=True):
        if line != want:
            match = SequenceMatcher(None, line, want, autojunk=False)
            spans += [
                (at + start, at + end, want[low:high])
                for tag, start, end, low, high in match.get_opcodes()
                if tag != "equal"
            ]
        at += len(line) + 1
    change = replace(source, spans)
    return list(change.places) if change else []
