"""The values that reading a page gives."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from types import MappingProxyType
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


class Proof(NamedTuple):
    """Why a page's fields are what they are: an evidence for every value, a reason for every null.

    ``dropped`` are the lines left out, in order, with their kind as ``rule`` (plain pages only: an
    HTML page is mostly what is left out).
    """

    evidence: Mapping[str, Evidence] = MappingProxyType({})
    reasons: Mapping[str, str] = MappingProxyType({})
    dropped: tuple[Evidence, ...] = ()


class Page(NamedTuple):
    """The parts of one page.

    ``paragraphs`` are the article's without title, deck, byline and boilerplate. ``proof`` gives
    the reasons of it all when it is called: a build reads every page and asks for none.
    """

    title: str | None
    subtitle: str | None
    paragraphs: tuple[str, ...]
    published: datetime.date | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    proof: Callable[[], Proof] = Proof

    @property
    def text(self) -> str:
        """The paragraphs, joined by line ends.

        >>> Page("题", None, ("一。", "二。")).text
        '一。\\n二。'
        """
        return "\n".join(self.paragraphs)

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """What each value was read from, by the name of its field."""
        return self.proof().evidence

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why a field is null, by its name."""
        return self.proof().reasons

    @property
    def dropped(self) -> tuple[Evidence, ...]:
        """The lines left out of a plain page."""
        return self.proof().dropped

    def replace(self, **values: Any) -> Page:
        """The same page with other values for some of its fields."""
        return self._replace(**values)


FIELDS = ("title", "subtitle", "published", "source", "author", "url")
"""The fields of a page that may be null."""
