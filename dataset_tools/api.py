"""The functions for one text: repair it, restore it, find who took part."""

from __future__ import annotations

from collections.abc import Iterable

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import Edit, Repaired
from dataset_tools.core.record import Attendee
from dataset_tools.fields.attendees import extract
from dataset_tools.stages.repair import repair_text, restore_text


def repair(text: str, policy: RepairSection | None = None) -> Repaired:
    """``text`` with its damage undone, and the edits that give it back exactly.

    >>> repair("会\\u200b议").text
    '会议'
    """
    return repair_text(text, policy or RepairSection())


def restore(text: str, edits: Iterable[Edit]) -> str:
    """The source of a repaired text; ReleaseError where the edits do not fit it.

    >>> restore(*repair("会\\u200b议"))
    '会\\u200b议'
    """
    return restore_text(text, edits)


def extract_attendees(text: str) -> list[Attendee]:
    """The named persons whom ``text`` itself states to have taken part, in its order.

    >>> [(person.name, person.role) for person in extract_attendees("市长卢启文主持会议。")]
    [('卢启文', 'chair')]
    """
    return list(extract(text).attendees)
