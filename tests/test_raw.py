"""``raw/`` is what ``damage.py`` writes, and a build of it gives what the truth says."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import io
import json
import lzma
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
RAW = HERE.parent / "raw"
TRUTH = HERE / "articles" / "truth.jsonl"


def load_damage() -> Any:
    spec = importlib.util.spec_from_file_location("damage_of_raw", HERE / "damage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


damage = load_damage()
made = damage.make()
truth = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]


def content(path: str, data: bytes) -> Any:
    """What a file holds, apart from how the installed libraries happen to pack it."""
    import pyarrow.parquet as pq
    import zstandard

    suffix = Path(path).suffix
    if path == "broken/cut.txt.gz":
        return data[:10]
    if suffix == ".parquet":
        return pq.read_table(io.BytesIO(data)).to_pylist()
    if suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    unpack = {
        ".gz": gzip.decompress,
        ".bz2": bz2.decompress,
        ".xz": lzma.decompress,
        ".zst": zstandard.ZstdDecompressor().decompress,
    }
    return unpack.get(suffix, bytes)(data)


def test_the_raw_folder_is_what_the_damage_script_writes() -> None:
    found = sorted(p.relative_to(RAW).as_posix() for p in RAW.rglob("*") if p.is_file())
    assert found == sorted(made.files)
    for path, data in made.files.items():
        assert content(path, (RAW / path).read_bytes()) == content(path, data), path


def test_the_truth_file_is_what_the_damage_script_writes() -> None:
    assert TRUTH.read_text(encoding="utf-8") == "".join(damage.truth_lines(made))


def test_two_runs_of_the_damage_script_agree() -> None:
    again = damage.make()
    assert again.files == made.files
    assert again.truth == made.truth


def test_the_folder_is_small_and_every_master_is_accepted_once() -> None:
    assert sum(map(len, made.files.values())) < 1_000_000
    accepted = Counter(line["article"] for line in truth if line["expect"] == "accepted")
    assert accepted == Counter(list(damage.masters()))
    assert len(accepted) >= 36


def test_a_duplicate_stands_after_the_record_it_repeats() -> None:
    places = {(line["source_path"], line["source_index"]): line for line in truth}
    for line in truth:
        if line["expect"] == "duplicate":
            kept = tuple(line["kept"])
            assert kept < (line["source_path"], line["source_index"])
            assert places[kept]["expect"] == "accepted"
            assert places[kept]["article"] == line["article"]


def test_every_input_form_and_every_damage_is_there() -> None:
    suffixes = {suffix for path in made.files for suffix in Path(path).suffixes}
    forms = ".txt .md .html .htm .json .jsonl .csv .tsv .parquet .warc .zip .tar"
    assert suffixes >= set(f"{forms} .gz .zst .xz .bz2".split())
    unused = set(damage.DAMAGES) - {line["class"].split()[0] for line in truth}
    assert unused == set()


@pytest.mark.parametrize("name", sorted(damage.DAMAGES))
def test_a_damage_changes_the_page_it_is_used_on(name: str) -> None:
    lines = [line.split() for line in damage.PLAN.strip().split("\n")]
    slug = next(line[1] for line in lines if line[2] == name)
    page = damage.page(damage.masters()[slug])
    assert (damage.DAMAGES[name](page) == page) == (name == "clean")


def test_names_stand_in_the_text_of_their_master() -> None:
    for article in damage.masters().values():
        for name in (*article.attendees, *article.absent):
            assert name in article.text, (article.slug, name)
        assert not set(article.attendees) & set(article.absent)


def test_no_master_shares_a_sentence_with_the_labelled_corpora() -> None:
    shared = HERE.parents[1] / "shared" / "attendees" / "dev.jsonl"
    if not shared.is_file():
        pytest.skip("the labelled corpora are not beside the checkout")
    seen = {
        sentence
        for line in shared.read_text(encoding="utf-8").splitlines()
        for sentence in json.loads(line)["body"].replace("\n", "。").split("。")
        if len(sentence) > 12
    }
    ours = {s for a in damage.masters().values() for s in a.text.replace("\n", "。").split("。")}
    assert ours & seen == set()


# ---------------------------------------------------------------- what a build makes of it


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    import dataset_tools

    if not hasattr(dataset_tools, "build"):
        pytest.skip("dataset_tools.build is not there yet")
    import pyarrow.parquet as pq

    out = tmp_path_factory.mktemp("processed")
    release = dataset_tools.build(raw=RAW, out=out)
    tables: dict[str, list[dict[str, Any]]] = {}
    for config in ("articles", "quarantine", "duplicates"):
        files = sorted((Path(release.path) / "data" / config).glob("*.parquet"))
        tables[config] = [row for file in files for row in pq.read_table(file).to_pylist()]
    return tables


def place(row: dict[str, Any]) -> tuple[str, int]:
    return row["source_path"], row["source_index"]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_build_accepts_exactly_the_records_the_truth_says(
    built: dict[str, list[dict[str, Any]]],
) -> None:
    wanted = {place(line) for line in truth if line["expect"] == "accepted"}
    assert {place(row) for row in built["articles"]} == wanted


def test_a_build_quarantines_exactly_the_records_the_truth_says(
    built: dict[str, list[dict[str, Any]]],
) -> None:
    wanted = {place(line) for line in truth if line["expect"] == "quarantined"}
    assert {place(row) for row in built["quarantine"]} == wanted


def test_a_build_removes_the_duplicates_in_favour_of_the_right_record(
    built: dict[str, list[dict[str, Any]]],
) -> None:
    by_id = {row["id"]: place(row) for row in built["articles"]}
    wanted = Counter(tuple(line["kept"]) for line in truth if line["expect"] == "duplicate")
    assert Counter(by_id[row["kept_id"]] for row in built["duplicates"]) == wanted


def test_a_build_calls_a_repaired_copy_exact_and_a_changed_one_near(
    built: dict[str, list[dict[str, Any]]],
) -> None:
    found = {place(row): row["kind"] for row in built["duplicates"]}
    wanted = {place(t): t["kind"] for t in truth if t["expect"] == "duplicate"}
    certain = {where: kind for where, kind in wanted.items() if kind != "any"}
    assert {where: found.get(where) for where in certain} == certain


@pytest.mark.parametrize("field", ["title", "subtitle", "published", "language"])
def test_a_build_gives_each_field_as_the_truth_says(
    built: dict[str, list[dict[str, Any]]], field: str
) -> None:
    found = {place(row): row[field] for row in built["articles"]}
    wrong = []
    for line in truth:
        if line["expect"] == "accepted" and place(line) in found:
            value = found[place(line)]
            value = str(value) if field == "published" and value is not None else value
            if value != line[field]:
                wrong.append((place(line), value, line[field]))
    assert wrong == []


@pytest.mark.parametrize("field", ["attendees", "absent"])
def test_a_build_names_the_people_the_truth_names(
    built: dict[str, list[dict[str, Any]]], field: str
) -> None:
    found = {place(row): {squeezed(p["name"]) for p in row[field]} for row in built["articles"]}
    wrong = []
    for line in truth:
        if line["expect"] == "accepted" and place(line) in found:
            wanted = {squeezed(name) for name in line[field]}
            if found[place(line)] != wanted:
                wrong.append((place(line), found[place(line)] ^ wanted))
    assert wrong == []


def test_a_build_gives_the_clean_text_back(built: dict[str, list[dict[str, Any]]]) -> None:
    found = {place(row): row["text"] for row in built["articles"]}
    wrong = [
        place(line)
        for line in truth
        if line["expect"] == "accepted"
        and place(line) in found
        and squeezed(found[place(line)]) != squeezed(line["text"])
    ]
    assert wrong == []
