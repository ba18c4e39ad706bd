"""The day of publication."""

from __future__ import annotations

import datetime

from dataset_tools.fields._base import field
from dataset_tools.pages.page import Page


@field(
    "published",
    type="date?",
    why="A full date in a byline, or in an HTML page's own statement of it. A relative date "
    "(26日, 昨天) is never completed, and a date inside the text is not the day of publication.",
    examples=[
        ("山城植树\n发布时间：2021-03-12\n志愿者种下了树。", datetime.date(2021, 3, 12)),
        ("山城植树\n志愿者26日种下了树。", None),
        ("山城植树\n2021年3月12日，志愿者种下了树。", None),
    ],
)
def published(page: Page) -> datetime.date | None:
    """The date, or None where the page states none."""
    return page.published
