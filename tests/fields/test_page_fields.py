"""Every field's own examples, and the promises of the registry."""

from __future__ import annotations

import pytest

from dataset_tools.fields._base import FIELDS, Field
from dataset_tools.pages.plain import read_plain

CASES = [(field, text, value) for field in FIELDS for text, value in field.examples]


@pytest.mark.parametrize(
    ("field", "text", "value"), CASES, ids=lambda v: v.name if isinstance(v, Field) else None
)
def test_a_field_reads_its_own_examples(field: Field, text: str, value: object) -> None:
    assert field.read(read_plain(text)) == value


def test_the_fields_of_the_record_that_a_page_gives_are_registered() -> None:
    assert {"title", "subtitle", "text", "published", "source", "author", "url"} <= set(
        FIELDS.names()
    )


@pytest.mark.parametrize("field", list(FIELDS), ids=lambda field: field.name)
def test_a_field_that_may_be_null_shows_when_it_is(field: Field) -> None:
    assert not field.type.endswith("?") or any(value is None for _, value in field.examples)
