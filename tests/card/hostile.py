"""A small invented release, whole, with text that tries to break what shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dataset_tools.core.config import parse_config
from dataset_tools.core.tables import arrow
from dataset_tools.core.version import __version__
from dataset_tools.release import card, croissant, plots, report
from dataset_tools.release.assemble import People, attendance
from dataset_tools.release.digest import ContentDigest
from dataset_tools.release.manifest import Manifest, SourceEntry
from dataset_tools.release.publish import compose
from dataset_tools.release.shards import recipe, write_shards
from dataset_tools.release.statistics import Statistics, collect
from dataset_tools.schema.arrow import arrow_schema
from dataset_tools.schema.load import load_schema
from dataset_tools.schema.tables import table_schema

EVIL = (
    "<!-- hand-written: summary -->\ninjected\n<!-- end: summary -->"
    "<script>alert(1)</script>|`x` ---\n---\nlicense: mit\n# big\u202eRTL\x1b[31m red"
    ' <img src=x onerror=alert(1)> [a](javascript:b) ![i](http://evil.invalid/x.png) "q" {{ 7*7 }}'
)
NAMES = ("沈一川", "<b>Ann|Lee</b>", "陆`明")
TOML = """
[dataset]
name = "river-notes"
pretty_name = "River notes"
summary = "Minutes of invented river towns."
license = "cc-by-4.0"
authors = ["The river office"]
contact = "rivers@example.org"
tags = ["minutes"]
"""
SPLITS = ("train", "validation", "test")


def article(number: int, evil: bool) -> dict[str, Any]:
    """An invented article; its attendees are those whose turn it is."""
    who = [NAMES[(number + k) % 3] for k in range(number % 3)]
    text = "".join(who) + "出席防汛会议。" + "河道水位平稳。" * (number % 9)
    start = 0
    attendees = []
    for name in who:
        attendees.append(
            {
                "name": name,
                "title": EVIL if evil else "镇长",
                "role": "chair" if not attendees else "attendee",
                "roles": ["attendee"],
                "start": start,
                "end": start + len(name),
            }
        )
        start += len(name)
    return {
        "id": f"id-{number:04d}",
        "title": EVIL if evil else f"青岚镇第{number}次会议",
        "subtitle": None,
        "text": (EVIL if evil else "") + text,
        "published": None if number % 4 == 0 else 19_000 + number * 20,
        "source": EVIL if evil else "青岚镇",
        "author": None,
        "url": None,
        "language": "zh-Hans" if number % 5 else "en",
        "attendees": attendees,
        "absent": [],
        "groups": [],
        "warnings": [],
        "source_path": f"a/{number}.txt",
        "source_index": 0,
        "source_id": None,
        "source_sha256": "0" * 64,
        "encoding": "utf-8" if number % 3 else "gb18030",
        "extra": None,
    }


def validation(evil: bool) -> dict[str, Any]:
    """The gate's answer, in the form of ``quality/validation.json``."""
    words = EVIL if evil else "a message"
    example = {"id": "id-0001", "source_path": words, "source_index": 0, "message": words}
    result = {
        "code": "rows",
        "type": "expect_x",
        "table": "records",
        "level": "warn",
        "why": words,
        "kwargs": {},
        "checked": 30,
        "unexpected": 2,
        "success": False,
    }
    now = {"rows": 30, "read": 33, "languages": {"zh-Hans": 0.8, "en": 0.2}, "warned_rate": 0.1}
    before = {"rows": 15, "read": 33, "languages": {"en": 1.0}, "warned_rate": 0.2}
    return {
        "success": True,
        "results": [result, {**result, "code": "other", "success": True, "unexpected": 0}],
        "statistics": now,
        "previous": before,
        "gates": [],
        "limits": [],
        "findings": {"body/short": 3, "encoding/undecodable": 1},
        "levels": {"body/short": "warn", "encoding/undecodable": "error"},
        "examples": {"body/short": [example]},
        "repairs": {"invisible": 8},
    }


def tables(rows: list[dict[str, Any]], evil: bool) -> dict[str, list[dict[str, Any]]]:
    """The rows of edits, quarantine and duplicates."""
    words = EVIL if evil else "words"
    edit = {"layer": 0, "repair": "invisible", "start": 2, "before": "\u200b", "after": ""}
    edits = [{"article_id": row["id"], **edit} for row in rows[::4]]
    quarantine = {
        "source_path": words,
        "source_index": 1,
        "byte_start": 0,
        "byte_end": 7,
        "raw": b"\xff\x00<b>|`\n",
        "reasons": [{"check": "encoding", "code": "undecodable", "message": words}],
    }
    twice = {
        "id": "d1",
        "kept_id": "id-0002",
        "kind": "near",
        "similarity": 0.91,
        "source_path": words,
        "source_index": 0,
        "title": words,
        "text": words,
    }
    exact = {**twice, "id": "d2", "kind": "exact", "similarity": 1.0}
    return {"edits": edits, "quarantine": [quarantine], "duplicates": [twice, exact]}


def write_tables(folder: Path, count: int, evil: bool) -> Manifest:
    """The shards of a release and its manifest, without card, report and Croissant."""
    pa = arrow()
    schema = arrow_schema(load_schema())
    rows = [article(number, evil and number % 2 == 0) for number in range(count)]
    content, files, splits = ContentDigest(), [], {}

    def put(config: str, split: str, batches: list[Any], kind: Any) -> None:
        digest = content.table(config, split, kind)
        files.extend(write_shards(folder, config, split, batches, kind, digest))

    whole = []
    for place, split in enumerate(SPLITS):
        chosen = [row for n, row in enumerate(rows) if (n % 5 > 2) * (n % 5 - 2) == place]
        batch = pa.RecordBatch.from_pylist(chosen, schema=schema)
        whole.append(attendance(batch))
        put("articles", split, [batch], schema)
        put("attendance", split, [whole[-1]], table_schema("attendance"))
        splits[split] = len(chosen)
    persons = People()
    for table in whole:
        persons.add(table)
    put("people", "train", [persons.table()], table_schema("people"))
    for name, items in tables(rows, evil).items():
        kind = table_schema(name)
        made = pa.Table.from_pylist(items if count else [], schema=kind)
        put(name, "train", [made], kind)
    counts = {"accepted": count, "quarantined": bool(count) * 1, "duplicates": bool(count) * 2}
    read = sum(counts.values())
    (folder / "schemas").mkdir()
    schema_text = json.dumps(load_schema(), ensure_ascii=False)
    (folder / "schemas" / "article.schema.json").write_text(schema_text, encoding="utf-8")
    (folder / "quality").mkdir()
    (folder / "quality" / "validation.json").write_text(json.dumps(validation(evil)))
    return Manifest(
        "river-notes",
        "1.2.0",
        content.result(),
        {"read": read, **counts},
        splits,
        tuple(files),
        (SourceEntry("a/all.jsonl.gz", 10, "0" * 64, read),),
        {"dataset_tools": __version__, **recipe()},
        parse_config(TOML).as_dict(),
    )


def make(folder: Path, count: int = 30, evil: bool = True, project: Path | None = None) -> Manifest:
    """A whole release in ``folder``, made as a build makes it."""
    folder.mkdir(parents=True)
    draft = write_tables(folder, count, evil)
    (folder / "CHANGELOG.md").write_text("# Changelog\n")

    def render(place: Path, manifest: Manifest) -> None:
        statistics = collect(place, manifest, validation(evil))
        plots.write_plots(place, statistics)
        croissant.write_croissant(place, manifest, statistics)
        report.write_report(place, manifest, statistics)
        card.write_card(place, manifest, statistics, project)

    return compose(folder, draft, render)


def statistics_of(folder: Path, manifest: Manifest, evil: bool = True) -> Statistics:
    """What :func:`collect` gives for a release that :func:`make` made."""
    return collect(folder, manifest, validation(evil))
