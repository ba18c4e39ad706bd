"""What a file's name says: compressed how, an archive or not, which reader."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dataset_tools.readers._base import READERS, Reader
from dataset_tools.readers._unpack import SUFFIXES

ARCHIVES = (".zip", ".tar")
_SHORT = {
    ".tgz": (".tar", ".gz"),
    ".tbz": (".tar", ".bz2"),
    ".tbz2": (".tar", ".bz2"),
    ".txz": (".tar", ".xz"),
    ".tzst": (".tar", ".zst"),
}


class Format(NamedTuple):
    """Compressions from the outside in, the archive's suffix or "", the reader or None."""

    packed: tuple[str, ...]
    archive: str
    reader: Reader | None

    @property
    def name(self) -> str:
        """The format in words: ``jsonl``, ``jsonl + gz``, ``tar + zst``, ``unknown``."""
        inner = self.archive.lstrip(".") or (self.reader.name if self.reader else "unknown")
        return " + ".join([inner, *(suffix.lstrip(".") for suffix in reversed(self.packed))])


def format_of(name: str) -> Format:
    """The format of a file by its name, whatever its case.

    >>> format_of("a/News.JSONL.gz").name, format_of("b.tgz").name, format_of("notes").name
    ('jsonl + gz', 'tar + gz', 'unknown')
    """
    _, *suffixes = name[name.rfind("/") + 1 :].lower().rsplit(".", 3)
    return _format(tuple(suffixes))


@lru_cache(maxsize=4096)
def _format(suffixes: tuple[str, ...]) -> Format:
    parts = ["." + suffix for suffix in suffixes]
    if parts and parts[-1] in _SHORT:
        parts[-1:] = _SHORT[parts[-1]]
    packed: list[str] = []
    while parts and parts[-1] in SUFFIXES:
        packed.append(parts.pop())
    last = parts[-1] if parts else ""
    if last in ARCHIVES:
        return Format(tuple(packed), last, None)
    return Format(tuple(packed), "", _by_suffix().get(last))


@lru_cache(maxsize=1)
def _by_suffix() -> dict[str, Reader]:
    return {suffix: reader for reader in READERS for suffix in reader.suffixes}
