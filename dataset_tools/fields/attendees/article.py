"""The article as a whole: sentences in order, persons merged, offsets placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from dataset_tools.core.record import ROLES, Absentee, Attendance, Attendee, Group, Role
from dataset_tools.fields.attendees import english, frames, groups, rosters, verbs
from dataset_tools.fields.attendees.reading import (
    Reading,
    dateline_end,
    masked,
    name_at,
    read,
)
from dataset_tools.fields.attendees.rosters import Entry
from dataset_tools.fields.attendees.screen import (
    first_of,
    has_trigger,
    takes_the_floor,
    worth_reading,
)
from dataset_tools.fields.attendees.sentence import SentenceReader
from dataset_tools.fields.attendees.state import Context, Evidence
from dataset_tools.text.dispatch import Led
from dataset_tools.text.simplify import fold

NOBODY = Attendance()
LONGEST_SENTENCE = 10_000
"""Characters of a sentence that are read: each verb is held against each name, and 80,000
characters without a full stop took 19 s. A list of a thousand names has 5,000."""


class Explained(NamedTuple):
    """One candidate: what the text says of it, by which rule, in which sentence (offsets in text).

    ``verdict`` is a role, ``absent`` or ``refused``.
    """

    name: str
    verdict: str
    rule: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(slots=True)
class Person:
    """One person, as far as the article has been read."""

    name: str
    start: int
    end: int
    title: str | None
    roles: set[Role] = field(default_factory=set)
    absent: bool = False
    heading: bool = False


_IN_TURN = Led("在发言[中时]|会上，|(?:先后|分别|依次|相继|踊跃|围绕)[^。]{0,30}发言")
TURNS = 3
"""Lines after one in which people took the floor: so near the next speaker is one of them."""
_FULL_STOPS = frozenset("。！？!?.；;：:")


def extract(text: str) -> Attendance:
    """Who took part, who was absent, which groups, and which numbers the text states.

    Offsets are code points in ``text``, half open. Source: grammar of attendance sentences; no list
    of officials. Reads nothing but ``text``; never raises.

    >>> [a.name for a in extract("王大明、李小红出席会议。").attendees]
    ['王大明', '李小红']
    """
    if not has_trigger(text):
        return NOBODY
    return _Article(text).attendance()


def explain(text: str) -> list[Explained]:
    """Every candidate with its verdict, rule and sentence, in text order, refused ones too.

    >>> [(e.name, e.verdict) for e in explain("受市长王大明委托，李小红出席会议。")]
    [('王大明', 'refused'), ('李小红', 'attendee')]
    """
    if not has_trigger(text):
        return []
    article = _Article(text)
    article.attendance()
    return article.explained()


class _Article:
    def __init__(self, text: str) -> None:
        self.reading: Reading = read(text)
        self.people: dict[str, Person] = {}
        self.entries: list[Entry] = []
        self.groups: list[Group] = []
        self.counts: list[int] = []

    def attendance(self) -> Attendance:
        folded = self.reading.folded
        context = Context(conference="发言" in folded)
        taken = rosters.find(self.reading)
        minutes = english.find(self.reading)
        for entry in (*taken.entries, *minutes.entries):
            self._add(entry)
        for span in minutes.groups:
            first, last = self.reading.place(*span)
            self.groups.append(Group(self.reading.text[first:last], first, last))
        lines = {start for start, _ in taken.lines}
        at = 0
        hit = first_of(verbs.ANY, folded, 0)
        for line in folded.split("\n"):
            end = at + len(line)
            if hit < at:
                hit = first_of(verbs.ANY, folded, at)
            if at not in lines and (hit < end or takes_the_floor(line, context)):
                self._line(line, at, context)
            if line:
                context.first = False
                if context.turns:
                    context.turns -= 1
                context.carried = (
                    line[-1] in "：:" and frames.CARRIED.match(line.strip()) is not None
                )
            at = end + 1
        return self._result() if self.people or self.groups or self.counts else NOBODY

    def explained(self) -> list[Explained]:
        """Every candidate, in the order of reading."""
        place = self.reading.place
        return [
            Explained(
                name_at(self.reading, one.start, one.end),
                one.verdict,
                one.rule,
                *place(one.start, one.end),
                *place(*one.line),
            )
            for one in self.entries
        ]

    def _line(self, line: str, at: int, context: Context) -> None:
        context.speech = False
        blank = masked(line)
        told = 0  # up to here the line has been searched for reported speech
        for start, end in worth_reading(blank, context):
            if not context.speech and told < start:
                context.speech = verbs.REPORTED.search(blank, told, start) is not None
            told = start
            last = min(end, start + LONGEST_SENTENCE)
            self._sentence(blank[start:last], at + start, at + last, context)

    def _sentence(self, sentence: str, start: int, end: int, context: Context) -> None:
        reader = SentenceReader(sentence, dateline_end(sentence), context)
        told = reader.run()
        if any(item.verdict == "speaker" for item in told) and (
            context.turns or _IN_TURN.search(sentence)
        ):
            context.turns = TURNS
        for item in told:
            self._take(item, start, end)
            name = sentence[item.mention.start : item.mention.end]
            context.names.add(name)
            if item.verdict != "refused":
                context.present.add(name)
            if item.verdict == "counterpart":
                context.bilateral = True
        used = [(m.title_start + start, m.after + start) for m in reader.mentions]
        found = groups.find(sentence, start, used, self.reading)
        self.groups += [Group(self.reading.text[a:b], a, b) for a, b in found]
        if reader.evidence and "等" in sentence:
            self.counts += groups.counts(sentence)

    def _take(self, item: Evidence, start: int, end: int) -> None:
        mention = item.mention
        title: str | None = None
        if item.verdict != "refused":
            first, last = self.reading.place(start + mention.title_start, start + mention.title_end)
            title = self.reading.text[first:last].strip() or None
            if title is None and mention.trailing:
                first, last = self.reading.place(start + mention.end, start + mention.after)
                title = self.reading.text[first:last].strip()
        self._add(
            Entry(
                start + mention.start,
                start + mention.end,
                title,
                item.verdict,
                item.rule,
                (start, end),
            )
        )

    def _add(self, entry: Entry) -> None:
        self.entries.append(entry)
        verdict = entry.verdict
        if verdict == "refused":
            return
        name = name_at(self.reading, entry.start, entry.end)
        first, last = self.reading.place(entry.start, entry.end)
        key = self._key(fold(name))
        person = self.people.get(key)
        heading = self.reading.folded[entry.line[1] - 1 : entry.line[1]] not in _FULL_STOPS
        if person is None:
            person = self.people[key] = Person(name, first, last, entry.title, heading=heading)
        elif person.heading and not heading:
            # a title line is no proof where the running text names the same person
            person.name, person.start, person.end, person.heading = name, first, last, False
            person.title = entry.title or person.title
        elif person.title is None:
            person.title = entry.title  # introduced later ("X出席。…市长X讲话")
        if verdict == "absent":
            person.absent = True
        else:
            person.roles.add(verdict)

    def _key(self, key: str) -> str:
        """The key of a person already known under a longer or shorter name with middle dots."""
        if key in self.people:
            return key
        for known in self.people:
            if "·" in known and (key in known.split("·") or known.startswith(key)):
                return known
        return key

    def _result(self) -> Attendance:
        people = sorted(self.people.values(), key=attrgetter("start"))
        attendees = []
        for person in people:
            if person.roles and not person.absent:
                roles = tuple(role for role in ROLES if role in person.roles)
                attendees.append(
                    Attendee(person.name, person.title, roles[0], roles, person.start, person.end)
                )
        return Attendance(
            tuple(attendees),
            tuple(Absentee(p.name, p.start, p.end) for p in people if p.absent),
            tuple(sorted(set(self.groups), key=attrgetter("start"))),
            tuple(self.counts),
        )
