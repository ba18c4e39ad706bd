"""Agreement: card, manifest, data, Croissant and report of a release say the same."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from dataset_tools.core.version import __version__
from dataset_tools.release import card, croissant, plots, report
from dataset_tools.release.card_lint import lint_data, lint_text, lint_values
from dataset_tools.release.manifest import Manifest, load_manifest
from dataset_tools.release.statistics import Statistics, collect, read_validation
from dataset_tools.release.svg import standing_alone
from dataset_tools.release.verify import verify

_META = re.compile(r'<meta name="dataset-([a-z]+)" content="([^"]*)">')


class Disagreement(NamedTuple):
    """One thing that is not as the rest of the release says. ``level``: error or warn."""

    level: str
    file: str
    message: str


def check_card(folder: Path, project_card: Path | None = None) -> list[Disagreement]:
    """Every disagreement in the release in ``folder``; and of the project's card with it.

    Where the release was made by this version of the tool, card, Croissant and report are made anew
    and compared byte for byte. Raises ReleaseError for a folder that is no release.
    """
    manifest = load_manifest(folder)
    found = [
        Disagreement("error", problem.path, problem.message) for problem in verify(folder).problems
    ]
    if any(problem.file.startswith("data/") for problem in found):
        return found  # statistics of damaged shards say nothing
    statistics = collect(folder, manifest, read_validation(folder))
    texts = {name: _text(folder / name) for name in (card.CARD_NAME, report.REPORT)}
    found += _lint(card.CARD_NAME, texts[card.CARD_NAME], manifest, statistics)
    found += _report(texts[report.REPORT], manifest)
    found += _croissant(_text(folder / croissant.CROISSANT_NAME), manifest)
    project = "" if project_card is None else _text(project_card)
    if project:
        found += _project(project_card, project, texts[card.CARD_NAME], manifest, statistics)
    if manifest.tool.get("dataset_tools") == __version__:
        found += _anew(folder, manifest, statistics, texts[card.CARD_NAME])
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def _lint(name: str, text: str, manifest: Manifest, s: Statistics) -> list[Disagreement]:
    if not text:
        return [Disagreement("error", name, "there is no card")]
    problems, values = lint_text(text)
    if values:
        problems += [*lint_values(values), *lint_data(values, manifest, s.tables)]
    found = [Disagreement(p.level, name, p.message) for p in problems]
    for words in (f"Release **{manifest.release}**", manifest.content_digest):
        if card.GENERATED in text and words not in text:
            message = f"it is not of release {manifest.release}: {words!r} is not in it"
            found.append(Disagreement("error", name, message))
    return found


def _report(text: str, manifest: Manifest) -> list[Disagreement]:
    """The facts in the head of the report, against the manifest."""
    said = {name: unescape(value) for name, value in _META.findall(text)}
    counts = " ".join(f"{name}={count}" for name, count in manifest.counts.items())
    wanted = {"release": manifest.release, "digest": manifest.content_digest, "counts": counts}
    return [
        Disagreement("error", report.REPORT, f"{key}: {said.get(key)!r} instead of {value!r}")
        for key, value in wanted.items()
        if said.get(key) != value
    ]


def _croissant(text: str, manifest: Manifest) -> list[Disagreement]:
    """Release, digest, and each file that has rows: its size and SHA-256."""
    name = croissant.CROISSANT_NAME
    try:
        document: dict[str, Any] = json.loads(text)
        files = {
            item["@id"]: (item["contentSize"], item["sha256"])
            for item in document["distribution"]
            if item["@type"] == "cr:FileObject"
        }
        sets = {item["@id"] for item in document["recordSet"]}
    except (ValueError, KeyError, TypeError):
        return [Disagreement("error", name, "it is missing or no Croissant document")]
    found = []
    for key, value in (("version", manifest.release), ("identifier", manifest.content_digest)):
        if document.get(key) != value:
            message = f"{key} {document.get(key)!r} instead of {value!r}"
            found.append(Disagreement("error", name, message))
    loadable = manifest.loadable()
    wanted = {
        shard.entry.path: (f"{shard.entry.bytes} B", shard.entry.sha256)
        for config, splits in manifest.shards().items()
        for split, shards in splits.items()
        if split in loadable.get(config, {})
        for shard in shards
    }
    for path in sorted(wanted.keys() | files.keys()):
        if wanted.get(path) != files.get(path):
            found.append(Disagreement("error", name, f"{path}: not the file that is released"))
    if sets != set(loadable):
        message = f"record sets {sorted(sets)}, but the configs are {sorted(loadable)}"
        found.append(Disagreement("error", name, message))
    return found


def _project(
    path: Path | None, project: str, released: str, manifest: Manifest, s: Statistics
) -> list[Disagreement]:
    """The project's card: the same bytes as the released one, but for words written since."""
    name = card.PROJECT_CARD if path is None else path.name
    if project == released:
        return []
    found = _lint(name, project, manifest, s)
    if card.slots(project, name) != card.slots(released):
        words = "words were written since the release: the next build publishes them"
        return [*found, Disagreement("warn", name, words)]
    return found or [
        Disagreement("error", name, "it differs from the release's README.md: run the command card")
    ]


def _anew(folder: Path, manifest: Manifest, s: Statistics, readme: str) -> list[Disagreement]:
    """Everything generated, made again from the data, against what stands there."""
    document = croissant.render_croissant(folder, manifest, s)
    made = {
        card.CARD_NAME: card.render_card(folder, manifest, s, readme),
        croissant.CROISSANT_NAME: json.dumps(document, ensure_ascii=False, indent=1) + "\n",
        report.REPORT: report.render_report(manifest, s),
    }
    for name, picture in plots.pictures(s).items():
        made[f"quality/{name}.svg"] = standing_alone(picture)
    return [
        Disagreement("error", name, "the data give another text than what stands there")
        for name, text in made.items()
        if _text(folder / name) != text
    ]
