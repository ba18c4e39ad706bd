"""The audit of a release and the explanation of its duplicates, on releases made by hand."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset_tools.cli.main import run
from dataset_tools.core.errors import UsageError
from dataset_tools.release.audit import audit
from dataset_tools.release.duplicates import differences, explain_duplicate
from dataset_tools.release.manifest import Manifest, describe_files

HAN = "".join(chr(0x4E00 + 7 * n) for n in range(2500))


def passage(seed: int, length: int = 300) -> str:
    r = random.Random(seed)
    return "".join(HAN[int(r.random() * len(HAN))] for _ in range(length))


def article(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "title": f"题{name}", "subtitle": None, "text": text, "published": None,
            "source": None, "source_path": f"{name}.txt", "source_index": 0}  # fmt: skip


ARTICLES = pa.schema(
    [(n, pa.string()) for n in ("id", "title", "subtitle", "text", "published", "source")]
    + [("source_path", pa.string()), ("source_index", pa.int64())]
)
DUPLICATES = pa.schema(
    [(n, pa.string()) for n in ("id", "kept_id", "kind", "title", "text", "source_path")]
    + [("similarity", pa.float64()), ("source_index", pa.int64())]
)


def released(
    folder: Path, splits: dict[str, list[dict[str, Any]]], gone: Sequence[dict[str, Any]] = ()
) -> Path:
    tables = {f"articles/{name}": pa.Table.from_pylist(r, ARTICLES) for name, r in splits.items()}
    tables["duplicates/train"] = pa.Table.from_pylist(list(gone), DUPLICATES)
    known = []
    for name, table in tables.items():
        path = f"data/{name}-00000-of-00001.parquet"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / path, write_page_checksum=True)
        known += [e._replace(rows=len(table)) for e in describe_files(folder) if e.path == path]
    counts = {"read": 0, "accepted": 0, "quarantined": 0, "duplicates": len(gone)}
    accepted = {name: len(rows) for name, rows in splits.items()}
    counts["accepted"] = sum(accepted.values())
    counts["read"] = counts["accepted"] + len(gone)
    manifest = Manifest(
        "articles", "1.0.0", "sha256:" + "0" * 64, counts, accepted, tuple(known),
        config={"dedup": {"threshold": 0.8}},
    )  # fmt: skip
    (folder / "manifest.json").write_bytes(manifest.to_bytes())
    return folder


def test_a_release_without_leaks_is_clean(tmp_path: Path) -> None:
    rows = [article(f"a{n}", passage(n)) for n in range(60)]
    result = audit(released(tmp_path, {"train": rows[:40], "test": rows[40:]}))
    assert result.clean
    assert (result.articles, result.splits) == (60, {"test": 20, "train": 40})


@pytest.mark.parametrize(("changes", "leaks"), [(0, 1), (3, 1), (9, 1), (30, 0)])
def test_a_near_duplicate_in_another_split_is_a_leak(
    tmp_path: Path, changes: int, leaks: int
) -> None:
    text = passage(1)
    other = list(text)
    for number in range(changes):
        other[number * 300 // changes] = HAN[number]
    rows = [article(f"a{n}", passage(n)) for n in range(1, 30)]
    result = audit(released(tmp_path, {"train": rows, "test": [article("t", "".join(other))]}))
    assert len(result.leaks) == leaks
    assert result.clean == (leaks == 0)
    if leaks:
        assert {result.leaks[0].id, result.leaks[0].other_id} == {"a1", "t"}


def test_near_duplicates_within_one_split_are_no_leak(tmp_path: Path) -> None:
    rows = [article("a", passage(1)), article("b", passage(1) + "尾")]
    assert audit(released(tmp_path, {"train": rows, "test": [article("c", passage(2))]})).clean


def test_a_removal_in_favour_of_another_text_is_unjust(tmp_path: Path) -> None:
    gone = {"kind": "near", "title": "题a", "source_path": "z.txt", "source_index": 0}
    folder = released(
        tmp_path,
        {"train": [article("a", passage(1))]},
        [
            {"id": "d1", "kept_id": "a", "text": passage(1) + "尾", "similarity": 0.99, **gone},
            {"id": "d2", "kept_id": "a", "text": passage(2), "similarity": 0.99, **gone},
            {"id": "d3", "kept_id": "gone", "text": passage(1), "similarity": 0.99, **gone},
        ],
    )
    assert [removal.id for removal in audit(folder).wrong_removals] == ["d2", "d3"]


def test_the_command_says_what_leaks_and_ends_with_1(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = released(
        tmp_path, {"train": [article("a", passage(1))], "test": [article("b", passage(1))]}
    )
    assert run(["audit", str(folder), "--json"]) == 1
    value = json.loads(capfd.readouterr().out)
    (leak,) = value["leaks"]
    assert {leak["id"]: leak["split"], leak["other_id"]: leak["other_split"]} == {
        "a": "train",
        "b": "test",
    }
    assert leak["similarity"] == pytest.approx(0.99, abs=0.02)
    assert value["clean"] is False
    assert run(["audit", str(folder)]) == 1
    assert "1 of 0.60 or more" in capfd.readouterr().out


def test_the_command_explains_a_removed_record(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    removed = {"id": "d1", "kept_id": "a", "kind": "near", "similarity": 0.97, "title": "题a",
               "text": "甲乙丙丁\x1b[31m戊", "source_path": "z.txt", "source_index": 4}  # fmt: skip
    folder = released(tmp_path, {"train": [article("a", "甲乙丙己戊")]}, [removed])
    assert run(["dedup", "explain", "d1", "--release", str(folder), "--json"]) == 0
    value = json.loads(capfd.readouterr().out)
    assert (value["kept_id"], value["kind"], value["similarity"]) == ("a", "near", 0.97)
    assert value["kept"]["split"] == "train"
    assert [(d["kept"], d["removed"]) for d in value["differences"]] == [("己", "丁\x1b[31m")]
    assert run(["dedup", "explain", "d1", "--release", str(folder)]) == 0
    out = capfd.readouterr().out
    assert "z.txt record 4" in out
    assert "\x1b" not in out
    assert "97.0% alike" in out


def test_an_id_that_was_kept_or_is_unknown_is_a_usage_error(tmp_path: Path) -> None:
    folder = released(tmp_path, {"train": [article("a", passage(1))]})
    with pytest.raises(UsageError, match="was kept"):
        explain_duplicate(folder, "a")
    with pytest.raises(UsageError, match="nothing was removed"):
        explain_duplicate(folder, "b")


def test_differences_ignore_indents_and_show_their_surroundings() -> None:
    assert differences("　　今冬\n  六十", "今冬\n六十") == ()
    (one,) = differences("今冬共记录六十一种", "今冬共记录六十一种水鸟")
    assert (one.before, one.kept, one.removed, one.after) == ("今冬共记录六十一种", "", "水鸟", "")
