"""The screen: which sentences are worth reading. Most hold no word of attendance at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dataset_tools.fields.attendees import verbs
from dataset_tools.fields.attendees.reading import simple
from dataset_tools.fields.attendees.state import Context
from dataset_tools.text.dispatch import Led, Pattern
from dataset_tools.text.sentences import spans

NEVER = sys.maxsize
"""The place of what a text does not hold."""
_DELEGATE = Led("(?:委员|常委|代表)(?:代表|发言|建议|提出|认为|表示|说|指出)")
_NEXT = Pattern("[^，。：]{4,30}?(?:认为|建议|提出|谈到|表示|说|指出)(?=[，：])")
_GUEST = Pattern("[^，。：]{6,60}?(?:表示|说，|说：|赞赏|感谢|评价)")


def has_trigger(text: str) -> bool:
    """Whether a text holds any word of attendance: the screen before all reading."""
    if verbs.ANY.search(text) is not None:
        return True
    plain = simple(text)
    return plain is not text and verbs.ANY.search(plain) is not None


def first_of(pattern: Pattern, text: str, at: int) -> int:
    """Where ``text`` first holds a pattern from ``at`` on."""
    match = pattern.search(text, at)
    return NEVER if match is None else match.start()


def takes_the_floor(text: str, context: Context) -> bool:
    """Whether somebody speaks here whom only the sentences before make one who took part."""
    if context.carried or (context.turns and _NEXT.match(text)):
        return True
    guests = context.awaited and verbs.GUESTS.match(text)
    if guests or (context.conference and _DELEGATE.search(text)):
        return True
    return context.guests and _GUEST.search(text) is not None


def worth_reading(line: str, context: Context) -> Iterator[tuple[int, int]]:
    """The sentences that may hold evidence: a strong stem, or a weak one with its companion."""
    strong = first_of(verbs.STRONG, line, 0)
    companion = first_of(verbs.COMPANION, line, 0)
    if strong == companion == NEVER and not takes_the_floor(line, context):
        return
    for start, end in spans(line):
        if strong < start:
            strong = first_of(verbs.STRONG, line, start)
        if companion < start:
            companion = first_of(verbs.COMPANION, line, start)
        if (
            strong < end
            or (companion < end and verbs.COMPANION.search(line, start, end))
            or takes_the_floor(line[start:end], context)
        ):
            yield start, end
