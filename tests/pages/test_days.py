"""Days of publication in the forms that pages print, and days that are none of publication."""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import datetime

import pytest

from dataset_tools.pages import Page, read_html
from dataset_tools.pages.days import days_of, in_one, of_two

DAY = datetime.date(2019, 8, 5)
TITLE = "山城市召开全市老旧小区改造工作推进会"
LINES = (
    "上午，山城市召开全市老旧小区改造工作推进会，总结前一阶段工作，安排部署下一步任务。",
    "会议指出，老旧小区改造是重要的民生工程，各部门要提高认识，压实责任，加快项目进度。",
    "会议强调，要坚持问题导向，认真听取群众意见，把好事办好、实事办实，确保年底前全面完成任务。",
)


def page(info: str, *, head: str = "", after: str = "") -> Page:
    body = "".join(f"<p>　　{line}</p>" for line in LINES)
    return read_html(
        f"<html><head><title>{TITLE}_山城网</title>{head}</head><body><div><a href=/>首页</a> <a href=/a>新闻</a></div>"
        f"<div class=wrap><h1>{TITLE}</h1>{info}<div class=con>{body}</div>{after}</div><div class=side><h3>热门文章</h3>"
        "<ul><li><a href=1>城区供水恢复正常</a> 2021-01-02</li></ul></div><div>主办：山城市人民政府</div></body></html>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2019-8-5",
        "2019/08/05 10:20",
        "2019.08.05",
        "2019年8月5日 星期一",
        "2019-08-05 周一 10:20",
        "2019-08-05 上午10:20",
        "２０１９年８月５日",
        "二〇一九年八月五日",
        "2019–08–05",
        "2019－08－05",
        "2019／08／05",
        "2019·08·05",
        "2019_08_05",
        "发 布 时 间：2019-08-05",
        "发布日期:2019-08-05来源:山城网",
        "更新时间：2019-08-06 发布时间：2019-08-05",
        "<span class=y>2019</span><span class=md>08-05</span>",
        "<div class=d>05</div><div class=ym>2019-08</div>",
        "<span title='2019-08-05 10:20'>3年前</span>",
        "2019-08-05 浏览量：20190806",
    ],
)
def test_the_day_is_read_in_every_form(text: str) -> None:
    read = page(f"<div class=info>{text}</div>")
    assert read.published == DAY
    assert read.source in (None, "山城网")
    assert read.author is None
    assert read.paragraphs == LINES


@pytest.mark.parametrize(
    "text",
    [
        "3小时前",
        "昨天 10:20",
        "08-05 10:20",
        "19-08-05",
        "活动时间：2019-08-05",
        "报名截止时间：2019-08-05",
        "<span title='共2019-08-05人'>3年前</span>",
        "<div class=d>2019</div><div class=ym>2019-08</div>",
        "",
    ],
)
def test_a_day_is_not_made_up(text: str) -> None:
    assert page(f"<div class=info>{text}</div>").published is None


CAMBRIAN = (
    '<script type="application/ld+json">{"@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",'
    '"@id": "http://example.com/1", "title": "x", "pubDate": "2019-08-05T10:20:00"}</script>'
)


def test_the_terms_of_baidu_state_the_day() -> None:
    assert page("", head=CAMBRIAN).published == DAY
    assert page("", head=CAMBRIAN.replace("cambrian.jsonld", "other.jsonld")).published is None
    assert page("", head=CAMBRIAN.replace("2019-08-05", "昨天")).published is None


def test_the_day_of_a_comment_or_of_a_story_is_not_the_articles() -> None:
    comment = "<div class=pl><p>网友：好！</p><span>2019-09-09 10:00</span></div>"
    assert page("", after=comment).published is None


def test_signs_of_other_widths_keep_the_places() -> None:
    found = days_of("于2019－08－05发布")[0]
    assert (found.date, found.start, found.end) == (DAY, 1, 11)
    assert days_of("电话 0123－456－7890") == []


def test_pieces_that_are_no_date_stay_apart() -> None:
    assert in_one("2019 08-05 10:20") == "2019-08-05 10:20"
    assert in_one("2019 08-05-06") == "2019 08-05-06"
    assert of_two("5", "2019年8月") == "2019-8-5"
    assert of_two("505", "2019-08") == of_two("5", "2019-08-01") == ""
