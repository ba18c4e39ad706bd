"""Sentences of attendance: "attended by", "were present", "called the meeting to order"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.fields.attendees.english import tells, words
from dataset_tools.fields.attendees.english.people import begins_with_person, people
from dataset_tools.fields.attendees.english.sections import entry_of
from dataset_tools.fields.attendees.rosters import Entry
from dataset_tools.fields.attendees.state import Verdict

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n|$")
_LEAD_IN = re.compile(
    r"(?:the following (?:\w+[ ]){0,3}(?:were|was) (?P<first>present|in attendance|absent|excused)|"
    rf"{words.WHO}(?P<second>present|in attendance|attending|absent|excused|attendees|participants)"
    r"(?:[ ](?:at|from|for|via)[ ][^:.,]{1,40})?[ ]"
    r"(?:were|was|includ(?:ed?|ing)|are|is))[ ]*:?[ ]*",
    re.IGNORECASE,
)
_ATTENDED_BY = re.compile(r"attended by[ ]+")
_PREDICATE = re.compile(
    r"[, ](?:[ ]?(?:were|was)[ ](?:also[ ])?(?P<state>present|in attendance|absent|excused)"
    r"(?=[ ]?(?:$|[,;]|at|for|from|as|via)\b|[ ]?$)|(?:also[ ]|both[ ]|all[ ])?attended[ ]"
    r"(?:the|this|today|yesterday|a|our)\b[^.]{0,40}?(?:meeting|session|hearing|conference|"
    r"ceremony|event|workshop|summit|forum|talks|briefing|opening|launch|seminar|reception)\b|"
    r"(?P<not>did not attend|(?:was|were) unable to attend|could not attend|"
    r"sent (?:his|her|their|his or her)?[ ]?(?:apologies|regrets)|gave (?:\w+ )?apologies))"
)
_CHAIRED_BY = re.compile(r"(?:chaired|presided over|called to order(?: at [^,]*?)?) by[ ]+")
_CHAIRS = re.compile(
    r"[, ](?:chaired|presided|called (?:the|this) (?:[\w-]+[ ]){1,4}to order|"
    r"opened the (?:meeting|session)|declared the (?:meeting|session) open|took the chair)\b"
)
_PREFIX = re.compile(r"[A-Z][\w ]{0,28}:[ ]+")
_ALONG = re.compile(r"(?:together|along|accompanied)[ ](?:with|by)[ ]+")
_ADVERBIAL = re.compile(r"(?:On|In|At|Yesterday|Today|Earlier)\b[^,]{0,40},[ ]+")
_REGRETS = re.compile(
    r"[Aa]polog(?:y|ies) (?:for absence )?(?:were|was|(?:had|has|have) been) received from "
    r"(?P<list>[^\n]*)"
)


def find(text: str) -> Iterator[Entry]:
    """The persons of every sentence of attendance, in text order."""
    start = 0
    for mark in _SENTENCE_END.finditer(words.quiet(text)):
        end = mark.start()
        if tells(text[start:end]):
            yield from _sentence(text, start, end)
        start = mark.end()


def _sentence(text: str, start: int, end: int) -> Iterator[Entry]:
    while start < end and text[start].isspace():
        start += 1
    begin = start
    for skipped in (_PREFIX, _ADVERBIAL):
        if (lead := skipped.match(text, begin, end)) is not None:
            begin = lead.end()
    span = (start, end)
    lead = _LEAD_IN.match(text, begin, end)
    if lead is not None:
        verdict = words.verdict_of(lead["first"] or lead["second"])
        for person in people(text, lead.end(), end):
            yield entry_of(person, verdict, span)._replace(rule="says who was there")
        return
    regrets = _REGRETS.search(text, begin, end)
    if regrets is not None:
        for person in people(text, *regrets.span("list")):
            yield entry_of(person, "absent", span)._replace(rule="apologies received")
    chaired = _CHAIRED_BY.search(text, begin, end)
    if chaired is not None:
        for person in people(text, chaired.end(), end)[:1]:
            yield entry_of(person, "chair", span)._replace(rule="chairs the meeting")
    attended = _ATTENDED_BY.search(text, begin, end)
    if attended is not None:
        for person in people(text, attended.end(), end):
            yield entry_of(person, "attendee", span)._replace(rule="attended by")
    yield from _subjects(text, begin, end, span)


def _subjects(text: str, start: int, end: int, span: tuple[int, int]) -> Iterator[Entry]:
    for pattern in (_CHAIRS, _PREDICATE):
        verb = pattern.search(text, start, end)
        if verb is None or not _leads(text, start, verb.start()):
            continue
        verdict: Verdict = "chair"
        if pattern is _PREDICATE:
            verdict = "absent" if verb["not"] else words.verdict_of(verb["state"] or "attended")
        rule = "chairs the meeting" if verdict == "chair" else "says who was there"
        found = people(text, start, verb.start())
        along = _ALONG.search(text, verb.end(), end) if verdict == "attendee" else None
        if along is not None:
            found += people(text, along.end(), end)
        for person in found:
            yield entry_of(person, verdict, span)._replace(rule=rule)


def _leads(text: str, start: int, end: int) -> bool:
    """Whether a sentence's subject is persons: a name, or "The Chair," and a name."""
    if begins_with_person(text, start, end):
        return True
    office = re.match(r"[A-Z][\w ]{2,40},[ ]", text[start:end])
    return (
        office is not None
        and words.OFFICE.search(office.group()) is not None
        and begins_with_person(text, start + office.end(), end)
    )
