"""The quality report: one page that shows what became of the raw articles, and why.

``quality/report.html`` needs no network and no script; its script only filters and sorts tables.
Every figure is from :class:`~dataset_tools.release.statistics.Statistics`. Text of others is
escaped by the template engine and freed of what cannot be seen.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataset_tools.release import plots
from dataset_tools.release.escape import one_line, visible
from dataset_tools.release.files import writing
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.samples import STRUCTURAL
from dataset_tools.release.statistics import Statistics, ranked
from dataset_tools.release.svg import share

if TYPE_CHECKING:
    from jinja2 import Template

REPORT = "quality/report.html"
UNRELEASED = "0.0.0"
"""The number of a manifest whose data failed a gate: nothing was released."""
_TEMPLATES = Path(__file__).parent / "templates"
_NARROW = 350
DRIFT = (
    ("rows", "Articles", "count"),
    ("read", "Records read", "count"),
    ("quarantined_rate", "Quarantined", "share"),
    ("duplicate_rate", "Duplicates", "share"),
    ("text_chars_mean", "Mean length of a text", "number"),
    ("paragraphs_mean", "Mean paragraphs", "number"),
    ("attendee_coverage", "Articles with attendees", "share"),
    ("attendees_mean", "Mean attendees", "number"),
    ("warned_rate", "Articles with warnings", "share"),
)
"""Statistics of the gate that are compared with the release before: key, words, kind."""


class Drift(NamedTuple):
    """One figure now and in the release before, as words, and by how much it moved."""

    label: str
    before: str
    now: str
    change: str


class Named(NamedTuple):
    """A record that the report names: its id, its place in the raw folder, its anchor."""

    anchor: str
    id: str
    source: str


def write_report(folder: Path, manifest: Manifest, statistics: Statistics) -> None:
    """Write the report of a release below ``folder``; the same bytes for the same data."""
    write_page(folder / REPORT, manifest, statistics)


def write_page(path: Path, manifest: Manifest, statistics: Statistics) -> None:
    """Write the report to any ``path``: of a failed gate, where there is no release."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_report(manifest, statistics), encoding="utf-8", newline="\n")


@lru_cache(maxsize=1)
def _template() -> Template:
    """The page, compiled once a process; every value is escaped unless it is markup of ours."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    def shown(value: object) -> object:
        return visible(value) if type(value) is str else value

    texts = {path.name: path.read_text(encoding="utf-8") for path in _TEMPLATES.glob("report*")}
    environment = Environment(
        loader=DictLoader(texts),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["n"] = lambda value: f"{value:,}"
    environment.filters["line"] = one_line
    environment.globals["share"] = share
    return environment.get_template("report.html.j2")


def render_report(manifest: Manifest, statistics: Statistics) -> str:
    """The page as text. Works for a manifest without a release number (``0.0.0``) as well."""
    from markupsafe import Markup

    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    wide = {name: Markup(svg) for name, svg in plots.pictures(statistics).items()}  # ours, escaped
    narrow = {name: Markup(svg) for name, svg in _narrow(statistics).items()}
    validation = statistics.validation
    records = _named(statistics)
    return _template().render(
        m=manifest,
        s=statistics,
        v=validation,
        released=manifest.release != UNRELEASED,
        why=_why(validation),
        findings=_findings(validation),
        repairs=_repairs(statistics),
        wide=wide,
        narrow=narrow,
        drift=_drift(validation),
        records=records,
        anchors={record.id: record.anchor for record in records},
        sizes=_sizes(statistics),
        pretty=manifest.config.get("dataset", {}).get("pretty_name") or manifest.name,
        ranked=ranked,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
    )


def _narrow(statistics: Statistics) -> dict[str, str]:
    """The pictures that are drawn anew for a telephone, where small letters would not be read."""
    found = {"ledger": plots.ledger(statistics, _NARROW)}
    lengths, months = plots.length_bars(statistics), plots.month_bars(statistics)
    if lengths:
        label = "Articles by length in code points"
        found["lengths"] = plots.histogram("lengths", label, lengths, _NARROW)
    if months:
        found["months"] = plots.histogram(
            "months", "Articles by date of publication", months, _NARROW
        )
    return found


def _why(validation: Mapping[str, Any]) -> list[str]:
    """Every gate that failed, in words."""
    said = list(validation.get("gates", ()))
    for result in validation.get("results", ()):
        if not result["success"] and result["level"] != "warn":
            said.append(f"expectation {result['code']}: {observed(result)}. {result['why']}")
    for limit in validation.get("limits", ()):
        if not limit["success"]:
            said.append(f"limit of {limit['name']}: {limit['count']} findings")
    return said


def observed(result: Mapping[str, Any]) -> str:
    """What an expectation saw, in words.

    >>> observed({"unexpected": 1, "checked": 5}), observed({"observed": 0.5})
    ('1 of 5 not as expected', 'observed 0.5')
    """
    if "unexpected" in result:
        return f"{result['unexpected']:,} of {result['checked']:,} not as expected"
    return f"observed {result.get('observed')}"


def _findings(validation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each code, those that reject first, then by count."""
    levels = validation.get("levels", {})
    order = {"error": 0, "warn": 1, "info": 2}
    rows = [
        {
            "code": code,
            "level": levels.get(code, "info"),
            "count": count,
            "examples": validation.get("examples", {}).get(code, []),
        }
        for code, count in validation.get("findings", {}).items()
    ]
    return sorted(rows, key=lambda row: (order.get(row["level"], 3), -row["count"], row["code"]))


def _repairs(statistics: Statistics) -> list[dict[str, Any]]:
    """One row for each repair that mended damage, and its sample."""
    found = {sample.repair: sample for sample in statistics.samples}
    return [
        {
            "name": name,
            "articles": articles,
            "edits": statistics.edits.edits.get(name, 0),
            "sample": found.get(name),
        }
        for name, articles in ranked(statistics.edits.articles)
        if name not in STRUCTURAL
    ]


def _sizes(statistics: Statistics) -> list[tuple[str, int]]:
    """Articles by number of attendees: 0 to 9 one by one, then in classes."""
    classes: dict[str, int] = {}
    bounds = ((10, "10–19"), (20, "20–49"), (50, "50–99"), (100, "100 and more"))
    for size, articles in statistics.articles.list_sizes:
        name = str(size)
        for least, words in bounds:
            name = words if size >= least else name
        classes[name] = classes.get(name, 0) + articles
    return list(classes.items())


def _words(value: float | None, kind: str) -> str:
    if value is None:
        return "–"
    if kind == "share":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if kind == "count" else f"{value:,.1f}"


def _drift(validation: Mapping[str, Any]) -> list[Drift]:
    """The figures beside those of the release before; empty where there is none."""
    before, now = validation.get("previous"), validation.get("statistics") or {}
    if not before:
        return []
    rows = []
    for key, label, kind in DRIFT:
        old, new = before.get(key), now.get(key)
        change = "–"
        if old is not None and new is not None:
            gap = new - old
            if not gap:
                change = "unchanged"
            elif kind == "share":
                change = f"{100 * gap:+.1f} points"
            else:
                change = f"{100 * gap / old:+.1f} %" if old else "new"
        rows.append(Drift(label, _words(old, kind), _words(new, kind), change))
    languages = {**before.get("languages", {}), **now.get("languages", {})}
    for name in sorted(languages):
        old, new = (side.get("languages", {}).get(name, 0.0) for side in (before, now))
        change = f"{100 * (new - old):+.1f} points" if new != old else "unchanged"
        row = Drift(f"Language {name}", _words(old, "share"), _words(new, "share"), change)
        rows.append(row)
    return rows


def _named(statistics: Statistics) -> list[Named]:
    """Every record that findings, samples and duplicates name, once, in that order."""
    places: dict[str, str] = {}
    for examples in statistics.validation.get("examples", {}).values():
        for example in examples:
            place = f"{example['source_path']} #{example['source_index']}"
            places[example["id"]] = place
    for sample in statistics.samples:
        places.setdefault(sample.article_id, "")
    for row in statistics.removed.examples:
        places.setdefault(row["kept_id"], "")
    return [Named(f"record-{n}", name, place) for n, (name, place) in enumerate(places.items(), 1)]
