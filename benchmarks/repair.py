"""Measures text repair: share restored exactly, losslessness and speed, class by class.

    python benchmarks/repair.py SHARED [--items N] [--classes a,b] [--show CLASS]

``SHARED`` is a folder with ``corruption/corrupt.py`` (a generator of damage) and
``bench/items.jsonl.gz`` (clean articles as ``[day, title, [paragraph, …]]``). Prints one table;
ftfy and OpenCC run on the same texts beside it.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from dataset_tools.stages.repair import repair_text, restore_text

FAMILY = ["s2t_pinyin", "s2t_pinyin_low", "s2t_pinyin_high", "s2t_pinyin_max"]
"""The classes of the seed's own damage."""


def generator(shared: Path) -> ModuleType:
    """The damage generator as a module."""
    spec = importlib.util.spec_from_file_location("corrupt", shared / "corruption" / "corrupt.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corrupt"] = module
    spec.loader.exec_module(module)
    return module


def clean_texts(shared: Path, number: int) -> list[str]:
    """``number`` clean articles spread evenly over the collection."""
    with gzip.open(shared / "bench" / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    step = max(1, len(items) // number)
    return ["\n".join([title, *paragraphs]) for _, title, paragraphs in items[::step]][:number]


def measure(module: ModuleType, name: str, texts: list[str]) -> dict[str, object]:
    """One class: exact, restored, seconds of repair alone, bytes, and the first few misses."""
    exact = restored = changed = size = edited = 0
    seconds = 0.0
    misses = []
    for number, text in enumerate(texts):
        damage = module.corrupt(text, name, number)
        if isinstance(damage.raw, bytes):
            return {}
        start = time.process_time()
        repaired = repair_text(damage.raw)
        seconds += time.process_time() - start
        size += len(damage.raw.encode("utf-8", "surrogatepass"))
        edited += sum(len((e.before + e.after + e.repair).encode("utf-8", "surrogatepass")) for e in repaired.edits)
        exact += repaired.text == text
        changed += repaired.text != damage.raw
        restored += restore_text(*repaired) == damage.raw
        if repaired.text != text:
            misses.append((number, damage.raw, repaired.text, text))
    return {"n": len(texts), "exact": exact, "changed": changed, "restored": restored,
            "seconds": seconds, "bytes": size, "edits": edited, "misses": misses}


def row(name: str, lossless: bool, found: dict[str, object]) -> str:
    n, size = int(str(found["n"])), int(str(found["bytes"]))
    speed = size / 1e6 / max(float(str(found["seconds"])), 1e-9)
    return (
        f"{name:20s} {'yes' if lossless else 'no':4s} {100 * int(str(found['exact'])) / n:7.2f} "
        f"{100 * int(str(found['changed'])) / n:7.2f} {100 * int(str(found['restored'])) / n:7.2f} "
        f"{speed:8.1f} {int(str(found['edits'])) / n:8.0f}"
    )


def rival(name: str, function: Callable[[str], str], raws: list[str], texts: list[str]) -> str:
    start = time.process_time()
    results = [function(raw) for raw in raws]
    seconds = time.process_time() - start
    size = sum(len(raw.encode()) for raw in raws) / 1e6
    exact = sum(a == b for a, b in zip(results, texts, strict=True))
    return f"{name:34s} exact {100 * exact / len(texts):6.2f} %  {size / seconds:8.1f} MB/s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--classes", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    module = generator(options.shared)
    texts = clean_texts(options.shared, options.items)
    wanted = options.classes.split(",") if options.classes else list(module.CLASSES)
    repair_text(module.corrupt(texts[0], "s2t_pinyin", 0).raw)
    print(f"{'class':20s} {'loss':4s} {'exact%':>7s} {'chang%':>7s} {'rest.%':>7s} {'MB/s':>8s} {'edit B':>8s}")
    for name in wanted:
        if name not in module.CLASSES:
            continue
        found = measure(module, name, texts)
        if not found:
            continue
        print(row(name, module.CLASSES[name][1], found), flush=True)
        for number, raw, got, want in found["misses"][: options.show]:  # type: ignore[index]
            at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
            print(f"   {number} at {at}: got {got[max(0, at - 12):at + 20]!r} want {want[max(0, at - 12):at + 20]!r}")
    if options.classes and "clean" not in wanted:
        return
    start = time.process_time()
    changed = [text for text in texts if repair_text(text).edits]
    seconds = time.process_time() - start
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"clean: {len(changed)} of {len(texts)} changed, {size / seconds:.0f} MB/s")
    for text in changed[: options.show]:
        print("   ", repair_text(text).edits[:3])
    raws = [module.corrupt(text, "s2t_pinyin", n).raw for n, text in enumerate(texts)]
    import ftfy
    import opencc

    convert = opencc.OpenCC("t2s").convert
    print(rival("ftfy.fix_text on s2t_pinyin", ftfy.fix_text, raws, texts))
    print(rival("OpenCC t2s on s2t_pinyin", convert, raws, texts))
    print(rival("ours on s2t_pinyin", lambda raw: repair_text(raw).text, raws, texts))


if __name__ == "__main__":
    main()
