"""HTML: one file, one page; the charset that it declares is evidence, not truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.core.config import ReadSection
from dataset_tools.core.record import RawRecord
from dataset_tools.readers._base import reader, take
from dataset_tools.readers._page import page

_DECLARED = re.compile(
    rb"""<meta[^>]{0,256}?charset\s*=\s*["']?\s*([\w:.+-]{2,40})|"""
    rb"""<\?xml[^>]{0,128}?encoding\s*=\s*["']([\w:.+-]{2,40})""",
    re.IGNORECASE,
)
HEAD = 4096
"""Bytes searched for a declaration (browsers look at 1,024; real pages put scripts before it)."""


def declared_charset(data: bytes) -> str | None:
    """The charset that a page's ``meta`` element or XML declaration names.

    >>> declared_charset(b'<meta http-equiv=Content-Type content="text/html; charset=GBK">')
    'GBK'
    """
    found = _DECLARED.search(data, 0, HEAD)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


@reader(
    "html",
    (".html", ".htm", ".xhtml"),
    why="Saved pages.",
    example='<meta charset="utf-8"><h1>乡镇图书室开放</h1><p>林溪镇图书室昨天开放。</p>'.encode(),
)
def read_html(stream: BinaryIO, settings: ReadSection) -> Iterator[RawRecord]:
    """One record of kind ``html``."""
    data = take(stream, settings.max_record_bytes + 1)
    yield page(data, "html", settings, declared_charset(data))
