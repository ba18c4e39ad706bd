"""Splits: which of train, validation and test a record belongs to.

All records within ``across.LINK`` of one another, removed or not, directly or over others, are one
*cluster* and share a split, so that no near duplicate of a training record is in test. The split is
a hash of the id of the cluster's first record by source path and index. What can move a record:

- nothing that is added behind it in that order, unless it resembles records of two clusters: then
  these become one, in the split of the earlier;
- a record that is added before the first of a cluster it belongs to may move that cluster;
- a change of the shares moves the least that it can.

By ``source`` the hash is that of the first record's source; by ``date`` the earliest date of the
cluster decides, so that nothing in test was known before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dataset_tools.core.config import SplitSection
from dataset_tools.core.tables import arrow

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, np.dtype[Any]]

SPLITS = ("train", "validation", "test")
_KEYS = 1 << 16


def split_of(key: str, shares: Sequence[float]) -> int:
    """The split (0 train, 1 validation, 2 test) that a cluster's key falls into.

    >>> [split_of(key, (0.8, 0.1, 0.1)) for key in ("a", "d", "r")]
    [0, 2, 1]
    """
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8, person=b"split")
    place = int.from_bytes(digest.digest(), "big") / 2**64
    return 0 if place < shares[0] else 1 if place < shares[0] + shares[1] else 2


def split_numbers(rows: pa.Table, ids: pa.Array, clusters: Array, splits: SplitSection) -> Array:
    """The split of every row, as an index into ``SPLITS``: that of its cluster's first row.

    By source: the split of the first row's source (its own where it has none). By date: that of
    the earliest date in the cluster, so that nothing in test is known before; without any: train.
    """
    import numpy as np

    pa = arrow()
    shares = (splits.train, splits.validation, splits.test)
    first = np.flatnonzero(clusters == np.arange(len(clusters)))
    chosen = np.zeros(len(clusters), np.int8)
    if splits.by == "date":
        earliest = _earliest(rows["published"].to_pylist(), clusters)
        chosen[first] = [_dated(earliest.get(row), splits) for row in first.tolist()]
        return chosen[clusters]
    for at in range(0, len(first), _KEYS):
        some = first[at : at + _KEYS]
        keys = ids.take(pa.array(some)).to_pylist()
        if splits.by == "source":
            sources = rows["source"].take(pa.array(some)).to_pylist()
            keys = [source or key for source, key in zip(sources, keys, strict=True)]
        chosen[some] = [split_of(key, shares) for key in keys]
    return chosen[clusters]


def _earliest(dates: list[str | None], clusters: Array) -> dict[int, str]:
    earliest: dict[int, str] = {}
    for cluster, date in zip(clusters.tolist(), dates, strict=True):
        if date is not None and date < earliest.get(cluster, "9999"):
            earliest[cluster] = date
    return earliest


def _dated(date: str | None, splits: SplitSection) -> int:
    if date and splits.test_from and date >= splits.test_from:
        return 2
    if date and splits.validation_from and date >= splits.validation_from:
        return 1
    return 0
