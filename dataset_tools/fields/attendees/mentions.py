"""Mentions of persons in one sentence: the name, its title, what stands before and after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dataset_tools.fields.attendees.anchors import begins_name, next_anchor
from dataset_tools.fields.attendees.boundaries import BOUNDARY
from dataset_tools.fields.attendees.naming import name_end
from dataset_tools.fields.attendees.plausible import STATE, bounded
from dataset_tools.text.dispatch import Led, Pattern
from dataset_tools.text.titles import HONORIFIC, TRAILING, tail_end

_DELEGATE = Pattern(
    "([\u3400-\u9fff]{2,4})(委员|常委)(?=(?:代表[^，。]{2,30}?)?(?:发言|建议|提出|认为|指出|说(?=[，：])|表示))"
)


@dataclass(slots=True)
class Mention:
    """One mention; offsets count in the sentence. ``after`` is the end of a trailing title."""

    start: int
    end: int
    title_start: int
    title_end: int
    after: int
    trailing: str

    @property
    def titled(self) -> bool:
        """Whether a title stands before the name."""
        return self.title_start < self.title_end


def _known_name(sentence: str, at: int, known: Collection[str]) -> int:
    """End of the longest name already met in the article that stands at ``at``, or -1."""
    ends = [at + len(name) for name in known if sentence.startswith(name, at)]
    return max((end for end in ends if bounded(sentence, end)), default=-1)


def _met(known: Collection[str], sentence: str) -> list[str]:
    """The known names that a sentence holds, whole or (long ones) by their first two characters."""
    met = [name for name in known if name in sentence]
    shorts = [name[:2] for name in known if name.find("·") > 4]
    return met + [short for short in shorts if short in sentence]


def find(sentence: str, begin: int = 0, known: Collection[str] = ()) -> list[Mention]:
    """Every mention in a masked sentence, from left to right; ``known``: names met before."""
    found: list[Mention] = []
    known = _met(known, sentence)
    at = begin
    spouse = "夫人" in sentence
    edge = begin  # where the current title may begin at the earliest
    end = _known_name(sentence, at, known) if known else -1
    if end < 0 and (begins_name(sentence, at) or sentence[at + 1 : at + 2] == "\u00a0"):
        end = name_end(sentence, at, "start", "")
    if end >= 0 and not _is_title_word(sentence, end):
        found.append(_mention(sentence, at, end, at))
        at = edge = found[-1].after
        if sentence.startswith("夫人", at):
            edge = begin
    elif end < 0 and (delegate := _DELEGATE.match(sentence, at)) is not None:
        found.append(Mention(at, delegate.end(1), at, at, delegate.end(2), delegate.group(2)))
        at = edge = found[-1].after
    while (match := next_anchor(sentence, at)) is not None:
        at = match.end
        anchor = match.anchor
        is_tail = anchor in ("title", "craft")
        is_long = is_tail or anchor == "body"
        title_start = _title_start(sentence, edge, match.end) if is_long else at
        end = _known_name(sentence, at, known) if known else -1
        if end < 0:
            trailing = (
                is_tail and match.word != "夫人" and bool(found) and match.start == found[-1].after
            )
            title = "" if trailing else sentence[title_start:at]
            end = name_end(sentence, at, anchor, title)
        if end < 0 or (not is_tail and _is_title_word(sentence, end)):
            continue
        mention = _mention(sentence, at, end, title_start)
        if anchor == "body":
            mention.title_end = title_start  # what stands before is no title
        found.append(mention)
        at = edge = mention.after
        if spouse and _of_a_spouse(sentence, mention, found):
            edge = mention.title_start
    return found


def _of_a_spouse(sentence: str, mention: Mention, found: list[Mention]) -> bool:
    """Whether the wife of the one mentioned is named next ("X夫人Y", "X夫人、特使Y").

    In a list "X夫人" is an item.
    """
    for at in (mention.end, mention.after):
        if sentence.startswith("夫人", at):
            return len(found) == 1 or sentence[at + 2 : at + 3] not in "、，和及。"
    return False


def _is_title_word(sentence: str, end: int) -> bool:
    """Whether the span begins a title that runs on after it ("江苏|省省长")."""
    tail = tail_end(sentence, end)
    return tail >= 0 and name_end(sentence, tail, "title", "") >= 0


def _mention(sentence: str, start: int, end: int, title_start: int) -> Mention:
    after, trailing = end, ""
    honor = HONORIFIC.match(sentence, after)
    trail = TRAILING.match(sentence, after)
    if trail is not None and BOUNDARY.holds(sentence, trail.end()):
        if (
            name_end(sentence, trail.end(), "title", "") < 0
            or sentence[trail.end() : trail.end() + 1] in "、，。"
        ):
            after, trailing = trail.end(), trail.group()
    elif honor is not None:
        after, trailing = honor.end(), ""
    return Mention(start, end, title_start, start, after, trailing)


_CUT = Led(
    "(?P<cut>[，；：。！？]|(?<=以)\x01+、|还有|[仅只]有|包括|(?<=[的者，])有|受到|委派|(?<=[日号])代表|(?<!党)的(?!典型|先进典型|先进)|(?:会见|接见|看望|慰问|会晤|拜会|"
    "听取|欢迎|看望慰问|走访)(?:了)?|(?<=将)[对向]|陪同|随同|委托|率领?|带领|偕|携|邀请"
    "|(?<![共合])同(?![志盟济胞仁乡]|意(?!大利)|学会)|由|暨|(?<=\\d)日|分别|(?:会|式|议|宴|论坛|活动|期间|时|大会|"
    "座谈)上(?!院)|今天|昨天|当天|日前|近日|[上下]午|\\d时|(?<![供反相响适对])应(?!急|用)|在[京沪](?!津)|(?:主席|"
    "成员)国(?=.)|以及|出席|参加|列席|宣读(?:了)?)"
)
_WITH = Pattern("(?:在[^与和、]{2,12}|[上下]午|晚|还|并|也)?(?:与|和|及|以及|跟|为)(?=.)")
_JOIN = Pattern(
    "(?:\x00*(?:等(?:[^，。、]{1,8}?(?=和|及|以及))?|夫妇|夫人|一行)?\x00*(?:、|，|；|和|及|以及|与|同|跟)+\x00*)"
)


_BEFORE_AND = ("主席", "总理", "总统", "官员", "人士", "人员", "干部", "群众", "师生")
"""After one of these "and" parts two titles, or people without names from a title."""


LONGEST_TITLE = 240
"""Characters: the longest title of the labelled articles has 30."""


def _title_start(sentence: str, edge: int, end: int) -> int:
    """Where the title that ends at ``end`` begins; ``edge`` is the end of the mention before."""
    start = max(edge, end - LONGEST_TITLE)
    join = _JOIN.match(sentence, start, end)
    if join is not None and edge:
        start = join.end()
    at = start
    while (cut := _CUT.search(sentence, at, end)) is not None:
        at = cut.end("cut")
        if at >= end:
            break
        if sentence[at - 1] != "国" or STATE.match(sentence, at):
            start = at
    inside = sentence.rfind("在", start, end)
    if inside >= start and sentence[inside + 1] not in "京职任":
        start = inside + 1
    for mark in ("与", "和"):
        found = sentence.rfind(mark, start, end)
        if found > start and sentence[max(start, found - 12) : found].endswith(_BEFORE_AND):
            start = found + 1
    beside = sentence.rfind("与", start, end)
    if beside > start and STATE.match(sentence, beside + 1):
        start = beside + 1
    with_ = _WITH.match(sentence[start:end])
    start += with_.end() if with_ is not None else 0
    while start < end and sentence[start] in " 　\x00":
        start += 1
    return start
