"""Files on disk: written whole or not at all, with errors a person can act on.

A file is written beside its place under a hidden name, flushed to the disk and renamed, so that a
reader sees the old bytes or the new ones. Names that start with :data:`TEMPORARY` are leftovers
of a process that was killed; whoever holds the build lock may delete them.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from dataset_tools.core.errors import DatasetToolsError, ReleaseError, SourceError

TEMPORARY = ".tmp-"
"""Prefix of everything that is not finished yet."""

_MENDS = {
    errno.ENOSPC: ("no space is left on the device", "free some space and run it again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and run it again"),
    errno.EROFS: ("the file system is read-only", "choose a folder that can be written"),
    errno.EACCES: ("permission denied", "change the permissions or choose another folder"),
    errno.EPERM: ("permission denied", "change the permissions or choose another folder"),
    errno.ENOENT: ("no such file or folder", "check the name"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "check the name"),
    errno.EISDIR: ("a folder stands where a file should be", "move it away"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name"),
    errno.EMFILE: ("too many open files", "raise the limit (ulimit -n) or use fewer workers"),
    errno.EIO: ("the disk reports an input/output error", "check the disk"),
}


def _translated(
    error: OSError, verb: str, path: Path, kind: type[DatasetToolsError]
) -> DatasetToolsError:
    known = _MENDS.get(error.errno or 0)
    what, mend = known or (error.strerror or str(error), "run it again with --debug to see more")
    return kind(f"cannot {verb}: {what}", str(path), mend)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns an OSError of the block into a ReleaseError that names ``path`` and the way out."""
    try:
        yield
    except OSError as error:
        raise _translated(error, "write", path, ReleaseError) from error


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns an OSError of the block into a SourceError that names ``path`` and the way out."""
    try:
        yield
    except OSError as error:
        raise _translated(error, "read", path, SourceError) from error


def sync_file(path: Path) -> None:
    """Wait until the bytes of ``path`` (a file or a folder) are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Wait until every file and folder below ``folder``, and itself, is on the disk."""
    for root, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync_file(Path(root, name))
        sync_file(Path(root))


def write_atomic(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, whole or not at all; folders above it are made.

    Raises ReleaseError where it cannot be written; the file that stood there is then unchanged.
    """
    temporary = path.parent / f"{TEMPORARY}{os.getpid()}-{path.name}"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_file(path.parent)


def link_atomic(link: Path, target: str) -> None:
    """Point the symbolic link ``link`` to ``target``; there is no moment without the link."""
    temporary = link.parent / f"{TEMPORARY}{os.getpid()}-{link.name}"
    with writing(link):
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(target)
        try:
            temporary.replace(link)
        finally:
            temporary.unlink(missing_ok=True)
        sync_file(link.parent)


def remove(path: Path) -> None:
    """Delete a file, a link or a whole folder; nothing happens where there is none."""
    with writing(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def sweep(folder: Path, *prefixes: str) -> list[str]:
    """Delete what killed processes left in ``folder``; the names of it, sorted.

    Only direct entries whose name starts with one of ``prefixes`` (:data:`TEMPORARY` without
    any). The caller holds the lock of the folder: nobody else writes there.
    """
    wanted = prefixes or (TEMPORARY,)
    with reading(folder):
        found = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    swept = [name for name in found if name.startswith(wanted)]
    for name in swept:
        remove(folder / name)
    return swept


def sha256_file(path: Path) -> str:
    """SHA-256 of the bytes of ``path``, in hexadecimal; SourceError where it cannot be read."""
    with reading(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_files(folder: Path) -> list[str]:
    """Paths of all files below ``folder``, relative, with ``/``, sorted by their UTF-8 bytes."""
    found = []
    with reading(folder):
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in names:
                found.append(Path(root, name).relative_to(folder).as_posix())
    return sorted(found, key=os.fsencode)
