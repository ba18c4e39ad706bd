"""Who wrote the article."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "author",
    type="string?",
    why="The names of a byline (作者, 记者, By …). An editor (责任编辑) is not an author, and "
    "佚名 or admin is nobody.",
    examples=[
        ("山城植树\n作者：田雨\n志愿者种下了树。", "田雨"),
        ("Trees for the Bay\nBy Jane Doe\nThey planted trees.\n", "Jane Doe"),
        ("山城植树\n志愿者种下了树。\n责任编辑：田雨", None),
    ],
)
def author(page: Page) -> str | None:
    """The names, several joined by 、 (or a comma in Western texts), or None."""
    return page.author
