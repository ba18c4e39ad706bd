"""The objects of a JSON list in a byte stream, cut out without parsing the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from dataset_tools.readers._base import BLOCK, take

_BRACKET = re.compile(rb'["\[\]{}]')
_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)


class Piece(NamedTuple):
    """What stands in the list: offset, bytes (cut above the limit), true size, a whole object?"""

    start: int
    raw: bytes
    size: int
    whole: bool


class _Scanner:
    """Brackets of a JSON text outside its strings; keeps the bytes of one region, bounded."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._buffer, self._base = b"", 0
        self._kept, self._from = bytearray(), 0
        self.end = 0

    def region_from(self, place: int) -> None:
        """Begin a new region at ``place`` (not before the last bracket)."""
        self._kept.clear()
        self._from = place

    def region(self, to: int, whole: bool) -> Piece:
        """The region up to ``to``."""
        first = max(self._from - self._base, 0)
        raw = bytes(self._kept) + self._buffer[first : max(to - self._base, 0)]
        return Piece(self._from, raw[: self._limit + 1], to - self._from, whole)

    def _refill(self, place: int) -> bool:
        """Forget what stands before ``place`` in the buffer (but for the region), read on."""
        first = max(self._from - self._base, 0)
        room = self._limit + 1 - len(self._kept)
        self._kept += self._buffer[first:place][: max(room, 0)]
        self._base += place
        block = take(self._stream, BLOCK)
        self._buffer = self._buffer[place:] + block
        return bool(block)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Offset and byte of every bracket."""
        place, inside = 0, False
        while True:
            if inside:
                found = _STRING.match(self._buffer, place)
                place = found.end() if found else place
                if place < len(self._buffer) and self._buffer[place] == 0x22:
                    place, inside = place + 1, False
                    continue
            else:
                found = _BRACKET.search(self._buffer, place)
                if found:
                    place = found.end()
                    if found[0] == b'"':
                        inside = True
                    else:
                        yield self._base + found.start(), found[0][0]
                    continue
                place = len(self._buffer)
            if not self._refill(place):
                self.end = self._base + len(self._buffer)
                return
            place = 0


def pieces(stream: BinaryIO, limit: int, inside: bytes) -> Iterator[Piece]:
    """The objects of a list, in order; ``inside`` is the nesting at which they stand.

    That is ``[`` or, for a list in an envelope object, ``{[``. In a plain list whatever else
    stands between the objects (numbers, nested lists, garbage) is a piece too, so that no byte
    goes unseen.
    """
    scanner = _Scanner(stream, limit)
    nesting = bytearray()
    plain, started, ended = inside == b"[", False, False
    for place, bracket in scanner:
        if bracket in b"{[":
            if bracket == 0x7B and nesting == inside and not ended:
                if plain and started:
                    yield from _gap(scanner, place)
                scanner.region_from(place)
            nesting.append(bracket)
            if plain and not started:
                started = True
                scanner.region_from(place + 1)
        elif nesting and nesting[-1] == bracket - 2:  # a bracket that closes nothing is garbage
            last = nesting.pop()
            if nesting == inside and last == 0x7B and not ended:
                yield scanner.region(place + 1, True)
                scanner.region_from(place + 1)
            elif plain and not nesting and not ended:
                yield from _gap(scanner, place)
                scanner.region_from(place + 1)
                ended = True
        if not plain and len(nesting) < 3:
            scanner.region_from(place + 1)
    open_object = nesting[: len(inside) + 1] == inside + b"{" and not ended
    if open_object:
        yield scanner.region(scanner.end, False)
    elif plain:
        yield from _gap(scanner, scanner.end)


def _gap(scanner: _Scanner, to: int) -> Iterator[Piece]:
    """The region as a piece, where it holds more than commas and white space."""
    piece = scanner.region(to, False)
    if piece.raw.strip(b" \t\r\n,"):
        yield piece
