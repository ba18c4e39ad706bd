"""A raw folder full of traps: a build ends, loses nothing, and says what each of them was."""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import socket
import tarfile
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import zstandard

LIMITS = """
[read]
max_unpacked_bytes = 2000000
max_record_bytes = 100000
[gate]
max_quarantined_rate = 1.0
"""
ZEROS = bytes(3_000_000)
TITLES = (
    "<script>alert(1)</script>河道治理座谈会", "a | b | `c` 防汛会议纪要", "---\u2028document: 河道清淤会议",
    "\x1b[31m\x1b]0;owned\x07红色标题会议", "\u202e\u2066反转的会议标题\u2069", "=HYPERLINK(\"http://x\")会议",
    "+cmd|' /C calc'!A0 会议", "@SUM(1+9) 会议", "{{ 7 * 7 }} {% raw %} 会议", "![x](javascript:alert(1)) 会议",
    "&lt;img src=x onerror=alert(1)&gt; 会议", "标题\x00中的空字符会议", "\ufeff\u200b\u00ad看不见的会议",
    "]]> --> ''' \"\"\" \\ 会议", "%s %n {0} ${HOME} 会议", "e\u0301" * 40 + "会议",
)  # fmt: skip
WINDOWS = "C:\\..\\..\\evil.txt"


def laughs(depth: int = 9) -> str:
    """YAML that would unfold to 10 ** ``depth`` strings."""
    lines = ['a0: &a0 ["lol","lol","lol","lol","lol","lol","lol","lol","lol","lol"]']
    for n in range(1, depth):
        lines.append(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]")
    return "---\n" + "\n".join(lines) + "\ntitle: !!python/object/apply:os.system ['x']\n---\n"


def zipped(**members: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.getvalue()


def tarred() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, kind, target in (
            ("link.txt", tarfile.SYMTYPE, "/etc/passwd"),
            ("hard.txt", tarfile.LNKTYPE, "../../../etc/passwd"),
            ("fifo.txt", tarfile.FIFOTYPE, ""),
            ("disk.txt", tarfile.BLKTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return sink.getvalue()


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory, kit: Any) -> Path:
    """The folder; a secret lies beside it."""
    place = tmp_path_factory.mktemp("traps")
    (place / "secret.txt").write_text("SECRET-OUTSIDE-RAW", encoding="utf-8")
    (place / "limits.toml").write_text(LIMITS, encoding="utf-8")
    raw = place / "raw"
    raw.mkdir()
    for number in range(8):
        (raw / f"good{number}.txt").write_text(kit.article(number), encoding="utf-8")
    zstd = zstandard.ZstdCompressor().compress
    for suffix, pack in (
        ("gz", gzip.compress),
        ("bz2", bz2.compress),
        ("xz", lzma.compress),
        ("zst", zstd),
    ):
        (raw / f"bomb.txt.{suffix}").write_bytes(pack(ZEROS))
    (raw / "lines.jsonl.gz").write_bytes(gzip.compress(b"\n" * 3_000_000))
    (raw / "rows.zip").write_bytes(
        zipped(**{"a.csv": b"title,text\n" + (b"a," + b"x" * 50_000 + b"\n") * 60, "b.txt": b""})
    )
    (raw / "twice.txt.gz.gz").write_bytes(gzip.compress(gzip.compress(ZEROS)))
    (raw / "bomb.zip").write_bytes(zipped(**{"a.txt": ZEROS}))
    page = kit.article(100).encode()
    slip = {
        "../../../slip.txt": page,
        "/slip-absolute.txt": kit.article(101).encode(),
        WINDOWS: kit.article(102).encode(),
    }
    (raw / "slip.zip").write_bytes(zipped(**slip))
    (raw / "nested.zip").write_bytes(zipped(**{"inner.zip": zipped(a=b"x")}))
    (raw / "links.tar").write_bytes(tarred())
    (raw / "out.txt").symlink_to(place / "secret.txt")
    (raw / "folder").symlink_to(place)
    (raw / "circle.txt").symlink_to("circle.txt")
    os.mkfifo(raw / "fifo.txt")
    (raw / "null.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(raw)  # the path of a socket is short
        listening.bind("socket.txt")
        os.chdir(here)
    (raw / "deep.json").write_bytes(b'{"a":' * 90_000 + b"1" + b"}" * 90_000)
    (raw / "deep-list.json").write_bytes(b"[" * 90_000)
    (raw / "long.jsonl").write_bytes(b'{"text": "' + b"x" * 300_000 + b'"}\n')
    (raw / "half.jsonl").write_bytes(b'{"title": "\\ud83d", "text": "x"}\n{"\\udc00": 1}\n')
    (raw / "nul.txt").write_bytes(bytes(500))
    (raw / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (raw / "laughs.md").write_text(
        laughs() + "# 河道会议\n\n副市长卢启文主持会议，研究了清淤安排。\n", encoding="utf-8"
    )
    (raw / "entities.html").write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<h1>河道清淤会议</h1><p>会议研究了&b;&f;安排，明年完成。</p>", encoding="utf-8")  # fmt: skip
    (raw / "tags.html").write_text("<div>" * 60_00 + "河道会议今天召开。", encoding="utf-8")
    (raw / "empty.html").write_text("<title>只有标题</title>", encoding="utf-8")
    (raw / "numbers.jsonl").write_text(
        '{"title": 1e400, "text": NaN}\n{"title": '
        + "9" * 5000
        + "}\n"
        + '{"": "", "title": []}\n[1]\nnull\n'
    )
    lines = [
        json.dumps({"id": f"=1+{n}", "title": title, "text": kit.article(200 + n).split("\n")[1] + title,
                    "author": title, "source": title, "url": "javascript:alert(1)", title: title}, ensure_ascii=False)
        for n, title in enumerate(TITLES)
    ]  # fmt: skip
    (raw / "titles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (raw / ("\u202e<b>`|---\x1b[7m" + "名" * 20 + ".txt")).write_text(
        kit.article(300), encoding="utf-8"
    )
    Path(os.fsdecode(os.fsencode(raw) + b"/bad-\xff-name.txt")).write_text(
        kit.article(301), encoding="utf-8"
    )
    (raw / "table.csv").write_text(
        'title,text\n"=1+1","' + "x" * 200_000 + '"\n' + "a," * 3000 + "\n", encoding="utf-8"
    )
    (raw / "a.parquet").write_bytes(b"PAR1" + b"\xff" * 200 + b"PAR1")
    (raw / "a.warc").write_bytes(
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>x"
    )
    return place


@pytest.fixture(scope="module")
def released(traps: Path, kit: Any) -> tuple[Path, dict[str, Any]]:
    """The release that the folder gives, in this process."""
    from dataset_tools.builder import build

    made = build(traps / "raw", traps / "out", traps / "limits.toml")
    return made.path, made.as_dict()


def test_every_trap_is_read_counted_and_named(
    released: tuple[Path, dict[str, Any]], kit: Any
) -> None:
    release, made = released
    assert kit.balanced(made["counts"])
    found = kit.reasons(release)
    expected = {
        "bomb.txt.gz": "too_large", "bomb.txt.bz2": "too_large", "bomb.txt.xz": "too_large",
        "bomb.txt.zst": "bomb", "twice.txt.gz.gz": "too_large", "bomb.zip!a.txt": "too_large",
        "lines.jsonl.gz": "bomb", "rows.zip!a.csv": "bomb", "nested.zip!inner.zip": "nested_archive",
        "links.tar!link.txt": "special_file", "links.tar!hard.txt": "special_file",
        "links.tar!fifo.txt": "special_file", "links.tar!disk.txt": "special_file",
        "out.txt": "outside_root", "folder": "outside_root", "circle.txt": "broken_link",
        "fifo.txt": "special_file", "null.txt": "outside_root", "socket.txt": "special_file",
        "deep-list.json": "too_deep", "half.jsonl": "lone_surrogate",
        "noise.txt": "undecodable", "a.parquet": "bad_parquet", "a.warc": "truncated",
    }  # fmt: skip
    missing = {
        name: (code, found.get(name))
        for name, code in expected.items()
        if code not in found.get(name, ())
    }
    assert missing == {}
    assert {"deep.json", "long.jsonl", "nul.txt", "empty.html"} <= found.keys()


def test_names_in_archives_lead_nowhere(
    released: tuple[Path, dict[str, Any]], traps: Path, kit: Any
) -> None:
    release, _ = released
    paths = {row["source_path"] for row in kit.rows(release, "articles")}
    assert {"slip.zip!../../../slip.txt", "slip.zip!/slip-absolute.txt"} <= paths
    for folder in (traps, traps.parent, traps.parent.parent, Path("/")):
        assert not any(
            place.name.endswith(("slip.txt", "slip-absolute.txt", "evil.txt"))
            for place in folder.iterdir()
        )


def test_nothing_outside_the_folder_is_read(released: tuple[Path, dict[str, Any]]) -> None:
    release, _ = released
    for path in release.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"SECRET-OUTSIDE-RAW" not in data
            assert b"root:x:0:0" not in data


def test_the_release_is_whole_and_every_accepted_record_comes_back(
    released: tuple[Path, dict[str, Any]], traps: Path, kit: Any
) -> None:
    from dataset_tools.core.config import load_config
    from dataset_tools.explain import source_of
    from dataset_tools.release.verify import verify
    from dataset_tools.stages.document import canonical_json
    from dataset_tools.stages.read import list_sources, read_source

    release, _ = released
    assert verify(release).ok
    settings = load_config(traps / "limits.toml").read
    sources = {
        (path, record.index): record
        for name in list_sources(traps / "raw")
        for path, record in read_source(traps / "raw", name, settings)
    }
    articles = kit.rows(release, "articles")
    assert len(articles) > 15
    for article in articles:
        record = sources[article["source_path"], article["source_index"]]
        wanted = canonical_json(record.row) if record.kind == "row" else record.text
        assert source_of(release, article["id"]) == wanted


UNSEEN = [chr(code) for code in (0, 7, 0x1B, 0x9B, 0x200B, 0x202E, 0x2066, 0x2028)]


def test_hostile_words_are_only_words_in_card_and_report(
    released: tuple[Path, dict[str, Any]],
) -> None:
    import yaml

    release, _ = released
    card = (release / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---\n")
    front, body = card[4:].split("\n---\n", 1)
    assert yaml.safe_load(front)["configs"][0]["config_name"] == "articles"
    assert "<script" not in body
    assert "](javascript" not in body
    report = (release / "quality" / "report.html").read_text(encoding="utf-8")
    assert report.lower().count("<script") <= 1
    assert "<img" not in report
    assert "javascript:" not in report.replace("&#", "").lower() or 'href="javascript' not in report
    for text in (front, body, report, (release / "CHANGELOG.md").read_text(encoding="utf-8")):
        assert [sign for sign in UNSEEN if sign in text] == []


COMMANDS: list[tuple[list[str], set[int]]] = [
    (["sniff", "raw"], {0}),
    (["sniff", "raw", "--json"], {0}),
    (["validate", "raw", "--config", "limits.toml"], {0, 1}),
    (["validate", "raw", "--json"], {0, 1}),
    (["validate", "out/latest", "--sarif", "s.json", "--junit", "j.xml"], {0, 1}),
    (["validate", "raw", "--sarif", "raw.json", "--junit", "raw.xml"], {0, 1}),
    (["quarantine", "list", "--out", "out"], {0}),
    (["quarantine", "list", "--out", "out", "--json"], {0}),
    (["quarantine", "show", "half.jsonl:0", "--out", "out"], {0}),
    (["verify", "out/latest"], {0}),
    (["releases", "--out", "out"], {0}),
    (["build", "--raw", "raw", "--out", "out", "--config", "limits.toml", "--dry-run"], {0}),
]


@pytest.mark.parametrize(
    ("command", "codes"), COMMANDS, ids=lambda value: " ".join(map(str, value))
)
def test_every_command_survives_and_prints_nothing_that_acts(
    command: list[str],
    codes: set[int],
    released: tuple[Path, dict[str, Any]],
    traps: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dataset_tools.cli.main import run

    monkeypatch.chdir(traps)
    code = run(command)
    out, err = capfdbinary.readouterr()
    assert code in codes, err.decode()[-1000:]
    assert b"Traceback" not in err
    printed = (out + err).decode("utf-8")
    if "--json" in command:
        json.loads(out)
    else:
        assert [sign for sign in UNSEEN if sign in printed] == []
    for name in command:
        if name.endswith(".xml"):
            assert ElementTree.parse(traps / name).getroot().tag in ("testsuite", "testsuites")
        elif name in ("s.json", "raw.json"):
            assert json.loads((traps / name).read_bytes())["version"] == "2.1.0"


def test_explaining_a_hostile_record_prints_nothing_that_acts(
    released: tuple[Path, dict[str, Any]], traps: Path, kit: Any, capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from dataset_tools.cli.main import run

    monkeypatch.chdir(traps)
    release, _ = released
    hostile = [row for row in kit.rows(release, "articles") if row["source_path"] == "titles.jsonl"]
    assert len(hostile) > 8
    for row in hostile:
        assert run(["explain", row["id"], "--out", "out"]) == 0
        out, err = capfdbinary.readouterr()
        assert [sign for sign in UNSEEN if sign in (out + err).decode()] == []
        assert run(["explain", row["id"], "--out", "out", "--json"]) == 0
        assert json.loads(capfdbinary.readouterr()[0])
