"""Lines of the site that stayed in the body."""

from __future__ import annotations

from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.schema.explain import short
from dataset_tools.text.boilerplate import LONGEST, strict_label

SHARE = 0.2
"""Share of the body's characters from which boilerplate is more than a left-over line."""


def _possible(line: str) -> bool:
    """A screen: whole sentences are the article's, unless they speak of rights."""
    return (
        line[-1] not in "。！？”" or "载" in line or "載" in line or "版" in line or "声明" in line
    )


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
def boilerplate(text: str) -> Iterator[Hit]:
    """One hit: the first such line, or the share where it is large."""
    at, first, total, count = 0, None, 0, 0
    for line in text.split("\n"):
        if line and len(line) <= LONGEST and _possible(line) and strict_label(line):
            first = first or (at, at + len(line), line)
            total += len(line)
            count += 1
        at += len(line) + 1
    if first is None:
        return
    start, end, line = first
    if total >= SHARE * len(text):
        message = f"{count} line(s), {total} of {len(text)} characters, as {short(line)}"
        yield Hit("share", "text", start, end, message)
    else:
        yield Hit("line", "text", start, end, f"{count} line(s), as {short(line)}")
