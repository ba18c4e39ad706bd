"""Pages whose elements nest deeper than any page's do: text is kept, time stays linear."""

from __future__ import annotations

import pytest

from dataset_tools.pages.depth import DEEPEST, MANY, shallow
from dataset_tools.pages.dom import parse

WORDS = "林溪镇图书室昨天开放。"
NESTED = {
    "div": "<div>" * 60_000 + WORDS + "</div>" * 60_000,
    "never closed": "<div class='a'>" * 60_000 + WORDS,
    "quoted sign": '<div title="<">' * 60_000 + WORDS,
    "other ends": "<span>" * 60_000 + "</b></x>" * 30_000 + WORDS,
    "in svg": "<svg>" + "<td>" * 60_000 + "</x>" * 60_000 + f"</svg><p>{WORDS}</p>",
    "in a drawing in a drawing": "<svg><foreignObject>" * 30_000 + "<td>" * 60_000 + WORDS,
    "upper case": "<DIV><b>" * 30_000 + WORDS,
}


@pytest.mark.parametrize("name", [name for name in NESTED if "svg" not in NESTED[name]])
def test_the_text_of_a_page_nested_too_deep_is_kept(name: str) -> None:
    assert WORDS in [block.text.strip() for block in parse(NESTED[name]).blocks]


@pytest.mark.parametrize("name", list(NESTED))
def test_no_page_nests_deeper_than_a_browser_lets_it(name: str) -> None:
    deepest = max(
        (len(list(block.element.ancestors())) for block in parse(NESTED[name]).blocks), default=0
    )
    assert deepest <= DEEPEST + 10


def test_a_page_of_many_tags_that_do_not_nest_is_left_as_it_is() -> None:
    cells = "<table>" + "<tr><td>1<td>2" * MANY + "</table>"
    lists = "<ul>" + "<li><a href='/x'>一</a>" * MANY + "</ul>"
    paragraphs = "<p>一<br>二" * MANY
    for page in (cells, lists, paragraphs):
        assert shallow(page) == page


def test_a_page_of_few_tags_is_left_as_it_is() -> None:
    page = "<div>" * (MANY - 1)
    assert shallow(page) == page
