"""The card's tables of fields: names, types, and meanings from the schema that was released."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataset_tools.release.escape import code, markdown

ABOUT: dict[str, str] = {
    "articles": "One row per accepted article.",
    "attendance": "One row per article and attendee.",
    "edits": "What repairs changed: enough to give each decoded source record back exactly.",
    "quarantine": "Records that were rejected, with their raw bytes and the reasons.",
    "duplicates": "Records left out because a kept one says the same.",
    "people": "One row per normalised name of an attendee.",
}
"""What a row of each config is."""

MEANING: dict[str, dict[str, str]] = {
    "attendance": {
        "article_id": "The `id` of the article.",
        "position": "From 0, in the order of the article's list.",
        "published": "The article's date of publication.",
    },
    "edits": {
        "article_id": "The `id` of the article.",
        "layer": "Layers are undone from the highest to the lowest.",
        "repair": "The repair that made the change.",
        "start": "Code point in the record after the layer; -1: the whole layer follows a rule.",
        "before": "What stood there, or the parameters of the rule.",
        "after": "What stands there now.",
    },
    "quarantine": {
        "source_path": "Path of the raw file below the raw folder.",
        "source_index": "Number in the source file, from 0.",
        "byte_start": "First byte of the record in the decompressed file.",
        "byte_end": "Byte after the record.",
        "raw": "The record's bytes as they were found.",
        "reasons": "Every check that rejected it, with code and message.",
    },
    "duplicates": {
        "id": "The identifier that the record would have had.",
        "kept_id": "The `id` of the article that says the same.",
        "kind": "`exact` or `near`.",
        "similarity": "0 to 1.",
        "source_path": "Path of the raw file below the raw folder.",
        "source_index": "Number in the source file, from 0.",
        "title": "The record's own title.",
        "text": "The record's own text.",
    },
    "people": {
        "name": "The normalised name.",
        "spellings": "The name as articles print it.",
        "articles": "Articles in which the name took part.",
        "mentions": "Rows of `attendance`.",
        "first": "First date of publication among them.",
        "last": "Last date of publication among them.",
        "titles": "Every title given to the name.",
        "roles": "Every role.",
        "alike": "Other names, with a title in common, that may be the same person's: one "
        "character more at the end, or one that sounds the same.",
    },
}
"""What the columns of the other configs mean; those that an attendee has are in the schema."""


def read_schema_file(folder: Path) -> dict[str, Any]:
    """The record's JSON Schema as it was released; empty where there is none."""
    try:
        value = json.loads((folder / "schemas" / "article.schema.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def type_words(feature: Mapping[str, Any]) -> str:
    """A column's type in words.

    >>> type_words({"_type": "List", "feature": {"dtype": "string", "_type": "Value"}})
    'list of string'
    """
    match feature.get("_type"):
        case "Value":
            return {"date32": "date"}.get(str(feature["dtype"]), str(feature["dtype"]))
        case "List":
            return f"list of {type_words(feature['feature'])}"
        case _:
            return "struct"


def _nullable(part: Mapping[str, Any]) -> bool:
    kinds = part.get("type")
    return isinstance(kinds, list) and "null" in kinds


def fields_table(
    columns: Mapping[str, Any], schema: Mapping[str, Any], meaning: Mapping[str, str]
) -> list[str]:
    """The Markdown table of a config's columns, those inside a list below their list."""
    lines = ["| column | type | meaning |", "|---|---|---|"]
    for name, feature in columns.items():
        part = (schema.get("properties") or {}).get(name, {})
        lines.append(_row(name, feature, part, meaning.get(name)))
        inner, inside = feature, part
        while inner.get("_type") == "List":
            inner, inside = inner["feature"], inside.get("items", {})
        if "_type" not in inner:
            for key, value in inner.items():
                words = (inside.get("properties") or {}).get(key, {})
                lines.append(_row(f"{name}[].{key}", value, words, None))
    return lines


def _row(name: str, feature: Any, part: Mapping[str, Any], own: str | None) -> str:
    kind = type_words(feature) + (" or null" if _nullable(part) else "")
    words = own if own is not None else markdown(part.get("description", part.get("title", "")))
    return f"| {code(name)} | {markdown(kind)} | {words} |"
