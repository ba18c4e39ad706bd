"""Characters nobody sees: zero width, soft hyphens, byte order marks inside a text."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, repair, replace, substitute

_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_ONE = re.compile(f"([{_INVISIBLE}])")
_RUN = re.compile(f"[{_INVISIBLE}]+")
# Scripts that spell with joiners (Arabic and its kin, the Indic ones, Mongolian), scripts that are
# written without spaces and break at U+200B (Thai, Lao, Myanmar, Khmer ...), and emoji.
_JOINS = re.compile(
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1cff\ua800-\uabff"
    "\ufb50-\ufdff\ufe0f\ufe70-\ufefc\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\u2640\u2642"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f\U0001f000-\U0001faff]"
)
_MEANT = "\u200b\u200c\u200d"


@repair(
    "invisible",
    order=50,
    why="zero-width characters, soft hyphens and stray byte order marks break search and comparison",
    mends={"会\u200b议\ufeff": "会议", "soft\u00adware": "software", "\u2060会": "会"},
    leaves=["👩\u200d👩\u200d👧", "می\u200cخواهم", "क\u094d\u200dष", "ภาษา\u200bไทย", "❤\ufe0f\u200d🔥"],
)
def invisible(text: str, page: Page) -> Change | None:
    """Removed everywhere but where the writing system or an emoji sequence needs the joiner."""
    if not _JOINS.search(text):
        return substitute(text, _ONE, "")
    spans = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        meant = (
            start > 0
            and end - start == 1
            and run.group() in _MEANT
            and _JOINS.match(text, start - 1) is not None
            and (_JOINS.match(text, end) is not None or run.group() == "\u200c")
        )
        if not meant:
            spans.append((start, end, ""))
    return replace(text, spans)
