"""Measures of the articles, counted while their shards are streamed, and how to stream them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard
from dataset_tools.release.rows import read_rows, read_schema

_LISTS = ("attendees", "absent", "groups")
_LEVELS = (1, 1.5, 2, 3, 5, 7)

Bins = tuple[tuple[int, int, int], ...]
"""Histogram: first value, value after the last, how many."""


def stream(folder: Path, shards: Sequence[Shard], wanted: Mapping[str, str]) -> Iterator[Any]:
    """Row groups with those wanted columns (name -> path of the leaf to read) that are there."""
    if not shards:
        return
    names = read_schema(folder / shards[0].entry.path).names
    columns = [path for name, path in wanted.items() if name in names]
    if columns:
        yield from read_rows(folder, shards, columns)


def tally(found: Counter[str], column: Any) -> None:
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
        count = ArticleCount()
        for table in stream(folder, shards, WANTED):
            count.add(table)
        return count.result()


_FLAT = ("title", "text", "published", "language", "encoding", "source", "warnings")
WANTED = {name: name for name in _FLAT} | {name: f"{name}.list.element.start" for name in _LISTS}
"""The columns that :class:`ArticleCount` looks at, by the path of the leaf to read."""


class ArticleCount:
    """Counts articles table by table: while they are written, or read back."""

    def __init__(self) -> None:
        self._rows = 0
        self._lengths: dict[str, list[Any]] = {"title": [], "text": []}
        names = ("language", "encoding", "source")
        self._words: dict[str, Counter[str]] = {name: Counter() for name in names}
        self._months: Counter[int] = Counter()
        self._filled: Counter[str] = Counter()
        self._sizes: Counter[int] = Counter()

    def add(self, table: Any) -> None:
        """Count the rows of a table that has any of the wanted columns."""
        import numpy as np
        import pyarrow.compute as pc

        self._rows += table.num_rows
        for name in (name for name in table.column_names if name in WANTED):
            column = table[name].combine_chunks()
            if name in self._lengths:
                self._lengths[name].append(pc.utf8_length(column.drop_null()).to_numpy())
            elif name in self._words:
                tally(self._words[name], column)
            elif name == "published":
                self._months.update(_months(column))
            else:
                counts = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
                self._filled[name] += int((counts > 0).sum())
                if name == "attendees":
                    found, times = np.unique(counts, return_counts=True)
                    self._sizes.update(dict(zip(found.tolist(), times.tolist(), strict=True)))

    def merge(self, other: ArticleCount) -> None:
        """Add what another one counted."""
        self._rows += other._rows
        for name, chunks in other._lengths.items():
            self._lengths[name] += chunks
        for name, words in other._words.items():
            self._words[name].update(words)
        self._months.update(other._months)
        self._filled.update(other._filled)
        self._sizes.update(other._sizes)

    def result(self) -> Articles:
        """The measures of all rows."""
        return Articles(
            self._rows,
            Spread.of(self._lengths["title"]),
            Spread.of(self._lengths["text"]),
            tuple((f"{m // 12:04d}-{m % 12 + 1:02d}", n) for m, n in sorted(self._months.items())),
            dict(self._words["language"]),
            dict(self._words["encoding"]),
            dict(self._words["source"]),
            dict(self._filled),
            tuple(sorted(self._sizes.items())),
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
