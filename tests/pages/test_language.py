"""Languages: told by letters and function words, and unknown where they cannot be."""

# ruff: noqa: E501 (a line of a page stays one line)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.text import language as module
from dataset_tools.text.language import language_of

TEXTS = {
    "zh-Hans": "志愿者今天上午在山城北郊的河边种下了三百棵树，市长发表了讲话。",
    "zh-Hant": "志願者今天上午在山城北郊的河邊種下了三百棵樹，市長發表了講話。",
    "zh": "山城北郊河川水土",
    "ja": "ボランティアは今日、山城の川辺に三百本の木を植えました。",
    "ko": "자원봉사자들은 오늘 강가에 나무를 심었다.",
    "ru": "Добровольцы сегодня посадили деревья, это была хорошая работа.",
    "ar": "زرع المتطوعون اليوم ثلاثمائة شجرة على ضفة النهر",
    "en": "The volunteers planted three hundred trees by the river this morning.",
    "es": "Los voluntarios plantaron esta mañana trescientos árboles en la orilla del río.",
    "pt": "Os voluntários plantaram hoje trezentas árvores na margem do rio, não muito longe da cidade.",
    "fr": "Les bénévoles ont planté ce matin trois cents arbres au bord de la rivière.",
    "de": "Die Freiwilligen haben heute am Ufer des Flusses dreihundert Bäume gepflanzt und das ist gut.",
    "und": "12345 :: 67",
}


@pytest.mark.parametrize(("tag", "text"), TEXTS.items())
def test_the_language_of_a_text_is_told(tag: str, text: str) -> None:
    assert language_of(text) == tag


@pytest.mark.parametrize("text", ["", "?", "GDP 2021", "xyzzy plugh", "😀😀"])
def test_a_text_that_does_not_say_is_undetermined(text: str) -> None:
    assert language_of(text) == "und"


def test_a_chinese_text_with_a_japanese_name_stays_chinese() -> None:
    assert language_of(TEXTS["zh-Hans"] + "他说的是「ありがとう」这个词，意思是谢谢。") == "zh-Hans"


def test_a_chinese_text_with_english_names_stays_chinese() -> None:
    assert language_of("据 The Harbour Herald 报道，" + TEXTS["zh-Hans"]) == "zh-Hans"


def test_the_pairs_of_scripts_are_those_of_opencc() -> None:
    opencc = pytest.importorskip("opencc")
    simplify = opencc.OpenCC("t2s").convert
    assert not module._SIMPLIFIED & module._TRADITIONAL
    assert {simplify(char) for char in module._TRADITIONAL} == module._SIMPLIFIED


@given(st.text(max_size=80))
def test_any_text_has_a_tag(text: str) -> None:
    assert language_of(text)
