"""Bodies in the layouts of offices, schools and papers, and what such pages hang below them.

All people, places and offices are invented; the layouts are general.
"""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import pytest

from dataset_tools.pages import read_html

TITLE = "山城市召开全市老旧小区改造工作推进会"
LINES = (
    "8月3日上午，山城市召开全市老旧小区改造工作推进会，总结前一阶段工作，安排部署下一步任务。",
    "会议指出，老旧小区改造是重要的民生工程，各部门要提高认识，压实责任，加快项目进度。",
    "会议强调，要坚持问题导向，认真听取群众意见，把好事办好、实事办实，确保年底前全面完成任务。",
    "市住建局、市财政局等部门负责人作了交流发言，各县区设分会场收听收看。",
)
STORIES = (
    "山城市举行防汛应急演练活动",
    "全市安全生产会议召开",
    "城区供水恢复正常",
    "公交线路今起调整",
)
INFO = "<div class=info>发布时间：2019-08-05　来源：山城市住建局　作者：李晓禾　点击：12</div>"
PARAGRAPHS = "".join(f"<p>　　{line}</p>" for line in LINES)


def body(held: str, *, after: str = "", info: str = INFO) -> tuple[str, ...]:
    side = "".join(f"<li><a href={n}>{story}</a></li>" for n, story in enumerate(STORIES))
    return read_html(
        f"<html><head><title>{TITLE}_山城网</title></head><body><div><a href=/>首页</a> <a href=/a>新闻</a></div>"
        f"<div>当前位置：<a href=/>首页</a> &gt; 正文</div><div class=wrap><h1>{TITLE}</h1>{info}"
        f"<div class=con>{held}</div>{after}</div><div class=side><h3>热门文章</h3><ul>{side}</ul></div>"
        "<div class=foot>主办：山城市人民政府　地址：山城路1号</div></body></html>"
    ).paragraphs


LAYOUTS = {
    "paragraphs": PARAGRAPHS,
    "line ends": "<br><br>".join(f"　　{line}" for line in LINES),
    "one line end": "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in LINES),
    "a cell": "<table><tr><td>" + "<br/>".join(LINES) + "</td></tr></table>",
    "boxes": "".join(f"<div><div><span>{line}</span></div></div>" for line in LINES),
    "sections": "".join(f"<section><section><p>{line}</p></section></section>" for line in LINES),
    "a list": "<ul>" + "".join(f"<li>{line}</li>" for line in LINES) + "</ul>",
    "pasted": "".join(
        f"<p class=MsoNormal><span><font>{line[:9]}</font></span><span>{line[9:]}</span></p>"
        for line in LINES
    ),
    "empty lines": "".join(f"<p>{line}</p><p>&nbsp;</p><p><br></p>" for line in LINES),
}


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_the_text_is_found_in_every_usual_layout(name: str) -> None:
    assert body(LAYOUTS[name]) == LINES


BELOW = {
    "a list without a heading": "<ul>"
    + "".join(
        f"<li><a href={n}>{s}</a> <span>2019-08-0{n + 1}</span></li>" for n, s in enumerate(STORIES)
    )
    + "</ul>",
    "an editor": "<p align=right>责任编辑：周小禾</p>",
    "buttons": "<div align=center>【<a href=#>打印本页</a>】【<a href=#>关闭窗口</a>】</div>",
    "a code to scan": "<p align=center>扫一扫在手机打开当前页</p>",
    "neighbours": f"<p>上一篇：没有了</p><p>下一篇：<a href=2>{STORIES[0]}</a></p>",
    "key words": "<div>关键词：<a href=1>老旧小区</a> <a href=2>改造</a></div>",
    "a source": "<p>来源：山城日报</p>",
    "a disclaimer": "<p>免责声明：本网站所转载的信息，仅供参考，版权归原作者所有，如有侵权请联系我们删除。</p>",
    "a pager": "<div><a>上一页</a> <span>1</span> <a href=2>2</a> <a>下一页</a></div>",
}


@pytest.mark.parametrize("name", list(BELOW))
def test_what_hangs_below_the_text_is_not_the_text(name: str) -> None:
    assert body(PARAGRAPHS + BELOW[name]) == LINES


def test_a_text_of_one_short_sentence_is_found_beside_a_long_byline() -> None:
    line = "8月3日，山城市召开推进会。"
    assert body(f"<p>　　{line}</p>") == (line,)


def test_questions_of_a_reporter_are_text() -> None:
    talk = (
        "记者：今年改造多少个小区？",
        "李晓禾：今年全市计划改造八十个小区，惠及两万户居民，目前已经开工六十个。",
        "记者：居民最关心什么？",
        "李晓禾：大家最关心的是电梯、停车位和管道，我们会听取大家的意见，一件一件办好。",
    )
    assert body("".join(f"<p>{line}</p>" for line in talk)) == talk


def test_a_paragraph_that_ends_with_a_linked_day_stays() -> None:
    last = "<p>会议定于<a href=x>8月5日</a>继续举行，其余事项另行通知，请各部门做好准备8月6日</p>"
    assert body(PARAGRAPHS + last)[-1].startswith("会议定于8月5日继续举行")
