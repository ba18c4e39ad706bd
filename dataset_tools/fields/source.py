"""Who published the article."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "source",
    type="string?",
    why="What a label such as 来源 names; an HTML page may state its publisher in its meta data.",
    examples=[
        ("山城植树\n来源：山城日报\n志愿者种下了树。", "山城日报"),
        ("山城植树\n来源：网络\n志愿者种下了树。", None),
    ],
)
def source(page: Page) -> str | None:
    """The publisher as printed, or None."""
    return page.source
