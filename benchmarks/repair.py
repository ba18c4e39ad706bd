"""Measures text repair: share restored exactly, losslessness and speed, class by class.

    python benchmarks/repair.py SHARED [--items N] [--classes a,b] [--show K]

``SHARED`` is a folder with ``corruption/corrupt.py`` (a generator of damage) and
``bench/items.jsonl.gz`` (clean articles as ``[day, title, [paragraph, …]]``). Prints one table,
then the speed on clean text and, on the same texts, what ftfy and OpenCC reach. Speeds are CPU
time, the best of several runs of each text, so that a busy machine distorts them less.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import ftfy
import opencc

from dataset_tools.stages.repair import repair_text, restore_text


@dataclass
class Measured:
    """One class: counts, bytes, seconds, and the misses as (number, got, wanted)."""

    pairs: int = 0
    exact: int = 0
    changed: int = 0
    restored: int = 0
    flagged: int = 0
    size: int = 0
    edits: int = 0
    seconds: float = 0.0
    misses: list[tuple[int, str, str]] = field(default_factory=list)

    def row(self, name: str, lossless: bool) -> str:
        """The class as one line of the table."""
        return (
            f"{name:20s} {'yes' if lossless else 'no':4s} {100 * self.exact / self.pairs:7.2f} "
            f"{100 * self.changed / self.pairs:7.2f} {100 * self.restored / self.pairs:7.2f} "
            f"{100 * self.flagged / self.pairs:7.2f} {self.edits / self.pairs:8.0f} "
            f"{self.size / 1e6 / max(self.seconds, 1e-9):8.1f}"
        )


def generator(shared: Path) -> ModuleType:
    """The damage generator as a module."""
    spec = importlib.util.spec_from_file_location("corrupt", shared / "corruption" / "corrupt.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no generator in {shared}")
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


def fastest(function: Callable[[str], object], texts: list[str], runs: int = 5) -> float:
    """CPU seconds of all texts, of each its fastest of several runs.

    One run goes through all texts, so that nothing remembered of a text is of use to the next.
    """
    least = [1e9] * len(texts)
    for _ in range(runs):
        for number, text in enumerate(texts):
            start = time.process_time()
            function(text)
            least[number] = min(least[number], time.process_time() - start)
    return sum(least)


def measure(module: ModuleType, name: str, texts: list[str]) -> Measured | None:
    """One class over all texts; None for classes that damage files, not texts."""
    found = Measured()
    timed: list[str] = []
    for number, text in enumerate(texts):
        raw = module.corrupt(text, name, number).raw
        if isinstance(raw, bytes):
            return None
        repaired = repair_text(raw)
        found.pairs += 1
        found.exact += repaired.text == text
        found.changed += repaired.text != raw
        found.restored += restore_text(*repaired) == raw
        found.flagged += any(edit.repair.endswith("_guess") for edit in repaired.edits)
        found.edits += sum(
            len((edit.before + edit.after + edit.repair).encode("utf-8", "surrogatepass"))
            for edit in repaired.edits
        )
        found.size += len(raw.encode("utf-8", "surrogatepass"))
        timed.append(raw)
        if repaired.text != text:
            found.misses.append((number, repaired.text, text))
    timed = timed[:60]
    found.seconds = fastest(repair_text, timed) * len(texts) / max(len(timed), 1)
    return found


def speed(name: str, function: Callable[[str], object], texts: list[str]) -> str:
    """One line: megabytes of UTF-8 a second."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    return f"{name:44s} {size / fastest(function, texts):8.1f} MB/s"


def rival(name: str, function: Callable[[str], str], raws: list[str], texts: list[str]) -> str:
    """One line: exactness and speed of another tool on the same texts."""
    exact = sum(function(raw) == text for raw, text in zip(raws, texts, strict=True))
    return f"{speed(name, function, raws)}   exact {100 * exact / len(texts):6.2f} %"


def _place(got: str, want: str) -> str:
    pairs = enumerate(zip(got, want, strict=False))
    at = next((index for index, (a, b) in pairs if a != b), min(len(got), len(want)))
    low, high = max(0, at - 12), at + 20
    return f"at {at}: got {got[low:high]!r} want {want[low:high]!r}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--classes", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    module = generator(options.shared)
    texts = clean_texts(options.shared, options.items)
    wanted = options.classes.split(",") if options.classes else list(module.CLASSES)
    print("class                loss  exact%  chang%  rest.%  guess%   edit B     MB/s")
    for name in wanted:
        found = measure(module, name, texts)
        if found is None:
            continue
        print(found.row(name, module.CLASSES[name][1]), flush=True)
        for number, got, want in found.misses[: options.show]:
            print(f"   {number} {_place(got, want)}")
    if options.classes:
        return
    changed = [text for text in texts if repair_text(text).edits]
    print(f"clean: {len(changed)} of {len(texts)} changed")
    print(speed("clean, as the build calls it", lambda t: repair_text(t, keep_lines=True), texts))
    print(speed("clean, with boilerplate lines", repair_text, texts))
    raws = [module.corrupt(text, "s2t_pinyin", n).raw for n, text in enumerate(texts[:60])]
    convert = opencc.OpenCC("t2s").convert
    print(rival("ours on s2t_pinyin", lambda raw: repair_text(raw).text, raws, texts[:60]))
    print(rival("ftfy.fix_text on s2t_pinyin", ftfy.fix_text, raws, texts[:60]))
    print(rival("OpenCC t2s on s2t_pinyin", convert, raws, texts[:60]))


if __name__ == "__main__":
    main()
