"""What went wrong on the way to the Hub, sorted by what it means for the one who asked.

The clients below us raise a dozen kinds of exceptions, and some of them lie: a lost answer says
nothing about whether the request took effect. So every exception becomes one :class:`Failure`
with a ``kind``:

========== ===================================================================================
busy       429: certainly without effect; try again after ``wait`` seconds
unknown    5xx, timeout, dropped connection, garbled answer: it may have taken effect
absent     no such repository (or none that this login may see)
missing    no such revision or file
moved      412: the branch is no longer where we read it
exists     409: what should be made is there already
denied     401, 403, gated, disabled
invalid    the Hub understood and said no (400, 413, 422, a card it does not accept)
offline    the HF_HUB_OFFLINE switch is set
========== ===================================================================================

No message leaves this module before :func:`redact` has seen it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from dataset_tools.core.errors import HubError

Kind = Literal[
    "busy", "unknown", "absent", "missing", "moved", "exists", "denied", "invalid", "offline"
]

_BY_STATUS: dict[int, Kind] = {
    401: "denied",
    403: "denied",
    404: "missing",
    408: "unknown",
    409: "exists",
    412: "moved",
    429: "busy",
}
_BY_CODE: dict[str, Kind] = {
    "RepoNotFound": "absent",
    "RevisionNotFound": "missing",
    "EntryNotFound": "missing",
    "GatedRepo": "denied",
}
# Tokens of the Hub, bearer headers, and the query of a URL (a signed URL is a key in itself).
_SECRETS = re.compile(r"\b(?:hf|api_org)_[A-Za-z0-9_]{4,}|Bearer\s+\S+|\?[^\s'\"<>]*=[^\s'\"<>]*")
# hf_xet 1.8 raises ConnectionError for a clear refusal too; only its words tell.
_XET_STATUS = re.compile(r"HTTP status client error \((\d{3})\b")
_LONGEST = 600  # characters of a server's message that are worth showing

CODES: dict[Kind, str] = {
    "busy": "unreachable",
    "unknown": "unreachable",
    "absent": "refused",
    "missing": "refused",
    "moved": "conflict",
    "exists": "conflict",
    "denied": "refused",
    "invalid": "refused",
    "offline": "refused",
}
_MENDS: dict[Kind, str] = {
    "busy": "the Hub limits the number of requests: wait some minutes, then run it again",
    "unknown": "run the same command again; nothing is done twice",
    "absent": "check the name NAMESPACE/NAME; a private one needs a login that may read it",
    "missing": "check the revision",
    "moved": "run the same command again to plan against the new state",
    "exists": "look at the repository, then run the same command again",
    "denied": "log in with `hf auth login` or set HF_TOKEN to a token that may do this",
    "invalid": "mend what the message names and build again",
    "offline": "unset HF_HUB_OFFLINE",
}


class Failure(NamedTuple):
    """One failed request: its kind, what the Hub said (redacted), seconds to wait if it said so."""

    kind: Kind
    text: str
    wait: float | None = None

    def error(self, doing: str, where: str) -> HubError:
        """The same as an error; ``doing`` completes the phrase "could not ..."."""
        what = f"could not {doing}: {self.text}" if self.text else f"could not {doing}"
        return HubError(what, where, _MENDS[self.kind], CODES[self.kind])


def redact(text: str, token: str | None = None) -> str:
    """``text`` on one line, without the token, anything that looks like one, or signed URLs.

    >>> redact("Bearer hf_abcdefgh at https://h/x?sig=1\\n\\nno", "hf_abcdefgh")
    '*** at https://h/x*** no'
    """
    if token:
        text = text.replace(token, "***")
    return re.sub(r"\s+", " ", _SECRETS.sub("***", text)).strip()[:_LONGEST]


def failures() -> tuple[type[Exception], ...]:
    """Every exception that a request made through huggingface_hub may raise.

    ``HTTPError`` is the base of the HTTP library's own errors; which library that is differs
    between versions of huggingface_hub, whose own error derives from it. RuntimeError wraps
    failed LFS uploads and comes from hf_xet.
    """
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError

    http = [kind for kind in HfHubHTTPError.__mro__ if kind.__name__ == "HTTPError"]
    kinds: list[type[Exception]] = [*http, EntryNotFoundError, OSError, ValueError, RuntimeError]
    return tuple(kinds)


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds after which the Hub will answer again, where its headers say so."""
    from huggingface_hub.utils import parse_ratelimit_headers  # type: ignore[attr-defined]

    found = parse_ratelimit_headers(headers)
    if found is not None and found.remaining == 0:
        return float(found.reset_in_seconds) + 1
    seconds = headers.get("Retry-After", "")
    return float(seconds) + 1 if seconds.isascii() and seconds.isdigit() else None


def classify(error: BaseException, token: str | None = None) -> Failure:
    """The failure that an exception of :func:`failures` means.

    >>> classify(ValueError("Invalid metadata in README.md")).kind
    'invalid'
    >>> classify(TimeoutError("timed out")).kind
    'unknown'
    """
    text = redact(f"{error}" or type(error).__name__, token)
    response = getattr(error, "response", None)
    if response is None:
        cause = error.__cause__
        if isinstance(cause, failures()) and not isinstance(error, ValueError):
            inner = classify(cause, token)
            return inner._replace(text=redact(f"{text} {inner.text}", token))
        return Failure(_without_response(error), text)
    status = response.status_code
    kind = _BY_CODE.get(response.headers.get("X-Error-Code", ""))
    if kind is None or status == 429 or status >= 500:
        kind = _BY_STATUS.get(status, "unknown" if status >= 500 else "invalid")
    if type(error).__name__ == "RepositoryNotFoundError" and status in (401, 404):
        kind = "absent"  # without a code: a 401 on a repository that this login cannot see
    return Failure(kind, text, _wait(response.headers))


def _without_response(error: BaseException) -> Kind:
    from huggingface_hub.errors import OfflineModeIsEnabled

    if isinstance(error, OfflineModeIsEnabled):
        return "offline"
    status = _XET_STATUS.search(str(error))
    if status is not None:
        return _BY_STATUS.get(int(status.group(1)), "invalid")
    if isinstance(error, ValueError) and not isinstance(error, json.JSONDecodeError):
        return "invalid"
    return "unknown"
