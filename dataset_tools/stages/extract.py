"""Extraction: one raw record becomes one article, with the edits that lead back to its source."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from dataset_tools.core.config import Config, RepairSection
from dataset_tools.core.edits import Edit
from dataset_tools.core.record import RawRecord
from dataset_tools.fields._base import FIELDS
from dataset_tools.fields.attendees import extract as extract_attendees
from dataset_tools.pages import Page, read_html, read_plain
from dataset_tools.readers._keys import RowFields, resolve
from dataset_tools.stages.document import HTML, LAYOUT, canonical_json, compose, row_edit, tie
from dataset_tools.stages.repair import repair_text
from dataset_tools.text.dates import find_dates

_MARKUP = re.compile(r"<(?:p|div|br|html|body|article|section|table)\b[^<>]{0,500}/?>", re.I)
_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HEAD = ("title", "subtitle", "source", "author")
_DATE_LONGEST = 200
COLUMNS = frozenset((
    "id", "title", "subtitle", "text", "published", "source", "author", "url", "language",
    "attendees", "absent", "groups", "warnings",
    "source_path", "source_index", "source_id", "source_sha256", "encoding", "extra",
))  # fmt: skip
"""The columns of the record; a user's schema may have more."""
ID_LENGTH = 20
"""Hex digits of an id: 80 bits, so that a billion records collide with odds of one in a million."""


class Extracted(NamedTuple):
    """An article as plain column values, and the edits that give its source back."""

    record: dict[str, Any]
    edits: list[Edit]
    page: Page


@dataclass(slots=True)
class Document:
    """The text to repair: one line per name in ``head``, then the body."""

    head: list[str]
    text: str
    edits: list[Edit]
    html: Page | None = None
    row: RowFields | None = None


def record_id(source_path: str, key: str) -> str:
    """The id of the record ``key`` of one source: a digest of the two names, nothing else.

    >>> record_id("a.txt", "")
    '5670dcd3d641ed0daf99'
    """
    name = f"{source_path}\0{key}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(name, digest_size=ID_LENGTH // 2).hexdigest()


def document_of(raw: RawRecord, mapping: dict[str, tuple[str, ...]]) -> Document:
    """The document of a raw record, with the bottom layer of its edits."""
    if raw.kind == "row":
        return _row_document(raw.row, mapping)
    if raw.kind == "html":
        return _html_document(raw.text, [], raw.text, [])
    return Document([], raw.text, [])


def _html_document(source: str, head: list[str], html: str, edits: list[Edit]) -> Document:
    """A document whose body is HTML: the text of its parts, tied to ``source`` by one layer."""
    page = read_html(html)
    lines = source.split("\n", len(head))[: len(head)]
    names = list(head)
    for name in _HEAD:
        value = getattr(page, name)
        if value and name not in names:
            names.append(name)
            lines.append(_BREAKS.sub(" ", value))
    text = "\n".join([*lines, "\n".join(page.paragraphs)])  # an empty body is a line too
    layer = edits[-1].layer + 1 if edits else 0
    return Document(names, text, edits + tie(layer, HTML, source, text), page)


def _row_document(row: dict[str, Any], mapping: dict[str, tuple[str, ...]]) -> Document:
    """A document made of a row's own fields; what it does not hold stays in the row's edit."""
    fields = resolve(row, mapping)
    keys = fields.keys
    head: list[str] = []
    lines: list[str] = []
    rest = dict(row)
    for name in _HEAD:
        if name not in keys:
            continue
        value = getattr(fields, name)
        if isinstance(value, str) and value and not _BREAKS.search(value):
            head.append(name)
            lines.append(value)
            del rest[keys[name]]
    body = fields.text if isinstance(fields.text, str) else ""
    body_key = keys.get("text", "") if isinstance(fields.text, str) else ""
    if body_key:  # a key may be empty: the one named "" stays in the rest
        del rest[body_key]
    text = "\n".join([*lines, body]) if lines else body
    edit = row_edit(tuple([keys[name] for name in head]), body_key, rest)
    if "<" in body and len(_MARKUP.findall(body, 0, 20_000)) > 1:
        document = _html_document(text, head, body, [edit])
    else:
        document = Document(head, text, [edit])
    document.row = fields
    return document


def _page(document: Document, repaired: str) -> Page:
    """The page that the repaired document shows, with what a row itself states of it."""
    *lines, body = repaired.split("\n", len(document.head)) if document.head else (repaired,)
    stated: dict[str, Any] = {
        name: value.strip() or None for name, value in zip(document.head, lines, strict=True)
    }
    if document.html is not None:
        page = document.html
        stated["paragraphs"] = tuple(body.split("\n")) if body else ()
    else:
        page = read_plain(
            body, title=stated.pop("title", None), subtitle=stated.pop("subtitle", None)
        )
    if (row := document.row) is not None:
        if row.published is not None and (published := published_of(row.published)):
            stated["published"] = published
        if isinstance(row.url, str) and (url := row.url.strip()):
            stated["url"] = url
    return page.replace(**stated) if stated else page


@lru_cache(maxsize=8)
def _fields(own: tuple[str, ...]) -> list[tuple[str, Any]]:
    wanted = COLUMNS.union(own)
    return [(field.name, field.read) for field in FIELDS if field.name in wanted]


def own_columns(schema: dict[str, Any]) -> tuple[str, ...]:
    """The columns that a user's schema has beside the record's own."""
    return tuple(name for name in schema.get("properties", {}) if name not in COLUMNS)


def extract(
    source_path: str, raw: RawRecord, config: Config, own: tuple[str, ...] = ()
) -> Extracted:
    """The article in ``raw``.

    Columns of the user's ``own`` are filled by a registered field of that name, else from the row's
    key of that name; such a key is not kept in ``extra`` as well.

    The title, the text and every other field may be missing (None or empty): that is for the
    checks to judge. ``published`` is an ISO date string. The edits are proved layer by layer: by
    ``repair_text`` for the repairs and by ``tie`` for the bottom and the top layer.
    """
    document = document_of(raw, config.read.mapping)
    policy: RepairSection = config.repair
    repaired = repair_text(document.text, policy, head=len(document.head), keep_lines=True)
    page = _page(document, repaired.text)
    row = document.row
    sha256 = hashlib.sha256(raw.raw).hexdigest()
    key = f"#{raw.index}" if raw.index else ""
    source_id: str | None = None
    extra: str | None = None
    rest: dict[str, Any] = {}
    if row is None and raw.row:
        # A page out of an archive of the web, which knows its address.
        address = raw.row.get("url")
        page = page.replace(url=page.url or address)
        key, source_id = f"url:{address}", raw.row.get("id")
    elif row is not None:
        if row.id is not None:
            source_id = row.id if isinstance(row.id, str) else canonical_json(row.id)
            key = "id:" + source_id
        else:
            key = "sha:" + sha256
        rest = {name: value for name, value in row.rest.items() if name not in own}
        extra = canonical_json(rest) if rest else None
    record: dict[str, Any] = {name: row.rest.get(name) if row else None for name in own}
    for name, read in _fields(own):
        record[name] = read(page)
    title, text = record["title"] or "", record["text"]
    published = record["published"]
    record["published"] = published.isoformat() if published else None
    attendance = extract_attendees(text)
    record["attendees"] = [a._asdict() | {"roles": list(a.roles)} for a in attendance.attendees]
    record["absent"] = [a._asdict() for a in attendance.absent]
    record["groups"] = [g._asdict() for g in attendance.groups]
    record["id"] = record_id(source_path, key)
    record["warnings"] = []
    record["source_path"] = source_path
    record["source_index"] = raw.index
    record["source_id"] = source_id
    record["source_sha256"] = sha256
    record["encoding"] = raw.encoding
    record["extra"] = extra
    edits = _layers(document.edits, repaired.edits)
    top = edits[-1].layer + 1 if edits else 0
    edits += tie(top, LAYOUT, repaired.text, compose(title, record["subtitle"], text))
    return Extracted(record, edits, page)


def _layers(bottom: list[Edit], repairs: tuple[Edit, ...]) -> list[Edit]:
    """Both, with the repairs' layers numbered after the bottom's."""
    if not bottom:
        return list(repairs)
    shift = bottom[-1].layer + 1
    return bottom + [edit._replace(layer=edit.layer + shift) for edit in repairs]


def published_of(value: Any) -> datetime.date | None:
    """The date that a row's own date value states; None where it states no full date.

    >>> published_of("2022-11-07T08:00:00+08:00"), published_of("昨天"), published_of(20)
    (datetime.date(2022, 11, 7), None, None)
    """
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    return _first_date(value[:_DATE_LONGEST]) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 12)
def _first_date(text: str) -> datetime.date | None:
    dates = find_dates(text)
    return dates[0][0] if dates else None
