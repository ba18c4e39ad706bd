"""The repair stage: every repair in order, each one layer of edits, each proved as it is made.

Promise: ``restore_text(*repair_text(text, ...)) == text`` for every string, lone surrogates and
all. A repair whose edits do not give its input back is recorded as one explicit edit instead;
nothing here raises on any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import dropwhile, groupby
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import RULE, Edit, Repaired, difference, restore, undo_layer
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.repairs._base import REPAIRS, Change, Page, Repair, Screen, replace
from dataset_tools.text.screen import Look, is_plain, look

DEFAULT = RepairSection()
"""The policy where none is given."""


class _Plan(NamedTuple):
    """What runs under a policy, in order, and the screens that tell a clean text from others.

    ``passed`` is what they say of a text of which all say nothing: then only ``late`` repairs may
    change it, from the first one of traditional text on.
    """

    policy: RepairSection
    repairs: tuple[Repair, ...]
    screens: tuple[Screen, ...]
    passed: dict[Screen | str, object]
    late: tuple[Repair, ...]


_PLANS: dict[bool, _Plan] = {}
"""The last plan with and without ``keep_lines``: to hash a policy takes as long as a clean text."""


def _plan(policy: RepairSection, keep_lines: bool) -> _Plan:
    """The plan of a policy; UsageError for an unknown name in ``policy.off``."""
    plan = _PLANS.get(keep_lines)
    if plan is None or plan.policy is not policy:
        plan = _PLANS[keep_lines] = _made(policy, keep_lines)
    return plan


@lru_cache(maxsize=64)
def _made(policy: RepairSection, keep_lines: bool) -> _Plan:
    for name in policy.off:
        REPAIRS.get(name)
    chosen = (
        repair
        for repair in REPAIRS
        if repair.name not in policy.off
        and repair.wanted(policy)
        and not (keep_lines and repair.drops_lines)
    )
    active = sorted(chosen, key=lambda repair: (repair.order, repair.name))
    screens = dict.fromkeys(repair.screen for repair in active if callable(repair.screen))
    passed: dict[Screen | str, object] = {"odd": False, **dict.fromkeys(screens, False)}
    late = dropwhile(lambda repair: repair.screen != "traditional", active)
    return _Plan(policy, tuple(active), tuple(screens), passed, tuple(late))


class _Said(dict[Screen | str, object]):
    """What the screens say of a text, each asked once; ``look`` is known of a source."""

    __slots__ = ("look", "text")

    def __init__(
        self,
        text: str,
        first_look: Look | None = None,
        known: Mapping[Screen | str, object] = MappingProxyType({}),
    ) -> None:
        super().__init__(known)
        self.text = text
        self.look = first_look

    def __missing__(self, screen: Screen | str) -> object:
        """Whether a repair with this screen looks at the text."""
        said: object
        if callable(screen):
            said = screen(self.text)
        elif screen == "mended":
            said = self.look is None
        elif screen == "traditional":
            said = not is_plain(self.text) if self.look is None else self.look != "plain"
        else:
            said = (self.look or look(self.text)) == "odd"
        self[screen] = said
        return said


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
    plan = _plan(policy, keep_lines)
    first_look = look(text)
    if first_look == "odd" or _any(plan.screens, text):
        repairs, said = plan.repairs, _Said(text, first_look)
    elif first_look == "plain":
        return Repaired(text, ())
    else:
        repairs, said = plan.late, _Said(text, first_look, plan.passed)
    return _repaired(repairs, Page(policy, head, keep_lines), said)


def _any(screens: Iterable[Screen], text: str) -> bool:
    """Whether any of them wants to see the text; a loop takes half the time of ``any``."""
    for screen in screens:  # noqa: SIM110 - see above
        if screen(text):
            return True
    return False


def _repaired(repairs: Iterable[Repair], page: Page, said: _Said) -> Repaired:
    """The text that ``said`` is about after these repairs, in order."""
    text = said.text
    edits: list[Edit] = []
    for repair in repairs:
        if not said[repair.screen]:
            continue
        change = repair.mend(text, page)
        if change is None or change.text == text:
            continue
        name = change.name or repair.name
        edits += prove(len(page.done), name, text, change)
        text = change.text
        page = page._replace(done=(*page.done, name))
        said = _Said(text)
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
