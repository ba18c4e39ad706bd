"""A body that is not the whole article, or hardly one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dataset_tools.checks._base import Hit, check, record

SHORTEST = 30
"""Characters of the shortest article that says who did what. Of 10,943 clean news items 0.1 % are
shorter (a correction, a forecast in one line)."""
LONGEST = 200_000
"""Characters of the longest one: past it, the page is a book, a law or several articles."""
_MORE = re.compile(
    r"(?:阅读(?:更多|全文|原文)|閱讀(?:更多|全文)|查看(?:更多|全文|详情)|点击(?:查看|阅读|展开)[^。]{0,8}|展开全文|"
    r"未完待续|详细内容[>》]*|\[详细\]|【详细】|[Rr]ead (?:more|the full (?:story|article))|"
    r"[Cc]ontinue reading)[\s.…>》»\]】]*$"
)
_GOOD_END = frozenset("。！？”.!?")
_OPEN_END = frozenset("，、,；;：:（(“‘「『《—-和与及以的在")
_CUT = ("…", "...")


@check(
    "body",
    level="warn",
    why="A feed often carries the beginning of an article only; a model learns from it that texts "
    "stop in the middle, and a reader misses what was said.",
    codes={
        "near_empty": f"fewer than {SHORTEST} characters",
        "too_long": f"more than {LONGEST} characters: probably more than one article",
        "cut_off": "the body ends in the middle of a sentence",
        "read_more": "the body ends with an invitation to read on elsewhere",
        "ellipsis": ("info", "the body ends with dots: cut off, or a manner of style"),
    },
    clean=[
        record(),
        record(
            text="山城市图书节昨天在河滨公园开幕，来自各区的读者参加了活动，现场十分热闹\n（完）"
        ),
        record(text="图书节将持续五天，每天上午九点开放。读者说：“我们明年还要再来！”"),
    ],
    broken={
        "near_empty": record(text="图书节开幕。"),
        "too_long": record(text="图书节昨天开幕。" * 25_001),
        "cut_off": record(
            text="山城市图书节昨天在河滨公园开幕，来自各区的读者参加了活动，其中包括、"
        ),
        "read_more": record(
            text="山城市图书节昨天在河滨公园开幕，来自各区的读者参加了活动。阅读全文>>"
        ),
        "ellipsis": record(
            text="山城市图书节昨天在河滨公园开幕，来自各区的读者参加了活动并且表示……"
        ),
    },
)
def body(text: str) -> Iterable[Hit]:
    """At most one hit about the size and one about the end."""
    usual = SHORTEST <= len(text) <= LONGEST
    if usual and text[-1] in _GOOD_END and (text[-1] != "." or text[-3:] != "..."):
        return ()
    return _faults(text)


def _faults(text: str) -> Iterator[Hit]:
    length = len(text)
    if length < SHORTEST:
        yield Hit("near_empty", "text", -1, -1, f"{length} characters")
        return
    if length > LONGEST:
        yield Hit("too_long", "text", -1, -1, f"{length} characters")
    if text[-1] in _GOOD_END:
        if text[-3:] == "...":
            yield Hit("ellipsis", "text", length - 3, length, "ends with dots")
        return
    tail = text[-40:].rstrip()
    if not tail:
        return
    if more := _MORE.search(tail):
        at = text.rindex(tail) + more.start()
        yield Hit("read_more", "text", at, at + len(more.group()), f"ends with {more.group()!r}")
    elif tail.endswith(_CUT):
        yield Hit("ellipsis", "text", length - 1, length, "ends with dots")
    elif tail[-1] in _OPEN_END:
        yield Hit("cut_off", "text", length - 1, length, f"ends with {tail[-1]!r}")
