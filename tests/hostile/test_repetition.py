"""One thing said a hundred thousand times: every check, repair and field ends, and soon.

Each of these ran for minutes or hours at some time: a pattern that looks ahead from every place, or
a list that is searched for every item. The alarm is no measurement: it tells a hang from an answer.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from dataset_tools.checks._base import CHECKS
from dataset_tools.checks._views import Columns
from dataset_tools.fields.attendees import extract
from dataset_tools.pages import read_plain
from dataset_tools.stages.repair import repair_text

CHARACTERS = 100_000
HANGS = 40
REPEATED = {
    "a list of names": ("出席会见，", "甲、"),
    "names and no full stop": ("", "王小明、"),
    "two alphabets": ("", "Aб"),
    "one other alphabet": ("", "д"),
    "telephone numbers": ("", "13900000000，"),
    "tabs": ("出席会议，", "\t"),
    "brackets that never close": ("王小明（", "（"),
    "digits": ("出席会议，等", "1"),
    "tags that never close": ("", "<a x="),
    "English names": ("Minutes of the board\nPresent: ", "John Smith, "),
}


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    def rung(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, rung)
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def repeated(kind: str) -> str:
    begin, unit = REPEATED[kind]
    return begin + unit * (CHARACTERS // len(unit))


def record(text: str) -> dict[str, Any]:
    return {
        "id": "x", "title": "望川图书节开幕", "subtitle": None, "text": text, "published": None,
        "source": None, "author": None, "url": None, "language": "zh-Hans", "attendees": [],
        "absent": [], "groups": [], "warnings": [], "source_path": "a", "source_index": 0,
        "source_id": None, "source_sha256": "0" * 64, "encoding": "utf-8", "extra": None,
    }  # fmt: skip


@pytest.mark.parametrize("kind", REPEATED)
def test_every_check_ends(kind: str) -> None:
    columns = Columns([record(repeated(kind))])
    for check in CHECKS:
        if check.screen is None or check.screen(*(columns[x][0] for x in check.screen_inputs)):
            found = list(check.function(*(columns[name][0] for name in check.inputs)))
            assert len(found) < 1000, check.name


@pytest.mark.parametrize("kind", REPEATED)
def test_repair_page_and_attendees_end(kind: str) -> None:
    text = repeated(kind)
    repair_text(text, keep_lines=True)
    read_plain(text)
    extract(text)  # what each must give is tested elsewhere; here that it gives anything
