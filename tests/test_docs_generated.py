"""Pages and files that are made from the code are the ones in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset_tools.checks._docs import page as checks_page
from dataset_tools.cli.reference import commands, pages
from dataset_tools.project import schema_text

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_reference_page_is_what_the_code_says(name: str) -> None:
    hint = "run: python -m dataset_tools.cli.reference docs/reference"
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], hint


def test_there_is_no_other_reference_page() -> None:
    assert {path.name for path in REFERENCE.iterdir()} == set(pages())


def test_the_page_of_the_checks_is_what_the_checks_say() -> None:
    hint = "run: python -m dataset_tools.checks._docs > docs/checks.md"
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == checks_page(), hint


def test_the_schema_of_the_configuration_is_what_the_code_says() -> None:
    path = ROOT / "schemas" / "dataset.schema.json"
    hint = "run: python -m dataset_tools.project > schemas/dataset.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(), hint


def test_every_command_is_in_the_reference() -> None:
    text = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    assert [name for name, _ in commands() if f"## `{name}`" not in text] == []


def test_every_dependency_has_its_line_among_the_decisions() -> None:
    import re
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["ray"], *extras["test"], *extras["dev"]]
    names = [re.split(r"[\[>=<]", line)[0].lower() for line in wanted]
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").lower()
    missing = [name for name in names if f"{name}" not in text and name != "dataset-tools"]
    assert missing == []


def test_pages_name_no_machine_path() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        assert "/home/" not in text
        assert "/tmp/" not in text
