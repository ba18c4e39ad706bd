"""The date of publication against the calendar and against the text's own dateline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from dataset_tools.checks._base import Hit, check, record

EARLIEST, LATEST = "1900-01-01", "2100-12-31"
"""What a date of publication may be. There is no clock here: the same input must give the same
release on any day, so "the future" is what no reader of this release will see; a narrower limit
belongs in the expectations, as the year of the newest record."""
DAYS = 7
"""Days by which a dateline and the date of publication may differ: agencies' texts are printed
within the week."""
HEAD = 200
"""Characters at the beginning of the body in which a dateline stands."""
# 新华社北京3月5日电, (记者 …) 3月5日讯, 5月2日消息: month and day in front of 电, 讯 or 消息.
_MARK = re.compile("日(?:[上下]午|晚)?(?:电|電|讯|訊|消息)")
_DAY = re.compile(r"(?:([12][0-9]{3})年)?([0-9]{1,2})月([0-9]{1,2})$")


def _stated(published: str | None) -> bool:
    return published is not None


@check(
    "dates",
    level="warn",
    why="Dates decide splits by time and the order of events; a wrong one leaks the future into "
    "the training data.",
    codes={
        "too_early": "published before 1900: the date of an event or of an archive, or damaged",
        "in_future": "published after 2100",
        "against_dateline": "the text's own dateline names another day",
    },
    clean=[
        record(),
        record(published="2024-03-05", text="山城社山城3月5日电 图书节昨天开幕。" * 3),
        record(published="2025-01-01", text="山城社山城12月31日电 图书节昨天开幕。" * 3),
        record(published="2024-03-05", text="图书节将于2035年12月1日闭幕。" * 3),
    ],
    broken={
        "too_early": record(published="1899-12-31"),
        "in_future": record(published="2101-01-01"),
        "against_dateline": record(
            published="2024-08-05", text="山城社山城3月5日电（记者 丁一）图书节昨天开幕。" * 3
        ),
    },
    screen=_stated,
)
def dates(published: str, text: str) -> Iterable[Hit]:
    """At most one hit about the calendar and one about the dateline."""
    mark = _MARK.search(text, 0, HEAD)
    return () if mark is None and EARLIEST <= published <= LATEST else _wrong(published, text, mark)


def _wrong(published: str, text: str, mark: re.Match[str] | None) -> Iterator[Hit]:
    if published < EARLIEST:
        yield Hit("too_early", "published", -1, -1, f"{published[:20]} is before {EARLIEST}")
    elif published > LATEST:
        yield Hit("in_future", "published", -1, -1, f"{published[:20]} is after {LATEST}")
    line = _DAY.search(text[max(0, mark.start() - 12) : mark.start()]) if mark else None
    if mark is None or line is None:
        return
    apart = _days_apart(published, line)
    if apart is not None and apart > DAYS:
        start, said = mark.start() - len(line.group()), line.group() + mark.group()
        message = f"published {published}, the dateline says {said}: {apart} days apart"
        yield Hit("against_dateline", "text", start, mark.end(), message)


def _days_apart(published: str, line: re.Match[str]) -> int | None:
    """Days between the two, taking the nearest year where the dateline states none."""
    year, month, day = line.groups()
    try:
        own = date.fromisoformat(published)
        years = [int(year)] if year else [own.year - 1, own.year, own.year + 1]
        return min(abs((own - date(y, int(month), int(day))).days) for y in years)
    except ValueError:  # no such day: 2月30日, or 29 February in one of the years
        return None
