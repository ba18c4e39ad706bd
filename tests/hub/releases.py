"""Small releases with real Parquet files and a real card, as the release builder would write."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dataset_tools.release.digest import digest_release
from dataset_tools.release.manifest import COUNTS, Manifest, describe_files

CARD = """---
license: cc-by-4.0
pretty_name: Notes of Acme
configs:
- config_name: articles
  default: true
  data_files:
  - split: train
    path: data/articles/train-*
  - split: test
    path: data/articles/test-*
- config_name: attendance
  data_files:
  - split: train
    path: data/attendance/train-*
---
# Notes of Acme

Release {release}. {note}
"""


def article_rows(first: int, count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"a{n}", "title": f"标题 {n}", "text": f"第{n}次会议。\n出席。"}
        for n in range(first, first + count)
    ]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd")


def seal(folder: Path, release: str, name: str = "notes") -> Path:
    """(Re)write the manifest over whatever is in the folder now."""
    (folder / "manifest.json").unlink(missing_ok=True)
    files = describe_files(folder)
    files = tuple(
        entry._replace(rows=pq.read_metadata(folder / entry.path).num_rows)
        if entry.path.endswith(".parquet")
        else entry
        for entry in files
    )
    draft = Manifest(name, release, "", dict.fromkeys(COUNTS, 0), {}, files)
    splits = {split: draft.rows("articles", split) for split in draft.shards()["articles"]}
    count = sum(splits.values())
    counts = {**draft.counts, "read": count, "accepted": count}
    digest = digest_release(folder, draft)
    manifest = Manifest(name, release, digest, counts, splits, files)
    (folder / "manifest.json").write_bytes(manifest.to_bytes())
    return folder


def make_release(
    folder: Path,
    release: str,
    *,
    shards: int = 2,
    note: str = "First.",
    success: object = True,
    name: str = "notes",
    big: bool = False,
    change: Callable[[Path], None] | None = None,
) -> Path:
    """A release folder; ``change`` may alter the files before the manifest is written."""
    shutil.rmtree(folder, ignore_errors=True)
    data = folder / "data"
    for number in range(shards):
        shard = data / f"articles/train-{number:05d}-of-{shards:05d}.parquet"
        rows = article_rows(number * 3, 3)
        if big and number == 0:
            rows[0]["text"] = "".join(f"{n * n:x}." for n in range(400_000))
        write(shard, rows)
    write(data / "articles/test-00000-of-00001.parquet", article_rows(100, 3))
    write(data / "attendance/train-00000-of-00001.parquet", [{"article_id": "a0", "name": "王示"}])
    texts = {
        "README.md": CARD.format(release=release, note=note),
        "CHANGELOG.md": f"# {release}\n",
        "croissant.json": "{}\n",
        "schemas/article.schema.json": '{"type": "object"}\n',
        "quality/validation.json": json.dumps({"success": success}) + "\n",
        "quality/report.html": "<p>fine</p>\n",
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    if change is not None:
        change(folder)
    return seal(folder, release, name)


def local_rows(folder: Path, config: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by split, straight from the files."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((folder / "data" / config).glob("*.parquet")):
        found.setdefault(file.name.split("-")[0], []).extend(pq.read_table(file).to_pylist())
    return found
