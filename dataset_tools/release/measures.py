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
        for table in stream(folder, shards, wanted):
            rows += table.num_rows
            for name in table.column_names:
                column = table[name].combine_chunks()
                if name in lengths:
                    lengths[name].append(pc.utf8_length(column.drop_null()).to_numpy())
                elif name in words:
                    tally(words[name], column)
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
