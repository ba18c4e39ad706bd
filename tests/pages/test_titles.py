"""Titles in the layouts of offices, schools and papers: no heading, a logo for one, several lines.

All places and offices are invented; the layouts are general.
"""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import datetime

import pytest

from dataset_tools.pages import Page, read_html

TITLE = "山城市召开全市老旧小区改造工作推进会"
SITE = "山城市人民政府门户网站"
LINES = (
    "8月3日上午，山城市召开全市老旧小区改造工作推进会，总结前一阶段工作，安排部署下一步任务。",
    "会议指出，老旧小区改造是重要的民生工程，各部门要提高认识，压实责任，加快项目进度。",
    "会议强调，要坚持问题导向，认真听取群众意见，把好事办好、实事办实，确保年底前全面完成任务。",
    "市住建局、市财政局等部门负责人作了交流发言，各县区设分会场收听收看。",
)
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)
INFO = "<div class=info>发布时间：2019-08-05　来源：山城市住建局　点击：12</div>"
MENU = "<div class=nav><a href=/>首页</a> <a href=/a>新闻中心</a> <a href=/b>政务公开</a></div>"


def page(
    top: str, *, title: str = SITE, menu: str = MENU, body: str = BODY, head: str = ""
) -> Page:
    return read_html(
        f"<html><head><title>{title}</title>{head}</head><body>{menu}<div class=wrap>{top}"
        f"<div class=con>{body}</div></div><div class=next>上一篇：<a href=1>山城市举行防汛应急演练活动</a>"
        "</div><div class=foot>版权所有 山城市人民政府</div></body></html>"
    )


FOUND = {
    "a cell": page(f"<table><tr><td class=bt>{TITLE}</td></tr><tr><td>{INFO}</td></tr></table>"),
    "bold in the middle": page(f"<p align=center><b>{TITLE}</b></p>{INFO}"),
    "a font": page(
        f"<center><font size=5 color=red><strong>{TITLE}</strong></font></center>{INFO}"
    ),
    "a style": page(f"<div style='text-align:center;font-size:24px;'>{TITLE}</div>{INFO}"),
    "a class": page(f"<div class=newstit>{TITLE}</div>{INFO}"),
    "the logo is a heading": page(
        f"<div class=tt>{TITLE}</div>{INFO}", menu=f"<h1 class=logo><a href=/>{SITE}</a></h1>"
    ),
    "the site is a heading": page(
        f"<h1 class=site>{SITE}</h1><div><span class=article-tt>{TITLE}</span></div>{INFO}",
        title=f"{TITLE}|{SITE}",
    ),
    "the section is the heading": page(f"<h1>工作动态</h1><div class=bt>{TITLE}</div>{INFO}"),
    "the section is a heading, and the page's title": page(
        f"<div class=lm><h2>工作动态</h2></div><div class=title>{TITLE}</div>{INFO}",
        title=f"工作动态-{SITE}",
    ),
    "the page's title has the article's last": page(
        f"<div>{TITLE}</div>{INFO}", title=f"{SITE}_工作动态_{TITLE}"
    ),
    "a kicker and a deck": page(
        f"<h3 class=yinti>凝聚民心办实事</h3><h1>{TITLE}</h1><h3 class=futi>今年改造八十个小区</h3>{INFO}",
        title=f"{TITLE}_{SITE}",
    ),
    "a mark": page(f"<h1><span class=tag>[要闻]</span>{TITLE}</h1>{INFO}", title=f"{TITLE}-{SITE}"),
    "a button": page(f"<h1>{TITLE} <span class=sh>分享</span></h1>{INFO}", title=f"{TITLE}-{SITE}"),
    "the trail has it": page(
        f"<div class=pos>您的位置：<a>首页</a> &gt; <a>工作动态</a> &gt; {TITLE}</div><div class=bt>{TITLE}</div>{INFO}"
    ),
    "the head has it cut": page(
        f"<div class=x>{TITLE}</div>{INFO}", title=f"{TITLE[:12]}...-{SITE}"
    ),
    "the first paragraph": page(
        INFO, body=f"<p style='text-align:center'><strong>{TITLE}</strong></p>{BODY}"
    ),
    "two lines": page(f"<h1>{TITLE[:9]}<br>{TITLE[9:]}</h1>{INFO}"),
    "two lines that the head has in one": page(
        f"<h1>{TITLE[:9]}<br>{TITLE[9:]}</h1>{INFO}", title=f"{TITLE}-{SITE}"
    ),
    "the number of a document under it": page(
        f"<p align=center><b>{TITLE}</b></p><p align=center>山政办发〔2019〕12号</p>{INFO}"
    ),
    "a hidden heading": page(
        f"<h1 style='display:none'>{TITLE}</h1>{INFO}", title=f"{TITLE}-{SITE}"
    ),
}


@pytest.mark.parametrize("name", list(FOUND))
def test_the_title_is_found_in_every_usual_layout(name: str) -> None:
    read = FOUND[name]
    assert read.title == TITLE
    assert read.paragraphs == LINES
    assert (read.published, read.source) == (datetime.date(2019, 8, 5), "山城市住建局")


@pytest.mark.parametrize(
    "title",
    [
        "小区新貌",
        "山城：老旧小区改造让居民住得更舒心",
        "2019年1-8月山城市经济运行情况",
        "记者走进山城大学",
    ],
)
def test_a_short_heading_or_one_that_ends_like_a_site_stays(title: str) -> None:
    assert page(f"<h1>{title}</h1>{INFO}", title=f"{title}-摄影-山城网").title == title
    assert page(f"<h1>{title}</h1>{INFO}", title=title).title == title


def test_a_line_under_a_short_heading_is_a_deck() -> None:
    read = page(
        f"<h1>小区新貌</h1><div class=futi>今年改造八十个小区</div>{INFO}", title="小区新貌-山城网"
    )
    assert read.title == "小区新貌"


def test_a_bold_sentence_that_opens_the_text_is_no_title() -> None:
    first = "<p><strong>山城市今天召开了一次会议。</strong></p>"
    read = page(INFO, body=first + BODY)
    assert read.title == SITE
    assert read.paragraphs[0] == "山城市今天召开了一次会议。"


def test_a_heading_that_the_head_knows_is_no_section_however_short() -> None:
    read = page(f"<h1>小区新貌</h1><h2 class=deck>今年改造八十个小区</h2>{INFO}", title="小区新貌")
    assert (read.title, read.subtitle) == ("小区新貌", "今年改造八十个小区")
