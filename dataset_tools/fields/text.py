"""The body of the article."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "text",
    type="string",
    why="All paragraphs of the page but its title, deck, byline and boilerplate.",
    examples=[
        (
            "山城举行植树活动\n    志愿者种下了树。\n    活动很成功。\n?",
            "志愿者种下了树。\n活动很成功。",
        ),
        ("山城举行植树活动", ""),
    ],
)
def text(page: Page) -> str:
    """The paragraphs joined by line ends; empty where the page has none."""
    return page.text
