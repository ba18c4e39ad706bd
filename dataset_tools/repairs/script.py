"""One script for the whole dataset, where its maker wants that."""

from __future__ import annotations

from dataset_tools.core.config import RepairSection
from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair, replace
from dataset_tools.text.convert import conversion, convert, pack, unpack
from dataset_tools.text.han import HAN_ONE
from dataset_tools.text.phrases import phrases


@repair(
    "script",
    order=125,
    why="a maker may want one script; by default every text keeps the one it was written in",
    mends={"關於以後的會議": "关于以后的会议"},
    leaves=["关于以后的会议", "English text"],
    screen=HAN_ONE.search,
    wanted=lambda policy: policy.script != "keep",
    policy=RepairSection(script="simplified"),
)
def script(text: str, page: Page) -> Change | None:
    """OpenCC's phrase-level conversion under the policies ``simplified`` and ``traditional``."""
    simplified = page.policy.script == "simplified"
    converted = phrases(text, "t2s" if simplified else "s2t")
    if converted is None or converted == text:
        return None
    if simplified:
        return Change(converted, rule=pack(conversion(converted, text)))
    return replace(
        text,
        (
            (at, at + 1, after)
            for at, (before, after) in enumerate(zip(text, converted, strict=True))
            if before != after
        ),
    )


@register_inverse("script")
def _undo(text: str, rule: str) -> str:
    return convert(text, unpack(rule))
