"""Telephone and identity numbers and mail addresses, masked where the maker wants that."""

from __future__ import annotations

import re

from dataset_tools.core.config import RepairSection
from dataset_tools.repairs._base import Change, Page, repair, replace

# No \b: in Chinese text numbers are glued to Han characters, which count as letters.
_PERSONAL = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
    r"|(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9-])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_HIDE = re.compile(r"[0-9A-Za-z]")


@repair(
    "personal_data",
    order=170,
    why="a maker may not want private numbers in a dataset; by default nothing is masked",
    mends={
        "请致电13900000000联系": "请致电***********联系",
        "邮箱a.b@example.org": "邮箱*.*@*******.***",
    },
    leaves=["订单20230101", "2023年1月1日", "第1390000号"],
    screen=_PERSONAL.search,
    wanted=lambda policy: policy.personal_data == "mask",
    policy=RepairSection(personal_data="mask"),
)
def personal_data(text: str, _: Page) -> Change | None:
    """Letters and digits become ``*`` under the policy ``mask``.

    The edits still hold what was masked: whoever releases must leave the config ``edits`` out.
    """
    return replace(text, ((*m.span(), _HIDE.sub("*", m.group())) for m in _PERSONAL.finditer(text)))
