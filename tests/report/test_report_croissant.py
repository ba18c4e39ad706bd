"""Croissant: valid for ``mlcroissant``, which reads every config back through it."""

from __future__ import annotations

import json
import warnings

import pyarrow.parquet as pq
import pytest

from dataset_tools.release.croissant import CONFORMS, license_address


@pytest.fixture(scope="module")
def document(evil):
    folder, _ = evil
    return json.loads((folder / "croissant.json").read_text(encoding="utf-8"))


def test_the_document_names_every_file_with_rows_and_its_hash(evil, document):
    folder, manifest = evil
    files = {d["@id"]: d for d in document["distribution"] if d["@type"] == "cr:FileObject"}
    wanted = {e.path: e.sha256 for e in manifest.files if e.rows}
    assert {path: item["sha256"] for path, item in files.items()} == wanted
    assert {item["encodingFormat"] for item in files.values()} == {"application/x-parquet"}
    assert document["conformsTo"] == CONFORMS
    assert document["version"] == "1.2.0"
    assert all((folder / item["contentUrl"]).is_file() for item in files.values())


def test_every_column_of_every_config_is_a_field(evil, document):
    folder, manifest = evil
    sets = {item["@id"]: item for item in document["recordSet"]}
    assert set(sets) == set(manifest.loadable())
    for name, item in sets.items():
        shard = manifest.shards()[name]["train"][0]
        columns = pq.read_schema(folder / shard.entry.path).names
        assert [field["name"] for field in item["field"]] == columns
    ids = [field["@id"] for item in sets.values() for field in item["field"]]
    assert len(set(ids)) == len(ids)


def test_mlcroissant_finds_nothing_wrong_and_reads_the_rows_back(evil, monkeypatch):
    pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")
    folder, manifest = evil
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        import mlcroissant

        dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
        issues = dataset.metadata.ctx.issues
        assert list(issues.errors) == []
        # A date of publication would have to come from the clock.
        assert all("datePublished" in str(warning) for warning in issues.warnings)
        for name in manifest.loadable():
            records = list(dataset.records(name))
            assert len(records) == manifest.rows(name)
        found = {r["articles/id"].decode(): r for r in dataset.records("articles")}
    rows = [
        row
        for shards in manifest.shards()["articles"].values()
        for shard in shards
        for row in pq.read_table(folder / shard.entry.path).to_pylist()
    ]
    for row in rows:
        record = found[row["id"]]
        assert record["articles/text"].decode() == row["text"]
        names = [item["articles/attendees/name"].decode() for item in record["articles/attendees"]]
        assert names == [attendee["name"] for attendee in row["attendees"]]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("cc-by-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-nc-sa-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("cc0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("other", "other"),
        ("cc", "cc"),
    ],
)
def test_a_license_has_its_address_where_it_is_known(name, address):
    assert license_address(name) == address
