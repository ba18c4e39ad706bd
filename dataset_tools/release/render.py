"""What is written beside the shards: schemas, card, Croissant, report; and a failed gate's report."""

from __future__ import annotations

import json
from pathlib import Path

from dataset_tools.release.files import remove, writing
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.quality import Quality, write_quality
from dataset_tools.stages.part import Plan

GATE_FOLDER = "gate"
"""Below the output folder: the report of the last build whose gate failed."""


def write_schemas(folder: Path, plan: Plan) -> None:
    """What every record and the release as a whole were held against, below ``schemas/``."""
    values = {"article.schema.json": plan.schema, "expectations.json": plan.suite}
    for name, value in values.items():
        path = folder / "schemas" / name
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(value, ensure_ascii=False, indent=2)
            path.write_text(text + "\n", encoding="utf-8", newline="\n")


def render_release(folder: Path, manifest: Manifest, plan: Plan, quality: Quality) -> None:
    """The files that name their release: card, Croissant, report. Pure: same data, same bytes."""
    with writing(folder):
        lines = ["---", "configs:"]
        for name, splits in manifest.loadable().items():
            lines += [f"- config_name: {name}", "  data_files:"]
            for split in splits:
                lines += [f"  - split: {split}", f"    path: data/{name}/{split}-*.parquet"]
            if name == "articles":
                lines.append("  default: true")
        lines += ["---", f"# {manifest.name} {manifest.release}", ""]
        (folder / "README.md").write_text("\n".join(lines), encoding="utf-8")


def write_gate_report(out: Path, plan: Plan, quality: Quality, draft: Manifest) -> None:
    """What a failed gate leaves: ``<out>/gate`` with the validation's results and the report."""
    folder = out / GATE_FOLDER
    remove(folder)
    with writing(folder):
        folder.mkdir(parents=True)
        write_quality(folder, quality)
