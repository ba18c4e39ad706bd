"""Statistics: everything that card and report show of a release, counted from its own files.

:func:`collect` reads the shards row group by row group and only the columns it needs; memory holds
one row group and a few bytes an article. What it gives depends on the rows, the sources and the
gate's answer alone: not on the release number, the clock or the machine.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Manifest, Shard
from dataset_tools.release.measures import Articles
from dataset_tools.release.measures_fates import Edits, Rejected, Removed
from dataset_tools.release.measures_people import Attendance
from dataset_tools.release.samples import Sample, example_record, samples

SHOWN_PEOPLE = 20
"""People in the table of those met most often; the picture shows the first dozen of them."""

Counts = tuple[tuple[str, int], ...]
_PACKED = re.compile(r"\.(gz|zst|xz|bz2)$", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """One config: its columns as ``datasets`` describes them; rows and bytes of each split.

    ``encoded``: bytes of the values before compression, from the Parquet footers; ``files``: bytes
    on disk; ``shards``: number of files.
    """

    columns: Mapping[str, Any]
    rows: Mapping[str, int]
    encoded: Mapping[str, int]
    files: Mapping[str, int]
    shards: int

    @property
    def total(self) -> int:
        """Rows of all splits."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Statistics:
    """What a release consists of, in numbers and a few examples.

    Pairs ``(word, count)`` are sorted by count, then word, unless a docstring says otherwise.
    ``coverage``: column -> articles that have a value (a list: at least one item).
    """

    counts: Mapping[str, int]
    splits: Mapping[str, int]
    tables: Mapping[str, Table]
    sources: Counts
    source_bytes: int
    coverage: Mapping[str, int]
    articles: Articles
    attendance: Attendance
    edits: Edits
    rejected: Rejected
    removed: Removed
    validation: Mapping[str, Any]
    example: Mapping[str, Any] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()

    @property
    def success(self) -> bool:
        """Whether every gate was passed."""
        return bool(self.validation.get("success", True))


def ranked(counts: Mapping[str, int]) -> Counts:
    """Pairs by falling count, then by word.

    >>> ranked({"b": 1, "a": 1, "c": 2})
    (('c', 2), ('a', 1), ('b', 1))
    """
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def format_of(path: str) -> str:
    """The form of a raw file, by its name: the suffix below any compression.

    >>> format_of("feed/a.jsonl.gz"), format_of("README")
    ('jsonl', 'no suffix')
    """
    suffix = PurePosixPath(_PACKED.sub("", path)).suffix
    return suffix[1:].lower() or "no suffix"


def collect(
    folder: Path,
    manifest: Manifest,
    validation: Mapping[str, Any],
    articles: Articles | None = None,
) -> Statistics:
    """The statistics of the release (or staged release) in ``folder``.

    ``validation``: the content of ``quality/validation.json``. ``articles``: their measures, where
    they were counted while the shards were written; else these are read again. Configs without
    shards count as empty. Raises ReleaseError ``damaged`` for a shard that cannot be read.
    """
    arrow()  # first, so that pyarrow does not import pandas
    shards = manifest.shards()
    files = {name: [s for part in splits.values() for s in part] for name, splits in shards.items()}
    tables, present = {}, {}
    for name, splits in shards.items():
        tables[name], filled = _table(folder, splits)
        if name == "articles":
            present = filled
    if articles is None:
        articles = Articles.of(folder, files.get("articles", []))
    coverage = {name: articles.filled.get(name, present.get(name, 0)) for name in present}
    formats: Counter[str] = Counter(format_of(source.path) for source in manifest.sources)
    return Statistics(
        dict(manifest.counts),
        dict(manifest.splits),
        tables,
        ranked(formats),
        sum(source.bytes for source in manifest.sources),
        coverage,
        articles,
        Attendance.of(folder, files, SHOWN_PEOPLE),
        Edits.of(folder, files.get("edits", [])),
        Rejected.of(folder, files.get("quarantine", [])),
        Removed.of(folder, files.get("duplicates", [])),
        validation,
        example_record(folder, files.get("articles", [])),
        samples(folder, files.get("articles", []), files.get("edits", [])),
    )


def read_validation(folder: Path) -> dict[str, Any]:
    """``quality/validation.json`` of a release; empty where there is none."""
    try:
        value = json.loads((folder / "quality" / "validation.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _table(folder: Path, splits: Mapping[str, Sequence[Shard]]) -> tuple[Table, dict[str, int]]:
    """One config from its footers, and how many rows have a value in each flat column."""
    import pyarrow.parquet as pq

    rows: dict[str, int] = {}
    encoded: dict[str, int] = {}
    on_disk: dict[str, int] = {}
    columns: dict[str, Any] = {}
    filled: Counter[str] = Counter()
    for split, shards in splits.items():
        rows[split] = encoded[split] = 0
        on_disk[split] = sum(shard.entry.bytes for shard in shards)
        for shard in shards:
            with pq.ParquetFile(folder / shard.entry.path) as file:
                columns = columns or _columns(file.schema_arrow)
                footer = file.metadata
                rows[split] += footer.num_rows
                for number in range(footer.num_row_groups):
                    group = footer.row_group(number)
                    encoded[split] += group.total_byte_size
                    filled.update(_filled(group))
    names = {name: filled[name] for name in columns}
    return Table(columns, rows, encoded, on_disk, sum(map(len, splits.values()))), names


def _filled(group: Any) -> dict[str, int]:
    """Rows with a value, for each flat column of a row group (nested ones: counted elsewhere)."""
    found = {}
    for number in range(group.num_columns):
        column = group.column(number)
        if "." not in column.path_in_schema:
            stated = column.statistics
            nulls = stated.null_count if stated is not None and stated.has_null_count else 0
            found[column.path_in_schema] = group.num_rows - nulls
    return found


def _columns(schema: Any) -> dict[str, Any]:
    """Column -> description, in order: what the file says for ``datasets``, else Arrow's types."""
    raw = (schema.metadata or {}).get(b"huggingface")
    known = json.loads(raw)["info"]["features"] if raw else {}
    types = {field.name: {"dtype": str(field.type), "_type": "Value"} for field in schema}
    return {name: known.get(name, types[name]) for name in schema.names}
