"""What a build made, as its caller is told."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Release:
    """What a build made. ``counts``: read == accepted + quarantined + duplicates, always.

    ``path`` is a folder of this machine, also where the release was uploaded to ``url``.
    """

    release: str
    path: Path
    content_digest: str
    changed: bool
    counts: dict[str, int]
    splits: dict[str, int]
    findings: dict[str, int]
    reused_parts: int
    built_parts: int
    url: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values: the object of ``build --json``."""
        values = dataclasses.asdict(self)
        url = values.pop("url")
        return {**values, "path": url or self.path.as_posix()}
