"""Control characters that no text has a use for."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, repair, substitute
from dataset_tools.text.late import AnyOf

# A terminal's colour codes go whole: without their escape character they would be left as "[31m".
_CONTROL = re.compile("(\x1b\\[[0-9;]*m|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])")
_ANY = AnyOf(lambda: "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f")


@repair(
    "control",
    order=40,
    why="control characters are left from other formats; JSON, XML and terminals choke on them",
    mends={"会\x00议\x0b": "会议", "\x1b[31m红\x1b[0m": "红", "a\x85b": "ab"},
    leaves=["a\tb\n", "会议[31m]"],
)
def control(text: str, _: Page) -> Change | None:
    """All C0 and C1 controls but tab and line feed are removed."""
    return substitute(text, _CONTROL, "") if _ANY.stands_in(text) else None
