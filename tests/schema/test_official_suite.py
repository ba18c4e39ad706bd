"""The official JSON-Schema-Test-Suite (2020-12), run through our judge.

``python tests/schema/fetch_suite.py .pytest_cache/json-schema-test-suite`` fetches it once; the
variable JSON_SCHEMA_TEST_SUITE may name another folder.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dataset_tools.core.errors import SchemaError
from dataset_tools.schema.judge import Judge

DEFAULT = Path(__file__).resolve().parents[2] / ".pytest_cache" / "json-schema-test-suite"
SUITE = Path(os.environ.get("JSON_SCHEMA_TEST_SUITE", DEFAULT))
TESTS = SUITE / "tests" / "draft2020-12"
needs_suite = pytest.mark.skipif(
    not TESTS.is_dir(),
    reason="run tests/schema/fetch_suite.py .pytest_cache/json-schema-test-suite",
)

OPTIONAL = {"bignum.json", "cross-draft.json"}
"""Optional files where we differ on purpose. bignum: an integer beyond 64 bits fails, because no
column can hold it. cross-draft: a reference to a schema of another dialect is refused, because one
dialect (2020-12) is what the Arrow schema and the card are derived from."""


def remotes() -> dict[str, object]:
    folder = SUITE / "remotes"
    return {
        f"http://localhost:1234/{path.relative_to(folder).as_posix()}": json.loads(path.read_text())
        for path in sorted(folder.rglob("*.json"))
        if path.relative_to(folder).parts[0] == "draft2020-12" or "$schema" not in path.read_text()
    }


def outcome(
    schema: object, tests: list[dict[str, object]], known: dict[str, object], formats: bool
) -> list[str]:
    """What went otherwise than the suite says."""
    try:
        judge = Judge(schema, known, formats)  # type: ignore[arg-type]
    except SchemaError as error:
        return [f"refused: {error}"] * len(tests)
    wrong = []
    for test in tests:
        found = not judge.failures([test["data"]])
        if found != test["valid"]:
            wrong.append(f"{test['description']}: {found}")
    return wrong


def run(paths: list[Path], formats: bool = True) -> tuple[int, list[str]]:
    known = remotes()
    total, wrong = 0, []
    for path in paths:
        for case in json.loads(path.read_text()):
            total += len(case["tests"])
            said = outcome(case["schema"], case["tests"], known, formats)
            wrong += [f"{path.name}: {case['description']}: {line}" for line in said]
    return total, wrong


@needs_suite
def test_every_required_case_is_judged_as_the_suite_says() -> None:
    total, wrong = run(sorted(TESTS.glob("*.json")), formats=False)
    assert total > 1200
    assert wrong == []


@needs_suite
def test_every_format_case_is_judged_as_the_suite_says() -> None:
    total, wrong = run(sorted((TESTS / "optional" / "format").glob("*.json")))
    assert total > 450
    assert wrong == []


@needs_suite
def test_optional_cases_differ_only_where_it_is_written_down() -> None:
    total, wrong = run(sorted((TESTS / "optional").glob("*.json")))
    assert total > 100
    assert {line.split(":")[0] for line in wrong} == OPTIONAL
    assert len(wrong) == 6
