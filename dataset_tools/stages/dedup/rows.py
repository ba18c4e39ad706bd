"""The sketch rows of all records as arrays, in memory or mapped from files of a folder.

What is wide (the sketches and the bitmaps of numbers, 160 bytes a record) may lie in files: then
memory holds what is being looked at, and another process can be given the folder alone.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.core.tables import arrow
from dataset_tools.stages.dedup.bands import Sketches
from dataset_tools.stages.dedup.minima import BINS
from dataset_tools.stages.dedup.pairs import Edges
from dataset_tools.stages.dedup.sketch import NUMBER_BITS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, np.dtype[Any]]

SHORT, SHORT_THRESHOLD = 80, 0.9
"""Below 80 units (a headline and a sentence or two) one changed character leaves an index under
0.88, and often means another thing."""
APART_DAYS = 31
"""Among 10,943 news items of 2022 to 2024, 7 pairs reach 0.8 and are more than a month apart: each
an announcement of a yearly occasion or of another edition. Copies are published within days."""
WIDE = {"sketch": BINS, "numbers": NUMBER_BITS // 8}
"""The columns that may lie in files, and their bytes a row."""
_NARROW = ("units", "scripts", "days", "rank")
_GATHERED = 1 << 16


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, without a copy where it is one already."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def fixed_bytes(column: pa.Array) -> Array:
    """A column of fixed-size binary as ``(rows, width)``, without a copy."""
    import numpy as np

    width = column.type.byte_width
    data = np.frombuffer(column.buffers()[1] or b"", np.uint8)
    return data[column.offset * width :][: len(column) * width].reshape(len(column), width)


class Rows(NamedTuple):
    """The columns that decide on near duplicates, in order of path and index.

    ``scripts``: 0, 1 for zh-Hans, 2 for zh-Hant. ``days``: the published date in days, NaN where
    there is none. ``rank``: the place of each row in the order of preference.
    """

    sketch: Sketches
    numbers: Array
    units: Array
    scripts: Array
    days: Array
    rank: Array

    @classmethod
    def of(cls, rows: pa.Table, rank: Array, wide: Path | None = None) -> Rows:
        """Those of a table; the wide columns from files in the folder ``wide``, where it says."""
        if wide is None:
            columns = [fixed_bytes(whole(rows[name])) for name in WIDE]
            sketch, numbers = Sketches(columns[0]), columns[1]
        else:
            sketch, numbers = Sketches(*mapped(wide, "sketch")), mapped(wide, "numbers")[0]
        return cls(
            sketch,
            numbers,
            rows["units"].to_numpy(),
            _scripts(rows),
            _days(rows["published"]),
            rank,
        )

    def save(self, folder: Path, live: Array) -> None:
        """Write what :func:`opened` needs beside the wide columns, which are there already."""
        import numpy as np

        for name in _NARROW:
            np.save(folder / f"{name}.npy", getattr(self, name))
        np.save(folder / "live.npy", live)

    def later(self, edges: Edges) -> Array:
        """Of each pair the row that comes later in the order of preference."""
        import numpy as np

        swap = self.rank[edges.left] > self.rank[edges.right]
        return np.where(swap, edges.left, edges.right)

    def apart(self, edges: Edges) -> Array:
        """Which pairs are different articles, however alike."""
        import numpy as np

        left, right = edges.left, edges.right
        units = np.minimum(self.units[left], self.units[right])
        result = other_numbers(self.numbers[left], self.numbers[right], units)
        result |= self.scripts[left] + self.scripts[right] == 3
        result |= np.abs(self.days[left] - self.days[right]) > APART_DAYS  # no date: NaN
        return result

    def needed(self, edges: Edges, threshold: float) -> Array:
        """The index from which on each pair is one article."""
        import numpy as np

        units = np.minimum(self.units[edges.left], self.units[edges.right])
        return np.where(units < SHORT, max(SHORT_THRESHOLD, threshold), threshold)


def opened(folder: Path) -> tuple[Rows, Array]:
    """The rows that :meth:`Rows.save` left in ``folder``, and which of them take part."""
    import numpy as np

    narrow = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _NARROW]
    live = np.load(folder / "live.npy")
    return Rows(Sketches(*mapped(folder, "sketch")), mapped(folder, "numbers")[0], *narrow), live


def mapped(folder: Path, name: str) -> tuple[Array, mmap.mmap | None]:
    """A wide column as ``(rows, width)``, and its map (None where it has no rows)."""
    import numpy as np

    width = WIDE[name]
    path = folder / f"{name}.bin"
    if not path.stat().st_size:
        return np.zeros((0, width), np.uint8), None
    with path.open("rb") as file:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(held, np.uint8).reshape(-1, width), held


def reorder(folder: Path, order: Array) -> None:
    """Write the wide columns anew, the row ``order[0]`` first."""
    for name in WIDE:
        values, _ = mapped(folder, name)
        path = folder / f"{name}.bin"
        draft = folder / f"{name}.new"
        with draft.open("wb") as file:
            for at in range(0, len(order), _GATHERED):
                file.write(values[order[at : at + _GATHERED]].tobytes())
        draft.replace(path)


def _scripts(rows: pa.Table) -> Array:
    import numpy as np
    import pyarrow.compute as pc

    language = rows["language"]
    simplified, traditional = (
        pc.fill_null(pc.equal(language, name), False).to_numpy() for name in ("zh-Hans", "zh-Hant")
    )
    return np.where(simplified, np.int8(1), np.where(traditional, np.int8(2), np.int8(0)))


def _days(published: pa.ChunkedArray) -> Array:
    import numpy as np
    import pyarrow.compute as pc

    pa = arrow()
    dates = pc.cast(pc.cast(published, pa.date32()), pa.int32())
    numbers: Array = pc.cast(dates, pa.float32()).to_numpy().astype(np.float32, copy=False)
    return numbers


def other_numbers(one: Array, other: Array, units: Array) -> Array:
    """Whether the numbers of two records differ as those of two bulletins of one template do.

    ``one`` and ``other`` are rows of number bitmaps, ``units`` those of the shorter record. Both
    must have numbers that the other lacks: at least two, and a fifth of all; one is enough in a
    short text. A revised or reprinted article changes a figure or two of many.
    """
    import numpy as np

    def count(bitmaps: Array) -> Array:
        words = np.ascontiguousarray(bitmaps).view("<u8")
        total: Array = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
        return total

    first, second, both = count(one), count(other), count(one & other)
    total, least = np.maximum(first, second), np.minimum(first, second) - both
    result: Array = (least >= np.where(units < SHORT, 1, 2)) & (5 * least >= total)
    return result
