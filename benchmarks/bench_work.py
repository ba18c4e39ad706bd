"""The work W: 10,000 records as one file and as single files, the same bytes each time.

Made by the generator beside the checkout (``../shared/bench/gen.py``) where it is there, else out
of this project's own articles: sentences drawn anew, one record in five with pinyin after
traditional characters, one in fifty an exact copy, one in thirty a near copy.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import opencc
from pypinyin import Style, pinyin

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "bench"
PLACE = ROOT / ".bench"


def work(records: int) -> Path:
    """The folder of W small of ``records`` records: ``jsonl/small.jsonl`` and ``txt/*.txt``."""
    kind = "shared" if (SHARED / "gen.py").is_file() else "own"
    folder = PLACE / f"w-{kind}-{records}"
    if (folder / "done").exists():
        return folder
    for name in ("jsonl", "txt"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    lines = _shared(folder) if kind == "shared" else _own(records)
    chosen = lines[:records]
    (folder / "jsonl" / "small.jsonl").write_bytes(b"".join(line + b"\n" for line in chosen))
    for line in chosen:
        record = json.loads(line)
        (folder / "txt" / f"{record['id']}.txt").write_bytes(record["text"].encode())
    (folder / "done").touch()
    return folder


def large(records: int) -> Path | None:
    """The folder with W big of ``records`` records; None where its generator is not there."""
    if not (SHARED / "gen.py").is_file():
        return None
    folder = PLACE / f"w-big-{records}"
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(SHARED / "gen.py"), "big", str(folder), str(records)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (folder / "jsonl").mkdir(exist_ok=True)
        (folder / "big.jsonl").replace(folder / "jsonl" / "small.jsonl")
        (folder / "done").touch()
    return folder


def _shared(folder: Path) -> list[bytes]:
    place = folder / "generated"
    command = [sys.executable, str(SHARED / "gen.py"), "small", str(place)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (place / "small.jsonl").read_bytes().splitlines()


def _own(records: int) -> list[bytes]:
    convert = opencc.OpenCC("s2t").convert
    dice = random.Random(11)
    pages = [
        path.read_text(encoding="utf-8").split("\n\n", 1)[-1]
        for path in sorted((ROOT / "tests" / "articles").glob("[0-9]*.txt"))
    ]
    sentences = [s for page in pages for s in page.replace("\n", "").split("。") if len(s) > 5]
    readings: dict[str, str] = {}

    def annotated(text: str) -> str:
        out = []
        for char in convert(text):
            if "\u4e00" <= char <= "\u9fff" and ord(char) % 3 == 0:
                reading = readings.setdefault(char, pinyin(char, style=Style.TONE)[0][0])
                out.append(f"{char}({reading})")
            else:
                out.append(char)
        return "".join(out)

    bodies: list[str] = []
    lines: list[bytes] = []
    for number in range(records):
        kind = dice.random()
        if bodies and kind < 0.02:
            body = dice.choice(bodies)
        elif bodies and kind < 0.05:
            body = dice.choice(bodies) + f"（编号{number}）"
        else:
            drawn = [f"{dice.choice(sentences)}，共{dice.randrange(10**6)}项" for _ in range(14)]
            body = "\n    ".join("。".join(drawn[at : at + 4]) + "。" for at in range(0, 14, 4))
        bodies.append(body)
        text = f"第{number}次工作会议召开\n    {body}\n"
        if number % 5 == 0:
            text = annotated(text)
        date = f"20{10 + number % 14}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        url = f"https://example.org/{number}.html"
        record = {"id": f"a{number:08d}", "url": url, "date": date, "text": text}
        lines.append(json.dumps(record, ensure_ascii=False).encode())
    return lines
