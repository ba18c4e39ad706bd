"""Measures of who took part: names, roles, and who was where together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard
from dataset_tools.release.measures import stream, tally
from dataset_tools.release.rows import read_rows

PICTURED = 12
"""People in the picture of who was where together."""


@dataclass(frozen=True)
class Person:
    """Somebody who took part: articles and mentions, first and last date (ISO, or empty)."""

    name: str
    articles: int
    mentions: int
    first: str = ""
    last: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """Who took part. ``roles``: the main role of each mention; ``together``: a square matrix over
    the first of ``people``: articles that name both (on the diagonal: that name this one)."""

    mentions: int
    names: int
    roles: Mapping[str, int]
    people: tuple[Person, ...]
    together: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, folder: Path, files: Mapping[str, Sequence[Shard]], shown: int) -> Attendance:
        """Counted from the configs ``attendance`` and ``people`` (absent ones count as empty)."""
        roles: Counter[str] = Counter()
        named: Counter[str] = Counter()
        mentions = 0
        known = bool(files.get("people"))
        columns = ("role",) if known else ("role", "name")
        for table in stream(folder, files.get("attendance", []), {c: c for c in columns}):
            mentions += table.num_rows
            if "role" in table.column_names:
                tally(roles, table["role"])
            if not known:
                tally(named, table["name"])
        if known:
            names, people, spellings = _people(folder, files["people"], shown)
        else:
            names = len(named)
            first = sorted(named.items(), key=lambda item: (-item[1], item[0]))[:shown]
            people = tuple(Person(name, count, count) for name, count in first)
            spellings = [[person.name] for person in people]
        matrix = _together(folder, files.get("attendance", []), spellings[:PICTURED])
        return cls(mentions, names, dict(roles), people, matrix)


def _people(
    folder: Path, shards: Sequence[Shard], shown: int
) -> tuple[int, tuple[Person, ...], list[list[str]]]:
    """How many people there are, those in the most articles, and how these are spelled."""
    best: list[dict[str, Any]] = []
    total = 0
    for table in read_rows(folder, shards):
        total += table.num_rows
        order = [("articles", "descending"), ("name", "ascending")]
        best += table.sort_by(order).slice(0, shown).to_pylist()
        best = sorted(best, key=lambda row: (-row["articles"], row["name"]))[:shown]
    people = tuple(
        Person(
            row["name"],
            row["articles"],
            row["mentions"],
            str(row["first"] or ""),
            str(row["last"] or ""),
            tuple(row["roles"] or ()),
        )
        for row in best
    )
    return total, people, [row["spellings"] for row in best]


def _together(
    folder: Path, shards: Sequence[Shard], spellings: Sequence[Sequence[str]]
) -> tuple[tuple[int, ...], ...]:
    """In how many articles each two of some people are named; exact across row groups."""
    import numpy as np
    import pyarrow.compute as pc

    pa = arrow()
    if not spellings:
        return ()
    owner = [number for number, names in enumerate(spellings) for _ in names]
    values = pa.array([name for names in spellings for name in names], pa.string())
    who, where = [], []
    seen = 0
    last: str | None = None
    for table in stream(folder, shards, {"article_id": "article_id", "name": "name"}):
        ids = table["article_id"].combine_chunks()
        changes = np.ones(len(ids), np.int64)
        changes[1:] = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
        changes[0] = ids[0].as_py() != last
        articles = np.cumsum(changes) + seen
        seen, last = int(articles[-1]), ids[-1].as_py()
        found = pc.fill_null(pc.index_in(table["name"], value_set=values), -1).to_numpy()
        where.append(articles[found >= 0])
        who.append(np.array(owner)[found[found >= 0]])
    size = len(spellings)
    empty = np.zeros(0, np.int64)
    pairs = np.unique(np.concatenate([empty, *where]) * size + np.concatenate([empty, *who]))
    rows, places = np.unique(pairs // size, return_inverse=True)
    matrix = np.zeros((size, size), np.int64)
    for start in range(0, len(rows), 100_000):  # bounded memory: 12 columns of bytes a slice
        inside = (places >= start) & (places < start + 100_000)
        grid = np.zeros((min(100_000, len(rows) - start), size), np.int64)
        grid[places[inside] - start, pairs[inside] % size] = 1
        matrix += grid.T @ grid
    return tuple(tuple(int(value) for value in row) for row in matrix)
