"""Reading a plain text or Markdown page: its first line is the title, unless it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from dataset_tools.pages.bylines import (
    byline_facts,
    dated_line,
    reporter_line,
)
from dataset_tools.pages.facts import Fact
from dataset_tools.pages.page import FIELDS, Evidence, Page, Proof
from dataset_tools.pages.western import western_byline
from dataset_tools.text.dates import iso_day, relative_date
from dataset_tools.text.edges import boilerplate_lines

LONGEST_TITLE = 120
"""Characters: the longest title of 256 real broadcasts has 76, Western ones stay under 120."""
_LONGEST_DECK = {True: 60, False: 200}  # by "is Chinese": Western decks are whole sentences
_NOT_A_TITLE = frozenset("。；，、：,;:")
_NOT_A_DECK = frozenset("。；，、：,;:！？!?…”」）)")
_NOT_A_WESTERN_DECK = frozenset('.:;,!?”"…')
_ITEM = re.compile(
    r"(?:第?[一二三四五六七八九十百\d]+\s*[、.．)）章节条編编部]|[（(][一二三四五六七八九十\d]+[)）]|[①-⑳•·◆■●▲★□○◇※\-–—*▶►]|Q\d*[:：]|A\d*[:：]|[\"“「『])"
)
_DATELINE = re.compile(r".{0,16}?(?:消息|[讯訊电電])\s*(?:[（(：:]|\s)")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_MATTER_KEYS = {
    **dict.fromkeys(("title", "标题"), "title"),
    **dict.fromkeys(("subtitle", "description_deck", "副标题"), "subtitle"),
    **dict.fromkeys(("date", "published", "pubdate", "publish_date", "日期"), "published"),
    **dict.fromkeys(("source", "publisher", "来源"), "source"),
    **dict.fromkeys(("author", "authors", "作者"), "author"),
    **dict.fromkeys(("url", "link", "permalink", "source_url"), "url"),
}
_NO_DATE = "no full date is stated"
_REASONS = {
    "title": "the first line is a paragraph, not a title",
    "subtitle": "no deck line follows the title",
    "published": _NO_DATE,
    "source": "no source is stated",
    "author": "no author is named",
    "url": "no address is stated",
}


class _Reader:
    """One page while it is read: its lines, and what has been found so far.

    ``marks`` says for each field what found it, in which line, and where in the stripped line.
    """

    __slots__ = ("content", "labels", "lines", "marks", "text", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [line.strip() for line in text.split("\n")]
        self.labels: dict[int, str] = {}
        self.values: dict[str, Any] = {}
        self.marks: dict[str, tuple[str, int, int, int]] = {}
        self.content: list[int] = []

    def found(self, field: str, value: object, rule: str, index: int) -> None:
        """The whole line ``index`` is ``field``."""
        self.values[field] = value
        self.marks[field] = (rule, index, 0, len(self.lines[index]))

    def facts(self, facts: Iterable[Fact], index: int) -> None:
        """Facts of a byline; the first one of a field counts."""
        for field, value, start, end, rule in facts:
            if field not in self.values:
                self.values[field] = value
                self.marks[field] = (f"byline.{rule}", index, start, end)

    def starts(self) -> list[int]:
        """Where each stripped line stands in the text."""
        lines = self.text.split("\n")
        begins = accumulate([len(line) + 1 for line in lines], initial=0)
        return [
            at + len(line) - len(line.lstrip()) for at, line in zip(begins, lines, strict=False)
        ]

    def proof(self) -> Proof:
        """Why the fields are what they are."""
        starts, lines, text = self.starts(), self.lines, self.text
        evidence = {}
        for field, (rule, index, first, last) in self.marks.items():
            start, end = starts[index] + first, starts[index] + last
            evidence[field] = Evidence(rule, start, end, text[start:end])
        reasons = {field: _REASONS[field] for field in FIELDS if self.values.get(field) is None}
        if not self.content and "title" in reasons:
            reasons["title"] = "the page has no text"
        if "published" in reasons:
            reasons["published"] = no_date_reason(lines, self.content)
        dropped = [
            Evidence(label, starts[index], starts[index] + len(lines[index]), lines[index])
            for index, label in sorted(self.labels.items())
        ]
        return Proof(evidence, reasons, tuple(dropped))


def _front_matter(page: _Reader) -> None:
    """The YAML block that may open a Markdown page: flat ``key: value`` lines only."""
    if not page.lines or page.lines[0] != "---" or "---" not in page.lines[1:40]:
        return
    end = page.lines.index("---", 1)
    if not any(":" in line for line in page.lines[1:end]):
        return
    for index in range(end + 1):
        page.labels[index] = "front_matter"
        key, colon, value = page.lines[index].partition(":")
        field = _MATTER_KEYS.get(key.strip().lower())
        value = value.strip().strip("'\"")
        if not colon or not field or not value:
            continue
        kept = iso_day(value) if field == "published" else value
        if kept is not None:
            page.found(field, kept, "front_matter", index)


def _content(page: _Reader) -> list[int]:
    labels = page.labels
    return [index for index, line in enumerate(page.lines) if line and index not in labels]


def can_be_title(line: str) -> bool:
    """Whether a first line can be the title of a page.

    >>> can_be_title("山城举行植树活动"), can_be_title("本台消息：")
    (True, False)
    """
    if len(line) > LONGEST_TITLE or line[-1] in _NOT_A_TITLE:
        return False
    return line[-1] != "." or len(line) <= 80


def _can_be_deck(line: str, chinese: bool) -> bool:
    if not 4 <= len(line) <= _LONGEST_DECK[chinese] or _ITEM.match(line) or _DATELINE.match(line):
        return False
    return line[-1] not in (_NOT_A_DECK if chinese else _NOT_A_WESTERN_DECK) and line[0] != "#"


def _take_title(page: _Reader, content: list[int]) -> list[int]:
    """The lines after the title; the title goes into ``page``."""
    if not content:
        return content
    first = content[0]
    line = page.lines[first]
    if line[0] == "#" and (heading := _HEADING.match(line)):
        page.found("title", heading[2], "heading", first)
        return content[1:]
    if not can_be_title(line) or (len(content) == 1 and len(line) > 60):
        return content
    page.found("title", line, "first_line", first)
    return content[1:]


def _take_bylines(page: _Reader, content: list[int]) -> bool:
    """Whether there are bylines that boilerplate leaves in: Western ones, dates, reporters."""
    taken = False
    for index in content[:3]:
        line = page.lines[index]
        if len(line) > 160 or line[-1] in "。，":
            break
        if facts := western_byline(line) or dated_line(line) or reporter_line(line):
            page.facts(facts, index)
            page.labels[index] = "byline"
            taken = True
    return taken


def _take_deck(page: _Reader, content: list[int]) -> list[int]:
    """The lines after the deck: one or two short lines under the title that are no sub-heading."""
    if len(content) < 2:
        return content
    first = page.lines[content[0]]
    if len(first) > _LONGEST_DECK[False] or first[-1] == "。":
        return content
    title = page.values["title"]
    chinese = not title.isascii() and max(title) >= "\u3400"
    deck: list[int] = []
    for index in content[:2]:
        line = page.lines[index]
        if not _can_be_deck(line, chinese):
            break
        deck.append(index)
    if not deck or len(deck) == len(content):
        return content
    # Further short lines between the paragraphs are sub-headings, and then so is the first.
    rest = content[len(deck) :]
    headings = sum(_can_be_deck(page.lines[index], chinese) for index in rest)
    if (headings and len(deck) == 2) or headings > 1 or headings * 3 > len(rest):
        return content
    page.found("subtitle", " ".join(page.lines[index] for index in deck), "deck", deck[0])
    if len(deck) == 2:
        starts = page.starts()
        end = starts[deck[1]] + len(page.lines[deck[1]])
        page.marks["subtitle"] = ("deck", deck[0], 0, end - starts[deck[0]])
    return rest


def read_plain(text: str, *, title: str | None = None, subtitle: str | None = None) -> Page:
    """The parts of a plain text or Markdown page; ``text`` is the whole page, already repaired.

    With a ``title`` given, the page is body only: a title or deck is not looked for, but a first
    line that repeats the title is left out. No line of the article is ever lost: a line is left
    out as boilerplate, byline, title or deck (see ``Page.dropped``), or it is a paragraph.

    >>> page = read_plain("山城植树\\n来源：山城日报 2021-03-12\\n    志愿者种下了树。\\n?\\n")
    >>> page.title, page.paragraphs, page.source, str(page.published)
    ('山城植树', ('志愿者种下了树。',), '山城日报', '2021-03-12')
    """
    page = _Reader(text)
    _front_matter(page)
    if offset := len(page.labels):
        found = boilerplate_lines(page.lines[offset:])
        page.labels |= {index + offset: label for index, label in found.items()}
    else:
        page.labels = boilerplate_lines(page.lines)
    content = _content(page)
    if title is not None:
        page.values.update(title=title, subtitle=subtitle)
        if content and page.lines[content[0]] == title:
            page.labels[content[0]] = "title"
            content = content[1:]
        if content and subtitle and page.lines[content[0]] == subtitle:
            page.labels[content[0]] = "subtitle"
            content = content[1:]
    elif "title" not in page.values:
        content = _take_title(page, content)
    elif content and page.lines[content[0]].lstrip("# ") == page.values["title"]:
        page.labels[content[0]] = "title"
        content = content[1:]
    for index, label in page.labels.items():
        if label == "byline":
            page.facts(byline_facts(page.lines[index]), index)
    if _take_bylines(page, content):
        content = [index for index in content if index not in page.labels]
    if title is None and page.values.get("title") and "subtitle" not in page.values:
        content = _take_deck(page, content)
    return _finish(page, content)


def _finish(page: _Reader, content: list[int]) -> Page:
    page.content = content
    paragraphs = tuple([page.lines[index] for index in content])
    if "#" in page.text:
        paragraphs = tuple(
            heading[2] if (heading := _HEADING.match(line)) else line for line in paragraphs
        )
    value = page.values.get
    return Page(
        value("title"),
        value("subtitle"),
        paragraphs,
        value("published"),
        value("source"),
        value("author"),
        value("url"),
        page.proof,
    )


def no_date_reason(lines: list[str], content: list[int]) -> str:
    """Why there is no date: none stated, or only one that is relative to the day of printing."""
    for index in content[:1]:
        line = lines[index][:120]
        if place := relative_date(line):
            return f"only a relative date ({line[place[0] : place[1]]!r}) is printed"
    return _NO_DATE
