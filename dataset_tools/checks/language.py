"""The language tag against the letters of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.text.language import language_of

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LEAST = 20
"""Letters below which a text is too short to tell its language."""
_ENGLISH = (
    "The council met on Tuesday to discuss the harbour. It was the first meeting of the year, "
    "and members heard that the work is on time."
)


@check(
    "language",
    level="warn",
    why="Splits, filters and models choose records by language; a wrong tag sends them a text that "
    "they cannot use.",
    codes={
        "mismatch": "the letters of the text are of another language than the tag says",
        "script_mismatch": "the text is in the other Chinese script than the tag says",
        "undetermined": (
            "info",
            "the tag is und: the text was too short or is in no known language",
        ),
    },
    clean=[
        record(),
        record(text=_ENGLISH, title="Council meets", language="en-GB"),
        record(text="山城市GDP同比增长5.2%，CPI上涨0.3%。"),
        record(text="會議在山城舉行。與會者討論了圖書館的問題。", language="zh-Hant"),
    ],
    broken={
        "mismatch": record(text=_ENGLISH, language="zh-Hans"),
        "script_mismatch": record(
            text="國務院會議討論農業問題，經濟學專家參與評議，聽取東區報導。" * 2,
            language="zh-Hans",
        ),
        "undetermined": record(text="42 + 1 = 43", language="und"),
    },
)
def language(text: str, language: str, text_look: str, text_ascii: str) -> Iterable[Hit]:
    """At most one hit: the tag's language, then its script."""
    if language == "zh-Hans":
        # mostly characters beyond ASCII, all of them such as stand in simplified text
        sure = text_look == "plain" and 3 * len(text_ascii) < len(text)
    else:
        sure = language == "en" and text.isascii() and " the " in text
    return () if sure else _mismatch(text, language)


def _mismatch(text: str, language: str) -> Iterator[Hit]:
    if language == "und":
        yield Hit("undetermined", "language", -1, -1, "the language could not be told")
        return
    found = language_of(text)
    if found == "und" or len(text) < _LEAST:
        return
    said, seen = language.split("-"), found.split("-")
    if said[0].lower() != seen[0]:
        yield Hit("mismatch", "language", -1, -1, f"tagged {language[:20]!r}, reads like {found!r}")
    elif said[0] == "zh" and len(seen) > 1 and {"Hans", "Hant"} & set(said) - {seen[1]}:
        message = f"tagged {language[:20]!r}, its characters are those of {found!r}"
        yield Hit("script_mismatch", "language", -1, -1, message)
