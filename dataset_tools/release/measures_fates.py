"""Measures of what became of records: what was repaired, what was rejected, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard
from dataset_tools.release.measures import stream, tally

EXAMPLES = 8
"""Records of each kind that the report names."""


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
        articles: Counter[str] = Counter()
        last: tuple[str | None, frozenset[str]] = (None, frozenset())
        rows = 0
        for table in stream(folder, shards, {c: c for c in ("article_id", "repair")}):
            rows += table.num_rows
            tally(edits, table["repair"])
            ids, repairs = (table[c].combine_chunks() for c in ("article_id", "repair"))
            owners = runs(ids)
            touched(articles, owners, repairs)
            # An article whose edits began in the row group before was counted there.
            before = last[1] if ids[0].as_py() == last[0] else frozenset()
            articles.subtract(before & _named(repairs, owners == 0))
            whole = before if owners[-1] == 0 else frozenset()
            last = (ids[-1].as_py(), whole | _named(repairs, owners == owners[-1]))
        return cls(rows, {k: v for k, v in articles.items() if v}, dict(edits))


def runs(ids: Any) -> Any:
    """The number of the run of equal values that each value is in, from 0."""
    import numpy as np
    import pyarrow.compute as pc

    changes = np.zeros(len(ids), np.int64)
    changes[1:] = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    return np.cumsum(changes)


def touched(found: Counter[str], owners: Any, repairs: Any) -> None:
    """Count for each repair the owners (numbers of articles) that it is named with."""
    import numpy as np

    if not len(repairs):
        return
    coded = repairs.dictionary_encode()
    names = coded.dictionary.to_pylist()
    pairs = np.unique(owners.astype(np.int64) * len(names) + coded.indices.to_numpy())
    for name, count in zip(
        names, np.bincount(pairs % len(names), minlength=len(names)), strict=True
    ):
        found[name] += int(count)


def _named(repairs: Any, chosen: Any) -> frozenset[str]:
    return frozenset(repairs.filter(arrow().array(chosen)).unique().to_pylist())


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
        for table in stream(folder, shards, {name: name for name in names}):
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
        for table in stream(folder, shards, {name: name for name in names}):
            rows += table.num_rows
            tally(kinds, table["kind"])
            tally(kept, table["kept_id"])
            found = table.filter(pc.equal(table["kind"], "near"))
            shares = found["similarity"].drop_null().to_numpy()
            near.update(np.floor(shares * 100 + 1e-9).astype(int).tolist())
            examples += found.slice(0, max(0, EXAMPLES - len(examples))).to_pylist()
        largest = sorted(kept.items(), key=lambda item: (-item[1], item[0]))[:EXAMPLES]
        shown = tuple(examples[:EXAMPLES])
        return cls(rows, dict(kinds), tuple(sorted(near.items())), tuple(largest), shown)
