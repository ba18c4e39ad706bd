"""Repair of whole files: decoded, repaired, and what must be kept to give the very bytes back.

The *keepsake* of a file is a plain value that JSON can hold: its encoding, its edits, and its bytes
where encoding the text again would not give them. :func:`restore_file` needs it and the repaired
text, nothing else.
"""

from __future__ import annotations

import base64
import json
from typing import Any, NamedTuple

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import Edit
from dataset_tools.core.errors import SourceError, UsageError
from dataset_tools.stages.repair import repair_text, restore_text

TEXT_KEYS = ("text", "raw", "body", "content")
"""The keys of a JSON record under which its text is looked for, in this order."""


class RepairedFile(NamedTuple):
    """The repaired text, and the keepsake that gives the file back."""

    text: str
    keepsake: dict[str, Any]


def repair_bytes(data: bytes, policy: RepairSection, where: str = "") -> RepairedFile:
    """A file as repaired text with its keepsake; SourceError where no encoding fits.

    >>> repaired = repair_bytes("会\\u200b议".encode("utf-16"), RepairSection())
    >>> repaired.text, restore_file(*repaired) == "会\\u200b议".encode("utf-16")
    ('会议', True)
    """
    from dataset_tools.text.charsets import encode
    from dataset_tools.text.encodings import Undecodable, decode

    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        raise SourceError(decoded.reason, where, "name its encoding, or find a whole copy")
    repaired = repair_text(decoded.text, policy)
    keepsake: dict[str, Any] = {
        "encoding": decoded.encoding,
        "edits": [edit._asdict() for edit in repaired.edits],
    }
    try:
        same = encode(restore_text(*repaired), decoded.encoding) == data
    except UnicodeEncodeError:
        same = False
    if not same:
        keepsake["bytes"] = base64.b64encode(data).decode("ascii")
    return RepairedFile(repaired.text, keepsake)


def restore_file(text: str, keepsake: dict[str, Any]) -> bytes:
    """The bytes of the file; ReleaseError where text and keepsake do not belong together."""
    from dataset_tools.text.charsets import encode

    restored = restore_text(text, edits_of(keepsake))
    if "bytes" in keepsake:
        return base64.b64decode(keepsake["bytes"])
    return encode(restored, keepsake.get("encoding", "utf-8"))


def edits_of(keepsake: dict[str, Any]) -> list[Edit]:
    """The edits in a keepsake; UsageError where it is none."""
    try:
        return [Edit(**row) for row in keepsake["edits"]]
    except (KeyError, TypeError) as error:
        raise UsageError(
            f"not a list of edits: {error}", "--edits", "name what repair wrote"
        ) from None


def repair_line(line: str, policy: RepairSection, where: str = "") -> tuple[str, str]:
    """(repaired line, keepsake line) of one JSON record; UsageError where it has no text.

    >>> repair_line('{"text":"会\\u200b议"}', RepairSection())[0]
    '{"text":"会议"}'
    """
    record = _record(line, where)
    key = next((key for key in TEXT_KEYS if isinstance(record.get(key), str)), None)
    if key is None:
        wanted = ", ".join(TEXT_KEYS)
        raise UsageError("a record without text", where, f"give it one of the keys {wanted}")
    repaired = repair_text(record[key], policy)
    keepsake: dict[str, Any] = {"key": key, "edits": [edit._asdict() for edit in repaired.edits]}
    if _dump(record) != line:
        keepsake["line"] = line
    return _dump({**record, key: repaired.text}), _dump(keepsake)


def restore_line(line: str, keepsake_line: str, where: str = "") -> str:
    """The JSON line that :func:`repair_line` was given, exactly."""
    record, keepsake = _record(line, where), _record(keepsake_line, where)
    key = keepsake.get("key")
    if not isinstance(key, str) or not isinstance(record.get(key), str):
        raise UsageError("the record does not fit its edits", where, "restore what repair wrote")
    restored = _dump({**record, key: restore_text(record[key], edits_of(keepsake))})
    return str(keepsake.get("line", restored))


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UsageError(f"not JSON: {error}", where, "mend that line") from None
    if not isinstance(record, dict):
        raise UsageError("not a JSON object", where, "one object a line")
    return record


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
