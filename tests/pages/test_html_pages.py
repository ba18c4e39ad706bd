"""HTML pages of many makes: what is the article's is found, what is the page's is not.

All people, papers and places are invented; the forms are those of real sites.
"""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.pages import Page, read_html

DAY = datetime.date(2021, 3, 12)
TITLE = "山城举行春季植树活动 三百名志愿者参加"
BODY = (
    "志愿者今天上午在山城北郊的河边种下了三百棵树，其中大部分是柳树和杨树。",
    "山城林业局局长田雨说，这是山城连续第十年举行植树活动，今年参加的人最多。",
    "活动期间，主办方还向市民介绍了养护树木的知识，并且发放了两千份宣传手册。",
    "市民乔禾带着孩子来到现场，他说，每年春天种一棵树，已经成了全家人的习惯。",
)
MENU = (
    "<div class='m1'>" + " | ".join(f"<a href='/{n}'>栏目{n}</a>" for n in "甲乙丙丁戊") + "</div>"
)
LIST = (
    "<ul>"
    + "".join(
        f"<li><a href='/{n}'>山城第{n}中学举行运动会 {n}百名学生参加</a></li>" for n in "一二三四五"
    )
    + "</ul>"
)


def page(head: str, *, tail: str = "", title: str = f"<title>{TITLE}_山城在线</title>") -> str:
    """A whole page: ``head`` stands above the paragraphs, ``tail`` below them."""
    text = "".join(f"<p>　　{line}</p>" for line in BODY)
    return (
        f"<html><head><meta charset=utf-8>{title}</head><body>{MENU}<div class=z>{head}"
        f"<div class=k>{text}{tail}</div></div>{LIST}<div>版权所有 山城在线</div></body></html>"
    )


def credits_of(page: Page) -> tuple[datetime.date | None, str | None, str | None]:
    return page.published, page.source, page.author


HEAD = f"<h1>{TITLE}</h1>"
HEADS = {
    "labels": "<div>发布时间：2021-03-12 10:00 来源：山城日报 作者：田雨 点击数：12</div>",
    "labels and bars": "<div>来源：山城日报 | 2021年03月12日 10:00:00 | 作者：田雨</div>",
    "date first": "<div>2021年03月12日10:00　　来源：<a href=x>山城日报</a>　作者：田雨</div>",
    "a block each": "<div><p>2021-03-12</p><p>来源：山城日报</p><p>作者：田雨</p></div>",
    "label and value apart": "<ul><li>发布时间：</li><li>2021-03-12</li><li>来源：</li><li>山城日报</li>"
    "<li>作者：</li><li>田雨</li></ul>",
    "no labels": "<div class=info><span>2021-03-12 10:00</span> <span>山城日报</span> <span>田雨</span></div>",
    "reporter": "<div>2021/03/12 10:00 山城日报</div><div>本报记者 田雨</div>",
    "names in front": "<div>田雨/山城日报</div><div>2021-03-12 10:00</div>",
    "parted date": "<div><em>2021</em> <em>03/12</em> 10:00:00</div><div>来源：山城日报</div><div>记者：田雨</div>",
    "numerals": "<div>二〇二一年三月十二日　来源：《山城日报》　作者：田雨</div>",
    "traditional labels": "<div>發佈時間：2021-03-12 來源：山城日报 作者：田雨 點擊：9</div>",
    "menu beside": "<div>2021-03-12 10:00:00　来源: 山城日报　作者: 田雨 <a href=#>举报</a></div>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_credits_are_read_in_every_usual_form(head: str) -> None:
    found = read_html(page(HEAD + head))
    assert credits_of(found) == (DAY, "山城日报", "田雨")
    assert found.title == TITLE
    assert found.paragraphs == BODY


TAILS = {
    "editor": "<p>（责任编辑：乔禾）</p>",
    "editor by bar": "<p>编辑|乔禾</p><p>校对|石楠</p>",
    "source and editor": "<div>本文来源：山城晚报 责任编辑：乔禾</div>",
    "pager": "<p>上一篇：<a href=1>山城一中开学</a></p><p>下一篇：没有了</p>",
    "share": "<div>分享到：<a>微信</a><a>微博</a></div>",
    "notice": "<p>声明：本文仅代表作者本人观点，与本网站无关，转载请注明出处。</p>",
    "stories": f"<h3>相关阅读</h3>{LIST}",
    "stories with summaries": "<h4>延伸阅读</h4><p><a>山城二中开学</a></p><p>山城二中今天开学，三百名学生"
    "参加了开学典礼，校长发表了讲话，勉励同学们努力学习。</p>",
    "code": "<div>扫一扫 关注官方微信</div>",
    "scripts": "<script>var a='<p>脚本里的段落，不是正文。</p>';</script><style>p{color:red}</style>",
    "hidden": "<div style='display: none'><p>隐藏的段落，不是正文，读者看不到。</p></div>",
    "page numbers": "<div><a>【1】</a><a>【2】</a><a>下一页</a></div>",
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS.keys())
def test_the_article_ends_where_its_text_ends(tail: str) -> None:
    found = read_html(page(HEAD, tail=tail))
    assert found.paragraphs == BODY
    assert found.author is None


COMMENTS = (
    "<h3>网友评论</h3><div class=q>"
    + "".join(
        f"<div><p>第{n}位网友：我觉得这个活动很好，应该每年都办，而且应该让更多的人参加，让山城更绿。</p>"
        "<p>2022-01-02 11:00</p></div>"
        for n in range(12)
    )
    + "</div>"
)


def test_comments_longer_than_the_article_are_not_the_article() -> None:
    found = read_html(page(HEAD).replace("</body>", COMMENTS + "</body>"))
    assert found.paragraphs == BODY
    assert found.published is None


TITLES = {
    "section's name in <title>": (HEAD, "<title>新闻动态--山城在线</title>"),
    "no heading element": (f"<div>{TITLE}</div>", f"<title>{TITLE}-山城在线</title>"),
    "bold line": (f"<p class=title><b>{TITLE}</b></p>", "<title>山城在线</title>"),
    "og:title cut at a quote": (
        HEAD,
        f"<title>{TITLE}</title><meta property=og:title content='山城举行'>",
    ),
    "site's name as h1": (
        f"<h1><a href=/>山城在线</a></h1><h2>{TITLE}</h2>",
        f"<title>{TITLE} - 山城在线</title>",
    ),
    "nothing printed": ("", f"<title>{TITLE}_要闻_山城在线</title>"),
    "JSON-LD alone": (
        "",
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"}}</script>',
    ),
}


@pytest.mark.parametrize(("head", "title"), TITLES.values(), ids=TITLES.keys())
def test_the_title_is_the_line_that_page_and_head_agree_on(head: str, title: str) -> None:
    assert read_html(page(head, title=title)).title == TITLE


META = "<meta property='article:published_time' content='2021-03-12T10:00:00+08:00'>"
UPDATED = "<meta property='article:modified_time' content='2021-03-15T10:00:00+08:00'>"
DATES = {
    "printed beats the head": (
        "<div>2021-03-12 10:00</div>",
        META.replace("03-12", "03-14"),
        DAY,
    ),
    "the head completes a day": ("<div>发布时间：03-12 10:00</div>", META, DAY),
    "the head completes a short year": ("<div>21-03-12 10:00</div>", META, DAY),
    "the head where it is relative": ("<div>3小时前</div>", META, DAY),
    "the head alone": ("", META, DAY),
    "nothing": ("", "", None),
    "relative only": ("<div>昨天</div>", "", None),
    "a short year alone": ("<div>21-03-12 10:00</div>", "", None),
    "an update alone": ("", UPDATED, None),
    "a day that does not exist": ("<div>2021-02-30</div>", "", None),
}


@pytest.mark.parametrize(("head", "meta", "day"), DATES.values(), ids=DATES.keys())
def test_a_date_is_found_or_null_but_never_guessed(
    head: str, meta: str, day: datetime.date | None
) -> None:
    found = read_html(page(HEAD + head, title=f"<title>{TITLE}</title>{meta}"))
    assert found.published == day
    assert ("published" in found.reasons) == (day is None)


def test_a_relative_date_is_named_in_the_reason() -> None:
    assert "昨天" in read_html(page(HEAD + "<div>昨天</div>")).reasons["published"]


NOBODIES = ["佚名", "admin", "本站", "网络", "小编", "-"]


@pytest.mark.parametrize("name", NOBODIES)
def test_nobody_is_not_an_author(name: str) -> None:
    found = read_html(page(HEAD + f"<div>来源：山城日报 作者：{name}</div>"))
    assert found.author is None
    assert found.source == "山城日报"


UNLABELLED = {
    "<div>2021-03-12 10:15 山城</div>": (None, None),
    "<div>2021-03-12 10:15 · 山城日报</div>": ("山城日报", None),
    "<div>发布于 2021-03-12</div><div>发布于：北京市</div>": (None, None),
    "<div>记者 | 田雨</div><div>编辑 | 乔禾</div>": (None, "田雨"),
    "<div>来源：山城日报（记者田雨）</div>": ("山城日报", "田雨"),
    "<div>作者：田雨（山城大学教授）</div>": (None, "田雨"),
    "<div class=author><a href=x>山城发布</a></div>": ("山城发布", None),
    "<div>责任编辑：乔禾</div>": (None, None),
    "<div>浏览量：2021</div>": (None, None),
}


@pytest.mark.parametrize(("head", "names"), UNLABELLED.items())
def test_a_name_needs_a_sign_of_what_it_names(
    head: str, names: tuple[str | None, str | None]
) -> None:
    found = read_html(page(HEAD + head))
    assert (found.source, found.author) == names
    assert found.paragraphs == BODY


def test_an_account_in_the_head_that_is_not_printed_is_not_the_author() -> None:
    meta = "<meta name=author content='山城在线'><meta property='article:author' content='http://x.example/1'>"
    assert read_html(page(HEAD, title=f"<title>{TITLE}</title>{meta}")).author is None


def test_a_date_inside_the_text_is_not_the_date_of_publication() -> None:
    html = page(HEAD).replace("志愿者今天上午", "2020年1月2日，志愿者")
    assert read_html(html).published is None


def test_the_author_in_brackets_at_the_end_stays_in_the_text() -> None:
    html = page(HEAD).replace("全家人的习惯。", "全家人的习惯。（记者 田雨）")
    found = read_html(html)
    assert found.author == "田雨"
    assert found.text.endswith("（记者 田雨）")


def test_lines_parted_by_br_are_paragraphs() -> None:
    text = "<br><br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in BODY)
    html = f"<title>{TITLE}</title>{MENU}<table><tr><td>{HEAD}</td></tr><tr><td>{text}</td></tr></table>{LIST}"
    assert read_html(html).paragraphs == BODY


def test_a_link_glued_to_the_last_sentence_is_cut() -> None:
    html = page(HEAD).replace("全家人的习惯。", "全家人的习惯。<a href=/>返回山城，查看更多</a>")
    assert read_html(html).paragraphs == BODY


def test_a_link_that_is_part_of_a_sentence_stays() -> None:
    html = page(HEAD).replace("山城林业局局长", "<a href=/>山城林业局</a>局长")
    assert read_html(html).paragraphs == BODY


def test_ruby_readings_are_no_text() -> None:
    html = page(HEAD).replace("柳树", "<ruby>柳<rp>(</rp><rt>liǔ</rt><rp>)</rp>树</ruby>")
    assert read_html(html).paragraphs == BODY


def test_soft_hyphens_do_not_disturb_the_title() -> None:
    html = page(f"<h1>{TITLE[:4]}\u00ad{TITLE[4:]}</h1>")
    found = read_html(html)
    assert (found.title or "").replace("\u00ad", "") == TITLE
    assert found.paragraphs == BODY


def test_names_of_classes_are_not_needed_and_may_mislead() -> None:
    html = page(HEAD).replace("<div class=k>", "<div class='comment-box'>")
    assert read_html(html).paragraphs == BODY


def test_a_page_filled_by_scripts_is_read_from_its_linked_data() -> None:
    text = "\\n".join(BODY)
    html = (
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"'
        f'{TITLE}","articleBody":"{text}","datePublished":"2021-03-12"}}]}}</script><div id=app></div>'
    )
    found = read_html(html)
    assert (found.title, found.paragraphs, found.published) == (TITLE, BODY, DAY)


ENGLISH = (
    "The harbour council approved the new ferry on Friday, after a debate that lasted for six hours.",
    "Supporters said that it would halve the journey to the islands. Opponents feared for the seals.",
    "“It is a good day for the islands,” said Jane Doe, who has campaigned for the ferry since 2009.",
)
WESTERN = {
    "en": ("<p>By <a href=x>Tom Roe</a></p><p>March 12, 2021 10:00 am</p>", ENGLISH),
    "en, one line": ("<p>By Tom Roe | 12 March 2021, 3:51 pm</p>", ENGLISH),
    "en, weblog": ("<p>Posted on March 12, 2021 by Tom Roe</p>", ENGLISH),
    "en, class": (
        "<p class=byline><a>Tom Roe</a></p><time datetime='2021-03-12'>3 hours ago</time>",
        ENGLISH,
    ),
    "es": (
        "<p>Por Tom Roe</p><p>12 de marzo de 2021</p>",
        (
            "El consejo del puerto aprobó el viernes el nuevo barco, después de un debate de seis horas.",
            "Los partidarios dijeron que el viaje a las islas será más corto. Otros temen por las focas.",
        ),
    ),
    "pt": (
        "<p>Por Tom Roe | 03/12/2021</p>".replace("03/12", "12/03"),
        (
            "O conselho do porto aprovou na sexta-feira o novo barco, depois de um debate de seis horas.",
            "Os defensores disseram que a viagem às ilhas será mais curta. Outros temem pelas focas.",
        ),
    ),
}


@pytest.mark.parametrize(("head", "text"), WESTERN.values(), ids=WESTERN.keys())
def test_western_pages_are_read(head: str, text: tuple[str, ...]) -> None:
    title = "Harbour council approves the new ferry"
    body = "".join(f"<p>{line}</p>" for line in text)
    html = (
        f"<title>{title} | Harbour Herald</title><link rel=canonical href='https://www.harbourherald.example/1'>"
        f"<nav><a>Home</a><a>World</a></nav><h1>{title}</h1>{head}<div><p>Share this story</p>{body}"
        "<p>Advertisement</p></div><h3>Related stories</h3><ul><li><a>Seals counted on the islands</a></li></ul>"
    )
    found = read_html(html)
    assert found.title == title
    assert found.paragraphs == text
    assert credits_of(found) == (DAY, "Harbour Herald", "Tom Roe")
    assert found.url == "https://www.harbourherald.example/1"


def test_every_value_has_evidence_and_every_null_a_reason() -> None:
    found = read_html(page(HEAD + HEADS["labels"]))
    for name in ("title", "subtitle", "published", "source", "author", "url"):
        assert (getattr(found, name) is None) == (name in found.reasons)
        assert (getattr(found, name) is not None) == (name in found.evidence)


def test_evidence_stands_where_it_says() -> None:
    html = page(HEAD + HEADS["labels"])
    found = read_html(html)
    assert found.evidence["source"].start > 0
    for evidence in found.evidence.values():
        if evidence.start >= 0:
            assert html[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    "html", ["", "   ", "<html></html>", "<p>", "no mark-up at all", "<title></title>", "<!--"]
)
def test_a_page_without_an_article_is_read_as_one_with_nothing(html: str) -> None:
    found = read_html(html)
    assert found.published is None
    assert "author" in found.reasons


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_html(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<a href=x>",
                "<br>",
                "来源：",
                "2021-03-12",
                "文字，文字。",
                "<h1>",
                "<table><tr><td>",
                "<meta name=author content=x>",
                '<script type="application/ld+json">{"@type":"Article","author":[{}]}</script>',
            ]
        ),
        max_size=30,
    )
)
def test_any_mark_up_is_read_without_an_error(pieces: list[str]) -> None:
    read_html("".join(pieces))
