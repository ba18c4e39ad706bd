"""Text decoded in the wrong encoding, whole or line by line."""

from __future__ import annotations

from dataset_tools.core.edits import register_inverse
from dataset_tools.repairs._base import Change, Page, repair
from dataset_tools.text import mojibake as chains
from dataset_tools.text.han import COMMON, character_class
from dataset_tools.text.late import Late

# UTF-8 read as GBK is full of characters that neither standard's common half has, and of
# private-use ones; a line is worth a try when it has one of them, or two western signs in a row.
_RARE = Late(
    lambda: f"[{character_class(set(map(chr, range(0x3400, 0xA000))) - COMMON)}\ue000-\uf8ff]"
)


@repair(
    "mojibake",
    order=20,
    why="a page read in the wrong encoding is noise; where no byte is lost it can be read again",
    mends={
        "ä¼\x9aè®®å\x9c¨å±±å\x9f\x8eä¸¾è¡\x8c": "会议在山城举行",
        "»áÒéÔÚÉ½³Ç¾ÙÐÐ": "会议在山城举行",
        "山城日报\n浼氳\ue185鍦ㄥ北鍩庝妇琛岋紝浠ｈ〃浠\ue100弬鍔犱簡搴ц皥": (
            "山城日报\n会议在山城举行，代表们参加了座谈"
        ),
    },
    leaves=["Müller-Lüdenscheidt à l’hôtel «Élysée»", "会议在喆埗氹举行", "naïve café — £20"],
)
def mojibake(text: str, _: Page) -> Change | None:
    """Read again along the chain that gives usual Chinese; redoing it must give the page."""
    if not any(_suspicious(line) for line in text.split("\n")):
        return None
    found = _whole(text)
    if found is not None:
        return Change(found[1], rule=f"*{found[0]}")
    return _lines(text)


def _suspicious(line: str) -> bool:
    """Two western signs in a row, or a rare character in every sixteen (a name has one or two)."""
    return chains.WESTERN.search(line) is not None or 16 * len(_RARE.findall(line)) > len(line)


def _whole(text: str) -> tuple[str, str] | None:
    found = chains.undo(text)
    if found is None or found[1].count("\n") != text.count("\n") or "\r" in found[1]:
        return None
    return found


def _lines(text: str) -> Change | None:
    """Line by line: the chain of the first line that can be undone, and its line numbers."""
    lines = text.split("\n")
    chain = ""
    mended: list[int] = []
    for number, line in enumerate(lines):
        if not _suspicious(line):
            continue
        found = chains.undo(line)
        if found and (not chain or found[0] == chain) and "\n" not in found[1]:
            chain = found[0]
            lines[number] = found[1]
            mended.append(number)
    if not mended:
        return None
    return Change("\n".join(lines), rule=f"{','.join(map(str, mended))} {chain}")


@register_inverse("mojibake")
def _undo(text: str, rule: str) -> str:
    if rule.startswith("*"):
        return chains.redo(text, rule[1:])
    numbers, chain = rule.split(" ")
    lines = text.split("\n")
    for number in map(int, numbers.split(",")):
        lines[number] = chains.redo(lines[number], chain)
    return "\n".join(lines)
