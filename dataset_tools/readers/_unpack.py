"""Compressed streams, unpacked while they are read and bounded: a bomb costs what it may cost.

A stream never raises for damage. It ends there, and says in ``trouble`` why: so the records before
the damage are kept, and the reader above needs no second way to end.
"""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import Problem

SUFFIXES = (".gz", ".zst", ".xz", ".bz2")
FREE = 16 << 20
"""Bytes that any source may unpack to, whatever the ratio: a page of zeros is no bomb."""

XZ_MEMORY = 256 << 20
"""Bytes of memory that unpacking xz may take (its strongest preset needs 65 MB)."""

_FEED, _FEED_ZST = 1 << 15, 1 << 10
"""Compressed bytes handed over at a time. zstd turns four bytes into 128 KiB at most, and its
output cannot be bounded: one feed can give 32 MiB."""

_DAMAGE = (
    OSError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError,
    OverflowError,
)  # fmt: skip


class Budget:
    """What one source may still unpack to: an absolute limit, and a ratio to its packed size."""

    def __init__(self, packed: int, settings: ReadSection) -> None:
        self.unpacked = 0
        self.most = settings.max_unpacked_bytes
        self.by_ratio = max(FREE, packed * settings.max_ratio)
        self.ratio = settings.max_ratio

    def spend(self, size: int) -> Problem | None:
        """Count ``size`` unpacked bytes; the problem where that is too much."""
        self.unpacked += size
        if self.unpacked > self.most:
            return Problem("read", "bomb", f"unpacks to more than {self.most} bytes")
        if self.unpacked > self.by_ratio:
            return Problem("read", "bomb", f"unpacks to more than {self.ratio} times its size")
        return None


class Unpacked(io.RawIOBase):
    """A stream of unpacked bytes; ``trouble`` says why it ended early, ``place`` how far it got."""

    def __init__(self, pull: Callable[[int], bytes], budget: Budget | None = None) -> None:
        self._pull, self._budget = pull, budget
        self._ready = b""
        self.trouble: Problem | None = None
        self.place = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer, /) -> int:  # type: ignore[no-untyped-def]
        """Unpack into ``buffer``; 0 at the end or at trouble."""
        if not self._ready and self.trouble is None:
            self._ready = self._next(len(buffer))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        self.place += size
        return size

    def _next(self, size: int) -> bytes:
        try:
            data = self._pull(size)
        except EOFError as error:
            self.trouble = Problem("read", "truncated", str(error) or "the stream ends early")
            return b""
        except NotImplementedError as error:
            self.trouble = Problem("read", "unsupported_compression", str(error))
            return b""
        except _DAMAGE as error:
            message = f"the compressed stream is damaged: {error}"[:200]
            self.trouble = Problem("read", "corrupt", message)
            return b""
        if self._budget is not None:
            self.trouble = self._budget.spend(len(data))
        return data if self.trouble is None else b""


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...


def unpacked(stream: BinaryIO, suffix: str, budget: Budget) -> Unpacked:
    """The unpacked bytes of ``stream``, which is compressed as ``suffix`` says."""
    return Unpacked(_Members(stream, suffix).pull, budget)


class _Members:
    """The concatenated members (frames, streams) of a compressed file as one stream of bytes."""

    def __init__(self, stream: BinaryIO, suffix: str) -> None:
        self._stream, self._suffix = stream, suffix
        self._unpacker: _Unpacker | None = None
        self._input = b""
        self._started = False

    def pull(self, size: int) -> bytes:
        """Some unpacked bytes, none at the end; raises what the library raises for damage."""
        while True:
            if self._unpacker is None:
                if not self._more_input():
                    return b""
                if self._started and not self._input.strip(b"\0"):
                    self._input = b""  # zero padding after the last member is allowed
                    continue
                self._unpacker, self._started = _new(self._suffix), True
            data = self._step(size)
            if self._unpacker.eof:
                self._input = self._unpacker.unused_data
                self._unpacker = None
            if data:
                return data

    def _more_input(self) -> bool:
        if not self._input:
            self._input = self._stream.read(_FEED_ZST if self._suffix == ".zst" else _FEED) or b""
        return bool(self._input)

    def _step(self, size: int) -> bytes:
        """Unpack a little; at the end of the input inside a member the file is truncated."""
        unpacker: object = self._unpacker
        if isinstance(unpacker, bz2.BZ2Decompressor | lzma.LZMADecompressor):
            if unpacker.needs_input and not self._more_input():
                raise EOFError("the compressed stream ends early")
            given, self._input = (self._input, b"") if unpacker.needs_input else (b"", self._input)
            return unpacker.decompress(given, size)
        if not self._more_input():
            raise EOFError("the compressed stream ends early")
        if self._suffix == ".gz":
            data: bytes = unpacker.decompress(self._input, size)  # type: ignore[attr-defined]
            self._input = unpacker.unconsumed_tail  # type: ignore[attr-defined]
            return data
        given, self._input = self._input, b""
        return _zstd(unpacker, given)


def _zstd(unpacker: object, data: bytes) -> bytes:
    import zstandard

    try:
        found: bytes = unpacker.decompress(data)  # type: ignore[attr-defined]
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None
    return found


def _new(suffix: str) -> _Unpacker:
    if suffix == ".gz":
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if suffix == ".bz2":
        return bz2.BZ2Decompressor()
    if suffix == ".xz":
        return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=XZ_MEMORY)
    import zstandard

    return zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
