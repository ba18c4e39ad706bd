"""An article prepared for reading: glosses out, simplified, masked, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.names import spelled
from dataset_tools.text.sentences import mask
from dataset_tools.text.simplify import fold

_GLOSS = Pattern(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}[)）]")
_DOT = Pattern("[•‧∙・･⋅．]|(?<=[\u3400-\u9fff])\\.(?=[\u3400-\u9fff])")
_DOTS = Pattern("[•‧∙・･⋅．.]")
_MARKS = Pattern("[（(“《「『【〔]")
_ODD = Pattern("[•‧∙・･⋅．.（(“《「『【〔,;:､｡]")
"""Any of the three."""
_NARROW_MARK = Pattern("[,;:､｡]")
_FULL_WIDTH = str.maketrans(",;:､｡", "，；：、。")
_DATELINE = Pattern(
    "[^，。]{0,14}(?:消息|讯|电|报道)\x00*[：: ]|(?:[^，。：、的]{0,8}(?:[社网台]|(?<![汇通])报)"
    "(?:[^，。：、的]{0,14}日)?[^，。：、的]{0,8}|[^，。]{2,24}\\d日)"
    "(?<![供用机水发充家断停网购送输变风光])[电讯](?!视|话|影|子|力|商|网|信|量|站|器)\x00*\\s*[：:]?|本[报台][^，。]{0,10}[：:]"
)
"""An agency, a paper or a station, perhaps a place and a day, and 电, 讯 or 消息."""


LONGEST_DATELINE = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """``plain`` is the text without glosses, ``folded`` its simplified form of the same length.

    :meth:`place` maps an offset in them to one in the text.
    """

    text: str
    plain: str
    folded: str
    glosses: tuple[tuple[int, int], ...] = ()
    _starts: tuple[int, ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of a span of ``plain``; a gloss on its last character belongs to it"
        "."""
        if not self.glosses:
            return start, end
        return start + self._shift(start), end + self._shift(end)

    def _shift(self, at: int) -> int:
        index = bisect_right(self._starts, at)
        return self.glosses[index - 1][1] if index else 0


def _has_gloss(text: str) -> bool:
    for mark in "(（":
        at = text.find(mark)
        while at >= 0:
            if _GLOSS.match(text, at):
                return True
            at = text.find(mark, at + 1)
    return False


def read(text: str) -> Reading:
    """The reading of one article.

    >>> read("劉(liú)雲(yún)川出席").folded
    '刘云川出席'
    """
    if not _has_gloss(text):
        return Reading(text, text, simple(text))
    glosses: list[tuple[int, int]] = []
    pieces: list[str] = []
    shift = at = 0
    for match in _GLOSS.finditer(text):
        if not "\u3400" <= text[match.start() - 1 : match.start()] <= "\u9fff":
            continue
        pieces.append(text[at : match.start()])
        at = match.end()
        position = match.start() - shift
        shift += match.end() - match.start()
        glosses.append((position, shift))
    plain = "".join((*pieces, text[at:]))
    starts = tuple(position for position, _ in glosses)
    return Reading(text, plain, simple(plain), tuple(glosses), starts)


_OLD = Pattern("[會議國參訪說話報導書長門來對見視劉張陳東訊團員與]")


def simple(text: str) -> str:
    """The simplified form of a text that holds traditional characters, else the text itself."""
    return fold(text) if _OLD.search(text) else text


def masked(line: str) -> str:
    """One simplified line with notes and quotations blanked and one form of each mark.

    >>> masked("李•明,王晨")
    '李·明，王晨'
    """
    if _ODD.search(line) is None:
        return line
    blank = mask(line) if _MARKS.search(line) else line
    blank = _DOT.sub("·", blank) if _DOTS.search(blank) else blank
    return _NARROW_MARK.sub(_widen, blank) if _NARROW_MARK.search(blank) else blank


def _widen(match: re.Match[str]) -> str:
    return match.group().translate(_FULL_WIDTH)


def dateline_end(sentence: str) -> int:
    """How many characters of a sentence are an indent and a dateline ("新华社北京3月1日电").

    >>> dateline_end("新华社北京3月1日电 市长出席会议。")
    11
    """
    blank = len(sentence) - len(sentence.lstrip(" \u3000"))
    head = sentence[blank : blank + LONGEST_DATELINE]
    if not ("电" in head or "讯" in head or "消息" in head or "报" in head or "台" in head):
        return blank
    match = _DATELINE.match(sentence, blank)
    return match.end() if match else blank


def name_at(reading: Reading, start: int, end: int) -> str:
    """The name printed at a span, without inner space and glosses."""
    return spelled(reading.plain[start:end])
