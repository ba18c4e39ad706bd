"""A title that is no title: it stands in the body again, or it is a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataset_tools.checks._base import Hit, check, record

LONGEST = 120
"""Characters of the longest headline. Of 10,943 clean news items the longest title has 77; the
longest sentence of a first paragraph begins where titles end."""
_LONGEST_LATIN = 300


@check(
    "title",
    level="warn",
    why="A title that is repeated as the first paragraph is counted and learnt twice; a whole "
    "paragraph taken for a title means that the real one was not found.",
    codes={
        "equals_first_paragraph": "the body begins with the title as its first paragraph",
        "too_long": "longer than a headline is",
        "several_lines": "the title holds a line break",
    },
    clean=[
        record(),
        record(title="山城市", text="山城市图书节昨天开幕。"),
        record(title="Council of Riverton meets to discuss the harbour and the new library " * 2),
    ],
    broken={
        "equals_first_paragraph": record(
            title="山城市图书节开幕", text="山城市图书节开幕\n来自各区。"
        ),
        "too_long": record(title="山城市图书节昨天开幕，" * 12),
        "several_lines": record(title="山城市\n图书节"),
    },
)
def title(title: str, text: str) -> Iterable[Hit]:
    """At most one hit a code."""
    if len(title) <= LONGEST and not text.startswith(title) and "\n" not in title:
        return ()
    return _faults(title, text)


def _faults(title: str, text: str) -> Iterator[Hit]:
    length = len(title)
    if title and text.startswith(title) and text[length : length + 1] in ("\n", ""):
        yield Hit("equals_first_paragraph", "text", 0, length, "the title stands in the body again")
    if length > LONGEST and length > (_LONGEST_LATIN if title.isascii() else LONGEST):
        yield Hit("too_long", "title", -1, -1, f"{length} characters")
    if "\n" in title:
        at = title.index("\n")
        yield Hit("several_lines", "title", at, at + 1, "a title is one line")
