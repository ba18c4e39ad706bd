"""The persons of an English list: "Jane Doe (Chair), Mr J. Smith – Finance; Mayor Lucy Vane"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dataset_tools.fields.attendees.english import words
from dataset_tools.fields.attendees.state import Verdict

_BULLET = re.compile(
    r"[ \t]*(?:[-–—*•·+][ \t]+|\d+[.)][ \t]+)?(?:[*_]{1,3})?(?:and|the|both)?[ \t]*"
)
_PARTS = re.compile(r";|,|\||\t| and (?=(?:[a-z]+[ ])?[A-Z]|\d)| & (?=[A-Z])")
_GLUE = re.compile(r"(?: and| &) ?$")
_GLUE_CHARS = 5
_INITIAL = re.compile(r"[A-Z]\.[ ]?(?:[A-Z]\.[ ]?)*[A-ZÀ-Þ][\w’'-]+$")
_STOP = re.compile(r"[(\[,|:*]|[ ][-–—][ ]|[–—]")
_OF = frozenset(("of", "for", "to", "the"))
_LINKS = _OF | {"and", "&"}
_DRESSING = " \t()[].:*_–—-"


class Listed(NamedTuple):
    """One person of a list; offsets in the text that was read."""

    start: int
    end: int
    title: str | None
    verdict: Verdict | None
    """What the list itself says beside the name: ``chair``, ``absent``, or nothing."""


class _Named(NamedTuple):
    start: int
    end: int
    title: str
    rest: int
    """Where the name and what belongs to it ends."""


def people(text: str, start: int, end: int, one: bool = False, bare: bool = False) -> list[Listed]:
    """The persons that ``text[start:end]`` lists, in text order.

    With ``one``, a line holds one person: what follows the first comma is title, however much it
    looks like a name ("Ellen Park, Acme Audit"). With ``bare``, a surname alone is a person.

    >>> [(p.title, p.verdict) for p in people("Jane Doe (Chair), Mayor Lucy Vane", 0, 33)]
    [('Chair', 'chair'), ('Mayor', None)]
    """
    return list(_people(text, start, end, one, bare))


def begins_with_person(text: str, start: int, end: int) -> bool:
    """Whether a line begins with a person, after its bullet."""
    for first, last in _pieces(text, start, end):
        if text[first:last].strip(" \t|"):
            return _named(text, first, last, bare=False) is not None
    return False


def _people(text: str, start: int, end: int, one: bool, bare: bool) -> Iterator[Listed]:
    person: _Named | None = None
    notes: list[str] = []
    shared = lead = ""
    single = one or any(mark in text[start:end] for mark in ";|\t")
    for first, last in _pieces(text, start, end):
        fresh = person is None or text[first - 1 : first] == ";"
        named = _named(text, first, last, bare=bare or bool(shared))
        if named is not None and (fresh or not single or _INITIAL.search(text[first:last].strip())):
            if person is not None:
                yield _listed(text, person, notes)
            if named.title:
                shared = named.title if words.PLURAL.search(named.title) else ""
            title = named.title or shared or lead
            person, notes, lead = named._replace(title=title), [], ""
            notes += _notes(text[named.rest : last])
        elif notes and (glue := _GLUE.search(text, max(start, first - _GLUE_CHARS), first)):
            notes[-1] += f"{glue.group().rstrip()} {text[first:last].strip(_DRESSING)}"
        elif person is not None:
            notes += _notes(text[first:last])
        elif words.OFFICE.search(text, first, last):
            lead = text[first:last].strip(_DRESSING).removeprefix("The ")
    if person is not None:
        yield _listed(text, person, notes)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a list; what stands in brackets is never cut."""
    at = seen = start
    depth = 0
    for mark in _PARTS.finditer(text, start, end):
        first = mark.start()
        depth += text.count("(", seen, first) - text.count(")", seen, first)
        seen = first
        if depth > 0:
            continue
        yield at, first
        at = seen = first + 1 if len(mark.group()) == 1 else mark.end()
        depth = 0
    yield at, end


def _named(text: str, start: int, end: int, bare: bool) -> _Named | None:
    """The name that a piece begins with; one word is a name after a title or a form of address."""
    lead = _BULLET.match(text, start, end)
    at = lead.end() if lead else start
    if re.match(r"The ", text[at:end]):
        at += 4
    stop = _STOP.search(text, at, end)
    edge = stop.start() if stop else end
    at, title = _title_before(text, at, edge)
    address = words.HONORIFIC.match(text, at, edge)
    if address is not None:
        at = address.end()
        kept = words.KEPT.search(address.group())
        title = title or (kept.group() if kept else "")
    name = words.NAME.match(text, at, edge)
    if name is None and (title or address or bare):
        name = words.SURNAME.match(text, at, edge)
    if name is None:
        return None
    last = _without_letters(text, name.start(), name.end())
    if words.TITLE.search(text, at, last) or words.BODY.search(text, at, last):
        return None
    if " " not in text[at:last] and not (title or address or bare):
        return None
    rest = last
    while letters := words.POST_NOMINAL.match(text, rest, end):
        rest = letters.end()
    tail = text[rest:edge].strip(_DRESSING)
    member = words.MEMBER.match(text, rest, end)
    if tail and member is None and not tail.lower().startswith(("by ", "of ", "from ", "for ")):
        return None
    return _Named(at, last, title, rest)


def _without_letters(text: str, start: int, end: int) -> int:
    """The end of a name without the letters behind it ("CBE", "PhD", "MP")."""
    while True:
        cut = text.rfind(" ", start, end)
        if cut < 0 or not (
            words.POST_NOMINAL.fullmatch(text, cut, end) or words.MEMBER.fullmatch(text, cut, end)
        ):
            return end
        end = cut


def _title_before(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the name begins behind a title ("Director of Works Jo Reed"), and the title."""
    tokens = list(re.finditer(r"\S+", text[start:end]))
    last = -1
    for index, token in enumerate(tokens):
        word = token.group()
        if words.OFFICE.fullmatch(word.rstrip(".")) or word in ("Pro", "Tem"):
            last = index
        elif not word[0].isupper() and word not in _LINKS:
            break
    if last < 0 or last + 1 >= len(tokens):
        return start, ""
    first = last + 1
    if tokens[first].group() in _OF:
        first = max(first + 2, len(tokens) - 2)
        if first >= len(tokens) - 1:
            return start, ""
    if words.HONORIFIC.fullmatch(text[start : start + tokens[first].start()]):
        return start, ""
    at = start + tokens[first].start()
    return at, text[start:at].strip()


def _notes(rest: str) -> list[str]:
    """What is said behind a name, one note for each bracket or dash."""
    found = []
    for part in re.split(r"[()\[\]]|[ ][-–—][ ]|[–—]|\*\*", rest):
        note = part.strip(_DRESSING + ",;")
        if note and not words.GROUP.search(note):
            found.append(note)
    return found


def _listed(text: str, person: _Named, notes: list[str]) -> Listed:
    verdict: Verdict | None = None
    kept = [person.title] if person.title else []
    initials = "".join(word[0] for word in re.findall(r"\w+", text[person.start : person.end]))
    for note in notes:
        for part in re.split(r", ", note):
            if words.ABSENT.fullmatch(part):
                verdict = "absent"
            elif words.CHAIRING.fullmatch(part):
                verdict = verdict or "chair"
            elif part != initials and not (
                words.MODE.fullmatch(part) or words.POST_NOMINAL.fullmatch(part)
            ):
                kept.append(part)
    if verdict is None and any(_is_chair(part) for part in kept):
        verdict = "chair"
    return Listed(person.start, person.end, ", ".join(kept) or None, verdict)


def _is_chair(part: str) -> bool:
    return (
        re.match(r"(?:Chair(?:man|woman|person)?|Conven[eo]r)\b", part, re.IGNORECASE) is not None
    )
