"""The deck: the line or lines under the title that are no paragraph."""

from __future__ import annotations

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "subtitle",
    type="string?",
    why="A short line under the title that does not end like a sentence and is no sub-heading "
    "(other such lines between the paragraphs would say so).",
    examples=[
        ("山城举行植树活动\n三百名志愿者参加\n志愿者种下了树。\n活动很成功。", "三百名志愿者参加"),
        ("山城举行植树活动\n志愿者种下了树。", None),
    ],
)
def subtitle(page: Page) -> str | None:
    """The deck, two lines joined by a space, or None."""
    return page.subtitle
