"""Cutting: sources become parts, bounded in size, each under a key that says all that makes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from dataset_tools.readers._content import shown_name
from dataset_tools.stages.corrections import Corrections
from dataset_tools.stages.plan import Plan
from dataset_tools.stages.read import Chunk, SourcePlan

PART_BYTES = 1 << 20
"""Raw bytes after which a part ends: 2 to 10 thousand articles a second and core make that about
0.1 to 0.5 s of work: long against the overhead of a part (3 ms), short against a build, so that
workers end together."""

PART_ONE_IN, PART_FILES = 128, 192
"""A part also ends before every file whose name hashes to 0 modulo the first, so that adding a file
changes the borders of its own part only, and before it would have more files than the second: one
changed file of 10,000 remakes at most 2 % of them (2 ms a part more)."""


class Part(NamedTuple):
    """Neighbouring chunks of sources and the key under which their result is kept."""

    key: str
    chunks: tuple[Chunk, ...]


def cut_parts(sources: Iterable[SourcePlan], plan: Plan, corrections: Corrections) -> list[Part]:
    """The parts of a build, in the order of the sources.

    Borders depend on the names and sizes alone, so that a new or changed file remakes one part.
    """
    base = plan.digest()
    parts: list[Part] = []
    held: list[tuple[Chunk, str]] = []
    size = 0

    def close() -> None:
        if held:
            words = [base, *(f"{c.path}\0{c.start}\0{c.end}\0{sha}" for c, sha in held)]
            key = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()
            parts.append(Part(key, tuple(chunk for chunk, _ in held)))
            held.clear()

    for source in sources:
        name = source.path.encode("utf-8", "surrogatepass")
        border = int.from_bytes(hashlib.blake2b(name, digest_size=4).digest()) % PART_ONE_IN == 0
        mended = corrections.digest(shown_name(source.path))
        for chunk in source.chunks:
            weight = (chunk.end - chunk.start) if chunk.end else source.bytes
            if border or size + weight > PART_BYTES or len(held) == PART_FILES:
                close()
                size, border = 0, False
            held.append((chunk, source.sha256 + mended))
            size += weight
    close()
    return parts
