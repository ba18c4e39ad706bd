"""Rosters: label and names in columns, over lines ("参会人员：" and what follows)."""

from __future__ import annotations

from typing import NamedTuple

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees.reading import Reading, masked
from dataset_tools.fields.attendees.state import Verdict
from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.names import is_plausible_name, surname_of
from dataset_tools.text.titles import TAIL


class Entry(NamedTuple):
    """One name of a roster; offsets in the reading's ``plain``."""

    start: int
    end: int
    title: str | None
    verdict: Verdict
    rule: str
    line: tuple[int, int]


class Roster(NamedTuple):
    """The entries, and the lines that they took up."""

    entries: tuple[Entry, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()


_LABEL = Pattern(
    "[ \t\u3000]*(?:[一二三四五六七八九十\\d]{1,2}[、.．])?(?P<label>(?:会议|大会)?(?:出席|列席|"
    "参加|参会|与会|到会|缺席|请假|主持|记录|参加会议|出席会议|列席会议|应到|实到|未到|缺席会议|"
    "旁听)"
    "[^：\n。，]{0,10}|[^：\n。，、]{0,16}(?:主席团|主席|委员|代表|成员|组长|"
    "主任)(?:名单)?)[ \u3000]*[：:][ \u3000]*"
)
_ATTENDING = Pattern("出席|列席|参加|参会|与会|到会|旁听|会议")
_COLON = Pattern("[：:]")
_CELL = Pattern("[^\\s、，；,;和及]+")
_ABSENT = Pattern("请假|缺席|未到")
_NOT_PEOPLE = Pattern("记录|时间|地点|议题|单位|人数|\\d|范围|要求|对象|方式|范围|电话|条件|办法")


def _verdict(label: str) -> Verdict | None:
    if _ABSENT.search(label):
        return "absent"
    if _NOT_PEOPLE.search(label):
        return None
    role: Role = "chair" if label.startswith("主持") else "attendee"
    return role


def _names(masked: str, start: int, end: int) -> list[tuple[int, int]] | None:
    """Spans of the names in a line of nothing but names, or None when it holds anything else."""
    cells = [(m.start(), m.end()) for m in _CELL.finditer(masked.replace("\x00", " "), start, end)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(cells):
        first, last = cells[at]
        if last - first == 1 and at + 1 < len(cells) and cells[at + 1][1] - cells[at + 1][0] == 1:
            last = cells[at + 1][1]
            at += 1
        name = "".join(masked[first:last].split())
        if not is_plausible_name(name) or (
            surname_of(name) is None and "·" not in name and len(found) == 0
        ):
            return None
        found.append((first, last))
        at += 1
    return found or None


NEAR = 32
"""Characters before the colon of a label, at most."""


def _has_label(text: str) -> bool:
    """Whether some line begins with the label of a roster."""
    for colon in _COLON.finditer(text):
        start = text.rfind("\n", 0, colon.start()) + 1
        if colon.start() - start < NEAR and _LABEL.match(text, start):
            return True
    return False


def find(reading: Reading) -> Roster:
    """Every roster of an article."""
    if not _has_label(reading.folded):
        return Roster()
    page = masked(reading.folded)
    entries: list[Entry] = []
    lines: list[tuple[int, int]] = []
    verdict: Verdict | None = None
    title: str | None = None
    at = 0
    for line in page.split("\n"):
        end = at + len(line)
        label = _LABEL.match(line)
        start = at
        if label is not None:
            verdict = _verdict(label.group("label"))
            word = label.group("label").removesuffix("名单")
            tail = TAIL.search(word)
            whole = tail is not None and tail.end() == len(word) and verdict == "attendee"
            title = word if whole and not _ATTENDING.match(word) else None
            if title is not None and line[label.end() :].strip():
                verdict = None
            start = at + label.end()
        if verdict is not None and (label is None or line[label.end() :].strip()):
            spans = _names(page, start, end)
            if spans is None or line.rstrip().endswith("。"):
                verdict = None
            else:
                entries += [Entry(a, b, title, verdict, "roster", (at, end)) for a, b in spans]
                lines.append((at, end))
        at = end + 1
    return Roster(tuple(entries), tuple(lines))
