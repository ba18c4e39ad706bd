"""What is written beside the shards: schemas, card, Croissant, report, a failed gate's report."""

from __future__ import annotations

import json
from pathlib import Path

from dataset_tools.release.card import write_card
from dataset_tools.release.croissant import write_croissant
from dataset_tools.release.files import remove, writing
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.quality import Quality, write_quality
from dataset_tools.release.releases import GATE_FOLDER
from dataset_tools.release.report import write_page, write_report
from dataset_tools.release.statistics import Statistics, collect
from dataset_tools.stages.plan import Plan


def write_schemas(folder: Path, plan: Plan) -> None:
    """What every record and the release as a whole were held against, below ``schemas/``."""
    values = {"article.schema.json": plan.schema, "expectations.json": plan.suite}
    for name, value in values.items():
        path = folder / "schemas" / name
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(value, ensure_ascii=False, indent=2)
            path.write_text(text + "\n", encoding="utf-8", newline="\n")


def render_release(
    folder: Path, manifest: Manifest, statistics: Statistics, project_card: Path | None
) -> None:
    """The files that name their release: card, Croissant, report. Pure: same data, same bytes."""
    write_card(folder, manifest, statistics, project_card)
    write_croissant(folder, manifest, statistics)
    write_report(folder, manifest, statistics)


def write_gate_report(out: Path, folder: Path, draft: Manifest, quality: Quality) -> Path:
    """What a failed gate leaves in ``<out>/gate``: the results and the report; the report's path.

    ``folder`` is the staged release that will not be published.
    """
    place = out / GATE_FOLDER
    remove(place)
    write_quality(place, quality)
    statistics = collect(folder, draft, quality.as_dict())
    write_page(place / "report.html", draft, statistics)
    return place / "report.html"
