"""Quotation marks and title marks that do not close."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record

_PAIRS = ("“”", "「」", "『』", "《》", "【】")
_EACH = {pair: re.compile(f"[{pair}]") for pair in _PAIRS}


def _uneven(text: str) -> bool:
    count = text.count
    if count("“") != count("”") or count("《") != count("》"):
        return True
    return ("「" in text or "」" in text or "【" in text or "』" in text or "】" in text) and (
        count("【") != count("】") or count("「") != count("」") or count("『") != count("』")
    )


@check(
    "quotes",
    level="warn",
    why="A mark without its partner shows a lost character or a cut paragraph, and makes who said "
    "what unclear.",
    codes={
        "not_closed": "an opening mark without a closing one (a quotation that opens anew in "
        "each of its paragraphs is none)",
        "not_opened": "a closing mark without an opening one",
    },
    clean=[
        record(),
        record(text="他说：“图书节开幕了。\n“大家都来了。”\n《山城》和「河滨」。"),
        record(text="书名《山城的“春天”》。It's 5'10\" tall."),
    ],
    broken={
        "not_closed": record(text="他说：“图书节开幕了。\n大家都来了。"),
        "not_opened": record(text="他说：图书节开幕了。”\n大家都来了。"),
    },
    screen=_uneven,
)
def quotes(text: str) -> Iterator[Hit]:
    """One hit a pair of marks: its first fault."""
    for pair in _PAIRS:
        if text.count(pair[0]) != text.count(pair[1]):
            yield from _fault(text, pair)


def _fault(text: str, pair: str) -> Iterator[Hit]:
    opened, line_end = -1, text.find("\n")
    for mark in _EACH[pair].finditer(text):
        at = mark.start()
        if mark.group() == pair[1]:
            if opened < 0:
                yield Hit("not_opened", "text", at, at + 1, f"{pair[1]} without {pair[0]}")
                return
            opened = -1
        elif opened < 0 or (at > 0 and text[at - 1] == "\n"):
            opened = at  # a new paragraph of the same quotation opens it anew
            if 0 <= line_end < at:
                line_end = text.find("\n", at)
        elif 0 <= line_end < at:
            break  # the earlier one was left open
    if opened >= 0:
        yield Hit("not_closed", "text", opened, opened + 1, f"{pair[0]} without {pair[1]}")
