"""Which key of a row means which field of a record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

KEYS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title",),
    "subtitle": ("subtitle",),
    "text": ("text", "body", "content", "html"),
    "published": ("published", "date", "publish_date", "pubdate", "time"),
    "source": ("source", "publisher"),
    "author": ("author",),
    "url": ("url",),
}
"""Our field -> the input keys recognised without configuration, the first one first."""

NUMBERS = ("id", "published")
"""Fields that may be a number in the input; every other field must be a string."""

_USUAL_KEYS = 64
"""The keys of rows with more are looked up each time, so that no large row is held."""


class RowFields(NamedTuple):
    """The values of a row that are fields of a record, exactly as they were found.

    A field is None where no key names it, where its value is null or blank, or where it is not a
    string (``id`` and ``published`` may be numbers). ``keys`` says for each field that was found
    which input key held it; ``rest`` are all other items of the row, in their order.
    """

    rest: dict[str, Any]
    keys: dict[str, str]
    title: Any = None
    subtitle: Any = None
    text: Any = None
    published: Any = None
    source: Any = None
    author: Any = None
    url: Any = None
    id: Any = None

    @property
    def text_key(self) -> str:
        """The input key that held the text; empty without one."""
        return self.keys.get("text", "")


@lru_cache(maxsize=16)
def _ranks(mapping: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, int]]:
    """Lower-case key -> (field, rank): the configuration's keys come before the recognised ones.

    A key that the configuration gives to one field is no other field's any more.
    """
    ranks: dict[str, tuple[str, int]] = {}
    for name, keys in mapping:
        for rank, key in enumerate(keys):
            ranks.setdefault(key.lower(), (name, rank))
    for name, keys in KEYS.items():
        for rank, key in enumerate(keys):
            ranks.setdefault(key, (name, 100 + rank))
    return ranks


def resolve(
    row: Mapping[str, Any], mapping: Mapping[str, tuple[str, ...]] | None = None
) -> RowFields:
    """The fields of ``row``; pure, no value is changed.

    Keys are compared as a whole, ignoring case. Where several keys mean one field, the one that
    holds something wins in this order: the configuration's keys in their order, the recognised
    keys in the order of :data:`KEYS`, the earlier one in the row. All others go to ``rest``.

    >>> found = resolve({"Title": "a", "content": "b", "body": "", "tag": 1})
    >>> found.title, found.text, found.text_key, found.rest
    ('a', 'b', 'content', {'body': '', 'tag': 1})
    """
    plan = _plan if len(row) <= _USUAL_KEYS else _plan.__wrapped__
    keys: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, candidates in plan(tuple(row), tuple(mapping.items()) if mapping else ()):
        for key in candidates:
            value = row[key]
            if (type(value) is str and value and not value.isspace()) or _holds(name, value):
                keys[name], values[name] = key, value
                break
    used = set(keys.values())
    rest = {key: value for key, value in row.items() if key not in used}
    return RowFields(rest, keys, **values)


@lru_cache(maxsize=256)
def _plan(
    row: tuple[str, ...], mapping: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Field -> the keys of a row that may hold it, best first: worked out once for all rows of a
    source, which have the same keys."""
    ranks = _ranks(mapping)
    found: dict[str, list[tuple[int, int, str]]] = {}
    for place, key in enumerate(row):
        if (rank := ranks.get(key) or ranks.get(key.lower())) and rank[0] in KEYS:
            found.setdefault(rank[0], []).append((rank[1], place, key))
    return tuple((name, tuple(key for *_, key in sorted(keys))) for name, keys in found.items())


def _holds(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    return name in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool)
