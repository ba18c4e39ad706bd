"""Characters nobody sees: zero width, soft hyphens, byte order marks inside a text."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, repair, replace, substitute
from dataset_tools.text.late import AnyOf

_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_ONE = re.compile(f"([{_INVISIBLE}])")
_ANY = AnyOf(lambda: _INVISIBLE)
_RUN = re.compile(f"[{_INVISIBLE}]+")
# Scripts that spell with joiners: Arabic and its kin, the Indic ones, Mongolian.
_SPELLS = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1cff\ua800-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
# Scripts that are written without spaces and may break at U+200B: Thai, Lao, Myanmar, Khmer …
_BREAKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
_EMOJI = re.compile(
    "[\ufe0f\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_JOINS = re.compile("|".join(pattern.pattern for pattern in (_SPELLS, _BREAKS, _EMOJI)))


@repair(
    "invisible",
    order=50,
    why="zero-width characters, soft hyphens and stray byte order marks break every search",
    mends={"会\u200b议\ufeff": "会议", "soft\u00adware": "software", "\u2060会": "会"},
    leaves=[
        "👩\u200d👩\u200d👧",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "ภาษา\u200bไทย",
        "❤\ufe0f\u200d🔥",
    ],
)
def invisible(text: str, _: Page) -> Change | None:
    """Removed everywhere but where the writing system or an emoji sequence needs the joiner."""
    if not _ANY.stands_in(text):
        return None
    if not _JOINS.search(text):
        return substitute(text, _ONE, "")
    runs = (run.span() for run in _RUN.finditer(text))
    return replace(
        text, ((start, end, "") for start, end in runs if not _is_meant(text, start, end))
    )


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether one invisible character stands where its neighbours need it."""
    if end - start != 1 or not start:
        return False
    match text[start]:
        case "\u200c" | "\u200d" if _SPELLS.match(text, start - 1):
            return True
        case "\u200d":
            return bool(_EMOJI.match(text, start - 1) and _EMOJI.match(text, end))
        case "\u200b":
            return bool(_BREAKS.match(text, start - 1) and _BREAKS.match(text, end))
        case _:
            return False
