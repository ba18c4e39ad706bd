"""Boilerplate lines: nearly all are found, and no line of an article is taken."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.text import boilerplate_forms as forms
from dataset_tools.text import boilerplate_terms as terms
from dataset_tools.text.boilerplate import strict_label
from dataset_tools.text.edges import boilerplate_lines, site_lines
from dataset_tools.text.labels import labels_of

EVAL = Path(__file__).resolve().parents[1] / "eval"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
ARTICLE = (
    "山城举行春季植树活动",
    "志愿者今天上午在山城北郊的河边种下了三百棵树，其中大部分是柳树和杨树，市民反应很好。",
    "市民乔禾带着孩子来到现场。",
)
PLACES = {"t": 0, "u": 1, "e": 3}


def lines_of(name: str) -> list[str]:
    text = (EVAL / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("# ")]


def test_at_least_95_percent_of_the_usual_lines_are_found_and_nothing_else() -> None:
    cases = lines_of("pages_boilerplate.txt")
    missed = []
    for case in cases:
        place = PLACES[case[0]]
        found = boilerplate_lines([*ARTICLE[:place], case[2:], *ARTICLE[place:]])
        assert set(found) <= {place}, case
        if place not in found:
            missed.append(case)
    assert len(cases) > 400
    assert len(missed) <= 0.05 * len(cases), missed


@pytest.mark.parametrize("line", lines_of("pages_article_lines.txt"))
def test_a_line_of_an_article_that_looks_like_boilerplate_stays(line: str) -> None:
    assert boilerplate_lines([*ARTICLE[:2], line, ARTICLE[2]]) == {}


@pytest.mark.skipif(not (SHARED / "bench").exists(), reason="needs the shared articles")
def test_less_than_a_thousandth_of_the_lines_of_real_articles_is_taken() -> None:
    total = taken = 0
    with gzip.open(SHARED / "bench" / "items.jsonl.gz", "rt", encoding="utf-8") as items:
        for row in items:
            _, title, paragraphs = json.loads(row)
            total += 1 + len(paragraphs)
            taken += len(boilerplate_lines([title, *paragraphs]))
    assert total > 50_000
    assert taken < total / 10_000


SCREENED = {"STRICT": forms.STRICT_FIRST, "LEGAL": forms.LEGAL_FIRST, "HEADER": forms.HEADER_FIRST}


def openers(tree: object) -> tuple[set[str], bool]:
    """(characters a parsed pattern can begin with, whether it can be empty)."""
    from re import _constants as code  # type: ignore[attr-defined]

    out: set[str] = set()
    for op, value in tree:  # type: ignore[attr-defined]
        if op is code.LITERAL:
            return out | {chr(value)}, False
        if op is code.IN:
            for kind, inner in value:
                if kind is code.LITERAL:
                    out.add(chr(inner))
                elif kind is code.RANGE:
                    out.update(map(chr, range(inner[0], inner[1] + 1)))
            return out, False
        assert op not in (code.ANY, code.NOT_LITERAL)
        branches: list[object] = []
        optional = False
        if op is code.BRANCH:
            branches = value[1]
        elif op is code.SUBPATTERN:
            branches = [value[3]]
        elif op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            branches, optional = [value[2]], value[0] == 0
        elif op is code.ATOMIC_GROUP:
            branches = [value]
        else:
            continue
        parts = [openers(branch) for branch in branches]
        out = out.union(*(chars for chars, _ in parts))
        if not optional and not any(empty for _, empty in parts):
            return out, False
    return out, True


@pytest.mark.parametrize("name", SCREENED)
def test_the_screen_of_first_characters_covers_its_pattern(name: str) -> None:
    from re import _parser  # type: ignore[attr-defined]

    characters, empty = openers(_parser.parse(getattr(forms, name).pattern, re.IGNORECASE))
    assert not empty
    assert {char for char in characters if char >= "\u3400"} == SCREENED[name]


def test_the_pairs_of_scripts_are_those_of_opencc() -> None:
    opencc = pytest.importorskip("opencc")
    simplify = opencc.OpenCC("t2s").convert
    assert {t: simplify(t) for t in terms.TRADITIONAL.values()} == {
        t: s for s, t in terms.TRADITIONAL.items()
    }


def test_a_line_of_a_page_in_traditional_script_is_found_too() -> None:
    lines = ["服務熱線", "山城舉行春季植樹活動", "志願者種下了樹。", "責任編輯：喬禾"]
    assert boilerplate_lines(lines) == {0: "hotline", 3: "editor"}


def test_the_contact_that_ends_a_public_notice_is_the_notices() -> None:
    lines = ["关于植树活动的通知", "现将有关事项通知如下。", "联系电话：0571-12345678"]
    assert boilerplate_lines(lines) == {}


def test_a_date_that_signs_a_document_is_the_documents() -> None:
    assert boilerplate_lines(["山城市公告", "现予公布。", "山城市人民政府", "2021年3月12日"]) == {}


def test_minutes_of_a_meeting_keep_their_own_labels() -> None:
    lines = [
        "植树工作会议纪要",
        "会议时间：2021年3月12日",
        "会议地点：山城",
        "主持人：田雨",
        "会议开始。",
    ]
    assert boilerplate_lines(lines) == {}


def test_stories_under_a_heading_at_the_end_are_boilerplate() -> None:
    lines = [*ARTICLE, "相关阅读", "山城一中举行开学典礼", "山城图书馆开放"]
    assert boilerplate_lines(lines) == {3: "related", 4: "related", 5: "related"}


def test_a_background_section_with_sentences_is_not_a_list_of_stories() -> None:
    lines = [*ARTICLE[:2], "相关背景", "山城每年春天举行植树活动。"]
    assert boilerplate_lines(lines) == {}


def test_blank_lines_are_never_named() -> None:
    assert boilerplate_lines(["", " ", "山城植树", "", "树种好了。", "\u3000"]) == {}


def test_the_values_of_a_byline_stand_where_they_say() -> None:
    line = "2021-03-12 10:00 来源：山城日报　作者：田雨 点击数：12"
    facts = labels_of(line)
    assert [fact[:2] for fact in facts] == [
        ("source", "山城日报"),
        ("author", "田雨"),
        ("count", "12"),
    ]
    assert all(line[start:end] == value for _, value, start, end in facts)


def test_a_sentence_with_a_colon_is_no_byline() -> None:
    assert labels_of("来源：据山城日报报道，志愿者在河边种下了树。活动持续了一天。") == ()


def test_site_lines_need_enough_pages_and_a_share_of_them() -> None:
    pages = [["山城在线欢迎您", f"第{n}条", "只有一页" if n == 1 else ""] for n in range(9)]
    assert site_lines(pages) == {"山城在线欢迎您"}
    assert site_lines(pages[:3]) == set()


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_lines_are_judged_without_an_error(lines: list[str]) -> None:
    assert set(boilerplate_lines(lines)) <= set(range(len(lines)))


@pytest.mark.parametrize(
    "unit", ["打印", "1", "- ", "首页|", "来源：", "(", "第1页", "a ", "版权", "2021 "]
)
def test_no_line_takes_more_than_linear_time(unit: str) -> None:
    line = (unit * 5000)[:5000]
    assert strict_label(line.strip() or "x") in ("", "navigation", "pager", "notice", "byline")
    assert strict_label((unit * 60)[:118].strip() + "x") is not None


def test_short_lines_under_a_byline_are_a_short_article() -> None:
    lines = [
        "服务热线",
        "山城快讯",
        "来源：山城日报 2024年5月1日",
        "山城网消息：",
        "第六批样品今日交付",
    ]
    assert set(boilerplate_lines(lines)) == {0, 2}
