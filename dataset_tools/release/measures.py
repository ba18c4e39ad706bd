"""Measures: one value for each table of a release, counted while its shards are streamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard
from dataset_tools.release.rows import read_rows, read_schema

PICTURED = 12
"""People in the picture of who was where together."""
EXAMPLES = 8
_LISTS = ("attendees", "absent", "groups")
_LEVELS = (1, 1.5, 2, 3, 5, 7)

Bins = tuple[tuple[int, int, int], ...]
"""Histogram: first value, value after the last, how many."""


def _stream(folder: Path, shards: Sequence[Shard], wanted: Mapping[str, str]) -> Iterator[Any]:
    """Row groups with those wanted columns (name -> path of the leaf to read) that are there."""
    if not shards:
        return
    names = read_schema(folder / shards[0].entry.path).names
    columns = [path for name, path in wanted.items() if name in names]
    if columns:
        yield from read_rows(folder, shards, columns)


def _tally(found: Counter[str], column: Any) -> None:
    """Count the values of a string column; null is not counted."""
    import pyarrow.compute as pc

    for item in pc.value_counts(column.drop_null()):
        found[str(item["values"].as_py())] += item["counts"].as_py()


@dataclass(frozen=True)
class Spread:
    """A distribution of whole numbers: how many, five quantiles, a histogram of rising widths."""

    count: int = 0
    total: int = 0
    quantiles: tuple[int, ...] = (0, 0, 0, 0, 0)
    bins: Bins = ()

    @classmethod
    def of(cls, chunks: Sequence[Any]) -> Spread:
        """The distribution of the numbers in several arrays (code points, items …).

        >>> import numpy as np
        >>> Spread.of([np.array([3, 1, 2])]).quantiles
        (1, 2, 2, 3, 3)
        """
        import numpy as np

        values = np.sort(np.concatenate([np.zeros(0, np.int64), *chunks]))
        count = len(values)
        if not count:
            return cls()
        places = [min(count - 1, int(share * (count - 1) + 0.5)) for share in _QUANTILES]
        edges = [0, *(int(10**power * level) for power in range(1, 10) for level in _LEVELS)]
        last = next(number for number, edge in enumerate(edges) if edge > values[-1])
        first = max(n for n, edge in enumerate(edges) if edge <= values[0])
        edges = edges[first : last + 1]
        found = np.diff(np.searchsorted(values, edges))
        bins = tuple(
            (low, high, int(n)) for low, high, n in zip(edges, edges[1:], found, strict=False)
        )
        return cls(count, int(values.sum()), tuple(int(values[place]) for place in places), bins)


_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Articles:
    """The articles: lengths in code points, months of publication, languages, encodings.

    ``filled``: list column -> articles with at least one item; ``list_sizes``: attendees an
    article -> articles, by size; ``months``: ``YYYY-MM`` -> articles, by month.
    """

    rows: int
    title: Spread
    text: Spread
    months: tuple[tuple[str, int], ...]
    languages: Mapping[str, int]
    encodings: Mapping[str, int]
    publishers: Mapping[str, int]
    filled: Mapping[str, int]
    list_sizes: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, folder: Path, shards: Sequence[Shard]) -> Articles:
        """Counted from the shards of the config ``articles``."""
        import numpy as np
        import pyarrow.compute as pc

        flat = ("title", "text", "published", "language", "encoding", "source", "warnings")
        wanted = {name: name for name in flat}
        wanted |= {name: f"{name}.list.element.start" for name in _LISTS}
        lengths: dict[str, list[Any]] = {"title": [], "text": []}
        words: dict[str, Counter[str]] = {
            name: Counter() for name in ("language", "encoding", "source")
        }
        months: Counter[int] = Counter()
        filled: Counter[str] = Counter()
        sizes: Counter[int] = Counter()
        rows = 0
        for table in _stream(folder, shards, wanted):
            rows += table.num_rows
            for name in table.column_names:
                column = table[name].combine_chunks()
                if name in lengths:
                    lengths[name].append(pc.utf8_length(column.drop_null()).to_numpy())
                elif name in words:
                    _tally(words[name], column)
                elif name == "published":
                    months.update(_months(column))
                else:
                    counts = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
                    filled[name] += int((counts > 0).sum())
                    if name == "attendees":
                        found, times = np.unique(counts, return_counts=True)
                        sizes.update(dict(zip(found.tolist(), times.tolist(), strict=True)))
        return cls(
            rows,
            Spread.of(lengths["title"]),
            Spread.of(lengths["text"]),
            tuple((f"{m // 12:04d}-{m % 12 + 1:02d}", n) for m, n in sorted(months.items())),
            dict(words["language"]),
            dict(words["encoding"]),
            dict(words["source"]),
            dict(filled),
            tuple(sorted(sizes.items())),
        )


def _months(column: Any) -> dict[int, int]:
    """Months since the year 0 -> rows; rows without a date are not counted."""
    import numpy as np
    import pyarrow.compute as pc

    pa = arrow()
    dates = column.drop_null()
    if not pa.types.is_temporal(dates.type):
        return {}
    number = pc.add(pc.multiply(pc.year(dates), 12), pc.subtract(pc.month(dates), 1))
    found, times = np.unique(number.to_numpy(zero_copy_only=False), return_counts=True)
    return dict(zip(found.tolist(), times.tolist(), strict=True))


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
        for table in _stream(folder, files.get("attendance", []), {c: c for c in columns}):
            mentions += table.num_rows
            if "role" in table.column_names:
                _tally(roles, table["role"])
            if not known:
                _tally(named, table["name"])
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
    for table in _stream(folder, shards, {"article_id": "article_id", "name": "name"}):
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


@dataclass(frozen=True)
class Edits:
    """What repairs changed. ``articles``: repair -> articles it touched; ``rows``: edits."""

    rows: int
    articles: Mapping[str, int]
    edits: Mapping[str, int]

    @classmethod
    def of(cls, folder: Path, shards: Sequence[Shard]) -> Edits:
        """Counted from the config ``edits``: the edits of an article stand together."""
        edits: Counter[str] = Counter()
        touched: Counter[str] = Counter()
        border: tuple[str, frozenset[str]] = ("", frozenset())
        rows = 0
        for table in _stream(folder, shards, {c: c for c in ("article_id", "repair")}):
            rows += table.num_rows
            _tally(edits, table["repair"])
            pairs = table.group_by(["article_id", "repair"], use_threads=False).aggregate([])
            _tally(touched, pairs["repair"])
            first, last = table["article_id"][0].as_py(), table["article_id"][-1].as_py()
            names = {i: _repairs_of(pairs, i) for i in (first, last)}
            if border[0] == first:  # an article whose edits began in the row group before
                touched.subtract(names[first] & border[1])
            before = border[1] if border[0] == last else frozenset()
            border = (last, names[last] | before)
        return cls(rows, {k: v for k, v in touched.items() if v}, dict(edits))


def _repairs_of(pairs: Any, article: str) -> frozenset[str]:
    import pyarrow.compute as pc

    return frozenset(pairs.filter(pc.equal(pairs["article_id"], article))["repair"].to_pylist())


@dataclass(frozen=True)
class Rejected:
    """The quarantine: reasons (``check/code`` -> records), bytes kept, the first records."""

    rows: int
    bytes: int
    reasons: Mapping[str, int]
    examples: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, folder: Path, shards: Sequence[Shard]) -> Rejected:
        """Counted from the config ``quarantine``; the raw bytes themselves are not read."""
        reasons: Counter[str] = Counter()
        examples: list[Mapping[str, Any]] = []
        names = ("source_path", "source_index", "byte_start", "byte_end", "reasons")
        rows = size = 0
        for table in _stream(folder, shards, {name: name for name in names}):
            rows += table.num_rows
            for row in table.to_pylist():
                size += row["byte_end"] - row["byte_start"]
                reasons.update({f"{r['check']}/{r['code']}" for r in row["reasons"] or ()})
                if len(examples) < EXAMPLES:
                    examples.append(row)
        return cls(rows, size, dict(reasons), tuple(examples))


@dataclass(frozen=True)
class Removed:
    """Duplicates: kinds, how similar near ones are (per cent -> rows), the largest groups, and a
    few of them. ``groups``: kept id -> records left out in its favour."""

    rows: int
    kinds: Mapping[str, int]
    similarity: tuple[tuple[int, int], ...]
    groups: tuple[tuple[str, int], ...]
    examples: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, folder: Path, shards: Sequence[Shard]) -> Removed:
        """Counted from the config ``duplicates``."""
        import numpy as np
        import pyarrow.compute as pc

        kinds: Counter[str] = Counter()
        kept: Counter[str] = Counter()
        near: Counter[int] = Counter()
        examples: list[Mapping[str, Any]] = []
        names = ("id", "kept_id", "kind", "similarity", "title")
        rows = 0
        for table in _stream(folder, shards, {name: name for name in names}):
            rows += table.num_rows
            _tally(kinds, table["kind"])
            _tally(kept, table["kept_id"])
            found = table.filter(pc.equal(table["kind"], "near"))
            shares = found["similarity"].drop_null().to_numpy()
            near.update(np.floor(shares * 100 + 1e-9).astype(int).tolist())
            examples += found.slice(0, max(0, EXAMPLES - len(examples))).to_pylist()
        largest = sorted(kept.items(), key=lambda item: (-item[1], item[0]))[:EXAMPLES]
        shown = tuple(examples[:EXAMPLES])
        return cls(rows, dict(kinds), tuple(sorted(near.items())), tuple(largest), shown)
