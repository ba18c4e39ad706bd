"""Names of persons: normal form, surname, plausibility."""

from __future__ import annotations

from functools import cache

from dataset_tools.text import titles
from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.simplify import fold
from dataset_tools.text.tables import characters, lines, words

DOTS = "·•‧∙・･⋅．"
_DOT = Pattern(rf"[{DOTS}]|(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")
_SPACE = Pattern(r"[\s\u200b\ufeff]+")
_GLOSS = Pattern(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}[)）]")
_HAN = Pattern(r"[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)*")
_LATIN = Pattern(r"[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|der|bin|al|da|la))*")
_FUNCTION = frozenset("的了们这哪啊吗呢吧您她它你我他届")

title_word_in = titles.title_word_in


def spelled(name: str) -> str:
    """``name`` as it is written: glosses and (between Han) white space out, one middle dot.

    >>> spelled("王　晨"), spelled("劉(liú)雲川"), spelled("沙班・阿里"), spelled("Zoë  Lee")
    ('王晨', '劉雲川', '沙班·阿里', 'Zoë Lee')
    """
    if not name or name.isalpha():
        return name
    if max(name) < "\u2e80":  # no Han, no kana: words are told apart by their space
        return " ".join(name.split())
    return _DOT.sub("·", _SPACE.sub("", _GLOSS.sub("", name)))


def normalise(name: str) -> str:
    """The form under which two spellings of one name are equal: :func:`spelled`, simplified.

    >>> normalise("劉　雲") == normalise("刘云")
    True
    """
    return fold(spelled(name))


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    single, double = set[str](), set[str]()
    for line in lines("surnames"):
        if len(line) == 2:
            double.add(line)
        else:
            single.update(line)
    return frozenset(single), frozenset(double)


SINGLE, DOUBLE = _surnames()
TRANSLITERATION = characters("transliteration")
PLACES = words("countries")


def surname_of(name: str) -> str | None:
    """The Han surname that ``name`` starts with (a double one first), or None.

    >>> surname_of("欧阳明轩"), surname_of("王晨"), surname_of("演觉")
    ('欧阳', '王', None)
    """
    plain = normalise(name)
    if plain[:2] in DOUBLE and len(plain) > 2:
        return plain[:2]
    return plain[:1] if plain[:1] in SINGLE and 2 <= len(plain) <= 4 else None


def is_transliterated(name: str) -> bool:
    """Whether every character is one that foreign names are transliterated with.

    >>> is_transliterated("托卡耶夫"), is_transliterated("会议")
    (True, False)
    """
    return all(char in TRANSLITERATION or char == "·" for char in name)


def is_plausible_name(name: str) -> bool:
    """Whether ``name`` can be a person's: its length, its characters, no title, no place.

    >>> is_plausible_name("王大明"), is_plausible_name("俄罗斯"), is_plausible_name("王2")
    (True, False, False)
    """
    if name.isascii():
        return _LATIN.fullmatch(name) is not None
    plain = normalise(name)
    if _HAN.fullmatch(plain) is None or plain in PLACES or title_word_in(plain):
        return False
    if not _FUNCTION.isdisjoint(plain):
        return False
    if "·" in plain:
        return len(plain) <= 30
    return 2 <= len(plain) <= (4 if not is_transliterated(plain) else 10)
