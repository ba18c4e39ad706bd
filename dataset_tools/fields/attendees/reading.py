"""An article prepared for reading: glosses out, simplified, masked, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from dataset_tools.text.names import spelled
from dataset_tools.text.sentences import mask, spans
from dataset_tools.text.simplify import fold

_GLOSS = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}[)）]")
_INNER_SPACE = re.compile("(?<=[\u3400-\u9fff])[ \u3000\u00a0]+(?=[\u3400-\u9fff])")
_DOT = re.compile("[•‧∙・･⋅．]|(?<=[\u3400-\u9fff])\\.(?=[\u3400-\u9fff])")
_TRADITIONAL = re.compile("[會議參團訪話報關國產東車書長門來對見視談調陪劉張陳趙]")
_FULL_WIDTH = str.maketrans(",;:", "，；：")
_DATELINE = re.compile(
    "^[^，。]{0,14}(?:消息|讯|电|新闻联播\x00*|报道)\x00*[：: ]|^(?:本报|新华社|中新社|人民网|本台)[^，。]{0,24}?[电讯](?!视|话|影|子|力|商|网|信)\\s*[：:]?"
    "|^本台[^，。]{0,10}[：:]"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """``plain`` is the text without glosses, ``folded`` its simplified, ``masked`` its masked form.

    The three have the same length; ``place`` maps an offset in them to one in the text.
    """

    text: str
    plain: str
    folded: str
    masked: str
    glosses: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    _starts: tuple[int, ...] = field(default=())

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of a span of ``plain``; a gloss on its last character belongs to it."""
        if not self.glosses:
            return start, end
        first = start + self._shift(start, inclusive=True)
        last = end + self._shift(end, inclusive=True)
        return first, last

    def _shift(self, at: int, inclusive: bool) -> int:
        index = bisect_right(self._starts, at if inclusive else at - 1)
        return self.glosses[index - 1][1] if index else 0


def read(text: str) -> Reading:
    """The reading of one article.

    >>> read("劉(liú)雲(yún)山出席").folded
    '刘云山出席'
    """
    glosses: list[tuple[int, int]] = []
    plain = text
    if "(" in text or "（" in text:
        shift = 0
        pieces, at = [], 0
        for match in _GLOSS.finditer(text):
            pieces.append(text[at : match.start()])
            at = match.end()
            position = match.start() - shift
            shift += match.end() - match.start()
            glosses.append((position, shift))
        if glosses:
            plain = "".join((*pieces, text[at:]))
    folded = fold(plain) if _TRADITIONAL.search(plain) else plain
    masked = _DOT.sub("·", mask(folded)).translate(_FULL_WIDTH)
    return Reading(
        text,
        plain,
        folded,
        masked,
        tuple(glosses),
        tuple(spans(masked)),
        tuple(position for position, _ in glosses),
    )


def dateline_end(sentence: str) -> int:
    """How many characters of a sentence are a dateline ("新华社北京3月1日电").

    >>> dateline_end("新华社北京3月1日电 市长出席会议。")
    11
    """
    match = _DATELINE.match(sentence)
    return match.end() if match else 0


def name_at(reading: Reading, start: int, end: int) -> str:
    """The name printed at a span, without inner space and glosses."""
    return spelled(reading.plain[start:end])
