"""The release on disk, as far as a push must trust it: whole, as its manifest says, and passed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from dataset_tools.core.errors import HubError, ReleaseError, SourceError
from dataset_tools.release.files import list_files, sha256_file
from dataset_tools.release.hub_card import data_patterns, front_matter, matcher
from dataset_tools.release.manifest import MANIFEST_NAME, FileEntry, Manifest, load_manifest
from dataset_tools.release.verify import verify

CARD = "README.md"
VALIDATION = "quality/validation.json"
_SHOWN = 10  # problems listed in one message


@dataclass(frozen=True)
class LocalRelease:
    """A release that was checked against its manifest; ``files`` includes the manifest itself."""

    folder: Path
    manifest: Manifest
    files: dict[str, FileEntry]
    _blobs: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def release(self) -> str:
        """The version, ``X.Y.Z``."""
        return self.manifest.release

    @property
    def tag(self) -> str:
        """The tag on the Hub, ``vX.Y.Z``."""
        return f"v{self.release}"

    def card(self) -> str:
        """The text of the card."""
        return (self.folder / CARD).read_text(encoding="utf-8")

    def blob(self, path: str) -> str:
        """The hash that git gives the bytes of one file (SHA-1 over ``blob SIZE NUL BYTES``)."""
        if path not in self._blobs:
            self._blobs[path] = git_hash((self.folder / path).read_bytes())
        return self._blobs[path]


def git_hash(data: bytes) -> str:
    """The hash that git gives a file with these bytes.

    >>> git_hash(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    header = f"blob {len(data)}\0".encode()
    return hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def listed(problems: list[str]) -> str:
    """The first few of a list of problems, one a line, and how many more there are."""
    lines = [f"  {problem}" for problem in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"  … and {len(problems) - _SHOWN} more")
    return "\n".join(["", *lines])


def _refuse(what: str, where: Path, mend: str) -> HubError:
    return HubError(what, str(where), mend, "refused")


def differences(folder: Path, manifest: Manifest) -> list[str]:
    """Every way in which the files of ``folder`` are not what the manifest says."""
    found = []
    expected = {entry.path: entry for entry in manifest.files}
    present = set(list_files(folder)) - {MANIFEST_NAME}
    for path in sorted(expected.keys() | present):
        entry, file = expected.get(path), folder / path
        if entry is None:
            found.append(f"{path}: not in the manifest")
        elif path not in present:
            found.append(f"{path}: missing")
        elif file.is_symlink():
            found.append(f"{path}: a link, not a file")
        elif file.stat().st_size != entry.bytes:
            found.append(f"{path}: {file.stat().st_size} bytes, the manifest says {entry.bytes}")
        elif sha256_file(file) != entry.sha256:
            found.append(f"{path}: its SHA-256 is not the manifest's")
    return found


def _check_gate(folder: Path) -> None:
    """Refuses a release without the proof that it passed its gate."""
    path = folder / VALIDATION
    mend = "build again and mend what `dataset-tools validate` reports"
    try:
        report = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise _refuse("the release holds no validation result", path, mend) from None
    except ValueError:
        raise _refuse("the validation result is not JSON", path, mend) from None
    if not isinstance(report, dict) or report.get("success") is not True:
        raise _refuse("the release did not pass its gate", path, mend)


def _check_card(local: LocalRelease) -> None:
    """Refuses a card with which the clients would load nothing, or not what is there."""
    path = local.folder / CARD
    mend = "write it again with `dataset-tools card` and build"
    if CARD not in local.files:
        raise _refuse("the release has no card", path, mend)
    try:
        card = local.card()
    except UnicodeDecodeError:
        raise _refuse("the card is not UTF-8", path, mend) from None
    if front_matter(card) is None:
        raise _refuse("the card does not start with a YAML block", path, mend)
    patterns = data_patterns(card)
    if not patterns:
        raise _refuse("the card names no data files (`configs`)", path, mend)
    for pattern in patterns:
        wanted = matcher([pattern])
        if not any(wanted.fullmatch(file) for file in local.files):
            raise _refuse(f"the card names {pattern!r}, which matches no file", path, mend)


def load_release(folder: Path) -> LocalRelease:
    """The release in ``folder`` after every check that needs no network.

    Checked: all that ``dataset-tools verify`` checks (every byte, row and count), the validation
    result, and that the card's patterns find files. Raises HubError ``refused``.
    """
    folder = folder.resolve()
    try:
        manifest = load_manifest(folder)
        links = [name for name in list_files(folder) if (folder / name).is_symlink()]
        problems = [f"{path}: {message}" for _, path, message in verify(folder).problems]
        problems += [f"{name}: a link, not a file" for name in links]
        size = (folder / MANIFEST_NAME).stat().st_size
        digest = sha256_file(folder / MANIFEST_NAME)
    except (ReleaseError, SourceError) as error:
        raise HubError(error.what, error.where, error.mend, "refused") from None
    mend = "build the release again, or pull a whole one"
    if problems:
        raise _refuse(f"the release does not match its manifest:{listed(problems)}", folder, mend)
    if folder.name[:1].isdigit() and folder.name != manifest.release:
        raise _refuse(f"the folder holds release {manifest.release}", folder, "rename it back")
    files = {entry.path: entry for entry in manifest.files}
    files[MANIFEST_NAME] = FileEntry(MANIFEST_NAME, size, digest)
    local = LocalRelease(folder, manifest, files)
    _check_gate(folder)
    _check_card(local)
    return local
