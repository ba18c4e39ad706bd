"""What damage costs: F1 of attendees on texts that were damaged and repaired, class by class.

    python benchmarks/attendees_after_repair.py SHARED [--classes a,b] [--show K]

``SHARED`` is a folder with ``corruption/corrupt.py`` (a generator of damage) and
``attendees/dev.jsonl`` (gold). Each item is damaged with its title on top, as a page is, repaired
as the build repairs a page, and read again. Persons are compared by name in simplified script:
a text that could be genuine traditional Chinese stays as it is and its names are as printed. The
loss is the F1 of the undamaged texts minus that of the class, over the classes that lose nothing
and those named in :data:`LOSSY`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repair import generator

from dataset_tools.core.record import Attendance
from dataset_tools.evaluate.attendees import Report, evaluate
from dataset_tools.fields.attendees import extract
from dataset_tools.stages.repair import repair_text
from dataset_tools.text.names import normalise

LOSSY = ("seed_like", "punct_half", "ideographic_space", "nbsp")
"""Classes in which a little is lost, and which the pages of this kind show all the same."""


@dataclass(frozen=True)
class Damaged:
    """One class: what was read from the repaired texts, and how many are the clean text again."""

    report: Report
    exact: float


def measure(items: Sequence[Mapping[str, Any]], bodies: Mapping[str, str]) -> Report:
    """The quality where each item's body is replaced; keyed by the item's own body."""

    def predict(body: str) -> Attendance:
        found = extract(bodies[body])
        people = tuple(one._replace(name=normalise(one.name)) for one in found.attendees)
        return found._replace(attendees=people)

    return evaluate(items, predict)


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """The gold item with the names in the form in which they are compared."""
    people = [{**one, "name": normalise(one["name"])} for one in item["attendees"]]
    return {**item, "attendees": people}


def body_of(page: str, title: str) -> str:
    """The page without the line of its title."""
    first, _, rest = page.partition("\n")
    return rest if title else "\n".join((first, rest)).strip("\n")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--classes", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    module = generator(options.shared)
    lines = (options.shared / "attendees" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [plain(json.loads(line)) for line in lines]
    clean = measure(items, {item["body"]: item["body"] for item in items})
    print(f"undamaged              F1 {clean.counts.f1:.4f}  exact {clean.counts.exact_rate:.4f}")
    chosen = [name for name, (_, whole, _) in module.CLASSES.items() if whole or name in LOSSY]
    wanted = options.classes.split(",") if options.classes else chosen
    worst = 0.0
    for name in wanted:
        found = damaged(module, name, items)
        if found is None:
            continue
        loss = clean.counts.f1 - found.report.counts.f1
        worst = max(worst, loss)
        print(
            f"{name:<22} F1 {found.report.counts.f1:.4f}  loss {loss:+.4f}"
            f"  texts exact {found.exact:.3f}",
            flush=True,
        )
        for errors in found.report.mistakes[: options.show]:
            print(f"    {errors.key} wrong {errors.wrong} missed {errors.missed}")
    print(f"worst loss {worst:.4f}")


def damaged(module: Any, name: str, items: Sequence[Mapping[str, Any]]) -> Damaged | None:
    """The quality on one class; None for classes that damage files, not texts."""
    bodies: dict[str, str] = {}
    exact = 0
    for number, item in enumerate(items):
        page = f"{item['title']}\n{item['body']}"
        raw = module.corrupt(page, name, number).raw
        if isinstance(raw, bytes):
            return None
        repaired = repair_text(raw).text
        exact += repaired == page
        bodies[item["body"]] = body_of(repaired, item["title"])
    return Damaged(measure(items, bodies), exact / len(items))


if __name__ == "__main__":
    main()
