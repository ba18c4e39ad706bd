"""Harnesses of records: extraction of pages and rows, HTML, every check."""

from __future__ import annotations

# ruff: noqa: E501 - tables of hostile inputs
import json
from functools import lru_cache
from typing import Any

from fuzz_base import harness, offsets
from fuzz_mutation import Dice

from dataset_tools.core.config import Config
from dataset_tools.core.record import RawRecord


def _html(dice: Dice) -> str:
    tags = (
        "p",
        "div",
        "article",
        "h1",
        "table",
        "td",
        "ul",
        "li",
        "script",
        "style",
        "svg",
        "template",
        "noscript",
        "a",
        "span",
        "title",
        "ruby",
        "rt",
        "pre",
        "br",
        "meta",
        "base",
        "math",
        "select",
        "frameset",
    )
    pieces = []
    for _ in range(dice.random.randrange(1, 10)):
        tag = dice.random.choice(tags)
        attribute = dice.random.choice(
            (
                "",
                f' class="{dice.word()}"',
                " id=content",
                f" href='{dice.word()}'",
                ' property="og:title" content="x"',
                " hidden",
                ' style="display:none"',
                ' type="application/ld+json"',
            )
        )
        inside = dice.random.choice(
            (
                dice.text(80),
                '{"@type":"NewsArticle","headline":"'
                + dice.word()
                + '","datePublished":"2022-01-01","author":[{"name":1}]}',
                "",
            )
        )
        close = f"</{tag}>" if dice.random.random() < 0.7 else ""
        pieces.append(f"<{tag}{attribute}>{inside}{close}")
    if dice.random.random() < 0.05:
        pieces.append(f"<{dice.random.choice(tags)}>" * 1500)
    return dice._changed("".join(pieces))


@lru_cache(maxsize=1)
def _checker() -> Any:
    from dataset_tools.schema.load import load_schema
    from dataset_tools.stages.check import Checker

    return Checker(load_schema())


KEYS = ("title", "text", "body", "content", "html", "published", "date", "pubdate", "source", "author", "url", "id", "标题", "subtitle", "", "\ud800k")  # fmt: skip


def _value(dice: Dice, deep: int = 3) -> Any:
    roll = dice.random.random()
    if roll < 0.55:
        return dice.text(120)
    if roll < 0.7 and deep:
        return [_value(dice, deep - 1) for _ in range(dice.random.randrange(3))]
    if roll < 0.8 and deep:
        return {dice.word(): _value(dice, deep - 1) for _ in range(dice.random.randrange(3))}
    return dice.random.choice(
        (None, True, 0, -1, 2**70, 1.5, "2022-01-02", "", dice.word(), float("inf"))
    )


def _record(dice: Dice) -> list[Any]:
    kind = dice.random.choice(("text", "markdown", "html", "row", "row"))
    if kind != "row":
        return [kind, _html(dice) if kind == "html" else dice.text()]
    row = {dice.random.choice(KEYS): _value(dice) for _ in range(dice.random.randrange(1, 6))}
    if dice.random.random() < 0.2:
        row["html"] = _html(dice)
    return [kind, row]


def _readable(value: Any) -> Any:
    """The nearest value that a reader can give: UTF-8 text, finite numbers, keys that differ."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_readable(key): _readable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_readable(item) for item in value]
    return None if value == float("inf") else value


@harness(_record, 1.5)
def records(given: list[Any]) -> None:
    """A record from its raw form to its findings: restored exactly, offsets right, fit for Arrow."""
    from dataset_tools.stages.document import canonical_json, compose
    from dataset_tools.stages.extract import extract
    from dataset_tools.stages.repair import restore_text

    kind, value = given
    raw = RawRecord(0, 0, 1, b"x", "utf-8", kind)
    value = _readable(value)
    if kind == "row":
        raw.row, source = value, canonical_json(value)
    else:
        raw.text = source = value
    found = extract("a.txt", raw, Config())
    record = found.record
    composed = compose(record["title"] or "", record["subtitle"], record["text"])
    assert restore_text(composed, found.edits) == source
    offsets(record["text"], record)
    found_by_checks = _checker().run([record])
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a character, of an escape in embedded JSON
        assert "schema/not_json" in {finding.key for _, finding in found_by_checks}
    for _, finding in found_by_checks:
        assert finding.level in ("error", "warn", "info")
        assert len(finding.message) < 1000
        finding.message.encode()
        if finding.start >= 0 and isinstance(record.get(finding.field), str):
            assert finding.start <= finding.end <= len(record[finding.field])


@harness(_html, 0.5)
def html(source: str) -> None:
    """Any HTML is a page, whose pieces of evidence lie in it."""
    from dataset_tools.pages import read_html

    page = read_html(source)
    for value in (page.title, page.subtitle, page.source, page.author, *page.paragraphs):
        assert value is None or isinstance(value, str)
    for evidence in page.evidence.values():
        assert -1 <= evidence.start <= evidence.end <= len(source)


def _columns(dice: Dice) -> dict[str, Any]:
    from dataset_tools.checks._base import record

    given: dict[str, Any] = record(title=dice.text(60), text=dice.text(300))
    for _ in range(dice.random.randrange(6)):
        name = dice.random.choice((*given, "attendees", "published", "extra", dice.word()))
        given[name] = _value(dice)
        if name in ("attendees", "absent", "groups") and dice.random.random() < 0.7:
            start = dice.random.randrange(-3, 400)
            given[name] = [
                {
                    "name": dice.word(),
                    "text": dice.word(),
                    "title": None,
                    "role": "chair",
                    "roles": ["chair"],
                    "start": start,
                    "end": start + dice.random.randrange(-2, 9),
                }
            ]
    return given


@harness(_columns)
def checks(record: dict[str, Any]) -> None:
    """Every check over records with columns of any kind: findings, never an exception."""
    for number, finding in _checker().run([record]):
        assert number == 0
        assert finding.level in ("error", "warn", "info")
        assert len(finding.message) < 1200
