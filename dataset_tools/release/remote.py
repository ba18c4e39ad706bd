"""Object storage: raw articles from, and releases to, any place that fsspec can reach.

A build always works on local folders. A remote ``--raw`` is mirrored into a working copy first; a
release for a remote ``--out`` is built in a working copy and uploaded when it is finished: data
first, ``manifest.json`` last, then the text file ``latest`` with its number. A folder without
``manifest.json`` is no release. What is remote is the truth: the working copies (below
``$DATASET_TOOLS_CACHE``, or ``~/.cache/dataset-tools``) may be deleted at any time; kept, they save
transfers and computing.

Not supported: workers on machines that share no file system with this one (the working copies must
be on a shared one), locks between machines (two builds that publish one number: the first wins,
the second stops with ``conflict``), deleting remote releases, releases to ``hf://`` (that is
``push``).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dataset_tools.core.errors import ReleaseError, SourceError, UsageError
from dataset_tools.readers._archive import ignored
from dataset_tools.release.files import list_files, remove, sha256_file, write_atomic, writing
from dataset_tools.release.manifest import MANIFEST_NAME, load_manifest
from dataset_tools.release.releases import LATEST, Version, list_releases, parse_version

INDEX = "index.json"
FILES = "files"
BATCH = 256
"""Objects asked for at once: the file systems of object stores fetch those at the same time."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_STAMPS = ("ETag", "etag", "md5Hash", "blob_id", "LastModified", "mtime", "updated", "created")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs"}


def is_remote(place: Path | str) -> bool:
    """Whether a place is a URL rather than a folder of this machine.

    >>> is_remote("s3://bucket/raw"), is_remote("raw"), is_remote("C:/raw")
    (True, False, False)
    """
    return isinstance(place, str) and _URL.match(place) is not None


def working_copy(url: str) -> Path:
    """The folder of this machine that stands for a remote one."""
    known = os.environ.get("DATASET_TOOLS_CACHE")
    base = Path(known) if known else Path.home() / ".cache" / "dataset-tools"
    return base / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:20]


class _Place(NamedTuple):
    """A file system, and a folder in it without a slash at its end."""

    system: Any
    folder: str
    url: str


def _open(url: str) -> _Place:
    """The file system behind a URL; UsageError where its package is missing."""
    import fsspec

    scheme = url.split("://", 1)[0]
    try:
        system, folder = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        mend = f"pip install 'dataset-tools[{extra}]'" if extra else str(error)
        raise UsageError(f"{scheme}:// needs another package", url, mend) from None
    except ValueError as error:
        raise UsageError(f"no such kind of place: {error}", url, "s3://, gs://, hf://") from None
    return _Place(system, folder.rstrip("/"), url)


def _faults() -> tuple[type[BaseException], ...]:
    """What file systems raise where a store cannot be reached or refuses."""
    found: list[type[BaseException]] = [OSError, ValueError]
    if botocore := sys.modules.get("botocore.exceptions"):
        found += [botocore.BotoCoreError, botocore.ClientError]
    return tuple(found)


@contextlib.contextmanager
def _using(url: str, kind: type[SourceError | ReleaseError]) -> Iterator[None]:
    """Turns a fault of the store into an error that names the URL."""
    try:
        yield
    except _faults() as error:  # looked up when something went wrong: the store's package is late
        what = f"the object store gave an error: {type(error).__name__}: {error}"
        mend = "check the address, the credentials and the permissions, and run it again"
        raise kind(what, url, mend) from error


class _Known(NamedTuple):
    """What is known of a mirrored object: size and stamp at the store, SHA-256 of our copy."""

    size: int
    stamp: str
    sha256: str


def _stamp(info: Mapping[str, Any]) -> str:
    return next((str(info[name]) for name in _STAMPS if info.get(name)), "")


def fetch_sources(url: str, copy: Path) -> Path:
    """Mirror the objects below ``url`` into ``copy``; the folder that holds them.

    An object whose size and stamp (ETag or time) are those of the last time, and whose copy still
    has the SHA-256 of that time, is not fetched again. Raises SourceError where nothing is there,
    the store cannot be reached, or an object changes while it is fetched.
    """
    files = copy / FILES
    with _using(url, SourceError):
        place = _open(url)
        place.system.invalidate_cache()
        listed = _listed(place)
        if not listed:
            raise SourceError("nothing is there to read", url, "name a folder that holds objects")
        known = _load_index(copy / INDEX)
        kept = {
            name: known[name]
            for name, info in listed.items()
            if name in known and _unchanged(known[name], info, files / name)
        }
        for name in list_files(files) if files.is_dir() else []:
            if name not in kept:
                remove(files / name)
        wanted = sorted(listed.keys() - kept.keys())
        for at in range(0, len(wanted), BATCH):
            _fetch(place, files, {name: listed[name] for name in wanted[at : at + BATCH]}, kept)
            _save_index(copy / INDEX, kept)
        _save_index(copy / INDEX, kept)
    return files


def _listed(place: _Place) -> dict[str, Any]:
    """The objects that are sources, by relative path."""
    found: dict[str, Any] = {}
    for path, info in place.system.find(place.folder, detail=True).items():
        name = path[len(place.folder) :].lstrip("/")
        words = name.split("/")
        if path.endswith("/") or any(ignored(word) for word in words if word):
            continue  # what a console makes for an empty folder; what a local folder hides too
        if "" in words or ".." in words:
            mend = "rename it: a folder of this machine cannot hold that name"
            raise SourceError("a name that no file can have", f"{place.url}: {name!r}", mend)
        found[name] = info
    return found


def _unchanged(known: _Known, info: Mapping[str, Any], copy: Path) -> bool:
    stamp = _stamp(info)
    same = bool(stamp) and (known.size, known.stamp) == (info["size"], stamp)
    return same and copy.is_file() and sha256_file(copy) == known.sha256


def _fetch(place: _Place, files: Path, wanted: dict[str, Any], kept: dict[str, _Known]) -> None:
    """Fetch some objects; each has the size that was listed, or nothing is built."""
    for name in wanted:
        (files / name).parent.mkdir(parents=True, exist_ok=True)
    sources = [f"{place.folder}/{name}" for name in wanted]
    place.system.get(sources, [str(files / name) for name in wanted])
    for name, info in wanted.items():
        path = files / name
        if not path.is_file() or path.stat().st_size != info["size"]:
            mend = "run it again when nobody writes there"
            raise SourceError(
                "an object changed while it was fetched", f"{place.url}: {name}", mend
            )
        kept[name] = _Known(info["size"], _stamp(info), sha256_file(path))


def _load_index(path: Path) -> dict[str, _Known]:
    try:
        return {name: _Known(*entry) for name, entry in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):  # no index, or a torn one: fetch anew
        return {}


def _save_index(path: Path, known: Mapping[str, _Known]) -> None:
    text = json.dumps({name: known[name] for name in sorted(known)}, ensure_ascii=False)
    write_atomic(path, text.encode("utf-8", "surrogatepass"))


def _manifests(place: _Place) -> dict[Version, bytes]:
    """The manifests of the remote releases, by number."""
    place.system.invalidate_cache()
    found: dict[Version, bytes] = {}
    for path in place.system.glob(f"{place.folder}/*/{MANIFEST_NAME}"):
        name = path.rsplit("/", 2)[-2]
        with contextlib.suppress(UsageError):
            found[parse_version(name)] = place.system.cat_file(path)
    return found


def fetch_newest(url: str, out: Path) -> None:
    """Make the newest remote release the newest one of the working copy ``out``.

    Local releases that the remote folder does not hold with the same manifest go. Every file is
    held against the SHA-256 in the manifest.
    """
    with _using(url, ReleaseError):
        place = _open(url)
        remote = _manifests(place)
        for version, folder in list_releases(out):
            if remote.get(version) != (folder / MANIFEST_NAME).read_bytes():
                remove(folder)
        if not remote:
            return
        last = max(remote)
        if any(version == last for version, _ in list_releases(out)):
            return
        draft = out / f".tmp-{os.getpid()}-{last}"
        remove(draft)
        write_atomic(draft / MANIFEST_NAME, remote[last])
        entries = load_manifest(draft).files
        for entry in entries:
            (draft / entry.path).parent.mkdir(parents=True, exist_ok=True)
        sources = [f"{place.folder}/{last}/{entry.path}" for entry in entries]
        place.system.get(sources, [str(draft / entry.path) for entry in entries])
        for entry in entries:
            if sha256_file(draft / entry.path) != entry.sha256:
                mend = "upload the release again from where it was built"
                where = f"{url}/{last}/{entry.path}"
                raise ReleaseError("a remote file is damaged", where, mend, "unverified")
        with writing(out):
            draft.rename(out / str(last))


def push_release(release: Path, url: str) -> str:
    """Upload a finished release below ``url``; its URL. An upload that was cut off is resumed.

    Raises ReleaseError ``conflict`` where another release of that number is there, ``unverified``
    where the store does not hold what was sent.
    """
    target = f"{url.rstrip('/')}/{release.name}"
    with _using(target, ReleaseError):
        place = _open(url)
        folder = f"{place.folder}/{release.name}"
        there = _manifests(place).get(parse_version(release.name))
        ours = (release / MANIFEST_NAME).read_bytes()
        if there is None:
            _upload(place, release, folder)
            with contextlib.suppress(FileExistsError):
                place.system.pipe_file(f"{folder}/{MANIFEST_NAME}", ours, mode="create")
            there = place.system.cat_file(f"{folder}/{MANIFEST_NAME}")
        if there != ours:
            mend = "build again: the number will be the next one"
            raise ReleaseError("another release has that number", target, mend, "conflict")
        last = max(_manifests(place), default=parse_version(release.name))
        place.system.pipe_file(f"{place.folder}/{LATEST}", f"{last}\n".encode())
    return target


def _upload(place: _Place, release: Path, folder: str) -> None:
    """Every file but the manifest, then a look at what the store has."""
    names = [name for name in list_files(release) if name != MANIFEST_NAME]
    for at in range(0, len(names), BATCH):
        some = names[at : at + BATCH]
        place.system.put([str(release / n) for n in some], [f"{folder}/{n}" for n in some])
    place.system.invalidate_cache()
    held = place.system.find(folder, detail=True)
    sizes = {path[len(folder) + 1 :]: info["size"] for path, info in held.items()}
    for name in names:
        if sizes.get(name) != (release / name).stat().st_size:
            mend = "run it again"
            raise ReleaseError("an upload is not whole", f"{folder}/{name}", mend, "unverified")
