"""Lint of a card: what the Hub and ``datasets`` would accept without a word and read wrongly.

Lists: :data:`hub_terms.json <TERMS>` names the source of each; language codes and size categories
are those of the installed ``datasets`` (read as files: importing it costs 2.7 s of CPU).
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dataset_tools.core.registry import did_you_mean
from dataset_tools.release.card_front import size_category, split_order, yaml_features
from dataset_tools.release.hub_card import matcher
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.statistics import Table

TERMS = Path(__file__).with_name("hub_terms.json")
_CODE = re.compile(r"[a-z]{2,3}")
_OPENING = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEYS_OF_CONFIG = ("config_name", "data_files", "data_dir", "default", "drop_labels", "features")
_LISTED = ("language", "task_categories", "size_categories", "tags", "configs")
"""Keys whose value is best written as a list, even of one."""


class Problem(NamedTuple):
    """What is wrong with a card. ``level``: ``error``, or ``warn`` for what only ought to be."""

    level: str
    key: str
    message: str


@lru_cache(maxsize=1)
def terms() -> dict[str, Any]:
    """Keys, licenses, tasks and the values of closed lists that the Hub knows."""
    value: dict[str, Any] = json.loads(TERMS.read_bytes())
    return value


@lru_cache(maxsize=2)
def _resource(name: str) -> frozenset[str]:
    """The words of one list inside the package ``datasets``; empty where it has no such list."""
    spec = importlib.util.find_spec("datasets")
    if spec is None or spec.origin is None:
        return frozenset()
    path = Path(spec.origin).parent / "utils" / "resources" / f"{name}.json"
    return frozenset(json.loads(path.read_bytes())) if path.is_file() else frozenset()


def lint_text(text: str) -> tuple[list[Problem], dict[str, Any]]:
    """Problems of the front matter as text, and its values (empty where it cannot be read).

    >>> lint_text("\\ufeff---\\nlicense: mit\\n---\\n")[0][0].message
    'a byte order mark before the front matter: the Hub reads nothing of it'
    """
    import yaml

    problems = []
    if text.startswith("\ufeff"):
        words = "a byte order mark before the front matter: the Hub reads nothing of it"
        problems.append(Problem("error", "", words))
        text = text.removeprefix("\ufeff")
    match = _OPENING.match(text)
    if match is None:
        later = re.search(r"^---[ \t]*\r?$", text, re.MULTILINE)
        words = "text stands before the front matter" if later else "there is no front matter"
        return [*problems, Problem("error", "", f"{words}: the first line must be ---")], {}
    try:
        node = yaml.compose(match.group(1), Loader=yaml.SafeLoader)
        values = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        words = " ".join(str(error).split())
        return [*problems, Problem("error", "", f"the front matter is not YAML: {words}")], {}
    if not isinstance(values, dict):
        return [*problems, Problem("error", "", "the front matter holds no keys")], {}
    twice = Counter(str(key.value) for key, _ in node.value)
    for key, count in twice.items():
        if count > 1:
            problems.append(Problem("error", key, f"the key {key!r} stands {count} times"))
    return problems, {str(key): value for key, value in values.items()}


def lint_values(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of the values by themselves: keys, licenses, codes, categories."""
    known = terms()
    found = []
    for key in values:
        if key not in known["keys"]:
            advice = did_you_mean(key, known["keys"])
            found.append(Problem("error", key, f"unknown key {key!r}: {_short(advice)}"))
    if "license" not in values:
        found.append(Problem("error", "license", "no license is named"))
    if values.get("license") == "other" and not values.get("license_name"):
        words = "license 'other' needs license_name (and license_link): the Hub shows no terms"
        found.append(Problem("warn", "license_name", words))
    for code in _words(values.get("language")):
        found += _language(code)
    closed = {
        "license": known["licenses"],
        "task_categories": known["task_categories"],
        "size_categories": sorted(_resource("size_categories")),
        **known["lists"],
    }
    for key, choices in closed.items():
        for name in _words(values.get(key)):
            found += _one_of(key, name, choices)
    return found + list(_forms(values))


def _forms(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Values that ought to be lists, or must be text."""
    for key in _LISTED:
        if key in values and not isinstance(values[key], list):
            yield Problem("warn", key, f"write {key} as a list")
    for key in ("pretty_name", "tags"):
        for item in _words(values.get(key)):
            if not isinstance(item, str):
                yield Problem("error", key, f"{item!r} is no text: put it in quotes")


def _words(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _short(advice: str) -> str:
    return advice if len(advice) < 120 else "see the Hub's documentation of dataset cards"


def _one_of(key: str, value: Any, choices: Sequence[str]) -> list[Problem]:
    if not choices or value in choices:
        return []
    if not isinstance(value, str):
        return [Problem("error", key, f"{value!r} is no text: put it in quotes")]
    advice = _short(did_you_mean(value.lower(), list(choices)))
    return [Problem("error", key, f"{value!r} is not one of the Hub's: {advice}")]


def _language(code: Any) -> list[Problem]:
    """A code of ISO 639; YAML 1.1 reads ``no`` as false, ``on`` and ``yes`` as true."""
    if isinstance(code, bool):
        written = "'no' (Norwegian)" if code is False else "'yes' or 'on'"
        words = f"YAML reads {written} as {str(code).lower()}: put it in quotes"
        return [Problem("error", "language", words)]
    if not isinstance(code, str):
        return [Problem("error", "language", f"{code!r} is no language: put it in quotes")]
    known = _resource("languages")
    if code in known or code in ("multilingual", "code"):
        return []
    start = code.split("-")[0].lower()
    if start != code and (start in known or not known):
        words = f"{code!r} is no ISO 639 code: write {start!r}, and the rest in language_details"
        return [Problem("error", "language", words)]
    if not known and _CODE.fullmatch(code):
        return []
    return [Problem("error", "language", f"{code!r} is no code of ISO 639, such as 'zh' or 'en'")]


def lint_data(
    values: Mapping[str, Any], manifest: Manifest, tables: Mapping[str, Table]
) -> list[Problem]:
    """Where the front matter and the data disagree: configs, splits, paths, ``dataset_info``."""
    loadable = manifest.loadable()
    found = list(_configs(values.get("configs"), manifest, loadable))
    infos = values.get("dataset_info")
    infos = infos if isinstance(infos, list) else [infos] if isinstance(infos, dict) else []
    named = {str(info.get("config_name")): info for info in infos if isinstance(info, dict)}
    for name in sorted(named.keys() | loadable.keys()):
        if name not in loadable:
            found.append(Problem("error", "dataset_info", f"no rows of a config {name!r}"))
        elif name not in named:
            found.append(Problem("error", "dataset_info", f"the config {name!r} is missing"))
        else:
            splits = split_order(loadable[name], manifest.splits)
            found += _info(name, named[name], tables[name], splits)
    wanted = [size_category(manifest.counts["accepted"])]
    if _words(values.get("size_categories")) != wanted:
        seen = values.get("size_categories")
        words = f"{seen} for {manifest.counts['accepted']:,} articles, which is {wanted[0]}"
        found.append(Problem("error", "size_categories", words))
    return found


def _configs(
    configs: Any, manifest: Manifest, loadable: Mapping[str, Mapping[str, int]]
) -> Iterator[Problem]:
    """Each config once, each of its splits, patterns that match its shards and no other file."""
    key = "configs"
    entries = [item for item in _words(configs) if isinstance(item, dict)]
    names = [str(item.get("config_name")) for item in entries]
    for name in sorted(set(names) | set(loadable)):
        if name not in loadable:
            yield Problem("error", key, f"the config {name!r} has no rows: it cannot be loaded")
        elif names.count(name) != 1:
            words = "is missing" if name not in names else "stands twice"
            yield Problem("error", key, f"the config {name!r} {words}")
    default = [str(item.get("config_name")) for item in entries if item.get("default")]
    if "articles" in loadable and default != ["articles"]:
        yield Problem("error", key, f"the default config is {default or 'none'}, not articles")
    paths = [entry.path for entry in manifest.files]
    for item in entries:
        name = str(item.get("config_name"))
        for unknown in sorted(set(item) - set(_KEYS_OF_CONFIG)):
            yield Problem("error", key, f"{name}: {did_you_mean(unknown, list(_KEYS_OF_CONFIG))}")
        files = [f for f in _words(item.get("data_files")) if isinstance(f, dict)]
        splits = {str(f.get("split")): f.get("path") for f in files}
        if name in loadable and set(splits) != set(loadable[name]):
            words = f"{name}: splits {sorted(splits)}, but the data have {sorted(loadable[name])}"
            yield Problem("error", key, words)
        for split, pattern in splits.items():
            shards = manifest.shards().get(name, {}).get(split, [])
            wanted = sorted(shard.entry.path for shard in shards)
            match = matcher([str(p) for p in _words(pattern)])
            seen = sorted(path for path in paths if match.fullmatch(path))
            if seen != wanted or not wanted:
                words = f"{name}: {pattern!r} loads {len(seen)} files, the split has {len(wanted)}"
                yield Problem("error", key, words)


def _info(
    name: str, info: Mapping[str, Any], table: Table, splits: Mapping[str, int]
) -> Iterator[Problem]:
    """``dataset_info`` of one config against the Parquet files."""
    key = "dataset_info"
    if info.get("features") != yaml_features(table.columns):
        yield Problem("error", key, f"{name}: the features are not those of the Parquet files")
    stated = {s.get("name"): s for s in _words(info.get("splits")) if isinstance(s, dict)}
    if set(stated) != set(splits):
        words = f"{name}: splits {sorted(map(str, stated))}, the data have {sorted(splits)}"
        yield Problem("error", key, words)
        return
    for split in splits:
        for word, value in (
            ("num_examples", table.rows[split]),
            ("num_bytes", table.encoded[split]),
        ):
            if stated[split].get(word) != value:
                words = f"{name}/{split}: {word} {stated[split].get(word)}, the files say {value}"
                yield Problem("error", key, words)
    size = sum(table.files[split] for split in splits)
    if info.get("download_size") != size:
        words = f"{name}: download_size {info.get('download_size')}, the files have {size}"
        yield Problem("error", key, words)
