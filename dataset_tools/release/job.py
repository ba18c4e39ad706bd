"""One build: the parts that are missing are made, then the release of all of them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

from dataset_tools.core.errors import GateError
from dataset_tools.core.version import __version__
from dataset_tools.engines import engine_named
from dataset_tools.readers._content import shown_name
from dataset_tools.release.assemble import Assembly, conserve
from dataset_tools.release.card import CARD_NAME, write_project_card
from dataset_tools.release.files import remove
from dataset_tools.release.last_build import Inputs, note
from dataset_tools.release.made import Release
from dataset_tools.release.manifest import Manifest, SourceEntry
from dataset_tools.release.options import Options
from dataset_tools.release.placement import place_articles
from dataset_tools.release.plots import write_plots
from dataset_tools.release.publish import Published, finish, staging
from dataset_tools.release.quality import Quality, judge, write_quality
from dataset_tools.release.releases import GATE_FOLDER
from dataset_tools.release.render import render_release, write_gate_report, write_schemas
from dataset_tools.release.shards import recipe
from dataset_tools.release.statistics import collect
from dataset_tools.release.store import PARTS_NAME, Store
from dataset_tools.release.task import NOT_REUSED, PartTask
from dataset_tools.schema.arrow import arrow_schema
from dataset_tools.stages.cut import PART_BYTES, cut_parts
from dataset_tools.stages.read import plan_chunks


class Job:
    """One build, step by step."""

    def __init__(self, root: Path, out: Path, inputs: Inputs, options: Options) -> None:
        self.root, self.out, self.inputs, self.options = root, out, inputs, options
        self.plan, self.card = inputs.plan, inputs.card
        self.store = Store(out / PARTS_NAME)
        self.engine = engine_named(options.engine, options.workers, options.address)
        self.keys: list[str] = []
        self.built = 0

    def run(self, number: str | None, shown: Path) -> Release:
        """Every step. ``number``: the one asked for; ``shown``: the output folder as named."""
        with closing(self.engine):
            self.read()
            made = self.release(number, shown)
        lasting = [key for key in self.keys if not key.endswith(NOT_REUSED)]
        self.store.prune(lasting)
        if not self.options.dry_run and lasting == self.keys:
            note(self.out, self.inputs.digest(), made)
        return made

    def read(self) -> None:
        """Every part, made or found in the store, in the order of the sources."""
        corrections = self.inputs.corrections
        parts = cut_parts(self.inputs.sources, self.plan, corrections)
        missing = [part for part in parts if not self.store.has(part.key)]
        self.built = len(missing)
        options = self.options
        store = Store(self.store.root.absolute())
        corrections = dataclasses.replace(corrections, root=self.root.absolute())
        task = PartTask(self.root.absolute(), store, self.plan, corrections)
        made: dict[str, str] = {}
        for number, key in enumerate(self.engine.map(task, missing, task.failed)):
            made[missing[number].key] = key
            options.progress("building", number + 1, len(missing))
        self.keys = [made.get(part.key, part.key) for part in parts]

    def release(self, number: str | None, shown: Path) -> Release:
        """The release made of the parts."""
        self.options.progress("deciding", 0, 1)
        placement = place_articles(self.store, self.keys, self.plan.config, self.engine)
        with staging(self.out) as folder:
            assembly = Assembly(folder, self.store, self.keys, placement)
            assembly.write(arrow_schema(self.plan.schema))
            self.options.progress("assembling", 1, 1)
            draft = self._draft(assembly)
            quality = judge(self.out, assembly, draft, self.plan)
            if not quality.success:
                raise self._failed(folder, quality, draft)
            published = self._published(assembly, draft, quality, number)
        return Release(
            published.manifest.release,
            shown / published.manifest.release,
            published.manifest.content_digest,
            published.changed,
            dict(draft.counts),
            dict(published.manifest.splits),
            quality.findings,
            len(self.keys) - self.built,
            self.built,
        )

    def _draft(self, assembly: Assembly) -> Manifest:
        """The manifest but for its number and the files that name it."""
        sources = self._sources()
        counts = {
            "read": sum(source.records for source in sources),
            "accepted": sum(assembly.rows["articles"].values()),
            "quarantined": sum(assembly.rows["quarantine"].values()),
            "duplicates": sum(assembly.rows["duplicates"].values()),
        }
        conserve(counts)
        return Manifest(
            self.plan.config.dataset.name,
            "0.0.0",
            assembly.content.result(),
            counts,
            assembly.rows["articles"],
            tuple(assembly.files),
            sources,
            {"dataset_tools": __version__, **recipe()},
            self.plan.config.as_dict(),
        )

    def _published(
        self, assembly: Assembly, draft: Manifest, quality: Quality, number: str | None
    ) -> Published:
        """What became of the staged release; the card and the report are written."""
        folder = assembly.folder
        write_quality(folder, quality)
        write_schemas(folder, self.plan)
        statistics = collect(folder, draft, quality.as_dict(), assembly.measures())
        write_plots(folder, statistics)
        render = partial(render_release, statistics=statistics, project_card=self.card)
        published = finish(self.out, folder, draft, render, number)
        remove(self.out / GATE_FOLDER)
        if self.card is not None and not self.options.dry_run:
            text = (published.path / CARD_NAME).read_text(encoding="utf-8")
            write_project_card(self.card, text)
        return published

    def _sources(self) -> tuple[SourceEntry, ...]:
        """Every raw file with the records it gave; corrections are sources of none."""
        records: Counter[str] = Counter()
        for key in self.keys:
            for batch in self.store.read(key, "sources"):
                for path, count in zip(*map(list, batch.to_pydict().values()), strict=True):
                    records[path] += count
        entries = [
            SourceEntry(name, plan.bytes, plan.sha256, records[name])
            for name, plan in ((shown_name(plan.path), plan) for plan in self.inputs.sources)
        ]
        for name in self.inputs.corrections.files():
            plan = plan_chunks(self.root, name, PART_BYTES)
            entries.append(SourceEntry(name, plan.bytes, plan.sha256, 0))
        return tuple(sorted(entries))

    def _failed(self, folder: Path, quality: Quality, draft: Manifest) -> GateError:
        """The error of a failed gate; the report is kept where the next build replaces it."""
        mend = "mend the records it names, or change the gate"
        if self.options.dry_run:
            return GateError(quality.why, "dry run", mend)
        report = write_gate_report(self.out, folder, draft, quality)
        return GateError(quality.why, f"report: {report}", mend)
