"""Pinyin that a machine put into the text and no repair took out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record

_TONED = "a-züêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_OPENS = re.compile(rf"[(（?？][{_TONED}]{{1,6}}[)）]")
_HAN = "\u3400", "\u9fff"
_FEW = 3
"""An author explains one or two rare characters by hand; three or more are a machine's work, or a
lesson (which is why this warns and does not reject). Of 10,943 clean news items none has three."""


def _readings(text: str, text_ascii: str) -> bool:
    # Every reading but a bare toned vowel has an ASCII letter.
    return text_ascii != text_ascii.upper() and _OPENS.search(text) is not None


@check(
    "glosses",
    level="warn",
    why="Scraped copies of articles carry readings in brackets behind their characters; where the "
    "repair could not prove how they came in, they are still there.",
    codes={
        "pinyin": "three or more readings in brackets stand behind Han characters",
        "shifted": "a damaged reading: a question mark, a syllable, a closing bracket",
    },
    clean=[
        record(text="这个字念囧(jiǒng)，意思是光明。"),
        record(text="会议由项目组(pm)负责；（见下文）你来吗?（yes）"),
    ],
    broken={
        "pinyin": record(text="會(huì)議(yì)在山城舉(jǔ)行。"),
        "shifted": record(text="獲獎?wù)叨荚谏匠恰?, 山城獎?wù)都到了。"),
    },
    screen=_readings,
)
def glosses(text: str) -> Iterator[Hit]:
    """One hit a code, at its first place."""
    found = [
        place
        for place in _OPENS.finditer(text)
        if place.start() and _HAN[0] <= text[place.start() - 1] <= _HAN[1]
    ]
    readings = [place for place in found if place.group()[0] in "(（"]
    if len(readings) >= _FEW:
        first = readings[0]
        message = f"{len(readings)} readings in brackets, the first {first.group()!r}"
        yield Hit("pinyin", "text", first.start(), first.end(), message)
    shifted = [place for place in found if place.group()[0] in "?？"]
    if shifted:
        first = shifted[0]
        message = f"{first.group()!r} is what is left of a reading; {len(shifted)} place(s)"
        yield Hit("shifted", "text", first.start(), first.end(), message)
