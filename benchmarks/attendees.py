"""How fast attendees are found: microseconds an article and characters a second.

    python benchmarks/attendees.py ITEMS.jsonl.gz

Each line of the file is ``[date, title, [paragraph, ...]]``. Measured with the screen (all
articles) and without it (those that pass), CPU time of one process.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

from dataset_tools.fields.attendees import extract
from dataset_tools.fields.attendees.screen import has_trigger


def measure(texts: list[str]) -> tuple[float, float, int]:
    """Microseconds an article, million characters a second, attendees found."""
    start = time.process_time()
    found = sum(len(extract(text).attendees) for text in texts)
    seconds = time.process_time() - start
    characters = sum(map(len, texts))
    return seconds / len(texts) * 1e6, characters / seconds / 1e6, found


def main(path: Path) -> None:
    """Print the figures for the articles of one file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = ["\n".join(json.loads(line)[2]) for line in lines]
    passing = [text for text in texts if has_trigger(text)]
    for label, chosen in (("all", texts), ("past the screen", passing)):
        cost, speed, found = measure(chosen)
        row = f"{len(chosen):>7} articles {cost:8.1f} us each {speed:6.2f} M characters/s"
        print(f"{label:<16}{row} {found} attendees")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
