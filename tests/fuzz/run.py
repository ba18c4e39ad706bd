"""Fuzzing: every harness over many inputs, outside the normal test run.

    make fuzz                       100,000 inputs over all harnesses
    make fuzz FUZZ=1000000          a million
    python tests/fuzz/run.py --only repairs --count 5000 --seed 7

Each harness runs in a process of its own, so that a crash of native code or an endless loop is found
as well. Seeds are printed; an input that fails is written to ``tests/fuzz/crashes/`` (one for each
place in the code) and becomes a case with ``--keep``: a line of ``tests/cases/fuzz.jsonl``.
"""

# ruff: noqa: E501 - tables of hostile inputs

from __future__ import annotations

import argparse
import json
import mmap
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CRASHES = HERE / "crashes"
CASES = HERE.parent / "cases" / "fuzz.jsonl"
BLOCK = 500
"""Inputs of one seed: seed + 1 begins the next block, so that any block can be run alone."""
SLOW = 10
"""Seconds of processor time after which an input counts as a hang."""
ROOM = 1 << 20


class Hang(Exception):
    """An input that took too long."""


def _hang(*_: object) -> None:
    raise Hang(f"no end after {SLOW} s")


def place_of(error: BaseException) -> str:
    """Where an error was raised: the innermost frames of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    shown = [f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames)]
    return f"{type(error).__name__} {' < '.join(shown[:4])}"


def work(name: str, count: int, seed: int) -> int:
    """Run one harness in this process; the number of failing places. Writes crashes as it goes."""
    sys.path.insert(0, str(HERE))
    from fuzz_harness import HARNESSES, packed
    from fuzz_mutation import Dice, articles

    harness = HARNESSES[name]
    CRASHES.mkdir(exist_ok=True)
    now = CRASHES / f".now-{name}-{seed}"
    now.write_bytes(bytes(ROOM))
    signal.signal(signal.SIGVTALRM, _hang)
    seen: dict[str, int] = {}
    failed = 0
    corpus = articles()
    with now.open("r+b") as file, mmap.mmap(file.fileno(), ROOM) as room:
        for first in range(0, count, BLOCK):
            dice = Dice(seed + first // BLOCK, corpus)
            for number in range(first, min(count, first + BLOCK)):
                given = harness.make(dice)
                line = json.dumps(packed(given)).encode()[: ROOM - 1] + b"\n"
                room[: len(line)] = line  # what was under way, should the process die
                signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
                try:
                    harness.run(given)
                except Exception as error:
                    failed += 1
                    where = place_of(error)
                    best = seen.get(where)
                    if best is None or len(line) < best:
                        seen[where] = len(line)
                        _write(name, where, str(error), given, seed + first // BLOCK)
                finally:
                    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
                if number % 1000 == 999:
                    print(json.dumps({"done": number + 1, "failed": failed}), flush=True)
    now.unlink()
    print(json.dumps({"done": count, "failed": failed, "places": sorted(seen)}), flush=True)
    return len(seen)


def _write(name: str, where: str, error: str, given: Any, seed: int) -> None:
    from fuzz_harness import packed

    mark = "".join(sign if sign.isalnum() else "-" for sign in where)[:120]
    case = {"harness": name, "was": where, "input": packed(given)}
    text = json.dumps({**case, "error": error[:300], "seed": seed})
    (CRASHES / f"{name}-{mark}.json").write_text(text, encoding="utf-8")


def drive(name: str, count: int, seed: int) -> tuple[int, int, list[str]]:
    """Run one harness in child processes until ``count`` inputs are tried: tried, failed, places."""
    tried = failed = 0
    places: list[str] = []
    while tried < count:
        start = seed + tried // BLOCK
        command = [
            sys.executable,
            __file__,
            "--only",
            name,
            "--work",
            "--count",
            str(count - tried),
            "--seed",
            str(start),
        ]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        last: dict[str, Any] = {"done": 0, "failed": 0}
        assert child.stdout is not None
        for line in child.stdout:
            last = json.loads(line)
        code = child.wait()
        failed += last["failed"]
        places += last.get("places", [])
        if code in (0, 1):
            return count, failed, sorted(set(places))
        now = CRASHES / f".now-{name}-{start}"
        where = f"the process ended with {code}"
        places.append(where)
        failed += 1
        if now.is_file():
            line = now.read_bytes().split(b"\n")[0].rstrip(b"\0").decode()
            case = f'{{"harness": "{name}", "was": "{where}", "input": {line}}}'
            (CRASHES / f"{name}-died-{start}.json").write_text(case, encoding="utf-8")
            now.unlink()
        tried += last["done"] + BLOCK  # go on behind the block that killed it
    return tried, failed, sorted(set(places))


def keep() -> int:
    """Every crash as a case of the normal test run; they must be mended first."""
    with CASES.open("a", encoding="utf-8") as out:
        for path in sorted(CRASHES.glob("*.json")):
            case = json.loads(path.read_bytes())
            wanted = {key: case[key] for key in ("harness", "was", "input")}
            out.write(json.dumps(wanted, ensure_ascii=True) + "\n")
            path.unlink()
    return 0


def main() -> int:
    """The exit code: 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=100_000, help="inputs over all harnesses")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="a harness (may be given again)")
    parser.add_argument("--keep", action="store_true", help="make the crashes found into cases")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.keep:
        return keep()
    if asked.work:
        return min(1, work(asked.only[0], asked.count, asked.seed))
    sys.path.insert(0, str(HERE))
    from fuzz_harness import HARNESSES

    names = asked.only or list(HARNESSES)
    total = sum(HARNESSES[name].share for name in names)
    bad = 0
    print(f"{asked.count:,} inputs, seeds from {asked.seed}", flush=True)
    for name in names:
        count = max(1, round(asked.count * HARNESSES[name].share / total))
        began = time.monotonic()
        tried, failed, places = drive(name, count, asked.seed)
        bad += failed
        spent = time.monotonic() - began
        print(f"{name:16} {tried:>9,} inputs {spent:8.1f} s {failed:>6,} failed", flush=True)
        for where in places:
            print(f"    {where}", flush=True)
    print(f"failing inputs: {bad:,}" + (f" (in {CRASHES})" if bad else ""), flush=True)
    return min(1, bad)


if __name__ == "__main__":
    sys.exit(main())
