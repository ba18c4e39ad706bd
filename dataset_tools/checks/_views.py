"""Views of columns: what several checks want to know of a text, found out once a record.

A check asks for a view as it asks for a column, by the name of a parameter. All records of a batch
are looked at one view after the other, so that the work on a clean record is done in C.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dataset_tools.text.screen import look


class View(NamedTuple):
    """A function of one column."""

    column: str
    function: Callable[[Any], Any]


def ascii_of(text: str) -> str:
    """The ASCII characters of a text, in order: where a screen needs no more, a scan of these few
    costs a tenth of one of the whole Chinese text.

    >>> ascii_of("第3届GDP会议")
    '3GDP'
    """
    return text.encode("ascii", "ignore").decode()


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text, empty ones among them.

    >>> lines_of("第一段\\n第二段")
    ['第一段', '第二段']
    """
    return text.split("\n")


VIEWS: Mapping[str, View] = {
    "text_ascii": View("text", ascii_of),
    "text_lines": View("text", lines_of),
    "text_look": View("text", look),
    "title_look": View("title", look),
}
"""Name -> view; the names of the columns that views are of are not repeated in the papers."""


def columns_of(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that stand behind parameters, each once, in their order.

    >>> columns_of(("text", "text_look", "language"))
    ('text', 'language')
    """
    return tuple(dict.fromkeys(VIEWS[name].column if name in VIEWS else name for name in names))


class Columns:
    """The columns of some records and their views, each made when it is first asked for.

    A column that a record lacks is None there, and so is its view.
    """

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self._records = records
        self._made: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> list[Any]:
        view = VIEWS.get(name)
        if view is None:
            return [record.get(name) for record in self._records]
        return [None if v is None else view.function(v) for v in self[view.column]]
