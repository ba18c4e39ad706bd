"""The configuration: what a dataset's maker may decide, as frozen values.

Every value here may change the bytes of a release, and nothing else does: engines, worker counts
and folders are not configuration. The file is TOML (``dataset.toml``); an unknown key is an error
that names the nearest known one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from dataset_tools.core.errors import ConfigError
from dataset_tools.core.registry import did_you_mean

CONFIG_NAME = "dataset.toml"


@dataclass(frozen=True)
class DatasetSection:
    """What the dataset is called and what the card says of it."""

    name: str = "articles"
    pretty_name: str = "News articles"
    summary: str = ""
    license: str = "other"
    homepage: str = ""
    authors: tuple[str, ...] = ()
    contact: str = ""
    tags: tuple[str, ...] = ()
    task_categories: tuple[str, ...] = ("text-classification", "token-classification")


@dataclass(frozen=True)
class ReadSection:
    """How raw files become records. ``mapping``: our field -> the input keys that mean it."""

    mapping: dict[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str = "auto"
    max_record_bytes: int = 64 * 1024 * 1024
    max_unpacked_bytes: int = 64 * 1024 * 1024 * 1024
    max_ratio: int = 1000


@dataclass(frozen=True)
class RepairSection:
    """Which repairs run, and the policies for text that is not damaged but could be normalised."""

    off: tuple[str, ...] = ()
    punctuation: Literal["keep", "restore"] = "restore"
    script: Literal["keep", "simplified", "traditional"] = "keep"
    personal_data: Literal["keep", "mask"] = "keep"


@dataclass(frozen=True)
class CheckSection:
    """One check's level and gate: at most ``max_count`` findings, at most ``max_rate`` of records."""

    level: Literal["", "error", "warn", "info", "off"] = ""
    max_rate: float | None = None
    max_count: int | None = None


@dataclass(frozen=True)
class DedupSection:
    """Which records count as the same article, and which of them is kept."""

    exact: bool = True
    near: bool = True
    threshold: float = 0.8
    keep: Literal["first", "longest", "earliest"] = "first"


@dataclass(frozen=True)
class SplitSection:
    """Shares of the splits (they must add up to 1) and what decides the split of a record."""

    by: Literal["cluster", "source", "date"] = "cluster"
    train: float = 0.8
    validation: float = 0.1
    test: float = 0.1
    validation_from: str = ""
    test_from: str = ""


@dataclass(frozen=True)
class GateSection:
    """Gates on the dataset as a whole."""

    max_quarantined_rate: float = 0.5
    min_records: int = 1


@dataclass(frozen=True)
class Config:
    """The whole configuration; all defaults are usable."""

    dataset: DatasetSection = DatasetSection()
    read: ReadSection = ReadSection()
    repair: RepairSection = RepairSection()
    checks: dict[str, CheckSection] = field(default_factory=dict)
    dedup: DedupSection = DedupSection()
    splits: SplitSection = SplitSection()
    gate: GateSection = GateSection()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as they stand in the manifest."""
        return dataclasses.asdict(self)

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of all values."""
        text = json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


S = TypeVar("S")


def _value(kind: Any, raw: Any, where: str) -> Any:
    """``raw`` as the annotated ``kind``; ConfigError where it does not fit."""
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _section(kind, raw, where)
    if origin is dict and isinstance(raw, dict):
        inner = get_args(kind)[1]
        return {str(key): _value(inner, value, f"{where}.{key}") for key, value in raw.items()}
    if origin is tuple:
        items = [raw] if isinstance(raw, str) else raw
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(items)
    elif origin is Literal:
        if raw in get_args(kind):
            return raw
        choices = [str(choice) for choice in get_args(kind) if choice]
        raise ConfigError(f"{raw!r} is not a choice", where, did_you_mean(str(raw), choices))
    elif origin in (Union, types.UnionType):
        return _value(next(arg for arg in get_args(kind) if arg is not type(None)), raw, where)
    elif kind is float and isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    elif (
        isinstance(kind, type)
        and isinstance(raw, kind)
        and not (kind is int and isinstance(raw, bool))
    ):
        return raw
    wanted = getattr(kind, "__name__", str(kind))
    raise ConfigError(f"expected {wanted}, found {type(raw).__name__}", where, "change the value")


def _section(kind: type[S], raw: Any, where: str) -> S:
    if not isinstance(raw, dict):
        raise ConfigError(f"expected a table, found {type(raw).__name__}", where, "write [section]")
    known = typing.get_type_hints(kind)
    values = {}
    for key, value in raw.items():
        place = f"{where}.{key}" if where else key
        if key not in known:
            raise ConfigError(f"unknown key {key!r}", place, did_you_mean(key, sorted(known)))
        values[key] = _value(known[key], value, place)
    return kind(**values)


def parse_config(text: str, where: str = CONFIG_NAME) -> Config:
    """The configuration that a TOML text states.

    >>> parse_config("[dedup]\\nthreshold = 0.9").dedup.threshold
    0.9
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}", where, "mend the line it names") from None
    try:
        config = _section(Config, raw, "")
    except ConfigError as error:
        raise ConfigError(error.what, f"{where}: {error.where}", error.mend) from None
    shares = config.splits.train + config.splits.validation + config.splits.test
    if abs(shares - 1) > 1e-9:
        raise ConfigError(f"the shares add up to {shares:g}", f"{where}: splits", "make them 1")
    return config


def config_from(values: dict[str, Any], where: str = "manifest") -> Config:
    """The configuration that :meth:`Config.as_dict` gave; what is None there is left out."""

    def stated(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stated(item) for key, item in value.items() if item is not None}
        return value

    try:
        return _section(Config, stated(values), "")
    except ConfigError as error:
        raise ConfigError(error.what, f"{where}: {error.where}", error.mend) from None


def load_config(path: Path | None) -> Config:
    """The configuration in ``path``; all defaults where ``path`` is None."""
    if path is None:
        return Config()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("no such file", str(path), "name an existing file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", str(path), "write it as UTF-8") from None
    return parse_config(text, str(path))
