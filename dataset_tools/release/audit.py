"""The audit of a release: no near duplicate of one split's article is in another split.

It does not trust the build: articles are sketched anew, with other hashes, pairs over the border of
two splits are searched among all of them, and every one of these is measured on its texts. What was
removed is measured against what was kept as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.rows import read_rows
from dataset_tools.stages.dedup.bands import BANDS, Sketches, matches_for
from dataset_tools.stages.dedup.jaccard import jaccard
from dataset_tools.stages.dedup.near import MARGIN
from dataset_tools.stages.dedup.pairs import agreeing, distinct, joined, met
from dataset_tools.stages.dedup.search import LINK, LINK_ESTIMATE
from dataset_tools.stages.dedup.sketch import composed, sketch_batch

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

COLUMNS = ["id", "title", "subtitle", "text"]
SALT = 1


class Leak(NamedTuple):
    """Two articles of different splits that resemble one another, and the Jaccard index of them."""

    id: str
    split: str
    other_id: str
    other_split: str
    similarity: float


class Removal(NamedTuple):
    """A removed record that resembles its kept one too little, or whose kept one is not there."""

    id: str
    kept_id: str
    similarity: float
    stated: float


@dataclass
class Audit:
    """What was found. ``pairs``: pairs over a border that were measured; ``nearest``: their highest
    index (0 where there is none)."""

    release: str
    path: str
    articles: int = 0
    splits: dict[str, int] = field(default_factory=dict)
    pairs: int = 0
    nearest: float = 0.0
    leaks: list[Leak] = field(default_factory=list)
    removed: int = 0
    wrong_removals: list[Removal] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing leaks and every removal is justified."""
        return not self.leaks and not self.wrong_removals

    def as_dict(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        plain = asdict(self)
        plain["leaks"] = [leak._asdict() for leak in self.leaks]
        plain["wrong_removals"] = [removal._asdict() for removal in self.wrong_removals]
        return {**plain, "clean": self.clean}


def audit(release: Path) -> Audit:
    """Measure the splits and the removals of the release in this folder.

    Memory: some 250 bytes an article, and the texts of the pairs that are measured.
    """
    import numpy as np

    manifest = load_manifest(release)
    result = Audit(manifest.release, str(release))
    ids: list[str] = []
    splits: list[str] = []
    sketches: list[tuple[Array, Array]] = []
    for split, rows in _articles(release):
        columns = sketch_batch([composed(row) for row in rows], SALT)
        live = columns.units > 0
        ids += [row["id"] for row, use in zip(rows, live, strict=True) if use]
        splits += [split] * int(live.sum())
        sketches.append((columns.sketch[live], columns.numbers[live]))
        result.articles += len(rows)
        result.splits[split] = result.splits.get(split, 0) + len(rows)
    if ids:
        names = {name: number for number, name in enumerate(sorted(set(splits)))}
        sides = np.array([names[split] for split in splits])
        sketch, numbers = (np.concatenate(pieces) for pieces in zip(*sketches, strict=True))
        left, right = _crossing(sketch, numbers, sides)
        _measure(release, result, (ids, splits), (left, right))
    _removals(release, result, manifest.config.get("dedup", {}).get("threshold", 0.0))
    return result


def _articles(release: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    shards = load_manifest(release).shards().get("articles", {})
    for split, files in shards.items():
        for table in read_rows(release, files, COLUMNS):
            for batch in table.to_batches(max_chunksize=1000):
                yield split, batch.to_pylist()


def _crossing(sketch: Array, numbers: Array, sides: Array) -> tuple[Array, Array]:
    """Pairs of rows of different sides that are estimated at ``LINK_ESTIMATE`` or more."""
    import numpy as np

    rows = np.arange(len(sketch))
    floor = matches_for(LINK_ESTIMATE)
    found = []
    sketches = Sketches(sketch)
    for packed in met(sketches, numbers, rows, range(BANDS)):
        edges = agreeing(sketches, packed, floor)
        over = sides[edges.left] != sides[edges.right]
        found.append(type(edges)(edges.left[over], edges.right[over], edges.matches[over]))
    edges = distinct(joined(found))
    return edges.left, edges.right


def _measure(
    release: Path,
    result: Audit,
    articles: tuple[list[str], list[str]],
    pairs: tuple[Array, Array],
) -> None:
    ids, splits = articles
    wanted = {ids[row] for side in pairs for row in side.tolist()}
    texts = texts_of(release, "articles", wanted)
    for one, other in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True):
        similarity = jaccard(texts[ids[one]], texts[ids[other]])
        result.pairs += 1
        result.nearest = max(result.nearest, round(similarity, 4))
        if similarity >= LINK:
            result.leaks.append(
                Leak(ids[one], splits[one], ids[other], splits[other], round(similarity, 4))
            )
    result.leaks.sort(key=lambda leak: (-leak.similarity, leak.id, leak.other_id))


def texts_of(release: Path, config: str, ids: set[str]) -> dict[str, str]:
    """``id -> title \\n [subtitle \\n] text`` of some rows of a config."""
    import pyarrow.compute as pc

    texts: dict[str, str] = {}
    if not ids:
        return texts
    known = arrow().array(sorted(ids))
    columns = COLUMNS if config == "articles" else ["id", "title", "text"]
    for files in load_manifest(release).shards().get(config, {}).values():
        for table in read_rows(release, files, columns):
            chosen = table.filter(pc.is_in(table["id"], value_set=known))
            texts |= {row["id"]: composed(row) for row in chosen.to_pylist()}
    return texts


def _removals(release: Path, result: Audit, threshold: float) -> None:
    """Measure every removed record against the kept one it names.

    A removal on an estimate alone may be ``MARGIN`` below the threshold, no more.
    """
    for files in load_manifest(release).shards().get("duplicates", {}).values():
        for table in read_rows(release, files):
            for batch in table.to_batches(max_chunksize=10_000):
                rows = batch.to_pylist()
                result.removed += len(rows)
                kept = texts_of(release, "articles", {row["kept_id"] for row in rows})
                for row in rows:
                    if row["kept_id"] in kept and not row.get("text"):
                        continue
                    text = kept.get(row["kept_id"], "")
                    similarity = round(jaccard(composed(row), text), 4) if text else 0.0
                    if similarity < threshold - MARGIN:
                        result.wrong_removals.append(
                            Removal(row["id"], row["kept_id"], similarity, row["similarity"])
                        )
