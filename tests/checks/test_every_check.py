"""Every registered check against its own papers; a new check is tested by being there."""

from __future__ import annotations

import pytest

from dataset_tools.checks._base import CHECKS, Check
from dataset_tools.schema.judge import Judge
from dataset_tools.schema.load import load_schema

ALL = list(CHECKS)
JUDGE = Judge(load_schema())


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
def test_a_check_is_silent_on_its_clean_records(check: Check) -> None:
    for row in check.clean:
        assert check(row) == []
        assert JUDGE.failures([row]) == []


@pytest.mark.parametrize(
    ("check", "code"),
    [(check, code) for check in ALL for code in check.codes],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_code_is_given_on_its_broken_record(check: Check, code: str) -> None:
    row = check.broken[code]
    hits = check(row)
    assert code in [hit.code for hit in hits]
    assert {hit.code for hit in hits} <= set(check.codes)
    for hit in hits:
        assert hit.field in row
        assert len(hit.message) < 250
        assert "\n" not in hit.message
        if hit.start >= 0:
            assert hit.start < hit.end <= len(row[hit.field])


def test_there_are_checks() -> None:
    assert len(ALL) >= 18
