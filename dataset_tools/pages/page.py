"""The values that reading a page gives."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Evidence(NamedTuple):
    """Why a field has its value.

    ``rule`` names what found it; ``start`` and ``end`` are code points of the text or HTML that
    was read, half open, or -1 where the value has no place of its own there (meta data reached
    through a parser); ``quote`` is what stands there.
    """

    rule: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of one page; every value has an ``evidence``, every null a reason.

    ``paragraphs`` are the article's without title, deck, byline and boilerplate. ``dropped`` are
    the lines left out, in order, with their kind as ``rule`` (plain pages only: an HTML page is
    mostly what is left out).
    """

    title: str | None
    subtitle: str | None
    paragraphs: tuple[str, ...]
    published: datetime.date | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    dropped: tuple[Evidence, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, joined by line ends.

        >>> Page("题", None, ("一。", "二。")).text
        '一。\\n二。'
        """
        return "\n".join(self.paragraphs)

    def replace(self, **values: Any) -> Page:
        """The same page with other values for some of its fields."""
        return dataclasses.replace(self, **values)


FIELDS = ("title", "subtitle", "published", "source", "author", "url")
"""The fields of a page that may be null."""
