"""Plain pages: title, deck and byline are read off, and no line of the article is lost."""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.pages import read_plain
from dataset_tools.pages.bylines import byline_facts
from dataset_tools.pages.names import clean_author, clean_source
from dataset_tools.pages.signatures import sign_off

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
TITLE = "山城举行春季植树活动"
BODY = (
    "志愿者今天上午在山城北郊种下了三百棵树。",
    "市民乔禾带着孩子来到现场。",
    "活动持续了一天。",
)
DAY = datetime.date(2021, 3, 12)


def page(*head: str, tail: tuple[str, ...] = ()) -> str:
    return "\n".join([TITLE, *head, *("　　" + line for line in BODY), *tail])


def test_indents_are_stripped_and_blank_lines_left_out() -> None:
    found = read_plain(f"\n{TITLE}\n\n    {BODY[0]}\n\n\u3000\u3000{BODY[1]}\n")
    assert (found.title, found.paragraphs) == (TITLE, BODY[:2])


BYLINES = {
    "来源：山城日报 作者：田雨 发布时间：2021-03-12": ("山城日报", "田雨", DAY),
    "2021年03月12日 10:00 来源：山城日报": ("山城日报", None, DAY),
    "本报记者 田雨 乔禾": (None, "田雨、乔禾", None),
    "2021-03-12": (None, None, DAY),
    "来源：网络 作者：佚名": (None, None, None),
    "責任編輯：喬禾": (None, None, None),
}


@pytest.mark.parametrize(("line", "facts"), BYLINES.items())
def test_a_byline_gives_its_facts_and_is_no_paragraph(line: str, facts: tuple[object, ...]) -> None:
    found = read_plain(page(line))
    assert (found.source, found.author, found.published) == facts
    assert found.paragraphs == BODY
    assert [dropped.quote for dropped in found.dropped] == [line]


def test_a_byline_at_the_end_counts_as_well() -> None:
    found = read_plain(page(tail=("来源：山城日报", "（责任编辑：乔禾）")))
    assert (found.source, found.author, found.paragraphs) == ("山城日报", None, BODY)


def test_a_short_line_under_the_title_is_the_deck() -> None:
    found = read_plain(page("三百名志愿者参加", "市长出席并讲话"))
    assert found.subtitle == "三百名志愿者参加 市长出席并讲话"
    assert found.paragraphs == BODY


NO_DECKS = [
    "山城消息：",
    "志愿者们、同志们：",
    "一、总体要求",
    "（一）目的",
    "种树去！",
    "2021年3月12日，晴。",
    "本台消息（新闻）：植树",
]


@pytest.mark.parametrize("line", NO_DECKS)
def test_a_line_that_opens_the_text_is_no_deck(line: str) -> None:
    found = read_plain(page(line))
    assert found.subtitle is None
    assert found.paragraphs == (line, *BODY)


def test_the_first_of_several_sub_headings_is_no_deck() -> None:
    text = f"{TITLE}\n春天来了\n{BODY[0]}\n夏天来了\n{BODY[1]}\n秋天来了\n{BODY[2]}"
    found = read_plain(text)
    assert found.subtitle is None
    assert len(found.paragraphs) == 6


NO_TITLES = [BODY[0], "山城消息：", BODY[0] * 8, "志愿者种下了树，", ""]


@pytest.mark.parametrize("line", NO_TITLES)
def test_a_line_that_cannot_be_a_title_leaves_the_title_null_with_a_reason(line: str) -> None:
    found = read_plain(f"{line}\n{BODY[1]}\n{BODY[2]}")
    assert found.title is None
    assert found.reasons["title"]
    assert found.paragraphs == tuple(text for text in (line, *BODY[1:]) if text)


@pytest.mark.parametrize(
    "title", ["树为什么绿？", "种树去！", "“植树节”", "山城：春天来了", "植树记（上）", "GDP 2.5%"]
)
def test_a_title_may_end_with_a_sign(title: str) -> None:
    assert read_plain(f"{title}\n{BODY[0]}\n{BODY[1]}").title == title


def test_with_a_given_title_the_page_is_body_only() -> None:
    found = read_plain("\n".join(BODY), title=TITLE, subtitle="副题")
    assert (found.title, found.subtitle, found.paragraphs) == (TITLE, "副题", BODY)


def test_a_given_title_that_the_body_repeats_is_left_out_once() -> None:
    assert read_plain(page(), title=TITLE).paragraphs == BODY


def test_markdown_gives_its_title_and_its_front_matter() -> None:
    found = read_plain(
        "---\ntitle: 植树\ndate: 2021-03-12\nauthor: 田雨\n---\n\n# 植树\n\n## 经过\n\n种树。\n"
    )
    assert (found.title, found.published, found.author) == ("植树", DAY, "田雨")
    assert found.paragraphs == ("经过", "种树。")


def test_a_ruler_without_keys_is_no_front_matter() -> None:
    assert read_plain("---\n山城植树\n---\n种下了树。").title == "山城植树"


def test_a_date_in_the_text_is_not_the_day_of_publication() -> None:
    found = read_plain(f"{TITLE}\n2021年3月12日，志愿者种下了树。\n活动持续了一天。")
    assert found.published is None
    assert found.paragraphs[0].startswith("2021年3月12日")


def test_a_relative_date_is_named_in_the_reason() -> None:
    found = read_plain(f"{TITLE}\n志愿者26日在山城种下了树。\n活动持续了一天。")
    assert found.reasons["published"] == "only a relative date ('26日') is printed"


def test_an_english_page_is_read() -> None:
    found = read_plain(
        "A Storm Over the Bay\nBy Jane Doe | March 12, 2021\n\nIt came at night.\nIt left at dawn.\n"
    )
    assert (found.title, found.author, found.published) == ("A Storm Over the Bay", "Jane Doe", DAY)
    assert found.paragraphs == ("It came at night.", "It left at dawn.")


@pytest.mark.parametrize(
    "line", ["By the sea", "By Friday the storm had passed.", "Por favor", "by and by"]
)
def test_a_line_that_only_begins_like_a_byline_is_none(line: str) -> None:
    assert byline_facts(line) == ()


@pytest.mark.parametrize(
    ("value", "name"),
    [("田雨", "田雨"), ("记者 田雨、乔禾", "田雨、乔禾"), ("田 雨", "田雨"), ("by Jane Doe and Tom Roe", "Jane Doe, Tom Roe"),
     ("佚名", None), ("admin", None), ("", None), ("https://x.example/1", None), ("田雨 打印", "田雨")],
)  # fmt: skip
def test_an_author_is_names_or_nobody(value: str, name: str | None) -> None:
    assert clean_author(value) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [("《山城日报》", "山城日报"), ("山城日报 2021-03-12", "山城日报"), ("山城日报 打印", "山城日报"), ("The Harbour Herald", "The Harbour Herald"),
     ("网络", None), ("-", None), ("http://x.example", None)],
)  # fmt: skip
def test_a_source_is_a_name_or_none(value: str, name: str | None) -> None:
    assert clean_source(value) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("本报讯（记者 田雨）树种好了。", "田雨"), ("树种好了。（田雨 乔禾）", None), ("树种好了。(文/图 田雨 乔禾)", "田雨、乔禾"),
     ("一位记者（田雨）说，树种好了，而且种得很好，大家都很高兴。", None)],
)  # fmt: skip
def test_the_author_in_brackets_needs_a_word_that_says_so(text: str, name: str | None) -> None:
    fact = sign_off(text)
    assert (fact.value if fact else None) == name


def test_evidence_stands_where_it_says() -> None:
    text = page("来源：山城日报 作者：田雨 2021-03-12", "三百名志愿者参加", tail=("?",))
    found = read_plain(text)
    assert set(found.evidence) == {"title", "subtitle", "source", "author", "published"}
    for evidence in (*found.evidence.values(), *found.dropped):
        assert text[evidence.start : evidence.end] == evidence.quote


@given(st.text(alphabet="山城植树。，：?？ \n\u3000来源12-0（）ABy|#>首页", max_size=120))
def test_every_line_is_a_paragraph_or_accounted_for(text: str) -> None:
    found = read_plain(text)
    kept = "".join(found.paragraphs) + (found.title or "") + (found.subtitle or "")
    dropped = "".join(line.quote for line in found.dropped)
    plain = sorted("".join(text.replace("#", "").split()))
    assert sorted("".join((kept + dropped).replace("#", "").split())) == plain


@given(st.text(max_size=200))
def test_any_text_is_read_with_a_value_or_a_reason_for_each_field(text: str) -> None:
    found = read_plain(text)
    for name in ("title", "subtitle", "published", "source", "author", "url"):
        assert (getattr(found, name) is None) == (name in found.reasons)


@pytest.mark.skipif(not (SHARED / "bench").exists(), reason="needs the shared articles")
def test_real_articles_come_through_unchanged() -> None:
    with gzip.open(SHARED / "bench" / "items.jsonl.gz", "rt", encoding="utf-8") as items:
        rows = [json.loads(row) for row in items][::7]
    for _, title, paragraphs in rows:
        if paragraphs:
            found = read_plain("\n".join([title, *paragraphs]))
            assert found.title == title.strip()
            assert found.paragraphs == tuple(p.strip() for p in paragraphs if p.strip())
            assert (found.subtitle, found.published, found.source) == (None, None, None)


@pytest.mark.skipif(not (SHARED / "seed").exists(), reason="needs the shared seed")
def test_the_deck_of_the_seed_is_found_between_indented_lines() -> None:
    expected = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    body = "\n".join(f"    {expected['first_paragraph_starts']}。" for _ in range(3))
    text = (
        f"服务热线\n0791-86753021\n{expected['title']}\n    {expected['subtitle']}\n{body}\n\n?\n"
    )
    found = read_plain(text)
    assert (found.title, found.subtitle) == (expected["title"], expected["subtitle"])
    assert found.published is None
