"""The main job: raw articles in, a checked and versioned release out."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from dataset_tools.core.config import CONFIG_NAME, Config, config_from, load_config
from dataset_tools.core.errors import ConfigError, GateError
from dataset_tools.core.registry import did_you_mean
from dataset_tools.release.expectations.suite import load_suite, merged
from dataset_tools.release.files import remove
from dataset_tools.release.last_build import Inputs, unchanged
from dataset_tools.release.lock import build_lock
from dataset_tools.release.made import Release
from dataset_tools.release.options import DEFAULTS, Options, Progress
from dataset_tools.release.publish import check_free, recover
from dataset_tools.release.releases import GATE_FOLDER, PROJECT_CARD
from dataset_tools.release.remote import (
    fetch_newest,
    fetch_sources,
    is_remote,
    push_release,
    working_copy,
)
from dataset_tools.schema.load import load_schema
from dataset_tools.stages.corrections import load_corrections, without_corrections
from dataset_tools.stages.cut import PART_BYTES
from dataset_tools.stages.plan import Plan, code_digest
from dataset_tools.stages.read import list_sources, plan_chunks

__all__ = ["Options", "Progress", "Release", "build", "find_config", "plan_for", "rebuild_matches"]


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
        from dataset_tools.repairs._base import REPAIRS

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
    options: Options = DEFAULTS,
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
        inputs = _inputs(root, names, plan, options, card)
        if (same := unchanged(place, inputs, release, out)) is not None:
            remove(place / GATE_FOLDER)
            return same
        from dataset_tools.release.job import Job

        return Job(root, place, inputs, options).run(release, out)


def _inputs(
    root: Path, names: list[str], plan: Plan, options: Options, card: Path | None
) -> Inputs:
    """Every source, listed and hashed, with the rest of what a release is made from."""
    sources = []
    for number, name in enumerate(names):
        options.progress("listing", number, len(names))
        sources.append(plan_chunks(root, name, PART_BYTES))
    return Inputs(plan, tuple(sources), load_corrections(root), card)


def rebuild_matches(release: Path, raw: Path) -> Iterator[tuple[str, str, str]]:
    """What differs between a release and a new build of its sources: (code, path, message).

    The build runs in a folder of its own, with the configuration, schema and suite that the
    release carries. The change log tells the history of the releases and is not compared; nor are
    the quality files of a release that was measured against an earlier one.
    """
    from dataset_tools.release.changelog import CHANGELOG_NAME
    from dataset_tools.release.manifest import load_manifest
    from dataset_tools.release.quality import EXPECTATIONS, VALIDATION

    manifest = load_manifest(release)
    with tempfile.TemporaryDirectory(prefix="dataset-tools-") as place:
        schemas = Path(place) / "schemas"
        shutil.copytree(release / "schemas", schemas)
        shutil.copy(release / EXPECTATIONS, schemas / "expectations.json")
        config = config_from(dict(manifest.config), str(release))
        out = Path(place) / "processed"
        job_plan = plan_for(config, Path(place))
        made = _build(Path(raw), out, job_plan, manifest.release, DEFAULTS)
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
