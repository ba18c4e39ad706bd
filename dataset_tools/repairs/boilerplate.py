"""Lines of the page around the article: menus, counters, notices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product

from dataset_tools.repairs._base import Change, Page, drop_lines, repair
from dataset_tools.text.han import character_class

# Only a text that may have boilerplate is looked at line by line: one with a short line near its
# edges that does not end like a sentence, or a notice at the end, with a word of the page, a label
# or one of these signs.
_LABELS = (
    "源： 源: 任编 責編 编译 關阅 关阅 關閱 关新 關新 关链 關鏈 关报 關報 扫描 掃描 术支 術支 者： "
    "者: 布时 布時 间： 间: 間： 間: 量： 量: 数： 数: 數： 數: 荐阅 薦閱 正文 在位 前位 本文 凡本 "
    "文/ 图/ 圖/ 文| 文丨 记者 記者 通讯 通訊 （完 (完 全文 主办 主辦"
)
# A character of signs and digits, then what makes it one: so the search runs at full speed.
_SIGNS = re.compile(
    r"(?m)[|｜>＞»©?？0-9=_*~—·•\]－-](?:(?<=[|｜>＞»©])|(?<=[?？])$|[0-9]{2,3}(?:-[0-9]{7}|[-/年][0-9])"
    r"| ?[页頁]|(?<=[=_*~—-])[-=_*—~ ]{2,}|(?<=[·•])\s|(?<=[0-9])[\])]?$)"
)
_LATIN = re.compile("[A-Za-z]{3}")
_LATIN_WORD = re.compile("[A-Za-z'-]+")
_SHORT, _EDGE, _OPENING = 60, 5, 20
_ENDS = frozenset("。”！；，")


_Pairs = frozenset[tuple[str, str]]


@cache
def _words() -> tuple[re.Pattern[str], _Pairs, _Pairs]:
    """What finds pairs of characters, and those that strong and weak words of the page begin with.

    The pattern takes one character and looks at the next, so that no pair hides another.
    """
    from dataset_tools.text.interface import words_of

    strong = {(pair[0], pair[1]) for pair in _LABELS.split()} | _openings(words_of(2))
    weak = _openings(words_of(1)) - strong
    firsts, seconds = (character_class(pair[at] for pair in strong | weak) for at in (0, 1))
    return re.compile(f"([{firsts}])(?=([{seconds}]))"), frozenset(strong), frozenset(weak)


def _openings(words: Iterable[str]) -> set[tuple[str, str]]:
    """The first two characters of the Chinese words, in both scripts."""
    from dataset_tools.text.simplify import variants

    pairs: set[tuple[str, str]] = set()
    for word in words:
        if len(word) > 1 and not word[0].isascii():
            pairs.update(product(variants(word[0]), variants(word[1])))
    return pairs


@cache
def _latin() -> frozenset[str]:
    """The first words of the Latin ones, without those that stand anywhere."""
    from dataset_tools.text.interface import words_of

    firsts = frozenset(word.split()[0] for word in words_of(2) if word[0].isascii())
    return firsts - frozenset(words_of(0)) | {"end"}


def _screen(text: str) -> bool:
    lines = text.split("\n")
    if len(lines) == 1:
        return False
    # The lines in question as one text: one search for all of them.
    edges = [
        line
        for line in (lines if len(lines) <= 2 * _EDGE else lines[:_EDGE] + lines[-_EDGE:])
        if 0 < len(line) < _SHORT and line[-1] not in _ENDS
    ]
    if edges and text.isascii() and (len(edges) > 1 or lines[0] is not edges[0]):
        return True
    last = [line for line in lines[-2:] if 0 < len(line) < 400]
    edges += [line if line.isascii() else line[:_OPENING] for line in last]
    joined = "\n".join(edges)
    pattern, strong, weak = _words()
    pairs = pattern.findall(joined)
    if not strong.isdisjoint(pairs) or _SIGNS.search(joined):
        return True
    if len(weak.intersection(pairs)) > 1 and len(edges) > 1 + len(last):
        return True
    return bool(_LATIN.search(joined)) and not _latin().isdisjoint(
        _LATIN_WORD.findall(joined.lower())
    )


@repair(
    "boilerplate",
    order=150,
    why="menus, hotlines, counters and notices belong to the page, not to the article",
    mends={
        "服务热线\n0791-00000000\n山城举办植树活动\n志愿者种下了三百棵树苗。\n【打印】【关闭】": (
            "山城举办植树活动\n志愿者种下了三百棵树苗。"
        )
    },
    leaves=["山城举办植树活动\n志愿者昨天种下了三百棵树苗。\n下周还要继续。"],
    screen=_screen,
    drops_lines=True,
)
def boilerplate(text: str, page: Page) -> Change | None:
    """Dropped with their line ends and kept in the edits; lines of the head stay."""
    from dataset_tools.text.boilerplate import boilerplate_lines

    lines = text.split("\n")
    found = {
        number
        for number, label in boilerplate_lines(lines).items()
        if number >= page.head and label != "residue"  # another repair's, which minds dialogues
    }
    return drop_lines(text, lines, found) if found else None
