"""Lines of the page around the article: menus, counters, notices."""

from __future__ import annotations

import re

from dataset_tools.repairs._base import Change, Page, drop_lines, repair

# Boilerplate is a short line that does not end like a sentence, or a notice near the end. Only a
# text that has such a line with one of these in it is looked at line by line.
_HINT = re.compile(
    "[热熱电電话話首位来來责責编編点點打关關分字收上下相版扫掃第技联聯声聲作记記发發时時阅閱免转轉本凡更登"
    "浏瀏|｜>＞©0-9【\\[?？=—_-]|[A-Za-z]{3}"
)
_SHORT = 60
_ENDS = frozenset("。”！；，")


def _screen(text: str) -> bool:
    lines = text.split("\n")
    for line in lines:
        if 0 < len(line) < _SHORT and line[-1] not in _ENDS and _HINT.search(line, 0, 30):
            return len(lines) > 1
    return len(lines) > 1 and any(_HINT.match(line.lstrip(" ※*【[（(■◆●▲特重")) for line in lines[-2:] if line)


@repair(
    "boilerplate",
    order=150,
    why="menus, hotlines, counters and notices belong to the page, not to the article",
    mends={
        "服务热线\n0791-00000000\n山城举办植树活动\n志愿者昨天种下了三百棵树苗。\n【打印】【关闭】": (
            "山城举办植树活动\n志愿者昨天种下了三百棵树苗。"
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
    found = {number for number in boilerplate_lines(lines) if number >= page.head}
    return drop_lines(text, lines, found) if found else None
