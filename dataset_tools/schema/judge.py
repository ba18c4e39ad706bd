"""Two judges: jsonschema-rs decides at speed, jsonschema explains each failure.

jsonschema-rs is right on the whole official suite and fast (3 µs a record), but says little;
jsonschema says where and why, but is 60 times slower and uses Python's ``re`` (which can take
exponential time). So the verdict is always that of the first, and the second is asked only about
records that failed, with its ``pattern`` replaced by the first one's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import orjson

from dataset_tools.core.finding import Finding
from dataset_tools.schema.explain import explain, place, short
from dataset_tools.schema.load import check_schema, compile_schema

MAX_INSTANCE_DEPTH = 200
"""Nesting of a record (ours is 4 deep). Past about 20,000 the judges' recursion would crash."""
MAX_EXPLAINED = 20
"""Failures explained for one record; the rest are counted in one more finding."""


class Judge:
    """A schema, ready to judge records.

    ``resources``: other documents, by address, that the schema may refer to (nothing is fetched);
    ``formats=False`` makes ``format`` an annotation, as the standard does where nobody asks.

    >>> judge = Judge({"properties": {"title": {"minLength": 2, "type": "string"}}})
    >>> [(index, finding.key) for index, finding in judge.failures([{"title": "x"}])]
    [(0, 'schema/minLength')]
    """

    def __init__(
        self,
        schema: dict[str, Any] | bool,
        resources: Mapping[str, Any] | None = None,
        formats: bool = True,
    ) -> None:
        check_schema(schema, "schema", resources)
        self.schema = schema
        self._resources = dict(resources or {})
        self._rs = compile_schema(schema, "schema", resources, formats)

    def valid(self, instance: Any) -> bool:
        """The verdict of jsonschema-rs; False where ``instance`` is not JSON at all."""
        try:
            return bool(self._rs.is_valid(instance)) and not_json(instance) is None
        except ValueError:  # a date, bytes, a key that is no string
            return False

    def failures(self, records: Sequence[Any]) -> list[tuple[int, Finding]]:
        """``(index, finding)`` for every record that fails, in order; level error.

        The code is the schema's keyword (``minLength``, ``required``, …), or ``not_json`` where a
        value cannot be JSON. ``field`` is the column; the whole path stands in the message.
        """
        found: list[tuple[int, Finding]] = []
        is_valid, dumps = self._rs.is_valid, orjson.dumps
        for index, record in enumerate(records):
            try:
                # jsonschema-rs lets half characters (lone surrogates) pass; nothing else can
                # write them, so the serialiser is asked too (2 µs a record).
                if is_valid(record) and dumps(record):
                    continue
            except (ValueError, TypeError):
                pass
            found += ((index, finding) for finding in self._explained(record))
        return found

    def _explained(self, record: Any) -> list[Finding]:
        """Why one record fails; empty where only the serialiser stumbled over a valid one."""
        foreign = not_json(record)
        if foreign is not None:
            return [foreign]
        if self._rs.is_valid(record):
            return []
        # (path, keyword) of the deciding judge, in its order; details come from the other
        decided = {(tuple(e.instance_path), e.kind.name): e for e in self._rs.iter_errors(record)}
        details = {
            (tuple(e.absolute_path), str(e.validator)): e
            for e in self._explainer.iter_errors(record)
        }
        findings = []
        for (path, keyword), error in list(decided.items())[:MAX_EXPLAINED]:
            other = details.get((path, keyword))
            limit = other.validator_value if other is not None else None
            if keyword in ("additionalProperties", "unevaluatedProperties"):
                limit = error.kind.as_dict().get("unexpected")
            message = explain(keyword, limit, error.instance, error.schema_path)
            findings.append(_finding(path, keyword, message))
        if len(decided) > MAX_EXPLAINED:
            more = len(decided) - MAX_EXPLAINED
            findings.append(_finding((), "more", f"{more} more failures of this record"))
        return findings or [_finding((), "schema", "the schema does not allow this record")]

    @cached_property
    def _explainer(self) -> Any:
        from jsonschema import Draft202012Validator
        from jsonschema.validators import extend
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        registry = Registry().with_resources(
            (uri, DRAFT202012.create_resource(value)) for uri, value in self._resources.items()
        )
        validator = extend(Draft202012Validator, {"pattern": _pattern, **_unsafe_off(self.schema)})
        return validator(
            self.schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )


def _finding(path: tuple[str | int, ...], keyword: str, message: str) -> Finding:
    column = str(path[0]) if path else ""
    said = f"{place(path)}: {message}" if path else message
    return Finding("schema", keyword, "error", column, -1, -1, said)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    return compile_schema({"pattern": pattern}, "schema")


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Any:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not _compiled(pattern).is_valid(instance):
        yield ValidationError(f"does not match {pattern!r}")


def _unsaid(*_: Any) -> tuple[()]:
    """A keyword about which jsonschema says nothing."""
    return ()


def _unsafe_off(schema: Any) -> dict[str, Any]:
    """Keywords that jsonschema must not evaluate: they run its own ``re`` on patterns for keys."""
    text = str(schema)
    if "'patternProperties'" not in text:
        return {}
    keywords = ("patternProperties", "additionalProperties", "unevaluatedProperties")
    return dict.fromkeys(keywords, _unsaid)


def not_json(value: Any, path: tuple[str | int, ...] = ()) -> Finding | None:
    """The finding that says what in ``value`` cannot be JSON text in UTF-8; None where all can.

    >>> not_json({"a": ["\\ud800"]}).message
    'a[0]: a lone surrogate at 0: half a character; take the text from its source again'
    """
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return _finding(path, "not_json", "an integer beyond 64 bits, which no column can hold")
    if value is None or isinstance(value, int | float):
        return None
    if isinstance(value, str):
        return _surrogate(value, path)
    if isinstance(value, dict | list | tuple):
        return _inside(value, path)
    if isinstance(value, date):
        return _finding(path, "not_json", "a date object; write it as YYYY-MM-DD")
    return _finding(path, "not_json", f"a {type(value).__name__}; JSON has no such value")


def _inside(
    value: dict[Any, Any] | list[Any] | tuple[Any, ...], path: tuple[str | int, ...]
) -> Finding | None:
    """The first thing in an object or a list that cannot be JSON."""
    if len(path) > MAX_INSTANCE_DEPTH:
        return _finding(path[:1], "not_json", f"nested deeper than {MAX_INSTANCE_DEPTH}")
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(value, dict) and not isinstance(key, str):
            return _finding(path, "not_json", f"the key {short(key)} is no string")
        wrong = _surrogate(key, path) if isinstance(key, str) else None
        if wrong := wrong or not_json(item, (*path, key)):
            return wrong
    return None


def _surrogate(text: str, path: tuple[str | int, ...]) -> Finding | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        what = f"a lone surrogate at {error.start}: half a character"
        return _finding(path, "not_json", f"{what}; take the text from its source again")
    return None
