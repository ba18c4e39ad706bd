"""The next release number: what changed decides it, not who publishes.

MAJOR: a column (or a whole config) removed, renamed or retyped. MINOR: rows or columns added, rows
changed, removed or moved to another split. PATCH: the rows are the same, but the card or another
released file is not. No change: no release.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dataset_tools.core.errors import ReleaseError
from dataset_tools.release.diff import Diff, Level, diff
from dataset_tools.release.manifest import Manifest, load_manifest
from dataset_tools.release.releases import Version, parse_version

FIRST = Version(1, 0, 0)
UNVERSIONED = ("CHANGELOG.md",)
"""Files that tell the history of a release and are no part of what it holds."""


@dataclass(frozen=True)
class Decision:
    """The number of a staged release, and why. ``changed`` is false where there is nothing new."""

    version: Version
    changed: bool
    level: Level
    reasons: tuple[str, ...] = ()
    diff: Diff | None = field(default=None, compare=False)


def bump(version: Version, level: Level) -> Version:
    """The next number of that level.

    >>> str(bump(Version(1, 4, 2), "minor"))
    '1.5.0'
    """
    match level:
        case "major":
            return Version(version.major + 1, 0, 0)
        case "minor":
            return Version(version.major, version.minor + 1, 0)
        case "patch":
            return Version(version.major, version.minor, version.patch + 1)
        case _:
            return version


def metadata_changes(old: Manifest, new: Manifest) -> tuple[str, ...]:
    """What differs besides rows: released files, and the manifest's name, config and sources.

    The versions of the tool count only where they changed a released byte: a release that differs
    from its predecessor in nothing that is read would be noise.
    """
    found = [
        f"manifest.json: {key}"
        for key in ("name", "config", "sources", "counts", "splits")
        if old.as_dict()[key] != new.as_dict()[key]
    ]
    before, after = ({entry.path: entry.sha256 for entry in m.files} for m in (old, new))
    for path in sorted({*before, *after} - set(UNVERSIONED)):
        if before.get(path) != after.get(path):
            found.append(path)
    return tuple(found)


def changes(previous: Path, staged: Path) -> Diff:
    """What the rows and columns of the staged release differ in from those of the last one.

    Of releases of one content digest only the features of the columns are compared.
    """
    same = load_manifest(previous).content_digest == load_manifest(staged).content_digest
    return diff(previous, staged, limit=0) if same else diff(previous, staged)


def decide(
    previous: Path | None, staged: Path, requested: str | None = None, rows: Diff | None = None
) -> Decision:
    """The number that the release in ``staged`` must have.

    ``staged`` has a manifest and stands as it would under the previous number, so that files that
    print their own number do not look changed. ``rows``: its :func:`changes`, where they are known.
    ``requested`` may be higher than what is needed; a lower or existing one, or any new one where
    nothing changed, raises ReleaseError ``refused``.
    """
    wanted = parse_version(requested) if requested else None
    if previous is None:
        return Decision(wanted or FIRST, True, "minor", ("first release",))
    old = load_manifest(previous)
    found = rows if rows is not None else changes(previous, staged)
    level: Level = found.level
    reasons = _reasons(found)
    if level == "none":
        reasons = metadata_changes(old, load_manifest(staged))
        level = "patch" if reasons else "none"
    current = parse_version(old.release)
    needed = bump(current, level)
    if wanted is not None and wanted != needed:
        _allow(wanted, needed, current, level, reasons)
    changed = level != "none"
    return Decision(wanted or needed if changed else current, changed, level, reasons, found)


def _reasons(found: Diff) -> tuple[str, ...]:
    reasons = []
    for name, config in found.configs.items():
        for change in config.columns:
            reasons.append(f"{name}: column {change.column} {change.kind}")
        for kind in ("added", "removed", "changed", "moved"):
            if count := getattr(config, kind):
                reasons.append(f"{name}: {count} {'row' if count == 1 else 'rows'} {kind}")
    return tuple(reasons)


def _allow(
    wanted: Version, needed: Version, current: Version, level: Level, reasons: tuple[str, ...]
) -> None:
    """Refuse a number that lies about the change."""
    if level != "none" and wanted > needed:
        return
    if level == "none":
        what, mend = "nothing changed since it", "leave out --release: the release stands"
    else:
        what = f"the change is {level.upper()}: {'; '.join(reasons[:3])}"
        mend = f"leave out --release, or give {needed} or a higher number"
    if wanted <= current:
        what = f"the newest release is {current}, and releases never change"
    raise ReleaseError(f"{wanted} cannot be the next release: {what}", "--release", mend, "refused")
