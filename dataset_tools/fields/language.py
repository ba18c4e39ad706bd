"""The language of the article, with its script."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page
from dataset_tools.text.language import language_of


@field(
    "language",
    type="string",
    why="From the letters of the text alone; what a page declares is often its template's.",
    examples=[
        ("会议\n国务院会议讨论了经济发展问题。", "zh-Hans"),
        ("會議\n國務院會議討論了經濟發展問題。", "zh-Hant"),
        ("1\n2", "und"),
    ],
)
def language(page: Page) -> str:
    """A BCP 47 tag such as ``zh-Hans``; ``und`` where it cannot be known."""
    return language_of(page.text or page.title or "")
