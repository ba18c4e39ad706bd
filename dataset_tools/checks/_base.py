"""What a check is: a function over columns of one record that yields hits, and its papers.

A check lives in one file::

    @check(
        "markup",
        level="warn",
        why="Tags and entities in a body are text of the page's machine, not of its author.",
        codes={"html_tag": "an HTML tag is left in the text"},
        clean=[record(text="1 < 2")],
        broken={"html_tag": record(text="第一段<br>第二段")},
        screen=lambda text: "<" in text,
    )
    def markup(text: str) -> Iterator[Hit]:
        ...

The names of the parameters are the columns that it reads, or views of them (:mod:`._views`).
``screen`` (optional) is a cheap test over columns; where it is false, the check is not called.
Checks that share one screen function share its result. All checks together must cost a clean
record of 600 characters at most 25 µs, so a check without a screen does a few C-level scans and
no more, and returns ``()`` where there is nothing to say.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dataset_tools.checks._views import Columns, columns_of
from dataset_tools.core.errors import DatasetToolsError
from dataset_tools.core.finding import LEVELS, Level
from dataset_tools.core.registry import Registry


class Hit(NamedTuple):
    """One place that a check has something to say about; offsets are code points in ``field``,
    half open, -1 where the whole field is meant."""

    code: str
    field: str
    start: int
    end: int
    message: str


class Code(NamedTuple):
    """What a code means, and its level where it is not the check's."""

    why: str
    level: Level


Function = Callable[..., Iterable[Hit]]
Screen = Callable[..., bool]


@dataclass(frozen=True)
class Check:
    """A registered check. ``inputs`` and ``screen_inputs`` name the parameters, in their order."""

    name: str
    level: Level
    why: str
    codes: Mapping[str, Code]
    clean: tuple[dict[str, Any], ...]
    broken: Mapping[str, dict[str, Any]]
    function: Function
    inputs: tuple[str, ...]
    screen: Screen | None
    screen_inputs: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The record's columns that the check reads."""
        return columns_of(self.inputs)

    def __call__(self, row: Mapping[str, Any]) -> list[Hit]:
        """The hits of one record (a mapping with at least the check's columns)."""
        given = Columns([row])
        if self.screen and not self.screen(*(given[name][0] for name in self.screen_inputs)):
            return []
        return list(self.function(*(given[name][0] for name in self.inputs)))


CHECKS: Registry[Check] = Registry("checks")
"""Every check, by name."""


def check(  # noqa: PLR0913 - the papers of a check, all by name
    name: str,
    *,
    level: Level,
    why: str,
    codes: Mapping[str, str | tuple[Level, str]],
    clean: Sequence[dict[str, Any]] = (),
    broken: Mapping[str, dict[str, Any]],
    screen: Screen | None = None,
) -> Callable[[Function], Function]:
    """Register a check; the decorated function stays as it is.

    ``codes``: stable code -> explanation, or (level, explanation) where the level is not the
    check's. ``clean``: records on which it must be silent. ``broken``: code -> a record on which
    it must yield that code. Every code needs an example.
    """
    papers = {
        code: Code(said, level) if isinstance(said, str) else Code(said[1], said[0])
        for code, said in codes.items()
    }
    wrong = [papers[code].level for code in papers if papers[code].level not in LEVELS]
    if set(broken) != set(codes) or wrong or not why:
        raise DatasetToolsError(
            f"the check {name!r} needs a reason, known levels and an example for each code",
            f"dataset_tools.checks.{name}",
            "complete its decorator",
        )

    def add(function: Function) -> Function:
        if not _parameters(function) or (screen and not _parameters(screen)):
            raise DatasetToolsError(
                f"the check {name!r} reads no column",
                f"dataset_tools.checks.{name}",
                "name the columns as parameters of the function and of its screen",
            )
        CHECKS.add(
            Check(
                name,
                level,
                why,
                papers,
                tuple(clean),
                dict(broken),
                function,
                _parameters(function),
                screen,
                _parameters(screen) if screen else (),
            )
        )
        return function

    return add


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def not_plain(title_look: str, text_look: str) -> bool:
    """The shared screen: whether any character is one that clean simplified Chinese or English
    lacks (so it is true of every traditional text; see :mod:`dataset_tools.text.screen`)."""
    return text_look != "plain" or title_look != "plain"


_PAGE = (
    "山城市第三届图书节昨天在河滨公园开幕。来自各区的读者走进展区，挑选自己喜欢的图书。\n"
    "活动持续五天，每天上午九点开放，读者可以在现场办理借书证，也可以把旧书带来交换。"
)


def record(**columns: Any) -> dict[str, Any]:
    """A whole valid record for examples and tests, with ``columns`` put in (people are invented).

    >>> record(title="一")["language"]
    'zh-Hans'
    """
    return {
        "id": "example",
        "title": "山城市图书节开幕",
        "subtitle": None,
        "text": _PAGE,
        "published": None,
        "source": None,
        "author": None,
        "url": None,
        "language": "zh-Hans",
        "attendees": [],
        "absent": [],
        "groups": [],
        "warnings": [],
        "source_path": "example.txt",
        "source_index": 0,
        "source_id": None,
        "source_sha256": "0" * 64,
        "encoding": "utf-8",
        "extra": None,
        **columns,
    }


def attended(text: str, *names: str, **more: Any) -> dict[str, Any]:
    """A :func:`record` in which ``names`` attended, each at its first place in ``text``."""
    attendees = [
        {
            "name": name,
            "title": None,
            "role": "attendee",
            "roles": ["attendee"],
            "start": text.find(name),
            "end": text.find(name) + len(name),
        }
        for name in names
    ]
    return record(text=text, attendees=attendees, **more)
