"""Writes ``raw/`` and ``tests/articles/truth.jsonl`` from the clean masters in ``tests/articles``.

    python tests/damage.py             writes both (the same bytes each time)

A master is a text file: ``key: value`` lines, an empty line, one paragraph a line. Every person,
body, place and event in them is invented. ``PLAN`` says of each master where it lies in ``raw/``,
in which form and with which damage; the truth says what a build must make of it. The damages are
written here on their own, from what OpenCC and pypinyin know: nothing of them is in the package.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import html
import io
import json
import lzma
import random
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MASTERS = HERE / "articles"
TRUTH = MASTERS / "truth.jsonl"
RAW = HERE.parent / "raw"

# ---------------------------------------------------------------- masters and pages


@dataclass(frozen=True)
class Article:
    """One clean master."""

    slug: str
    title: str
    subtitle: str | None
    published: str | None
    source: str | None
    author: str | None
    language: str
    attendees: tuple[str, ...]
    absent: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def read_master(path: Path) -> Article:
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    pairs = (line.partition(":")[::2] for line in head.split("\n"))
    value = {key: text.strip() for key, text in pairs}

    def names(key: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in value.get(key, "").split(";") if name.strip())

    return Article(
        slug=path.stem[:2],
        title=value["title"],
        subtitle=value.get("subtitle") or None,
        published=value.get("published") or None,
        source=value.get("source") or None,
        author=value.get("author") or None,
        language=value.get("language", "zh-Hans"),
        attendees=names("attendees"),
        absent=names("absent"),
        paragraphs=tuple(body.rstrip("\n").split("\n")),
    )


@cache
def masters() -> dict[str, Article]:
    return {a.slug: a for a in map(read_master, sorted(MASTERS.glob("[0-9]*.txt")))}


MONTHS = "January February March April May June July August September October November December"


def info_line(article: Article) -> str:
    """The line under the title that states date, source and author; its form varies by article."""
    year, month, day = (article.published or "--").split("-")
    if article.language == "en":
        date = f"{int(day)} {MONTHS.split()[int(month) - 1]} {year}" if article.published else ""
        source = f"Source: {article.source}" if article.source else ""
        by = f"By {article.author}" if article.author else ""
        return " | ".join(part for part in (date, source, by) if part)
    forms = {
        "0": ("发布时间：{}-{}-{} 09:30", "来源：{}", "作者：{}"),
        "1": ("{}年{}月{}日", "来源：{}", "记者：{}"),
        "2": ("发布日期：{}/{}/{}", "信息来源：{}", "作者：{}"),
    }
    date, source, author = forms[str(int(article.slug) % 3)]
    parts = [
        date.format(year, month, day) if article.published else "",
        source.format(article.source) if article.source else "",
        author.format(article.author) if article.author else "",
    ]
    line = "　　".join(part for part in parts if part)
    swap = str.maketrans("发时间来记", "發時間來記")
    return line.translate(swap) if article.language == "zh-Hant" else line


def page(article: Article, info: bool = True, indent: str = "    ") -> str:
    """The article as a saved text page: title, deck, info line, indented paragraphs."""
    if article.language == "en":
        indent = ""
    lines = [article.title]
    if article.subtitle:
        lines.append(indent + article.subtitle)
    if info and info_line(article):
        lines.append(indent + info_line(article))
    return "\n".join(lines + [indent + paragraph for paragraph in article.paragraphs]) + "\n"


# ---------------------------------------------------------------- families of damage (text -> text)


def rng(name: str, text: str) -> random.Random:
    """Only ``.random()`` of it is used: that is the same on every machine and version."""
    return random.Random(f"{name}|{len(text)}|{text[:40]}")


def pick(r: random.Random, items: Any) -> Any:
    return items[int(r.random() * len(items))]


# Forms that traditional text uses as well stay as they are (云 于 并 采 群 …), so Big5 decides;
# these are in Big5 and converted all the same.
CONVERTED = "万与丰价优体儿党准几划台吨听复宁庄怀惊据晒机栖气洁洼确离种网胜茧蚕赶"
PREFERRED = dict(zip("爲衆淨啓溼鍾", "為眾凈啟濕鐘", strict=True))


def encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


@cache
def forward(char: str) -> str:
    """The traditional form that the family of the seed page puts for a character."""
    if char == "着":
        return "著"
    if (
        char == "恒"
        or not "一" <= char <= "鿿"
        or (encodes(char, "big5") and char not in CONVERTED)
    ):
        return char
    form = converter().convert(char)
    form = PREFERRED.get(form, form)
    return form if len(form) == 1 and not encodes(form, "gb2312") else char


@cache
def reading(char: str, tone: bool = True) -> str:
    """pypinyin's first reading, whatever the context."""
    from pypinyin import Style, pinyin

    return str(pinyin(char, style=Style.TONE if tone else Style.NORMAL)[0][0])


def rank(char: str) -> float:
    """Where a character type stands: a page annotates those above its threshold, always."""
    return random.Random(f"rank {char}").random()


def annotated(text: str, threshold: float = 0.45, form: str = "({})") -> str:
    out = []
    for char in text:
        new = forward(char)
        out.append(new)
        if new not in (char, "著") and rank(new) > threshold:
            out.append(form.format(reading(new)))
    return "".join(out)


def narrowed(text: str) -> str:
    """ASCII punctuation for its full-width forms, as the seed page has it."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


TOP = (
    "服务监督电话", "0000-6612345", "当前位置：首页 > 要闻 > 正文", "字号：【大】【中】【小】",
    "浏览次数：1024", "加入收藏 | 设为首页", "网站无障碍  手机版  English",
)  # fmt: skip
BOTTOM = (
    "【打印本页】【关闭窗口】", "上一篇：没有了", "下一篇：年终总结的通知", "分享到：微信 微博",
    "版权所有 某某县融媒体中心 未经许可不得转载", "某ICP备00000000号", "技术支持：某某网络公司",
)  # fmt: skip


def boilerplate(text: str) -> str:
    r = rng("boilerplate", text)
    top = TOP[int(r.random() * 4) :][:3]
    bottom = BOTTOM[int(r.random() * 4) :][:4]
    return "\n".join([*top, text.rstrip("\n"), "", *bottom]) + "\n"


def seed_like(text: str) -> str:
    """What the seed page shows at once: hotline on top, narrow marks, family A, a lost mark."""
    top = "\n".join(TOP[:2])
    return annotated(narrowed(f"{top}\n{text}"), 0.45) + "\n?\n"


def toneless(text: str) -> str:
    """Family B: toneless pinyin at random places, some characters doubled with theirs."""
    r = rng("toneless", text)
    out = []
    for char in text:
        out.append(char)
        if "一" <= char <= "鿿" and r.random() < 0.3:
            out.append(f"({reading(char, tone=False)})" * (2 if r.random() < 0.15 else 1))
    return "".join(out)


def byte_shift(text: str) -> str:
    """Family A done on GBK bytes: a match astride two characters shifts what follows a byte."""
    data = "".join(map(forward, text)).encode("gbk", "ignore")
    for char in sorted(set("".join(map(forward, text))) - set(text)):
        if rank(char) > 0.2 and encodes(char, "gbk") and char != "著":
            data = data.replace(char.encode("gbk"), f"{char}({reading(char)})".encode("gbk"))
    out, at = [], 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        out.append(data[at : at + size].decode("gbk", "replace").replace("\ufffd", "?")[:1])
        at += size
    return "".join(out)


def cp1252(text: str) -> str:
    """UTF-8 read as a browser reads Windows-1252: the five undefined bytes pass through."""
    return "".join(
        chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )


def sprinkled(name: str, chars: str, rate: float) -> Callable[[str], str]:
    def damage(text: str) -> str:
        r = rng(name, text)
        return "".join(c + pick(r, chars) if c != "\n" and r.random() < rate else c for c in text)

    return damage


def replaced(name: str, first: int, last: int, form: str) -> Callable[[str], str]:
    """Half of the characters that have a compatibility form in the block, by that form."""
    table: dict[str, str] = {}
    for point in range(first, last):
        table.setdefault(unicodedata.normalize(form, chr(point)), chr(point))

    def damage(text: str) -> str:
        r = rng(name, text)
        return "".join(table[c] if c in table and r.random() < 0.5 else c for c in text)

    return damage


def entities(text: str) -> str:
    named = {"“": "&ldquo;", "”": "&rdquo;", "·": "&middot;", "—": "&mdash;", "…": "&hellip;"}
    r = rng("entities", text)
    out = []
    for char in text:
        if "一" <= char <= "鿿" and r.random() < 0.03:
            out.append(f"&#{ord(char)};" if r.random() < 0.5 else f"&#x{ord(char):X};")
        else:
            out.append(named.get(char, html.escape(char, quote=False)))
    return "".join(out)


def mixed_ends(text: str) -> str:
    r = rng("ends", text)
    return "".join(pick(r, ["\n", "\r\n", "\r"]) if c == "\n" else c for c in text)


def lost(text: str) -> str:
    """Bytes lost for good: a quarter of 的 了 在 是 和 is U+FFFD, at least one."""
    r = rng("lost", text)
    out = "".join("\ufffd" if c in "的了在是和" and r.random() < 0.25 else c for c in text)
    return out if "\ufffd" in out else out.replace("的", "\ufffd", 1)


DAMAGES: dict[str, Callable[[str], str]] = {
    "clean": lambda t: t,
    "seed_like": seed_like,
    "pinyin": annotated,
    "pinyin_most": lambda t: annotated(t, 0.05),
    "pinyin_few": lambda t: annotated(t, 0.8),
    "pinyin_full_brackets": lambda t: annotated(t, 0.45, "（{}）"),
    "pinyin_square": lambda t: annotated(t, 0.45, "[{}]"),
    "pinyin_spaced": lambda t: annotated(t, 0.45, "({} )"),
    "toneless": toneless,
    "byte_shift": byte_shift,
    "narrowed": narrowed,
    "boilerplate": boilerplate,
    "latin1": lambda t: t.encode().decode("latin-1"),
    "latin1_twice": lambda t: t.encode().decode("latin-1").encode().decode("latin-1"),
    "cp1252": cp1252,
    "gbk_latin1": lambda t: t.encode("gb18030").decode("latin-1"),
    "zero_width": sprinkled("zero", "\u200b\u200c\u2060\ufeff", 0.02),
    "soft_hyphen": sprinkled("soft", "\u00ad", 0.02),
    "bidi": sprinkled("bidi", "\u200e\u200f\u202a\u202c\u2066\u2069", 0.01),
    "controls": sprinkled("controls", "\x01\x08\x0b\x1f\x7f\x9d", 0.01),
    "kangxi": replaced("kangxi", 0x2F00, 0x2FD6, "NFKC"),
    "compatibility": replaced("compat", 0xF900, 0xFA6E, "NFC"),
    "entities": entities,
    "entities_twice": lambda t: html.escape(entities(t), quote=False),
    "nbsp_entities": lambda t: "\n".join("&nbsp;&nbsp;" + line for line in t.split("\n")),
    "ideographic_indent": lambda t: t.replace("\n    ", "\n　　"),
    "crlf": lambda t: t.replace("\n", "\r\n"),
    "mixed_ends": mixed_ends,
    "question_lines": lambda t: f"?\n{t}??\n",
    "lost": lost,
    "utf8_as_gbk": lambda t: t.encode().decode("gbk", "replace"),
    # near duplicates: the article a little changed
    "one_character": lambda t: t[:200] + t[200:].replace("的", "之", 1),
    "numbered": lambda t: t.rstrip("\n") + "（编号7）\n",
    "sentence_more": lambda t: t.rstrip("\n") + "更多消息，请留意后续报道。\n",
}

# ---------------------------------------------------------------- forms of files


FRAME = {
    "zh-Hans": ("首页", "关于我们", "版权所有 某某网 某ICP备00000000号"),
    "zh-Hant": ("首頁", "關於我們", "版權所有 某某網"),
    "en": ("Home", "About us", "All rights reserved"),
}


def html_page(article: Article, charset: str = "utf-8") -> str:
    lines = "\n".join(f"<p>　　{html.escape(p, quote=False)}</p>" for p in article.paragraphs)
    deck = f'<h2 class="deck">{article.subtitle}</h2>\n' if article.subtitle else ""
    if article.language == "en":
        lines = lines.replace("<p>　　", "<p>")
    home, about, below = FRAME[article.language]
    return f"""<!DOCTYPE html>
<html lang="{article.language}">
<head><meta charset="{charset}"><title>{article.title}</title>
<script>var visits = "<p>0</p>";</script><style>.nav {{ color: gray }}</style></head>
<body>
<div class="nav"><a href="/">{home}</a> | <a href="/about">{about}</a></div>
<div class="article">
<h1>{article.title}</h1>
{deck}<div class="info">{info_line(article)}</div>
<div class="content">
{lines}
</div></div>
<div class="footer">{below}</div>
</body></html>
"""


def row(article: Article, names: str, number: int) -> dict[str, str]:
    """The article under the input keys ``names`` (title, deck, text, date, source, author)."""
    values = (article.title, article.subtitle, article.text, article.published,
              article.source, article.author)  # fmt: skip
    pairs = zip(names.split(), values, strict=True)
    return {"id": f"n{number}", **{key: value for key, value in pairs if value}}


KEYS = "title subtitle content publish_date publisher author"
KEYS_SHORT = "title subtitle text date source author"
KEYS_FEED = "title subtitle body pubdate source author"


def json_lines(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()


def table(rows: list[dict[str, str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["id", *KEYS_FEED.split()], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def parquet(rows: list[dict[str, str]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    keys = ["id", *KEYS_SHORT.split()]
    columns = {key: pa.array([r.get(key) for r in rows], pa.string()) for key in keys}
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def warc(pages: list[tuple[str, str]]) -> bytes:
    """``(url, page)`` as WARC/1.0 response records."""
    out = []
    for number, (url, text) in enumerate(pages):
        body = text.encode()
        payload = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            + f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n"
        )
        out.append(head.encode() + payload + b"\r\n\r\n")
    return b"".join(out)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=10).compress(data)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}

# ---------------------------------------------------------------- the plan

# path | master | damage | encoding, BOM after "+" | "-" where the page has no info line
PLAN = """
bulletins/holiday.txt            07 clean utf-8+bom
bulletins/weather-0311.txt       21 clean utf-8
bulletins/weather-0312.txt       22 clean utf-8
bulletins/power.txt              23 crlf utf-8
bulletins/bus.txt.gz             29 clean utf-8
bulletins/fishing.txt.bz2        34 clean utf-8
dirt/zero-width.txt              27 zero_width utf-8
dirt/soft-hyphen.txt             28 soft_hyphen utf-8
dirt/entities.txt                55 entities utf-8
dirt/kangxi.txt                  45 kangxi utf-8
dirt/controls.txt                48 controls utf-8
dirt/boilerplate.txt             25 boilerplate utf-8
dirt/indent.txt                  31 ideographic_indent utf-8
legacy/gb18030.txt               08 clean gb18030
legacy/experts.txt.xz            09 clean gb18030
legacy/wide.txt                  10 clean utf-16-le+bom
legacy/wide-big-endian.txt       16 clean utf-16-be
legacy/parents.txt               36 clean big5
legacy/bookfair.txt              37 clean big5
minutes/trust.md                 40 clean utf-8
minutes/parish.md                42 clean utf-8
mojibake/assembly.txt            11 latin1 utf-8
mojibake/heating.txt             12 cp1252 utf-8
mojibake/letter.txt              14 gbk_latin1 utf-8
mojibake/birds.txt               24 latin1_twice utf-8
scraped/001.txt                  01 seed_like utf-8 -
scraped/002.txt                  02 seed_like utf-8
scraped/003.txt                  03 seed_like utf-8 -
scraped/004.txt                  05 seed_like utf-8 -
scraped/005.txt                  15 seed_like utf-8
scraped/006.txt                  32 seed_like utf-8 -
scraped/007.txt                  04 pinyin utf-8
scraped/008.txt                  20 pinyin_most utf-8
scraped/009.txt                  30 pinyin_full_brackets utf-8
scraped/010.txt                  06 toneless utf-8
scraped/011.txt                  13 toneless utf-8
scraped/012.txt.zst              35 pinyin utf-8
broken/lost.txt                  18 lost utf-8
broken/swallowed.txt             24 utf8_as_gbk utf-8
twice/001-clean.txt              01 clean utf-8
twice/002-clean-gb18030.txt      02 clean gb18030
twice/003-few.txt                03 pinyin_few utf-8
twice/004-square.txt             05 pinyin_square utf-8
twice/005-narrowed.txt           15 narrowed utf-8
twice/006-bidi.txt               16 bidi utf-8
twice/007-compatibility.txt      18 compatibility utf-8
twice/008-entities-twice.txt     11 entities_twice utf-8
twice/009-nbsp.txt               20 nbsp_entities utf-8
twice/010-mixed-ends.txt         33 mixed_ends utf-8
twice/011-questions.txt          36 question_lines utf-8
twice/012-wide.txt               40 clean utf-16-be+bom
twice/013-shift.txt              18 byte_shift utf-8
twice/014-spaced.txt             32 pinyin_spaced utf-8
twice/101-one-character.txt      18 one_character utf-8
twice/102-numbered.txt           10 numbered utf-8
twice/103-more.txt               05 sentence_more utf-8
"""
LOSSY = {"byte_shift"}
NEAR = {"one_character", "numbered", "sentence_more"}
# rows: file -> (masters, keys); pages: file -> masters
ROWS = {
    "feeds/news.jsonl.gz": (("17", "26", "33"), KEYS),
    "feeds/table.csv": (("19", "39"), KEYS_FEED),
    "feeds/table.tsv": (("43",), KEYS_FEED),
    "feeds/one.json": (("41",), KEYS_SHORT),
    "feeds/list.json": (("56", "50"), KEYS),
    "feeds/rows.parquet": (("53", "54"), KEYS_SHORT),
    "twice/rows.json": (("21", "43"), KEYS_SHORT),
    "twice/rows.parquet": (("21", "43"), KEYS_SHORT),
}
PAGES = {
    "pages/tea.html": ("18", "utf-8"),
    "pages/council.htm": ("38", "big5"),
    "pages/harvest.html.gz": ("44", "gbk"),
}
CRAWLS = {"pages/crawl.warc.gz": ("46", "47"), "twice/crawl.warc": ("22", "41")}
BUNDLES = {
    "feeds/bundle.zip": {"in/consultation.txt": "49", "in/lighthouse.html": "51"},
    "feeds/bundle.tar": {"in/lifeboat.html": "52"},
    "twice/bundle.tar": {"in/ferry.txt": "26", "in/birds.html": "24"},
}


@dataclass
class Made:
    """The folder: file bytes by path, and one truth row a record."""

    files: dict[str, bytes] = field(default_factory=dict)
    truth: list[dict[str, Any]] = field(default_factory=list)

    def record(self, path: str, index: int, kind: str, slug: str = "", **more: Any) -> None:
        """What record ``index`` of ``path`` is; without a ``slug`` it must be quarantined."""
        self.truth.append(
            {"source_path": path, "source_index": index, "class": kind, "article": slug, **more}
        )

    def settle(self) -> None:
        """Path order; the first record of an article is accepted, the others duplicate it."""
        self.files = dict(sorted(self.files.items()))
        self.truth.sort(key=lambda line: (line["source_path"], line["source_index"]))
        first: dict[str, list[Any]] = {}
        for line in self.truth:
            slug, kind = line["article"], line["class"]
            if not slug:
                line["expect"] = "quarantined"
            elif slug in first:
                line |= {"expect": "duplicate", "kept": first[slug]}
                line["kind"] = "near" if kind in NEAR else "any" if kind in LOSSY else "exact"
            else:
                first[slug] = [line["source_path"], line["source_index"]]
                line |= {"expect": "accepted", **expected(masters()[slug]), **line}


def expected(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "subtitle": article.subtitle,
        "published": article.published,
        "language": article.language,
        "attendees": list(article.attendees),
        "absent": list(article.absent),
        "text": article.text,
    }


def encoded(text: str, encoding: str) -> bytes:
    name, _, bom = encoding.partition("+")
    return (("\ufeff" if bom else "") + text).encode(name)


def text_files(made: Made) -> None:
    for line in PLAN.strip().split("\n"):
        path, slug, damage, encoding, *bare = line.split()
        article = masters()[slug]
        data = encoded(DAMAGES[damage](page(article, info=not bare)), encoding)
        pack = PACKED.get("." + path.rsplit(".", 1)[-1], bytes)
        made.files[path] = pack(data)
        if path.startswith("broken/"):
            made.record(path, 0, damage)
            continue
        kind = damage if damage != "clean" else f"clean {encoding}"
        made.record(path, 0, kind, slug, **({"published": None} if bare else {}))


def row_files(made: Made) -> None:
    for path, (slugs, keys) in ROWS.items():
        rows = [row(masters()[slug], keys, n) for n, slug in enumerate(slugs)]
        for index, slug in enumerate(slugs):
            made.record(path, index, "row", slug)
        if path.endswith(".jsonl.gz"):
            lines = json_lines(rows).split(b"\n")
            spoilt = json_lines([row(masters()["12"], keys, 9)]).replace(
                "会".encode(), b"\xe4\xbc", 1
            )
            lines[3:3] = [
                spoilt.rstrip(b"\n"),
                b'{"id": "n10", "title": "\xe5\x8f\xaa", "content": ""}',
            ]
            made.record(path, 3, "invalid byte in a line")
            made.record(path, 4, "row without text")
            made.files[path] = PACKED[".gz"](b"\n".join(lines))
        elif path.endswith(".json"):
            value = rows if len(rows) > 1 else rows[0]
            made.files[path] = json.dumps(value, ensure_ascii=False, indent=1).encode()
        elif path.endswith(".parquet"):
            made.files[path] = parquet(rows)
        else:
            made.files[path] = table(rows, "," if path.endswith(".csv") else "\t")


def page_files(made: Made) -> None:
    for path, (slug, charset) in PAGES.items():
        data = html_page(masters()[slug], charset).encode(charset)
        made.files[path] = PACKED[".gz"](data) if path.endswith(".gz") else data
        made.record(path, 0, f"page {charset}", slug)
    for path, slugs in CRAWLS.items():
        data = warc([(f"https://news.example/{s}.html", html_page(masters()[s])) for s in slugs])
        made.files[path] = PACKED[".gz"](data) if path.endswith(".gz") else data
        for index, slug in enumerate(slugs):
            made.record(path, index, "crawled page", slug)


def bundles(made: Made) -> None:
    """Archives: the members' names decide their form."""
    for path, members in BUNDLES.items():
        data = {}
        for name, slug in members.items():
            article = masters()[slug]
            text = html_page(article) if name.endswith("html") else page(article)
            data[name] = text.encode()
            made.record(f"{path}!{name}", 0, "bundled", slug)
        made.files[path] = zipped(data) if path.endswith(".zip") else tarred(data)


def broken(made: Made) -> None:
    r = random.Random("noise")
    noise = bytes(int(256 * r.random()) for _ in range(3000))
    whole = PACKED[".gz"](page(masters()["06"]).encode())
    for path, kind, data in (
        ("broken/cut.txt.gz", "truncated gzip", whole[: len(whole) // 2]),
        ("broken/empty.txt", "empty file", b""),
        ("broken/noise.txt", "binary noise", noise),
        ("broken/numbers.json", "a list of numbers", b"[3, 1, 2]\n"),
    ):
        made.files[path] = data
        made.record(path, 0, kind)


def make() -> Made:
    """The whole folder and its truth, both in path order."""
    made = Made()
    for step in (text_files, row_files, page_files, bundles, broken):
        step(made)
    made.settle()
    return made


def truth_lines(made: Made) -> Iterator[str]:
    for line in made.truth:
        yield json.dumps(line, ensure_ascii=False) + "\n"


def main() -> None:
    made = make()
    for path, data in made.files.items():
        target = RAW / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    TRUTH.write_text("".join(truth_lines(made)), encoding="utf-8")
    print(f"{len(made.files)} files, {sum(map(len, made.files.values())):,} bytes, "
          f"{len(made.truth)} records")  # fmt: skip


if __name__ == "__main__":
    main()
