"""The last build: what it was made from, and what it gave.

A build that is asked for the very same again ends here, before it opens a part: the note in the
part store holds a digest of everything that goes into a release, and every byte of the release it
gave is hashed again. Where anything differs, or the note is not whole, the build runs as ever.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.release.files import list_files, sha256_file, write_atomic
from dataset_tools.release.made import Release
from dataset_tools.release.releases import newest
from dataset_tools.release.store import PARTS_NAME
from dataset_tools.stages.corrections import Corrections
from dataset_tools.stages.plan import LIBRARIES, PACKAGE, Plan, digest_of, versions
from dataset_tools.stages.read import SourcePlan

NOTE_NAME = "last-build.json"
EDGES = ("engines", "release", "schemas")
"""The folders of this package that decide on bytes, beside those that make a part."""
RELEASE_LIBRARIES = (
    "great-expectations", "jinja2", "jsonschema", "markupsafe", "pandas", "pyyaml", "wcwidth",
    "xxhash",
)  # fmt: skip
"""Packages whose version may change a released file, beside those that make a part."""


@lru_cache(maxsize=1)
def _edges() -> str:
    """The digest of our code outside the parts."""
    own = [path for path in sorted(PACKAGE.glob("*.py")) if path.is_file()]
    words = [hashlib.sha256(path.read_bytes()).hexdigest() for path in own]
    return "\n".join([digest_of(PACKAGE, EDGES), *words, *versions(RELEASE_LIBRARIES)])


@dataclass(frozen=True)
class Inputs:
    """All that a release is made from: plan, sources, corrections, the project's card."""

    plan: Plan
    sources: tuple[SourcePlan, ...]
    corrections: Corrections
    card: Path | None

    def digest(self) -> str:
        """SHA-256 over the bytes of the sources and all else; read anew at every call."""
        digest = hashlib.sha256()
        words = [self.plan.digest(), self.plan.suite_json, _edges(), *map(str, LIBRARIES)]
        words += [self._card(), *(f"{c}" for c in sorted(self.corrections.entries.values()))]
        words += self._corrected()
        for source in self.sources:
            words.append(f"{source.path}\0{source.bytes}\0{source.sha256}")
        for word in words:
            digest.update(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest())
        return digest.hexdigest()

    def _card(self) -> str:
        if self.card is None or not self.card.is_file():
            return ""
        return sha256_file(self.card)

    def _corrected(self) -> Iterable[str]:
        """The files of the corrections, which stand among the sources of the manifest."""
        for name in self.corrections.files():
            path = self.corrections.root / name
            yield f"{name} {sha256_file(path) if path.is_file() else '-'}"


@dataclass(frozen=True)
class LastBuild:
    """The note: inputs, every file of the release with its SHA-256, and the answer."""

    inputs: str
    files: dict[str, str]
    answer: dict[str, Any]

    def write(self, out: Path) -> None:
        """Keep the note, with the digest of itself."""
        text = json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True)
        data = json.dumps([text, hashlib.sha256(text.encode()).hexdigest()])
        write_atomic(out / PARTS_NAME / NOTE_NAME, data.encode())


def note(out: Path, inputs: str, made: Release) -> None:
    """Remember what ``inputs`` gave: a later build of the same changes nothing."""
    files = {name: sha256_file(made.path / name) for name in list_files(made.path)}
    answer = {**made.as_dict(), "built_parts": 0, "changed": False}
    answer["reused_parts"] = made.reused_parts + made.built_parts
    answer.pop("path")
    LastBuild(inputs, files, answer).write(out)


def unchanged(out: Path, inputs: Inputs, number: str | None, shown: Path) -> Release | None:
    """The release that is there already, where ``inputs`` are those of the last build.

    ``number``: the one that was asked for. None where anything at all differs, or may.
    """
    last = newest(out)
    found = _read(out)
    if last is None or found is None or found.inputs != inputs.digest():
        return None
    version = str(last.version)
    if found.answer["release"] != version or number not in (None, version):
        return None
    if not _whole(last.path, found.files):
        return None
    return Release(**found.answer, path=shown / version)


def _read(out: Path) -> LastBuild | None:
    """The note; None where there is none or it is torn."""
    try:
        text, digest = json.loads((out / PARTS_NAME / NOTE_NAME).read_bytes())
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        return LastBuild(**json.loads(text))
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _whole(folder: Path, files: dict[str, str]) -> bool:
    """Whether the release holds those files, byte for byte, and no others."""
    try:
        return list_files(folder) == sorted(files) and all(
            sha256_file(folder / name) == digest for name, digest in files.items()
        )
    except DatasetToolsError:
        return False
