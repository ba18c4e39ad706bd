"""Draws who met whom, from a release: ``python examples/who_met_whom.py processed/latest met.svg``.

Two persons are joined where an article names both as attendees; the line is thicker the more
articles do. Only pyarrow is needed. From the Hub, load the same rows with::

    datasets.load_dataset("NAMESPACE/NAME", "attendance", revision="v1.0.0")
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from html import escape
from itertools import combinations
from math import cos, pi, sin
from pathlib import Path

import pyarrow.dataset as ds

MOST = 24
"""Persons shown: more names than these cannot be read around one circle."""

# %% Load: one row per article and attendee, from every split
Lists = dict[str, list[str]]


def attendance(release: Path) -> Lists:
    """The names on the list of each article, by the article's id."""
    table = ds.dataset(release / "data" / "attendance", format="parquet").to_table(
        columns=["article_id", "name"]
    )
    lists: Lists = defaultdict(list)
    for article, name in zip(
        *(table[column].to_pylist() for column in table.column_names), strict=True
    ):
        if name not in lists[article]:
            lists[article].append(name)
    return lists


# %% Count: how many articles name both
def meetings(lists: Lists) -> Counter[tuple[str, str]]:
    """Pairs of names, each in alphabetical order, with the number of articles that list both."""
    return Counter(pair for names in lists.values() for pair in combinations(sorted(names), 2))


def most_seen(lists: Lists, most: int = MOST) -> list[str]:
    """The persons on the most lists; among equals those of the shortest, where few met in earnest.

    Ranking by the number of persons met would show the longest list and nothing else.
    """
    seen = Counter(name for names in lists.values() for name in names)
    near: Counter[str] = Counter()
    for names in lists.values():
        for name in names:
            near[name] = max(near[name], 1000 // len(names)) if len(names) > 1 else near[name]
    met = [name for name in seen if near[name]]
    return sorted(met, key=lambda name: (-seen[name], -near[name], name))[:most]


# %% Draw: a circle of names, a line for each pair
def picture(pairs: Counter[tuple[str, str]], names: list[str], size: int = 720) -> str:
    """The SVG: the same bytes for the same meetings."""
    middle, radius = size / 2, size / 2 - 110
    place = {
        name: (
            middle + radius * cos(2 * pi * number / len(names)),
            middle + radius * sin(2 * pi * number / len(names)),
        )
        for number, name in enumerate(names)
    }
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        'font-family="sans-serif" font-size="14">',
        "<title>Who met whom</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
    ]
    for (one, other), count in sorted(pairs.items()):
        if one in place and other in place:
            (x1, y1), (x2, y2) = place[one], place[other]
            lines.append(
                f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#2b6cb0" '
                f'stroke-opacity="0.35" stroke-width="{min(2 * count - 1, 7)}"/>'
            )
    for name, (x, y) in place.items():
        side = "start" if x >= middle else "end"
        shift = 10 if x >= middle else -10
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1a365d"/>')
        lines.append(
            f'<text x="{x + shift:.1f}" y="{y + 5:.1f}" text-anchor="{side}">{escape(name)}</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def main(release: str = "processed/latest", target: str = "who_met_whom.svg") -> None:
    """Draw the picture and print the pairs that met most often."""
    lists = attendance(Path(release))
    pairs = meetings(lists)
    if not pairs:
        sys.exit(f"no article of {release} lists two persons")
    names = most_seen(lists)
    Path(target).write_text(picture(pairs, names), encoding="utf-8", newline="\n")
    for (one, other), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:5]:
        print(f"{count}  {one}  {other}")
    print(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
