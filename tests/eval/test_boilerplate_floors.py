"""Boilerplate lines of every kind, each alone at an edge of an invented article, are found.

``repair_boilerplate.txt``: place (t under the title, b at the end), tab, line. The lines were
written in four batches, each before the rules were looked at; at first sight the rules found
58, 65, 73 and 95 % of them, each batch after the rules were widened for the one before.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset_tools.stages.repair import repair_text, restore_text

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))["repair"]["boilerplate_lines"]
LINES = [
    line.split("\t")
    for line in (HERE / "repair_boilerplate.txt").read_text("utf-8").splitlines()
    if line
]
ARTICLES = [
    [
        "山城举办春季植树活动",
        "山城昨天在河边举办了植树活动，三百名志愿者种下了三百棵树苗，下周还要继续。",
        "组织者说，报名的人比去年多了一倍，最小的志愿者今年八岁，最大的七十二岁。",
        "县里计划用三年时间，在河的两岸种满树，让孩子们夏天有地方乘凉。",
    ],
    [
        "縣圖書館延長開放時間",
        "縣圖書館從下週起開放到晚上九點，館長昨天說明了這項決定，讀者等了很多年。",
        "為此館裡增加了兩名職員，費用由縣裡承擔，鄉下的孩子週末也能來借書了。",
        "下個月起，圖書車還會開到山裡的三個村子，每兩週一次。",
    ],
    [
        "Town library extends its opening hours",
        "The town library will stay open until nine in the evening, the council said on Monday.",
        "Children from the villages had asked for longer hours for years, said the head.",
        "Two more people will be employed, and a bus will run from the station on Saturdays.",
    ],
]


def article_for(line: str) -> list[str]:
    """The invented article in the language and the script of a line."""
    if line.isascii():
        return ARTICLES[2]
    old = "發樣頁電號關聯數據載護編輯閱讀訂報導點讚熱級則該轉傳記權"
    return ARTICLES[1 if any(character in old for character in line) else 0]


def with_line(place: str, line: str) -> str:
    title, *body = article_for(line)
    return "\n".join([title, line, *body] if place == "t" else [title, *body, line])


@pytest.mark.parametrize("place", ["t", "b"])
def test_as_many_boilerplate_lines_are_found_as_pinned(place: str) -> None:
    lines = [line for where, line in LINES if where == place]
    assert len(lines) > 100
    missed = [
        line
        for line in lines
        if repair_text(with_line(place, line)).text.split("\n") != article_for(line)
    ]
    assert len(missed) <= (1 - FLOORS[place]) * len(lines), missed


def test_every_dropped_line_is_restored_and_no_line_of_the_article_is_taken() -> None:
    for place, line in LINES:
        page = with_line(place, line)
        repaired = repair_text(page)
        assert restore_text(*repaired) == page
        assert not set(article_for(line)) - set(repaired.text.split("\n"))


LIKE_BOILERPLATE = [
    "未备案的应用程序不得从事信息服务",
    "县里发布图书馆开放新规定",
    "各地加快建设无障碍通道",
    "山城社消息（记者田雨）：植树活动昨天举行",
    "本报讯：志愿者昨天种下了三百棵树苗",
    "三百棵树 三百个愿望",
    "图书馆的新规定今天起实施",
    "2024年山城版画合作大会举行",
    "“我们会再来的”",
    "志愿者们还写下了自己的心愿。",
    "The trees will be watered by the children",
    "Readers welcomed the decision",
]


@pytest.mark.parametrize("line", LIKE_BOILERPLATE)
@pytest.mark.parametrize("place", ["t", "b"])
def test_a_line_of_an_article_at_an_edge_stays(place: str, line: str) -> None:
    assert repair_text(with_line(place, line)).edits == ()
