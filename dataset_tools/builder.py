"""The main job: raw articles in, a checked and versioned release out."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dataset_tools.core.config import CONFIG_NAME, Config, config_from, load_config
from dataset_tools.core.errors import ConfigError, GateError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.core.version import __version__
from dataset_tools.engines import engine_named
from dataset_tools.readers._content import shown_name
from dataset_tools.release.assemble import Assembly, conserve
from dataset_tools.release.card import CARD_NAME, PROJECT_CARD, write_project_card
from dataset_tools.release.changelog import CHANGELOG_NAME
from dataset_tools.release.expectations import load_suite, merged
from dataset_tools.release.files import remove
from dataset_tools.release.lock import build_lock
from dataset_tools.release.manifest import Manifest, SourceEntry, load_manifest
from dataset_tools.release.placement import place_articles
from dataset_tools.release.plots import write_plots
from dataset_tools.release.publish import check_free, finish, recover, staging
from dataset_tools.release.quality import EXPECTATIONS, VALIDATION, Quality, judge, write_quality
from dataset_tools.release.remote import (
    fetch_newest,
    fetch_sources,
    is_remote,
    push_release,
    working_copy,
)
from dataset_tools.release.render import (
    GATE_FOLDER,
    render_release,
    write_gate_report,
    write_schemas,
)
from dataset_tools.release.shards import recipe
from dataset_tools.release.statistics import collect
from dataset_tools.release.store import PARTS_NAME, Store
from dataset_tools.repairs._base import REPAIRS
from dataset_tools.schema.arrow import arrow_schema
from dataset_tools.schema.load import load_schema
from dataset_tools.stages.corrections import Corrections, load_corrections, without_corrections
from dataset_tools.stages.part import (
    PART_BYTES,
    Part,
    Plan,
    build_part,
    code_digest,
    cut_parts,
    lost_part,
    part_schemas,
)
from dataset_tools.stages.read import SourcePlan, list_sources, plan_chunks

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, what is done of it and what there is to do."""


def _silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Release:
    """What a build made. ``counts``: read == accepted + quarantined + duplicates, always.

    ``path`` is a folder of this machine, also where the release was uploaded to ``url``.
    """

    release: str
    path: Path
    content_digest: str
    changed: bool
    counts: dict[str, int]
    splits: dict[str, int]
    findings: dict[str, int]
    reused_parts: int
    built_parts: int
    url: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values: the object of ``build --json``."""
        values = dataclasses.asdict(self)
        url = values.pop("url")
        return {**values, "path": url or self.path.as_posix()}


@dataclass(frozen=True)
class Options:
    """How a build runs: nothing here changes the bytes of a release."""

    engine: str = "inline"
    workers: int | None = None
    address: str | None = None
    dry_run: bool = False
    wait: float = 0.0
    progress: Progress = _silent


@dataclass(frozen=True)
class _Task:
    """Makes one part and keeps it: what an engine runs."""

    root: Path
    store: Store
    plan: Plan
    corrections: Corrections

    def __call__(self, part: Part) -> str:
        try:
            return self._keep(part.key, _lasting(self._batches(part)))
        except _PassingTrouble:
            return self._keep(f"{part.key}{_NOT_REUSED}", self._batches(part))

    def _batches(self, part: Part) -> Iterator[dict[str, Any]]:
        return build_part(self.root, part, self.plan, self.corrections)

    def _keep(self, key: str, batches: Iterable[dict[str, Any]]) -> str:
        self.store.write_batches(key, batches, part_schemas(self.plan), {})
        return key

    def failed(self, part: Part, reason: str) -> str:
        """The key of a stand-in for a part that no process could finish; never used again."""
        tables = lost_part(self.root, part, self.plan, reason)
        return self._keep(f"{part.key}{_NOT_REUSED}", [tables])


_NOT_REUSED = "-lost"
"""Ends the key of a part that says less than its sources: the next build makes it anew."""
_PASSING = frozenset(("vanished", "changed_while_read", "no_permission", "unreadable"))


class _PassingTrouble(Exception):
    """A file was not what it was when it was listed."""


def _lasting(batches: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The batches, up to a record that a later build may find in order.

    The key of a part stands for the bytes that were listed; these are not what was read.
    """
    for tables in batches:
        for reasons in tables["quarantine"]["reasons"].to_pylist():
            if not _PASSING.isdisjoint(reason["code"] for reason in reasons):
                raise _PassingTrouble
        yield tables


def find_config(config: Config | Path | str | None) -> tuple[Config, Path]:
    """The configuration and the folder of the project it belongs to.

    Without one, ``dataset.toml`` of the current folder is used where it exists.
    """
    if isinstance(config, Config):
        return config, Path()
    path = Path(config) if config is not None else Path(CONFIG_NAME)
    if config is None and not path.exists():
        return Config(), Path()
    return load_config(path), path.parent


def plan_for(config: Config, project: Path) -> Plan:
    """The plan of a project: its own files below ``schemas/`` where it has them."""
    for name in config.repair.off:
        if name not in (known := REPAIRS.names()):
            where, advice = f"{CONFIG_NAME}: repair.off", did_you_mean(name, known)
            raise ConfigError(f"no repair named {name!r}", where, advice)
    own = project / "schemas" / "article.schema.json"
    schema = load_schema(own if own.is_file() else None)
    suite = load_suite()
    if (users := project / "schemas" / "expectations.json").is_file():
        suite = merged(suite, load_suite(users))
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return Plan(config, text, code_digest(), json.dumps(suite, ensure_ascii=False))


def build(
    raw: Path | str = "raw",
    out: Path | str = "processed",
    config: Config | Path | str | None = None,
    release: str | None = None,
    options: Options = Options(),
) -> Release:
    """Build ``raw`` into a release below ``out`` and give its number, place and counts.

    Either may be a URL that fsspec knows (:mod:`dataset_tools.release.remote`).
    Raises SourceError where ``raw`` cannot be read at all, ConfigError and SchemaError for what
    the user wrote, GateError where the data failed a gate (nothing is released, the report is in
    ``out/gate``), ReleaseError where the output cannot be written or another build is at work.
    """
    settings, project = find_config(config)
    plan = plan_for(settings, project)
    with ExitStack() as held:
        root, place = Path(raw), Path(out)
        if is_remote(raw):
            held.enter_context(build_lock(working_copy(str(raw)), options.wait))
            root = fetch_sources(str(raw), working_copy(str(raw)))
        if is_remote(out):
            return _build_remote(root, str(out), plan, release, options)
        # The card of a project tells of the releases in the project's own folder, of no others.
        own = place.absolute().parent == project.absolute()
        return _build(root, place, plan, release, options, project / PROJECT_CARD if own else None)


def _build_remote(
    root: Path, url: str, plan: Plan, release: str | None, options: Options
) -> Release:
    """Build in the working copy of ``url`` and upload what is new."""
    copy = working_copy(url) / "processed"
    with build_lock(working_copy(url), options.wait):
        fetch_newest(url, copy)
        made = _build(root, copy, plan, release, options)
        target = f"{url.rstrip('/')}/{made.release}"
        if not options.dry_run:
            target = push_release(made.path, url)
    return dataclasses.replace(made, url=target)


def _build(
    root: Path,
    out: Path,
    plan: Plan,
    release: str | None,
    options: Options,
    card: Path | None = None,
) -> Release:
    names = without_corrections(list_sources(root))
    if not names:
        raise GateError("there is nothing to read", str(root), "put raw articles into the folder")
    if release is not None:
        check_free(out, release)
    with ExitStack() as held:
        if options.dry_run:
            place = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="dataset-tools-")))
        else:
            place = out
            held.enter_context(build_lock(out, options.wait))
            recover(out)
        job = _Job(root, place, plan, options)
        job.card = card
        job.read(names)
        return job.release(release, out)


def rebuild_matches(release: Path, raw: Path) -> Iterator[tuple[str, str, str]]:
    """What differs between a release and a new build of its sources: (code, path, message).

    The build runs in a folder of its own, with the configuration, schema and suite that the
    release carries. The change log tells the history of the releases and is not compared; nor are
    the quality files of a release that was measured against an earlier one.
    """
    manifest = load_manifest(release)
    with tempfile.TemporaryDirectory(prefix="dataset-tools-") as place:
        schemas = Path(place) / "schemas"
        shutil.copytree(release / "schemas", schemas)
        shutil.copy(release / EXPECTATIONS, schemas / "expectations.json")
        config = config_from(dict(manifest.config), str(release))
        out = Path(place) / "processed"
        job_plan = plan_for(config, Path(place))
        made = _build(Path(raw), out, job_plan, manifest.release, Options())
        again = load_manifest(out / made.release)
    ours, theirs = ({entry.path: entry for entry in m.files} for m in (again, manifest))
    apart = {CHANGELOG_NAME}
    previous = json.loads((release / VALIDATION).read_bytes()).get("previous")
    if previous is not None:
        apart |= {path for path in ours if path.startswith("quality/")} | {"README.md"}
    for path in sorted((ours.keys() | theirs.keys()) - apart):
        if path not in ours or path not in theirs:
            yield "rebuild", path, "only one of the two builds has this file"
        elif ours[path] != theirs[path]:
            yield "rebuild", path, "a rebuild of the sources gives other bytes"


class _Job:
    """One build, step by step."""

    def __init__(self, root: Path, out: Path, plan: Plan, options: Options) -> None:
        self.root, self.out, self.plan, self.options = root, out, plan, options
        self.card: Path | None = None
        self.store = Store(out / PARTS_NAME)
        self.corrections = load_corrections(root)
        self.sources: list[SourcePlan] = []
        self.keys: list[str] = []
        self.reused = self.built = 0

    def read(self, names: list[str]) -> None:
        """Every part, made or found in the store, in the order of the sources."""
        progress = self.options.progress
        for number, name in enumerate(names):
            progress("listing", number, len(names))
            self.sources.append(plan_chunks(self.root, name, PART_BYTES))
        parts = cut_parts(self.sources, self.plan, self.corrections)
        missing = [part for part in parts if not self.store.has(part.key)]
        self.built, self.reused = len(missing), len(parts) - len(missing)
        options = self.options
        engine = engine_named(options.engine, options.workers, options.address)
        store = Store(self.store.root.absolute())
        corrections = dataclasses.replace(self.corrections, root=self.root.absolute())
        task = _Task(self.root.absolute(), store, self.plan, corrections)
        made: dict[str, str] = {}
        for number, key in enumerate(engine.map(task, missing, task.failed)):
            made[missing[number].key] = key
            progress("building", number + 1, len(missing))
        self.keys = [made.get(part.key, part.key) for part in parts]

    def release(self, number: str | None, shown: Path) -> Release:
        """The release made of the parts. ``shown``: the output folder as the user named it."""
        self.options.progress("deciding", 0, 1)
        placement = place_articles(self.store, self.keys, self.plan.config)
        with staging(self.out) as folder:
            assembly = Assembly(folder, self.store, self.keys, placement)
            assembly.write(arrow_schema(self.plan.schema))
            self.options.progress("assembling", 1, 1)
            sources = self._sources()
            counts = {
                "read": sum(source.records for source in sources),
                "accepted": sum(assembly.rows["articles"].values()),
                "quarantined": sum(assembly.rows["quarantine"].values()),
                "duplicates": sum(assembly.rows["duplicates"].values()),
            }
            conserve(counts)
            draft = Manifest(
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
            quality = judge(self.out, assembly, draft, self.plan)
            if not quality.success:
                raise self._failed(folder, quality, draft)
            write_quality(folder, quality)
            write_schemas(folder, self.plan)
            statistics = collect(folder, draft, quality.as_dict())
            write_plots(folder, statistics)
            render = partial(render_release, statistics=statistics, project_card=self.card)
            published = finish(self.out, folder, draft, render, number)
            remove(self.out / GATE_FOLDER)
            if self.card is not None and not self.options.dry_run:
                text = (published.path / CARD_NAME).read_text(encoding="utf-8")
                write_project_card(self.card, text)
        self.store.prune([key for key in self.keys if not key.endswith(_NOT_REUSED)])
        return Release(
            published.manifest.release,
            shown / published.manifest.release,
            published.manifest.content_digest,
            published.changed,
            counts,
            dict(published.manifest.splits),
            quality.findings,
            self.reused,
            self.built,
        )

    def _sources(self) -> tuple[SourceEntry, ...]:
        """Every raw file with the records it gave; corrections are sources of none."""
        records: Counter[str] = Counter()
        for key in self.keys:
            for batch in self.store.read(key, "sources"):
                for path, count in zip(*map(list, batch.to_pydict().values()), strict=True):
                    records[path] += count
        entries = [
            SourceEntry(name, plan.bytes, plan.sha256, records[name])
            for name, plan in ((shown_name(plan.path), plan) for plan in self.sources)
        ]
        for name in self.corrections.files():
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
