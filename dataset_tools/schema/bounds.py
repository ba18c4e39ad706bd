"""Bounds on a JSON Schema: what one from an untrusted folder may cost, and what it may refer to.

A schema is a program. Without these bounds a small file could read other files (``$ref`` to
``file://``), call servers, loop (``a`` is ``b``, ``b`` is ``a``), or cost 2^n steps
(``allOf: [next, next]``, n times). Each is refused before a record is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dataset_tools.core.errors import SchemaError

MAX_DEPTH = 64
"""Nesting of the schema document. The record's own schema is 8 deep."""
MAX_NODES = 20_000
"""Objects, arrays and values of a schema document. The record's own schema has about 250."""
MAX_ENUM = 2_000
"""Values of one ``enum``: a longer list is data and belongs in a check of its own."""
MAX_STEPS = 2_000
"""Subschemas that may apply to one value at once, counted with repetition."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ONE = ("$ref", "$dynamicRef", "not", "if", "then", "else")
_MANY = ("allOf", "anyOf", "oneOf")
_MAPPED = ("dependentSchemas",)


_MAPS = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"))
_DATA = frozenset(("enum", "const", "default", "examples"))


def walk(schema: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every subschema with its JSON pointer, outermost first; SchemaError past a bound.

    What stands under ``enum``, ``const``, ``default`` and ``examples`` is data: counted, not given.
    """
    stack: list[tuple[str, Any, int, str]] = [("#", schema, 0, "schema")]
    seen = 0
    while stack:
        pointer, node, depth, kind = stack.pop()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_NODES:
            what = f"nested deeper than {MAX_DEPTH}" if depth > MAX_DEPTH else "too large"
            raise SchemaError(f"the schema is {what}", where, "make it smaller")
        if isinstance(node, Mapping):
            if kind == "schema":
                yield pointer, node
            children = [
                (f"{pointer}/{key}", value, depth + 1, _kind(kind, key))
                for key, value in node.items()
            ]
        elif isinstance(node, list):
            children = [
                (f"{pointer}/{index}", value, depth + 1, kind) for index, value in enumerate(node)
            ]
        else:
            continue
        stack += reversed(children)


def _kind(kind: str, key: str) -> str:
    """What the value under ``key`` of a node is: a schema, a map of schemas, or data."""
    if kind != "schema":
        return "schema" if kind == "map" else "data"
    if key in _DATA:
        return "data"
    return "map" if key in _MAPS else "schema"


def check_bounds(
    schema: Mapping[str, Any], where: str, known: frozenset[str] = frozenset()
) -> None:
    """Refuse (SchemaError) a schema that is too large or of another dialect.

    ``known`` are addresses of documents (here: dialects) that the caller hands over with it.
    """
    dialect = schema.get("$schema", DIALECT)
    if str(dialect).rstrip("#") != DIALECT and dialect not in known:
        raise SchemaError(
            f"the schema is of another dialect: {str(dialect)[:80]!r}",
            where,
            f'write "$schema": "{DIALECT}"',
        )
    for pointer, node in walk(schema, where):
        enum = node.get("enum")
        if isinstance(enum, list) and len(enum) > MAX_ENUM:
            raise SchemaError(
                f"an enum of {len(enum)} values (at most {MAX_ENUM})",
                f"{where} {pointer}",
                "use a pattern, or write a check",
            )


def check_loops(schema: Mapping[str, Any], where: str) -> None:
    """Refuse a schema whose references run in a circle, or multiply, on one and the same value.

    A reference below ``properties`` or ``items`` may lead back (a tree): there the value shrinks.
    """
    if not any("$ref" in node or "$dynamicRef" in node for _, node in walk(schema, where)):
        return  # without references the document's size is the bound
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    root = DRAFT202012.create_resource(dict(schema))
    base = root.id() or ""
    resolver = Registry().with_resource(base, root).crawl().resolver(base)
    cost: dict[int, int] = {}
    path: set[int] = set()

    def steps(node: Any, at: Any) -> int:
        """How many subschemas apply to the value that ``node`` applies to, itself included."""
        if not isinstance(node, Mapping):
            return 1
        key = id(node)
        if key in path or len(path) > 4 * MAX_DEPTH:
            raise SchemaError("the references run in a circle", where, "let one of them end")
        if key not in cost:
            path.add(key)
            own = isinstance(node.get("$id"), str)
            inner = at.in_subresource(DRAFT202012.create_resource(node)) if own else at
            total = 1 + sum(steps(*part) for part in _in_place(node, inner))
            path.discard(key)
            if total > MAX_STEPS:
                raise SchemaError(
                    f"more than {MAX_STEPS} subschemas apply to one value",
                    where,
                    "use fewer references inside allOf, anyOf and oneOf",
                )
            cost[key] = total
        return cost[key]

    def _in_place(node: Mapping[str, Any], at: Any) -> Iterator[tuple[Any, Any]]:
        for key in _ONE:
            if key in ("$ref", "$dynamicRef") and isinstance(node.get(key), str):
                try:
                    found = at.lookup(node[key])
                except Unresolvable:
                    continue  # a document handed over by the caller, or an error the judge reports
                yield found.contents, found.resolver
            elif key in node:
                yield node[key], at
        for key in _MANY:
            if isinstance(node.get(key), list):
                yield from ((part, at) for part in node[key])
        for key in _MAPPED:
            if isinstance(node.get(key), Mapping):
                yield from ((part, at) for part in node[key].values())

    for _, node in walk(schema, where):
        if "$ref" in node or "$dynamicRef" in node:
            steps(node, resolver)
    steps(schema, resolver)
