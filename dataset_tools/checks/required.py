"""A record without a title or without a body says nothing that can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dataset_tools.checks._base import Hit, check, record

_LETTER = re.compile(r"[^\W_]")


@check(
    "required",
    level="error",
    why="A title and a body are what makes a page an article; without one of them nothing else in "
    "the record can be tied to it.",
    codes={
        "no_title": "the title is empty, or has no letter and no digit",
        "no_text": "the body is empty, or has no letter and no digit",
    },
    clean=[record(), record(title="9·18"), record(text="讣告。")],
    broken={"no_title": record(title="——？"), "no_text": record(text=" \n。")},
)
def required(title: str, text: str) -> Iterable[Hit]:
    """One hit for each of the two that says nothing."""
    return () if title[:1].isalnum() and text[:1].isalnum() else _empty(title, text)


def _empty(title: str, text: str) -> Iterator[Hit]:
    if not title[:1].isalnum() and _LETTER.search(title) is None:
        yield Hit("no_title", "title", -1, -1, "no title was found; see `explain` for the reason")
    if not text[:1].isalnum() and _LETTER.search(text) is None:
        yield Hit("no_text", "text", -1, -1, "no body was found: only boilerplate, or nothing")
