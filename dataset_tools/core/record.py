"""Values that travel between rooms: what a reader yields, what extraction makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Kind = Literal["text", "markdown", "html", "row", "unreadable"]
Role = Literal["chair", "speaker", "counterpart", "accompanying", "attendee"]
ROLES: tuple[Role, ...] = ("chair", "speaker", "counterpart", "accompanying", "attendee")


class Problem(NamedTuple):
    """Why a record cannot be accepted, before any check has seen it."""

    check: str
    code: str
    message: str


@dataclass(slots=True)
class RawRecord:
    """One record as it was found.

    ``byte_start`` and ``byte_end`` count bytes in the decompressed member; ``raw`` are exactly
    those bytes. ``text`` is the decoded page (kinds text, markdown, html), ``row`` the decoded
    object (kind row). A record with ``problems`` goes to quarantine with ``raw`` kept.
    """

    index: int
    byte_start: int
    byte_end: int
    raw: bytes
    encoding: str
    kind: Kind
    text: str = ""
    row: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class Attendee(NamedTuple):
    """One named person whom the text states to have taken part.

    ``start`` and ``end`` are code points in the record's ``text``, half open, and
    ``text[start:end]`` is the name as printed. ``role`` is the first of ``roles`` in the order
    chair, speaker, counterpart, accompanying, attendee.
    """

    name: str
    title: str | None
    role: Role
    roles: tuple[Role, ...]
    start: int
    end: int


class Absentee(NamedTuple):
    """One named person whom the text states as absent."""

    name: str
    start: int
    end: int


class Group(NamedTuple):
    """Unnamed participants ("各省区市负责同志")."""

    text: str
    start: int
    end: int


class Attendance(NamedTuple):
    """Everything a text says about who took part."""

    attendees: tuple[Attendee, ...] = ()
    absent: tuple[Absentee, ...] = ()
    groups: tuple[Group, ...] = ()
    stated_counts: tuple[int, ...] = ()
