"""The repair stage keeps its promises for every text, not only for those it was made for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import RULE, Edit, undo_layer
from dataset_tools.core.errors import ReleaseError, UsageError
from dataset_tools.repairs._base import REPAIRS, Change
from dataset_tools.stages.repair import explicit, prove, repair_text, restore_text

PAGE = (
    "服務(wù)熱線\n0791-00000000\n縣(xiàn)里舉行學(xué)習(xí)會(huì)議(yì)\n"
    "    縣(xiàn)長田雨主持會(huì)議(yì),會(huì)議(yì)學(xué)習(xí)了關(guān)于植樹的通知。\n"
    "    市民踊躍參加,關(guān)心后續(xù)安排,學(xué)校也派出代表。\n\n?\n"
)
CLEAN = (
    "县里举行学习会议\n县长田雨主持会议，会议学习了关于植树的通知。\n"
    "市民踊跃参加，关心后续安排，学校也派出代表。"
)
FRAGMENTS = st.sampled_from(
    [
        "會(huì)",
        "議(yì)",
        "學(xué)習(xí)",
        "电(dian)(dian)",
        "机(ji)",
        "会议",
        "在山城举行",
        "，",
        ",",
        "。",
        "(",
        ")",
        "?",
        "？",
        "\n",
        "\r\n",
        "\r",
        "    ",
        "\u3000",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\x00",
        "\x85",
        "\x1b[31m",
        "\u202e",
        "\u2067",
        "א",
        "ع",
        "&ldquo;",
        "&amp;amp;",
        "&#x4f1a;",
        "&#0;",
        "⼯",
        "⻓",
        "\uf9b4",
        "e\u0301",
        "か\u3099",
        "\ud800",
        "\udfff",
        "\ud83d\udc69",
        "👩\u200d👧",
        "ä¼\x9a",
        "è®®",
        "Ã©",
        "浼氳",
        "\ue185",
        "鍦ㄥ",
        "關于",
        "以后",
        "里面",
        "獎?wù)叨际墙柚",
        "著",
        "關",
        "發展",
        "13900000000",
        "a@example.org",
        "A",
        "1",
        ":",
        "责任编辑：田雨",
        "【打印】",
        "\ufffd",
        "\ufdd0",
        "%",
        "|",
        ";",
    ]
)
ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=200),
    st.lists(FRAGMENTS, max_size=40).map("".join),
    st.lists(st.one_of(FRAGMENTS, st.text(max_size=3)), max_size=30).map("".join),
)
POLICIES = st.builds(
    RepairSection,
    punctuation=st.sampled_from(["keep", "restore"]),
    script=st.sampled_from(["keep", "simplified", "traditional"]),
    personal_data=st.sampled_from(["keep", "mask"]),
)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, POLICIES, st.integers(0, 3), st.booleans())
def test_every_text_comes_back_exactly(
    text: str, policy: RepairSection, head: int, keep_lines: bool
) -> None:
    repaired = repair_text(text, policy, head=head, keep_lines=keep_lines)
    assert restore_text(*repaired) == text


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT, st.integers(1, 3))
def test_no_line_is_lost_or_joined_where_lines_are_kept(text: str, head: int) -> None:
    lines = repair_text(text, RepairSection(off=tuple(_all_but("line_ends")))).text.count("\n")
    assert repair_text(text, head=head, keep_lines=True).text.count("\n") == lines


def _all_but(*names: str) -> list[str]:
    return [name for name in REPAIRS.names() if name not in names]


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_edits_of_a_layer_are_sorted_and_do_not_overlap(text: str) -> None:
    repaired = repair_text(text)
    for before, after in zip(repaired.edits, repaired.edits[1:], strict=False):
        assert before.layer <= after.layer
        if before.layer == after.layer:
            assert before.start + len(before.after) <= after.start


def test_a_page_with_all_of_the_seeds_damage_is_mended() -> None:
    repaired = repair_text(PAGE)
    assert repaired.text == CLEAN
    assert restore_text(*repaired) == PAGE
    names = {edit.repair for edit in repaired.edits}
    assert {"pinyin", "converted", "punctuation", "residue", "boilerplate", "margins"} <= names


def test_the_same_text_gives_the_same_edits_and_a_repaired_one_gives_none() -> None:
    assert repair_text(PAGE) == repair_text(PAGE)
    assert repair_text(CLEAN).edits == ()


def test_lines_of_the_head_are_repaired_but_stay() -> None:
    text = "服務(wù)熱線\n?\n" + PAGE
    repaired = repair_text(text, head=2)
    assert repaired.text.split("\n")[:2] == ["服务热线", "?"]
    assert restore_text(*repaired) == text


def test_readings_cost_one_short_rule_however_many_they_are() -> None:
    long = PAGE * 50
    repaired = repair_text(long, keep_lines=True)
    rules = [edit for edit in repaired.edits if edit.repair == "pinyin"]
    assert [edit.start for edit in rules] == [RULE]
    assert len(rules[0].before.encode()) < 100
    assert restore_text(*repaired) == long


def test_a_character_without_its_reading_becomes_an_exception_of_the_rule() -> None:
    text = PAGE.replace("舉行學(xué)習(xí)會(huì)議(yì)", "舉行學(xué)習(xí)會議(yì)")
    repaired = repair_text(text)
    assert repaired.text == CLEAN
    assert restore_text(*repaired) == text


def test_a_reading_that_is_not_the_characters_stays() -> None:
    text = PAGE.replace("植樹", "植樹(mù)")
    repaired = repair_text(text)
    assert "植树(mù)" in repaired.text or "植树（mù）" in repaired.text
    assert restore_text(*repaired) == text


def test_rules_are_spelled_out_place_by_place_for_people() -> None:
    repaired = repair_text(PAGE, keep_lines=True)
    rows = explicit(repaired.text, repaired.edits)
    assert all(row.start != RULE for row in rows)
    assert [row.before for row in rows if row.repair == "pinyin"][:2] == ["(wù)", "(xiàn)"]
    assert ("punctuation", ",", "，") in {(row.repair, row.before, row.after) for row in rows}
    assert restore_text(repaired.text, rows) == PAGE


def test_a_repair_that_is_off_does_not_run() -> None:
    repaired = repair_text("会\u200b议\x00", RepairSection(off=("invisible",)))
    assert repaired.text == "会\u200b议"


def test_an_unknown_repair_to_switch_off_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="invisible"):
        repair_text("会议", RepairSection(off=("invisble",)))


def test_narrow_punctuation_is_kept_under_that_policy() -> None:
    text = "会议举行,代表到会,讨论热烈,气氛活跃。"
    assert repair_text(text, RepairSection(punctuation="keep")).text == text
    assert repair_text(text).text == "会议举行，代表到会，讨论热烈，气氛活跃。"


def test_genuine_traditional_text_is_simplified_only_under_that_policy() -> None:
    text = "關於以後發展的規劃，裡面說明了時間、責任與經費。"
    assert repair_text(text).edits == ()
    simplified = repair_text(text, RepairSection(script="simplified"))
    assert simplified.text == "关于以后发展的规划，里面说明了时间、责任与经费。"
    assert restore_text(*simplified) == text


def test_a_phrase_level_conversion_is_told_from_the_character_table() -> None:
    # OpenCC's s2t of a simplified text, with readings added to some characters.
    text = (
        "縣(xiàn)裏後續(xù)計劃：會(huì)議(yì)之後，縣(xiàn)長於後天舉行會(huì)議(yì)，關於發展的後續(xù)工作，"
        "裏面說明瞭時間、責任，由於時間有限，以後再議(yì)。"
    )
    repaired = repair_text(text, keep_lines=True)
    assert "於" not in repaired.text
    assert "后续计划" in repaired.text
    assert restore_text(*repaired) == text


def test_a_change_that_does_not_undo_is_recorded_as_one_explicit_edit() -> None:
    broken = Change("会议", rule="A(%)t\n不可\n")
    edits = prove(3, "pinyin", "會議 会议", broken)
    assert [(edit.layer, edit.repair, edit.start) for edit in edits] != [(3, "pinyin", RULE)]
    assert undo_layer("会议", edits) == "會議 会议"


def test_edits_that_do_not_fit_their_text_are_refused() -> None:
    with pytest.raises(ReleaseError):
        restore_text("会议", [Edit(0, "invisible", 1, "x", "山")])


def test_edits_survive_json() -> None:
    repaired = repair_text(PAGE)
    rows = json.loads(json.dumps([list(edit) for edit in repaired.edits], ensure_ascii=False))
    assert restore_text(repaired.text, [Edit(*row) for row in rows]) == PAGE


def test_few_scattered_readings_are_taken_where_no_reader_needs_them() -> None:
    text = (
        "昨天我们(men)种下的(de)树苗长高了，来(lái)看的人(rén)说不(bù)久就会有(yǒu)树荫，"
        "大家都很高兴。"
    )
    clean = "昨天我们种下的树苗长高了，来看的人说不久就会有树荫，大家都很高兴。"
    repaired = repair_text(text)
    assert repaired.text == clean
    assert restore_text(*repaired) == text


def test_a_hyphen_is_widened_after_a_place_and_not_in_a_name() -> None:
    text = "会议讨论了中国-东盟合作,马丁-库克先生到场,代表发言,会期三天。"
    wide = "会议讨论了中国－东盟合作，马丁-库克先生到场，代表发言，会期三天。"
    repaired = repair_text(text)
    assert repaired.text == wide
    assert restore_text(*repaired) == text


def test_lost_bytes_are_left_for_quarantine() -> None:
    for text in ("銆愰\ufffd嗚埅涓\ufffd鍥姐", "ã€\ufffdé¢†èˆª"):
        assert "\ufffd" in repair_text(text).text


def test_personal_data_is_masked_only_under_that_policy() -> None:
    text = "联系人电话13900000000，身份证110101199003070000。"
    assert repair_text(text).edits == ()
    masked = repair_text(text, RepairSection(personal_data="mask"))
    assert not any(digit in masked.text for digit in "0123456789")
    assert restore_text(*masked) == text
