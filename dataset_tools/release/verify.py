"""Whether a release is whole: every byte, every row, every count against its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.core.errors import ReleaseError, SourceError
from dataset_tools.release.columns import compare_columns
from dataset_tools.release.digest import ContentDigest
from dataset_tools.release.files import list_files, sha256_file
from dataset_tools.release.manifest import MANIFEST_NAME, Manifest, Shard, load_manifest
from dataset_tools.release.rows import read_schema, read_shard

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Hashes = np.ndarray[Any, np.dtype[np.uint64]]

FOREIGN = (".gitattributes", ".cache/", ".git/")
"""What a copy taken from the Hub has besides the release."""

_TABLE_OF_COUNT = {"accepted": "articles", "quarantined": "quarantine", "duplicates": "duplicates"}


class Problem(NamedTuple):
    """One thing that is not as the manifest says: a stable code, the file, the reason."""

    code: str
    path: str
    message: str


@dataclass
class Verification:
    """What was found. ``ok`` is true where there is no problem."""

    path: str
    release: str = ""
    content_digest: str = ""
    files: int = 0
    bytes: int = 0
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the release is whole."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        return {
            "path": self.path,
            "release": self.release,
            "ok": self.ok,
            "content_digest": self.content_digest,
            "files": self.files,
            "bytes": self.bytes,
            "rows": self.rows,
            "problems": [problem._asdict() for problem in self.problems],
        }

    def add(self, code: str, path: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, path, message))


def verify(path: Path) -> Verification:
    """Compare the release in ``path`` with its manifest; changes nothing.

    Memory holds one row group, and eight bytes for each id. A folder without a manifest raises
    ReleaseError ``missing``; a damaged manifest is a problem among others.
    """
    result = Verification(str(path))
    try:
        manifest = load_manifest(path)
    except ReleaseError as error:
        if error.code == "missing":
            raise
        result.add("manifest", MANIFEST_NAME, error.what)
        return result
    result.release = manifest.release
    whole = _check_files(path, manifest, result)
    _check_counts(manifest, result)
    _check_shard_names(manifest, result)
    _check_rows(path, manifest, whole, result)
    _check_card(path, manifest, result)
    return result


def _check_files(path: Path, manifest: Manifest, result: Verification) -> set[str]:
    """Size and SHA-256 of every file, and no others; the paths that are whole."""
    whole = set()
    for entry in manifest.files:
        file = path / entry.path
        if not file.is_file():
            result.add("missing", entry.path, "the file is not there")
            continue
        result.files += 1
        size = file.stat().st_size
        result.bytes += size
        if size != entry.bytes:
            result.add("size", entry.path, f"{size} bytes instead of {entry.bytes}")
            continue
        try:
            digest = sha256_file(file)
        except SourceError as error:
            result.add("unreadable", entry.path, error.what)
            continue
        if digest != entry.sha256:
            result.add("sha256", entry.path, f"SHA-256 {digest} instead of {entry.sha256}")
        else:
            whole.add(entry.path)
    known = {entry.path for entry in manifest.files} | {MANIFEST_NAME}
    for name in list_files(path):
        if name not in known and not name.startswith(FOREIGN):
            result.add("unknown", name, "the manifest does not name this file")
    return whole


def _check_counts(manifest: Manifest, result: Verification) -> None:
    """Conservation: nothing that was read is missing, and the counts are those of the tables."""
    counts = manifest.counts
    parts = counts["accepted"] + counts["quarantined"] + counts["duplicates"]
    if counts["read"] != parts:
        message = f"{counts['read']} read, but {parts} accepted, quarantined and duplicates"
        result.add("conservation", MANIFEST_NAME, message)
    records = sum(source.records for source in manifest.sources)
    if manifest.sources and records != counts["read"]:
        message = f"{counts['read']} read, but the sources hold {records} records"
        result.add("conservation", MANIFEST_NAME, message)
    tables = manifest.shards()
    for count, config in _TABLE_OF_COUNT.items():
        if config in tables and manifest.rows(config) != counts[count]:
            message = f"{counts[count]} {count}, but {config} has {manifest.rows(config)} rows"
            result.add("count", MANIFEST_NAME, message)
    stated = {split: count for split, count in manifest.splits.items() if count}
    found = {
        split: rows
        for split in tables.get("articles", {})
        if (rows := manifest.rows("articles", split))
    }
    if stated != found:
        result.add("splits", MANIFEST_NAME, f"splits {stated}, but articles has {found}")


def _check_shard_names(manifest: Manifest, result: Verification) -> None:
    for splits in manifest.shards().values():
        for shards in splits.values():
            numbers = [shard.number for shard in shards]
            if numbers != list(range(shards[0].total)) or {s.total for s in shards} != {
                len(shards)
            }:
                result.add("shards", shards[0].entry.path, "the numbers of its shards have gaps")
    for entry in manifest.files:
        if entry.path.startswith("data/") and entry.rows is None:
            result.add("shards", entry.path, "a file among the data that states no rows")


class _Ids:
    """Hashes of the ids of each config that others refer to."""

    def __init__(self) -> None:
        self.found: dict[str, list[Hashes]] = {}

    def take(self, name: str, rows: pa.Table, column: str) -> None:
        from dataset_tools.release.rowhash import row_hashes

        if column in rows.schema.names:
            self.found.setdefault(name, []).append(row_hashes(rows, [column]))

    def all(self, name: str) -> Hashes:
        import numpy as np

        return np.concatenate([np.zeros(0, np.uint64), *self.found.get(name, [])])


def _check_rows(path: Path, manifest: Manifest, whole: set[str], result: Verification) -> None:
    """Read every shard once: page checksums, rows, one schema, ids, the content digest."""
    content, ids = ContentDigest(), _Ids()
    complete = True
    for config, splits in manifest.shards().items():
        first: tuple[str, pa.Schema] | None = None
        for split, shards in splits.items():
            for shard in shards:
                if shard.entry.path not in whole:
                    complete = False
                    continue
                try:
                    schema = read_schema(path / shard.entry.path)
                    first = first or (shard.entry.path, schema)
                    rows = 0
                    table = content.table(config, split, schema)
                    for group in _groups(path, shard, first, schema, result):
                        rows += group.num_rows
                        table.update(group)
                        _note_ids(ids, config, group)
                except ReleaseError as error:
                    result.add("parquet", shard.entry.path, error.what)
                    complete = False
                    continue
                result.rows += rows
                if rows != shard.entry.rows:
                    message = f"{rows} rows instead of {shard.entry.rows}"
                    result.add("rows", shard.entry.path, message)
    _check_ids(ids, result)
    if complete and not any(problem.code == "schema" for problem in result.problems):
        result.content_digest = content.result()
        if result.content_digest != manifest.content_digest:
            message = f"the rows give {result.content_digest} instead of {manifest.content_digest}"
            result.add("content_digest", MANIFEST_NAME, message)


def _groups(
    path: Path, shard: Shard, first: tuple[str, pa.Schema], schema: pa.Schema, result: Verification
) -> Iterator[pa.Table]:
    """The row groups of a shard; none of them where its schema is not that of its config."""
    if schema.equals(first[1], check_metadata=True):
        yield from read_shard(path / shard.entry.path)
        return
    changes = [f"{change.column} {change.kind}" for change in compare_columns(first[1], schema)]
    name = first[0].rpartition("/")[2]
    message = f"not the columns of {name}: {', '.join(changes) or 'the metadata differs'}"
    result.add("schema", shard.entry.path, message)


def _note_ids(ids: _Ids, config: str, rows: pa.Table) -> None:
    ids.take(config, rows, "id")
    if config in ("attendance", "duplicates"):
        ids.take(f"{config} ->", rows, "article_id" if config == "attendance" else "kept_id")


def _check_ids(ids: _Ids, result: Verification) -> None:
    """Ids are unique, and what refers to an article finds it."""
    import numpy as np

    articles = ids.all("articles")
    for config in ("articles", "duplicates"):
        found = ids.all(config)
        if len(np.unique(found)) != len(found):
            message = f"{len(found) - len(np.unique(found))} ids stand more than once"
            result.add("ids", f"data/{config}", message)
    if np.isin(ids.all("duplicates"), articles).any():
        result.add("ids", "data/duplicates", "an article stands among the duplicates as well")
    for config in ("attendance", "duplicates"):
        lost = int((~np.isin(ids.all(f"{config} ->"), articles)).sum())
        if lost:
            message = f"{lost} {'row refers' if lost == 1 else 'rows refer'} to no article"
            result.add("ids", f"data/{config}", message)


def _check_card(path: Path, manifest: Manifest, result: Verification) -> None:
    """README.md opens with front matter that lists the configs and splits which have rows."""
    import yaml

    card = path / "README.md"
    if manifest.file("README.md") is None or not card.is_file():
        result.add("card", "README.md", "the release has no card")
        return
    text = card.read_bytes()
    if not text.startswith(b"---\n") or b"\n---\n" not in text[4:]:
        result.add("card", "README.md", "it does not begin with its YAML front matter")
        return
    try:
        front = yaml.safe_load(text[4 : text.index(b"\n---\n", 3)])
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        result.add("card", "README.md", f"its front matter is not YAML: {error}")
        return
    listed = _listed(front.get("configs") if isinstance(front, dict) else None)
    data = {name: set(splits) for name, splits in manifest.loadable().items()}
    for config in sorted(data.keys() | listed.keys()):
        if config not in listed:
            result.add("card", "README.md", f"it does not list the config {config}")
        elif config not in data:
            result.add("card", "README.md", f"it lists the config {config}, which has no rows")
        elif listed[config] != data[config]:
            splits = f"{sorted(listed[config])} of {config}, the data {sorted(data[config])}"
            result.add("card", "README.md", f"it lists the splits {splits}")


def _listed(configs: Any) -> dict[str, set[str]]:
    """Config -> splits, as the front matter of a card names them."""
    found: dict[str, set[str]] = {}
    for config in configs if isinstance(configs, list) else ():
        if isinstance(config, dict):
            files = config.get("data_files")
            items = files if isinstance(files, list) else ()
            splits = {str(item.get("split")) for item in items if isinstance(item, dict)}
            found[str(config.get("config_name"))] = splits
    return found
