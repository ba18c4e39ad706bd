"""Croissant 1.1: what the release consists of, as JSON-LD that other libraries load it by.

One ``FileObject`` with its SHA-256 for every shard, one ``RecordSet`` for every config that has
rows, one field for every column, nested ones inside their list. Written by
ourselves: 20 kB of JSON need no library; the tests read it back with ``mlcroissant``.
Source: Croissant Format Specification 1.1, http://mlcommons.org/croissant/1.1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataset_tools.release.card_fields import ABOUT, MEANING, read_schema_file
from dataset_tools.release.card_front import config_order, languages, split_order
from dataset_tools.release.escape import one_line
from dataset_tools.release.files import writing
from dataset_tools.release.manifest import Manifest, Shard
from dataset_tools.release.statistics import Statistics

CROISSANT_NAME = "croissant.json"
CONFORMS = "http://mlcommons.org/croissant/1.1"
PARQUET = "application/x-parquet"
_TYPES = {
    "string": "sc:Text",
    "binary": "sc:Text",
    "int32": "cr:Int32",
    "int64": "cr:Int64",
    "float64": "cr:Float64",
    "bool": "sc:Boolean",
    "date32": "sc:Date",
    "timestamp[us, tz=UTC]": "sc:DateTime",
}
"""A column's type as Croissant names it. Raw bytes have no name of their own there."""

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of the specification (its names, in its form)."""

LICENSES = {
    "apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "mit": "https://opensource.org/license/mit",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "odc-by": "https://opendatacommons.org/licenses/by/1-0/",
    "odbl": "https://opendatacommons.org/licenses/odbl/1-0/",
    "pddl": "https://opendatacommons.org/licenses/pddl/1-0/",
}


def license_address(name: str) -> str:
    """The address of a license's text where it is known, else its name.

    >>> license_address("cc-by-sa-4.0")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    if name.startswith("cc-") and name.count("-") >= 2:
        kind, _, version = name.removeprefix("cc-").rpartition("-")
        return f"https://creativecommons.org/licenses/{kind}/{version}/"
    return LICENSES.get(name, name)


def render_croissant(folder: Path, manifest: Manifest, statistics: Statistics) -> dict[str, Any]:
    """The JSON-LD document as plain values; of the folder only the released schema is read."""
    dataset = manifest.config.get("dataset", {})
    counts = manifest.counts
    loadable = manifest.loadable()
    shards = manifest.shards()
    schema = read_schema_file(folder)
    configs = config_order(loadable)
    files = [
        _file(shard)
        for name in configs
        for split in split_order(loadable[name], manifest.splits)
        for shard in shards[name][split]
    ]
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": manifest.name,
        "alternateName": one_line(dataset.get("pretty_name") or manifest.name),
        "description": one_line(dataset.get("summary", ""))
        or f"{counts['accepted']} repaired and checked articles with those who took part.",
        "version": manifest.release,
        "license": license_address(str(dataset.get("license") or "other")),
        "inLanguage": languages(statistics)[1],
        "identifier": manifest.content_digest,
        "citeAs": f"{one_line(dataset.get('pretty_name') or manifest.name)}, release "
        f"{manifest.release}, {manifest.content_digest}",
        "isLiveDataset": False,
    }
    if dataset.get("homepage"):
        document["url"] = one_line(dataset["homepage"])
    if dataset.get("authors"):
        document["creator"] = [
            {"@type": "sc:Person", "name": one_line(author)} for author in dataset["authors"]
        ]
    if dataset.get("tags"):
        document["keywords"] = [one_line(tag) for tag in dataset["tags"]]
    sets = [_set(name) for name in configs]
    records = [_records(name, statistics.tables[name].columns, schema) for name in configs]
    return {**document, "distribution": [*files, *sets], "recordSet": records}


def write_croissant(folder: Path, manifest: Manifest, statistics: Statistics) -> None:
    """Write ``croissant.json`` into ``folder``; the same bytes for the same release."""
    document = render_croissant(folder, manifest, statistics)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    with writing(folder):
        (folder / CROISSANT_NAME).write_text(text, encoding="utf-8", newline="\n")


def _file(shard: Shard) -> dict[str, Any]:
    entry = shard.entry
    return {
        "@type": "cr:FileObject",
        "@id": entry.path,
        "name": entry.path.removeprefix("data/"),
        "description": f"{shard.split} of {shard.config}: {entry.rows} rows.",
        "contentUrl": entry.path,
        "contentSize": f"{entry.bytes} B",
        "encodingFormat": PARQUET,
        "sha256": entry.sha256,
    }


def _set(name: str) -> dict[str, Any]:
    """The shards of one config, as one source: below the folder in which the document stands.

    The specification also has sets that are contained in files, but those are archives.
    """
    return {
        "@type": "cr:FileSet",
        "@id": f"{name}-files",
        "name": f"{name}-files",
        "description": f"The Parquet files of {name}.",
        "encodingFormat": PARQUET,
        "includes": f"data/{name}/*.parquet",
    }


def _records(name: str, columns: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties", {}) if name == "articles" else {}
    meaning = MEANING.get(name, {})
    fields = []
    for column, feature in columns.items():
        part = properties.get(column, {})
        words = str(part.get("description") or meaning.get(column) or column)
        fields.append(_field(name, column, feature, words.replace("`", "")))
    key = {"key": {"@id": f"{name}/id"}} if "id" in columns else {}
    about = ABOUT.get(name, name)
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": about,
        **key,
        "field": fields,
    }


def _field(records: str, column: str, feature: Mapping[str, Any], words: str) -> dict[str, Any]:
    repeated = feature.get("_type") == "List"
    inner = feature["feature"] if repeated else feature
    value: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{records}/{column}",
        "name": column,
        "description": one_line(words),
    }
    if inner.get("_type") == "Value":
        value["dataType"] = _TYPES.get(str(inner["dtype"]), "sc:Text")
    if repeated:
        value |= {"isArray": True, "arrayShape": "-1"}
    value["source"] = {"fileSet": {"@id": f"{records}-files"}, "extract": {"column": column}}
    if "_type" not in inner:
        value["subField"] = [_sub(records, column, name, item) for name, item in inner.items()]
    return value


def _sub(records: str, column: str, name: str, feature: Mapping[str, Any]) -> dict[str, Any]:
    """A field of the structs in a list: no source of its own, its parent's column holds it."""
    repeated = feature.get("_type") == "List"
    inner = feature["feature"] if repeated else feature
    value: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{records}/{column}/{name}",
        "name": name,
        "description": name,
        "dataType": _TYPES.get(str(inner.get("dtype")), "sc:Text"),
        "source": {
            "fileSet": {"@id": f"{records}-files"},
            "extract": {"column": column},
            "transform": {"jsonPath": name},
        },
    }
    return {**value, "isArray": True, "arrayShape": "-1"} if repeated else value
