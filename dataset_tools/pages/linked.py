"""Linked data: the JSON-LD of a page, where schema.org or Baidu's terms describe its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLE = re.compile(
    r"(?:News|Blog|Tech|Scholarly|Social|Live|Reportage|Opinion|Review|Analysis)?(?:Article|"
    r"Posting|BlogPosting|WebPage|Report)$"
)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.get("@graph") or ():
            yield from _objects(inner)
        main = value.get("mainEntity")
        if isinstance(main, dict):
            yield main
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def linked_data(scripts: list[str], notes: list[str]) -> list[dict[str, Any]]:
    """The JSON-LD objects of a page that describe an article; broken ones are left out.

    ``notes`` takes why one was left out that could be read.
    """
    found = []
    for script in scripts:
        if '"@type"' not in script:
            continue
        text = script.strip().removeprefix("<!--").removesuffix("-->").strip()
        if not text.startswith(("{", "[")):
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        if _HALF.search(text) and not _whole(value):
            notes.append("JSON-LD left out: it holds half of a surrogate pair")
            continue
        for thing in _objects(value):
            kinds = thing.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE.match(name) for name in names):
                found.append(thing)
    # An article says more than the web page that it stands on.
    return sorted(found, key=lambda thing: str(thing.get("@type")).endswith("WebPage"))


_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def _whole(value: Any) -> bool:
    """Whether all strings in a JSON value are text."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def names_in(value: Any, kind: str) -> list[str]:
    """The names of a person or an organisation in JSON-LD."""
    if isinstance(value, list):
        return [name for inner in value for name in names_in(inner, kind)]
    if isinstance(value, dict):
        stated = str(value.get("@type", ""))
        name = value.get("name")
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str) and (stated in ("", "Person") if kind == "Person" else True):
            return [name.strip()]
    elif isinstance(value, str) and kind == "Person" and "://" not in value:
        return [value.strip()]
    return []


_CAMBRIAN = "contexts/cambrian.jsonld"
"""The context of Baidu's terms: title, pubDate, upDate and images, without a type."""


def texts_of(scripts: list[str], key: str) -> list[str]:
    """The values of ``key`` that a page states in Baidu's terms."""
    pattern = re.compile(rf'"{key}"\s*:\s*"([^"]{{1,60}})"')
    return [
        found[1] for script in scripts if _CAMBRIAN in script for found in pattern.finditer(script)
    ]
