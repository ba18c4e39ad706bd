"""Text that a converter turned from simplified into traditional goes back to simplified."""

from __future__ import annotations

from collections import Counter

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text.codes import differing
from dataset_tools.text.convert import FOREIGN, conversion, convert, pack, simplify, unpack
from dataset_tools.text.han import TO_TRADITIONAL, VARIANTS
from dataset_tools.text.phrases import is_phrased, reverse
from dataset_tools.text.telling import is_traditional, shows_converter


@repair(
    "converted",
    order=120,
    why="a converter's traditional text in a simplified page is not how the article was written",
    mends={
        "縣(xiàn)里開會(huì),縣(xiàn)長講話": "县里开会，县长讲话",
        "關于縣城以后發展的規劃，里面說明了時間、責任。": (
            "关于县城以后发展的规划，里面说明了时间、责任。"
        ),
    },
    leaves=[
        "關於縣城以後發展的規劃，裡面說明了時間、責任。",
        "臺灣的圖書館開幕，館長致詞。",
        "引文：「學而時習之」出自《論語》。这是简体文章。",
    ],
    screen="traditional",
)
def converted(text: str, page: Page) -> Change | None:
    """Only with evidence: readings that were left behind, or words only a converter writes.

    The simplified text is the one whose conversion gives the page back: by the converter's own
    table, with what the page shows of another table, or phrase by phrase.
    """
    # A page that the pinyin repair has decided has no more than its own traditional characters.
    if "pinyin" not in page.done:
        damaged = any(name.startswith(("pinyin", "gbk_shift")) for name in page.done)
        if not (shows_converter(text) or (damaged and is_traditional(text, 4))):
            return None
    simplified = _simplified(text)
    if simplified == text:
        return None
    return Change(simplified, rule=pack(conversion(simplified, text)))


def _simplified(text: str) -> str:
    """The simplified text that best replays."""
    simplified = simplify(text)
    if not FOREIGN.stands_in(text):
        return simplified
    phrased = reverse(text)
    # Forms that the converter never writes and a phrase-level one does.
    foreign = Counter(text[at] for at in differing(simplified, phrased) if text[at] != "著")
    if not foreign or is_phrased(text, phrased, foreign):
        return phrased if foreign else simplified
    # Another table: a form of a character that ours converts too, or one used throughout.
    table = {}
    for form in sorted(foreign):
        plain = VARIANTS[form]
        if plain in TO_TRADITIONAL or (foreign[form] > 1 and plain not in text):
            table[ord(form)] = plain
    return simplified.translate(table)


@register_inverse("converted")
def _undo(text: str, packed: str) -> str:
    return convert(text, unpack(packed))
