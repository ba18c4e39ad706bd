"""The address of the article."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "url",
    type="string?",
    why="The canonical address that an HTML page states of itself, or that front matter gives.",
    examples=[
        (
            "---\ntitle: 山城植树\nurl: https://news.example/1\n---\n种树。\n",
            "https://news.example/1",
        ),
        ("山城植树\n志愿者种下了树。\nhttps://news.example/", None),
    ],
)
def url(page: Page) -> str | None:
    """The address, or None where the page states none."""
    return page.url
