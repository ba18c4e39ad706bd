"""Harnesses of texts: repairs, restoring, attendees."""

from __future__ import annotations

# ruff: noqa: E501 - tables of hostile inputs
import contextlib
import json
from typing import Any

from fuzz_base import harness, offsets
from fuzz_mutation import Dice

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import Edit
from dataset_tools.core.errors import ReleaseError


def _text(dice: Dice) -> list[Any]:
    pick = dice.random.choice
    policy = [
        pick(("keep", "restore")),
        pick(("keep", "simplified", "traditional")),
        pick(("keep", "mask")),
    ]
    return [dice.text(), *policy, dice.random.randrange(3), pick((False, True))]


@harness(_text, 2.0)
def repairs(given: list[Any]) -> None:
    """Repair: any text comes back, offsets fit, lines are kept where that is promised."""
    from dataset_tools.stages.repair import repair_text, restore_text

    text, punctuation, script, personal, head, keep_lines = given
    policy = RepairSection(punctuation=punctuation, script=script, personal_data=personal)
    found = repair_text(text, policy, head=min(head, text.count("\n")), keep_lines=keep_lines)
    assert restore_text(found.text, found.edits) == text
    assert bool(found.edits) == (found.text != text) or not found.edits
    if keep_lines:
        assert found.text.count("\n") >= text.count("\n")
    assert [edit.layer for edit in found.edits] == sorted(edit.layer for edit in found.edits)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return  # JSON joins two halves that stand side by side; no reader gives any
    wire = json.loads(json.dumps([list(edit) for edit in found.edits]))
    assert restore_text(found.text, [Edit(*edit) for edit in wire]) == text


def _edits(dice: Dice) -> list[Any]:
    from dataset_tools.stages.repair import repair_text

    found = repair_text(dice.text(200))
    rows = [list(edit) for edit in found.edits]
    names = (
        "layout",
        "row",
        "html",
        "pinyin",
        "script",
        "punctuation",
        "gbk_shift",
        "mojibake",
        "none",
        dice.word(),
    )
    for _ in range(dice.random.randrange(1, 4)):
        if not rows or dice.random.random() < 0.3:
            rows.append(
                [
                    dice.random.randrange(4),
                    dice.random.choice(names),
                    dice.random.choice((-1, -1, 0, 1, 99)),
                    dice.word(),
                    dice.word(),
                ]
            )
        row = dice.random.choice(rows)
        place = dice.random.randrange(5)
        row[place] = {
            0: dice.random.randrange(-1, 9), 1: dice.random.choice(names), 2: dice.random.randrange(-2, 300),
            3: dice.random.choice((dice.word(), '{"lines":["a"]}', "{}", "[]", "null", '{"lines":[["",9]]}', row[3][:-1])), 4: dice.word(),
        }[place]  # fmt: skip
    return [found.text, rows]


@harness(_edits, 0.5)
def restoring(given: list[Any]) -> None:
    """Edits that were tampered with: the text, or ReleaseError; never anything else."""
    from dataset_tools.stages.repair import restore_text

    text, rows = given
    with contextlib.suppress(ReleaseError):
        assert isinstance(restore_text(text, [Edit(*row) for row in rows]), str)


def _scene(dice: Dice) -> str:
    text = dice.text(300)
    if dice.random.random() < 0.5:
        names = "、".join(
            dice.random.choice(("卢启文", "欧阳望川", "买买提·艾力", "John Li", dice.word()))
            for _ in range(4)
        )
        text += dice.random.choice(
            (
                "市长{0}主持会议。{0}出席。",
                "出席会议的有{0}等。",
                "{0}因事请假。",
                "市委书记{0}会见了{0}一行，{0}参加会见。",
            )
        ).format(names)
    return text


@harness(_scene, 1.5)
def attendees(text: str) -> None:
    """Attendees of any text: names stand where they are said to stand."""
    from dataset_tools.fields.attendees import extract

    found = extract(text)
    offsets(
        text,
        {
            name: [item._asdict() for item in getattr(found, name)]
            for name in ("attendees", "absent", "groups")
        },
    )
