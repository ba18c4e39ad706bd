"""Where a value came from: file, bytes, repairs and rule; or why it is null.

Everything here is found from a release alone: the edits of an article give its source back, the
same code reads that source again, and every place in the record is followed down through the layers
of edits to the bytes of the source.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from dataset_tools.core.edits import RULE, Edit, undo_layer
from dataset_tools.core.errors import ReleaseError
from dataset_tools.fields.attendees import explain as explain_attendees
from dataset_tools.pages import Evidence, Page, read_html, read_plain
from dataset_tools.release.manifest import load_manifest
from dataset_tools.release.rows import read_rows
from dataset_tools.repairs._base import REPAIRS
from dataset_tools.stages.document import HTML, LAYOUT, ROW, compose, spelled
from dataset_tools.stages.repair import explicit, restore_text
from dataset_tools.text.charsets import encode

FIELDS = ("title", "subtitle", "text", "published", "source", "author", "url", "language")
_LISTS = ("attendees", "absent", "groups")


class Origin(NamedTuple):
    """Where one value stands in the source.

    ``byte_start`` and ``byte_end`` count bytes of the decoded record in its own encoding, -1 where
    the value has no single place. ``repairs`` touched it on the way. ``reason`` says why there is
    no value.
    """

    field: str
    value: Any
    rule: str
    byte_start: int
    byte_end: int
    quote: str
    repairs: tuple[str, ...]
    reason: str


class Explanation(NamedTuple):
    """One article and the origins of its values."""

    id: str
    source_path: str
    source_index: int
    encoding: str
    origins: tuple[Origin, ...]


def rows_of(release: Path, config: str, column: str, value: str) -> list[dict[str, Any]]:
    """The rows of a config whose ``column`` equals ``value``; [] where there are none."""
    import pyarrow.compute as pc

    manifest = load_manifest(release)
    found: list[dict[str, Any]] = []
    for shards in manifest.shards().get(config, {}).values():
        for table in read_rows(release, shards):
            found += table.filter(pc.equal(table[column], value)).to_pylist()
    return found


def edits_of(release: Path, article_id: str) -> list[Edit]:
    """The edits of one article, as they stand in the release."""
    rows = rows_of(release, "edits", "article_id", article_id)
    return [
        Edit(row["layer"], row["repair"], row["start"], row["before"], row["after"]) for row in rows
    ]


def source_of(release: Path, article_id: str) -> str:
    """The decoded source record of one article, from the release alone."""
    article = _article(release, article_id)
    document = compose(article["title"], article["subtitle"], article["text"])
    return restore_text(document, edits_of(release, article_id))


def _article(release: Path, article_id: str) -> dict[str, Any]:
    rows = rows_of(release, "articles", "id", article_id)
    if rows:
        return rows[0]
    removed = rows_of(release, "duplicates", "id", article_id)
    if removed:
        raise ReleaseError(
            f"{article_id} is not in the release: it is a {removed[0]['kind']} duplicate",
            str(release),
            f"see dataset-tools dedup explain {article_id}, or explain {removed[0]['kept_id']}",
            "missing",
        )
    raise ReleaseError(
        f"no article {article_id!r}", str(release), "take an id from the articles config", "missing"
    )


class _Trail:
    """The layers of one record's edits, from the composed record down to its source."""

    def __init__(self, document: str, edits: list[Edit]) -> None:
        REPAIRS.load()  # their rule rows are replayed here
        self.texts = [document]
        self.layers: list[list[Edit]] = []
        ordered = sorted(edits, key=lambda edit: (-edit.layer, edit.start))
        for _, group in groupby(ordered, key=attrgetter("layer")):
            rows = list(group)
            after = self.texts[-1]
            before = undo_layer(after, rows)
            self.layers.append(_spelled(rows, after))
            self.texts.append(before)

    @property
    def source(self) -> str:
        return self.texts[-1]

    def depth(self, *names: str) -> int:
        """The number of layers from the top that bear one of ``names``."""
        depth = 0
        while depth < len(self.layers) and self.layers[depth][0].repair in names:
            depth += 1
        return depth

    def down(self, start: int, end: int, depth: int = 0) -> tuple[int, int, list[str]]:
        """The place in the source of ``[start, end)`` of the text at ``depth``; -1 where none.

        Also the repairs whose edits touch it, from the first applied to the last.
        """
        touched: list[str] = []
        for edits in self.layers[depth:]:
            if edits[0].repair == ROW:
                return -1, -1, touched[::-1]
            start, end, hit = _before(edits, start, end)
            if hit and edits[0].repair not in (HTML, LAYOUT):
                touched.append(edits[0].repair)
        return start, end, touched[::-1]


def _spelled(rows: list[Edit], after: str) -> list[Edit]:
    """The edits of one layer, place by place; a row's rule stays as it is."""
    rule = rows[0]
    if rule.start != RULE or rule.repair == ROW:
        return rows
    if rule.repair in (HTML, LAYOUT):
        return spelled(rule, after) or rows
    return [edit._replace(layer=rule.layer) for edit in explicit(after, rows)] or rows


def _before(edits: list[Edit], start: int, end: int) -> tuple[int, int, bool]:
    """Where a place of the text after one layer stood before it, and whether an edit touches it."""
    shift_start = shift_end = 0
    hit = False
    for edit in edits:
        after_end = edit.start + len(edit.after)
        growth = len(edit.before) - len(edit.after)
        if after_end <= start:
            shift_start += growth
            shift_end += growth
        elif edit.start >= end:
            break
        else:
            hit = True
            if not growth:
                continue  # character for character
            if edit.start < start:
                shift_start += edit.start - start
                shift_end += edit.start - start if after_end >= end else 0
            shift_end += growth
    return start + shift_start, end + shift_end, hit


def explain(release: Path, article_id: str, field: str | None = None) -> Explanation:
    """The origin of every value of an article, or of one field.

    Raises ReleaseError ``missing`` for an unknown id (a duplicate is named as such).
    """
    article = _article(release, article_id)
    document = compose(article["title"], article["subtitle"], article["text"])
    trail = _Trail(document, edits_of(release, article_id))
    origins: list[Origin] = []
    page = _page(trail, article)
    for name in (*FIELDS, *_LISTS):
        if field not in (None, name):
            continue
        if name in _LISTS:
            origins += _listed(trail, article, name)
        else:
            origins.append(_plain(trail, article, name, page))
    if not origins:
        origins = [_row_value(trail, article, field or "")]
    return Explanation(
        article_id,
        article["source_path"],
        article["source_index"],
        article["encoding"],
        tuple(origins),
    )


def _page(trail: _Trail, article: dict[str, Any]) -> tuple[Page, int]:
    """The page as it was read, and the depth of the text its evidence counts in (-1: source)."""
    kinds = [layer[0].repair for layer in trail.layers]
    if HTML in kinds and ROW not in kinds:
        return read_html(trail.source), -1
    depth = trail.depth(LAYOUT)
    text = trail.texts[depth]
    if ROW in kinds:
        return read_plain(text, title=article["title"], subtitle=article["subtitle"]), depth
    return read_plain(text), depth


def _origin(
    trail: _Trail, article: dict[str, Any], name: str, found: tuple[int, int, int], rule: str
) -> Origin:
    """The origin of a value that stands at ``(start, end)`` of the text at a depth."""
    start, end, depth = found
    repairs: list[str] = []
    if depth >= 0:
        start, end, repairs = trail.down(start, end, depth)
    value = article.get(name)
    if start < 0:
        return Origin(name, value, rule, -1, -1, "", tuple(repairs), "")
    mark = len(encode("", article["encoding"]))
    first = len(encode(trail.source[:start], article["encoding"]))
    quote = trail.source[start:end]
    size = len(encode(quote, article["encoding"])) - mark
    return Origin(name, value, rule, first, first + size, quote, tuple(repairs), "")


def _plain(trail: _Trail, article: dict[str, Any], name: str, read: tuple[Page, int]) -> Origin:
    page, depth = read
    value = article.get(name)
    if value is None:
        reason = page.reasons.get(name, "the source does not state it")
        return Origin(name, None, "", -1, -1, "", (), reason)
    evidence = page.evidence.get(name)
    if name in ("title", "subtitle", "text"):
        title, subtitle = article["title"], article["subtitle"]
        starts = {"title": 0, "subtitle": len(title) + 1}
        start = starts.get(name, len(compose(title, subtitle, "")))
        rule = evidence.rule if evidence else "the source's own field" if name != "text" else "page"
        return _origin(trail, article, name, (start, start + len(value), 0), rule)
    if evidence is None or evidence.start < 0:
        return _row_value(trail, article, name, evidence)
    return _origin(trail, article, name, (evidence.start, evidence.end, depth), evidence.rule)


def _row_value(
    trail: _Trail, article: dict[str, Any], name: str, evidence: Evidence | None = None
) -> Origin:
    """The origin of a value that has no place in the text: a row's key, meta data, a rule."""
    value = article.get(name)
    if name == "language":
        rule = "the script and the words of the text"
    elif evidence is not None:
        rule = evidence.rule
    elif trail.layers and trail.layers[-1][0].repair == ROW:
        rule = "the row's own value"
    else:
        rule = "lineage"
    quote = evidence.quote if evidence else ""
    return Origin(name, value, rule, -1, -1, quote, (), "" if value is not None else "not stated")


def _listed(trail: _Trail, article: dict[str, Any], name: str) -> list[Origin]:
    """The origins of attendees, absentees or groups: the sentence that proves each of them."""
    rows = article[name] or []
    if not rows:
        return [Origin(name, [], "", -1, -1, "", (), "the text names nobody in such a role")]
    proofs = {}
    if name == "attendees":
        proofs = {proof.start: proof.rule for proof in explain_attendees(article["text"])}
    body = len(compose(article["title"], article["subtitle"], ""))
    origins = []
    for row in rows:
        place = (body + row["start"], body + row["end"], 0)
        rule = proofs.get(row["start"], "stated in the text")
        origins.append(_origin(trail, {**article, name: row}, name, place, rule))
    return origins
