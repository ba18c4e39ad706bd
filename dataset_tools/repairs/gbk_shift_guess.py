"""Text whose GBK bytes were shifted by one, where what was lost can only be guessed."""

from __future__ import annotations

from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.byteshift import may_be_shifted, shifts


@repair(
    "gbk_shift_guess",
    order=95,
    why="a byte and a sign were swallowed too: the likeliest come back, and the name says guess",
    mends={"獲獎?wù)叨紒碜陨匠恰?活動(dòng)下周繼續(xù)。": "获奖者都来自山城。\n活动下周继续。"},
    leaves=["你說什麼?(wù)", "獲獎者?務必參加(huì)", "What?no)"],
    screen=may_be_shifted,
)
def gbk_shift_guess(text: str, page: Page) -> Change | None:
    """The likeliest reading of each stretch; a line end only where lines may be added."""
    return replace(
        text,
        (
            (
                shift.start,
                shift.end,
                shift.text.replace("\n", "") if page.keep_lines else shift.text,
            )
            for shift in shifts(text)
            if shift.guessed
        ),
    )
