"""The dataset's CHANGELOG.md: one entry a release, newest first, written from the diff.

It follows Keep a Changelog, without dates: nothing that is released depends on the clock. The
entries of earlier releases are taken over from the previous release as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dataset_tools.release.diff import ConfigDiff, RowChange
from dataset_tools.release.manifest import Manifest
from dataset_tools.release.versions import Decision

CHANGELOG_NAME = "CHANGELOG.md"
_NAMED = 10  # rows named in one line; the diff command gives all
_ENTRY = re.compile(r"^## \[", re.MULTILINE)
_HEAD = """# Changelog

All notable changes to the dataset `{name}`, newest first, in the form of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/). The numbers follow
[Semantic Versioning](https://semver.org/spec/v2.0.0.html): MAJOR for columns removed, renamed or
retyped; MINOR for rows or columns added and rows changed or removed; PATCH for everything else.
"""


def write_changelog(manifest: Manifest, decision: Decision, previous: str = "") -> str:
    """The whole text: head, the entry of ``decision``, then those that stand in ``previous``."""
    head = _HEAD.format(name=_code(manifest.name))
    found = _ENTRY.search(previous)
    kept = previous[found.start() :].rstrip() + "\n" if found else ""
    entry = _entry(manifest, decision)
    return f"{head}\n{entry}\n{kept}".rstrip() + "\n"


def _entry(manifest: Manifest, decision: Decision) -> str:
    sections: dict[str, list[str]] = {"Added": [], "Changed": [], "Removed": []}
    if decision.diff is None:
        for name in manifest.shards():
            sections["Added"].append(f"`{name}`: {_rows(manifest.rows(name))}.")
    else:
        for config in decision.diff.configs.values():
            _describe(config, sections)
    if decision.level == "patch":
        files = ", ".join(f"`{_code(reason)}`" for reason in decision.reasons)
        sections["Changed"].append(f"The rows are the same; changed: {files}.")
    lines = [f"## [{decision.version}]"]
    for title, items in sections.items():
        if items:
            lines += ["", f"### {title}", "", *(f"- {item}" for item in items)]
    return "\n".join(lines) + "\n"


def _describe(config: ConfigDiff, sections: dict[str, list[str]]) -> None:
    name = f"`{config.config}`"
    titles = {"added": "Added", "removed": "Removed", "retyped": "Changed"}
    for change in config.columns:
        kind = (
            f"`{change.before}` became `{change.after}`"
            if change.kind == "retyped"
            else (f"`{change.before or change.after}`")
        )
        sections[titles[change.kind]].append(f"{name}: column `{_code(change.column)}` ({kind}).")
    if config.added:
        names = _names(config.rows, "added")
        sections["Added"].append(f"{name}: {_rows(config.added)}{names}.")
    if config.changed:
        fields = ", ".join(f"`{field}` {count}" for field, count in config.fields.items())
        names = _names(config.rows, "changed")
        sections["Changed"].append(f"{name}: {_rows(config.changed)} ({fields}){names}.")
    if config.moved:
        sections["Changed"].append(f"{name}: {_rows(config.moved)} moved to another split.")
    if config.removed:
        names = _names(config.rows, "removed")
        sections["Removed"].append(f"{name}: {_rows(config.removed)}{names}.")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _names(rows: Iterable[RowChange], kind: str) -> str:
    """The keys of the first rows of that kind."""
    keys = [row.key for row in rows if row.kind == kind]
    if not keys:
        return ""
    more = ", …" if len(keys) > _NAMED else ""
    return ": " + ", ".join(f"`{_code(key)}`" for key in keys[:_NAMED]) + more


def _code(text: str) -> str:
    """``text`` as it may stand in a code span: one line, no back-tick."""
    return re.sub(r"[`\s\x00-\x1f\x7f]+", " ", text).strip()[:200]
