"""English minutes: labels, headings, tables, roll calls and sentences, and what is none of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset_tools.fields.attendees import extract

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "english_minutes.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_minutes_give_exactly_their_people(case: dict[str, Any]) -> None:
    found = extract(case["text"])
    people = [{"name": a.name, "title": a.title, "role": a.role} for a in found.attendees]
    assert sorted(people, key=str) == sorted(case["attendees"], key=str)
    assert sorted(person.name for person in found.absent) == sorted(case["absent"])
    assert [group.text for group in found.groups] == case["groups"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_name_is_printed_at_its_offsets(case: dict[str, Any]) -> None:
    found = extract(case["text"])
    for person in (*found.attendees, *found.absent):
        assert case["text"][person.start : person.end] == person.name


@pytest.mark.parametrize(
    "text",
    [
        "Lena Ford will attend the meeting next week.",
        "Ivo Kern was invited to attend the conference.",
        "Ruth Bell attended Northfield University from 1990.",
        "Present value: 4,200. Chair: oak, four legs.",
        "Agenda\n1. Road Safety\n2. Harbour Street\nPresent: none",
        "The Road Committee chaired the process.",
    ],
)
def test_what_is_no_attendance_gives_nobody(text: str) -> None:
    assert extract(text).attendees == ()


def test_a_surname_alone_is_the_one_person_of_that_surname() -> None:
    found = extract("Present: Mia Stone, Eva Hart\nMayor Stone called the meeting to order at 7.")
    assert [(a.name, a.role) for a in found.attendees] == [
        ("Mia Stone", "chair"),
        ("Eva Hart", "attendee"),
    ]


def test_a_surname_that_two_share_is_told_to_neither() -> None:
    found = extract("Present: Mia Stone, Eva Stone\nMayor Stone called the meeting to order at 7.")
    assert {a.name: a.role for a in found.attendees} == {
        "Mia Stone": "attendee",
        "Eva Stone": "attendee",
        "Stone": "chair",
    }
