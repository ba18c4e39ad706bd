"""Line ends: every kind becomes the line feed."""

from __future__ import annotations

import re

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair, substitute

_OTHER = re.compile("(\r\n|[\r\u2028\u2029])")


def _has_other(text: str) -> bool:
    # Three searches for one character each are far faster than one for any of three.
    return "\r" in text or "\u2028" in text or "\u2029" in text


@repair(
    "line_ends",
    order=10,
    why="Windows and old Mac line ends, and Unicode's own, split paragraphs differently everywhere",
    mends={"a\r\nb\rc": "a\nb\nc", "会议\r\n举行": "会议\n举行", "a\u2028b": "a\nb"},
    leaves=["a\nb\n", ""],
)
def line_ends(text: str, _: Page) -> Change | None:
    """One rule row where all line ends are alike, else one edit for each."""
    if not _has_other(text):
        return None
    for kind in ("\r\n", "\r"):
        mended = text.replace(kind, "\n")
        if not _has_other(mended) and mended.replace("\n", kind) == text:
            return Change(mended, rule=kind)
    return substitute(text, _OTHER, "\n")


@register_inverse("line_ends")
def _undo(text: str, kind: str) -> str:
    return text.replace("\n", kind)
