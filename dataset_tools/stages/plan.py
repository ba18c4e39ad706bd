"""The plan: everything that decides what becomes of a record, beside the record.

Importing it imports nothing that works on records: a build that has nothing to do ends before.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset_tools.core.config import Config
from dataset_tools.core.plugins import plug_ins

if TYPE_CHECKING:
    from dataset_tools.stages.check import Checker

LIBRARIES = (
    "ftfy", "jsonschema-rs", "numpy", "opencc", "orjson", "pyarrow",
    "selectolax", "zstandard",
)  # fmt: skip
"""Packages whose version may change what becomes of a record."""

ROOMS = ("core", "text", "pages", "schema", "readers", "repairs", "fields", "checks", "stages")
"""The folders of this package whose files may."""

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Plan:
    """Everything that decides what becomes of a record, beside the record."""

    config: Config
    schema_json: str
    code: str
    suite_json: str = "{}"

    @property
    def suite(self) -> dict[str, Any]:
        """The expectations of the dataset as a whole (they decide on no record)."""
        suite: dict[str, Any] = json.loads(self.suite_json)
        return suite

    @property
    def schema(self) -> dict[str, Any]:
        """The record's JSON Schema."""
        schema: dict[str, Any] = json.loads(self.schema_json)
        return schema

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The columns that the user's schema adds."""
        from dataset_tools.stages.extract import own_columns

        return own_columns(self.schema)

    @cached_property
    def checker(self) -> Checker:
        """The schema and the checks, made once for each process."""
        from dataset_tools.stages.check import Checker

        return Checker(self.schema, self.config.checks)

    @cached_property
    def arrow(self) -> Any:
        """The Arrow schema of the articles, made once for each process."""
        from dataset_tools.schema.arrow import arrow_schema

        return arrow_schema(self.schema)

    def __getstate__(self) -> dict[str, Any]:
        """Without the judges, which another process makes for itself."""
        made = ("checker", "arrow")
        return {key: value for key, value in self.__dict__.items() if key not in made}

    def digest(self) -> str:
        """SHA-256 over the configuration, the schema, our code and the libraries' versions."""
        words = [self.config.digest(), self.schema_json, self.code, *versions(LIBRARIES)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()


@lru_cache(maxsize=32)
def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} -"


def versions(packages: Iterable[str]) -> list[str]:
    """Python and some packages, each with its version (``-`` where it is not installed)."""
    return ["python " + ".".join(map(str, sys.version_info[:3])), *map(_version, packages)]


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over every file of this package but the edges: a changed table is new code."""
    own = digest_of(PACKAGE)
    return hashlib.sha256("\n".join([own, *_plug_ins()]).encode()).hexdigest()


def _plug_ins() -> list[str]:
    """Every plug-in by its name, version and the bytes of its module: changed, it is other code."""
    found = []
    for room in ("readers", "repairs", "fields", "checks"):
        for point in plug_ins(room):
            spec = find_spec(point.module)
            source = Path(spec.origin).read_bytes() if spec and spec.origin else b""
            release = point.dist.version if point.dist else ""
            found.append(f"{room} {point.value} {release} {hashlib.sha256(source).hexdigest()}")
    return sorted(found)


def digest_of(package: Path, rooms: Iterable[str] = ROOMS) -> str:
    """SHA-256 over the files of some folders of this package, or of a copy of it."""
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted((package / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(package).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
