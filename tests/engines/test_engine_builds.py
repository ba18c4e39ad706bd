"""Builds: the same bytes from every engine; a part that kills its workers is quarantined."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from engine_faults import FaultyTask

from dataset_tools.builder import Options, Release, build
from dataset_tools.core.config import Config, GateSection
from dataset_tools.engines import DIED
from dataset_tools.release import job, placement
from dataset_tools.release.files import list_files, sha256_file
from dataset_tools.release.verify import verify

LENIENT = Config(gate=GateSection(max_quarantined_rate=1.0))


def fingerprints(folder: Path) -> dict[str, str]:
    """SHA-256 of every released file."""
    return {name: sha256_file(folder / name) for name in list_files(folder)}


def rows(release: Release, config: str) -> list[dict]:
    """All rows of a config."""
    files = sorted((release.path / "data" / config).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


@pytest.fixture(scope="module")
def inline(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    made = build(raw, tmp_path_factory.mktemp("inline"), LENIENT)
    assert made.built_parts >= 4
    return made


@pytest.mark.parametrize("workers", [1, 3])
def test_a_pool_gives_the_bytes_of_one_process(
    inline: Release, raw: Path, tmp_path: Path, workers: int
) -> None:
    made = build(raw, tmp_path / "out", LENIENT, options=Options("pool", workers))
    assert fingerprints(made.path) == fingerprints(inline.path)
    assert made.counts == inline.counts


def test_a_search_that_is_spread_over_a_pool_gives_the_bytes_of_one_process(
    inline: Release, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "SPREAD", 1)
    made = build(raw, tmp_path / "out", LENIENT, options=Options("pool", 2))
    assert fingerprints(made.path) == fingerprints(inline.path)


def test_a_part_whose_workers_die_is_quarantined_and_the_next_build_is_clean(
    inline: Release, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "PartTask", FaultyTask)
    (raw.parent / "die").touch()
    options = Options("pool", 2)
    try:
        hurt = build(raw, tmp_path / "out", LENIENT, options=options)
    finally:
        (raw.parent / "die").unlink()
    counts = hurt.counts
    assert counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicates"]
    assert verify(hurt.path).ok
    rejected = [row for row in rows(hurt, "quarantine") if row["reasons"][0]["check"] == "part"]
    assert any(row["source_path"].endswith("deadly.txt") for row in rejected)
    for row in rejected:
        assert row["raw"] == (raw / row["source_path"]).read_bytes()
        assert row["reasons"] == [{"check": "part", "code": "worker_died", "message": DIED}]
    lost = {row["source_path"] for row in rejected}
    whole = rows(inline, "articles")
    ids = {row["id"] for row in rows(hurt, "articles")}
    assert ids == {row["id"] for row in whole if row["source_path"] not in lost}
    assert 0 < len(ids) < len(whole)
    healed = build(raw, tmp_path / "out", LENIENT, options=options)
    assert healed.built_parts == 1
    assert healed.content_digest == inline.content_digest
    assert fingerprints(healed.path / "data") == fingerprints(inline.path / "data")
