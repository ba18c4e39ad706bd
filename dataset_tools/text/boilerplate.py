"""Lines that belong to the page rather than to the article, told apart by their form.

Two strengths. *Strict* forms (a bread-crumb trail, a copyright notice, an editor in brackets) are
boilerplate wherever they stand. *Loose* forms (a telephone number, "来源：…") can be part of an
article too, so they count only at the edges of a page (:mod:`dataset_tools.text.edges`).
Everything else is the article's: a line that is not known to be boilerplate stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dataset_tools.text import boilerplate_forms as forms
from dataset_tools.text import boilerplate_terms as terms
from dataset_tools.text.han import HAN_ONE
from dataset_tools.text.labels import KEPT, KIND_OF, LONGEST, labels_of, simplified, splits_word

SENTENCE, _WESTERN_SENTENCE = 40, 120
"""A line of more characters that ends like a sentence is a paragraph, or a legal notice."""
SENTENCE_END = frozenset("。！？!?；;…”」』.")
HAN, WIDE = "\u3400", "\uff00"
"""Between them: Han, Hangul and other letters."""


def _by_first_character() -> dict[str, tuple[tuple[str, bool], ...]]:
    """First character -> the (phrase, is a menu item) that begin with it, longest first."""
    table: dict[str, set[tuple[str, bool]]] = {}
    for text, menu in ((terms.SECTIONS, False), (terms.MENU, True)):
        for phrase in re.split(r"[|\n]", text.lower()):
            if phrase:
                table.setdefault(phrase[0], set()).add((phrase, menu))
    return {
        first: tuple(sorted(phrases, key=lambda p: (-len(p[0]), p[0], not p[1])))
        for first, phrases in table.items()
    }


_MENU = _by_first_character()
_LOOSE = (
    ("byline", forms.DATE_ONLY),
    ("byline", forms.CREDIT),
    ("byline", forms.CREDITS),
    ("navigation", forms.TRAIL),
    ("ruler", forms.RULER),
    ("related", forms.HEADER),
)


def _both(characters: Iterable[str]) -> frozenset[str]:
    """The characters of U+3400 and above, in both scripts."""
    simple = {char for char in characters if char >= HAN}
    return frozenset(simple | {terms.TRADITIONAL.get(char, char) for char in simple})


# What a line can open with to be boilerplate at all; signs and Latin letters always can.
_LABEL_FIRST = _both(label[0] for label in KIND_OF)
_STRICT_FIRST = forms.STRICT_FIRST | _both(_MENU) | _LABEL_FIRST
_LOOSE_FIRST = forms.HEADER_FIRST | _LABEL_FIRST | frozenset("电電传傳手热熱邮郵网網（＊～")


def _is_menu(line: str) -> bool:
    """Whether a line (see :func:`simplified`) consists of interface phrases and separators only."""
    at, menus, sections = 0, 0, 0
    while at < len(line):
        if filler := forms.FILLER.match(line, at):
            at = filler.end()
            continue
        for phrase, is_menu in _MENU.get(line[at], ()):
            end = at + len(phrase)
            if line.startswith(phrase, at) and not splits_word(line, end):
                menus, sections = menus + is_menu, sections + (not is_menu)
                at = end
                break
        else:
            return False
    return menus > 0 or sections > 2 or line.count("页") > 1


def _is_bar(line: str) -> bool:
    """Whether a line is short items between bars, at least half of them interface phrases."""
    items = [item.strip() for item in forms.BAR.split(line) if item.strip()]
    menus = sum(is_menu(item) for item in items)
    return len(items) > 2 and menus * 2 >= len(items) and max(map(len, items)) < 12


def is_menu(text: str) -> bool:
    """Whether ``text`` consists of interface phrases ("打印", "Share this") and separators only."""
    return bool(text) and _is_menu(simplified(text))


def is_section(text: str) -> bool:
    """Whether ``text`` is the name of a section that many sites have ("要闻", "国际")."""
    line = simplified(text)
    return bool(line) and any(phrase == line for phrase, _ in _MENU.get(line[0], ()))


def _is_paragraph(line: str) -> bool:
    """Whether a line of more than 40 characters is too long for boilerplate (but a notice)."""
    western = line.isascii() or not HAN_ONE.search(line)
    longest = _WESTERN_SENTENCE if western else SENTENCE
    return len(line) > LONGEST or (len(line) > longest and line[-1] in SENTENCE_END)


def strict_label(line: str) -> str:
    """What kind of boilerplate a line is wherever it stands; ``""`` where it may be the article's.

    ``line`` is stripped and not empty.

    >>> strict_label("首页 > 要闻 > 正文"), strict_label("首页改版的三个理由")
    ('navigation', '')
    """
    first = line[0]
    other = not HAN <= first < WIDE
    if len(line) > SENTENCE and _is_paragraph(line):
        opens = other or first in forms.LEGAL_FIRST
        return "notice" if opens and line[-1] not in "”」" and forms.LEGAL.match(line) else ""
    possible = other or first in _STRICT_FIRST or forms.HINT.search(line)
    return _short_strict(line) if possible else ""


@lru_cache(maxsize=KEPT)
def _short_strict(line: str) -> str:
    """:func:`strict_label` of a line that is no paragraph."""
    first = line[0]
    if forms.HINT.search(line):
        if forms.TRAIL_END.match(line) or (forms.BAR.search(line) and _is_bar(line)):
            return "navigation"
        if forms.RIGHTS.match(line):
            return "copyright"
    return _strict_forms(line) if first in _STRICT_FIRST or not HAN <= first < WIDE else ""


def _strict_forms(line: str) -> str:
    first = line[0]
    signs = not HAN <= first < WIDE
    if (signs or first in forms.STRICT_FIRST) and (found := forms.STRICT.match(line)):
        kind = found.lastgroup or ""
        if kind != "editor" or line[-1] not in "。”":
            return kind
    if line[-1] in "?？\ufffd" and forms.RESIDUE.match(line):
        return "residue"
    if _is_menu(simplified(line)):
        return "navigation"
    if first < "\u2000" and (forms.WESTERN.match(line) or forms.EDITOR_LATIN.match(line)):
        return "notice"
    return _strict_kind({kind for kind, *_ in labels_of(line)})


def _strict_kind(kinds: set[str]) -> str:
    """What a line with labels of these kinds is wherever it stands."""
    if len(kinds) > 1 and kinds & {"count", "editor", "published", "updated"}:
        return "byline"
    if kinds and kinds <= {"count", "editor"}:
        return "count" if "count" in kinds else "editor"
    return ""


def loose_label(line: str) -> str:
    """What kind of boilerplate a line is at the edge of a page; ``""`` where it is none."""
    first = line[0]
    opens = not HAN <= first < WIDE or first in _LOOSE_FIRST
    if not (opens or "：" in line or ":" in line):
        return ""
    return "" if len(line) > SENTENCE and _is_paragraph(line) else _short_loose(line)


@lru_cache(maxsize=KEPT)
def _short_loose(line: str) -> str:
    """:func:`loose_label` of a line that is no paragraph."""
    if forms.PHONE.match(line) or forms.CONTACT.match(line):
        return "hotline"
    labels = labels_of(line)
    if labels:
        kinds = {kind for kind, *_ in labels}
        if not kinds <= {"hotline", "contact"}:
            return "byline"
        # "联系电话：…" alone is often the last line of a public notice itself.
        return "hotline" if len(labels) > 1 or "hotline" in kinds else "contact"
    return next((kind for kind, form in _LOOSE if form.match(line)), "")
