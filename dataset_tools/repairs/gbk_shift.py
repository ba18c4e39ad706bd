"""Text whose GBK bytes the converter shifted by one: ``獲獎?wù)叨际墙柚``."""

from __future__ import annotations

from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.byteshift import may_be_shifted, shifts


@repair(
    "gbk_shift",
    order=90,
    why="a converter that replaces bytes splits characters and shifts all that follows by one",
    mends={
        "山城的獲獎?wù)叨际侵驹刚撸\ue0e6麄兎N下了三百棵樹。": (
            "山城的获奖者都是志愿者，他们种下了三百棵树。"
        ),
        "獲獎?wù)叨紩?huì)參加下周的活動(dòng)。": "获奖者都会参加下周的活动。",
    },
    leaves=["你說什麼?(wù)", "獲獎者?務必參加(huì)", "What?no)"],
    screen=may_be_shifted,
)
def gbk_shift(text: str, _: Page) -> Change | None:
    """Each stretch read again from the byte that the signature proves (:mod:`text.byteshift`)."""
    return replace(
        text,
        ((shift.start, shift.end, shift.text) for shift in shifts(text) if not shift.guessed),
    )
