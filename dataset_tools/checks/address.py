"""The URL of a record: one that others can open, and that says where the article was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.schema.explain import short

LONGEST = 2048
_SPACE = re.compile(r"[\s\x00-\x20\x7f<>\"{}|\\^`]")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]|\[[0-9A-Fa-f:.]+\]")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_LOCAL = re.compile(
    r"localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|0\.|\[::1\]|\[f[cde]|"
    r"[^.]+$|.*\.(?:local|internal|lan|invalid|test)$",
    re.IGNORECASE,
)


_USUAL = re.compile(r"(https?://[^\s/?#@\\<>\"{}|^`]+)/[^\s\x00-\x20\x7f<>\"{}|\\^`@]*")


def _doubtful(url: str | None) -> bool:
    """Not of the usual form, or of a host that was found wanting (a site has many articles)."""
    if url is None:
        return False
    usual = _USUAL.fullmatch(url) if len(url) <= LONGEST else None
    return usual is None or _wanting(usual[1])


@lru_cache(maxsize=4096)
def _wanting(host: str) -> bool:
    return any(True for _ in address(host))


@check(
    "address",
    level="warn",
    why="The address is the evidence that a reader can look up; a broken one proves nothing, one "
    "with a password or from inside a network should not be published.",
    codes={
        "not_absolute": "no http:// or https:// in front",
        "not_a_url": "white space, forbidden characters, no host, or longer than 2,048 characters",
        "local": "the host is a machine or network of its own, which readers cannot reach",
        "credentials": "a user name or password stands in it",
    },
    clean=[
        record(),
        record(url="https://news.example.com/2024/03/05/a_1.shtml?id=1&x=2#top"),
        record(url="http://203.0.113.7:8080/a"),
        record(url="https://例子.example/文章"),
    ],
    broken={
        "not_absolute": record(url="//news.example.com/a.html"),
        "not_a_url": record(url="https://news.example.com/a b"),
        "local": record(url="http://192.168.1.20/a"),
        "credentials": record(url="https://user:pass@news.example.com/a"),
    },
    screen=_doubtful,
)
def address(url: str) -> Iterator[Hit]:
    """At most one hit; credentials are not shown."""
    if not url.lower().startswith(("http://", "https://")):
        yield Hit("not_absolute", "url", -1, -1, short(url))
        return
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", -1
    if "@" in url[: 8 + len(url.partition("//")[2].partition("/")[0])]:
        yield Hit("credentials", "url", -1, -1, "a user name or password stands before the host")
    elif port == -1 or len(url) > LONGEST or not host or _SPACE.search(url):
        yield Hit("not_a_url", "url", -1, -1, short(url))
    else:
        shown = f"[{host}]" if ":" in host else host
        if _LOCAL.match(shown):
            yield Hit("local", "url", -1, -1, short(host))
        elif not _HOST.fullmatch(shown) and not _NUMBERS.fullmatch(shown):
            yield Hit("not_a_url", "url", -1, -1, short(url))
