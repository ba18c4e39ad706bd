"""What a sentence says, and what is known while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees.mentions import Mention

Verdict = Role | Literal["absent", "refused"]


class Evidence(NamedTuple):
    """What one sentence says of one mention, and the rule that says so."""

    mention: Mention
    verdict: Verdict
    rule: str


@dataclass(slots=True)
class Context:
    """What a sentence inherits from the article before it."""

    first: bool = True
    speech: bool = False
    bilateral: bool = False
    names: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)
    awaited: bool = False
    conference: bool = False
    guests: bool = False
    carried: bool = False
    turns: int = 0
    """Lines in which the next one who takes the floor may follow."""


@dataclass(slots=True)
class State:
    """The reading state inside one sentence."""

    subject: list[Mention] = field(default_factory=list)
    partners: list[Mention] = field(default_factory=list)
    objects: list[Mention] = field(default_factory=list)
    listed: tuple[Role, ...] = ()
    last: Literal["", "subject", "partner", "object", "listed", "oblique"] = ""
    refused: str = ""
    verb_end: int = -1
    pending: str = ""
    escort: int = -1
