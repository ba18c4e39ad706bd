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
    best: dict[str, tuple[int, str]] = {}
    candidates = _candidates if len(row) <= _USUAL_KEYS else _candidates.__wrapped__
    for key, name, rank in candidates(tuple(row), tuple(mapping.items()) if mapping else ()):
        if _holds(name, row[key]) and (name not in best or rank < best[name][0]):
            best[name] = (rank, key)
    keys = {name: key for name, (_, key) in best.items() if name in KEYS}
    used = set(keys.values())
    rest = {key: value for key, value in row.items() if key not in used}
    return RowFields(rest, keys, **{name: row[key] for name, key in keys.items()})


@lru_cache(maxsize=256)
def _candidates(
    row: tuple[str, ...], mapping: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[str, str, int], ...]:
    """The keys of a row that name a field: (key, field, rank), in the order of the row."""
    ranks = _ranks(mapping)
    places = [(key, ranks.get(key) or ranks.get(key.lower())) for key in row]
    return tuple((key, *place) for key, place in places if place)


def _holds(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    return name in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool)
