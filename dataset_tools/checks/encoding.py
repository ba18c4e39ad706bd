"""Characters that no author wrote: lost bytes, controls, private codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, not_plain, record
from dataset_tools.checks._places import places

_CODES = (
    ("replacement_character", re.compile("\ufffd+")),
    ("lone_surrogate", re.compile("[\ud800-\udfff]+")),
    ("private_use", re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")),
    ("control", re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")),
    ("noncharacter", re.compile("[\ufdd0-\ufdef\ufffe\uffff]+")),
    (
        "invisible",
        # Soft hyphen, zero width, bidirectional controls, tags, BOM. U+200C/D belong to Indic and
        # Persian words and to emoji: those are left alone there.
        re.compile(
            "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
            "\ufff9-\ufffb\U000e0001-\U000e007f]+|(?<=[\u3000-\u9fff])[\u200c\u200d]+"
        ),
    ),
)
# All of the above in one class, for one fast scan.
_ANY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000e0001-\U0010ffff]"
)
_SAID = {
    "replacement_character": "bytes were lost before the text came here",
    "lone_surrogate": "half a character",
    "private_use": "a private code without a meaning of its own",
    "control": "a control character",
    "noncharacter": "a code that is no character",
    "invisible": "an invisible character",
}


@check(
    "encoding",
    level="warn",
    why="A decoder that met bytes it could not read, or a page that used its own font, leaves "
    "characters that no author wrote; words with them are lost to search and to models.",
    codes={
        "replacement_character": (
            "error",
            "U+FFFD stands where bytes were lost; what they said cannot be known",
        ),
        "lone_surrogate": ("error", "half of a character; such text cannot be written as UTF-8"),
        "private_use": "a private-use code: what it shows depends on a font that is not here",
        "control": "a control character (not line feed or tab)",
        "noncharacter": "a code point that Unicode gives to no character",
        "invisible": "a zero-width, soft-hyphen or direction mark inside the text",
    },
    clean=[
        record(),
        record(text="①报名\t②缴费。Café “naïve” — 10 °C，汉语拼音 lǜ。", title="第１２届（総）"),
        record(text="می‌خواهم family 👨‍👩‍👧 emoji", language="und"),
    ],
    broken={
        "replacement_character": record(text="山城市\ufffd\ufffd图书节昨天开幕。"),
        "lone_surrogate": record(text="山城市\ud83d图书节"),
        "private_use": record(title="山城\ue5e5图书节"),
        "control": record(text="第一段\x07。"),
        "noncharacter": record(text="第一段\uffff。"),
        "invisible": record(text="山\u200b城市图书节。"),
    },
    screen=not_plain,
)
def encoding(title: str, text: str, title_look: str, text_look: str) -> Iterator[Hit]:
    """One hit a code and field: the first place, and how many there are."""
    for field, value, look in (("title", title, title_look), ("text", text, text_look)):
        if look != "odd" or _ANY.search(value) is None:
            continue
        for code, pattern in _CODES:
            first, number = places(pattern, value)
            if first:
                points = ", ".join(f"U+{ord(char):04X}" for char in first.group()[:3])
                message = f"{points}: {_SAID[code]}; {number} place(s)"
                yield Hit(code, field, first.start(), first.end(), message)
