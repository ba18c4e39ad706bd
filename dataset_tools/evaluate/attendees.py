"""How well attendees are extracted, against a gold file.

A gold line is one JSON object with ``text`` (or ``body``) and ``attendees``, each ``{name, role,
roles, title, start, end}`` (or ``kind``, ``kinds``, ``role_title``; ``aliases`` optional);
``optional`` names are ignored on both sides, ``key`` and ``stratum`` name and group the items.

The measures: precision, recall and F1 over persons (a second prediction of one person is wrong),
the rate of items whose list is exactly right, and over the persons found: role equal to the first
gold role (strict) or among all of them (lenient), title equal or one within the other, offsets.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dataset_tools.core.record import Attendance, Attendee

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_DOT = re.compile(r"[·•‧∙・･⋅．.]")
SAMPLES = 1000
"""Bootstrap samples: the interval's ends move by less than .001 with more of them."""


@dataclass(frozen=True)
class Counts:
    """Sums over items; each pair is (right, of how many)."""

    items: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    exact: int = 0
    role_strict: int = 0
    role_lenient: int = 0
    titled: int = 0
    title_equal: int = 0
    title_overlap: int = 0
    placed: int = 0

    def __add__(self, other: Counts) -> Counts:
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def precision(self) -> float:
        """Share of the predicted persons that are right (1.0 where none is predicted)."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the gold persons that were found (1.0 where there is none)."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def exact_rate(self) -> float:
        """Share of the items whose list of persons is exactly right."""
        return _share(self.exact, self.items)


@dataclass(frozen=True)
class Mistakes:
    """What went wrong in one item."""

    key: str
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The measured quality; intervals are 95 % bootstrap intervals over items."""

    counts: Counts
    f1_interval: tuple[float, float]
    exact_interval: tuple[float, float]
    strata: dict[str, Counts] = field(default_factory=dict)
    mistakes: tuple[Mistakes, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        return {
            **_measures(self.counts),
            "f1_interval": list(self.f1_interval),
            "exact_interval": list(self.exact_interval),
            "counts": asdict(self.counts),
            "strata": {name: _measures(counts) for name, counts in self.strata.items()},
            "mistakes": [asdict(item) for item in self.mistakes],
        }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _measures(counts: Counts) -> dict[str, Any]:
    return {
        "items": counts.items,
        "names": counts.right + counts.missed,
        "precision": round(counts.precision, 6),
        "recall": round(counts.recall, 6),
        "f1": round(counts.f1, 6),
        "exact": round(counts.exact_rate, 6),
        "role_strict": round(_share(counts.role_strict, counts.right), 6),
        "role_lenient": round(_share(counts.role_lenient, counts.right), 6),
        "title_equal": round(_share(counts.title_equal, counts.titled), 6),
        "title_overlap": round(_share(counts.title_overlap, counts.titled), 6),
        "offsets": round(_share(counts.placed, counts.right), 6),
    }


def plain(name: str) -> str:
    """A name without white space, every middle dot look-alike as U+00B7.

    >>> plain("沙班・阿里") == plain("沙班 · 阿里")
    True
    """
    return _DOT.sub("·", _SPACE.sub("", name))


def score_item(gold: Mapping[str, Any], found: Sequence[Attendee]) -> tuple[Counts, Mistakes]:
    """The counts and mistakes of one item."""
    wanted: dict[str, Mapping[str, Any]] = {}
    alias: dict[str, str] = {}
    for person in gold["attendees"]:
        key = plain(person["name"])
        wanted[key] = person
        for spelling in (person["name"], *(person.get("aliases") or ())):
            alias[plain(spelling)] = key
    ignored = {plain(_name(name)) for name in gold.get("optional") or ()}
    seen: dict[str, Attendee] = {}
    wrong: list[str] = []
    for attendee in found:
        name = plain(attendee.name)
        known = alias.get(name)
        if known is None and name in ignored:
            continue
        if known is None or known in seen:
            wrong.append(attendee.name)
        else:
            seen[known] = attendee
    missed = [person["name"] for key, person in wanted.items() if key not in seen]
    counts = Counts(
        items=1, wrong=len(wrong), missed=len(missed), exact=int(not wrong and not missed)
    )
    for key, attendee in seen.items():
        counts += _agreement(wanted[key], attendee)
    return counts, Mistakes(str(gold.get("key", "")), tuple(wrong), tuple(missed))


def _name(value: Any) -> str:
    return str(value["name"]) if isinstance(value, Mapping) else str(value)


def _agreement(gold: Mapping[str, Any], found: Attendee) -> Counts:
    role = gold.get("role") or gold.get("kind") or found.role
    roles = gold.get("roles") or gold.get("kinds") or [role]
    title = plain(gold.get("title") or gold.get("role_title") or "")
    mine = plain(found.title or "")
    place = (gold.get("start", found.start), gold.get("end", found.end))
    return Counts(
        right=1,
        role_strict=int(found.role == role),
        role_lenient=int(found.role in roles),
        titled=int(bool(title)),
        title_equal=int(bool(title) and mine == title),
        title_overlap=int(bool(title) and bool(mine) and (mine in title or title in mine)),
        placed=int((found.start, found.end) == place),
    )


def _interval(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    last = len(ordered) - 1
    return round(ordered[int(0.025 * last)], 6), round(ordered[int(0.975 * last)], 6)


def _bootstrap(items: Sequence[Counts]) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % intervals of F1 and of the exact rate, items drawn with replacement (seeded)."""
    draw = random.Random(0)
    rows = [(c.right, c.wrong, c.missed, c.exact) for c in items]
    f1, exact = [], []
    for _ in range(SAMPLES):
        sample = draw.choices(rows, k=len(rows))
        right, wrong, missed, whole = (sum(column) for column in zip(*sample, strict=True))
        f1.append(_share(2 * right, 2 * right + wrong + missed))
        exact.append(whole / len(rows))
    return _interval(f1), _interval(exact)


def evaluate(gold: Iterable[Mapping[str, Any]], predict: Callable[[str], Attendance]) -> Report:
    """The quality of ``predict`` (text -> attendance) on gold items; at least one is needed."""
    rows: list[Counts] = []
    strata: dict[str, Counts] = {}
    mistakes: list[Mistakes] = []
    for item in gold:
        text = item["text"] if "text" in item else item["body"]
        counts, errors = score_item(item, predict(text).attendees)
        rows.append(counts)
        stratum = str(item.get("stratum") or "all")
        strata[stratum] = strata.get(stratum, Counts()) + counts
        if errors.wrong or errors.missed:
            mistakes.append(errors)
    if not rows:
        return Report(Counts(), (1.0, 1.0), (1.0, 1.0))
    f1, exact = _bootstrap(rows)
    mistakes.sort(key=lambda errors: (-len(errors.wrong) - len(errors.missed), errors.key))
    ordered = dict(sorted(strata.items()))
    return Report(sum(rows, Counts()), f1, exact, ordered, tuple(mistakes))


def render(report: Report, worst: int = 20) -> str:
    """The report as lines of text: the table by stratum, the fields, the worst errors."""
    lines = [f"{'stratum':<16}{'items':>7}{'names':>7}{'P':>8}{'R':>8}{'F1':>8}{'exact':>8}"]
    for name, counts in (("all", report.counts), *report.strata.items()):
        row = _measures(counts)
        figures = "".join(f"{row[key]:>8.4f}" for key in ("precision", "recall", "f1", "exact"))
        lines.append(f"{name:<16}{row['items']:>7}{row['names']:>7}{figures}")
    low, high = report.f1_interval
    least, most = report.exact_interval
    lines.append(f"95% interval: F1 {low:.4f}-{high:.4f}  exact {least:.4f}-{most:.4f}")
    row = _measures(report.counts)
    lines.append(
        f"role {row['role_strict']:.4f} strict, {row['role_lenient']:.4f} lenient; "
        f"title {row['title_equal']:.4f} equal, {row['title_overlap']:.4f} overlap; "
        f"offsets {row['offsets']:.4f}"
    )
    for errors in report.mistakes[:worst]:
        wrong = f"  wrong: {' '.join(errors.wrong)}" if errors.wrong else ""
        missed = f"  missed: {' '.join(errors.missed)}" if errors.missed else ""
        lines.append(f"{errors.key}{wrong}{missed}")
    return "\n".join(lines)
