"""Punctuation that a page narrowed to ASCII between Han characters."""

from __future__ import annotations

import re

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.late import AnyOf
from dataset_tools.text.punctuation import NARROW, WIDE, is_narrowed, narrow, widen

_SCREEN = re.compile("[,:;!?()](?:(?<=[\u4e00-\u9fff”》].)|(?=[\u4e00-\u9fff“《]))")
_KANA = AnyOf(lambda: "\u3041-\u30fa")
_LEAST = 3


def _screen(text: str) -> bool:
    # In most clean text one look at "，" is enough.
    return "，" not in text and not text.isascii() and _SCREEN.search(text) is not None


@repair(
    "punctuation",
    order=130,
    why="a converter narrows ，：；！？（） to ASCII, and sentences are hard to tell apart",
    mends={
        "会议在山城举行,代表到会(三十人);会期3天,每天9:30开始。问题是什么?请看、请听!": (
            "会议在山城举行，代表到会（三十人）；会期3天，每天9:30开始。问题是什么？请看、请听！"
        ),
    },
    leaves=[
        "会议开始,代表到场，讨论热烈。发言踊跃,气氛活跃。",
        "我用英文标点,就是不换.你看,行不行?",
        "短句,不动。",
        "f(x)=1, g(x)=2; 见 https://example.org/?a=1",
    ],
    screen=_screen,
    wanted=lambda policy: policy.punctuation == "restore",
)
def punctuation(text: str, page: Page) -> Change | None:
    """Full width again where the page shows the damage; policy ``keep`` leaves it.

    The page shows it when no such mark is full width, three or more are narrow beside Han
    characters, and the marks that the converter has no ASCII for (、 。) are still there; one is
    enough where readings or a conversion were mended before.
    """
    damaged = any(name.startswith(("pinyin", "converted", "gbk_shift")) for name in page.done)
    if not is_narrowed(text, 1 if damaged else _LEAST):
        return None
    if not (damaged or "。" in text or "、" in text) or _KANA.stands_in(text):
        return None  # Japanese is typed with either width
    widened = widen(text)
    marks = "".join(mark for mark in NARROW if mark in widened)
    if not any(mark in text for mark in marks):
        return Change(widened, rule=marks)
    return replace(
        text,
        (
            (at, at + 1, wide_mark)
            for at, (mark, wide_mark) in enumerate(zip(text, widened, strict=True))
            if mark in WIDE and mark != wide_mark
        ),
    )


@register_inverse("punctuation")
def _undo(text: str, marks: str) -> str:
    return narrow(text, marks)
