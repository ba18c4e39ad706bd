"""Readings of Han characters, and every way in which a page may spell them.

Source: pypinyin's readings and its zhuyin, in ``data/readings.tsv`` (written by
``tests/text/derive_han_tables.py``). A syllable's *spelling* is one of :data:`SPELLINGS`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from operator import eq

from dataset_tools.text.han import DATA, TRADITIONAL_ONLY

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêv"
"""Letters of a reading with tone marks or without, lower case, for a character class."""
ZHUYIN = "ㄅ-ㄯˊˇˋ˙"
"""Letters of a reading in zhuyin."""


@cache
def _tables() -> tuple[dict[str, str], dict[str, frozenset[str]], dict[str, str]]:
    first: dict[str, str] = {}
    readings: dict[str, set[str]] = {}
    zhuyin: dict[str, str] = {}
    for line in (DATA / "readings.tsv").read_text(encoding="utf-8").splitlines():
        syllable, sign, firsts, others = line.split("\t")
        zhuyin[syllable] = sign
        for character in firsts:
            first[character] = syllable
        for character in firsts + others:
            readings.setdefault(character, set()).add(syllable)
    return first, {key: frozenset(value) for key, value in readings.items()}, zhuyin


def first_reading(character: str) -> str:
    """The usual reading, with tone mark; "" where none is known.

    >>> first_reading("調"), first_reading("x")
    ('diào', '')
    """
    return _tables()[0].get(character, "")


def sound(character: str) -> str:
    """The usual reading without its tone; the character itself where none is known.

    >>> sound("張") == sound("章") == "zhang", sound("x")
    (True, 'x')
    """
    reading = first_reading(character)
    return plain(reading) if reading else character


def _parts(syllable: str) -> tuple[str, str]:
    """(letters without tone, tone "1".."4" or "")."""
    tone = ""
    letters = []
    for mark in unicodedata.normalize("NFD", syllable):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            letters.append(mark)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def plain(syllable: str) -> str:
    """Without tone marks: ``lǜ`` -> ``lü``."""
    return _parts(syllable)[0]


def _digits(syllable: str) -> str:
    letters, tone = _parts(syllable)
    return letters.replace("ü", "v") + (tone or "5")


SPELLINGS: dict[str, Callable[[str], str]] = {
    "t": lambda syllable: syllable,
    "n": plain,
    "v": lambda syllable: plain(syllable).replace("ü", "v"),
    ":": lambda syllable: plain(syllable).replace("ü", "u:"),
    "u": lambda syllable: plain(syllable).replace("ü", "u"),
    "d": _digits,
    "T": str.capitalize,
    "U": str.upper,
    "N": lambda syllable: plain(syllable).upper(),
    "C": lambda syllable: plain(syllable).capitalize(),
    "z": lambda syllable: _tables()[2].get(syllable, ""),
}
"""Code -> how a toned syllable is written: t toned, n/v/:/u without tones (ü, v, u:, u), d with
digits, T and C in title case, U and N in capitals, z in zhuyin."""


def spell(character: str, spelling: str) -> str:
    """The usual reading of a character in a spelling; "" where none is known.

    >>> spell("綠", "t"), spell("綠", "d"), spell("綠", ":"), spell("綠", "z")
    ('lǜ', 'lv4', 'lu:', 'ㄌㄩˋ')
    """
    return spelled(spelling).get(character, "")


@cache
def spelled(spelling: str) -> dict[str, str]:
    """Character -> its usual reading in a spelling, for all characters with a known reading."""
    usual = _tables()[0]
    written = _written(spelling)
    return {character: written[syllable] for character, syllable in usual.items()}


@cache
def _written(spelling: str) -> dict[str, str]:
    """Syllable -> how a spelling writes it: 1,300 syllables serve 20,000 characters."""
    write = SPELLINGS[spelling]
    return {syllable: write(syllable) for syllable in set(_tables()[0].values())}


@cache
def _spelled_traditional(spelling: str) -> dict[str, str]:
    """Those of :func:`spelled` that are traditional only: small enough to stay at hand."""
    usual = _tables()[0]
    written = _written(spelling)
    return {
        character: written[usual[character]] for character in TRADITIONAL_ONLY if character in usual
    }


def spelling_of_all(types: Mapping[str, str]) -> str:
    """The spelling in which all of these are usual readings of traditional characters; "" if none.

    >>> spelling_of_all({"會": "hui4", "綠": "lv4"}), spelling_of_all({"会": "hui4"})
    ('d', '')
    """
    first, syllable = next(iter(types.items()), ("", ""))
    written = list(types.values())
    for code in SPELLINGS:
        usual = _spelled_traditional(code)
        if usual.get(first) == syllable and list(map(usual.get, types)) == written:
            return code
    return ""


@cache
def is_reading(character: str, syllable: str) -> bool:
    """Whether ``syllable``, in any spelling, is a reading of exactly this character.

    >>> is_reading("會", "huì"), is_reading("會", "HUI4"), is_reading("會", "xí")
    (True, True, False)
    """
    readings = _tables()[1].get(character)
    if not readings:
        return False
    if "\u3105" <= syllable[0] <= "\u312f" or syllable[0] == "˙":
        signs = _tables()[2]
        return any(signs[reading] == syllable for reading in readings)
    wanted = syllable.lower().replace("u:", "ü").replace("v", "ü")
    if wanted[-1] in "12345":
        wanted, tone = wanted[:-1], wanted[-1]
        return any(_parts(r) == (wanted, tone.replace("5", "")) for r in readings)
    if _parts(wanted)[1]:
        return wanted in readings
    forms = {plain(reading) for reading in readings}
    return wanted in forms or any(form.replace("ü", "u") == wanted for form in forms)


def spelling_of(types: Mapping[str, str]) -> str:
    """The spelling in which most of these readings (character -> syllable) are usual ones.

    >>> spelling_of({"會": "hui4", "綠": "lv4"})
    'd'
    """
    written = list(types.values())
    best, most = "t", -1
    for code in SPELLINGS:
        usual = list(map(spelled(code).get, types))
        if usual == written:
            return code
        fitting = sum(map(eq, usual, written))
        if code == "t" and 2 * fitting > len(types):
            return code  # tone marks tell a spelling from all others
        if fitting > most:
            best, most = code, fitting
    return best
