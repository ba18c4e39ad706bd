"""Lines of the site that stayed in the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.schema.explain import short
from dataset_tools.text.boilerplate import strict_label
from dataset_tools.text.labels import LONGEST

SHARE = 0.2
"""Share of the body's characters from which boilerplate is more than a left-over line."""


_SENTENCE_END = frozenset("。！？”")


def _may_speak_of_rights(text: str) -> bool:
    """A whole sentence is the article's, unless it has one of these words."""
    return "载" in text or "載" in text or "版" in text or "声明" in text


@check(
    "boilerplate",
    level="warn",
    why="Navigation, notices and hot lines are the site's words, the same on each of its pages; "
    "they make articles look alike that are not.",
    codes={
        "line": ("info", "a line that belongs to a site's frame is left in the body"),
        "share": f"such lines make up {SHARE:.0%} or more of the body",
    },
    clean=[
        record(),
        record(text="市民拨打热线12345反映问题，记者扫码体验了新的客户端，十分方便。"),
    ],
    broken={
        "line": record(
            text=record()["text"] + "\n版权所有 山城日报社 未经授权不得转载",
        ),
        "share": record(
            text="图书节昨天开幕。\n版权所有 山城日报社 未经授权不得转载\n服务热线：0000-1234567"
        ),
    },
)
def boilerplate(text: str, text_lines: list[str]) -> Iterable[Hit]:
    """One hit: the first such line, or the share where it is large."""
    possible = [line for line in text_lines if line and line[-1] not in _SENTENCE_END]
    if _may_speak_of_rights(text):
        ends = _SENTENCE_END
        possible = [
            line
            for line in text_lines
            if line and (line[-1] not in ends or _may_speak_of_rights(line))
        ]
    found = [line for line in possible if len(line) <= LONGEST and strict_label(line)]
    return _said(text, text_lines, found) if found else ()


def _said(text: str, lines: list[str], found: list[str]) -> Iterator[Hit]:
    line, count, total = found[0], len(found), sum(map(len, found))
    start = sum(len(earlier) + 1 for earlier in lines[: lines.index(line)])
    end = start + len(line)
    if total >= SHARE * len(text):
        message = f"{count} line(s), {total} of {len(text)} characters, as {short(line)}"
        yield Hit("share", "text", start, end, message)
    else:
        yield Hit("line", "text", start, end, f"{count} line(s), as {short(line)}")
