"""The readings that bytes allow, ranked by how plausible each is as a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dataset_tools.text._plausible import Reading, read_as
from dataset_tools.text.charsets import NARROW, WIDE, is_narrow

_KANA = re.compile("[\u3041-\u30f6]")
DECLARED = 6.0
"""Nats that a declaration is worth: it decides near ties, never against clear evidence."""

CLEAR = 8.0
"""Mean cost of a non-ASCII character below which a reading of several bytes a character is so
good that no encoding of one byte a character needs to be tried."""

CERTAIN, ENOUGH = 7.0, 200
"""Mean cost, and characters of text, with which a reading needs no comparison: wrong readings of
Han and Hangul lie above 9. Kana are the exception: they stand at the same places in GB 2312 and
EUC-JP."""

LOST = 12.0
"""Nats for each invalid byte sequence of a damaged reading."""

PREFIX = 1 << 16
"""Bytes on which the readings of a long file are ranked; the winner must then hold for all."""

SHORT = 32
"""Bytes below which "valid UTF-8" alone proves little: two common Han characters in GBK can be
valid UTF-8 by chance (17 % a character for two-byte sequences), eight hardly ever."""


def evidence(readings: list[Reading], declared: str | None) -> str:
    """The best readings in words, and what was declared."""
    shown = ", ".join(f"{reading.encoding} {reading.mean:.1f}" for reading in readings[:3])
    said = f"; declared {declared}" if declared else ""
    return f"common characters (nats each: {shown}){said}"


def strict_readings(head: bytes, label: str | None, whole: bool) -> list[Reading]:
    """All strict readings of ``head``, best first; one-byte encodings only where they may win."""
    candidates = dict(WIDE)
    if label and label != "utf-8":
        candidates[label] = candidates.get(label, dict(NARROW).get(label, 5.0)) - DECLARED
    if b"\x1b$" in head:
        candidates["iso2022_jp"] = 2.0
    found = list(_strictly(head, candidates.items(), whole))
    found.sort(key=lambda reading: reading.cost)
    if not found or found[0].mean > CLEAR or len(head) < 2 * SHORT:
        narrow = [item for item in NARROW if item[0] not in candidates]
        found += _strictly(head, narrow, whole)
    return sorted(found, key=lambda reading: reading.cost)


def _strictly(
    head: bytes, candidates: Iterable[tuple[str, float]], whole: bool
) -> Iterable[Reading]:
    for encoding, rarity in candidates:
        text = read_as(head, encoding, whole)
        if text is not None:
            reading = Reading.of(text, encoding, rarity)
            yield reading
            certain = reading.mean < CERTAIN and len(text) > ENOUGH and not is_narrow(encoding)
            if certain and not _KANA.search(text):
                return


def damaged_readings(head: bytes) -> list[Reading]:
    """Readings with invalid bytes in them, each at :data:`LOST` nats, cheapest first."""
    found = []
    for encoding in ("utf-8", "gb18030", "big5-hkscs", "utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if lost and lost * 8 <= len(text):
            reading = Reading.of(text.replace("\ufffd", ""), encoding, LOST * lost)
            if reading.mean <= reading.limit:
                found.append(reading)
    return sorted(found, key=lambda reading: reading.cost)


def why_not(data: bytes, near: list[Reading]) -> str:
    """The reason in words: nearly one encoding (which, where), noise, or a mixture."""
    for reading in near:
        try:
            data.decode(reading.encoding)
        except UnicodeDecodeError as error:
            return f"{reading.encoding}, but for invalid bytes (first at {error.start})"
    controls = sum(data[:PREFIX].count(bytes((code,))) for code in range(9))
    if controls * 50 > len(data[:PREFIX]):
        return "binary: no encoding gives a text, and it holds control bytes"
    return "no encoding gives a plausible text: noise, or several encodings in one file"
