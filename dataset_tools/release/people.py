"""People: everybody who took part, one row per normalised name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.alike import alike
from dataset_tools.schema.tables import table_schema

if TYPE_CHECKING:
    import pyarrow as pa


class _Person:
    """What is known of one name."""

    __slots__ = ("articles", "first", "last", "mentions", "roles", "seen", "spellings", "titles")

    def __init__(self) -> None:
        self.spellings: set[str] = set()
        self.titles: set[str] = set()
        self.roles: set[str] = set()
        self.articles = self.mentions = 0
        self.seen: str | None = None
        self.first: Any = None
        self.last: Any = None


class People:
    """One row per normalised name: spellings, counts, first and last date, titles, roles,
    and the names that may be the same person."""

    def __init__(self) -> None:
        self._persons: dict[str, _Person] = {}
        self._spelled: dict[str, _Person] = {}

    def add(self, table: pa.Table) -> None:
        """Count the rows of an attendance table; all rows of an article come one after another."""
        columns = ("name", "article_id", "published", "title", "roles")
        for name, article, day, title, roles in zip(
            *(table[column].to_pylist() for column in columns), strict=True
        ):
            person = self._spelled.get(name) or self._new(name)
            person.mentions += 1
            if person.seen != article:
                person.articles += 1
                person.seen = article
            if day is not None:
                person.first = day if person.first is None else min(day, person.first)
                person.last = day if person.last is None else max(day, person.last)
            if title:
                person.titles.add(title)
            person.roles.update(roles)

    def _new(self, spelling: str) -> _Person:
        from dataset_tools.text.names import normalise

        person = self._persons.setdefault(normalise(spelling), _Person())
        person.spellings.add(spelling)
        self._spelled[spelling] = person
        return person

    def table(self) -> pa.Table:
        """The rows, in the order of the names."""
        others = alike({name: person.titles for name, person in self._persons.items()})
        rows = [
            {
                "name": name,
                "spellings": sorted(person.spellings),
                "articles": person.articles,
                "mentions": person.mentions,
                "first": person.first,
                "last": person.last,
                "titles": sorted(person.titles),
                "roles": sorted(person.roles),
                "alike": others.get(name, []),
            }
            for name, person in sorted(self._persons.items())
        ]
        return arrow().Table.from_pylist(rows, schema=table_schema("people"))
