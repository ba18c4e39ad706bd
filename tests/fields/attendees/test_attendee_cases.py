"""Every case of the case file gives exactly its attendees, absentees and numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.core.record import ROLES
from dataset_tools.fields.attendees import explain, extract

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "attendees.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case_gives_its_people(case: dict[str, Any]) -> None:
    found = extract(case["text"])
    people = [{"name": a.name, "roles": list(a.roles), "title": a.title} for a in found.attendees]
    wanted = case["attendees"]

    def order(person: dict[str, Any]) -> str:
        return str(person["name"])

    assert sorted(people, key=order) == sorted(wanted, key=order)
    assert [person.name for person in found.absent] == case["absent"]
    if case["stated_counts"]:
        assert list(found.stated_counts) == case["stated_counts"]


def test_as_many_cases_refuse_as_needed() -> None:
    refusing = [case for case in CASES if not case["attendees"]]
    assert len(CASES) >= 100
    assert len(refusing) >= 40


def test_role_is_the_first_of_the_roles_in_order() -> None:
    for case in CASES:
        for person in extract(case["text"]).attendees:
            assert person.role == person.roles[0]
            assert list(person.roles) == [role for role in ROLES if role in person.roles]


def test_people_stand_in_text_order_without_duplicates() -> None:
    for case in CASES:
        found = extract(case["text"]).attendees
        assert [p.start for p in found] == sorted({p.start for p in found})
        assert len({p.name for p in found}) == len(found)


def test_explain_names_rule_and_sentence_of_every_attendee() -> None:
    for case in CASES:
        rows = explain(case["text"])
        for person in extract(case["text"]).attendees:
            proof = [r for r in rows if (r.start, r.end) == (person.start, person.end)]
            assert proof
            assert all(r.rule for r in proof)
            assert any(r.sentence_start <= r.start <= r.end <= r.sentence_end for r in proof)


def test_explain_names_the_frame_that_refused() -> None:
    rows = explain("市长王远山将于8日出席论坛。")
    assert [(r.name, r.verdict, r.rule) for r in rows] == [("王远山", "refused", "future")]
