"""Our own suite file: the expectations of a dataset, read, checked and joined."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataset_tools.core.errors import SchemaError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.schema.load import read_json, schemas_folder

TABLES = ("records", "dataset")
LEVELS = ("error", "warn")
_KEYS = {"name", "expectations"}
_EXPECTATION_KEYS = {"type", "kwargs", "meta"}
_META_KEYS = {"code", "why", "table", "level"}


def load_suite(path: Path | None = None) -> dict[str, Any]:
    """The suite in ``path``, or the tool's own; SchemaError where it is not one.

    An expectation is ``{"type", "kwargs", "meta": {"code", "why"?, "table"?, "level"?}}``: a type
    of Great Expectations with its arguments, a code of its own, the table it looks at (``records``,
    the default, or ``dataset``) and whether it fails the gate (``error``) or only warns.
    """
    path = path or schemas_folder() / "expectations.json"
    suite = read_json(path)
    check_suite(suite, str(path))
    return suite


def check_suite(suite: Mapping[str, Any], where: str = "suite") -> None:
    """Refuse (SchemaError) what is not a suite; the types themselves are looked up by the gate."""
    _known(suite, _KEYS, where)
    expectations = suite.get("expectations")
    if not isinstance(expectations, list):
        raise SchemaError("no list of expectations", where, 'write "expectations": [...]')
    seen: set[str] = set()
    for number, item in enumerate(expectations):
        place = f"{where} #/expectations/{number}"
        if not isinstance(item, Mapping):
            raise SchemaError("an expectation is no object", place, "write {...}")
        _known(item, _EXPECTATION_KEYS, place)
        kwargs, meta = item.get("kwargs", {}), item.get("meta", {})
        if not isinstance(item.get("type"), str) or not isinstance(kwargs, Mapping):
            raise SchemaError("an expectation needs a type and kwargs", place, "add them")
        if not isinstance(meta, Mapping) or not isinstance(meta.get("code"), str):
            raise SchemaError("an expectation needs a code", place, 'add "meta": {"code": "..."}')
        _known(meta, _META_KEYS, f"{place}/meta")
        for key, choices in (("table", TABLES), ("level", LEVELS)):
            if meta.get(key, choices[0]) not in choices:
                advice = did_you_mean(str(meta[key]), list(choices))
                raise SchemaError(f"no {key} named {meta[key]!r}", f"{place}/meta", advice)
        if meta["code"] in seen:
            raise SchemaError(f"two expectations of the code {meta['code']!r}", place, "rename one")
        seen.add(meta["code"])


def _known(value: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in value:
        if key not in keys:
            raise SchemaError(f"unknown key {key!r}", where, did_you_mean(str(key), sorted(keys)))


def merged(own: Mapping[str, Any], users: Mapping[str, Any]) -> dict[str, Any]:
    """The user's suite over the tool's own: an expectation of the same code replaces ours."""
    codes = {item["meta"]["code"]: item for item in own["expectations"]}
    codes.update({item["meta"]["code"]: item for item in users["expectations"]})
    return {"name": users.get("name", own["name"]), "expectations": list(codes.values())}
