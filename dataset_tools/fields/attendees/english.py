"""English minutes: "Present:", "Apologies:", "Chair:" and the names that follow."""

from __future__ import annotations

from dataset_tools.fields.attendees.reading import Reading
from dataset_tools.fields.attendees.rosters import Entry


def find(reading: Reading) -> tuple[Entry, ...]:
    """Every name of English minutes."""
    return ()
