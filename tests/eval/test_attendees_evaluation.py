"""The evaluation counts what its documentation says."""

from __future__ import annotations

from typing import Any

from dataset_tools.core.record import Attendance, Attendee, Role
from dataset_tools.evaluate.attendees import evaluate, render, score_item


def _one(name: str, start: int = 0, role: Role = "attendee", title: str | None = None) -> Attendee:
    return Attendee(name, title, role, (role,), start, start + len(name))


GOLD: dict[str, Any] = {
    "key": "k",
    "text": "王大明、李小红出席。",
    "attendees": [
        {"name": "王大明", "role": "attendee", "roles": ["attendee"], "start": 0, "end": 3},
        {"name": "李小红", "role": "attendee", "roles": ["attendee"], "start": 4, "end": 7},
    ],
}


def test_everything_right_scores_one() -> None:
    report = evaluate([GOLD], lambda _: Attendance((_one("王大明"), _one("李小红", 4))))
    assert report.as_dict()["f1"] == 1.0
    assert report.as_dict()["exact"] == 1.0
    assert report.as_dict()["offsets"] == 1.0
    assert report.mistakes == ()


def test_a_missed_and_a_wrong_name_are_counted_and_shown() -> None:
    report = evaluate([GOLD], lambda _: Attendance((_one("王大明"), _one("陈一舟"))))
    assert (report.counts.right, report.counts.wrong, report.counts.missed) == (1, 1, 1)
    assert report.as_dict()["f1"] == 0.5
    assert "wrong: 陈一舟" in render(report)
    assert "missed: 李小红" in render(report)


def test_the_second_prediction_of_one_person_is_wrong() -> None:
    counts, mistakes = score_item(GOLD, [_one("王大明"), _one("王大明", 4)])
    assert counts.wrong == 1
    assert mistakes.wrong == ("王大明",)


def test_aliases_and_spaces_match_and_optional_names_are_ignored() -> None:
    gold = {
        "attendees": [{"name": "班丹·次仁", "aliases": ["班丹"], "kind": "chair"}],
        "optional": [{"name": "赵一鸣"}, "钱大有"],
    }
    found = [_one("班 丹", role="speaker"), _one("赵一鸣"), _one("钱大有")]
    counts, _ = score_item(gold, found)
    assert (counts.right, counts.wrong, counts.role_strict) == (1, 0, 0)


def test_a_title_within_the_gold_title_overlaps_but_is_not_equal() -> None:
    gold = {"attendees": [{"name": "王大明", "kind": "attendee", "role_title": "省委常委、副省长"}]}
    counts, _ = score_item(gold, [_one("王大明", title="副省长")])
    assert (counts.title_equal, counts.title_overlap) == (0, 1)


def test_the_interval_holds_the_measured_value_and_is_the_same_twice() -> None:
    def half(text: str) -> Attendance:
        return Attendance((_one("王大明"),)) if "。" in text else Attendance()

    items = [dict(GOLD, text="一。" if at % 2 else "二", stratum=str(at % 2)) for at in range(20)]
    report = evaluate(items, half)
    low, high = report.f1_interval
    assert low <= report.counts.f1 <= high
    assert evaluate(items, half) == report
    assert list(report.strata) == ["0", "1"]


def test_no_items_is_no_error() -> None:
    assert evaluate([], lambda _: Attendance()).as_dict()["items"] == 0
