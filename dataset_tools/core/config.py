"""The configuration: what a dataset's maker may decide, as frozen values.

Every value here may change the bytes of a release, and nothing else does: engines, worker counts
and folders are not configuration. The file is TOML (``dataset.toml``); an unknown key is an error
that names the nearest known one.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import tomllib
import types
import typing
from dataclasses import dataclass, field
from math import inf
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
    """One check's level, and its gate: so many findings, such a share of the records, at most."""

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


def _value(kind: Any, raw: Any, where: str) -> Any:  # noqa: PLR0911 - one return a type
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
    _check_limits(config, where)
    return config


_LIMITS = (
    ("read.max_record_bytes", 1, None),
    ("read.max_unpacked_bytes", 1, None),
    ("read.max_ratio", 1, None),
    ("dedup.threshold", 0.5, 1),
    ("splits.train", 0, 1),
    ("splits.validation", 0, 1),
    ("splits.test", 0, 1),
    ("gate.max_quarantined_rate", 0, 1),
    ("gate.min_records", 0, None),
)
"""Key, least and most. Below 0.5 two records share less than half of what they say; the clusters
that keep near duplicates in one split begin at 0.6."""


def _check_limits(config: Config, where: str) -> None:
    """ConfigError for a value that has the right type and can mean nothing."""
    values: list[tuple[str, float | None, float, float | None]] = []
    for key, least, most in _LIMITS:
        section, place = key.split(".")
        values.append((key, getattr(getattr(config, section), place), least, most))
    for check, limit in config.checks.items():
        values.append((f"checks.{check}.max_rate", limit.max_rate, 0, 1))
        values.append((f"checks.{check}.max_count", limit.max_count, 0, None))
    for key, value, low, high in values:
        if value is not None and not low <= value <= (inf if high is None else high):  # nor nan
            limits = f"from {low} to {high}" if high is not None else f"of {low} or more"
            raise ConfigError(f"{value:g} cannot be", f"{where}: {key}", f"write a number {limits}")
    splits = config.splits
    shares = splits.train + splits.validation + splits.test
    if abs(shares - 1) > 1e-9:
        raise ConfigError(f"the shares add up to {shares:g}", f"{where}: splits", "make them 1")
    for name in ("validation_from", "test_from"):
        if (day := getattr(splits, name)) and not _is_day(day):
            raise ConfigError(f"{day!r} is no day", f"{where}: splits.{name}", "write 2024-07-01")
    if splits.by == "date" and not (splits.validation_from or splits.test_from):
        raise ConfigError(
            "splits by date need a day", f"{where}: splits", 'write test_from = "2024-07-01"'
        )
    if config.read.encoding != "auto" and not _is_codec(config.read.encoding):
        raise ConfigError(
            f"no encoding {config.read.encoding!r}",
            f"{where}: read.encoding",
            did_you_mean(config.read.encoding, ["auto", "utf-8", "utf-16", "gb18030", "big5"]),
        )


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_codec(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


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
