"""Han characters in disguise: Kangxi radicals and compatibility ideographs."""

from __future__ import annotations

import re
import unicodedata

from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.han import HAN
from dataset_tools.text.late import AnyOf, Late

# CJK Radicals Supplement -> the character it stands for, from Unicode's EquivalentUnifiedIdeograph
# (only the forms that PDF extraction leaves in running text).
_SUPPLEMENT = {
    pair[0]: pair[1]
    for pair in (  # noqa: SIM905
        "⺁厂 ⺇几 ⺌小 ⺎兀 ⺏尣 ⺟母 ⺠民 ⺩王 ⺫目 ⺬示 ⺮竹 ⺰纟 ⺶羊 ⺸羊 ⺻聿 ⺼肉 "
        "⺾艹 ⻁虎 ⻃覀 ⻄西 "
        "⻅见 ⻆角 ⻉贝 ⻋车 ⻌辶 ⻓长 ⻔门 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻠饣 ⻢马"
        " ⻣骨 ⻤鬼 ⻥鱼 "
        "⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟"
    ).split()
}
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_CLASS = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_EITHER = re.compile(f"[{_CLASS}]")
_ANY = AnyOf(lambda: _CLASS)
_BESIDE = f"[0-9{HAN}\u2e80-\u2fd5]"
_IN_TEXT = Late(lambda: f"[\u2e80-\u2fd5](?:(?<={_BESIDE}.)|(?={_BESIDE}))")


@repair(
    "ideographs",
    order=70,
    why="fonts and PDF extraction put look-alikes in place of characters; no search finds them",
    mends={"⼯作⽅案": "工作方案", "会議\uf9b4": "会議領", "⻓城": "长城"},
    leaves=["部首：⼀、⼁、⼂、⼃", "⿰亻壬", "﨑"],
)
def ideographs(text: str, _: Page) -> Change | None:
    """Each becomes the character it stands for; radicals stay where a text lists them as such."""
    if not _ANY.stands_in(text):
        return None
    # Running text has a character or a digit beside nearly every one, a list a comma.
    listed = len(_IN_TEXT.findall(text)) < 0.75 * len(_RADICAL.findall(text))
    pattern = _COMPATIBILITY if listed else _EITHER
    return replace(text, ((*m.span(), _plain(m.group())) for m in pattern.finditer(text)))


def _plain(character: str) -> str:
    if character in _SUPPLEMENT:
        return _SUPPLEMENT[character]
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
