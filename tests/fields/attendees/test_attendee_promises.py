"""What holds for every text: no exception, true offsets, the same answer twice."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.core.record import Attendance
from dataset_tools.fields.attendees import explain, extract
from dataset_tools.text.names import normalise

PIECES = st.sampled_from(
    [
        *("王大明", "李小红", "欧阳晓峰", "艾山·玉素甫", "王　晨", "张清和", "省长", "市委书记"),
        *(
            "法国总统",
            "、",
            "，",
            "。",
            "；",
            "：",
            "\n",
            "和",
            "及",
            "同",
            "与",
            "等",
            "出席",
            "参加",
        ),
        *("主持", "会见", "陪同", "会谈", "讲话", "并", "发言", "将", "没有", "受", "委托", "请假"),
        *(
            "缺席",
            "会议",
            "仪式",
            "在青州",
            "5日",
            "（女，回族）",
            "（",
            "）",
            "“",
            "”",
            "《",
            "》",
        ),
        *("(liú)", "劉", "會議", "的", "有", "还有", "作了报告", "12人", "Present:", "Apologies:"),
        *("Jane Doe", ";", ",", "-", "Chair", "A", "于", "时", "第", "为", "由", "应", "邀请", " "),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=120))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_gives_true_offsets(text: str) -> None:
    found = extract(text)
    for person in (*found.attendees, *found.absent):
        assert 0 <= person.start < person.end <= len(text)
        assert normalise(text[person.start : person.end]) == normalise(person.name)
    for group in found.groups:
        assert text[group.start : group.end] == group.text
    assert all(count >= 0 for count in found.stated_counts)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_answer_depends_on_the_text_alone(text: str) -> None:
    assert extract(text) == extract(text)
    assert explain(text) == explain(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_nobody_is_both_present_and_absent(text: str) -> None:
    found = extract(text)
    present = {normalise(person.name) for person in found.attendees}
    assert present.isdisjoint(normalise(person.name) for person in found.absent)


def test_text_without_any_word_of_attendance_is_not_read() -> None:
    assert extract("今天晴，最高气温二十度。") == Attendance()
    assert explain("今天晴，最高气温二十度。") == []


def test_offsets_of_traditional_and_glossed_text_are_those_of_the_text() -> None:
    text = "劉(liú)望川、張遠山出席會(huì)議(yì)。"
    found = extract(text).attendees
    assert [p.name for p in found] == ["劉望川", "張遠山"]
    assert [text[p.start : p.end] for p in found] == ["劉(liú)望川", "張遠山"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("李望川发表讲话，各界代表出席。", "各界代表"),
        ("李望川发表致辞，代表市政府和市民，各国嘉宾出席。", "各国嘉宾"),
        ("李望川、何青禾和各界代表出席。", "各界代表"),
        ("代表团成员参加会议。", "代表团成员"),
    ],
)
def test_what_a_named_person_did_is_no_part_of_a_group(text: str, group: str) -> None:
    assert [g.text for g in extract(text).groups] == [group]


def test_groups_are_enumerations_without_names() -> None:
    text = "王大明出席会议。\n各市、县负责同志，有关部门负责人等参加会议。"
    assert [g.text for g in extract(text).groups] == ["各市、县负责同志", "有关部门负责人"]


def test_hostile_texts_cost_no_more_than_their_length() -> None:
    """Each took minutes, or ended the recursion, before it was bounded."""
    for text in (
        "负责人" * 4000 + "出席",
        "、".join(["王大明", "热地"] * 2000) + "出席。",
        "出席会议的有王明、" * 9000,
        "主席王明主持" * 13000,
        "Present: A B, " * 6000,
    ):
        start = time.process_time()
        extract(text)
        assert time.process_time() - start < 5
