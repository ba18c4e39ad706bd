"""JSON objects from bytes: fast where the JSON is plain, exact where it is not."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, NoReturn

import orjson

from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import unreadable

MAX_DEPTH = 100
"""Deepest nesting of a record that is accepted: every later step may recurse over it."""

_LONG_INTEGER = re.compile(rb"\d{19}")


class Refused(NamedTuple):
    """Why some JSON is not a record."""

    code: str
    message: str


def object_record(raw: bytes, index: int, start: int, encoding: str, codec: str) -> RawRecord:
    """The record of one JSON object: kind ``row``, or unreadable with the reason.

    What orjson takes is taken, except that integers beyond 64 bits (which it rounds) and repeated
    keys (of which it keeps the last) are read again exactly. What it refuses is read by the
    standard library: raw control characters inside strings are accepted, since they have one
    reading; NaN, infinities, lone surrogates and repeated keys with different values are not.
    """
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _slowly(raw, index, start, encoding, codec)
    if type(row) is not dict:
        return unreadable(raw, "not_an_object", _kind(row), index=index, start=start)
    # As many colons as keys: no key is repeated. One byte is counted faster than two.
    if raw.count(b":") != len(row) or not _flat(row):
        refused = _second_look(raw, row)
        if refused is _AGAIN:
            return _slowly(raw, index, start, encoding, codec)
        if refused is not None:
            return unreadable(raw, refused.code, refused.message, index=index, start=start)
    return RawRecord(index, start, start + len(raw), raw, encoding, "row", "", row)


_AGAIN = Refused("again", "")


def _flat(row: dict[str, Any]) -> bool:
    return all(type(value) is str or type(value) is int or value is None for value in row.values())


def _second_look(raw: bytes, row: dict[str, Any]) -> Refused | None:
    """What may be wrong with a row that orjson took: too deep, a rounded integer, repeated keys."""
    if _flat(row) and raw.count(b'":') == len(row):
        return None
    deep, keys, floats = _measure(row)
    if deep > MAX_DEPTH:
        return Refused("too_deep", f"nested more than {MAX_DEPTH} deep")
    if floats and _LONG_INTEGER.search(raw):
        return _AGAIN
    colons = raw.count(b'":')
    if colons != keys:
        return _AGAIN
    return None


def _measure(value: Any) -> tuple[int, int, bool]:
    """Depth, number of keys at all levels, and whether there is a float; no recursion."""
    deepest, keys, floats = 0, 0, False
    stack = [(value, 1)]
    while stack:
        item, depth = stack.pop()
        deepest = max(deepest, depth)
        if isinstance(item, dict):
            keys += len(item)
            stack.extend((inner, depth + 1) for inner in item.values())
        elif isinstance(item, list):
            stack.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, float):
            floats = True
    return deepest, keys, floats


def _slowly(raw: bytes, index: int, start: int, encoding: str, codec: str) -> RawRecord:
    row = parse(raw, codec)
    if isinstance(row, Refused):
        return unreadable(raw, row.code, row.message, index=index, start=start)
    if not isinstance(row, dict):
        return unreadable(raw, "not_an_object", _kind(row), index=index, start=start)
    return RawRecord(index, start, start + len(raw), raw, encoding, "row", "", row)


def parse(raw: bytes, codec: str) -> Any:
    """The value of a JSON text in ``codec``, exactly; or :class:`Refused`."""
    try:
        text = raw.decode(codec)
        if text.encode(codec) != raw:
            return Refused("undecodable", f"{codec} would not give the same bytes back")
    except UnicodeError as error:
        return Refused("undecodable", f"not {codec}: {_short(error)}")
    return _exactly(text.removeprefix("\ufeff"))


def _exactly(text: str) -> Any:
    too_deep = Refused("too_deep", f"nested more than {MAX_DEPTH} deep")
    try:
        value = json.loads(
            text, strict=False, object_pairs_hook=_unique, parse_constant=_no_constant
        )
        if _measure(value)[0] > MAX_DEPTH:
            return too_deep
        json.dumps(value, ensure_ascii=False).encode()
    except _RepeatedKeyError as error:
        return Refused("duplicate_key", str(error))
    except RecursionError:
        return too_deep
    except UnicodeEncodeError:
        return Refused("lone_surrogate", "a string holds half of a surrogate pair")
    except ValueError as error:
        return Refused("bad_json", f"not JSON: {error}"[:200])
    return value


class _RepeatedKeyError(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        for key, value in pairs:
            if found[key] != value:
                raise _RepeatedKeyError(f"the key {key[:50]!r} stands twice with different values")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _short(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{error.reason} at byte {error.start}"
    return str(error)[:100]


def _kind(value: Any) -> str:
    return f"a JSON {type(value).__name__}, not an object"
