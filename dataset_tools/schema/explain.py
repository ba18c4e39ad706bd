"""What a failed schema rule means and how to mend it, in one short line without the whole value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SHOWN = 40
"""Characters of a value that a message shows: enough to find it, too few to publish it."""


def short(value: Any) -> str:
    """``value`` on one line, cut to 40 characters.

    >>> short("a" * 100)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'… (100 characters)"
    """
    if isinstance(value, str):
        shown = ascii(value[:SHOWN]) if not value[:SHOWN].isprintable() else repr(value[:SHOWN])
        return f"{shown}… ({len(value)} characters)" if len(value) > SHOWN else shown
    if isinstance(value, dict):
        return f"an object of {len(value)} keys"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def place(path: Sequence[str | int]) -> str:
    """The path of a value in its record.

    >>> place(("attendees", 0, "name"))
    'attendees[0].name'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part[:SHOWN]}" if text else part[:SHOWN]
    return text


_SENTENCES = {
    "type": "{value} is no {limit}; convert it",
    "enum": "{value} is not one of {limit}",
    "const": "{value} is not {limit}",
    "minLength": "{value} is shorter than {limit} characters; fill it, or write null where allowed",
    "maxLength": "{value} is longer than {limit} characters; shorten it",
    "pattern": "{value} does not match the pattern {limit}",
    "format": "{value} is no valid {limit}",
    "minimum": "{value} is less than {limit}",
    "maximum": "{value} is greater than {limit}",
    "exclusiveMinimum": "{value} is not greater than {limit}",
    "exclusiveMaximum": "{value} is not less than {limit}",
    "multipleOf": "{value} is no multiple of {limit}",
    "minItems": "{value} items are fewer than {limit}",
    "maxItems": "{value} items are more than {limit}",
    "uniqueItems": "two items are the same; remove one",
    "minProperties": "{value} is fewer keys than {limit}",
    "maxProperties": "{value} is more keys than {limit}",
    "contains": "no item is as the schema wants one of them",
    "not": "{value} is what the schema excludes",
    "anyOf": "{value} fits none of the allowed forms",
    "oneOf": "{value} fits none, or more than one, of the allowed forms",
    "falseSchema": "nothing may stand here; remove it",
    "propertyNames": "a key of this object is not allowed",
    "contentMediaType": "{value} is no {limit}",
    "contentEncoding": "{value} is no {limit}",
}


def explain(keyword: str, limit: Any, value: Any, rule: Sequence[str | int]) -> str:
    """What rule ``keyword`` (with its ``limit``) says of ``value``; ``rule`` is its schema path.

    >>> explain("minimum", 0, -1, ("properties", "start", "minimum"))
    '-1 is less than 0'
    """
    if keyword == "required" and isinstance(value, dict) and isinstance(limit, list):
        missing = [str(key) for key in limit if key not in value]
        return f"missing: {', '.join(missing)}; add it"
    if keyword in ("additionalProperties", "unevaluatedProperties") and isinstance(limit, list):
        return f"unknown: {_limit(limit)}; remove it, or add it to the schema"
    sentence = _SENTENCES.get(keyword)
    if sentence is None or (limit is None and "{limit}" in sentence):
        shown = "/".join(str(part) for part in rule)
        return f"{short(value)} breaks the rule {shown[:120]}"
    return sentence.format(value=short(value), limit=_limit(limit))


def _limit(limit: Any) -> str:
    if isinstance(limit, list):
        shown = ", ".join(str(item)[:SHOWN] for item in limit[:8])
        return shown + (", …" if len(limit) > 8 else "")
    return short(limit) if isinstance(limit, str) and len(limit) > SHOWN else str(limit)
