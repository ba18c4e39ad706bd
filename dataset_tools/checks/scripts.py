"""Letters of one script inside words of another; simplified among traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, not_plain, record
from dataset_tools.checks._places import han_characters, places
from dataset_tools.schema.explain import short
from dataset_tools.text.han import SIMPLIFIED_ONE, TRADITIONAL_ONE

_LATIN, _OTHER = "A-Za-z", "\u0370-\u03ff\u0400-\u04ff"
# Two Latin letters and a Greek or Cyrillic one in one word. Units (µm, Ω) and formulas (αβ, ΔT,
# β-) have at most one Latin letter beside them.
_MIXED = re.compile(
    f"(?<![{_LATIN}])[{_LATIN}]{{2,}}[{_OTHER}]+[{_LATIN}]*|[{_LATIN}][{_OTHER}]+[{_LATIN}]|"
    f"(?<![\u0400-\u04ff])[\u0400-\u04ff]+[{_LATIN}][\u0400-\u04ff{_LATIN}]*"
)
_FOREIGN = re.compile(f"[{_OTHER}]")
_LEAST, _SHARE = 3, 0.01
"""A simplified article prints a name or a quotation in traditional characters; three different
ones, and one in a hundred, is a conversion that stopped half-way."""


@check(
    "scripts",
    level="warn",
    why="Mixed scripts come from half-done conversions and from look-alike letters; such words are "
    "found by no search.",
    codes={
        "lookalike_letters": "a word of Latin letters with Greek or Cyrillic ones among them",
        "traditional_in_simplified": "traditional characters in a text marked as simplified",
        "simplified_in_traditional": "simplified characters in a text marked as traditional",
    },
    clean=[
        record(),
        record(text="會議在山城舉行，劉先生於會上發言。", title="會議", language="zh-Hant"),
        record(text="乾隆年间的瞭望台高10μm，β射线与ΔT有关，Ω级。陈堃发言。"),
        record(text="Москва: встреча в университете MGU.", language="ru"),
    ],
    broken={
        "lookalike_letters": record(text="访问 www.goоgle.example 网站。"),
        "traditional_in_simplified": record(text="會議在山城舉行，刘先生在会上发言，讨论图书馆。"),
        "simplified_in_traditional": record(
            text="會議在山城舉行，刘先生于会上发言，討論圖書館。", language="zh-Hant"
        ),
    },
    screen=not_plain,
)
def scripts(title: str, text: str, language: str) -> Iterator[Hit]:
    """One hit a code, at its first place."""
    for field, value in (("title", title), ("text", text)):
        if _FOREIGN.search(value) and (mixed := _MIXED.search(value)):
            message = f"{short(mixed.group())} mixes letters of two alphabets"
            yield Hit("lookalike_letters", field, mixed.start(), mixed.end(), message)
    if language == "zh-Hans":
        pattern, code = TRADITIONAL_ONE, "traditional_in_simplified"
    elif language == "zh-Hant":
        pattern, code = SIMPLIFIED_ONE, "simplified_in_traditional"
    else:
        return
    first, number = places(pattern, text)
    if first is None or number < _LEAST:
        return
    kinds = sorted(char for char in set(text) if pattern.match(char))
    if len(kinds) >= _LEAST and number >= _SHARE * han_characters(text):
        message = f"{number} such characters, as {''.join(kinds[:5])}"
        yield Hit(code, "text", first.start(), first.end(), message)
