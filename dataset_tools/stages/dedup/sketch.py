"""Sketches: what a record leaves behind so that duplicates are found without its text.

Three things are made of ``title \\n [subtitle \\n] text``, for a batch of records at once:

- ``exact_key``: the first half of the SHA-256 of its letters, digits and ideographs
  (:func:`shingles.normalised`). Equal keys: the same words in the same order.
- ``sketch``: 128 MinHash values of one byte each over its shingles. Two records agree in a byte
  with probability ``J + (1 - J) / 256``, J the Jaccard index. Four bytes are one of the
  band keys (:mod:`dataset_tools.stages.dedup.pairs`).
- ``numbers``: a bitmap of the numbers in the record, which tells two bulletins of one template
  from two copies of one article.

The scheme is Fast Similarity Sketching (Dahlgaard, Knudsen, Thorup 2017): every shingle falls into
one of 128 bins; bins left empty are filled by further rounds, so that short texts are estimated
without bias as well. It is written here, in NumPy, because its values decide what a release holds:
no MinHash package promises that its hashes outlive a version. Cost: some 20 µs for 600 characters
with shingles and exact key (benchmarks/dedup.py); rensa's 2.5 µs are for hashing alone, from ready
shingles; it takes 203 µs when it makes them from lists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.core.tables import arrow
from dataset_tools.stages.dedup.long_text import LONG, LongText
from dataset_tools.stages.dedup.minima import BINS, minima, minima_in_pieces
from dataset_tools.stages.dedup.shingles import (
    CHARACTER_SHINGLE,
    DIGIT,
    GOLDEN,
    IDEOGRAPH,
    WORD_SHINGLE,
    Units,
    mix,
    normalised,
    shingles,
    units_of,
)

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, np.dtype[Any]]

BAND = 4
"""Bytes of a band key: pairs with J = 0.85 share one of 32 but in 5e-11 of cases. Keys of 32 bits
meet by chance 116 times a band in a million records."""

NUMBER_BITS = 256
_BLOCK_CHARACTERS = 24_000
"""Texts are worked on in blocks whose arrays stay in cache and below what malloc gives back to the
system: 24 µs a record against 27 with 40,000 and 43 with 600,000 (page faults)."""


class SketchColumns(NamedTuple):
    """Arrays of one batch, a row a record: bytes of width 16, 128 and 32, and the units (int32)."""

    exact_key: Array
    sketch: Array
    numbers: Array
    units: Array


def exact_key(title: str, text: str) -> bytes:
    """16 bytes, equal for two records exactly where :func:`shingles.normalised` is.

    >>> exact_key("会议", "召开。") == exact_key("会议 ", "召 开")
    True
    """
    return _digest(normalised(title, text).encode("utf-16-le", "surrogatepass"))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]


def _utf16(codes: Array) -> bytes:
    """The code points as little-endian UTF-16 (half the bytes to hash of UTF-32)."""
    if len(codes) == 0 or codes.max() < 0x10000:
        return bytes(codes.astype("<u2").tobytes())
    text = str(codes.astype("<u4").tobytes(), "utf-32-le", "surrogatepass")
    return text.encode("utf-16-le", "surrogatepass")


def _exact_keys(units: Units) -> list[bytes]:
    data = _utf16(units.codes)
    if len(data) == 2 * len(units.codes):
        return [_digest(data[a:b]) for a, b in pairwise([0, *(units.code_ends * 2).tolist()])]
    places = [0, *units.code_ends.tolist()]
    return [_digest(_utf16(units.codes[a:b])) for a, b in pairwise(places)]


def _number_bits(units: Units) -> Array:
    """The bitmap of the numbers of each record: runs of digits, and of two and more numerals."""
    import numpy as np

    bits = np.zeros((len(units.ends), NUMBER_BITS), bool)
    digits = np.flatnonzero(units.kind == DIGIT)
    _set_bits(bits, units.ends, digits, units.hashes[digits])
    numerals = np.flatnonzero(units.numeral)
    if len(numerals):
        owners = np.searchsorted(units.ends, numerals, side="right")
        follows = np.zeros(len(numerals), bool)
        follows[1:] = (np.diff(numerals) == 1) & (owners[1:] == owners[:-1])
        heads = np.flatnonzero(~follows)
        inside = np.arange(len(numerals)) - np.repeat(heads, np.diff(heads, append=len(numerals)))
        words = (units.hashes[numerals] << np.uint64(32)) + inside.astype(np.uint64)
        sums = np.add.reduceat(mix(words), heads)
        several = np.diff(heads, append=len(numerals)) > 1
        _set_bits(bits, units.ends, numerals[heads[several]], sums[several])
    return np.packbits(bits, axis=1)


def _set_bits(bits: Array, ends: Array, places: Array, hashes: Array) -> None:
    import numpy as np

    owners = np.searchsorted(ends, places, side="right")
    bits[owners, (mix(hashes + np.uint64(1)) % np.uint64(NUMBER_BITS)).astype(np.int64)] = True


def _block(texts: Sequence[str], salt: int) -> SketchColumns:
    import numpy as np

    units = units_of(texts)
    counts, wordy = units.counts, units.wordy
    parts = []
    for size, members in ((CHARACTER_SHINGLE, ~wordy), (WORD_SHINGLE, wordy)):
        if members.any():
            chosen = units.hashes if members.all() else units.hashes[np.repeat(members, counts)]
            parts.append(shingles(chosen, np.where(members, counts, 0), size))
    hashed = np.concatenate([part[0] for part in parts] or [np.zeros(0, np.uint64)])
    owners = np.concatenate([part[1] for part in parts] or [np.zeros(0, np.int64)])
    return SketchColumns(
        np.frombuffer(b"".join(_exact_keys(units)), np.uint8).reshape(len(texts), 16),
        minima(_salted(hashed, salt), owners, len(texts)).astype(np.uint8),
        _number_bits(units),
        counts.astype(np.int32),
    )


def _salted(hashed: Array, salt: int) -> Array:
    import numpy as np

    return mix(hashed + np.uint64(salt * GOLDEN & (2**64 - 1))) if salt else hashed


def _long(text: str, salt: int) -> SketchColumns:
    """The same for one long text, in the memory of a block."""
    import numpy as np

    whole = LongText(text)
    letters = hashlib.sha256()
    numbers = np.zeros((1, NUMBER_BITS // 8), np.uint8)
    count = runs = 0
    for units in whole.units():
        letters.update(_utf16(units.codes))
        numbers |= _number_bits(units)
        count += len(units.kind)
        runs += int(np.count_nonzero(units.kind != IDEOGRAPH))
    table = minima_in_pieces(
        lambda: (_salted(hashed, salt) for hashed in whole.shingles(2 * runs > count))
    )
    return SketchColumns(
        np.frombuffer(letters.digest()[:16], np.uint8)[None],
        table.astype(np.uint8),
        numbers,
        np.array([count], np.int32),
    )


def sketch_batch(texts: Sequence[str], salt: int = 0) -> SketchColumns:
    """The sketch columns of some texts (each ``title \\n [subtitle \\n] text``), in their order.

    ``salt`` picks another family of hashes, independent of the first (the audit uses one).

    >>> a, b = sketch_batch(["望川河口水鸟调查", "望川河口水鳥調查。"]).sketch
    >>> bool((a == b).all())
    True
    """
    import numpy as np

    blocks: list[SketchColumns] = []
    begin = size = 0
    for place, text in enumerate(texts):
        if len(text) >= LONG:
            if begin < place:
                blocks.append(_block(texts[begin:place], salt))
            blocks.append(_long(text, salt))
            begin, size = place + 1, 0
            continue
        size += len(text)
        if size > _BLOCK_CHARACTERS:
            blocks.append(_block(texts[begin : place + 1], salt))
            begin, size = place + 1, 0
    if begin < len(texts) or not blocks:
        blocks.append(_block(texts[begin:], salt))
    return SketchColumns(*(np.concatenate(columns) for columns in zip(*blocks, strict=True)))


@cache
def sketch_schema() -> pa.Schema:
    """The Arrow schema of the sketch rows: what :func:`across.decide` decides on."""
    pa = arrow()
    string = pa.string()
    return pa.schema(
        [
            pa.field("id", string, nullable=False),
            pa.field("source_path", string, nullable=False),
            pa.field("source_index", pa.int64(), nullable=False),
            pa.field("exact_key", pa.binary(16), nullable=False),
            pa.field("sketch", pa.binary(BINS), nullable=False),
            pa.field("numbers", pa.binary(NUMBER_BITS // 8), nullable=False),
            pa.field("units", pa.int32(), nullable=False),
            pa.field("n_chars", pa.int64(), nullable=False),
            pa.field("published", string),
            pa.field("source", string),
            pa.field("language", string),
        ]
    )


def __getattr__(name: str) -> Any:
    """``SKETCH_SCHEMA``, made when it is asked for: importing this module imports no Arrow."""
    if name == "SKETCH_SCHEMA":
        return sketch_schema()
    raise AttributeError(name)


def composed(record: Mapping[str, Any]) -> str:
    """``title \\n [subtitle \\n] text`` of a record: what its sketch is made of."""
    parts = (record["title"], record.get("subtitle"), record["text"])
    return "\n".join(part for part in parts if part)


def _fixed(values: Array) -> pa.Array:
    pa = arrow()
    kind = pa.binary(values.shape[1])
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values.tobytes())])


def _column(records: Sequence[Mapping[str, Any]], name: str, kind: Any) -> pa.Array:
    return arrow().array([record.get(name) for record in records], kind)


def sketch_rows(records: Sequence[Mapping[str, Any]]) -> pa.Table:
    """One row of :func:`sketch_schema` a record, in their order.

    A record has ``id, title, subtitle, text, published`` (an ISO date or None), ``source``,
    ``language``, ``source_path`` and ``source_index``.
    """
    columns = sketch_batch([composed(record) for record in records])
    pa = arrow()
    arrays = [
        _column(records, "id", pa.string()),
        _column(records, "source_path", pa.string()),
        _column(records, "source_index", pa.int64()),
        _fixed(columns.exact_key),
        _fixed(columns.sketch),
        _fixed(columns.numbers),
        pa.array(columns.units),
        pa.array([len(record["text"]) for record in records], pa.int64()),
        pa.array([str(r["published"]) if r["published"] else None for r in records], pa.string()),
        _column(records, "source", pa.string()),
        _column(records, "language", pa.string()),
    ]
    return pa.Table.from_arrays(arrays, schema=sketch_schema())
