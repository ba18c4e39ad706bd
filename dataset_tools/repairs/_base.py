"""What a repair is, and the registry that finds repairs by importing this folder.

A repair is a function ``(text, page) -> Change | None`` in one file, with a decorator that says
when it runs and why, what it mends and what it must leave alone::

    @repair("control", order=40, why="...", mends={"a\\x00b": "ab"}, leaves=["ab\\n"])
    def control(text: str, page: Page) -> Change | None:
        return substitute(text, PATTERN, "")

The examples are its tests. A repair never proves or numbers anything itself: the stage does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from dataset_tools.core.config import RepairSection
from dataset_tools.core.registry import Registry

Place = tuple[int, str, str]
"""``(start in the repaired text, before, after)``."""


class Page(NamedTuple):
    """What a repair knows beside the text.

    ``head`` leading lines are fields and may not be dropped; with ``keep_lines`` no line may.
    ``done`` are the names under which earlier repairs changed this text: evidence of damage.
    """

    policy: RepairSection = RepairSection()
    head: int = 0
    keep_lines: bool = False
    done: tuple[str, ...] = ()


class Change(NamedTuple):
    """A repaired text, and how it is undone: by ``places``, or by ``rule`` where that is not None.

    ``name`` is written into the edits instead of the repair's own name (for guesses). A change
    with neither places nor rule is undone by one edit that the stage works out.
    """

    text: str
    places: Sequence[Place] = ()
    rule: str | None = None
    name: str = ""


Mender = Callable[[str, Page], Change | None]
Screen = Callable[[str], object]


@dataclass(frozen=True)
class Repair:
    """One registered repair.

    ``screen`` says which texts it looks at: "odd" those with a character that clean text has not,
    "traditional" these and traditional ones (:mod:`dataset_tools.text.screen`), "mended" those in
    which an earlier repair changed something, a function those for which it gives something true.
    A function runs on every text, so it must be cheap. ``wanted`` says under which policies the
    repair runs at all.
    """

    name: str
    order: int
    why: str
    mends: Mapping[str, str]
    leaves: Sequence[str]
    mend: Mender
    screen: Screen | str
    drops_lines: bool
    policy: RepairSection
    wanted: Callable[[RepairSection], bool]


REPAIRS: Registry[Repair] = Registry("repairs")


def repair(
    name: str,
    *,
    order: int,
    why: str,
    mends: Mapping[str, str],
    leaves: Sequence[str],
    **options: object,
) -> Callable[[Mender], Mender]:
    """Register a repair.

    Options, all as in :class:`Repair`: ``screen`` (default "odd"), ``wanted`` (default always),
    ``drops_lines`` (True for repairs that drop or join lines; they are off with ``keep_lines``),
    ``policy`` (the policy under which the examples hold).
    """
    known = {"screen": "odd", "wanted": _always, "drops_lines": False, "policy": RepairSection()}
    if unknown := sorted(set(options) - set(known)):
        raise TypeError(f"repair {name!r}: no option {unknown[0]!r}")
    given: dict[str, Any] = {**known, **options}
    if not callable(given["screen"]) and given["screen"] not in ("odd", "traditional", "mended"):
        raise TypeError(f"repair {name!r}: no screen {given['screen']!r}")

    def add(function: Mender) -> Mender:
        REPAIRS.add(Repair(name, order, why, mends, leaves, function, **given))
        return function

    return add


def _always(_: RepairSection) -> bool:
    return True


def substitute(text: str, pattern: re.Pattern[str], after: str) -> Change | None:
    """Every match of ``pattern`` (one group: all of it) replaced by the constant ``after``.

    >>> substitute("a b c", re.compile("( )"), "")
    Change(text='abc', places=[(1, ' ', ''), (2, ' ', '')], rule=None, name='')
    """
    pieces = pattern.split(text)
    if len(pieces) == 1:
        return None
    kept = pieces[::2]
    step = len(after)
    starts = list(accumulate(map(len, kept[:-1])))
    if step:
        starts = [start + number * step for number, start in enumerate(starts)]
    places = [(start, before, after) for start, before in zip(starts, pieces[1::2], strict=True)]
    return Change(after.join(kept), places)


def replace(text: str, spans: Iterable[tuple[int, int, str]]) -> Change | None:
    """Each ``text[start:end]`` replaced; spans are sorted and do not overlap.

    Spans that change nothing are left out; None where nothing changes.

    >>> replace("abcd", [(1, 2, "XY"), (3, 4, "")])
    Change(text='aXYc', places=[(1, 'b', 'XY'), (4, 'd', '')], rule=None, name='')
    """
    pieces: list[str] = []
    places: list[Place] = []
    at = shift = 0
    for start, end, after in spans:
        before = text[start:end]
        if before == after:
            continue
        pieces += (text[at:start], after)
        places.append((start + shift, before, after))
        shift += len(after) - len(before)
        at = end
    if not places:
        return None
    pieces.append(text[at:])
    return Change("".join(pieces), places)


def drop_lines(lines: list[str], dropped: set[int]) -> Change | None:
    """These lines as a text without some, each with the line end after it (the last ones: before).

    >>> drop_lines(["a", "b"], {1}).text
    'a'
    """
    kept = [n for n in range(len(lines)) if n not in dropped]
    if not kept:
        return None
    last = kept[-1]
    places: list[Place] = []
    at = 0
    for number, line in enumerate(lines[:last]):
        if number in dropped:
            places.append((at, f"{line}\n", ""))
        else:
            at += len(line) + 1
    end = at + len(lines[last])
    if last + 1 < len(lines):
        places.append((end, "\n".join(["", *lines[last + 1 :]]), ""))
    return Change("\n".join(map(lines.__getitem__, kept)), places) if places else None
