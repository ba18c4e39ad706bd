"""How plausible a decoding is: the cost in nats of its characters and of their neighbourhood."""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 96
"""Non-ASCII characters in one window of :attr:`Reading.worst`."""

(_OTHER, _LOWER, _UPPER, _ACCENT, _ALPHA_LOWER, _ALPHA_UPPER, _HAN, _KANA, _HANGUL) = range(9)


_MANY_BYTES = frozenset((
    "utf-8", "gb18030", "big5-hkscs", "cp950", "utf-16-le", "utf-16-be", "cp932", "euc-kr",
    "cp949", "euc-jp", "iso2022_jp",
))  # fmt: skip

ALPHABETS = (
    "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíñóúü", "ãáàâçéêíóôõú", "àèéìíòóù", "åäöæøéüó", "ąćęłńóśźż",
    "áčďéěíňóřšťúůýžäľĺŕô", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "çğıöşüâîi̇", "ąčęėįšųūž",
    "āčēģīķļņšūž", "äöõüšž", "áæðéíóöúýþ", "àáâãèéêìíòóôõùúăđĩũơưýạảấầẩẫậ",
)  # fmt: skip
"""Accented letters of the Latin alphabets: French, German, Spanish, Portuguese, Italian, Nordic,
Polish, Czech and Slovak, Hungarian, Romanian, Croatian and Slovene, Turkish, Lithuanian, Latvian,
Estonian, Icelandic, Vietnamese (the letters of its windows encoding)."""


@dataclass(frozen=True)
class Reading:
    """One strict decoding: total cost, mean of a non-ASCII character, mean of the worst window.

    ``cost`` holds the whole text and the rarity of the encoding; ``mean`` and ``worst`` are 0 for
    a text of ASCII alone.
    """

    text: str
    encoding: str
    cost: float
    mean: float
    worst: float

    @property
    def limit(self) -> float:
        """Highest mean cost at which this is still a text.

        Measured on articles and pieces of 40-200 bytes: right readings of Han lie at 4.5-8, of
        alphabets at 3.5-5.5, of accented Latin at 5.5-7; wrong ones and noise at 8-20, the lower
        ones among alphabets (any bytes make Cyrillic letters).
        """
        return 9.5 if self.encoding in _MANY_BYTES else 7.25

    @classmethod
    def of(cls, text: str, encoding: str, rarity: float) -> Reading:
        """The reading of ``text``; ``rarity`` are the nats that its encoding costs."""
        import numpy as np

        costs, classes, pairs = _tables()
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        places = np.minimum(points, 0xFFFF)
        each = costs[places]
        kinds = classes[places]
        meeting = pairs[kinds[:-1], kinds[1:]]
        total = float(each.sum()) + float(meeting.sum())
        if meeting.any():
            each[1:] += meeting
        if encoding not in _MANY_BYTES:
            total += _foreign(text)
        strange = each[(points > 0x7F) | (each > 9)]
        if not len(strange):
            return cls(text, encoding, total + rarity, 0.0, 0.0)
        mean = float(strange.mean())
        return cls(text, encoding, total + rarity, mean, _worst(strange, mean))


def _foreign(text: str) -> float:
    """Nats for accented letters that no single language has together."""
    accents = Counter(character for character in text if "\xbf" < character < "\u0250")
    if not accents:
        return 0.0
    return 2.5 * min(
        sum(count for letter, count in accents.items() if letter.lower() not in alphabet)
        for alphabet in ALPHABETS
    )


def _worst(costs: NDArray[np.float32], mean: float) -> float:
    """The mean of the costliest window; the mean of all where there are fewer than two windows."""
    count = len(costs) // WINDOW
    if count < 2:
        return mean
    return float(costs[: count * WINDOW].reshape(count, WINDOW).mean(axis=1).max())


def read_as(data: bytes, encoding: str, whole: bool) -> str | None:
    """``data`` in ``encoding``: strict, and the same bytes again when encoded; else None.

    Where ``data`` is only the beginning of a file (``whole`` False), an unfinished last character
    is left away.
    """
    try:
        if whole:
            text = data.decode(encoding)
            return text if text.encode(encoding) == data else None
        decoder = codecs.getincrementaldecoder(encoding)()
        return decoder.decode(data)
    except (UnicodeError, LookupError):
        return None


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.float32]]:
    """Cost by code point (all beyond the first plane share the last), class, cost of neighbours."""
    import numpy as np

    costs = np.empty(0x10000, dtype=np.float32)
    classes = np.zeros(0x10000, dtype=np.uint8)
    for point in range(0x10000):
        costs[point] = 12.0
    for first, last, cost in _RANGES:
        costs[first : last + 1] = cost
    for first, last, kind in _CLASSES:
        classes[first : last + 1] = kind
    for point in range(0x80, 0x530):
        classes[point], costs[point] = _letter(point)
    source = files("dataset_tools.text").joinpath("data/character_costs.tsv")
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cost_text, characters = line.split("\t", 1)
            for character in json.loads(characters):
                costs[ord(character)] = float(cost_text)
    return costs, classes, _neighbours()


def _letter(point: int) -> tuple[int, float]:
    """Class and cost of a letter of the alphabets below U+0530 that the table does not know."""
    character = chr(point)
    category = unicodedata.category(character)
    if category not in ("Lu", "Ll", "Lo"):
        return _OTHER, 15.0 if category in ("Cc", "Cn") else 10.5
    if point < 0x370:
        return (_ACCENT if category == "Ll" else _UPPER), 9.5 if category == "Ll" else 10.5
    return (_ALPHA_UPPER if category == "Lu" else _ALPHA_LOWER), 9.5


def _neighbours() -> NDArray[np.float32]:
    """What it costs that two classes stand beside each other."""
    import numpy as np

    pairs = np.zeros((9, 9), dtype=np.float32)
    latin, alphabets = (_LOWER, _UPPER, _ACCENT), (_ALPHA_LOWER, _ALPHA_UPPER)
    for one in alphabets:
        for other in (*latin, _HAN, _KANA, _HANGUL):
            pairs[one, other] = pairs[other, one] = 8.0
    for wide in (_HAN, _KANA, _HANGUL):
        pairs[_ACCENT, wide] = pairs[wide, _ACCENT] = 6.0
    for small in (_LOWER, _ACCENT):  # "app下载" is usual, but what is cut from words is not
        pairs[small, _HAN] = pairs[_HAN, small] = max(1.5, float(pairs[small, _HAN]))
        pairs[small, _KANA] = pairs[_KANA, small] = max(3.0, float(pairs[small, _KANA]))
    pairs[_HANGUL, _HAN] = pairs[_HAN, _HANGUL] = 3.0
    pairs[_HANGUL, _KANA] = pairs[_KANA, _HANGUL] = 8.0
    pairs[_LOWER, _UPPER] = pairs[_ACCENT, _UPPER] = pairs[_ALPHA_LOWER, _ALPHA_UPPER] = 3.0
    pairs[_ACCENT, _ACCENT] = 1.5
    return pairs


_RANGES: tuple[tuple[int, int, float], ...] = (
    (0x00, 0x1F, 13.0), (0x00, 0x00, 16.0), (0x20, 0x7E, 6.0), (0x7F, 0x9F, 16.0),
    (0x2000, 0x206F, 11.0), (0x2100, 0x23FF, 10.5), (0x2460, 0x24FF, 9.5),
    (0x2500, 0x259F, 11.0), (0x25A0, 0x27BF, 10.0), (0x3000, 0x303F, 9.0),
    (0x3040, 0x30FF, 8.0), (0x3400, 0x4DBF, 16.0), (0x4E00, 0x9FFF, 14.0),
    (0xAC00, 0xD7A3, 13.0), (0xD800, 0xDFFF, 30.0), (0xE000, 0xF8FF, 19.0),
    (0xF900, 0xFAFF, 15.0), (0xFE30, 0xFE6F, 11.0), (0xFF00, 0xFF5E, 8.5),
    (0xFF5F, 0xFF9F, 10.5), (0xFFA0, 0xFFFE, 19.0), (0xFFFF, 0xFFFF, 17.0),
)  # fmt: skip
"""First and last code point, nats: what the table does not name one by one. Nearly all that costs
more than 12 stands in no newspaper; U+FFFF stands for every plane beyond the first (emoji, rare
Han), which as four bytes of UTF-16 or GB 18030 competes with two characters."""

_CLASSES: tuple[tuple[int, int, int], ...] = (
    (0x41, 0x5A, _UPPER), (0x61, 0x7A, _LOWER), (0x590, 0x6FF, _ALPHA_LOWER),
    (0xE00, 0xE7F, _ALPHA_LOWER), (0x1E00, 0x1EFF, _ACCENT), (0x3041, 0x30FF, _KANA),
    (0x3400, 0x9FFF, _HAN), (0xAC00, 0xD7A3, _HANGUL), (0xF900, 0xFAFF, _HAN),
)  # fmt: skip
