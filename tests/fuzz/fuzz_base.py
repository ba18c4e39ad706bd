"""What a harness is: how an input is made, what is held of it, and how it is kept as JSON."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from fuzz_mutation import Dice

from dataset_tools.text.names import normalise


class Harness(NamedTuple):
    """``make`` draws an input (JSON values and bytes), ``run`` tries it, ``share`` of the count."""

    make: Callable[[Dice], Any]
    run: Callable[[Any], None]
    share: float


HARNESSES: dict[str, Harness] = {}


def harness(
    make: Callable[[Dice], Any], share: float = 1.0
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Register the decorated function under its name."""

    def add(function: Callable[[Any], None]) -> Callable[[Any], None]:
        HARNESSES[function.__name__] = Harness(make, function, share)
        return function

    return add


def packed(value: Any) -> Any:
    """An input as JSON: bytes as ``{"base64": …}``."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, list | tuple):
        return [packed(item) for item in value]
    return value


def unpacked(value: Any) -> Any:
    """The input that :func:`packed` gave."""
    if isinstance(value, dict) and value.keys() == {"base64"}:
        return base64.b64decode(value["base64"])
    return [unpacked(item) for item in value] if isinstance(value, list) else value


def offsets(text: str, record: dict[str, Any]) -> None:
    for name in ("attendees", "absent"):
        for person in record[name]:
            assert 0 <= person["start"] < person["end"] <= len(text)
            shown = text[person["start"] : person["end"]]
            assert shown == person["name"] or normalise(shown) == normalise(person["name"])
    for group in record["groups"]:
        assert text[group["start"] : group["end"]] == group["text"]


@lru_cache(maxsize=1)
def scratch() -> Path:
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=shared if shared.is_dir() else None))
