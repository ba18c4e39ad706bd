"""Small invented releases, made with the functions that a build uses. Also run by subprocesses."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from dataset_tools.core.tables import arrow
from dataset_tools.release.digest import ContentDigest
from dataset_tools.release.lock import build_lock
from dataset_tools.release.manifest import Manifest, SourceEntry
from dataset_tools.release.publish import Published, finish, recover, staging
from dataset_tools.release.shards import recipe, write_shards
from dataset_tools.schema.arrow import list_of, schema_of, value
from dataset_tools.schema.tables import table_schema

STRING, INT = value("string"), value("int64")
PERSON = {"name": STRING, "title": STRING, "roles": list_of(STRING), "start": INT, "end": INT}
COLUMNS = {
    "id": STRING,
    "title": STRING,
    "text": STRING,
    "published": value("date32"),
    "attendees": list_of(PERSON),
    "warnings": list_of(STRING),
    "source_path": STRING,
    "source_index": INT,
}
OTHERS = ("attendance", "edits", "quarantine", "duplicates")
SPLITS = ("train", "validation", "test")


def schema(columns: dict[str, Any] | None = None) -> Any:
    """The Arrow schema of the articles."""
    return schema_of(columns or COLUMNS)


def article(number: int, **changes: Any) -> dict[str, Any]:
    """An invented article, the same for the same number."""
    name = "沈" + chr(0x4E00 + number % 500)
    row = {
        "id": f"{number:08x}",
        "title": f"青岚镇召开第{number}次防汛会议",
        "text": f"{name}出席会议并讲话。" + "河道水位平稳。" * (number % 7),
        "published": None if number % 3 == 0 else 19_000 + number,
        "attendees": [
            {"name": name, "title": None, "roles": ["speaker", "attendee"], "start": 0, "end": 2}
        ]
        * (number % 3),
        "warnings": ["dates/missing"] if number % 3 == 0 else [],
        "source_path": f"a/{number}.txt",
        "source_index": 0,
    }
    return {**row, **changes}


def split_of(row: dict[str, Any]) -> str:
    """The split of an article: by its id alone."""
    return SPLITS[(0, 0, 0, 1, 2)[int(row["id"], 16) % 5]]


def tables(rows: list[dict[str, Any]], rejected: int = 1) -> dict[str, list[dict[str, Any]]]:
    """The rows of the other configs."""
    attendance = [
        {"article_id": row["id"], "position": at, "role": "speaker", **person}
        for row in rows
        for at, person in enumerate(row["attendees"] or ())
    ]
    quarantine = [
        {
            "source_path": "b/wire.jsonl",
            "source_index": number,
            "byte_start": number * 10,
            "byte_end": number * 10 + 7,
            "raw": b"\x1b[31m\xff%d!" % number,
            "reasons": [{"check": "encoding", "code": "undecodable", "message": "byte 0xff"}],
        }
        for number in range(rejected)
    ]
    edit = {"layer": 0, "repair": "control", "start": 0, "before": "\u200b", "after": ""}
    edits = [{"article_id": row["id"], **edit} for row in rows if int(row["id"], 16) % 4 == 0]
    return {"attendance": attendance, "edits": edits, "quarantine": quarantine, "duplicates": []}


def card(manifest: Manifest) -> str:
    """A card with the configs of the data and the number of the release."""
    configs = [
        {
            "config_name": name,
            "data_files": [
                {"split": split, "path": f"data/{name}/{split}-*.parquet"} for split in splits
            ],
            **({"default": True} if name == "articles" else {}),
        }
        for name, splits in manifest.loadable().items()
    ]
    front = yaml.safe_dump({"license": "mit", "configs": configs}, sort_keys=False)
    return f"---\n{front}---\n# {manifest.name} {manifest.release}\n"


def make(out: Path, rows: list[dict[str, Any]], **options: Any) -> Published:
    """Publish ``rows`` as the next release of ``out``, as a build does.

    Options: ``columns``, ``note`` (a line of the card), ``requested``, ``batch`` (rows a batch),
    ``rejected``, ``group`` (a function that is called between the steps).
    """
    pa = arrow()
    note, rejected = options.get("note", ""), options.get("rejected", 1)
    plan = {"articles": (schema(options.get("columns")), rows)}
    for name, content in tables(rows, rejected).items():
        plan[name] = (table_schema(name), content)

    def render(folder: Path, manifest: Manifest) -> None:
        (folder / "README.md").write_text(card(manifest) + note, encoding="utf-8")

    with build_lock(out):
        recover(out)
        with staging(out) as folder:
            content, entries, splits = ContentDigest(), [], {}
            for config, (kind, items) in plan.items():
                names = SPLITS if config == "articles" else ("train",)
                for split in names:
                    chosen = [i for i in items if config != "articles" or split_of(i) == split]
                    size = options.get("batch", 100)
                    batches = [
                        pa.RecordBatch.from_pylist(chosen[at : at + size], schema=kind)
                        for at in range(0, len(chosen), size)
                    ]
                    digest = content.table(config, split, kind)
                    entries += write_shards(folder, config, split, batches, kind, digest)
                    if config == "articles":
                        splits[split] = len(chosen)
            counts = {"accepted": len(rows), "quarantined": rejected, "duplicates": 0}
            digest_of_rows = hashlib.sha256(repr(rows).encode()).hexdigest()
            draft = Manifest(
                "river-notes",
                "",
                content.result(),
                {"read": len(rows) + rejected, **counts},
                splits,
                tuple(entries),
                (SourceEntry("all.jsonl", 1, digest_of_rows, len(rows) + rejected),),
                recipe(),
                {"dataset": {"name": "river-notes"}},
            )
            return finish(out, folder, draft, render, options.get("requested"))
