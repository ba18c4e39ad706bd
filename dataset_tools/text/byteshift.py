"""Text whose GBK bytes were shifted by one, and how it is shifted back.

The converter replaced *bytes*: in 獎者 (AA84 D5DF) it saw 84D5, which is 務, and wrote ``(wù)``
between the two halves of 者. The decoder then took D5 and the bracket for one character, which it
had not, and printed ``?``; it paired the wrong bytes until an ASCII byte put it right.
So ``X?wù)…`` is the signature: the byte that was lost is the second one of a character that begins
with X's second byte and is read wù. The rest follows, but for what other ``?`` swallowed.

Source: GBK as Python's codec has it; the user-defined area as PHP decodes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from heapq import nsmallest
from typing import NamedTuple

from dataset_tools.text.han import COMMON, FREQUENT, HAN, SIMPLIFIED_ONLY, TO_SIMPLIFIED
from dataset_tools.text.late import Late
from dataset_tools.text.pinyin import LETTERS, first_reading

SIGNATURE = re.compile(rf"\?([{LETTERS}]{{1,6}})\)")
"""A reading whose opening bracket was swallowed."""
_OWNER = re.compile(rf"([^\x00-\x7f])(?:\([{LETTERS}]{{1,6}}\))?$")
_BEFORE_LATIN = Late(lambda: rf"([{HAN}])([@-~])(\(([{LETTERS}]{{1,6}})\))")
_TOKEN = re.compile(rf"\?([{LETTERS}]{{1,6}})\)|\(([{LETTERS}]{{1,6}})\)|(.)", re.DOTALL)


def may_be_shifted(text: str) -> bool:
    """Whether a signature stands in a text."""
    return "?" in text and SIGNATURE.search(text) is not None


class Shift(NamedTuple):
    """A shifted stretch ``text[start:end]`` and what stood there; ``guessed``: bytes are lost."""

    start: int
    end: int
    text: str
    guessed: bool


def _bytes(character: str) -> bytes:
    """The two GBK bytes of a character; b"" where it has none."""
    code = ord(character) - 0xE000
    if 0 <= code < 12 * 94:
        row, cell = divmod(code, 94)
        return bytes((0xAA + row if row < 6 else 0xF8 + row - 6, 0xA1 + cell))
    try:
        return character.encode("gbk")
    except UnicodeEncodeError:
        return b""


@cache
def _decode(first: int, second: int) -> str:
    """The character of two bytes; "" where there is none that the converter could have left."""
    try:
        character = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return "" if len(character) != 1 or character in SIMPLIFIED_ONLY else character


@cache
def _annotated() -> dict[tuple[int, str], tuple[int, ...]]:
    """(first byte, reading) -> the second bytes of the traditional characters so read."""
    found: dict[tuple[int, str], list[int]] = {}
    for character in sorted(TO_SIMPLIFIED):
        pair = _bytes(character)
        if len(pair) == 2:
            found.setdefault((pair[0], first_reading(character)), []).append(pair[1])
    return {key: tuple(seconds) for key, seconds in found.items()}


_RANK = {character: rank for rank, character in enumerate(dict.fromkeys(FREQUENT))}
_MARKS = frozenset("，。、；：“”（）《》！？")


_ENOUGH = 20_000
"""Characters of a page that tell its words: each question is a search through them."""


@cache
def _unseen(character: str) -> float:
    """What a character costs that stands nowhere else on the page."""
    plain = TO_SIMPLIFIED.get(character, character)
    if character in _MARKS:
        return 2.0
    if plain in _RANK:
        return 2.5 + _RANK[plain] / 1000
    return 4.0 if plain in COMMON else 8.0


class _Page:
    """What the rest of the page says about which characters are likely."""

    def __init__(self, text: str) -> None:
        self.text = text[:_ENOUGH]
        self._seen: dict[str, float] = {}
        self._after: dict[str, frozenset[str]] = {}

    def after(self, before: str) -> frozenset[str]:
        """The characters that follow this one on the page."""
        found = self._after.get(before)
        if found is None:
            follows = re.compile(f"{re.escape(before)}(?=(.))", re.DOTALL)
            found = self._after[before] = frozenset(follows.findall(self.text))
        return found

    def cost(self, character: str, before: str) -> float:
        """Low for a character that fits: after ``before``, on this page, in Chinese at all."""
        return 0.5 if character in self.after(before) else self.alone(character)

    def alone(self, character: str) -> float:
        """The same, wherever it stands."""
        cost = self._seen.get(character)
        if cost is None:
            cost = _unseen(character)
            if character in self.text:
                cost = 1.5 if self.text.count(character) > 2 else 2.0
            self._seen[character] = cost
        return cost


class _State(NamedTuple):
    """A way to read on: bytes lost so far are guessed; ``lead`` is the open half character."""

    cost: float
    out: str
    lead: int
    guessed: bool


@lru_cache(maxsize=1)  # asked for what is proved, and for what is guessed
def shifts(text: str) -> list[Shift]:
    """All shifted stretches of a text that can be read again, in order, not overlapping.

    >>> shifts("獲獎?wù)叨紩?huì)參加活動。")
    [Shift(start=2, end=13, text='者都會(huì)', guessed=False)]
    """
    page = _Page(text)
    found: list[Shift] = []
    at = 0
    while (signature := SIGNATURE.search(text, at)) is not None:
        at = signature.end()
        # The owner's own reading may stand between it and the half that was split off.
        owner = _OWNER.search(text, max(0, signature.start() - 10), signature.start())
        if owner is not None:
            shift = _read(text, signature, owner.group(1), page)
            if shift is not None:
                found.append(shift)
                at = shift.end
    found += [
        shift
        for shift in _before_latin(text)
        if not any(shift.start < f.end and f.start < shift.end for f in found)
    ]
    return sorted(found)


def _before_latin(text: str) -> Iterator[Shift]:
    """Readings after a Latin letter that was taken for the second byte of a character."""
    for match in _BEFORE_LATIN.finditer(text):
        pair = _bytes(match[1])
        if len(pair) == 2 and ord(match[2]) in _annotated().get((pair[1], match[4]), ()):
            yield Shift(*match.span(3), "", False)


def _read(text: str, signature: re.Match[str], owner: str, page: _Page) -> Shift | None:
    """The stretch that begins with a signature; None where no way to read it comes to an end."""
    pair = _bytes(owner)
    if len(pair) != 2:
        return None
    seconds = _annotated().get((pair[1], signature.group(1)), ())
    states = [_State(0.0, "", second, False) for second in seconds]
    at = signature.end()
    while states and at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        going: list[_State] = []
        ended: list[_State] = []
        for state in states:
            for following, done in _step(state, token, owner, page):
                (ended if done else going).append(following)
        at = token.end()
        if ended:
            ended.sort()
            close = len(ended) > 1 and ended[1].cost < ended[0].cost + 1.0
            return Shift(signature.start(), at, ended[0].out, ended[0].guessed or close)
        states = sorted(going)[:8]
    return None


def _step(
    state: _State, token: re.Match[str], owner: str, page: _Page
) -> Iterator[tuple[_State, bool]]:
    """The states that one token leads to, each with whether the bytes are in step again."""
    swallowed, visible, character = token.groups()
    before = state.out[-1:] or owner
    if visible:
        yield state, False
    elif swallowed:
        for second in _annotated().get((state.lead, swallowed), ()):
            found = _decode(state.lead, second)
            if found:
                cost = state.cost + page.cost(found, before)
                yield _State(cost, f"{state.out}{found}({swallowed})", 0, state.guessed), True
    elif character == "?":
        yield from _guesses(state, before, page, token.string[token.end() : token.end() + 3])
    else:
        pair = character.encode("ascii") if character < "\x80" else _bytes(character)
        found = _decode(state.lead, pair[0]) if pair else ""
        if found:
            cost = state.cost + page.cost(found, before)
            lead = pair[1] if len(pair) == 2 else 0
            yield _State(cost, state.out + found, lead, state.guessed), not lead


@cache
def _decoded(first: int) -> tuple[str, ...]:
    """The characters that begin with a byte."""
    seconds = (*range(0x40, 0x7F), *range(0x80, 0xFF))
    return tuple(filter(None, (_decode(first, second) for second in seconds)))


def _guesses(state: _State, before: str, page: _Page, ahead: str) -> Iterator[tuple[_State, bool]]:
    """A ``?`` that swallowed half a character and an ASCII sign: the likeliest of both."""
    sign, unlikely = _sign(ahead)
    after, alone = page.after(before), page.alone
    options = [
        ((0.5 if found in after else alone(found)) + unlikely, found + sign)
        for found in _decoded(state.lead)
    ]
    if sign == "\n":
        options = [(cost + _LINE_ENDS.get(option[0], 3.0), option) for cost, option in options]
    for cost, found in nsmallest(3, options):
        yield _State(state.cost + cost, state.out + found, 0, True), True


_UNITS = frozenset("月日年时時點点萬万億亿個个名天%.")
_LINE_ENDS = {**dict.fromkeys("。！？：", 0.0), "”": 1.5}
"""How unlikely it is that a line ends after a character; 3 for all others."""
_YEAR = re.compile("[089][0-9]{2}")


def _sign(ahead: str) -> tuple[str, float]:
    """The ASCII sign that stood before what follows; and how unlikely it is."""
    following = ahead[:1]
    if _YEAR.match(ahead):
        return ("2" if following == "0" else "1"), 0.5
    if following.isascii() and following.isdigit():
        return "1", 1.0
    if following in _UNITS and following:
        return "1", 1.5
    return "\n", 0.0
