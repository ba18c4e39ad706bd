"""Dates: every usual form is read, and nothing that is not a whole date."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.text.dates import find_dates, iso_day, relative_date

STATED = {
    "2015年8月26日": "2015-08-26",
    "2015 年 08 月 26 日": "2015-08-26",
    "２０１５年８月２６日": "2015-08-26",
    "二〇一五年八月二十六日": "2015-08-26",
    "二零一五年十月十日": "2015-10-10",
    "一九九八年十二月三十一日": "1998-12-31",
    "2015-08-26 10:00:00": "2015-08-26",
    "2015/8/26": "2015-08-26",
    "2015.08.26": "2015-08-26",
    "2015 08/26": "2015-08-26",
    "2015-08-26T10:00:00+08:00": "2015-08-26",
    "August 26, 2015": "2015-08-26",
    "Aug. 26th, 2015": "2015-08-26",
    "26 August 2015": "2015-08-26",
    "THURSDAY 28 APRIL 2022": "2022-04-28",
    "26-Aug-2015": "2015-08-26",
    "26 de agosto de 2015": "2015-08-26",
    "1º de maio de 2021": "2021-05-01",
    "19 feb 2020": "2020-02-19",
    "26/08/2015": "2015-08-26",
    "8/26/2015": "2015-08-26",
    "发布于2015-08-26，来源": "2015-08-26",
}
NOT_STATED = [
    "26日",
    "8月26日",
    "昨天",
    "2015年",
    "2015年8月",
    "August 2015",
    "May 3",
    "18-03-08",
    "03/04/2021",
    "2021-02-30",
    "2015年13月1日",
    "版本2015.8.26.1",
    "0791-86753021",
    "3456-78-90",
    "1234年5月6日",
    "2015-2016-2017",
    "maybe 3, 2015 others",
]


@pytest.mark.parametrize(("text", "day"), STATED.items())
def test_a_stated_date_is_found(text: str, day: str) -> None:
    assert [str(found.date) for found in find_dates(text)] == [day]


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_no_whole_date_is_not_completed(text: str) -> None:
    assert find_dates(text) == []


def test_places_hold_the_date_as_printed() -> None:
    text = "自2015年8月26日起，至Sept. 3, 2016止。"
    assert [text[f.start : f.end] for f in find_dates(text)] == ["2015年8月26日", "Sept. 3, 2016"]


@pytest.mark.parametrize(
    "text", ["昨天", "会议26日召开", "3小时前", "9 Hrs Ago", "hace 3 horas", "8月26日"]
)
def test_a_relative_date_is_recognised(text: str) -> None:
    assert relative_date(text) is not None


@pytest.mark.parametrize("text", ["2015年8月26日", "山城植树", "May"])
def test_what_is_not_relative_is_not_called_so(text: str) -> None:
    assert relative_date(text) is None


@pytest.mark.parametrize(
    "text", ["20150826", "2015-08-26", "2015-08-26T00:00Z", "26 Aug 2015 10:00"]
)
def test_a_machine_readable_value_is_read(text: str) -> None:
    assert iso_day(text) == datetime.date(2015, 8, 26)


@pytest.mark.parametrize("text", ["", "today", "20151326", "on 2015-08-26", "1440547200"])
def test_a_value_that_does_not_open_with_a_date_is_none(text: str) -> None:
    assert iso_day(text) is None


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_forms(day: datetime.date) -> None:
    for form in ("%Y年%m月%d日", "%Y-%m-%d", "%d %B %Y", "%b %d, %Y"):
        assert [found.date for found in find_dates(day.strftime(form))] == [day]


@given(st.text(alphabet="0123456789年月日-/. 一二十〇Mayde", max_size=60))
def test_found_dates_are_in_order_and_do_not_overlap(text: str) -> None:
    at = 0
    for found in find_dates(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end
