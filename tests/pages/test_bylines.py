"""Bylines whose items are parted by mark-up, doubled labels, roles and affiliations.

All people, papers and places are invented; the forms are those of real sites of many kinds.
"""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import datetime

import pytest

from dataset_tools.pages import Page, read_html
from dataset_tools.pages.bylines import byline_facts, labelled_facts
from dataset_tools.pages.names import clean_author
from dataset_tools.pages.signatures import closing_signature, reported

DAY = datetime.date(2021, 3, 12)
TITLE = "山城举行春季植树活动 三百名志愿者参加"
LINES = (
    "志愿者今天上午在山城北郊的河边种下了三百棵树，其中大部分是柳树和杨树。",
    "山城林业局局长田雨说，这是山城连续第十年举行植树活动，今年参加的人最多。",
    "活动期间，主办方还向市民介绍了养护树木的知识，并且发放了两千份宣传手册。",
)
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)


def page(under: str, *, above: str = "", body: str = BODY) -> Page:
    """A page with credits above its title, under it, or in its text."""
    return read_html(
        f"<html><head><title>{TITLE}_山城在线</title></head><body><div><a href=/>首页</a></div>"
        f"<div class=w>{above}<h1>{TITLE}</h1>{under}<div class=c>{body}</div></div>"
        "<ul><li><a href=1>山城一中昨天开学</a></li></ul><div>版权所有 山城在线</div></body></html>"
    )


UNDER = {
    "items parted by style sheets": (
        "<div><span class=a>山城晨报</span><span class=b>陈禾</span><span class=c>2021-03-12 08:25</span></div>",
        ("山城晨报", "陈禾"),
    ),
    "a link glued to a name": (
        "<div><span>2021-03-12 08:25</span><span>来源：山城日报</span><span>作者：乔禾</span><a href=#>我有话说</a></div>",
        ("山城日报", "乔禾"),
    ),
    "labels in brackets of their own": (
        "<div>【字体：<a href=#>大</a> <a href=#>小</a>】 【时间：2021-3-12】 【作者：admin】 【<a href=#>关闭</a>】</div>",
        (None, None),
    ),
    "where a source is said to come from": (
        "<div><b>来自 山城果园 2021-03-12 </b></div>",
        ("山城果园", None),
    ),
    "a name beside the source's": (
        "<div><span>2021年03月12日 07:05</span> <span>来源：山城网—《山城日报》</span> <span>陈小禾</span></div>",
        ("山城网—《山城日报》", "陈小禾"),
    ),
    "pictures beside the text": (
        "<p>文：乔禾 图：石楠 来源：宣传部 时间：2021-03-12 浏览：<span>122</span></p>",
        ("宣传部", "乔禾"),
    ),
    "a reporter and correspondents": (
        "<p>2021-03-12 15:45</p><p>记者：陈禾 李楠 特约通讯员：石楠</p>",
        (None, "陈禾、李楠"),
    ),
    "Taiwan, in one line": (
        "<div><span>2021-03-12 10:22</span> 山城報 <a href=/r>記者喬禾</a>／山城報導</div>",
        ("山城報", "喬禾"),
    ),
    "schema.org": (
        "<div><span itemprop=author itemscope><span itemprop=name>乔禾</span></span><meta itemprop=datePublished content='2021-03-12T08:19:00+08:00'></div>",
        (None, "乔禾"),
    ),
    "the name of an element inside the line": (
        "<p><span class=author>陈禾</span><span>2021-03-12 08:19</span></p>",
        (None, "陈禾"),
    ),
    "a count of readers": (
        "<p><span class=author><a href=#>陈禾</a></span> · <span>2021/03/12 08:19</span> <span>浏览 3.2w</span></p>",
        (None, "陈禾"),
    ),
    "first day and last": (
        "<div>2021年03月12日（五） 10:22 最後更新：2021年03月13日 11:30</div>",
        (None, None),
    ),
    "a section beside the medium": (
        "<div><span><a href=#>要闻</a></span> <span>山城日报</span> <span>2021-03-12 07:44</span></div>",
        ("山城日报", None),
    ),
    "a medium whose name ends like a report": (
        "<div><span>新世纪山城报道</span> <span>陈禾</span> <span>2021-03-12 07:44</span></div>",
        ("新世纪山城报道", "陈禾"),
    ),
    "a name that its element calls the author's": (
        "<div><span>2021-03-12 07:44</span> <span>来源：山城日报</span> <span id=author_x>陈禾</span></div>",
        ("山城日报", "陈禾"),
    ),
    "a reporter of a medium before the day": (
        "<div>山城在线记者 陈禾　2021-03-12 07:44</div>",
        (None, "陈禾"),
    ),
    "a reporter's role behind the name": (
        "<div class=byline><span>陈禾</span> <span>山城网记者</span></div><div>2021年 3月 12日</div>",
        (None, "陈禾"),
    ),
    "a slash for a colon": (
        "<div><span>文 / <a>陈禾</a></span><span>发布 / 2021年3月12日 7:44 AM</span></div>",
        (None, "陈禾"),
    ),
    "bars between labels": (
        "<p>来源：山城发布 | 作者：陈禾 | 2021-03-12 07:44 | 阅读 320</p>",
        ("山城发布", "陈禾"),
    ),
    "a year of two digits under a label": (
        "<div>来源：山城日报    作者：乔禾    时间：21-03-12</div>",
        ("山城日报", "乔禾"),
    ),
}


@pytest.mark.parametrize(("under", "names"), UNDER.values(), ids=UNDER.keys())
def test_what_stands_under_the_title_is_read(
    under: str, names: tuple[str | None, str | None]
) -> None:
    read = page(under)
    assert (read.published, read.source, read.author) == (DAY, *names)
    assert read.paragraphs == LINES


def test_a_word_in_bold_does_not_part_a_line_of_the_text() -> None:
    line = "志愿者<b>今天</b><i>上午</i>在<a href=x>山城</a><span>北郊</span>的河边种下了树。"
    assert page("", body=f"<p>{line}</p>{BODY}").paragraphs[0] == (
        "志愿者今天上午在山城北郊的河边种下了树。"
    )


def test_a_section_may_stand_beside_the_time_right_above_the_title() -> None:
    assert page("", above="<div>要闻 2021-03-12 17:00</div>").published == DAY
    assert page("", above="<div>要闻 2021-03-12</div>").published is None
    far = "<div>要闻 2021-03-12 17:00</div><div>山城在线</div>"
    assert page("", above=far).published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("时间：21-03-12", DAY),
        ("时间：21-13-12", None),
        ("编号：21-03-12", None),
        ("时间：21-03-121", None),
        ("比分 21-03-12", None),
    ],
)
def test_two_digits_are_a_year_only_as_the_value_of_a_label(
    line: str, day: datetime.date | None
) -> None:
    assert next((f.value for f in labelled_facts(line) if f.field == "published"), None) == day


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("陈禾 山城医科大学附属医院 主任医师", "陈禾"),
        ("陈禾 李楠 山城研究所", "陈禾、李楠"),
        ("山城医院 宣传部", "山城医院、宣传部"),
        ("陈禾 李楠", "陈禾、李楠"),
        ("admin】 【关闭", None),
        ("本报记者 陈禾 特约", "陈禾"),
        ("Jane Doe, Berlin", "Jane Doe"),
        ("Jane Doe, Joe Bloggs", "Jane Doe, Joe Bloggs"),
        ("Madonna, Cher", "Madonna, Cher"),
    ],
)
def test_an_affiliation_is_no_author(value: str, name: str | None) -> None:
    assert clean_author(value) == name


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Von Jane Doe und Joe Bloggs", "Jane Doe, Joe Bloggs"),
        ("Eine Analyse von Jane Doe", "Jane Doe"),
        ("Analysis by Jane Doe, Bay Times Senior Analyst", "Jane Doe"),
        ("Par Jane Doe (avec Joe Bloggs)", "Jane Doe"),
        ("Von der Küste bis zu den Bergen", None),
        ("Von Hamburg nach Bremen", None),
        ("Stand by the river", None),
        ("Analysis by the numbers", None),
    ],
)
def test_western_bylines_name_persons(line: str, author: str | None) -> None:
    facts = byline_facts(line)
    assert next((fact.value for fact in facts if fact.field == "author"), None) == author


def test_a_byline_may_stand_under_the_leading_paragraph() -> None:
    text = "The river was planted with three hundred trees this morning, the mayor said on Friday."
    html = (
        "<h1>Three hundred trees for Bay City</h1><p>15. Mai 2019, 05:28 Uhr</p><div>"
        f"<p>{text}</p><p>Von Jane Doe, Bremen</p><p>{text} It was cold.</p><p>{text} Birds sang.</p></div>"
    )
    assert read_html(html).author == "Jane Doe"
    assert read_html(html.replace("Von Jane Doe", "Near Jane Doe")).author is None


def test_a_time_or_a_medium_may_stand_before_the_reporter() -> None:
    for line in ("2021-03-12 10:15 山城報 記者喬禾／山城報導", "10:15 記者喬禾／山城報導"):
        fact = reported(line)
        assert fact is not None
        assert fact.value == "喬禾"
        assert line[fact.start : fact.end] == "喬禾"
    assert reported("2021-03-12 山城市民 記者喬禾所在的小區") is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("（陈禾）", "陈禾"),
        ("（宣传部 陈禾）", "陈禾"),
        ("（校团委 陈禾 李楠）", "陈禾、李楠"),
        ("（宣传部）", None),
        ("（完 陈）", None),
        ("会议由陈禾主持（宣传部 陈禾）会后", None),
    ],
)
def test_a_line_of_its_own_may_sign_the_text(line: str, author: str | None) -> None:
    fact = closing_signature(line)
    assert (fact.value if fact else None) == author


def test_a_pictures_source_is_not_the_articles() -> None:
    text = "The river was planted with three hundred trees this morning, the mayor said on Friday."
    html = (
        "<h1>Three hundred trees</h1><p class='{}'>The river’s trees. Source: Supplied</p>"
        f"<div><p>{text}</p><p>{text} It was cold.</p><p>{text} Birds sang.</p></div>"
    )
    assert read_html(html.format("image-caption")).source is None


def test_an_article_may_begin_beside_the_box_that_holds_its_rest() -> None:
    rest = "".join(f"<p>{line}第{number}天。</p>" for number in range(6) for line in LINES)
    html = f"<h1>{TITLE}</h1><div id=b>{BODY}{BODY}<div><a href=#>展开</a></div><div id=r><div id=m>{rest}</div></div></div>"
    assert read_html(html).paragraphs[: 2 * len(LINES)] == LINES * 2


def test_a_byline_left_out_after_the_deck_is_read() -> None:
    text = "The river was planted with three hundred trees this morning, the mayor said on Friday."
    html = (
        "<div id=story><h1>Three hundred trees</h1><p>The mayor says, it was the coldest day of March.</p>"
        f"<p class=byline>By Jane Doe</p><p>{text}</p><p>{text} It was cold.</p><p>{text} Birds sang.</p></div>"
    )
    assert read_html(html).author == "Jane Doe"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("發布日期：110年3月12日", DAY),
        ("發布日期：民國110年3月12日", DAY),
        ("發布日期：110-03-12", DAY),
        ("發布日期：99年3月12日", None),
        ("會員人數：110年3月12日", None),
        ("發布日期：110年13月12日", None),
    ],
)
def test_three_digits_are_a_year_of_the_republic_under_a_label(
    line: str, day: datetime.date | None
) -> None:
    assert next((f.value for f in labelled_facts(line) if f.field == "published"), None) == day


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("2021-03-12 来源：山城日报 记者 陈禾 通讯员 李楠", "陈禾、李楠"),
        ("2021-03-12 来源：山城日报 欧阳禾", None),
        ("2021-03-12 来源：山城日报 李小禾", "李小禾"),
        ("2021-03-12 来源：山城日报 高考", None),
        ("2021-03-12 来源：山城日报 时政新闻", None),
    ],
)
def test_a_name_beside_a_source_needs_its_role_or_a_persons_form(
    line: str, author: str | None
) -> None:
    facts = labelled_facts(line)
    assert next((fact.value for fact in facts if fact.field == "author"), None) == author
    assert next(fact.value for fact in facts if fact.field == "source") == "山城日报"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe on March 12, 2021 08:08 pm", "Jane Doe"),
        ("최하늘 기자 haneul@example.com", "최하늘"),
        ("[최하늘 특파원]", "최하늘"),
        ("기자", None),
        ("최하늘 기자가 산성시에서 나무를 심었다고 전했다", None),
    ],
)
def test_a_name_ends_where_its_date_or_address_begins(line: str, author: str | None) -> None:
    facts = byline_facts(line)
    assert next((fact.value for fact in facts if fact.field == "author"), None) == author


TREES = "Ce matin, trois cents arbres ont été plantés au bord de la rivière, dit le maire."
FRENCH = (
    f"<div><p>{TREES}</p><p>{TREES} Il faisait froid.</p><p>{TREES} Les gens étaient là.</p></div>"
)


@pytest.mark.parametrize(
    "under",
    [
        "<p>Mis à jour le 13/03/2021 à 10:37</p><p>Publié le 12/03/2021 à 17:08</p>",
        "<p>Publié le 12/03/2021 à 17:08</p><p>Mis à jour le 13/03/2021 à 10:37</p>",
        "<p>La Ville | 12.03.2021 à 13h36 • Mis à jour le 13.03.2021 à 20h13 | Par Jane Doe</p>",
    ],
)
def test_the_first_publication_outranks_the_update(under: str) -> None:
    assert read_html(f"<h1>Trois cents arbres</h1>{under}{FRENCH}").published == DAY


def test_an_update_alone_is_the_date() -> None:
    html = f"<h1>Trois cents arbres</h1><p>Mis à jour le 12/03/2021 à 10:37</p>{FRENCH}"
    assert read_html(html).published == DAY


SEAL = "<p>山城市林业局</p><p>2021年3月12日</p>"


def test_a_notice_may_end_with_its_office_and_day() -> None:
    read = page("", body=BODY + SEAL)
    assert (read.published, read.source) == (DAY, "山城市林业局")
    assert read.paragraphs == (*LINES, "山城市林业局", "2021年3月12日")


@pytest.mark.parametrize(
    "read",
    [
        page("<div>2021-03-13 08:00 来源：山城日报</div>", body=BODY + SEAL),
        page("", body=BODY + SEAL + f"<p>{LINES[0]}</p>"),
        page("", body=BODY + "<p>活动到2021年3月12日为止。</p>"),
    ],
    ids=["another day is stated", "the text goes on", "a sentence"],
)
def test_a_day_in_the_text_is_no_day_of_publication(read: Page) -> None:
    assert read.published != DAY
    assert read.source != "山城市林业局"


def test_a_post_is_no_part_of_a_name() -> None:
    text = "The river was planted with three hundred trees this morning, the mayor said on Friday."
    html = (
        "<h1>Three hundred trees</h1><p class=author><a href=x>Jane Doe</a> Senior River Correspondent</p>"
        f"<div><p>{text}</p><p>{text} It was cold.</p><p>{text} Birds sang.</p></div>"
    )
    assert read_html(html).author == "Jane Doe"
