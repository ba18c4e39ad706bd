"""Days as pages print them: signs of other widths between the numbers, and dates in pieces."""

from __future__ import annotations

import re

from dataset_tools.text.dates import FoundDate, find_dates

_SIGNS = str.maketrans("–—－‐_／·．", "-----/..")
_OTHER = re.compile(r"\d\s?[–—－‐_／·．]\s?\d")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)\s(\d{1,2})[-/.](\d{1,2})(?=\s|$)")
_DAY = re.compile(r"(\d{1,2})日?")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})月?")


def days_of(text: str) -> list[FoundDate]:
    """Every full date in a line of a page (see :func:`find_dates`), whatever sign parts it.

    >>> [str(day.date) for day in days_of("2021－03－12 / 2021·3·13")]
    ['2021-03-12', '2021-03-13']
    """
    return find_dates(text.translate(_SIGNS) if _OTHER.search(text) else text)


def in_one(line: str) -> str:
    """A line with the year and the day that open it joined to one date.

    >>> in_one("2021 03-12 10:00"), in_one("2021 年鉴")
    ('2021-03-12 10:00', '2021 年鉴')
    """
    return _YEAR_FIRST.sub(r"\1-\2-\3", line, count=1) if _YEAR_FIRST.match(line) else line


def of_two(day: str, month: str) -> str:
    """The date whose day stands in one line and whose year and month in the next; else empty.

    >>> of_two("12", "2021-03"), of_two("12", "2021-03-11")
    ('2021-03-12', '')
    """
    first, second = _DAY.fullmatch(day), _YEAR_MONTH.fullmatch(month)
    return f"{second[1]}-{second[2]}-{first[1]}" if first and second else ""
