"""The manifest: what a release consists of, byte for byte, and what it was made from.

``manifest.json`` lists every other file of the release with its SHA-256. Nothing in it depends on
clock, machine, folder, order, worker count or engine: the same input gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from dataset_tools.core.errors import ReleaseError
from dataset_tools.release.files import list_files, reading, sha256_file

MANIFEST_NAME = "manifest.json"
COUNTS = ("read", "accepted", "quarantined", "duplicates")
_SHARD = re.compile(r"data/([\w.-]+)/([\w.]+)-(\d{5})-of-(\d{5})\.parquet", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)

_KINDS: dict[str, type] = {
    "name": str,
    "release": str,
    "content_digest": str,
    "counts": dict,
    "splits": dict,
    "files": list,
    "sources": list,
    "tool": dict,
    "config": dict,
}


class FileEntry(NamedTuple):
    """One released file: relative path, size in bytes, SHA-256, rows where it is a shard."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As it stands in the manifest; ``rows`` only for shards."""
        value: dict[str, Any] = {"path": self.path, "bytes": self.bytes, "sha256": self.sha256}
        return value if self.rows is None else {**value, "rows": self.rows}


class SourceEntry(NamedTuple):
    """One raw file: path below the raw folder, size in bytes, SHA-256, records read from it."""

    path: str
    bytes: int
    sha256: str
    records: int


class Shard(NamedTuple):
    """What the name of a shard says, with its entry."""

    config: str
    split: str
    number: int
    total: int
    entry: FileEntry


@dataclass(frozen=True)
class Manifest:
    """A release, described. ``counts`` holds read, accepted, quarantined and duplicates."""

    name: str
    release: str
    content_digest: str
    counts: Mapping[str, int]
    splits: Mapping[str, int]
    files: tuple[FileEntry, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    tool: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values in the order of the contract; files and sources sorted by path."""
        return {
            "name": self.name,
            "release": self.release,
            "content_digest": self.content_digest,
            "counts": {key: self.counts[key] for key in COUNTS},
            "splits": dict(self.splits),
            "files": [entry.as_dict() for entry in sorted(self.files)],
            "sources": [entry._asdict() for entry in sorted(self.sources)],
            "tool": _sorted(self.tool),
            "config": _sorted(self.config),
        }

    def to_bytes(self) -> bytes:
        """Canonical JSON: fixed key order, two spaces, one newline at the end."""
        lines = []
        for key, value in self.as_dict().items():
            if key in ("files", "sources") and value:
                lines.append(f'  "{key}": [\n{_listed(value)}\n  ]')
            else:
                lines.append(json.dumps({key: value}, ensure_ascii=False, indent=2)[2:-2])
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()

    def file(self, path: str) -> FileEntry | None:
        """The entry of one path."""
        return next((entry for entry in self.files if entry.path == path), None)

    def shards(self) -> dict[str, dict[str, list[Shard]]]:
        """Shards by config and split, both sorted, in the order of their rows."""
        found = sorted(shard for entry in self.files if (shard := parse_shard(entry)))
        result: dict[str, dict[str, list[Shard]]] = {}
        for shard in found:
            result.setdefault(shard.config, {}).setdefault(shard.split, []).append(shard)
        return result

    def loadable(self) -> dict[str, dict[str, int]]:
        """Rows by config and split, without splits and configs of no rows: what a card may list.

        ``datasets`` (5.2) cannot load a split of no rows, nor any split beside it: "corresponds to
        no data". A file without rows is kept for its columns, but no card may name it.
        """
        found = {
            name: {s: self.rows(name, s) for s in splits} for name, splits in self.shards().items()
        }
        some = {name: {s: n for s, n in splits.items() if n} for name, splits in found.items()}
        return {name: splits for name, splits in some.items() if splits}

    def rows(self, config: str, split: str = "") -> int:
        """Rows of a config, or of one split of it, as the manifest states them."""
        splits = self.shards().get(config, {})
        chosen = splits.values() if not split else [splits.get(split, [])]
        return sum(shard.entry.rows or 0 for shards in chosen for shard in shards)


def _listed(entries: Iterable[Mapping[str, Any]]) -> str:
    """Flat objects of a list as ``json.dumps(…, indent=2)`` writes them, eight times as fast.

    >>> print(_listed([{"path": "a", "bytes": 1}]))
        {
          "path": "a",
          "bytes": 1
        }
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",\n      ", ": ")).encode
    return ",\n".join(f"    {{\n      {encode(entry)[1:-1]}\n    }}" for entry in entries)


def _sorted(value: Any) -> Any:
    """``value`` with the keys of every mapping sorted and every sequence a list."""
    if isinstance(value, Mapping):
        return {str(key): _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list | tuple) else value


def parse_shard(entry: FileEntry) -> Shard | None:
    """What the entry's path says of a shard; None for any other file.

    >>> parse_shard(FileEntry("data/edits/train-00000-of-00002.parquet", 1, "", 1))[:4]
    ('edits', 'train', 0, 2)
    """
    match = _SHARD.fullmatch(entry.path)
    if match is None:
        return None
    config, split, number, total = match.groups()
    return Shard(config, split, int(number), int(total), entry)


def describe_files(folder: Path, known: Iterable[FileEntry] = ()) -> tuple[FileEntry, ...]:
    """An entry for every file below ``folder`` but the manifest; ``known`` ones are not re-read."""
    entries = {entry.path: entry for entry in known}
    for path in list_files(folder):
        if path != MANIFEST_NAME and path not in entries:
            file = folder / path
            entries[path] = FileEntry(path, file.stat().st_size, sha256_file(file))
    return tuple(sorted(entries.values()))


def _demand(condition: object, what: str, where: str) -> None:
    if not condition:
        raise ReleaseError(
            f"the manifest is damaged: {what}", where, "take a whole copy of the release", "damaged"
        )


def _safe(path: object) -> bool:
    """Whether a path stays inside the release on every system."""
    if not isinstance(path, str) or not path or "\\" in path or "\0" in path:
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and pure.as_posix() == path


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _fault(item: Any, kind: str, number: str) -> str:
    """What is wrong with an entry of ``kind``; empty, as a rule."""
    if not isinstance(item, dict):
        return f"an entry of {kind!r} is not an object"
    path, digest = item.get("path"), item.get("sha256")
    what = ""
    if not isinstance(path, str) or not path:
        what = f"an entry of {kind!r} has no path"
    elif kind == "files" and not _safe(path):
        what = f"the path {path!r} leaves the release"
    elif not item.keys() <= {"path", "bytes", "sha256", number}:
        what = f"unknown key in the entry of {path!r}"
    elif not _count(item.get("bytes")):
        what = f"bad size of {path!r}"
    elif not _count(item.get(number, 0)):
        what = f"bad {number} of {path!r}"
    elif not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        what = f"bad SHA-256 of {path!r}"
    return what


def _entries(raw: dict[str, Any], where: str) -> tuple[tuple[FileEntry, ...], tuple[Any, ...]]:
    for kind, number in (("files", "rows"), ("sources", "records")):
        _demand(isinstance(raw[kind], list), f"{kind!r} is not a list", where)
        seen: set[str] = set()
        for item in raw[kind]:
            if fault := _fault(item, kind, number):
                _demand(False, fault, where)
            path = item["path"]
            if path in seen:
                _demand(False, f"{path!r} stands twice in {kind!r}", where)
            seen.add(path)
    files = tuple(FileEntry(**item) for item in raw["files"])
    return files, tuple(SourceEntry(**{"records": 0, **item}) for item in raw["sources"])


def parse_manifest(data: bytes, where: str = MANIFEST_NAME) -> Manifest:
    """The manifest in ``data``; ReleaseError ``damaged`` where it is not one."""
    try:
        raw = json.loads(data)
    except ValueError as error:
        raise ReleaseError(
            f"the manifest is not JSON: {error}",
            where,
            "take a whole copy of the release",
            "damaged",
        ) from None
    _demand(isinstance(raw, dict), "it is not an object", where)
    for key, kind in _KINDS.items():
        _demand(key in raw, f"{key!r} is missing", where)
        _demand(isinstance(raw[key], kind), f"{key!r} is not what it should be", where)
    _demand(set(raw) == set(_KINDS), f"unknown key {sorted(set(raw) - set(_KINDS))}", where)
    _demand(_NUMBER.fullmatch(raw["release"]), f"{raw['release']!r} is no release number", where)
    _demand(set(raw["counts"]) == set(COUNTS), "'counts' is not complete", where)
    for key, value in [*raw["counts"].items(), *raw["splits"].items()]:
        _demand(_count(value), f"{key!r} is not a number", where)
    files, sources = _entries(raw, where)
    return Manifest(**{**raw, "files": files, "sources": sources})


def load_manifest(folder: Path) -> Manifest:
    """The manifest of the release in ``folder``.

    Raises ReleaseError: code ``missing`` where there is none, ``damaged`` where it is not whole.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        raise ReleaseError(
            "this is no release: it has no manifest.json",
            str(folder),
            "name a folder such as processed/latest or processed/1.0.0",
            "missing",
        )
    with reading(path):
        data = path.read_bytes()
    return (_parsed if len(data) <= _KEPT_BYTES else parse_manifest)(data, str(path))


_KEPT_BYTES = 16 << 20
"""A build asks five times for the manifests of two releases; very large ones are not held."""
_parsed = lru_cache(maxsize=2)(parse_manifest)
