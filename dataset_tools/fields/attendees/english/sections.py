"""The lists below labels, headings and in tables: "Present:", "## Absent", "Name | Role"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dataset_tools.fields.attendees.english import words
from dataset_tools.fields.attendees.english.people import Listed, begins_with_person, people
from dataset_tools.fields.attendees.rosters import Entry
from dataset_tools.fields.attendees.state import Verdict

_HOW = r"(?:[ ](?:via|by|on|over)[ ]\w+|[ ]remotely|[ ]virtually|[ ]online|[ ]in person)?"
_STATE = (
    r"(?:present|not present|attendees|attending|in attendance|attendance|participants|"
    r"participating|apologies(?: for absence)?(?: received(?: from)?)?|absent(?: with apologies)?|"
    r"absentees|excused|regrets|leave of absence|unable to attend|observers|guests|visitors|"
    r"by invitation|speakers?|presenters?|panell?ists|vice[- ]chair(?:man|woman|person)?|"
    r"chair(?:man|woman|person)?|conven[eo]r|presiding(?: officer)?|facilitator|moderator|"
    r"(?:recording[ ])?secretary|clerk|minutes(?: taken)? by|minute[- ]taker|note[- ]?taker|"
    r"recorder|scribe)"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[.;]\s)|(?<=\t)|(?<=[Rr]oll [Cc]all: ))[ \t*#_]{{0,200}}+"
    rf"(?:[\d./]+[.)]?[ ]+)?[*_]*(?P<label>{words.WHO}{_STATE}{_HOW}(?:[ ]\([^)\n]*\))?)"
    r"[*_]*[ \t]*[:–—][*_]*[ \t]*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"[ \t]*(?:#{1,6}[ ]*)?(?:\d+[.)][ ]*)?[*_]*"
    rf"(?P<label>{words.WHO}{_STATE}{_HOW})[*_]*[ \t]*$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"(?:in person|online|remote(?:ly)?|virtual(?:ly)?|via \w+|by phone)[ ]?:[ ]*", re.I
)
_OTHER_LABEL = re.compile(r"[ \t*#_]*(?:#{1,6}[ ]|[A-Z][\w ]{0,28}:|[A-Z][A-Z ]{6,}$)")
_NUMBERED = re.compile(r"[ \t]*\d+[.)]\s")
_NOBODY = re.compile(r"(?:none|nil|n/?a|no apologies|quorum)\b", re.IGNORECASE)


class _Section:
    """What the lines below a label inherit from it."""

    def __init__(self, verdict: Verdict, listed: bool) -> None:
        self.verdict = verdict
        self.listed = listed  # names stand behind the label itself
        self.lines = 0  # lines of names below the label
        self.spaced = False  # an empty line lies between label and names
        self.gap = False  # an empty line was the last
        self.numbered = False

    def takes(self, text: str, start: int, end: int) -> bool:
        """Whether a line below the label belongs to its list."""
        line = text[start:end]
        if "|" in line:
            return True
        if _OTHER_LABEL.match(line) or (
            self.gap and (self.listed or self.lines) and not self.spaced
        ):
            return False
        numbered = _NUMBERED.match(line) is not None
        if numbered and (self.listed or (self.lines and not self.numbered)):
            return False
        self.numbered = numbered
        return begins_with_person(text, start, end)


def find(text: str) -> Iterator[Entry]:
    """The names of every list under a label, in text order."""
    section: _Section | None = None
    at = 0
    pending: list[
        tuple[int, int]
    ] = []  # lines of one heading: whether one is a person is seen at the end
    for line in text.split("\n"):
        end = at + len(line)
        labels = list(_LABEL.finditer(line))
        heading = None if labels else _HEADING.match(line)
        if labels or heading:
            yield from _below(text, section, pending)
            pending = []
            for number, label in enumerate(labels):
                last = labels[number + 1].start() if number + 1 < len(labels) else len(line)
                section = _Section(
                    words.verdict_of(label["label"]), bool(line[label.end() : last].strip())
                )
                yield from _behind(text, section.verdict, at + label.end(), at + last, (at, end))
            if heading:
                section = _Section(words.verdict_of(heading["label"]), False)
        elif not line.strip():
            if section is not None:
                section.gap = True
                section.spaced = section.spaced or not (section.listed or section.lines)
        elif section is not None and section.takes(text, at, end):
            section.lines, section.gap = section.lines + 1, False
            pending.append((at, end))
        else:
            yield from _below(text, section, pending)
            section, pending = None, []
        at = end + 1
    yield from _below(text, section, pending)


def _behind(
    text: str, verdict: Verdict, start: int, end: int, line: tuple[int, int]
) -> Iterator[Entry]:
    """The names that stand behind a label; "in person:" among them starts the list anew."""
    if _NOBODY.match(text, start, end):
        return
    stop = re.search(r"\.(?= [A-Z])", words.quiet(text[start:end]))
    end = start + stop.start() if stop else end
    cuts = [start, *(m.start() for m in _SAME.finditer(text, start, end)), end]
    for first, last in pairwise(cuts):
        same = _SAME.match(text, first, last)
        begin = same.end() if same else first
        if begins_with_person(text, begin, last) or ":" not in text[begin:last]:
            stop_at = text.rfind(";", begin, last) if last < end else last
            surnames = _roll(text[line[0] : begin], text[begin:stop_at])
            for person in people(text, begin, stop_at, bare=surnames):
                yield entry_of(person, verdict, line)


def _roll(before: str, names: str) -> bool:
    """Whether a roll call gives surnames alone."""
    return "oll call" in before.lower() and all(
        words.SURNAME.fullmatch(name.strip(" .")) for name in names.split(",")
    )


def _below(text: str, section: _Section | None, lines: list[tuple[int, int]]) -> Iterator[Entry]:
    """The names of the lines below a label: one a line where there are several lines."""
    if section is None:
        return
    for start, end in lines:
        for person in people(text, start, end, one=len(lines) > 1 or section.listed):
            yield entry_of(person, section.verdict, (start, end))


def entry_of(person: Listed, verdict: Verdict, line: tuple[int, int]) -> Entry:
    """The entry of one person: what stands beside the name goes before what the list says."""
    one: Verdict = person.verdict if person.verdict and verdict == "attendee" else verdict
    return Entry(person.start, person.end, person.title, one, "English minutes", line)
