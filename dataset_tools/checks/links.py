"""Pages that are lists of links or headlines, not articles."""

from __future__ import annotations

from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record

LINES, SHARE, SHORT = 10, 0.8, 40
"""At least ten lines, four of five of them short and without the end of a sentence. Of 10,943 clean
news items none is like that; name lists of minutes have the names of their attendees extracted,
and are let alone here."""
_ENDS = tuple("。！？；：，、.!?;:,”」』…")
_MENU = "\n".join(f"山城新闻第{number}条标题" for number in range(12))


def _many_lines(text_lines: list[str]) -> bool:
    return len(text_lines) >= LINES


@check(
    "links",
    level="warn",
    why="Section fronts, site maps and lists of headlines are crawled with the articles; they hold "
    "no running text.",
    codes={"list_of_links": "nearly all lines are short and are no sentences"},
    clean=[
        record(),
        record(text="\n".join(["山城市图书节昨天开幕。"] * 3 + ["出席：", "名单如下："] * 4)),
    ],
    broken={"list_of_links": record(text=_MENU)},
    screen=_many_lines,
)
def links(text_lines: list[str]) -> Iterator[Hit]:
    """At most one hit."""
    lines = [line for line in text_lines if line.strip()]
    bare = sum(len(line) < SHORT and not line.rstrip().endswith(_ENDS) for line in lines)
    if len(lines) >= LINES and bare >= SHARE * len(lines):
        message = f"{bare} of {len(lines)} lines are short and no sentences"
        yield Hit("list_of_links", "text", -1, -1, message)
