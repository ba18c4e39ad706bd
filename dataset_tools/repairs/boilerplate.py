"""Lines of the page around the article: menus, counters, notices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise, product

from dataset_tools.repairs._base import Change, Page, drop_lines, repair
from dataset_tools.text.han import character_class
from dataset_tools.text.interface import words_of
from dataset_tools.text.simplify import fold, variants

# Only a text that may have boilerplate is looked at line by line: one with a short line near its
# edges that does not end like a sentence, or a notice at the end, with one of these pairs or signs,
# or (under the title) with words of the page.
_PAIRS = frozenset(
    (  # noqa: SIM905
        "热线 熱線 电话 電話 首页 首頁 源： 源: 任编 任編 责编 責編 编辑 編輯 编审 编译 校对 "
        "点击 點擊 打印 列印 关闭 關閉 分享 收藏 字体 字體 字号 字號 上一 下一 上篇 下篇 关阅 "
        "關閱 关新 關新 关链 關鏈 关报 關報 版权 版權 备案 安备 扫一 扫码 扫描 二维 二維 术支 "
        "術支 系我 絡我 站地 站首 声明 聲明 者： 者: 布时 布時 间： 间: 間： 間: 量： 量: 数： "
        "数: 阅读 閱讀 浏览 瀏覽 免责 免責 转载 轉載 户端 戶端 微信 公众 公眾 登录 登錄 注册 "
        "註冊 评论 評論 更多 荐阅 薦閱 广告 廣告 尾页 尾頁 正文 在位 前位 凡本 凡注 文/ 图/ 文丨 "
        "图丨 本网 本網 本站 本号 本號 侵权 侵權 侵删 侵刪 未经 未經 特此 本平 仅供 僅供 风险 "
        "風險 提示 （完 (完 完） 完) 频： 頻： 影： 辑： 輯： 图： 圖： 訊： 讯："
    ).split()
)
_FIRSTS, _SECONDS = (character_class(pair[at] for pair in _PAIRS) for at in (0, 1))
_PAIR = re.compile(f"[{_FIRSTS}][{_SECONDS}]")
# A character of signs and digits, then what makes it one: so the search runs at full speed.
_SIGNS = re.compile(
    r"(?m)[|｜>＞»©?？0-9=_*~—·•\]－-](?:(?<=[|｜>＞»©])|(?<=[?？])$|[0-9]{2,3}(?:-[0-9]{7}|[-/年][0-9])"
    r"| ?[页頁]|(?<=[=_*~—-])[-=_*—~ ]{2,}|(?<=[·•])\s|(?<=[-/.][0-9]{2})[\])]?$)"
)
_OPENS = re.compile("[：:]$(?<=[息讯訊电電报報道导導）)].)")
"""An agency's name opens an article: 山城社消息（记者田雨）："""
_LATIN = re.compile("[A-Za-z]{3}")
_LATIN_WORD = re.compile("[A-Za-z'-]+")
_SHORT, _EDGE, _OPENING = 60, 5, 20
_ENDS = frozenset("。”！；，")  # not that of an empty line
_ENDS_OR_NONE = _ENDS | {""}


_Openings = dict[tuple[str, str], tuple[str, ...]]


@cache
def _strong() -> _Openings:
    return _openings(words_of(2))


@cache
def _weak() -> _Openings:
    return _openings(words_of(1))


@cache
def _latin() -> frozenset[str]:
    latin = {word.split()[0] for word in words_of(2) if word[0].isascii()} - {*words_of(0)}
    return frozenset(latin | {"end"})


def _openings(words: Iterable[str]) -> _Openings:
    """First two characters, in both scripts -> the Chinese words, simplified."""
    found: _Openings = {}
    for word in words:
        if len(word) > 1 and not word[0].isascii():
            for one, two in product(variants(word[0]), variants(word[1])):
                found[one, two] = (*found.get((one, two), ()), word)
    return found


def _standing(openings: _Openings, text: str) -> int:
    """How many of the words stand in a text."""
    pairs = openings.keys() & pairwise(text)
    if not pairs:
        return 0
    plain = fold(text)
    return sum(word in plain for pair in pairs for word in openings[pair])


def _has_words(text: str) -> bool:
    """Whether a strong word of the page stands in a text, or two weak ones."""
    if _standing(_strong(), text) or _standing(_weak(), text) > 1:
        return True
    if not _LATIN.search(text):
        return False
    return not _latin().isdisjoint(_LATIN_WORD.findall(text.lower()))


def _screen(text: str) -> bool:
    lines = text.split("\n")
    if len(lines) == 1:
        return False
    # The lines in question as one text: one search for all of them.
    near = lines if len(lines) <= 2 * _EDGE else lines[:_EDGE] + lines[-_EDGE:]
    edges = [line for line in near if len(line) < _SHORT and line[-1:] not in _ENDS_OR_NONE]
    last = [f"{line[:_OPENING]}." for line in lines[-2:] if 0 < len(line) < 400]
    joined = "\n".join(edges + last)
    if not _PAIRS.isdisjoint(_PAIR.findall(joined)) or _SIGNS.search(joined):
        return True
    if len(edges) > 1 or joined.isascii():
        return _has_words_around(lines, edges, joined)
    return bool(edges) and edges[0] is not lines[0] and _has_words(edges[0])


def _has_words_around(lines: list[str], edges: list[str], joined: str) -> bool:
    """Whether words of the page stand under the title or at the end."""
    if joined.isascii():
        return len(edges) > 1 or _has_words("\n".join([*edges, *lines[-2:]]))
    # As far as no line of the text stands.
    around: list[str] = []
    for near in (lines[1:_EDGE], lines[:-_EDGE:-1]):
        for line in near:
            if len(line) >= _SHORT or line[-1:] in _ENDS or _OPENS.search(line):
                break
            around.append(line)
    return bool(around) and _has_words("\n".join(around))


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
    from dataset_tools.text.edges import boilerplate_lines

    lines = text.split("\n")
    found = {
        number
        for number, label in boilerplate_lines(lines).items()
        if number >= page.head and label != "residue"  # another repair's, which minds dialogues
    }
    return drop_lines(lines, found) if found else None
