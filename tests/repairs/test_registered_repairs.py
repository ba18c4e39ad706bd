"""Every registered repair mends what it says, leaves what it says, and can be undone."""

from __future__ import annotations

import pytest

from dataset_tools.repairs._base import REPAIRS, Repair
from dataset_tools.stages.repair import repair_text, restore_text

REGISTERED = list(REPAIRS)


@pytest.mark.parametrize("repair", REGISTERED, ids=lambda repair: repair.name)
def test_what_it_mends_is_mended_and_restored(repair: Repair) -> None:
    assert repair.mends
    for damaged, clean in repair.mends.items():
        repaired = repair_text(damaged, repair.policy)
        assert repaired.text == clean
        assert any(edit.repair.startswith(repair.name) for edit in repaired.edits)
        assert restore_text(*repaired) == damaged


@pytest.mark.parametrize("repair", REGISTERED, ids=lambda repair: repair.name)
def test_what_it_leaves_is_left(repair: Repair) -> None:
    assert repair.leaves
    for text in repair.leaves:
        repaired = repair_text(text, repair.policy)
        assert not [edit for edit in repaired.edits if edit.repair.startswith(repair.name)], text


@pytest.mark.parametrize("repair", REGISTERED, ids=lambda repair: repair.name)
def test_it_says_why(repair: Repair) -> None:
    assert len(repair.why) > 20
    assert repair.name.isidentifier()


def test_no_two_repairs_share_a_place_in_the_order() -> None:
    orders = [repair.order for repair in REGISTERED]
    assert len(orders) == len(set(orders))
