"""Paragraphs that stand in the body more than once."""

from __future__ import annotations

from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.schema.explain import short

LEAST = 20
"""Characters of a paragraph whose repetition is no accident: shorter lines are headings, names in
minutes, refrains."""
_LINE = "来自各区的读者走进展区，挑选自己喜欢的图书和杂志。"


def _twice(text_lines: list[str]) -> bool:
    number = len(text_lines)
    # Lines of different lengths are different: mostly nothing but numbers is compared.
    return number != len(set(map(len, text_lines))) and number != len(set(text_lines))


@check(
    "repetition",
    level="warn",
    why="A paragraph that a page prints twice (once in a summary box, once in the text) is learnt "
    "twice and makes different articles look alike.",
    codes={
        "paragraph": f"a paragraph of {LEAST} or more characters stands in the body twice or more",
        "mostly": "repeated paragraphs make up more than half of the body",
    },
    clean=[record(), record(text="主持人：\n图书节昨天开幕。\n主持人：\n来自各区的读者参加。")],
    broken={
        "paragraph": record(
            text=f"{_LINE}\n图书节持续五天，每天上午九点开放，可以办理借书证。\n{_LINE}"
        ),
        "mostly": record(text=f"{_LINE}\n{_LINE}\n{_LINE}"),
    },
    screen=_twice,
)
def repetition(text: str, text_lines: list[str]) -> Iterator[Hit]:
    """One hit for the first repeated paragraph; one more where repetition is most of the body."""
    seen: set[str] = set()
    at, first, surplus = 0, None, 0
    for line in text_lines:
        if len(line) >= LEAST:
            if line in seen:
                surplus += len(line)
                first = first or (at, at + len(line), line)
            seen.add(line)
        at += len(line) + 1
    if first:
        start, end, line = first
        yield Hit("paragraph", "text", start, end, f"stands here again: {short(line)}")
    if 2 * surplus > len(text):
        yield Hit("mostly", "text", -1, -1, f"{surplus} of {len(text)} characters are repetitions")
