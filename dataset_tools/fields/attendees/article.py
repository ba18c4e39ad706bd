"""The article as a whole: sentences in order, persons merged, offsets placed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from dataset_tools.core.record import ROLES, Absentee, Attendance, Attendee, Group, Role
from dataset_tools.fields.attendees import english, groups, rosters, verbs
from dataset_tools.fields.attendees.reading import Reading, dateline_end, masked, name_at, read
from dataset_tools.fields.attendees.sentence import SentenceReader
from dataset_tools.fields.attendees.state import Context, Evidence
from dataset_tools.text.names import normalise
from dataset_tools.text.sentences import spans

NOBODY = Attendance()


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


_DELEGATE = re.compile("(?:委员|常委|代表)(?:代表|发言|建议|提出|认为|表示|说|指出)")


_GUEST = re.compile("[^，。：]{6,60}?(?:表示|说，|说：|赞赏|感谢|评价)")


_FULL_STOPS = frozenset("。！？!?.；;：:")


def has_trigger(text: str) -> bool:
    """Whether a text holds any word of attendance: the screen before all reading."""
    return verbs.ANY.search(text) is not None


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
    return article.explained


def _worth_reading(sentence: str, context: Context) -> bool:
    """Whether a sentence may hold evidence: a strong stem, or a weak one with its companion."""
    if verbs.STRONG.search(sentence) or verbs.COMPANION.search(sentence):
        return True
    return _takes_the_floor(sentence, context)


def _reports(line: str, start: int, end: int) -> bool:
    """Whether a sentence that begins in ``line[start:end]`` reports speech."""
    return any(
        verbs.REPORTED.search(line[start + first : start + last]) is not None
        for first, last in spans(line[start:end])
    )


def _takes_the_floor(text: str, context: Context) -> bool:
    if context.conference and _DELEGATE.search(text):
        return True
    return context.guests and _GUEST.search(text) is not None


class _Article:
    def __init__(self, text: str) -> None:
        self.reading: Reading = read(text)
        self.people: dict[str, Person] = {}
        self.explained: list[Explained] = []
        self.groups: list[Group] = []
        self.counts: list[int] = []

    def attendance(self) -> Attendance:
        folded = self.reading.folded
        context = Context(conference="发言" in folded)
        taken = rosters.find(self.reading)
        for entry in (*taken.entries, *english.find(self.reading)):
            self._add(entry.start, entry.end, entry.title, entry.verdict, entry.rule, entry.line)
        lines = {start for start, _ in taken.lines}
        at = 0
        for line in folded.split("\n"):
            if at not in lines and (verbs.ANY.search(line) or _takes_the_floor(line, context)):
                self._line(line, at, context)
            if line:
                context.first = False
            at += len(line) + 1
        return self._result()

    def _line(self, line: str, at: int, context: Context) -> None:
        context.speech = False
        blank = masked(line)
        told = 0  # up to here the line has been searched for reported speech
        for start, end in spans(blank):
            sentence = blank[start:end]
            if _worth_reading(sentence, context):
                if not context.speech and told < start:
                    context.speech = _reports(blank, told, start)
                told = start
                self._sentence(sentence, at + start, at + end, context)

    def _sentence(self, sentence: str, start: int, end: int, context: Context) -> None:
        reader = SentenceReader(sentence, dateline_end(sentence), context)
        for item in reader.run():
            self._take(item, start, end)
            context.names.add(sentence[item.mention.start : item.mention.end])
            if item.verdict == "counterpart":
                context.bilateral = True
        if any(noun in sentence for noun in groups.NOUNS):
            used = [(m.title_start + start, m.after + start) for m in reader.mentions]
            found = groups.find(sentence, start, used, self.reading)
            self.groups += [Group(self.reading.text[a:b], a, b) for a, b in found]
        if reader.evidence and "等" in sentence:
            self.counts += groups.counts(sentence)

    def _take(self, item: Evidence, start: int, end: int) -> None:
        mention = item.mention
        first, last = self.reading.place(start + mention.title_start, start + mention.title_end)
        title = self.reading.text[first:last].strip()
        title = title or mention.trailing
        self._add(
            start + mention.start,
            start + mention.end,
            title or None,
            item.verdict,
            item.rule,
            (start, end),
        )

    def _add(
        self,
        start: int,
        end: int,
        title: str | None,
        verdict: str,
        rule: str,
        line: tuple[int, int],
    ) -> None:
        name = name_at(self.reading, start, end)
        first, last = self.reading.place(start, end)
        lines = self.reading.place(*line)
        self.explained.append(Explained(name, verdict, rule, first, last, *lines))
        if verdict == "refused":
            return
        key = self._key(normalise(name))
        person = self.people.get(key)
        heading = self.reading.folded[line[1] - 1 : line[1]] not in _FULL_STOPS
        if person is None:
            person = self.people[key] = Person(name, first, last, title, heading=heading)
        elif person.heading and not heading:
            # a title line is no proof where the running text names the same person
            person.name, person.start, person.end, person.heading = name, first, last, False
            person.title = title or person.title
        if verdict == "absent":
            person.absent = True
        else:
            person.roles.add(_role(verdict))

    def _key(self, key: str) -> str:
        """The key of a person already known under a longer or shorter name with middle dots."""
        if key in self.people:
            return key
        for known in self.people:
            if "·" in known and (key in known.split("·") or known.startswith(key)):
                return known
        return key

    def _result(self) -> Attendance:
        present = [p for p in self.people.values() if p.roles and not p.absent]
        absent = [p for p in self.people.values() if p.absent]
        attendees = []
        for person in sorted(present, key=lambda p: p.start):
            roles = tuple(role for role in ROLES if role in person.roles)
            attendees.append(
                Attendee(person.name, person.title, roles[0], roles, person.start, person.end)
            )
        return Attendance(
            tuple(attendees),
            tuple(Absentee(p.name, p.start, p.end) for p in sorted(absent, key=lambda p: p.start)),
            tuple(sorted(set(self.groups), key=lambda g: g.start)),
            tuple(self.counts),
        )


def _role(verdict: str) -> Role:
    for role in ROLES:
        if role == verdict:
            return role
    raise ValueError(verdict)
