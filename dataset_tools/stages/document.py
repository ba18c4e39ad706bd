"""Documents: the text that is repaired, and how it is tied to the source it came from.

A document is ``head`` field lines followed by body text. What ties it to the decoded source is one
layer of edits at the bottom ("html", "row"; nothing for a text page, which is its own document);
what ties the finished record to the repaired document is one layer on top ("layout").

Composition of a record: ``title \\n [subtitle \\n] text`` (:func:`compose`). Undoing all layers
from there gives the page as decoded, or, for a row, its canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from dataset_tools.core.edits import (
    RULE,
    Edit,
    difference,
    fill_gaps,
    gaps,
    register_inverse,
    undo_layer,
)

LAYOUT = "layout"
HTML = "html"
ROW = "row"


_SAME = frozenset((str, int, bool, type(None)))
"""Types that orjson and the standard library write alike; floats they do not."""


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and nothing optional: the decoded form of a row.

    >>> canonical_json({"b": "会", "a": None})
    '{"a":null,"b":"会"}'
    """
    if type(value) is dict and _SAME.issuperset(map(type, value.values())):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except TypeError:
            pass  # an integer beyond 64 bits, half of a surrogate pair, a key that is no string
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def compose(title: str, subtitle: str | None, text: str) -> str:
    """The record as one text.

    >>> compose("T", None, "a")
    'T\\na'
    """
    return f"{title}\n{subtitle}\n{text}" if subtitle else f"{title}\n{text}"


def tie(layer: int, repair: str, source: str, target: str) -> list[Edit]:
    """The edits of one layer that turn ``target`` back into ``source``; none where they are equal.

    Where every line of ``target`` stands in ``source``, one rule row holds what stands between
    them; else one explicit edit. Proved before it is returned.

    >>> [edit.before for edit in tie(0, "layout", "top\\n  a\\n  b", "a\\nb")]
    ['{"lines":["top\\\\n  ","\\\\n  ",""]}']
    """
    if source == target:
        return []
    between = gaps(source, target)
    if between is not None:
        rule = Edit(layer, repair, RULE, _pack(between), "")
        if undo_layer(target, [rule]) == source:
            return [rule]
    return [difference(layer, repair, source, target)]


def _pack(between: list[str]) -> str:
    """Gaps as JSON; a run of equal ones (the indent of every paragraph) is written once."""
    runs: list[str | list[object]] = []
    for gap in between:
        if runs and isinstance(runs[-1], list) and runs[-1][0] == gap:
            runs[-1][1] = int(str(runs[-1][1])) + 1
        elif runs and runs[-1] == gap:
            runs[-1] = [gap, 2]
        else:
            runs.append(gap)
    try:
        return orjson.dumps({"lines": runs}).decode()
    except TypeError:  # half of a surrogate pair
        return json.dumps({"lines": runs}, ensure_ascii=False, separators=(",", ":"))


def _unpack(parameters: str, wanted: int) -> list[str]:
    """The gaps; ValueError where there are not ``wanted``, as only a forged rule says."""
    between: list[str] = []
    try:
        runs = orjson.loads(parameters)["lines"]
    except orjson.JSONDecodeError:  # half of a surrogate pair
        runs = json.loads(parameters)["lines"]
    for run in runs:
        if type(run) is str:
            between.append(run)
            continue
        gap, times = run
        if times > wanted - len(between):
            raise ValueError("more gaps than lines")
        between += [gap] * times
    if len(between) != wanted:
        raise ValueError("fewer gaps than lines")
    return between


@register_inverse(LAYOUT)
def undo_layout(text: str, parameters: str) -> str:
    """The repaired document, from the composed record and what stood between its lines."""
    return fill_gaps(text, _unpack(parameters, text.count("\n") + 2))


@register_inverse(HTML)
def undo_html(text: str, parameters: str) -> str:
    """The HTML source, from the lines of its text and the markup between them."""
    return fill_gaps(text, _unpack(parameters, text.count("\n") + 2))


def spelled(edit: Edit, text: str) -> list[Edit]:
    """A rule row of :func:`tie`, spelled out: one edit for every gap that is not a line end.

    ``text`` is the one after the layer, in which the edits' starts count.

    >>> [tuple(e[2:]) for e in spelled(tie(0, "layout", "top\\n  a\\n  b", "a\\nb")[0], "a\\nb")]
    [(0, 'top\\n  ', ''), (1, '\\n  ', '\\n')]
    """
    lines = text.split("\n")
    found: list[Edit] = []
    at = 0
    for number, gap in enumerate(_unpack(edit.before, len(lines) + 1)):
        after = "" if number in (0, len(lines)) else "\n"
        if gap != after:
            found.append(Edit(edit.layer, edit.repair, at, gap, after))
        at += len(after) + (len(lines[number]) if number < len(lines) else 0)
    return found


def row_edit(head: Sequence[str], body_key: str, rest: dict[str, Any]) -> Edit:
    """The bottom layer of a row: which key each head line and the body came from, and the rest."""
    rule = f'{_keys(tuple(head), body_key)},"rest":{canonical_json(rest)}}}'
    return Edit(0, ROW, RULE, rule, "")


@lru_cache(maxsize=256)
def _keys(head: tuple[str, ...], body_key: str) -> str:
    """The first two entries of a row's rule: the same ones for all rows of a source."""
    return canonical_json({"head": list(head), "body": body_key})[:-1]


@register_inverse(ROW)
def undo_row(text: str, parameters: str) -> str:
    """The row's canonical JSON, from its document.

    >>> undo_row("T\\na\\nb", row_edit(["title"], "text", {"id": 1}).before)
    '{"id":1,"text":"a\\\\nb","title":"T"}'
    """
    rule = json.loads(parameters)
    *lines, body = text.split("\n", len(rule["head"]))
    row = dict(zip(rule["head"], lines, strict=True))
    if rule["body"]:
        row[rule["body"]] = body
    return canonical_json({**row, **rule["rest"]})
