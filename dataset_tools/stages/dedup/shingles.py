"""Shingles: what of a text counts when two texts are compared, as numbers.

White space, punctuation, width and case do not count. What is left is cut into *units*: one for an
ideograph (kana, syllable, ...; traditional forms count as simplified ones), one for a run of
letters or of digits. A *shingle* is 5 units in a row where ideographs prevail, 3 where words do.

The numbers depend on the text alone: integer arithmetic modulo 2**64 in a fixed order, categories
from Unicode 3.2 (a table every Python ships frozen; later characters go by their block), scripts
from ``text/data/traditional.txt``. So platforms, processes and versions of NumPy or Python do not
show.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.text.tables import lines

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

WORD_SHINGLE, CHARACTER_SHINGLE = 3, 5
SKIP, IDEOGRAPH, LETTER, DIGIT = range(4)
"""Classes of characters; ``SKIP`` does not count."""

NUMERAL, _START = 27, 31
NUMERALS = "〇零○一二三四五六七八九十百千万亿两"
# Odd constants of MurmurHash3's 64-bit finaliser, and 2**64 divided by the golden ratio.
_M1, _M2, GOLDEN = 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x9E3779B97F4A7C15
# Written without spaces between words, so that each character is a unit of its own.
_NO_SPACES = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x2E80, 0xD800),
              (0xE000, 0xFB00), (0xFF66, 0xFFDD))  # fmt: skip


class Units(NamedTuple):
    """The units of some texts, one text after the other.

    ``codes`` are the folded code points that count, ``code_ends`` where each text ends in them.
    ``hashes``, ``kind`` and ``numeral`` (a Chinese numeral) describe the units, ``ends`` says where
    each text ends in them.
    """

    codes: Array
    code_ends: Array
    hashes: Array
    kind: Array
    numeral: Array
    ends: Array

    @property
    def counts(self) -> Array:
        """Units of each text."""
        import numpy as np

        return np.diff(self.ends, prepend=0)

    @property
    def wordy(self) -> Array:
        """Whether runs of letters and digits prevail over ideographs, for each text."""
        import numpy as np

        runs = np.searchsorted(np.flatnonzero(self.kind != IDEOGRAPH), self.ends)
        result: Array = 2 * np.diff(runs, prepend=0) > self.counts
        return result


@cache
def tables() -> tuple[Array, Array]:
    """By code point of the basic plane: ``class << 24 | folded code``, and the simplified form."""
    import unicodedata

    import numpy as np

    category = unicodedata.ucd_3_2_0.category
    kinds = np.zeros(0x10000, np.uint32)
    fold = np.arange(0x10000, dtype=np.uint32)
    for code in range(0x10000):
        kind = category(chr(code))
        new = kind == "Cn" and not (0x2000 <= code < 0x2C00 or 0x2E00 <= code < 0x2E80)
        if kind == "Nd":
            kinds[code] = DIGIT
        elif kind[0] in "LMN" or kind == "Co" or new:
            kinds[code] = LETTER
        if kind == "Lu" and code < 0x0530:
            fold[code] = ord(chr(code).lower()[0])
    for first, last in _NO_SPACES:
        kinds[first:last][kinds[first:last] == LETTER] = IDEOGRAPH
    simplified = np.arange(0x10000, dtype=np.uint16)
    pairs = "".join(lines("traditional"))
    for old, new_form in zip(pairs[::2], pairs[1::2], strict=True):
        if ord(old) < 0x10000:
            simplified[ord(old)] = ord(new_form)
    numerals = [ord(char) for char in NUMERALS]
    kinds[numerals] = IDEOGRAPH
    kinds[np.isin(simplified, numerals)] |= np.uint32(1 << NUMERAL - 24)
    fold[0xFF01:0xFF5F] = fold[0x21:0x7F]
    kinds[0xFF01:0xFF5F] = kinds[0x21:0x7F]
    return kinds << np.uint32(24) | fold, simplified


def mix(values: Array) -> Array:
    """MurmurHash3's finaliser, in place: every bit of the result hangs on every bit before."""
    import numpy as np

    shift = np.uint64(33)
    values ^= values >> shift
    values *= np.uint64(_M1)
    values ^= values >> shift
    values *= np.uint64(_M2)
    values ^= values >> shift
    return values


def folded(text: str) -> Array:
    """``class << 24 | folded code`` of every code point; numerals have the bit ``NUMERAL``."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    table, _ = tables()
    if len(codes) == 0 or codes.max() < 0x10000:
        plain: Array = table[codes]
        return plain
    classed: Array = table[np.minimum(codes, 0xFFFF)]
    # Ideographs of the planes 2 and 3; emoji and other signs (1F000 on) are skipped.
    beyond = codes[codes > 0xFFFF]
    kind = np.full(len(beyond), LETTER, np.uint32)
    kind[(beyond >= 0x1F000) & (beyond < 0x20000)] = SKIP
    kind[(beyond >= 0x20000) & (beyond < 0x40000)] = IDEOGRAPH
    classed[codes > 0xFFFF] = kind << np.uint32(24) | beyond
    return classed


def normalised(title: str, text: str) -> str:
    """What exact duplication compares: letters, digits and ideographs, folded in width and case.

    The two scripts stay apart: an edition in the other script is not the same record.

    >>> normalised("Ａ会议", "  2016年，召开。\\n")
    'a会议2016年召开'
    """
    classed = folded(f"{title}\n{text}")
    codes = classed[classed >> 24 & 3 != SKIP] & 0xFFFFFF
    return str(codes.astype("<u4").tobytes(), "utf-32-le", "surrogatepass")


def units_of(texts: Sequence[str]) -> Units:
    """The units of ``texts``, in their order.

    >>> [int(n) for n in units_of(["第3届Expo 2021", "，。"]).counts]
    [5, 0]
    """
    import numpy as np

    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths)
    classed = folded("".join(texts))
    kind = (classed >> np.uint32(24)).astype(np.uint8) & np.uint8(3)
    before = np.empty_like(kind)
    before[1:] = kind[:-1]
    before[(ends - lengths)[lengths > 0]] = SKIP
    starts = (kind == IDEOGRAPH) | (kind != before)
    classed |= starts.astype(np.uint32) << np.uint32(_START)
    kept = np.flatnonzero(kind != SKIP)
    code_ends = np.searchsorted(kept, ends)
    classed = classed[kept]
    codes = classed & np.uint32(0xFFFFFF)
    begins = np.flatnonzero(classed >= np.uint32(1 << _START))
    flags = (classed[begins] >> np.uint32(24)).astype(np.uint8)
    return Units(
        codes=codes,
        code_ends=code_ends,
        hashes=_hashes(codes, begins, flags & np.uint8(3) != IDEOGRAPH),
        kind=flags & np.uint8(3),
        numeral=flags & np.uint8(1 << NUMERAL - 24) != 0,
        ends=np.searchsorted(begins, code_ends),
    )


def _hashes(codes: Array, begins: Array, runs: Array) -> Array:
    """One number a unit: the simplified code of an ideograph, a hash of a run otherwise."""
    import numpy as np

    _, simplified = tables()
    first = codes[begins]
    if len(first) and first.max() > 0xFFFF:
        hashes = first.astype(np.uint64)
        hashes[first < 0x10000] = simplified[first[first < 0x10000]]
    else:
        hashes = simplified[first].astype(np.uint64)
    which = np.flatnonzero(runs)
    if len(which):
        # Sum of hashed neighbours: the order within the run counts, no position is needed.
        lengths = np.diff(begins, append=len(codes))[which]
        heads = np.cumsum(lengths) - lengths
        inside = codes[np.repeat(begins[which] - heads, lengths) + np.arange(lengths.sum())]
        wide = inside.astype(np.uint64)
        pairs = wide << np.uint64(32)
        pairs[1:] += wide[:-1]
        pairs[heads] = wide[heads] << np.uint64(32)
        hashes[which] = np.add.reduceat(mix(pairs), heads) | np.uint64(1 << 40)
    return hashes


def windows(units: Array, size: int) -> Array:
    """Hashes of all windows of ``size`` (3 or 5) units, over the borders of texts as well."""
    import numpy as np

    pairs = units[:-1] * np.uint64(GOLDEN)
    pairs += units[1:]
    if size == WORD_SHINGLE:
        hashed = pairs[:-1] * np.uint64(_M2)
        hashed += units[2:]
    else:
        fours = pairs[:-2] * np.uint64(_M2)
        fours += pairs[2:]
        hashed = fours[:-1] * np.uint64(_M1)
        hashed += units[4:]
    return mix(hashed)


def shingles(hashes: Array, counts: Array, size: int) -> tuple[Array, Array]:
    """Hashes of the shingles of several texts, and which text each belongs to.

    ``counts`` are the units of each text. A text with fewer units than ``size`` is one shingle. A
    window over the end of a text belongs to none: its owner is ``len(counts)``.
    """
    import numpy as np

    ends = np.cumsum(counts)
    owners = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    padded = np.concatenate((hashes, np.zeros(size - 1, np.uint64)))
    hashed = windows(padded, size)
    for back in range(1, size):
        owners[ends[counts >= back] - back] = len(counts)
    short = np.flatnonzero((counts > 0) & (counts < size))
    if len(short):
        inner = np.arange(size)
        at = np.minimum((ends - counts)[short][:, None] + inner, len(padded) - 1)
        rows = np.where(inner < counts[short][:, None], padded[at], np.uint64(0))
        alone = [windows(row, size) for row in rows]
        hashed, owners = np.concatenate((hashed, *alone)), np.concatenate((owners, short))
    return hashed, owners
