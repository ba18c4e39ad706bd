"""Corrections: records that a person mended after they were rejected, taken in their place.

They are kept below ``<raw>/corrections/``, never in the place of the original::

    corrections/corrections.jsonl           one line a correction; a later line replaces an earlier
    corrections/<source_path>#<index>.json  the corrected bytes, as the user gave them

Each line holds the SHA-256 of the rejected bytes. While a source is read, a record whose path,
index and bytes are those of a line is replaced by what the corrected file holds; it keeps its path,
its index and its place in the source, and counts once. Where the original has other bytes by now,
the line no longer applies and the record is read as it stands. The folder itself is no source.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dataset_tools.core.config import ReadSection
from dataset_tools.core.errors import SourceError
from dataset_tools.core.record import Problem, RawRecord
from dataset_tools.readers._content import Pair
from dataset_tools.stages._entry import enter
from dataset_tools.stages.read import read_source

FOLDER = "corrections"
LEDGER = "corrections.jsonl"


class Correction(NamedTuple):
    """One line of the ledger: where it belongs, what it replaces, which file holds it."""

    source_path: str
    source_index: int
    raw_sha256: str
    file: str
    file_sha256: str

    def replaces(self, raw: bytes) -> bool:
        """Whether ``raw`` are the very bytes that were rejected and corrected."""
        return hashlib.sha256(raw).hexdigest() == self.raw_sha256


@dataclass(frozen=True)
class Corrections:
    """The corrections below one raw folder, by source path and index; a plain value for workers."""

    root: Path
    entries: Mapping[tuple[str, int], Correction] = field(default_factory=dict)

    def digest(self, source: str) -> str:
        """What makes the corrections of one source, for the key of its part; empty without any.

        ``source`` is the path that its records show; members of an archive (``source!member``)
        belong to it.
        """
        lines = [
            json.dumps(entry)
            for (path, _), entry in sorted(self.entries.items())
            if path == source or path.startswith(source + "!")
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""

    def files(self) -> list[str]:
        """The files that a build must name among its sources: relative paths, sorted."""
        found = {f"{FOLDER}/{entry.file}" for entry in self.entries.values()}
        return sorted(found | {f"{FOLDER}/{LEDGER}"}) if found else []

    def apply(self, pairs: Iterable[Pair], settings: ReadSection) -> Iterator[Pair]:
        """The records of a source, corrected ones in the place of those they replace."""
        if not self.entries:
            yield from pairs
            return
        for path, record in pairs:
            entry = self.entries.get((path, record.index))
            if entry is None or not entry.replaces(record.raw):
                yield path, record
            else:
                yield path, self._corrected(entry, record, settings)

    def _corrected(self, entry: Correction, record: RawRecord, settings: ReadSection) -> RawRecord:
        """What the corrected file holds, at the place of ``record``.

        It must be one record; of any other number the original stays, with the reason.
        """
        path = self.root / FOLDER / entry.file
        entered = enter(str(path), str(self.root))
        if isinstance(entered, Problem):
            raise SourceError(
                f"a correction cannot be read: {entered.message}",
                str(path),
                f"put it back, or delete its line in {FOLDER}/{LEDGER}",
            )
        with open(entered[0], "rb") as file:  # noqa: PTH123 - a descriptor
            data = file.read()
        if hashlib.sha256(data).hexdigest() != entry.file_sha256:
            raise SourceError(
                "a correction was changed after its replay",
                str(path),
                "replay it again: dataset-tools quarantine replay "
                f"{entry.source_path}:{entry.source_index} --file FILE",
            )
        found = [new for _, new in read_source(self.root / FOLDER, entry.file, settings)]
        if len(found) != 1:
            message = f"its correction holds {len(found)} records instead of one"
            problems = (*record.problems, Problem("read", "bad_correction", message))
            return dataclasses.replace(record, problems=problems)
        place = (record.index, record.byte_start, record.byte_end)
        return dataclasses.replace(
            found[0], index=place[0], byte_start=place[1], byte_end=place[2], raw=data
        )


def load_corrections(root: Path) -> Corrections:
    """All corrections below the raw folder ``root``; none where it has no ledger.

    Raises SourceError where the ledger is damaged, with its line.
    """
    ledger = root / FOLDER / LEDGER
    entries: dict[tuple[str, int], Correction] = {}
    try:
        lines = ledger.read_bytes().splitlines()
    except FileNotFoundError:
        return Corrections(root)
    except OSError as error:
        raise SourceError(
            f"the corrections cannot be read: {error.strerror}", str(ledger), "make it readable"
        ) from None
    for number, line in enumerate(lines, 1):
        try:
            entry = Correction(**json.loads(line))
            key = _place(entry)
        except (ValueError, TypeError, RecursionError):
            raise SourceError(
                f"line {number} is no correction", str(ledger), "delete the line and replay again"
            ) from None
        entries[key] = entry
    return Corrections(root, entries)


def _place(entry: Correction) -> tuple[str, int]:
    """What a correction replaces; ValueError for a line of other types, or that leads elsewhere."""
    path, index, *names = entry
    if not all(isinstance(name, str) for name in (path, *names)) or type(index) is not int:
        raise ValueError("not the types of a correction")
    if entry.file.startswith("/") or {"..", ""} & set(entry.file.split("/")):
        raise ValueError("a file outside the folder of corrections")
    "".join((path, *names)).encode()
    return path, index


def without_corrections(sources: Iterable[str]) -> list[str]:
    """The sources that are read for themselves.

    >>> without_corrections(["a.txt", "corrections/corrections.jsonl", "corrections.txt"])
    ['a.txt', 'corrections.txt']
    """
    return [source for source in sources if not source.startswith(f"{FOLDER}/")]
