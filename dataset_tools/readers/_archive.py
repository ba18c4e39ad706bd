"""Members of archives, one after the other and never on disk: a member's name is only a name."""

from __future__ import annotations

import struct
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, BinaryIO, NamedTuple, cast

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import take, unreadable
from dataset_tools.readers._unpack import Budget, Unpacked
from dataset_tools.text.encodings import Decoded, decode

_ENCRYPTED, _UTF8 = 0x1, 0x800
_LONG_HEADER = 1 << 20
"""Bytes that a tar header extension (long name, pax) may have, since tarfile reads it whole."""


class Member(NamedTuple):
    """A member: a unique name, its stream or the record that says why it cannot be read, and the
    name as it stands in the archive.
    """

    name: str
    stream: Unpacked | None
    refused: RawRecord | None = None
    file: str = ""


def ignored(name: str) -> bool:
    """Whether a path is none of the articles: a part of it begins with a dot, or is a system's own.

    >>> ignored("a/.DS_Store"), ignored("__MACOSX/a.txt"), ignored("../a.txt")
    (True, True, False)
    """
    return any(
        (part[:1] == "." and part not in (".", "..")) or part in _SYSTEM for part in name.split("/")
    )


_SYSTEM = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))


class _Names:
    """Unique names: a second member of one name gets ``#2``."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        self._seen[name] += 1
        count = self._seen[name]
        return name if count == 1 else f"{name}#{count}"


def zip_members(file: BinaryIO, budget: Budget, settings: ReadSection) -> Iterator[Member]:
    """The files in a zip, in the order of its directory."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        file.seek(0)
        raw = take(file, settings.max_record_bytes)
        code = "corrupt" if raw else "empty"
        yield Member("", None, unreadable(raw, code, f"not readable as zip: {error}"))
        return
    names = _Names()
    for info in archive.infolist():
        name = _zip_name(info)
        if info.filename.endswith("/") or ignored(name):  # is_dir() fails on an empty name
            continue
        own, name = name, names.unique(name)
        if info.flag_bits & _ENCRYPTED:
            raw = _stored(file, info, settings)
            yield Member(name, None, unreadable(raw, "encrypted", "the member is encrypted"))
            continue
        try:
            opened = archive.open(info)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            code = (
                "unsupported_compression" if isinstance(error, NotImplementedError) else "corrupt"
            )
            raw = _stored(file, info, settings)
            yield Member(name, None, unreadable(raw, code, f"cannot be opened: {error}"[:200]))
            continue
        with opened:
            yield Member(name, Unpacked(opened.read, budget), None, own)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: without the UTF-8 flag it is in some legacy encoding."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        found = decode(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename
    return found.text if isinstance(found, Decoded) else info.filename


def _stored(file: BinaryIO, info: zipfile.ZipInfo, settings: ReadSection) -> bytes:
    """A member's bytes as they lie in the archive (compressed, encrypted)."""
    place = file.tell()
    try:
        file.seek(info.header_offset + 26)
        lengths = file.read(4)
        if len(lengths) < 4:
            return b""
        name, extra = struct.unpack("<HH", lengths)
        file.seek(name + extra, 1)
        return take(file, min(info.compress_size, settings.max_record_bytes))
    except (OSError, ValueError):
        return b""
    finally:
        file.seek(place)


class _BoundedInfo(tarfile.TarInfo):
    """A tar header that refuses extensions of a size that nobody needs."""

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> tarfile.TarInfo:  # type: ignore[override]
        """The header; ``HeaderError`` for an extension over 1 MiB."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in _EXTENSIONS and found.size > _LONG_HEADER:
            raise tarfile.ReadError("a header extension is too large")
        return found


_EXTENSIONS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip


_ASKED_BEYOND = 16


class _Ending:
    """A stream that says so when it is asked beyond its end again and again.

    To pass a member, tarfile asks for all the bytes that its header claims, block by block: 10 TB
    that are not there take a day.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._beyond = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; EOFError where there have long been none."""
        data = self._stream.read(size)
        self._beyond = 0 if data else self._beyond + 1
        if self._beyond > _ASKED_BEYOND:
            raise EOFError
        return data


def tar_members(stream: BinaryIO) -> Iterator[Member]:
    """The files in a tar stream, in their order; links, devices and sparse files are refused.

    What a compressed tar unpacks to is bounded by the stream itself.
    """
    names = _Names()
    try:
        with tarfile.open(
            fileobj=cast("IO[bytes]", _Ending(stream)), mode="r|", tarinfo=_BoundedInfo
        ) as archive:
            for info in archive:
                if info.isdir() or ignored(info.name):
                    continue
                name = names.unique(info.name)
                if not info.isreg() or info.issparse():
                    message = "a link, device or sparse file in an archive is not followed"
                    yield Member(name, None, unreadable(b"", "special_file", message))
                    continue
                opened = archive.extractfile(info)
                if opened is not None:
                    yield Member(name, Unpacked(opened.read), None, info.name)
    except EOFError:
        yield Member("", None, unreadable(b"", "truncated", "the archive ends early"))
    except (tarfile.TarError, OSError, ValueError, OverflowError) as error:
        message = f"not readable as tar: {error}"[:200]
        yield Member("", None, unreadable(b"", "corrupt", message))
