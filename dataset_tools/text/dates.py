"""Full calendar dates that a text states: Chinese, English, Spanish, Portuguese and ISO forms.

Only what is written counts. A day without its month or year ("26日", "昨天", "May 3") is not a
date here, and neither is a number whose order of day and month cannot be known ("03/04/2021");
nothing is completed from a clock or from other dates.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

EARLIEST, LATEST = 1800, 2100
"""Years outside are taken for numbers, not for dates."""


class FoundDate(NamedTuple):
    """A date and where the text states it; ``rule`` names its form."""

    date: datetime.date
    start: int
    end: int
    rule: str


_MONTHS = {
    "english": (
        "january february march april may june july august september october november december"
    ),
    "short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "spanish": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    "spanish short": "ene feb mar abr may jun jul ago sep oct nov dic",
    "portuguese": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    "portuguese short": "jan fev mar abr mai jun jul ago set out nov dez",
}
_MONTH = {
    name: number + 1 for names in _MONTHS.values() for number, name in enumerate(names.split())
} | {"sept": 9, "setiembre": 9, "marco": 3}
_NAMES = "|".join(sorted(_MONTH, key=lambda name: (-len(name), name)))

_DIGIT = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "十": 10,
    "廿": 20,
    "卅": 30,
}
_DIGITS = "〇零○ＯO一二三四五六七八九"
_SMALL = "[一二三四五六七八九十廿卅]{1,3}"

_CHINESE = re.compile(
    r"(?<!\d)(\d{4})\s{0,2}年\s{0,2}(\d{1,2})\s{0,2}月\s{0,2}(\d{1,2})\s{0,2}[日号號]"
)
_WIDE = re.compile(r"([０-９]{4})年([０-９]{1,2})月([０-９]{1,2})[日号號]")
_WIDE_DIGIT = re.compile(r"[０-９]年")
_NUMERALS = re.compile(rf"(?<![{_DIGITS}])([一二][{_DIGITS}]{{3}})年({_SMALL})月({_SMALL})[日号號]")
_NUMERIC = re.compile(
    r"(?<![\d.\-/])(\d{4})(?:(\s?-\s?)|(\s?/\s?)|(\s?\.\s?))(\d{1,2})(?:(?<!\s)|(?=\D))(?:\2|"
    r"\3|\4)(\d{1,2})"
    r"(?![\d%]|\.\d|[-/]\d)"
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-zÀ-ÿ])({_NAMES})\.?\s{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?(?:\s?,\s?|"
    rf"\s+(?:de\s+|of\s+)?)(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|º|o|°)?(?:\s+(?:of\s+|de\s+)?|[-/.])({_NAMES})"
    rf"(?:\.?,?\s{{1,2}}(?:de\s+|del\s+|do\s+)?|[-/])(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_DAY_MONTH_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d./-]\d|\d)")
_LATIN_MONTH = re.compile(r"[A-Za-zç]{3}")
_NUMBERS_JOINED = re.compile(r"\d\s?[-/.]\s?\d")
_YEAR = re.compile(r"\d{4}|[一二][〇零○ＯO九八]|[０-９]{4}")


_PARTED = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})[\s年-]{1,2}(\d{2})\s?/\s?(\d{2})(?![\d/])")


def make_date(year: int, month: int, day: int) -> datetime.date | None:
    """The date, or None where there is no such day or the year is out of range.

    >>> make_date(2021, 2, 29) is None, make_date(2020, 2, 29)
    (True, datetime.date(2020, 2, 29))
    """
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _small_number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 三十一; 0 where it is none."""
    if len(text) == 1:
        return _DIGIT[text]
    values = [_DIGIT[char] for char in text]
    if len(text) == 2:
        if values[0] == 10:
            return 10 + values[1] if values[1] < 10 else 0
        if values[1] == 10:
            return values[0] * 10 if values[0] < 10 else 0
        return values[0] + values[1] if values[0] in (20, 30) and values[1] < 10 else 0
    tens, ten, ones = values
    return tens * 10 + ones if ten == 10 and tens < 10 and ones < 10 else 0


def _chinese(text: str) -> list[tuple[datetime.date | None, int, int, str]]:
    out: list[tuple[datetime.date | None, int, int, str]] = []
    for pattern in (_CHINESE, _WIDE) if _WIDE_DIGIT.search(text) else (_CHINESE,):
        for m in pattern.finditer(text):
            out.append((make_date(int(m[1]), int(m[2]), int(m[3])), *m.span(), "chinese"))
    for m in _NUMERALS.finditer(text):
        year = int("".join(str(_DIGIT[char]) for char in m[1]))
        date = make_date(year, _small_number(m[2]), _small_number(m[3]))
        out.append((date, *m.span(), "numerals"))
    return out


def _western(text: str) -> list[tuple[datetime.date | None, int, int, str]]:
    out: list[tuple[datetime.date | None, int, int, str]] = []
    if _LATIN_MONTH.search(text):
        for pattern, month, day, rule in (
            (_MONTH_FIRST, 1, 2, "month_first"),
            (_DAY_FIRST, 2, 1, "day_first"),
        ):
            for m in pattern.finditer(text):
                date = make_date(int(m[3]), _MONTH[m[month].lower()], int(m[day]))
                out.append((date, *m.span(), rule))
    if not _NUMBERS_JOINED.search(text):
        return out
    for m in _NUMERIC.finditer(text):
        out.append((make_date(int(m[1]), int(m[5]), int(m[6])), *m.span(), "iso"))
    for m in _PARTED.finditer(text):
        out.append((make_date(int(m[1]), int(m[2]), int(m[3])), *m.span(), "parted"))
    for m in _DAY_MONTH_YEAR.finditer(text):
        first, second, year = int(m[1]), int(m[3]), int(m[4])
        if first > 12 or first == second:
            out.append((make_date(year, second, first), *m.span(), "day_month_year"))
        elif second > 12:
            out.append((make_date(year, first, second), *m.span(), "month_day_year"))
    return out


def find_dates(text: str) -> list[FoundDate]:
    """Every full date in ``text``, in order of place; offsets are code points, half open.

    Rules: chinese (2015年8月26日), numerals (二〇一五年八月二十六日), iso (2015-08-26, 2015/8/26,
    2015.08.26), parted (2015 08/26, 2015-08/26), month_first (August 26, 2015), day_first
    (26 August 2015, 26 de agosto de 2015),
    day_month_year and month_day_year (only where one of the two numbers exceeds 12, or both are
    the same). Days that do not exist are left out.

    >>> [(str(found.date), found.rule) for found in find_dates("2015年8月26日，Aug. 27, 2015")]
    [('2015-08-26', 'chinese'), ('2015-08-27', 'month_first')]
    """
    if _YEAR.search(text) is None:
        return []
    found = _chinese(text) if "年" in text else []
    found += _western(text)
    out: list[FoundDate] = []
    for date, start, end, rule in sorted(found, key=lambda f: (f[1], -f[2])):
        if date is not None and (not out or start >= out[-1].end):
            out.append(FoundDate(date, start, end, rule))
    return out


_RELATIVE = re.compile(
    r"[昨前今][日天]|昨晚|今[晨晚早]|日前|近日|刚刚|剛剛"
    r"|\d{1,3}\s?(?:秒|分钟|分鐘|小时|小時|天|周|个月)前|\d{1,2}月\d{1,2}[日号]|\d{1,2}日"
)
_RELATIVE_WESTERN = re.compile(
    r"\b(?:yesterday|today|\d+ (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?) ago|ayer|"
    r"hoy|ontem|hoje|hace \d+ \w+|há \d+ \w+)\b",
    re.IGNORECASE,
)


def relative_date(text: str) -> tuple[int, int] | None:
    """Where the first relative or incomplete date stands, or None.

    >>> relative_date("会议26日在京召开")
    (2, 5)
    """
    for found in _RELATIVE.finditer(text):
        before = text[found.start() - 1 : found.start()]
        # "8月26日" after a year is a whole date; the digits of "126日" are a count's.
        if not (found[0][0].isdigit() and (before.isdigit() or before in ("年", "月", "-", "/"))):
            return found.span()
    if _LATIN_MONTH.search(text) and (western := _RELATIVE_WESTERN.search(text)):
        return western.span()
    return None


_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?$", re.IGNORECASE)


def iso_day(text: str) -> datetime.date | None:
    """The date that a machine-readable value opens with: ISO 8601 or, as in mail, RFC 5322.

    >>> iso_day("2020-04-10T08:00:00+08:00")
    datetime.date(2020, 4, 10)
    """
    m = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d{3})", text)
    if m:
        return make_date(int(m[1]), int(m[2]), int(m[3]))
    found = find_dates(text)
    before = text[: found[0].start].strip() if found else ""
    return found[0].date if found and (not before or _WEEKDAY.match(before)) else None
