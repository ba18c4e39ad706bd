"""Harnesses: each makes inputs of one kind and holds what the package makes of them to its promises.

An input is plain JSON once it is packed (:func:`packed`), so that a failing one can be kept as a
case and run again. ``run`` raises whatever goes wrong; nothing that it calls may.
"""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import base64
import bz2
import contextlib
import gzip
import io
import json
import lzma
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fuzz_mutation import Dice

from dataset_tools.core.config import Config, ReadSection, RepairSection, parse_config
from dataset_tools.core.edits import Edit
from dataset_tools.core.errors import DatasetToolsError, ReleaseError
from dataset_tools.core.record import RawRecord
from dataset_tools.text.names import normalise

LIMIT = 4096
"""``max_record_bytes`` of the reading harnesses, so that the limit is met now and then."""


class Harness(NamedTuple):
    """``make`` draws an input (JSON values and bytes), ``run`` tries it, ``share`` of the count."""

    make: Callable[[Dice], Any]
    run: Callable[[Any], None]
    share: float


HARNESSES: dict[str, Harness] = {}


def harness(
    make: Callable[[Dice], Any], share: float = 1.0
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Register the decorated function under its name."""

    def add(function: Callable[[Any], None]) -> Callable[[Any], None]:
        HARNESSES[function.__name__] = Harness(make, function, share)
        return function

    return add


def packed(value: Any) -> Any:
    """An input as JSON: bytes as ``{"base64": …}``."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, list | tuple):
        return [packed(item) for item in value]
    return value


def unpacked(value: Any) -> Any:
    """The input that :func:`packed` gave."""
    if isinstance(value, dict) and value.keys() == {"base64"}:
        return base64.b64decode(value["base64"])
    return [unpacked(item) for item in value] if isinstance(value, list) else value


# ---------------------------------------------------------------- reading


@lru_cache(maxsize=1)
def _examples() -> list[tuple[str, bytes]]:
    """Real files of every format: the readers' own examples, and a few larger ones."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dataset_tools.readers._base import READERS

    found = [(reader.name, reader.example) for reader in READERS]
    rows = [
        {"id": n, "title": f"标题{n}", "text": "会议昨天召开。\n二", "tags": ["a"]}
        for n in range(3)
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    for codec in ("utf-8", "gb18030", "utf-16"):
        found.append(("jsonl", lines.encode(codec)))
        found.append(("json", json.dumps({"items": rows}, ensure_ascii=False).encode(codec)))
        found.append(
            ("csv", 'id,title,text\r\n1,标题,"会议\r\n召开，""昨""天"\r\n2,乙,丙\r\n'.encode(codec))
        )
    for rows_only in (rows, [{"title": "a"}], []):
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows_only, pa.schema([("title", pa.string())])), sink)
        found.append(("parquet", sink.getvalue()))
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nTransfer-Encoding: chunked\r\n"
    )
    body = gzip.compress("<title>标题</title><p>正文。".encode("gbk"), mtime=0)
    http += b"Content-Encoding: gzip\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(http)
    found.append(("warc", head + http + b"\r\n\r\n" + head + http))
    return found


def _file(dice: Dice) -> list[Any]:
    name, data = dice.random.choice(_examples())
    if name in ("text", "markdown", "html") and dice.random.random() < 0.7:
        codec = dice.random.choice(("utf-8", "utf-8", "gb18030", "big5", "utf-16", "cp1252"))
        data = dice.text(300).encode(codec, "ignore")
    if name == "markdown" and dice.random.random() < 0.5:
        data = (
            f"---\ntitle: {dice.word()}\n{dice.word()}: {dice.word()}\n---\n".encode(
                "utf-8", "replace"
            )
            + data
        )
    return [name, dice.mutated(data, 3000 if name == "parquet" else 700)]


def held(records: list[RawRecord]) -> None:
    """What every reader promises of its records."""
    assert records
    last = -1
    for record in records:
        assert (record.kind == "unreadable") == bool(record.problems)
        assert len(record.raw) <= LIMIT
        assert record.index > last
        assert 0 <= record.byte_start <= record.byte_end
        last = record.index
        json.dumps(record.row, ensure_ascii=False, allow_nan=False).encode()
        record.text.encode()
        for problem in record.problems:
            assert problem.check in ("read", "encoding")
            assert problem.code
            assert len(problem.message) < 1000


@harness(_file)
def readers(given: list[Any]) -> None:
    """Every reader over mutated files of its format."""
    from dataset_tools.readers._base import READERS
    from dataset_tools.text.encodings import encode

    name, data = given
    records = list(READERS.get(name).read(io.BytesIO(data), ReadSection(max_record_bytes=LIMIT)))
    held(records)
    if name in ("text", "markdown", "html") and not records[0].problems:
        assert encode(records[0].text, records[0].encoding) == records[0].raw == data
    if name == "jsonl":
        for record in records:
            if record.encoding == "utf-8":
                assert data[record.byte_start : record.byte_end] == record.raw


def _packed_file(dice: Dice) -> list[Any]:
    import zstandard

    text = dice.text(300).encode("utf-8", "replace")
    suffix = dice.random.choice((".gz", ".bz2", ".xz", ".zst", ".zip", ".tar", ".tar.gz"))
    name = dice.random.choice(("a.txt", "a.jsonl", "../a.html", "/etc/x.md", "a/b.csv", "a.txt.gz"))
    if suffix == ".zip":
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(name), text)
            archive.writestr(zipfile.ZipInfo("b.txt"), text[:50])
        data, name = sink.getvalue(), "a"
    elif ".tar" in suffix:
        sink = io.BytesIO()
        with tarfile.open(fileobj=sink, mode="w") as archive:
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
            info = tarfile.TarInfo("l.txt")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
        data = sink.getvalue()[:2560]
        data, name = gzip.compress(data, mtime=0) if suffix == ".tar.gz" else data, "a"
    else:
        pack = {
            ".gz": lambda d: gzip.compress(d, mtime=0), ".bz2": bz2.compress, ".xz": lzma.compress,
            ".zst": zstandard.ZstdCompressor().compress,
        }[suffix]  # fmt: skip
        data, name = pack(text), name.rsplit("/", 1)[-1].removesuffix(".gz")
    return [name + suffix, dice.mutated(data, 4000)]


@lru_cache(maxsize=1)
def _folder() -> Path:
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=shared if shared.is_dir() else None))


@harness(_packed_file)
def archives(given: list[Any]) -> None:
    """Compressed files and archives through the reading stage, from a folder."""
    from dataset_tools.stages.read import list_sources, plan_chunks, read_chunk

    name, data = given
    path = _folder() / name
    path.write_bytes(data)
    settings = ReadSection(max_record_bytes=LIMIT, max_unpacked_bytes=1 << 20, max_ratio=50)
    try:
        assert list_sources(_folder()) == [name]
        plan = plan_chunks(_folder(), name, 1 << 20)
        by_source: dict[str, list[RawRecord]] = {}
        for chunk in plan.chunks:
            for shown, record in read_chunk(_folder(), chunk, settings):
                by_source.setdefault(shown, []).append(record)
        assert by_source
        for shown, records in by_source.items():
            assert shown.split("!")[0] == name
            held(records)
    finally:
        path.unlink()


CODECS = (
    "utf-8", "gb18030", "gbk", "big5", "big5-hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252",
    "euc-jp", "shift_jis", "iso2022_jp", "euc-kr", "koi8-r",
)  # fmt: skip


def _bytes(dice: Dice) -> list[Any]:
    data = dice.piece(300).encode(dice.random.choice(CODECS), "ignore")
    if dice.random.random() < 0.2:
        data += dice.piece(80).encode(dice.random.choice(CODECS), "ignore")
    if dice.random.random() < 0.05:
        data = dice.random.randbytes(dice.size(300))
    label = dice.random.choice((None, *CODECS, "x-unknown", dice.word()))
    return [label, dice.mutated(data, 600)]


@harness(_bytes)
def encodings(given: list[Any]) -> None:
    """Decoding: what is decoded gives its bytes back, what is not has a reason."""
    from dataset_tools.text.encodings import Decoded, decode, decode_as, decode_head, encode

    label, data = given
    for found in (decode(data, label), decode_as(data, label if label in CODECS else "utf-8")):
        if isinstance(found, Decoded):
            assert encode(found.text, found.encoding) == data
            assert found.evidence
        else:
            assert found.reason
    decode_head(data, whole=False)


# ---------------------------------------------------------------- texts


def _text(dice: Dice) -> list[Any]:
    pick = dice.random.choice
    policy = [
        pick(("keep", "restore")),
        pick(("keep", "simplified", "traditional")),
        pick(("keep", "mask")),
    ]
    return [dice.text(), *policy, dice.random.randrange(3), pick((False, True))]


@harness(_text, 2.0)
def repairs(given: list[Any]) -> None:
    """Repair: any text comes back, offsets fit, lines are kept where that is promised."""
    from dataset_tools.stages.repair import repair_text, restore_text

    text, punctuation, script, personal, head, keep_lines = given
    policy = RepairSection(punctuation=punctuation, script=script, personal_data=personal)
    found = repair_text(text, policy, head=min(head, text.count("\n")), keep_lines=keep_lines)
    assert restore_text(found.text, found.edits) == text
    assert bool(found.edits) == (found.text != text) or not found.edits
    if keep_lines:
        assert found.text.count("\n") >= text.count("\n")
    assert [edit.layer for edit in found.edits] == sorted(edit.layer for edit in found.edits)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return  # JSON joins two halves that stand side by side; no reader gives any
    wire = json.loads(json.dumps([list(edit) for edit in found.edits]))
    assert restore_text(found.text, [Edit(*edit) for edit in wire]) == text


def _edits(dice: Dice) -> list[Any]:
    from dataset_tools.stages.repair import repair_text

    found = repair_text(dice.text(200))
    rows = [list(edit) for edit in found.edits]
    names = (
        "layout",
        "row",
        "html",
        "pinyin",
        "script",
        "punctuation",
        "gbk_shift",
        "mojibake",
        "none",
        dice.word(),
    )
    for _ in range(dice.random.randrange(1, 4)):
        if not rows or dice.random.random() < 0.3:
            rows.append(
                [
                    dice.random.randrange(4),
                    dice.random.choice(names),
                    dice.random.choice((-1, -1, 0, 1, 99)),
                    dice.word(),
                    dice.word(),
                ]
            )
        row = dice.random.choice(rows)
        place = dice.random.randrange(5)
        row[place] = {
            0: dice.random.randrange(-1, 9), 1: dice.random.choice(names), 2: dice.random.randrange(-2, 300),
            3: dice.random.choice((dice.word(), '{"lines":["a"]}', "{}", "[]", "null", '{"lines":[["",9]]}', row[3][:-1])), 4: dice.word(),
        }[place]  # fmt: skip
    return [found.text, rows]


@harness(_edits, 0.5)
def restoring(given: list[Any]) -> None:
    """Edits that were tampered with: the text, or ReleaseError; never anything else."""
    from dataset_tools.stages.repair import restore_text

    text, rows = given
    with contextlib.suppress(ReleaseError):
        assert isinstance(restore_text(text, [Edit(*row) for row in rows]), str)


def _offsets(text: str, record: dict[str, Any]) -> None:
    for name in ("attendees", "absent"):
        for person in record[name]:
            assert 0 <= person["start"] < person["end"] <= len(text)
            shown = text[person["start"] : person["end"]]
            assert shown == person["name"] or normalise(shown) == normalise(person["name"])
    for group in record["groups"]:
        assert text[group["start"] : group["end"]] == group["text"]


def _scene(dice: Dice) -> str:
    text = dice.text(300)
    if dice.random.random() < 0.5:
        names = "、".join(
            dice.random.choice(("卢启文", "欧阳望川", "买买提·艾力", "John Li", dice.word()))
            for _ in range(4)
        )
        text += dice.random.choice(
            (
                "市长{0}主持会议。{0}出席。",
                "出席会议的有{0}等。",
                "{0}因事请假。",
                "市委书记{0}会见了{0}一行，{0}参加会见。",
            )
        ).format(names)
    return text


@harness(_scene, 1.5)
def attendees(text: str) -> None:
    """Attendees of any text: names stand where they are said to stand."""
    from dataset_tools.fields.attendees import extract

    found = extract(text)
    _offsets(
        text,
        {
            name: [item._asdict() for item in getattr(found, name)]
            for name in ("attendees", "absent", "groups")
        },
    )


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
    _offsets(record["text"], record)
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


# ---------------------------------------------------------------- what is shown


@lru_cache(maxsize=1)
def _release() -> tuple[Path, Any, Any]:
    """A small release: its folder, manifest and statistics, to put hostile words into."""
    from dataset_tools.builder import build
    from dataset_tools.release.manifest import load_manifest
    from dataset_tools.release.statistics import collect, read_validation

    raw = Path(tempfile.mkdtemp(prefix="fuzz-raw-"))
    for number, path in enumerate(
        sorted((Path(__file__).parents[1] / "articles").glob("*.txt"))[:9]
    ):
        text = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
        name = raw / f"{number}.txt"
        name.write_text(f"标题{number}\n{text}\n会(huì)议\u200b结束。\n", encoding="utf-8")
    (raw / "bad.txt").write_bytes(b"\xff\xfe\xff")
    (raw / "again.txt").write_bytes((raw / "1.txt").read_bytes())
    made = build(raw, raw.parent / (raw.name + "-out"), Config())
    manifest = load_manifest(made.path)
    return made.path, manifest, collect(made.path, manifest, read_validation(made.path))


def _hostile(value: Any, dice: Dice, chance: float = 0.15) -> Any:  # noqa: PLR0911
    """``value`` with some of its strings replaced; names of columns and enums stay."""
    import dataclasses

    if isinstance(value, str):
        if dice.random.random() < chance:
            return (
                dice.text(30) if dice.random.random() < 0.3 else value + dice.word() + dice.word()
            )
        return value
    if isinstance(value, dict):
        return {
            key: item if key in ("level", "release", "success") else _hostile(item, dice, chance)
            for key, item in value.items()
        }
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        kept = ("kind", "config", "split")
        return value._replace(
            **{n: _hostile(getattr(value, n), dice, chance) for n in value._fields if n not in kept}
        )
    if isinstance(value, tuple | list):
        return type(value)(_hostile(item, dice, chance) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = ("tables", "counts", "splits")
        names = [f.name for f in dataclasses.fields(value) if f.name not in kept]
        return dataclasses.replace(
            value, **{n: _hostile(getattr(value, n), dice, chance) for n in names}
        )
    return value


def _shown(dice: Dice) -> list[Any]:
    return [dice.random.randrange(2**40), [dice.word() + dice.text(20) for _ in range(5)]]


def _open_tags(html_text: str) -> set[str]:
    from html.parser import HTMLParser

    found: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            found.update(f"{tag}@{name}" for name, _ in attrs if name.startswith("on"))
            found.update(
                f"{tag}@{name}=js"
                for name, v in attrs
                if v and v.strip().lower().startswith("javascript")
            )

    Tags().feed(html_text)
    return found


@lru_cache(maxsize=1)
def _usual() -> tuple[set[str], int]:
    """Tags of the report of a harmless release; scripts in it."""
    from dataset_tools.release.report import render_report

    _, manifest, statistics = _release()
    page = render_report(manifest, statistics)
    return _open_tags(page), page.count("<script")


UNSEEN = tuple(map(chr, (0, 7, 27, 0x7F, 0x85, 0x200B, 0x202E, 0x2028, 0x2066, 0xFEFF, 0xD800)))


@harness(_shown, 0.01)
def reports(given: list[Any]) -> None:
    """Card and report of a release full of hostile words: nothing of them becomes markup."""
    import dataclasses
    import random

    from dataset_tools.release.card import render_card
    from dataset_tools.release.hub_card import front_matter
    from dataset_tools.release.report import render_report

    seed, words = given
    dice = Dice(0, words)
    dice.random = random.Random(seed)
    folder, manifest, statistics = _release()
    statistics = _hostile(statistics, dice)
    config = {**manifest.config, "dataset": _hostile(manifest.config["dataset"], dice, 0.5)}
    manifest = dataclasses.replace(manifest, config=config, name=words[0])
    page = render_report(manifest, statistics)
    tags, scripts = _usual()
    assert _open_tags(page) <= tags | {
        "a",
        "br",
        "del",
        "ins",
        "mark",
        "em",
        "strong",
        "details",
        "summary",
        "ul",
        "li",
        "p",
    }
    assert page.count("<script") == scripts
    assert not any(sign in page for sign in UNSEEN)
    page.encode()
    card = render_card(folder, manifest, statistics)
    card.encode()
    front = front_matter(card)
    assert front is not None
    assert front["configs"]
    assert front["pretty_name"] or not config["dataset"]["pretty_name"].strip()
    body = card.split("\n---\n", 1)[1]
    assert not any(sign in body for sign in UNSEEN)
    assert "<script" not in body.lower()
    for line in body.splitlines():
        assert (
            line.count("|") == 0
            or line.startswith("|")
            or "`" in line
            or line.startswith((" ", "#", "<", "{", '"', "}", "]"))
        ), line


@harness(lambda dice: dice.text(60))
def escapes(text: str) -> None:
    """Text of others for HTML, Markdown, YAML, XML and the terminal: harmless in each."""
    from xml.etree import ElementTree

    import yaml

    from dataset_tools.cli.output import visible as on_terminal
    from dataset_tools.release import escape
    from dataset_tools.release.card_front import write_front

    for shown in (
        escape.markup(text),
        escape.markdown(text),
        escape.code(text),
        escape.one_line(text),
    ):
        assert "\n" not in shown
        assert not any(sign in shown for sign in UNSEEN)
    assert not set(escape.markup(text)) & set("<>\"'")
    assert not set(escape.markdown(text)) & set("<>|`*_[]\\")
    ElementTree.fromstring(f'<a b="{escape.markup(text)}">{escape.markup(text)}</a>')
    fenced = escape.fenced(text).split("\n")
    assert not any(line.lstrip().startswith(fenced[0]) for line in fenced[1:-1])
    assert escape.fitted(text, 20) == escape.fitted(escape.one_line(text), 20)
    line = on_terminal(text)
    assert not any(sign in line for sign in UNSEEN)
    value = escape.one_line(text)
    front = write_front({"pretty_name": value, "tags": [value]})
    assert yaml.safe_load(front.removeprefix("---\n").removesuffix("---\n")) == {
        "pretty_name": value,
        "tags": [value],
    }


@harness(lambda dice: [dice.word() + dice.text(40), dice.text(40), dice.random.randrange(99)], 0.1)
def machine_reports(given: list[Any]) -> None:
    """SARIF and JUnit of findings with hostile words: well-formed, whole."""
    from xml.etree import ElementTree

    from dataset_tools.cli.junit import junit
    from dataset_tools.cli.sarif import sarif
    from dataset_tools.core.finding import Finding
    from dataset_tools.validation.report import Located, Validation

    path, message, number = given
    path = path.encode("utf-8", "replace").decode("utf-8") + "\udcff"  # as names of files are read
    found = Validation(path, "table", records=1)
    finding = Finding("title", "empty", "error", "title", 0, 1, message)
    own = Finding(message[:9] or "x", "own", "warn", path, -1, -1, message)
    found.add([Located(path, number, message, finding), Located(path, number, None, own)])
    tree = ElementTree.fromstring(junit(found).encode("utf-8"))
    assert tree.get("failures") == "1"
    text = json.dumps(sarif(found, "0"), ensure_ascii=True)
    assert len(json.loads(text)["runs"][0]["results"]) >= 1


# ---------------------------------------------------------------- what users write


def _toml(dice: Dice) -> str:
    base = '[dataset]\nname = "a"\ntags = ["b"]\n[read.mapping]\ntitle = "t"\n[splits]\ntrain = 0.8\n[checks.title]\nlevel = "warn"\nmax_rate = 0.5\n[dedup]\nthreshold = 0.9\n'
    text = base
    for _ in range(dice.random.randrange(1, 4)):
        start = dice.random.randrange(len(text) + 1)
        text = (
            text[:start]
            + dice.random.choice(
                (
                    dice.word(),
                    "[",
                    "]",
                    "=",
                    "\n",
                    "1",
                    '"',
                    "inf",
                    "nan",
                    "{}",
                    "-",
                    "[splits]\ntrain=",
                )
            )
            + text[start + dice.random.randrange(6) :]
        )
    return text


@harness(_toml)
def configs(text: str) -> None:
    """Any text as configuration: a configuration whose digest is stable, or ConfigError."""
    with contextlib.suppress(DatasetToolsError):
        config = parse_config(text)
        assert len(config.digest()) == 64
        json.dumps(config.as_dict(), ensure_ascii=False, allow_nan=False).encode()


def _schema_value(dice: Dice, deep: int = 4) -> Any:
    words = (
        "type",
        "properties",
        "items",
        "$ref",
        "allOf",
        "anyOf",
        "not",
        "pattern",
        "enum",
        "const",
        "required",
        "minLength",
        "format",
        "$defs",
        "$dynamicRef",
        "$id",
        "additionalProperties",
        "patternProperties",
        "prefixItems",
        "if",
        "then",
        "$anchor",
        "title",
        dice.word(),
    )
    if deep == 0 or dice.random.random() < 0.3:
        return dice.random.choice(
            (
                "string",
                "object",
                "#",
                "#/$defs/a",
                "http://x/y",
                "file:///etc/passwd",
                "(a+)+$",
                "(?=a)",
                "[",
                "^\\p{Han}{1,900}$",
                "(x{1,1000}){1,1000}",
                True,
                False,
                None,
                -1,
                3,
                1.5,
                [],
                {},
                dice.word(),
            )
        )
    if dice.random.random() < 0.2:
        return [_schema_value(dice, deep - 1) for _ in range(dice.random.randrange(4))]
    return {
        dice.random.choice(words): _schema_value(dice, deep - 1)
        for _ in range(dice.random.randrange(4))
    }


@harness(_schema_value, 0.5)
def schemas(value: Any) -> None:
    """Any JSON as a schema: a judge, or SchemaError; a judge never raises."""
    from dataset_tools.core.errors import SchemaError
    from dataset_tools.schema.arrow import arrow_schema
    from dataset_tools.schema.judge import Judge

    if not isinstance(value, dict | bool):
        return
    with contextlib.suppress(SchemaError):
        judge = Judge(value)
        for instance in ({"title": "a" * 30 + "!"}, [], "x", None, {"a": [{"b": 1}]}):
            judge.failures([instance])
        if isinstance(value, dict):
            arrow_schema(value)


def _ledger(dice: Dice) -> str:
    line = {
        "source_path": "a.txt",
        "source_index": 0,
        "raw_sha256": "0" * 64,
        "file": "a.txt#0.json",
        "file_sha256": "0" * 64,
    }
    for _ in range(dice.random.randrange(3)):
        line[dice.random.choice((*line, dice.word()))] = dice.random.choice(
            (dice.word(), None, 1, [], {}, "../../x")
        )
    text = json.dumps(line)
    start = dice.random.randrange(len(text) + 1)
    return text if dice.random.random() < 0.5 else text[:start] + dice.word() + text[start:]


@harness(_ledger, 0.3)
def ledgers(line: str) -> None:
    """Any text as the ledger of corrections: corrections below the folder, or SourceError."""
    from dataset_tools.stages.corrections import load_corrections

    folder = _folder() / "ledger"
    (folder / "corrections").mkdir(parents=True, exist_ok=True)
    (folder / "corrections" / "corrections.jsonl").write_bytes(
        line.encode("utf-8", "surrogatepass")
    )
    with contextlib.suppress(DatasetToolsError):
        found = load_corrections(folder)
        found.digest("a.txt")
        for name in found.files():
            assert ".." not in Path(name).parts
            assert not Path(name).is_absolute()
    import shutil

    shutil.rmtree(folder)
