"""Pictures of a release as SVG: the same bytes for the same numbers, text as text, no script.

Shapes carry classes (``accent``, ``good`` …), not colours: the report's own style sheet colours
them there; :func:`write_plots` adds one for pictures that stand alone in the card, light and dark,
on a ground of their own, since a page's theme may differ from the system's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dataset_tools.release.escape import fitted
from dataset_tools.release.files import writing
from dataset_tools.release.statistics import Statistics
from dataset_tools.release.svg import number, rect, share, standing_alone, svg, text

PICTURES = ("ledger", "lengths", "months", "together")
"""Names of the pictures: ``quality/<name>.svg``."""

Bars = Sequence[tuple[str, int]]
_GAP, _NODE, _FLOW = 34, 10, 150


class _Flow:
    """The picture of the ledger while it is drawn: nodes in columns, ribbons between them."""

    def __init__(self, read: int) -> None:
        self.scale = _FLOW / read if read else 0.0
        self.read = read
        self.ribbons: list[str] = []
        self.nodes: list[str] = []
        self.height = 0.0

    def size(self, count: int) -> float:
        """How tall ``count`` records are; a few are a hair line still."""
        return max(count * self.scale, 1.5) if count else 1.0

    def node(self, x: float, y: float, label: tuple[str, int, str]) -> float:
        """A node with its words at its right; the y of the next one below it."""
        name, count, kind = label
        height = self.size(count)
        title = f"{name}: {count:,} ({share(count, self.read)})"
        self.nodes.append(rect((x, y, _NODE, height), kind, title))
        self.nodes.append(text(x + _NODE + 7, y + 12, name, "head"))
        words = f"{count:,} · {share(count, self.read)}"
        self.nodes.append(text(x + _NODE + 7, y + 28, words, "muted small"))
        self.height = max(self.height, y + max(height, 34))
        return y + height + _GAP

    def ribbon(
        self, start: tuple[float, float], end: tuple[float, float], size: float, kind: str
    ) -> None:
        """A band of one thickness between two nodes."""
        (x1, y1), (x2, y2) = (start[0] + _NODE, start[1]), end
        bend = (x1 + x2) / 2
        n = number
        self.ribbons.append(
            f'<path class="flow {kind}" d="M{n(x1)} {n(y1)}C{n(bend)} {n(y1)} {n(bend)} {n(y2)} '
            f"{n(x2)} {n(y2)}V{n(y2 + size)}C{n(bend)} {n(y2 + size)} {n(bend)} {n(y1 + size)} "
            f'{n(x1)} {n(y1 + size)}Z"/>'
        )


def ledger(statistics: Statistics, width: int = 760) -> str:
    """From raw to released: what became of every record, as bands as thick as they are many."""
    counts = statistics.counts
    flow = _Flow(counts["read"])
    columns = (1.0, 1.0 + width * 0.36, 1.0 + width * 0.70)
    flow.node(columns[0], 1, ("Read", counts["read"], "accent"))
    fates = (
        ("Accepted", counts["accepted"], "good"),
        ("Duplicates", counts["duplicates"], "warn"),
        ("Quarantined", counts["quarantined"], "bad"),
    )
    y, taken, inner = 1.0, 1.0, 1.0
    for name, count, kind in fates:
        if count:
            size = flow.size(count)
            flow.ribbon((columns[0], taken), (columns[1], y), size, kind)
            taken += size
        y = flow.node(columns[1], y, (name, count, kind))
    y = 1.0
    for split, count in statistics.splits.items():
        if count:
            flow.ribbon((columns[1], inner), (columns[2], y), flow.size(count), "good")
            inner += flow.size(count)
        y = flow.node(columns[2], y, (split, count, "good"))
    words = ", ".join(f"{count:,} {name.lower()}" for name, count, _ in fates)
    splits = ", ".join(f"{name} {count:,}" for name, count in statistics.splits.items())
    label = f"{counts['read']:,} records read: {words}. Splits: {splits or 'none'}."
    return svg("ledger", label, (width, flow.height + 2), [*flow.ribbons, *flow.nodes])


def histogram(name: str, label: str, bars: Bars, width: int = 760) -> str:
    """Columns of one row of labelled counts; labels are thinned out where they are many."""
    height, foot = 150.0, 20.0
    most = max((count for _, count in bars), default=0)
    step = (width - 2) / max(1, len(bars))
    wide = max((len(word) for word, _ in bars), default=1) * 7 + 10
    every = max(1, -int(-wide // step))
    body = []
    for place, (word, count) in enumerate(bars):
        x, tall = 1 + place * step, (height - 18) * count / most if most else 0
        if count:
            box = (x + step * 0.08, height - tall, step * 0.84, tall)
            body.append(rect(box, "accent", f"{word}: {count:,}"))
            if step >= 7 * len(f"{count:,}") + 4:
                middle = x + step / 2
                body.append(text(middle, height - tall - 5, f"{count:,}", "muted small", "middle"))
        if place % every == 0:
            body.append(text(x + step / 2, height + 15, word, "muted small", "middle"))
    if most:
        peak = max(bars, key=lambda bar: bar[1])
        label += f", from {bars[0][0]} to {bars[-1][0]}; most in {peak[0]}: {peak[1]:,}"
    body.append(f'<path class="axis" d="M0 {number(height + 0.5)}H{width}"/>')
    return svg(name, label, (width, height + foot), body)


def together(statistics: Statistics) -> str:
    """Who took part with whom: one row and one column a person, a cell for each two of them."""
    people = [p.name for p in statistics.attendance.people][: len(statistics.attendance.together)]
    matrix = statistics.attendance.together
    most = max((value for n, row in enumerate(matrix) for value in row[:n]), default=0)
    cell = 24.0
    body = []
    for row, name in enumerate(people):
        y = row * cell
        for column in range(row + 1):
            value, x = matrix[row][column], column * cell
            box = (x + 1, y + 1, cell - 2, cell - 2)
            if row == column:
                body.append(rect(box, "warn", f"{name}: {value:,} articles"))
                body.append(text(x + cell / 2, y + 16, _short(value), "small on", "middle"))
                continue
            body.append(rect(box, "accent track", f"{name}, {people[column]}: {value:,} together"))
            if value:
                # 0.1 to 0.52: the number stays readable on every ground, light and dark
                fill = f' opacity="{0.1 + 0.42 * value / most:.2f}"/>'
                body.append(rect(box, "accent").replace("/>", fill))
                body.append(text(x + cell / 2, y + 16, _short(value), "small", "middle"))
        body.append(text((row + 1) * cell + 8, y + 17, fitted(name, 18)))
    label = "Articles in which two people took part together; on the diagonal, articles of one."
    size = cell * len(people)
    return svg("together", label, (size + 136, size + 2), body)


def _short(value: int) -> str:
    """A number of at most four characters.

    >>> _short(950), _short(1500), _short(12_400)
    ('950', '1.5k', '12k')
    """
    for size, unit in ((1_000_000, "M"), (1000, "k")):
        if value >= size:
            rounded = f"{value / size:.1f}".removesuffix(".0")
            return f"{rounded if value < 10 * size else value // size}{unit}"
    return str(value)


def length_bars(statistics: Statistics) -> list[tuple[str, int]]:
    """Articles by length of the text, labelled with the least code points of each class."""
    return [(_short(low), count) for low, _, count in statistics.articles.text.bins]


def month_bars(statistics: Statistics) -> list[tuple[str, int]]:
    """Articles by month of publication, by year where they span more than three years."""
    months = statistics.articles.months
    if not months:
        return []
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (months[0][0], months[-1][0]))
    found = dict(months)
    if last - first < 36:
        names = [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(first, last + 1)]
        return [(name, found.get(name, 0)) for name in names]
    years = dict.fromkeys(range(first // 12, last // 12 + 1), 0)
    for name, count in months:
        years[int(name[:4])] += count
    if len(years) <= 60:
        return [(str(year), count) for year, count in years.items()]
    decades: dict[str, int] = {}
    for year, count in years.items():
        decades[f"{year // 10}0s"] = decades.get(f"{year // 10}0s", 0) + count
    return list(decades.items())


def pictures(statistics: Statistics) -> dict[str, str]:
    """Every picture that has something to show, by name, for a page with its own style."""
    found = {"ledger": ledger(statistics)}
    lengths, months = length_bars(statistics), month_bars(statistics)
    if lengths:
        found["lengths"] = histogram("lengths", "Articles by length in code points", lengths)
    if months:
        found["months"] = histogram("months", "Articles by date of publication", months)
    if len(statistics.attendance.together) > 1:
        found["together"] = together(statistics)
    return found


def write_plots(folder: Path, statistics: Statistics) -> list[str]:
    """Write ``quality/<name>.svg`` below ``folder``; the paths written, relative to it."""
    written = []
    found = pictures(statistics)
    with writing(folder / "quality"):
        (folder / "quality").mkdir(parents=True, exist_ok=True)
        for name in PICTURES:
            path = folder / "quality" / f"{name}.svg"
            if name in found:
                path.write_text(standing_alone(found[name]), encoding="utf-8", newline="\n")
                written.append(f"quality/{name}.svg")
            else:
                path.unlink(missing_ok=True)
    return written
