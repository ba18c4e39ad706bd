"""Why a record was left out: the kept one it duplicates, and where the two differ."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from dataset_tools.core.errors import UsageError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.rows import read_rows

_CONTEXT = 12
_MOST_CHARACTERS = 20_000
"""Longer texts are compared line by line: the time of the comparison grows with the square."""


class Difference(NamedTuple):
    """One place where two texts differ, with a few characters before and after it."""

    before: str
    kept: str
    removed: str
    after: str


class Duplicate(NamedTuple):
    """A removed record and the kept one. ``differences`` are empty for an exact duplicate."""

    id: str
    kept_id: str
    kind: str
    similarity: float
    removed: dict[str, Any]
    kept: dict[str, Any]
    differences: tuple[Difference, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        plain = self._asdict()
        return {**plain, "differences": [one._asdict() for one in self.differences]}


def differences(kept: str, removed: str) -> tuple[Difference, ...]:
    """Where two texts differ, in order; white space at the borders of lines does not count.

    >>> differences("今冬共记录六十一种", "今冬共记录七十一种")[0][1:3]
    ('六', '七')
    """
    one, other = ("\n".join(line.strip() for line in text.split("\n")) for text in (kept, removed))
    if max(len(one), len(other)) > _MOST_CHARACTERS:
        first: list[str] | str = one.splitlines(keepends=True)
        second: list[str] | str = other.splitlines(keepends=True)
    else:
        first, second = one, other
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            parts = ("".join(first[a:b]), "".join(second[c:d]))
            before, after = "".join(first[:a]), "".join(first[b:])
            found.append(Difference(before[-_CONTEXT:], *parts, after[:_CONTEXT]))
    return tuple(found)


def _rows(release: Path, config: str, name: str) -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    found: list[dict[str, Any]] = []
    for split, files in load_manifest(release).shards().get(config, {}).items():
        for table in read_rows(release, files):
            chosen = table.filter(pc.equal(table["id"], arrow().scalar(name)))
            found += [{**row, "split": split} for row in chosen.to_pylist()]
    return found


def explain_duplicate(release: Path, name: str) -> Duplicate:
    """The removed record of this id and the one that is kept in its place.

    Raises UsageError where there is no such id, or where its record was kept.
    """
    rows = _rows(release, "duplicates", name)
    if not rows:
        if _rows(release, "articles", name):
            raise UsageError(
                f"the record {name!r} was kept", str(release), "name one of the duplicates config"
            )
        known = _near_names(release, name)
        raise UsageError(f"no record {name!r} was removed", str(release), known)
    row = rows[0]
    kept = next(iter(_rows(release, "articles", row["kept_id"])), {})
    found: tuple[Difference, ...] = ()
    if row["kind"] != "exact" and kept and row.get("text") is not None:
        both = [name for name in ("title", "subtitle", "text") if name in row]
        one, other = ("\n".join(side[n] for n in both if side[n]) for side in (kept, row))
        found = differences(one, other)
    columns = ("title", "published", "source", "split", "source_path", "source_index")
    return Duplicate(
        row["id"],
        row["kept_id"],
        row["kind"],
        round(float(row["similarity"]), 4),
        {key: row[key] for key in ("title", "source_path", "source_index") if key in row},
        {key: str(kept[key]) if key == "published" and kept[key] else kept[key]
         for key in columns if key in kept},
        found,
    )  # fmt: skip


def _near_names(release: Path, name: str) -> str:
    names: list[str] = []
    for files in load_manifest(release).shards().get("duplicates", {}).values():
        for table in read_rows(release, files, ["id"]):
            names += table["id"].slice(0, 5000).to_pylist()
    if not names:
        return "nothing was removed from this release"
    return did_you_mean(name, sorted(names)[:5000]) if len(names) < 20 else "see data/duplicates"
