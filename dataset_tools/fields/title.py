"""The title of the article."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "title",
    type="string?",
    why="The first line of a page that is neither boilerplate nor a paragraph; on an HTML page the "
    "printed heading that the page's own meta data agree with.",
    examples=[
        ("首页 > 要闻 > 正文\n山城举行植树活动\n志愿者种下了树。", "山城举行植树活动"),
        ("志愿者今天上午在山城的河边种下了三百棵树。", None),
    ],
)
def title(page: Page) -> str | None:
    """The title, or None where the page opens with its text."""
    return page.title
