"""Findings as SARIF 2.1.0, the form in which code hosts and editors show the results of tools."""

from __future__ import annotations

from typing import Any

from dataset_tools.checks._base import CHECKS
from dataset_tools.validation.report import Located, Validation

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warn": "warning", "info": "note"}


def sarif(found: Validation, version: str) -> dict[str, Any]:
    """The SARIF log of a validation: one rule per code, one result per kept finding or gate."""
    rules: dict[str, dict[str, Any]] = {}
    results: list[dict[str, Any]] = []
    for located in found.kept:
        key = located.finding.key
        rules.setdefault(key, _rule(key, located.finding.level))
        results.append(_result(located))
    gates = [(r.code, r.level, r.why, r.message) for r in found.gate.failed] if found.gate else []
    gates += [(t.name, "error", "", t.message) for t in found.thresholds if not t.success]
    for code, level, why, message in gates:
        key = f"gate/{code}"
        rules.setdefault(key, _described(key, why or "A limit of the configuration.", level))
        place = [{"physicalLocation": {"artifactLocation": {"uri": _uri(found.target)}}}]
        results.append(_entry(key, level, message, place))
    number = {key: index for index, key in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = number[result["ruleId"]]
    run: dict[str, Any] = {"columnKind": "unicodeCodePoints", "results": results}
    driver = {"name": "dataset-tools", "version": version, "rules": list(rules.values())}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, **run}],
    }


def _rule(key: str, level: str) -> dict[str, Any]:
    name, _, code = key.partition("/")
    check = next((check for check in CHECKS if check.name == name), None)
    if check is None or code not in check.codes:
        return _described(key, "The record is not as the schema or its reader demands.", level)
    rule = _described(key, check.codes[code].why, level)
    return {**rule, "fullDescription": {"text": check.why}}


def _described(key: str, text: str, level: str) -> dict[str, Any]:
    return {
        "id": key,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": _LEVELS.get(level, "note")},
    }


def _result(located: Located) -> dict[str, Any]:
    finding = located.finding
    name = f"record {located.number}" + (f"/{finding.field}" if finding.field else "")
    place = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(located.path)}},
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "element"}],
    }
    entry = _entry(finding.key, finding.level, finding.message, [place])
    return {
        **entry,
        "properties": {
            "id": located.id,
            "index": located.number,
            "field": finding.field,
            "start": finding.start,
            "end": finding.end,
        },
    }


def _entry(key: str, level: str, message: str, places: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ruleId": key,
        "level": _LEVELS.get(level, "note"),
        "message": {"text": message},
        "locations": places,
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    if path.startswith("hf://"):
        return path
    return quote(path.encode("utf-8", "surrogateescape"), safe="/!@:~+,=")
