"""The benchmark: this tool and what users would write instead, on the same work W.

    make bench                              everything; writes benchmarks/RESULTS.md
    python benchmarks/run.py --runs 5       five rounds instead of three
    python benchmarks/run.py --records 1000 --only peers,stages --dry-run

Whole processes, measured by the kernel, in alternation: each round runs every contender once, so
that a machine that slows down slows all of them. Ratios are of one round. See RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from bench_measure import Cost, Failed, become_reaper, measure  # noqa: E402
from bench_peers import PEERS, command_of, ready, versions  # noqa: E402
from bench_report import Results, markdown  # noqa: E402
from bench_work import PLACE, ROOT, large, work  # noqa: E402

PARTS = ("peers", "forms", "engines", "again", "start", "stages", "large")
PYTHON = sys.executable
RELEASES = PLACE / "out"


def say(text: str) -> None:
    """A line about what goes on, on stderr."""
    print(text, file=sys.stderr, flush=True)


def ours(raw: Path, out: str, *more: str) -> Callable[[], Cost]:
    """A build into a fresh folder."""

    def run() -> Cost:
        place = RELEASES / out
        shutil.rmtree(place, ignore_errors=True)
        return rebuild(raw, out, *more)()

    return run


def rebuild(raw: Path, out: str, *more: str) -> Callable[[], Cost]:
    """A build into a folder that may hold releases."""
    place = RELEASES / out
    command = [PYTHON, "-m", "dataset_tools", "build", "--raw", str(raw), "--out", str(place)]

    def run() -> Cost:
        return measure([*command, "--json", *more], RELEASES, RELEASES / f"{out}.log")

    return run


def peer(index: int, raw: Path) -> Callable[[], Cost]:
    """A peer over the same file."""
    place = RELEASES / f"peer{index}"

    def run() -> Cost:
        shutil.rmtree(place, ignore_errors=True)
        command = command_of(PEERS[index], raw, place)
        return measure(command, RELEASES, RELEASES / f"peer{index}.log")

    return run


def rounds(
    results: Results, contenders: dict[str, Callable[[], Cost]], runs: int, warm: bool = False
) -> None:
    """Every contender once a round, in turn; ``warm``: a round before that is not counted."""
    for name in contenders:
        results.costs.pop(name, None)
    for turn in range(-1 if warm else 0, runs):
        for name, run in contenders.items():
            try:
                cost = run()
            except Failed as error:  # one contender that cannot run here costs its own row only
                say(str(error))
                continue
            say(f"{name}: {cost.cpu:.2f} CPU s, {cost.wall:.2f} s, {cost.peak:.0f} MB")
            if turn >= 0:
                results.costs.setdefault(name, []).append(cost)


def against_peers(results: Results, folder: Path, runs: int) -> None:
    """This tool, the bare copy and every peer."""
    raw = folder / "jsonl"
    copy = [PYTHON, HERE / "bench_copy.py", raw / "small.jsonl", RELEASES / "copy.parquet"]
    contenders: dict[str, Callable[[], Cost]] = {
        "dataset-tools": ours(raw, "ours"),
        "bare copy": lambda: measure(copy, RELEASES, RELEASES / "copy.log"),
    }
    for index, entry in enumerate(PEERS):
        if ready(entry):
            contenders[entry.name] = peer(index, raw)
            results.versions[entry.name] = versions(entry)
    rounds(results, contenders, runs)


def forms(results: Results, folder: Path, runs: int) -> None:
    """One JSONL file against as many single files."""
    both = {
        "one JSONL file": ours(folder / "jsonl", "one"),
        "single .txt files": ours(folder / "txt", "many"),
    }
    rounds(results, both, runs)


def engines(results: Results, folder: Path, runs: int) -> None:
    """One process, two, and Ray where it is installed."""
    raw = folder / "jsonl"
    contenders = {
        "inline": ours(raw, "inline"),
        "pool, 2 workers": ours(raw, "pool", "--engine", "pool", "--workers", "2"),
    }
    probe = [PYTHON, "-c", "import ray"]
    if subprocess.run(probe, check=False, capture_output=True).returncode == 0:
        contenders["ray, 2 workers"] = ours(raw, "ray", "--engine", "ray", "--workers", "2")
    rounds(results, contenders, runs)


def again(results: Results, folder: Path, runs: int) -> None:
    """Builds over a folder that was built before: nothing changed, one file changed."""
    raw = PLACE / "changing"
    shutil.rmtree(raw, ignore_errors=True)
    shutil.copytree(folder / "txt", raw)
    rounds(results, {"full build of the files": ours(raw, "again")}, 1)
    page = sorted(raw.iterdir())[len(list(raw.iterdir())) // 2]

    def changed() -> Cost:
        page.write_bytes(page.read_bytes() + "会议又修改了纪要。\n".encode())
        return rebuild(raw, "again")()

    both = {"nothing changed": rebuild(raw, "again"), "one file changed": changed}
    rounds(results, both, runs)
    results.notes["files"] = f"{len(list(raw.iterdir())):,}"


def start(results: Results, folder: Path, runs: int) -> None:
    """What a command costs that has next to nothing to do."""
    page = min((folder / "txt").iterdir())
    one = PLACE / "one"
    shutil.rmtree(one, ignore_errors=True)
    one.mkdir()
    shutil.copy(page, one)
    tool = [PYTHON, "-m", "dataset_tools"]
    commands: dict[str, Sequence[str | Path]] = {
        "--help": [*tool, "--help"],
        "repair, one article": [*tool, "repair", page],
        "validate, one article": [*tool, "validate", page],
    }
    contenders: dict[str, Callable[[], Cost]] = {
        name: (lambda words=words: measure(words, RELEASES, RELEASES / "start.log"))  # type: ignore[misc]
        for name, words in commands.items()
    }
    contenders["build, one article"] = ours(one, "single")
    rounds(results, contenders, max(runs, 3), warm=True)


def stages(results: Results, folder: Path, runs: int) -> None:
    """The stage table: of the runs the one with the median total."""
    found = []
    for _ in range(runs):
        out = RELEASES / "stages"
        shutil.rmtree(out, ignore_errors=True)
        command = [PYTHON, str(HERE / "bench_stages.py"), str(folder / "jsonl"), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    results.stages = sorted(found, key=lambda entry: entry["total"])[len(found) // 2]
    size = (folder / "jsonl" / "small.jsonl").stat().st_size
    results.stages["bytes"] = size


def at_scale(results: Results, records: int) -> None:
    """Ten times the work, once: CPU, memory, and two workers."""
    folder = large(records)
    if folder is None:
        return
    raw = folder / "jsonl"
    contenders = {f"{records:,} records": ours(raw, "large")}
    contenders[f"{records:,} records, 2 workers"] = ours(raw, "large2", "--workers", "2")
    polars = next(index for index, entry in enumerate(PEERS) if entry.name == "polars expert")
    if ready(PEERS[polars]):
        contenders[f"polars expert, {records:,} records"] = peer(polars, raw)
    rounds(results, contenders, 1)


def main() -> None:
    """Run what was asked for and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--only", default=",".join(PARTS), help="of " + ",".join(PARTS))
    parser.add_argument("--add", action="store_true", help="keep what was measured of other parts")
    parser.add_argument("--dry-run", action="store_true", help="print, do not write RESULTS.md")
    options = parser.parse_args()
    become_reaper()
    RELEASES.mkdir(parents=True, exist_ok=True)
    folder = work(options.records)
    results = Results(options.records, options.runs)
    if options.add:
        results = Results.from_json((PLACE / "results.json").read_text())
    jobs: dict[str, Callable[[], None]] = {
        "start": lambda: start(results, folder, options.runs),
        "stages": lambda: stages(results, folder, options.runs),
        "peers": lambda: against_peers(results, folder, options.runs),
        "forms": lambda: forms(results, folder, options.runs),
        "engines": lambda: engines(results, folder, options.runs),
        "again": lambda: again(results, folder, options.runs),
        "large": lambda: at_scale(results, options.large),
    }
    wanted = options.only.split(",")
    for name, job in jobs.items():
        if name in wanted:
            say(f"-- {name}")
            job()
            (PLACE / "results.json").write_text(results.to_json())
            text = markdown(results)
            if not options.dry_run:  # after each part: what was measured is not lost
                (ROOT / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")
    print(markdown(results))


if __name__ == "__main__":
    main()
