"""Samples: a real record for the card, and what typical repairs changed, before and after."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dataset_tools.core.edits import Edit, undo_layer
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.tables import arrow
from dataset_tools.release.manifest import Shard
from dataset_tools.release.rows import read_pieces, read_rows, read_schema

LOOKED_AT = 200
"""Articles, from the first on, among which the example record is chosen."""
EDIT_ROWS = 50_000
"""Edits among which a sample of each repair is looked for, from the first on."""
LEAD, WINDOW, PIECES = 12, 84, 40
"""Code points shown before the first change, and at most in all; changes at most."""
STRUCTURAL = ("layout", "html", "row")
"""Layers that tie a record to its page: no damage that was mended."""

Kind = Literal["same", "removed", "added"]


class Piece(NamedTuple):
    """A stretch of text that both versions have, or only the one before, or after."""

    kind: Kind
    text: str


class Sample(NamedTuple):
    """One repair at work in one article."""

    repair: str
    article_id: str
    pieces: tuple[Piece, ...]


def example_record(folder: Path, shards: Sequence[Shard]) -> Mapping[str, Any]:
    """A record that shows most fields in the fewest words; empty where there are no articles."""
    filled = [shard for shard in shards if shard.entry.rows]
    if not filled:
        return {}
    filled.sort(key=lambda shard: shard.split != "train")
    rows = next(read_pieces(folder, filled, rows=LOOKED_AT)).to_pylist()

    def rank(pair: tuple[int, Mapping[str, Any]]) -> tuple[int, int, int]:
        number, row = pair
        shown = sum(1 for value in row.values() if value not in (None, [], ""))
        attendees = min(2, len(row.get("attendees") or ()))
        return -(shown + attendees), abs(len(row.get("text") or "") - 300), number

    _, best = min(enumerate(rows), key=rank)
    return {name: plain(value) for name, value in best.items()}


def plain(value: Any) -> Any:
    """``value`` as JSON has it: dates as text, bytes as hexadecimal."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def samples(folder: Path, articles: Sequence[Shard], edits: Sequence[Shard]) -> tuple[Sample, ...]:
    """The first article of each repair, in the order of their names, with what was changed."""
    chosen = _chosen(folder, edits)
    if not chosen:
        return ()
    texts = _texts(folder, articles, {article for article, _ in chosen.values()})
    found = []
    for repair, (article, layers) in sorted(chosen.items()):
        if article in texts:
            pieces = _pieces(texts[article], repair, layers)
            if pieces:
                found.append(Sample(repair, article, pieces))
    return tuple(found)


def _chosen(folder: Path, edits: Sequence[Shard]) -> dict[str, tuple[str, list[Edit]]]:
    """Repair -> the first article that it touched, with all edits of that article."""
    import pyarrow.compute as pc

    filled = [shard for shard in edits if shard.entry.rows]
    if not filled:
        return {}
    names = ["article_id", "layer", "repair", "start", "before", "after"]
    groups, rows_seen = [], 0
    for group in read_rows(folder, filled, names):
        groups.append(group.slice(0, EDIT_ROWS))
        rows_seen += group.num_rows
        if rows_seen >= EDIT_ROWS:
            break
    table = arrow().concat_tables(groups)
    wanted = _first_articles(table)
    ids = arrow().array(sorted(set(wanted.values())), arrow().string())
    rows = table.filter(pc.is_in(table["article_id"], value_set=ids)).to_pylist()
    by_article: dict[str, list[Edit]] = {}
    for row in rows:
        edit = Edit(*(row[name] for name in names[1:]))
        by_article.setdefault(row["article_id"], []).append(edit)
    return {repair: (article, by_article[article]) for repair, article in wanted.items()}


def _first_articles(table: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    grouped = table.group_by(["repair"], use_threads=False).aggregate([("article_id", "first")])
    for repair, article in zip(
        grouped["repair"].to_pylist(), grouped["article_id_first"].to_pylist(), strict=True
    ):
        if repair not in STRUCTURAL:
            found[repair] = article
    return found


def _texts(folder: Path, shards: Sequence[Shard], ids: set[str]) -> dict[str, str]:
    """The composed text of some articles; stops reading at the last one."""
    import pyarrow.compute as pc

    from dataset_tools.stages.document import compose

    found: dict[str, str] = {}
    value_set = arrow().array(sorted(ids), arrow().string())
    filled = [shard for shard in shards if shard.entry.rows]
    names = ["id", "title", "text"]
    if filled:
        known = read_schema(folder / filled[0].entry.path).names
        if not set(names) <= set(known):
            return {}  # a schema of the user's own
        names += [name for name in ("subtitle",) if name in known]
    for table in read_pieces(folder, filled, names):
        rows = table.filter(pc.is_in(table["id"], value_set=value_set)).to_pylist()
        for row in rows:
            found[row["id"]] = compose(row["title"], row.get("subtitle"), row["text"])
        if len(found) == len(ids):
            break
    return found


def _pieces(text: str, repair: str, edits: Sequence[Edit]) -> tuple[Piece, ...]:
    """What the layer of ``repair`` changed; empty where this tool cannot replay it."""
    from dataset_tools.stages.repair import load_inverses

    load_inverses()
    ordered = sorted(edits, key=lambda edit: (-edit.layer, edit.start))
    try:
        for _, layer in groupby(ordered, key=lambda edit: edit.layer):
            rows = list(layer)
            before = undo_layer(text, rows)
            if rows[0].repair == repair:
                return compared(before, text)
            text = before
    except (DatasetToolsError, ValueError, KeyError, IndexError):
        return ()  # a plug-in's repair, or an older tool's: the report does without its sample
    return ()


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """The first changes between two texts, with a little of what stands around them.

    >>> [(piece.kind, piece.text) for piece in compared("一二(èr)三", "一二三")]
    [('same', '一二'), ('removed', '(èr)'), ('same', '三')]
    """
    start, shortest = 0, min(len(before), len(after))
    while start < shortest and before[start] == after[start]:
        start += 1
    if start == len(before) == len(after):
        return ()
    first = max(0, start - LEAD)
    old, new = before[first : first + WINDOW], after[first : first + WINDOW]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    cut = first + WINDOW < max(len(before), len(after))
    while cut and len(codes) > 2 and codes[-1][0] != "equal":
        codes.pop()  # the window's end, not a change
    pieces = [Piece("same", "…")] if first else []
    for kind, a, b, c, d in codes[:PIECES]:
        if kind == "equal":
            pieces.append(Piece("same", old[a:b]))
            continue
        pieces += [Piece("removed", old[a:b])] if b > a else []
        pieces += [Piece("added", new[c:d])] if d > c else []
    return (*pieces, Piece("same", "…")) if cut else tuple(pieces)
