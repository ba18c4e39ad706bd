"""Lines of the page around the article: menus, counters, notices."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, drop_lines, repair
from dataset_tools.text.han import character_class

# Only a text that may have boilerplate is looked at line by line: one with a short line near its
# edges that does not end like a sentence, or a notice at the end, with one of these pairs or signs.
_PAIRS = frozenset(
    (  # noqa: SIM905
        "热线 熱線 电话 電話 首页 首頁 源： 源: 任编 任編 责编 責編 编辑 編輯 编审 编译 "
        "校对 点击 點擊 打印 列印 "
        "关闭 關閉 分享 收藏 字体 字體 字号 字號 上一 下一 上篇 下篇 关阅 關閱 关新 關新 "
        "关链 關鏈 关报 關報 "
        "版权 版權 备案 安备 扫一 扫码 扫描 二维 二維 术支 術支 系我 絡我 站地 站首 声明 "
        "聲明 者： 者: 布时 布時 "
        "间： 间: 間： 間: 量： 量: 数： 数: 阅读 閱讀 浏览 瀏覽 免责 免責 转载 轉載 户端"
        " 戶端 微信 公众 公眾 登录 "
        "登錄 注册 註冊 评论 評論 更多 荐阅 薦閱 广告 廣告 尾页 尾頁 正文 在位 前位 本文 凡本"
    ).split()
)
_FIRSTS, _SECONDS = (character_class(pair[at] for pair in _PAIRS) for at in (0, 1))
_PAIR = re.compile(f"[{_FIRSTS}][{_SECONDS}]")
# A character of signs and digits, then what makes it one: so the search runs at full speed.
_SIGNS = re.compile(
    r"(?m)[|｜>＞»©?？0-9=_*~—](?:(?<=[|｜>＞»©])|(?<=[?？])$|[0-9]{2,3}(?:-[0-9]{7}|[-/年][0-9])"
    r"| ?[页頁]|(?<=[=_*~—])[-=_*—~]{2,}$)"
)
_LATIN = re.compile(
    r"[Ss]hare|[Ss]ubscri|[Cc]omment|[Cc]opyright|[Rr]eserved|[Mm]ore|[Rr]elated|[Nn]ewsletter"
    r"|[Aa]dvert|[Ee]ditor|[Ss]ign up|[Cc]lick|[Cc]ookie|[Tt]ags?:|://|www\.|ICP"
)
_SHORT, _EDGE = 60, 5
_ENDS = frozenset("。”！；，")


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
    edges += [line[:16] for line in lines[-2:] if 0 < len(line) < 400]
    joined = "\n".join(edges)
    if joined.isascii():
        return _LATIN.search(joined) is not None
    return not _PAIRS.isdisjoint(_PAIR.findall(joined)) or _SIGNS.search(joined) is not None


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
