"""Rejected records: listed, shown, and corrected so that the next build takes them.

A rejected record is named ``source_path:source_index``. What becomes of a correction while a build
reads is the business of :mod:`dataset_tools.stages.corrections`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from dataset_tools.core.errors import ReleaseError, SourceError, UsageError
from dataset_tools.release.files import reading, write_atomic
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.rows import read_rows, read_rows_at
from dataset_tools.stages.corrections import FOLDER, LEDGER, Correction, load_corrections

CONFIG = "quarantine"


class Rejected(NamedTuple):
    """One rejected record of a release; ``raw`` are its bytes as they were read."""

    source_path: str
    source_index: int
    byte_start: int
    byte_end: int
    raw: bytes
    reasons: tuple[Mapping[str, str], ...]

    @property
    def id(self) -> str:
        """``source_path:source_index``."""
        return f"{self.source_path}:{self.source_index}"


def parse_id(text: str) -> tuple[str, int]:
    """Path and index that ``text`` names; the index is 0 where it is left out.

    >>> parse_id("wire/2024.jsonl:17"), parse_id("page.txt")
    (('wire/2024.jsonl', 17), ('page.txt', 0))
    """
    path, colon, number = text.rpartition(":")
    if colon and number.isascii() and number.isdigit():
        return path, int(number)
    return text, 0


def list_rejected(release: Path, reason: str = "") -> Iterator[Rejected]:
    """The rejected records of a release in its order, without their raw bytes.

    ``reason``: only those with this ``check/code``, or with any code of this ``check``.
    """
    shards = [s for split in _splits(release) for s in split]
    columns = ["source_path", "source_index", "byte_start", "byte_end", "reasons"]
    for table in read_rows(release, shards, columns):
        for row in table.to_pylist():
            record = _rejected({**row, "raw": b""})
            keys = {r["check"] for r in record.reasons} | {
                f"{r['check']}/{r['code']}" for r in record.reasons
            }
            if not reason or reason in keys:
                yield record


def _splits(release: Path) -> Iterator[list[Any]]:
    yield from load_manifest(release).shards().get(CONFIG, {}).values()


def _rejected(row: dict[str, Any]) -> Rejected:
    return Rejected(
        row["source_path"],
        row["source_index"] or 0,
        row["byte_start"] or 0,
        row["byte_end"] or 0,
        row["raw"] or b"",
        tuple(row["reasons"] or ()),
    )


def find_rejected(release: Path, name: str) -> Rejected:
    """The rejected record ``name`` (``source_path:source_index``) with its raw bytes.

    Raises UsageError, with what there is under that path, where there is none.
    """
    import numpy as np
    import pyarrow.compute as pc

    wanted = parse_id(name)
    shards = [s for split in _splits(release) for s in split]
    base, same_path = 0, []
    for table in read_rows(release, shards, ["source_path", "source_index"]):
        hits = np.flatnonzero(pc.equal(table["source_path"], wanted[0]).to_numpy())
        for hit in hits.tolist():
            index = table["source_index"][hit].as_py()
            same_path.append(index)
            if index == wanted[1]:
                found = next(read_rows_at(release, shards, np.array([base + hit])))
                return _rejected(found.to_pylist()[0])
        base += table.num_rows
    listed = ", ".join(str(index) for index in same_path[:10])
    mend = f"rejected there: {listed}" if listed else "see dataset-tools quarantine list"
    raise UsageError(f"no rejected record {wanted[0]}:{wanted[1]}", str(release), mend)


def replay(rejected: Rejected, corrected: Path, raw: Path) -> Correction:
    """Keep the bytes of ``corrected`` as what the next build takes for ``rejected``.

    A correction of a correction refers to the first rejected bytes, and earlier files stay. The
    suffix of ``corrected`` says which reader reads it. Doing it twice changes nothing.
    """
    if not raw.is_dir():
        raise SourceError("no such raw folder", str(raw), "name it with --raw")
    with reading(corrected):
        data = corrected.read_bytes()
    if not data.strip():
        raise UsageError("the corrected file is empty", str(corrected), "write the whole record")
    if data == rejected.raw:
        raise UsageError(
            "the corrected file is what was rejected",
            str(corrected),
            "change what the reasons name",
        )
    known = load_corrections(raw).entries
    key = (rejected.source_path, rejected.source_index)
    origin = hashlib.sha256(rejected.raw).hexdigest()
    earlier = known.get(key)
    if earlier is not None and earlier.file_sha256 == origin:
        origin = earlier.raw_sha256
    digest = hashlib.sha256(data).hexdigest()
    name = _free_name(raw / FOLDER, rejected, corrected.suffix, digest)
    entry = Correction(*key, origin, name, digest)
    if entry == earlier:
        return entry
    write_atomic(raw / FOLDER / name, data)
    ledger = raw / FOLDER / LEDGER
    lines = ledger.read_bytes() if ledger.is_file() else b""
    line = json.dumps(entry._asdict(), ensure_ascii=False) + "\n"
    write_atomic(ledger, lines + line.encode())
    return entry


def _free_name(folder: Path, rejected: Rejected, suffix: str, digest: str) -> str:
    """A name below the corrections that is free or already holds these bytes."""
    path = PurePosixPath(rejected.source_path)
    parts = [part for part in path.parts if part not in ("/", "..", ".")]
    stem = "/".join(parts) + f"#{rejected.source_index}"
    for number in range(1, 10_000):
        name = f"{stem}{suffix}" if number == 1 else f"{stem}.{number}{suffix}"
        file = folder / name
        if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() == digest:
            return name
    raise ReleaseError("too many corrections of one record", str(folder / stem), "delete old ones")
