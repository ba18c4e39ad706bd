"""Pages that hold too much of one thing: they are made small for the parser, their text is kept."""

from __future__ import annotations

import pytest

from dataset_tools.pages.dom import parse
from dataset_tools.pages.excess import (
    ATTRIBUTES,
    LONG,
    MANY_SIGNS,
    OPTIONS,
    bounded,
    few_attributes,
    few_options,
)

WORDS = "林溪镇图书室昨天开放。"
NAMES = [f"a{number}" for number in range(LONG // 5)]
TAGS = {
    "bare": f"<div {' '.join(NAMES)}>",
    "with values": f"<div {' '.join(f'{name}=1' for name in NAMES)}>",
    "signs in quotes": "<div " + " ".join(f'{name}="<p>"' for name in NAMES) + ">",
    "glued quotes": "<div " + "".join(f"{name}='>'" for name in NAMES) + ">",
    "slashes": f"<div/{'/'.join(NAMES)}>",
    "a script's": f"<script {' '.join(NAMES)}>var a = 1;</script>",
    "upper case": f"<DIV {' '.join(NAMES)}>",
}


@pytest.mark.parametrize("name", list(TAGS))
def test_a_tag_keeps_its_first_attributes(name: str) -> None:
    small = bounded(f"<p>{WORDS}</p>{TAGS[name]}<p>{WORDS}</p>")
    assert small.startswith(f"<p>{WORDS}</p><")
    assert small.endswith(f"<p>{WORDS}</p>")
    assert f"a{ATTRIBUTES - 1}" in small
    assert f"a{ATTRIBUTES}" not in small


@pytest.mark.parametrize("name", list(TAGS))
def test_the_text_around_a_tag_of_many_attributes_is_kept(name: str) -> None:
    blocks = parse(f"<p>{WORDS}</p>{TAGS[name]}<p>{WORDS}</p>").blocks
    assert [block.text for block in blocks] == [WORDS, WORDS]


@pytest.mark.parametrize(
    "page",
    [
        "<p class=a id='b'>" + WORDS * LONG,
        "<script>if (a<b && " + "c " * LONG + ")</script>" + WORDS,
        "<!-- <div " + "a " * LONG + "> -->" + WORDS,
        "<style>" + "a b{c:d} " * LONG + "</style>" + WORDS,
        "<div " + "a='b' " * (ATTRIBUTES - 1) + ">" + WORDS * LONG,
        "3 < 4 " * LONG,
    ],
    ids=["text", "script", "comment", "style", "as many as are kept", "no tag"],
)
def test_what_is_no_tag_of_many_attributes_is_left_as_it_is(page: str) -> None:
    assert few_attributes(page) == page


LISTS = {
    "closed": "<select>" + "<option value=1>一</option>" * 5_000 + "</select>",
    "open": "<select>" + "<option>一" * 5_000 + "</select>",
    "selected": "<SELECT>" + "<OPTION selected>一" * 5_000 + "</SELECT>",
    "groups": "<select>" + "<optgroup label=a><option>一" * 2_500 + "</select>",
    "many lists": ("<select>" + "<option>一" * 2_000 + "</select>") * 3,
}


@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_keeps_its_first_options(name: str) -> None:
    small = few_options(LISTS[name]).lower()
    assert all(part.count("<opt") == OPTIONS for part in small.split("<select>")[1:])
    assert small.count("一") == LISTS[name].count("一")


@pytest.mark.parametrize("name", list(LISTS))
def test_options_of_a_long_list_are_no_text(name: str) -> None:
    blocks = parse(f"<p>{WORDS}</p>{LISTS[name]}<p>{WORDS}</p>").blocks
    assert [block.text for block in blocks] == [WORDS, WORDS]


@pytest.mark.parametrize(
    "page",
    [
        ("<select>" + "<option>一" * (OPTIONS - 1) + "</select>") * 10,
        "<select><option>一</select>" * 5_000,
        "<ol><li>一</ol>" * 5_000,
        "<object></object>" * 5_000,
    ],
    ids=["as many as are kept", "many short lists", "ordered lists", "objects"],
)
def test_lists_of_few_options_are_left_as_they_are(page: str) -> None:
    assert page.count("<") >= MANY_SIGNS
    assert few_options(page) == page


def test_a_page_of_usual_size_is_left_as_it_is() -> None:
    page = f"<div {' '.join(NAMES[:2_000])}><p>{WORDS}</p></div>"
    assert len(page) < LONG
    assert bounded(page) == page
