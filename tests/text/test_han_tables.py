"""The character tables are what their sources say, and what is built on them holds."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.text import convert, glosses, mojibake, punctuation, replay
from dataset_tools.text.byteshift import shifts
from dataset_tools.text.han import (
    DATA,
    GB2312,
    SIMPLIFIED_ONLY,
    TO_SIMPLIFIED,
    TO_TRADITIONAL,
    TRADITIONAL_ONLY,
    common_share,
)
from dataset_tools.text.pinyin import SPELLINGS, first_reading, is_reading, spell
from dataset_tools.text.screen import look

HERE = Path(__file__).resolve().parent


def test_the_tables_are_derived_from_the_libraries(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("derive_han", HERE / "derive_han_tables.py")
    assert spec is not None
    assert spec.loader is not None
    derive = importlib.util.module_from_spec(spec)
    sys.modules["derive_han"] = derive
    spec.loader.exec_module(derive)
    for name, content in derive.derive(tmp_path).items():
        if (DATA / name).read_text(encoding="utf-8") != content:
            pytest.fail(f"{name} differs: run {Path(derive.__file__).name}, and add a rule version")


def test_the_converter_is_one_to_one() -> None:
    assert len(TO_SIMPLIFIED) == len(TO_TRADITIONAL)
    assert not set(TO_TRADITIONAL) & set(TO_SIMPLIFIED)
    assert set(TO_TRADITIONAL) <= GB2312


def test_the_converter_leaves_forms_that_are_traditional_too() -> None:
    assert convert.traditionalise("云于并采群后里干") == "云于并采群后里干"
    assert convert.traditionalise("台准万净着") == "臺準萬凈著"


@given(
    st.text(st.sampled_from(sorted(SIMPLIFIED_ONLY - {"着"}) + list("后里的。\n𠮷")), max_size=80)
)
def test_simplifying_undoes_the_converter(text: str) -> None:
    assert convert.simplify(convert.traditionalise(text)) == text


@given(st.text(max_size=60))
def test_a_conversion_replays_whatever_the_two_texts_are(text: str) -> None:
    other = "".join("會" if number % 3 else character for number, character in enumerate(text))
    how = convert.conversion(text, other)
    assert convert.convert(text, how) == other


@pytest.mark.parametrize(
    "text",
    [
        "看着书",
        "著名作家",
        "显著成绩",
        "彰显着时代",
        "随着发展",
        "讨论着问题",
        "学术论著",
        "见微知著",
        "执着追求",
        "合著者",
        "贴合着实际",
        "有着重要意义",
    ],
)
def test_the_two_words_written_with_one_character_are_told_apart(text: str) -> None:
    assert convert.zhe(text.replace("着", "著")) == text


@pytest.mark.parametrize("code", sorted(SPELLINGS))
def test_every_spelling_of_a_reading_is_recognised(code: str) -> None:
    for character in "會習綠略長內女":
        assert is_reading(character, spell(character, code))


def test_a_reading_of_another_character_is_none() -> None:
    assert not is_reading("會", "xí")
    assert not is_reading("會", "huí")
    assert not is_reading("x", "x")
    assert first_reading("調") == "diào"


@given(
    st.text(st.sampled_from("會議學習的。a\n"), max_size=60),
    st.sampled_from([("(", ")"), (" (", ") "), ("（", "）"), ("[", "]"), ("( ", " )")]),
    st.sampled_from(sorted(SPELLINGS)),
)
def test_a_rule_of_glosses_replays_and_packs(text: str, frame: tuple[str, str], code: str) -> None:
    rule = replay.Rule(glosses.Frame(*frame), code, {c: spell(c, code) for c in "會習"}, True, {})
    assert replay.unpack(replay.pack(rule)) == rule
    cuts = glosses.cut(replay.annotate(text, rule), rule.frame)
    assert "".join(glosses.only(cuts, rule.types).pieces) == text


STEPS = st.dictionaries(st.integers(0, 3_000), st.integers(1, 3), max_size=9)


@given(STEPS, st.booleans())
def test_places_far_apart_and_glosses_several_times_pack(
    places: dict[int, int], everywhere: bool
) -> None:
    found = dict(sorted(places.items()))
    rule = replay.Rule(glosses.Frame("(", ")"), "t", {"會": "huì"}, everywhere, found)
    assert replay.unpack(replay.pack(rule)) == rule


def test_only_glosses_of_the_given_characters_are_cut_out() -> None:
    page = glosses.cut("會(huì)(huì)議(x)(huì)學(xué)", glosses.Frame("(", ")"))
    types = {"會": "huì", "學": "xué"}
    assert "".join(glosses.only(page, types).pieces) == "會(huì)議(x)(huì)學"
    assert "".join(glosses.only(page, types, repeated=True).pieces) == "會議(x)(huì)學"
    assert glosses.gloss_ends(glosses.only(page, types, repeated=True)) == [1, 1, 11]


@pytest.mark.parametrize("chain", ["utf-8>latin-1", "utf-8>windows-1252", "utf-8>gb18030"])
def test_a_chain_is_undone_to_the_text_it_came_from(chain: str) -> None:
    text = "会议在山城举行，代表们参加了座谈会，听取了报告"
    try:
        damaged = mojibake.redo(text, chain)
    except UnicodeDecodeError:
        damaged = mojibake.redo(text[:-1], chain)
        text = text[:-1]
    assert mojibake.undo(damaged) == (chain, text)


def test_good_text_has_no_chain() -> None:
    for text in ("会议在山城举行。", "會議在山城舉行。", "Déjà vu à l’hôtel", ""):
        assert mojibake.undo(text) is None


def test_usual_characters_tell_good_from_bad() -> None:
    assert common_share("会议在山城举行，代表到场。") == 1.0
    assert common_share("浼氳鍦ㄥ北鍩庝妇琛") < 0.5


def test_the_screen_tells_the_three_kinds_of_text() -> None:
    assert look("The meeting.\nIt was long.") == "plain"
    assert look("喆先生在会议上发言，山城的代表都到场了。") == "plain"
    assert look("會議") == "traditional"
    assert look("a\x00") == "odd"
    assert look("会\u200b议") == "odd"


@given(st.text(st.sampled_from("会议，。、：；！？（）“”3天9:30,a \n"), max_size=60))
def test_widening_after_narrowing_narrows_back(text: str) -> None:
    narrowed = punctuation.narrow(text, "，：；！？（）")
    assert punctuation.narrow(punctuation.widen(narrowed), "，：；！？（）～") == narrowed


def test_a_question_before_a_bracket_is_no_byte_shift() -> None:
    assert shifts("你說什麼?(wù)務必參加。") == []
    assert shifts("山城?wù)") == []


def test_traditional_only_characters_stand_in_no_simplified_standard() -> None:
    assert not TRADITIONAL_ONLY & GB2312
    assert {"會", "裡", "隻"} <= TRADITIONAL_ONLY
    assert not {"後", "於", "里"} & TRADITIONAL_ONLY  # all three are in GB 2312
