"""What differs between two releases: rows by key and field by field, columns, splits.

Two passes, each over one row group at a time: the first keeps two 64-bit hashes and a split of
every row (17 bytes), the second reads only the row groups in which rows differ, so that a million
rows are compared in bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dataset_tools.release.columns import ColumnChange, compare_columns
from dataset_tools.release.manifest import Manifest, load_manifest
from dataset_tools.release.rowhash import row_hashes
from dataset_tools.release.rowindex import RowIndex

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Numbers = np.ndarray[Any, np.dtype[Any]]

KEYS: dict[str, tuple[str, ...]] = {
    "articles": ("id",),
    "attendance": ("article_id", "name"),
    "people": ("name",),
    "duplicates": ("id",),
    "quarantine": ("source_path", "source_index"),
}
"""The columns by which rows of a config are recognised; in other configs a row is its own key."""

LIMIT = 1000
"""Rows of each kind that are reported one by one, unless the caller asks for another number."""

_BLOCK = 200_000  # changed rows whose columns are hashed at once: 32 MB at 20 columns

Level = Literal["none", "patch", "minor", "major"]


class RowChange(NamedTuple):
    """One row that differs. ``fields``: name -> value before and after, where it changed."""

    kind: Literal["added", "removed", "changed", "moved"]
    key: str
    label: str
    fields: dict[str, tuple[Any, Any]]
    split: tuple[str, str]


@dataclass
class ConfigDiff:
    """What differs in one config; ``rows`` holds at most the asked number of each kind."""

    config: str
    before: int = 0
    after: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    columns: tuple[ColumnChange, ...] = ()
    rows: list[RowChange] = field(default_factory=list)

    @property
    def level(self) -> Level:
        """The part of the release number that these changes raise."""
        if any(change.kind in ("removed", "retyped") for change in self.columns):
            return "major"
        if self.columns or self.added or self.removed or self.changed or self.moved:
            return "minor"
        return "none"


@dataclass
class Diff:
    """What differs between the releases ``old`` and ``new``, config by config."""

    old: str
    new: str
    configs: dict[str, ConfigDiff] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The highest level of all configs; ``none`` says nothing of cards and other files."""
        order: tuple[Level, ...] = ("major", "minor", "patch")
        levels = {config.level for config in self.configs.values()}
        return next((level for level in order if level in levels), "none")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for ``--json``; values that JSON has no form for become text."""
        configs = {name: _config_dict(config) for name, config in self.configs.items()}
        return {"old": self.old, "new": self.new, "level": self.level, "configs": configs}


def _config_dict(config: ConfigDiff) -> dict[str, Any]:
    rows = [
        {
            "kind": row.kind,
            "key": row.key,
            "label": row.label,
            "split": list(row.split),
            "fields": {
                name: {"before": plain(a), "after": plain(b)} for name, (a, b) in row.fields.items()
            },
        }
        for row in config.rows
    ]
    counts = ("before", "after", "added", "removed", "changed", "moved")
    total = config.added + config.removed + config.changed + config.moved
    return {
        **{name: getattr(config, name) for name in counts},
        "fields": config.fields,
        "columns": [change._asdict() for change in config.columns],
        "rows": rows,
        "truncated": len(rows) < total,
    }


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it: bytes as escaped text, dates as ISO."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def diff(old: Path, new: Path, limit: int | None = LIMIT) -> Diff:
    """What differs between the releases in the folders ``old`` and ``new``.

    At most ``limit`` rows of each kind are kept one by one (None: all; they are held in memory).
    Raises ReleaseError where either is no whole release.
    """
    before, after = load_manifest(old), load_manifest(new)
    result = Diff(before.release, after.release)
    for config in sorted({*before.shards(), *after.shards()}):
        result.configs[config] = _diff_config(config, (old, before), (new, after), limit)
    return result


def _diff_config(
    config: str, old: tuple[Path, Manifest], new: tuple[Path, Manifest], limit: int | None
) -> ConfigDiff:
    sides = [RowIndex(folder, manifest.shards().get(config, {})) for folder, manifest in (old, new)]
    result = ConfigDiff(config)
    result.before, result.after = (manifest.rows(config) for _, manifest in (old, new))
    result.columns = compare_columns(sides[0].schema, sides[1].schema)
    touched = {change.column for change in result.columns}
    common = [name for name in sides[1].schema.names if name not in touched]
    if not common or _same_files(old[1], new[1], config):
        if not common:
            result.removed, result.added = result.before, result.after
        return result
    key = KEYS.get(config, ())
    if not key or not set(key) <= set(common):
        key = tuple(common)
    for side in sides:
        side.index(key, common)
    _compare_rows(result, sides[0], sides[1], key, limit)
    return result


def _same_files(old: Manifest, new: Manifest, config: str) -> bool:
    """Whether the shards of a config are the same files: then nothing needs to be read."""
    digests = [
        [
            (s.split, s.entry.sha256)
            for shards in m.shards().get(config, {}).values()
            for s in shards
        ]
        for m in (old, new)
    ]
    return digests[0] == digests[1]


def _compare_rows(
    result: ConfigDiff, old: RowIndex, new: RowIndex, key: Sequence[str], limit: int | None
) -> None:
    import numpy as np

    _, at_old, at_new = np.intersect1d(old.keys, new.keys, True, return_indices=True)
    order = np.argsort(at_new, kind="stable")
    at_old, at_new = at_old[order], at_new[order]
    changed = old.hashes[at_old] != new.hashes[at_new]
    names = np.array(old.names), np.array(new.names)
    moved = names[0][old.splits[at_old]] != names[1][new.splits[at_new]]
    removed = np.setdiff1d(np.arange(len(old.keys)), at_old, assume_unique=True)
    added = np.setdiff1d(np.arange(len(new.keys)), at_new, assume_unique=True)
    result.added, result.removed = len(added), len(removed)
    result.changed, result.moved = int(changed.sum()), int(moved.sum())
    touched = {change.column for change in result.columns}
    common = [name for name in new.schema.names if name not in touched]
    result.fields = _count_fields(old, new, (at_old[changed], at_new[changed]), common)
    show = _Show(old, new, key, common)
    result.rows += show.one_sided("added", added[:limit])
    result.rows += show.one_sided("removed", removed[:limit])
    result.rows += show.pairs("changed", at_old[changed][:limit], at_new[changed][:limit])
    only_moved = moved & ~changed
    result.rows += show.pairs("moved", at_old[only_moved][:limit], at_new[only_moved][:limit])


def _count_fields(
    old: RowIndex, new: RowIndex, pairs: tuple[Numbers, Numbers], columns: list[str]
) -> dict[str, int]:
    """How many rows changed in each column, most first; in blocks, to bound the memory."""
    import numpy as np

    counts = np.zeros(len(columns), np.int64)
    for start in range(0, len(pairs[0]), _BLOCK):
        hashed = []
        for side, positions in zip((old, new), pairs, strict=True):
            block = positions[start : start + _BLOCK]
            order = np.argsort(block, kind="stable")
            parts = [_by_column(table, columns) for table in side.at(block[order], columns)]
            back = np.empty((len(block), len(columns)), np.uint64)
            back[order] = np.concatenate(parts)
            hashed.append(back)
        counts += (hashed[0] != hashed[1]).sum(axis=0)
    named = [(name, int(n)) for name, n in zip(columns, counts, strict=True) if n]
    return dict(sorted(named, key=lambda item: (-item[1], item[0])))


def _by_column(table: pa.Table, columns: Iterable[str]) -> Numbers:
    import numpy as np

    return np.column_stack([row_hashes(table, [name]) for name in columns])


class _Show(NamedTuple):
    """Makes the reported rows: reads them, and names what differs."""

    old: RowIndex
    new: RowIndex
    key: Sequence[str]
    columns: list[str]

    def _name(self, row: dict[str, Any]) -> str:
        return ":".join(str(plain(row[name])) for name in self.key[:3])

    def one_sided(self, kind: Literal["added", "removed"], positions: Numbers) -> list[RowChange]:
        side = self.new if kind == "added" else self.old
        result = []
        for position, row in zip(positions.tolist(), side.records(positions), strict=True):
            split = side.split_of(position)
            ends = ("", split) if kind == "added" else (split, "")
            result.append(RowChange(kind, self._name(row), str(row.get("title") or ""), {}, ends))
        return result

    def pairs(
        self, kind: Literal["changed", "moved"], at_old: Numbers, at_new: Numbers
    ) -> list[RowChange]:
        result = []
        rows = zip(
            at_old.tolist(),
            at_new.tolist(),
            self.old.records(at_old),
            self.new.records(at_new),
            strict=True,
        )
        for was, now, before, after in rows:
            fields = {
                name: (before[name], after[name])
                for name in self.columns
                if before[name] != after[name]
            }
            ends = (self.old.split_of(was), self.new.split_of(now))
            label = str(after.get("title") or "")
            result.append(RowChange(kind, self._name(after), label, fields, ends))
        return result
