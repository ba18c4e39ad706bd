"""Who wrote a page and when, in the forms of newspapers, offices, universities and accounts.

All people, papers and places are invented; the forms are those of real sites of many kinds.
"""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import datetime

import pytest

from dataset_tools.pages import Page, read_html
from dataset_tools.pages.bylines import barred_facts, byline_facts, reporter_line
from dataset_tools.pages.names import clean_author, clean_source
from dataset_tools.pages.signatures import closing_signature, reported, sign_off
from dataset_tools.text.dates import iso_day

DAY = datetime.date(2021, 3, 12)
TITLE = "山城举行春季植树活动 三百名志愿者参加"
LINES = (
    "志愿者今天上午在山城北郊的河边种下了三百棵树，其中大部分是柳树和杨树。",
    "山城林业局局长田雨说，这是山城连续第十年举行植树活动，今年参加的人最多。",
    "活动期间，主办方还向市民介绍了养护树木的知识，并且发放了两千份宣传手册。",
    "市民苏木带着孩子来到现场，他说，每年春天种一棵树，已经成了全家人的习惯。",
)
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)


def page(
    under: str = "", *, above: str = "", below: str = "", body: str = BODY, head: str = ""
) -> Page:
    """A page with credits above its title, under it or below its text."""
    return read_html(
        f"<html><head><title>{TITLE}_山城在线</title>{head}</head><body>"
        "<div class=top><a href=/>首页</a> | <a href=/a>新闻</a></div>"
        f"<div class=w>{above}<h1>{TITLE}</h1>{under}<div class=c>{body}</div>{below}</div>"
        "<ul><li><a href=1>山城一中昨天开学</a></li><li><a href=2>山城二中昨天开学</a></li></ul>"
        "<div>版权所有 山城在线</div></body></html>"
    )


def found(page: Page) -> tuple[datetime.date | None, str | None, str | None]:
    return page.published, page.source, page.author


UNDER = {
    "newspaper with a channel": (
        "<div>2021年03月12日08:00 | 来源：<a href=x>山城网-山城日报</a> | <span>小字号</span></div>",
        ("山城网-山城日报", None),
    ),
    "office": (
        "<div>发布时间：2021-03-12 08:00 来源：山城市林业局 字体：【<a>大</a> <a>中</a> <a>小</a>】 打印本页 浏览次数：12</div>",
        ("山城市林业局", None),
    ),
    "university": (
        "<div>作者：乔禾 编辑：石楠 来源：林学院 审核：苏木 时间：2021-03-12</div>",
        ("林学院", "乔禾"),
    ),
    "labels without colon": (
        "<div>发表于2021-03-12 21:30| 116次阅读| 来源山城日报| 0 条评论| 作者乔禾</div>",
        ("山城日报", "乔禾"),
    ),
    "Taiwan": ("<div>2021-03-12 12:30</div><div>記者喬禾／山城報導</div>", (None, "喬禾")),
    "Hong Kong": (
        "<div>撰文：喬禾</div><div>出版：2021-03-12 12:30</div><div>更新：2021-03-13 09:00</div>",
        (None, "喬禾"),
    ),
    "one character for a label": ("<div>2021-03-12 12:30</div><div>文：喬禾</div>", (None, "喬禾")),
    "account": (
        "<div class=author>山城发布</div><div>2021-03-12 10:00 发表于山城</div>",
        ("山城发布", None),
    ),
    "section beside the site": (
        "<div>2021年03月12日 山城在线 时政新闻 1665 0</div>",
        ("山城在线", None),
    ),
    "a label of time alone": ("<div>发布于 2021-03-12 07:19:52</div>", (None, None)),
}


@pytest.mark.parametrize(("under", "names"), UNDER.values(), ids=UNDER.keys())
def test_what_stands_under_the_title_is_read(
    under: str, names: tuple[str | None, str | None]
) -> None:
    assert found(page(under)) == (DAY, *names)
    assert page(under).paragraphs == LINES


def test_the_day_of_publication_outranks_the_day_of_signing() -> None:
    table = (
        "<table><tr><td>索 引 号：</td><td>000/2021-1</td><td>成文日期：</td><td>2021年03月10日</td></tr>"
        "<tr><td>发布日期：</td><td>2021年03月12日</td></tr></table>"
    )
    assert page(table).published == DAY
    assert page(table.replace("发布日期：", "").replace("2021年03月12日", "")).published == (
        datetime.date(2021, 3, 10)
    )


def test_a_time_above_the_title_or_right_below_the_text_is_the_articles() -> None:
    assert page(above="<div>2021-03-12 20:52:15</div>").published == DAY
    assert page(below="<div>2021-03-12 11:42:03</div>").published == DAY


def test_a_day_above_the_title_is_todays() -> None:
    assert page(above="<div>今天是 2021年3月12日 星期五</div>").published is None
    assert page(above="<div>2021年3月12日 星期五</div>").published is None


def test_the_time_of_a_listed_story_is_not_the_articles() -> None:
    stories = "<h3>相关阅读</h3><p><a href=3>山城三中开学</a></p><p>2020-01-02 10:00</p>"
    assert page(below=stories).published is None


HEADS = {
    "〔記者喬禾、石楠／山城報導〕今天上午，志願者在山城北郊的河邊種下了三百棵樹。": "喬禾、石楠",
    "（山城社記者喬禾山城12日電）今天上午，志願者在山城北郊的河邊種下了三百棵樹。": "喬禾",
    "本报讯（记者 乔禾）今天上午，志愿者在山城北郊的河边种下了三百棵树。": "乔禾",
    "【文/山城网专栏作者 乔禾】": "乔禾",
    "山城周刊记者 乔禾 石楠 发自山城": "乔禾、石楠",
    "记者乔禾所在的小区今天上午在山城北郊的河边种下了三百棵树。": None,
    "近千名科技工作者欢聚一堂，今天上午在山城北郊的河边种下了三百棵树。": None,
}


@pytest.mark.parametrize(("line", "author"), HEADS.items())
def test_the_text_may_open_with_its_reporter(line: str, author: str | None) -> None:
    assert page("<div>2021-03-12 10:00</div>", body=f"<p>{line}</p>{BODY}").author == author


ENDS = {
    "活动持续了一天。（乔禾）": None,
    "活动持续了一天。（陈禾）": "陈禾",
    "活动持续了一天。（陈禾 李楠）": "陈禾、李楠",
    "活动持续了一天。（完）": None,
    "活动持续了一天。（山城日报）": None,
    "活动持续了一天。（记者 乔禾）": "乔禾",
    "（文/乔禾 图/石楠 编辑/苏木）": "乔禾",
    "（撰稿：乔禾 摄影：石楠 审核：苏木）": "乔禾",
    "采写：山城周刊记者 乔禾 石楠": "乔禾、石楠",
    "山城周刊记者 乔禾": "乔禾",
    "责任编辑：乔禾": None,
}


@pytest.mark.parametrize(("line", "author"), ENDS.items())
def test_the_text_may_end_with_who_wrote_it(line: str, author: str | None) -> None:
    read = page("<div>2021-03-12 10:00</div>", body=f"{BODY}<p>{line}</p>")
    assert read.author == author
    assert read.paragraphs[: len(LINES)] == LINES


def test_reporters_are_found_below_a_promotion() -> None:
    box = "<div class=q><p>年度评选正在进行，快来<a href=x>点击投票</a>，选出你心中的好树！一起来吧。</p></div>"
    read = page("<div>2021-03-12 10:00</div>", body=f"<div>{BODY}</div>", above="")
    promoted = page(f"<div>2021-03-12 10:00</div>{box}", body=f"<div>{BODY}</div>")
    assert promoted.paragraphs == read.paragraphs == LINES


def test_a_first_paragraph_with_a_link_beside_the_others_stays() -> None:
    line = "市民可以在<a href=x>山城林业网</a>下载植树手册，也可以到现场领取，手册是免费的。"
    assert page(body=f"<p>{line}</p>{BODY}").paragraphs[0].startswith("市民可以在山城林业网下载")


def test_the_name_of_the_medium_is_no_author() -> None:
    head = "<meta property='article:author' content='山城消息'>"
    read = page("<div class=info>2021年03月12日 10:00 山城消息</div>", head=head)
    assert found(read) == (DAY, "山城消息", None)


def test_a_link_to_share_on_is_no_source() -> None:
    share = "<ul><li><a href=x>分享网</a></li><li><a href=y>好友网</a></li></ul>"
    assert page(share).source is None


def test_the_mark_glued_to_a_title_is_left_out_where_the_head_has_the_title_without() -> None:
    marked = page().title
    read = read_html(
        f"<title>{TITLE}</title><h1><i>原创</i>{TITLE}</h1><div>2021-03-12</div><div>{BODY}</div>"
    )
    assert read.title == marked == TITLE
    assert read.paragraphs == LINES
    told = read_html(f"<title>原创{TITLE}</title><h1>原创{TITLE}</h1><div>{BODY}</div>")
    assert told.title == f"原创{TITLE}"


def test_a_title_in_several_lines_is_one_title_where_the_head_has_it_in_one() -> None:
    lines = ("山城人民代表大会常务委员会", "关于批准山城植树条例", "实施办法的决议")
    centred = "".join(f"<p align=center>{line}</p>" for line in lines)
    read = read_html(
        f"<title>{''.join(lines)}__公报_山城在线</title><body><div class=m><a href=/>首页</a></div>"
        f"<div class=z>{centred}{BODY}</div>"
    )
    assert read.title == "".join(lines)
    assert read.paragraphs == LINES


def test_two_headings_are_two_lines_where_the_head_has_the_first_alone() -> None:
    read = page("<h2>志愿者种下三百棵树</h2>")
    assert (read.title, read.subtitle) == (TITLE, "志愿者种下三百棵树")


def test_a_date_in_pieces_is_one_date() -> None:
    assert page("<div>2021</div><div>03/12</div><div>19:02</div>").published == DAY


ES = (
    "<p>Los voluntarios plantaron ayer por la mañana trescientos árboles en la orilla del río, según el "
    "ayuntamiento de la ciudad.</p><p>La alcaldesa dijo que es el décimo año en que se celebra la "
    "plantación y que nunca habían venido tantos vecinos como este año.</p>"
)


def test_the_language_orders_day_and_month_of_the_first_date_printed() -> None:
    read = read_html(
        "<title>Plantan trescientos árboles</title><h1>Plantan trescientos árboles</h1>"
        f"<div>Bahía | 08/01/2014</div><div>Relacionado: 27-06-2012</div><div>{ES}</div>"
    )
    assert read.published == datetime.date(2014, 1, 8)


def test_what_a_gallery_prints_around_the_text_is_not_the_text() -> None:
    assert page("", body=f"<p>图集</p>{BODY}<p>+1</p>").paragraphs == LINES
    assert page("", body=f"<p>下周一，</p>{BODY}").paragraphs == ("下周一，", *LINES)


HALF = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud83d","author":{"name":"\\udc00 Jane Doe"},"datePublished":"2020-01-01"}</script>'
WHOLE = HALF.replace("\\ud83d", "\\ud83d\\ude00").replace("\\udc00 ", "")


def test_half_a_surrogate_pair_costs_the_json_ld_and_not_the_page() -> None:
    read = page("<div>2021-03-12 来源：山城日报</div>", head=HALF)
    assert found(read) == (DAY, "山城日报", None)
    assert "surrogate" in read.reasons["author"]
    for text in (read.title, read.text, *read.reasons.values()):
        assert text is not None
        text.encode()


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert page(head=WHOLE).author == "Jane Doe"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Jane Doe, AP", "Jane Doe"),
        ("Jane Doe, Bay Staff Writer", "Jane Doe"),
        ("AFP", "AFP"),
        ("乔禾 摄影：石楠", "乔禾"),
        ("乔禾 整合", "乔禾"),
        ("本刊记者 乔禾 发自山城", "乔禾"),
    ],
)
def test_what_stands_beside_a_name_is_left_out(value: str, name: str) -> None:
    assert clean_author(value) == name


def test_a_bar_ends_the_name_of_a_source() -> None:
    assert clean_source("山城广播 | 时长：3分钟") == "山城广播"


@pytest.mark.parametrize(
    "line",
    [
        "科技工作者欢聚一堂",
        "来源山城|作者乔禾",
        "2021-03-12|首页|来源于生活的歌声和笑声一直传到了很远很远的山城去",
    ],
)
def test_a_line_without_credits_states_none(line: str) -> None:
    assert barred_facts(line) == [fact for fact in barred_facts(line) if fact.field == "published"]
    assert not reporter_line(line)
    assert not [fact for fact in byline_facts(line) if fact.field == "author"]


@pytest.mark.parametrize("line", ["记者站／山城报导", "记者从会上获悉", "（完）", "本报记者报道"])
def test_no_name_no_signature(line: str) -> None:
    assert sign_off(line) is None
    assert reported(line) is None
    assert closing_signature(f"活动很成功。{line}") is None


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Fri, 12 Mar 2021 07:15:45 EST", DAY),
        ("Friday 12 March 2021", DAY),
        ("2021-03-12T00:00:00Z", DAY),
        ("updated 12 Mar 2021", None),
    ],
)
def test_a_stamp_may_open_with_the_day_of_the_week(stamp: str, day: datetime.date | None) -> None:
    assert iso_day(stamp) == day
