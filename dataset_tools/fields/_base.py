"""What a field is, and the registry that finds fields by importing this folder.

A field is one value of a record, read from a page by one function in one file::

    @field("source", type="string?", why="...", examples=[("题\\n来源：山城报\\n正文。", "山城报")])
    def source(page: Page) -> str | None:
        return page.source

An example is a plain page and the value read from it; the examples are the field's tests. Give a
null example too: what the page must lack for the value to be None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dataset_tools.core.registry import Registry
from dataset_tools.pages.page import Page

Reader = Callable[[Page], Any]


@dataclass(frozen=True)
class Field:
    """One registered field. ``type`` is a column type of the schema; ``?`` says it may be null."""

    name: str
    type: str
    why: str
    examples: Sequence[tuple[str, Any]]
    read: Reader


FIELDS: Registry[Field] = Registry("fields")


def field(
    name: str, *, type: str, why: str, examples: Sequence[tuple[str, Any]]
) -> Callable[[Reader], Reader]:
    """Register a field: its column, its type, why its values can be trusted, and its tests."""

    def add(function: Reader) -> Reader:
        FIELDS.add(Field(name, type, why, tuple(examples), function))
        return function

    return add
