"""How well and how fast pages are read, against labelled pages (JSON lines and gzip'ed HTML).

    python benchmarks/pages.py GOLD.jsonl PAGES_DIR [--json] [--repeat 3]

A gold line states ``key``, ``lang``, the fields with their ``*_alt``, fragments that the text must
and must not hold, its first and last 30 characters and the lines that are neutral. Everything is
compared after NFC without white space and format characters, by a measure of this file's own.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dataset_tools.pages import Page, read_html, read_plain

FIELDS = ("title", "published", "source", "author")
_BETWEEN_NAMES = re.compile(r"[、，,;；/&|]|\band\b|\by\b")


def letters(text: object) -> str:
    """``text`` in NFC without white space, format and control characters."""
    normal = unicodedata.normalize("NFC", str(text or ""))
    return "".join(
        char
        for char in normal
        if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc")
    )


def _comparable(field: str, value: object) -> object:
    if field == "author":
        return frozenset(
            letters(name).casefold()
            for name in _BETWEEN_NAMES.split(str(value or ""))
            if name.strip()
        )
    return letters(value)


def judge(field: str, gold: dict[str, Any], value: object) -> str:
    """exact, wrong, missing, invented or absent (rightly null)."""
    wanted, found = _comparable(field, gold.get(field)), _comparable(field, value)
    others = [_comparable(field, other) for other in gold.get(f"{field}_alt", ())]
    if not found:
        return "missing" if wanted else "absent"
    if found == wanted or found in others:
        return "exact" if wanted else "absent"
    return "wrong" if wanted else "invented"


def _without_neutral(text: str, gold: dict[str, Any]) -> str:
    """``text`` without the title and the neutral lines at its ends."""
    titles = [letters(title) for title in (gold["title"], *gold.get("title_alt", ()))]
    neutral = [(line["n"], line["sha1"]) for line in gold.get("neutral", ())]
    changed = True
    while changed and text:
        changed = False
        for title in titles:
            if title and text.startswith(title):
                text, changed = text[len(title) :], True
        for size, digest in neutral:
            if len(text) < size:
                continue
            if hashlib.sha1(text[:size].encode()).hexdigest() == digest:
                text, changed = text[size:], True
            elif hashlib.sha1(text[-size:].encode()).hexdigest() == digest:
                text, changed = text[:-size], True
    return text


def judge_body(gold: dict[str, Any], page: Page) -> dict[str, float]:
    """The four body checks of one page, and whether all of them hold."""
    whole = letters(page.text)
    must = [letters(part) in whole for part in gold["body_must"]]
    must_not = [letters(part) not in whole for part in gold["body_must_not"]]
    text = _without_neutral(whole, gold)
    first = text.startswith(letters(gold["body_first"]))
    last = bool(text) and text.endswith(letters(gold["body_last"]))
    return {
        "must_present": sum(must) / len(must),
        "must_not_absent": sum(must_not) / len(must_not),
        "first": float(first),
        "last": float(last),
        "all_four": float(all(must) and all(must_not) and first and last and bool(whole)),
    }


def _pages(gold: list[dict[str, Any]], folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The gold lines with the HTML of their pages (a file is named by its sha256)."""
    files = {}
    for path in sorted(folder.glob("*.html.gz")):
        data = gzip.decompress(path.read_bytes())
        files[hashlib.sha256(data).hexdigest()] = data
    for line in gold:
        data = files[line["sha256"]]
        try:
            yield line, data.decode(line["encoding"])
        except UnicodeDecodeError:
            yield line, data.decode("gb18030", "replace")


def _rates(rows: list[tuple[dict[str, Any], Page]]) -> dict[str, float]:
    out: dict[str, float] = {"pages": float(len(rows))}
    for field in FIELDS:
        verdicts = [judge(field, gold, getattr(page, field)) for gold, page in rows]
        stated = [v for v in verdicts if v in ("exact", "wrong", "missing")]
        empty = [v for v in verdicts if v in ("invented", "absent")]
        out[field] = stated.count("exact") / max(1, len(stated))
        out[f"{field}_invented"] = empty.count("invented") / max(1, len(empty))
    decks = [(gold, page) for gold, page in rows if gold["subtitle"]]
    out["subtitle"] = sum(letters(g["subtitle"]) == letters(p.subtitle) for g, p in decks) / max(
        1, len(decks)
    )
    bodies = [judge_body(gold, page) for gold, page in rows]
    for name in bodies[0] if bodies else ():
        out[name] = sum(body[name] for body in bodies) / len(bodies)
    return {name: round(value, 4) for name, value in out.items()}


def evaluate_pages(gold: Path, pages_dir: Path, repeat: int = 1) -> dict[str, dict[str, float]]:
    """Rates from 0 to 1 for the Chinese pages (``zh``), the others, and the ``speed``."""
    lines = [
        json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    rows: dict[str, list[tuple[dict[str, Any], Page]]] = {"zh": [], "other": []}
    pages = list(_pages(lines, pages_dir))
    best = float("inf")
    for _ in range(max(1, repeat)):
        start = time.process_time()
        read = [read_html(html) for _, html in pages]
        best = min(best, time.process_time() - start)
    for (line, _), page in zip(pages, read, strict=True):
        rows["zh" if line["lang"] == "zh" else "other"].append((line, page))
    speed = {
        "html_ms_a_page": round(best / max(1, len(pages)) * 1000, 2),
        "plain_us_a_page": _plain_speed(),
    }
    return {"zh": _rates(rows["zh"]), "other": _rates(rows["other"]), "speed": speed}


def _plain_speed() -> float:
    """Microseconds for a clean page of 600 characters, best of 15 rounds."""
    line = (
        "志愿者今天上午在山城北郊的河边种下了三百棵树，"
        "其中大部分是柳树和杨树，市民反应很好，纷纷表示支持。"
    )
    text = "\n".join(["山城举行春季植树活动", *("    " + line * 2 for _ in range(6))])
    best = float("inf")
    for _ in range(15):
        start = time.process_time()
        for _ in range(200):
            read_plain(text)
        best = min(best, time.process_time() - start)
    return round(best / 200 * 1e6, 1)


def main() -> None:
    """Print the table (or one JSON object)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    result = evaluate_pages(options.gold, options.pages, options.repeat)
    if options.json:
        json.dump(result, sys.stdout)
        return
    for part, rates in result.items():
        print(part)
        for name, value in rates.items():
            print(f"  {name:<20} {value:g}")


if __name__ == "__main__":
    main()
