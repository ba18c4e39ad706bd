"""The bins of a sketch: the least hash value of a record's shingles in each of 128."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from dataset_tools.stages.dedup.shingles import GOLDEN, mix

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

BINS = 128
_ROUNDS = 4
_UNSET = 2**32 - 1
_BIN_SHIFT = 25
_LATER = 1 << _BIN_SHIFT


def minima(hashed: Array, owners: Array, records: int) -> Array:
    """``(records, 128)``: the least value of each bin (``_UNSET`` for a record without shingles).

    Both halves of a hash are thrown in the first round: 7 bits say the bin, 25 the value. Twice 600
    shingles leave one bin of 10,000 empty; further rounds, whose values are greater than all of an
    earlier one, are for short texts.
    """
    import numpy as np

    table = np.full((records + 1) * BINS, _UNSET, np.uint32)
    _throw(table, hashed, owners, 0)
    table = table[: records * BINS]
    for number in range(1, _ROUNDS):
        wanting = np.zeros(records + 1, bool)
        wanting[:records] = (table == _UNSET).reshape(records, BINS).any(axis=1)
        members = np.flatnonzero(wanting[owners])
        if not len(members):
            return table.reshape(records, BINS)
        hashed, owners = hashed[members], owners[members]
        _throw(table, hashed, owners, number)
    return _fill(table, hashed, owners).reshape(records, BINS)


def minima_in_pieces(shingles: Callable[[], Iterable[Array]]) -> Array:
    """``(1, 128)``: the same for one long record, whose shingles come piece by piece.

    They are asked for once, as a rule: again only while bins are empty, as where a long text is one
    line repeated. A shingle that comes twice counts once.
    """
    import numpy as np

    table = np.full(BINS, _UNSET, np.uint32)
    for number in range(_ROUNDS):
        if number and not (table == _UNSET).any():
            return table[None]
        for hashed in shingles():
            _throw(table, hashed, np.zeros(len(hashed), np.int64), number)
    filled = table.copy()
    for hashed in shingles():
        one = _fill(table.copy(), hashed, np.zeros(len(hashed), np.int64))
        np.minimum(filled, one, out=filled)
    return filled[None]


def _throw(table: Array, hashed: Array, owners: Array, number: int) -> None:
    """Shingles thrown into the bins of their records: twice in the first round, once later."""
    import numpy as np

    if not number:
        halves = hashed.astype("<u8", copy=False).view("<u4")
        bins = halves >> np.uint32(_BIN_SHIFT)
        bins += np.repeat(owners.astype(np.uint32) * np.uint32(BINS), 2)
        np.minimum.at(table, bins.astype(np.intp), halves & np.uint32(_LATER - 1))
        return
    values64 = mix(hashed + np.uint64(number * GOLDEN & (2**64 - 1)))
    slots = owners * BINS + (values64 >> np.uint64(57)).astype(np.int64)
    values = (values64 & np.uint64(_LATER - 1)).astype(np.uint32)
    np.minimum.at(table, slots, values + np.uint32(number * _LATER))


def _fill(table: Array, hashed: Array, owners: Array) -> Array:
    """What the rounds left empty (short texts): the least of all shingles, hashed for that bin."""
    import numpy as np

    order = np.lexsort((hashed, owners))
    hashed, owners = hashed[order], owners[order]
    # Each shingle once: what is left has few, but they may stand there a million times, and every
    # one is about to be hashed for every empty bin.
    new = np.ones(len(hashed), bool)
    new[1:] = (hashed[1:] != hashed[:-1]) | (owners[1:] != owners[:-1])
    hashed, owners = hashed[new], owners[new]
    slots = np.flatnonzero(table == _UNSET)
    begin = np.searchsorted(owners, slots // BINS)
    count = np.searchsorted(owners, slots // BINS, side="right") - begin
    slots, begin, count = slots[count > 0], begin[count > 0], count[count > 0]
    if len(slots):
        starts = np.cumsum(count) - count
        inner = np.arange(count.sum()) - np.repeat(starts, count)
        salt = np.repeat((slots % BINS + _ROUNDS).astype(np.uint64), count) * np.uint64(GOLDEN)
        values = mix(hashed[np.repeat(begin, count) + inner] + salt)
        table[slots] = (np.minimum.reduceat(values, starts) >> np.uint64(33)).astype(np.uint32)
    return table
