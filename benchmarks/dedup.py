"""Measures duplicates: recall and precision, µs a record, memory.

    python benchmarks/dedup.py quality [ITEMS]     edited articles by their true Jaccard index
    python benchmarks/dedup.py speed [ITEMS]       sketches and decisions, CPU µs a record
    python benchmarks/dedup.py scale [ROWS]        decisions over synthetic sketches (5,000,000)

ITEMS is a gzip'ed JSONL of ``[date, title, [paragraphs]]``; by default the one beside the checkout
(``../shared/bench/items.jsonl.gz``), else varied articles of this project.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dataset_tools.core.config import DedupSection, SplitSection
from dataset_tools.stages.dedup.across import decide
from dataset_tools.stages.dedup.bands import estimate
from dataset_tools.stages.dedup.jaccard import jaccard
from dataset_tools.stages.dedup.search import LINK
from dataset_tools.stages.dedup.sketch import composed, sketch_batch, sketch_rows, sketch_schema

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "bench" / "items.jsonl.gz"


def items(path: Path | None) -> list[dict[str, Any]]:
    """Records with id, title, text and date."""
    path = path or SHARED
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        dated = [(f"{d[:4]}-{d[4:6]}-{d[6:]}", t, "\n".join(p)) for d, t, p in rows]
    else:
        r = random.Random(1)
        bodies = [
            f.read_text(encoding="utf-8").split("\n\n", 1)[1]
            for f in sorted((HERE.parent / "tests" / "articles").glob("[0-9]*.txt"))
        ]
        sentences = [s for body in bodies for s in body.replace("\n", "").split("。") if s]
        dated = [
            ("2020-01-01", "题", "。".join(r.choice(sentences) for _ in range(15)))
            for _ in range(3000)
        ]
    return [
        {"id": f"{n:08x}", "title": title, "subtitle": None, "text": text, "published": date,
         "source": None, "language": "zh-Hans", "source_path": "a.jsonl", "source_index": n}
        for n, (date, title, text) in enumerate(dated)
    ]  # fmt: skip


def edited(text: str, changes: int, r: random.Random, other: str) -> str:
    """``text`` after some edits as editors make them: characters, words, sentences out and in."""
    out = text
    for _ in range(changes):
        at = int(r.random() * max(len(out) - 30, 1))
        size = int(r.random() * 25)
        start = int(r.random() * max(len(other) - 30, 1))
        kind = r.random()
        if kind < 0.5:
            out = out[:at] + other[start] + out[at + 1 :]
        elif kind < 0.75:
            out = out[:at] + out[at + size :]
        else:
            out = out[:at] + other[start : start + size] + out[at:]
    return out


def quality(records: list[dict[str, Any]]) -> None:
    """Recall and false removals by true Jaccard index; the error of the estimates; leaks."""
    r = random.Random(7)
    bases = [x for x in records if len(x["text"]) >= 80][:4000]
    made: list[dict[str, Any]] = []
    for number, base in enumerate(bases):
        other = bases[(number * 37 + 11) % len(bases)]["text"]
        # More edits for long texts: indexes from 0.3 to 1 at every length.
        changes = 1 + int(r.random() ** 2 * len(base["text"]) / 15)
        place = {"id": f"v{number:07}", "source_path": "b.jsonl", "source_index": number}
        made.append({**base, **place, "text": edited(base["text"], changes, r, other)})
    everything = bases + made
    texts = {x["id"]: composed(x) for x in everything}
    rows = sketch_rows(everything)
    for name, callback in (
        ("texts at hand", lambda places: {n: composed(everything[n]) for n in places}),
        ("sketches alone", None),
    ):
        decided = decide(rows, DedupSection(), SplitSection(), callback)
        gone = {d["id"]: d["kept_id"] for d in decided.duplicates.to_pylist()}
        split = dict(zip(rows["id"].to_pylist(), decided.splits.to_pylist(), strict=True))
        print(f"\n{name}: {decided.counts}")
        print(f"{'true index':>12} {'pairs':>6} {'removed':>8} {'leaks':>6}")
        edges = [0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01]
        true = np.array(
            [jaccard(texts[b["id"]], texts[m["id"]]) for b, m in zip(bases, made, strict=True)]
        )
        for low, high in pairwise(edges):
            chosen = np.flatnonzero((true >= low) & (true < high))
            removed = [n for n in chosen if made[n]["id"] in gone]
            leaks = [
                n for n in chosen
                if true[n] >= LINK and None not in (split[bases[n]["id"]], split[made[n]["id"]])
                and split[bases[n]["id"]] != split[made[n]["id"]]
            ]  # fmt: skip
            print(f"{low:5.2f}..{high:5.2f} {len(chosen):6} {len(removed):8} {len(leaks):6}")
        found = [made[n]["id"] in gone for n in np.flatnonzero(true >= 0.85)]
        print(f"recall at 0.85 and more: {np.mean(found):.4f}")
        wrong = [d for d in gone if jaccard(texts[d], texts[gone[d]]) < 0.6]
        print(f"removed below 0.6 to the kept one: {len(wrong)} of {len(gone)}")
    columns = sketch_batch([texts[x["id"]] for x in everything])
    half = len(bases)
    agree = np.count_nonzero(columns.sketch[:half] == columns.sketch[half:], axis=1)
    error = estimate(agree) - true
    print(f"\nestimates: bias {error.mean():+.4f}, standard deviation {error.std():.4f}")


def speed(records: list[dict[str, Any]]) -> None:
    """CPU µs a record of the sketch columns, the sketch rows and the decisions."""
    clip = [composed(x)[:600] for x in records if len(composed(x)) >= 600]
    sketch_batch(clip[:10])
    for name, work, count in (
        ("sketch_batch, 600 characters", lambda: sketch_batch(clip), len(clip)),
        ("sketch_rows, whole articles", lambda: sketch_rows(records), len(records)),
    ):
        times = []
        for _ in range(5):
            start = time.process_time()
            work()
            times.append((time.process_time() - start) / count * 1e6)
        print(f"{name:32} {min(times):6.1f} µs a record (median {sorted(times)[2]:.1f})")
    rows = sketch_rows(records)
    texts = [composed(x) for x in records]
    start = time.process_time()
    counts = decide(rows, DedupSection(), SplitSection(), lambda i: {n: texts[n] for n in i}).counts
    print(f"{'decide':32} {(time.process_time() - start) / len(records) * 1e6:6.1f} µs  {counts}")


def scale(count: int) -> None:
    """Decisions over ``count`` random sketches, 5 % of them near copies of another."""
    generator = np.random.default_rng(1)
    sketch = generator.integers(0, 256, (count, 128), np.uint8)
    copies = np.arange(19, count, 20)
    sketch[copies] = sketch[copies - 7]
    flips = generator.integers(0, 128, (len(copies), 12))
    sketch[copies[:, None], flips] ^= 0x55
    keys = generator.integers(0, 256, (count, 16), np.uint8)
    zeros = np.zeros((count, 32), np.uint8)

    def fixed(values: np.ndarray) -> pa.Array:
        kind = pa.binary(values.shape[1])
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])

    numbers = pa.array(np.arange(count))
    null = pa.nulls(count, pa.string())
    paths = pa.DictionaryArray.from_arrays(
        np.zeros(count, np.int32), ["a.jsonl"]
    ).dictionary_decode()
    ids = pc.binary_join_element_wise("i", pc.utf8_lpad(numbers.cast(pa.string()), 19, "0"), "")
    rows = pa.Table.from_arrays(
        [ids, paths, numbers, fixed(keys), fixed(sketch), fixed(zeros),
         pa.array(np.full(count, 600, np.int32)), numbers, null, null, null],
        schema=sketch_schema(),
    )  # fmt: skip
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    decided = decide(rows, DedupSection(), SplitSection())
    cpu = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = f"{cpu:.1f} CPU s, {cpu / count * 1e6:.1f} µs a row"
    print(f"{count:,} rows ({rows.nbytes / 2**20:,.0f} MB): {each}")
    print(f"peak {peak:,.0f} MB, of which {held:,.0f} MB were the rows and what made them")
    print(f"{len(decided.duplicates):,} of {len(copies):,} copies found; {decided.counts}")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["scale", *rest]:
            scale(int(rest[0]) if rest else 5_000_000)
        case [("quality" | "speed") as what, *rest]:
            work = quality if what == "quality" else speed
            work(items(Path(rest[0]) if rest else None))
        case _:
            print(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
