"""Mentions of persons in one sentence: the name, its title, what stands before and after."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from dataset_tools.fields.attendees.boundaries import BOUNDARY, HARD, VERBAL
from dataset_tools.text.names import DOUBLE, PLACES, SINGLE, TRANSLITERATION
from dataset_tools.text.tables import alternation, words
from dataset_tools.text.titles import HONORIFIC, TAIL, TITLE_STARTS, TRAILING

NOT_NAMES = words("not_names")
ORDINARY = words("words")
JAPANESE = words("japanese")
_FUNCTION = frozenset("的等了们这哪啊吗呢吧您她它你我他届、，。；：！？·\x00\x01 　0123456789")
_NEVER_IN_ODD = frozenset(
    "部委局厅署省市县区州镇村国院校团队组党社会处科所站厂者员人士界级个位名次项会议长这是不有"
)
_HAN = re.compile("[\u3400-\u9fff]+")
_DOTTED = re.compile("[\u3400-\u9fff]{1,8}(?:[·-][\u3400-\u9fff]{1,8}){1,5}")
_SPACED = re.compile("([\u3400-\u9fff])[ \u3000\u00a0]{1,4}([\u3400-\u9fff])")
_CLASS = "".join(sorted(SINGLE | {name[0] for name in DOUBLE}))
_SOUNDS = "".join(sorted(TRANSLITERATION))
_START = f"(?=[{_CLASS}][ \u3000]*[\u3400-\u9fff]|[{_SOUNDS}]{{3}}|[{_SOUNDS}]{{2}}[和与、，]|(?:{alternation(JAPANESE)})|[\u3400-\u9fff]{{1,8}}[·-])"
_DEED = (
    "出席|参加|主持|先后|分别|通报|介绍|汇报|发言|致辞|作|主讲|讲话|在|将|向|代表|为|也|等|陪同|就"
)
_ANCHOR = re.compile(
    f"(?=[{TITLE_STARTS}、，；：\\x00\\x01\\s以和及与同跟由受应向为对让请代会看慰陪随委接拜听欢邀还有包日分的纪在祝任免授追给率偕携家师员者手匠人会商])"
    f"(?:(?P<craft>(?<=[\u3400-\u9fff])(?:[家师员者手匠人商]|会计)(?=[{_CLASS}][\u3400-\u9fff]{{1,2}}(?:[、，。\\x00]|{_DEED})))|(?P<tail>{TAIL.pattern})\\x00*(?=[\u3400-\u9fff])|(?:[、，；：\x00\x01\\s]+|以及|同(?![时志意胞样])|[和及与跟由受应向为对以让请]|授予|追授|给|代表|会见了?|看望了?|慰问了?|陪同|随同|委托|率|偕|携|"
    "接见了?|拜会了?|听取了?|欢迎|邀请|会晤|还有|(?<=[的者座接])有|有(?=：)|包括|(?<=\\d)日|分别|(?<=[省市县国部委区司学院村厂])的|纪念|在(?=[^，。]{2,40}(?:主持|陪同)下)|祝贺|任命|免去)"
    f"{_START})"
)
Anchor = Literal["title", "craft", "start", "partner", "free"]


@dataclass(slots=True)
class Mention:
    """One mention; offsets count in the sentence. ``after`` is the end of a trailing title."""

    start: int
    end: int
    title_start: int
    title_end: int
    after: int
    trailing: str
    anchor: Anchor


_AMBIGUOUS = frozenset("向由应为于从时关包计都家经步万项越战")
_NO_PERSON = re.compile(
    "^关于|^时[说称还表指应任开]|会$|^曾[担作表两多任经在是于获被说与参]|^[第次每]|次$|[一二三四五六七八九十]次|[省市县区镇]$|中央|委员|主席|部门|负责|代表|宗教|工商|^全国|国务|人民|政府|联合|有限|组织|会议|保护|流域|问题|合作$|关系$|经济$|工作$|交流$|访问$"
)


def _verbal(sentence: str, at: int, size: int) -> bool:
    """Whether a verb or adverb of at least ``size`` characters stands at ``at``: no name begins so."""
    match = VERBAL.match(sentence, at)
    return match is not None and match.end() - at >= size


def _odd(name: str) -> bool:
    return not _NEVER_IN_ODD.isdisjoint(name) or not _FUNCTION.isdisjoint(name)


_DELEGATE = re.compile(
    "([\u3400-\u9fff]{2,4})(委员|常委)(?=(?:代表[^，。]{2,30}?)?(?:发言|建议|提出|认为|指出))"
)
_FIRST = (
    frozenset(BOUNDARY.pattern)
    | frozenset("0123456789 \u3000\n\x00\x01")
    | {name[0] for name in words("titles")}
)


def _bounded(sentence: str, end: int, hard: bool = False) -> bool:
    if end < len(sentence) and sentence[end] not in _FIRST:
        return False
    if (HARD if hard else BOUNDARY).match(sentence, end):
        return True
    trail = TRAILING.match(sentence, end)
    return trail is not None and BOUNDARY.match(sentence, trail.end()) is not None


def _dotted(sentence: str, at: int) -> int:
    """End of a name with middle dots (or, transliterated, hyphens) that starts at ``at``, or -1."""
    match = _DOTTED.match(sentence, at)
    if match is None:
        return -1
    first = re.split("[·-]", match.group())[0]
    if TAIL.search(first) or _verbal(sentence, at, 2) or _FOREIGN.match(first) and len(first) > 4:
        return -1
    last = max(sentence.rfind("·", at, match.end()), sentence.rfind("-", at, match.end())) + 1
    strange = [
        char for char in sentence[at:last] if char not in TRANSLITERATION and char not in "·-"
    ]
    if "·" not in match.group() and strange or len(strange) > 2:
        return -1
    for end in range(last + 1, match.end() + 1):
        if _bounded(sentence, end) and (end - last > 1 or HARD.match(sentence, end)):
            return end
    end = last
    while end < match.end() and sentence[end] in TRANSLITERATION:
        end += 1
    return end if end > last else -1


def han_name(sentence: str, at: int, titled: bool = False) -> int:
    """End of a name with a Han surname that starts at ``at``, or -1."""
    if sentence[at : at + 1] not in SINGLE and sentence[at : at + 2] not in DOUBLE:
        return -1
    spaced = _SPACED.match(sentence, at)
    if spaced is not None:
        return spaced.end() if _bounded(sentence, spaced.end()) else -1
    if _verbal(sentence, at, 2):
        return -1
    sizes = (4, 3) if sentence[at : at + 2] in DOUBLE else (2, 3)
    if sizes[0] == 2 and sentence[at + 1 : at + 2] in SINGLE and len(sentence) >= at + 4:
        sizes = (2, 3, 4)  # two surnames: 范徐丽泰
    found = -1
    for size in sizes:
        name = sentence[at : at + size]
        if len(name) < size or not _HAN.fullmatch(name) or not _FUNCTION.isdisjoint(name):
            continue
        if name in NOT_NAMES or name in PLACES or _NO_PERSON.search(name):
            continue
        if size == 4 and sizes[0] == 2 and (found >= 0 or not _bounded(sentence, at + 4, True)):
            continue
        if size == 2 and name[1] in "和及与同":
            continue
        if name in ORDINARY and not (titled and size == 2 and _CERTAIN.match(sentence, at + size)):
            continue
        if name[-1] == "第" and sentence[at + size : at + size + 1].isnumeric():
            continue
        if name[0] in _AMBIGUOUS and not _CERTAIN.match(sentence, at + size):
            continue
        if _bounded(sentence, at + size):
            if found < 0:
                found = at + size
            elif _prefer_longer(sentence, at, found, at + size):
                found = at + size
    return found


def _prefer_longer(sentence: str, at: int, short: int, long: int) -> bool:
    """Whether of two readings the longer name is right: only punctuation after it is proof."""
    return (
        sentence[long : long + 1] in "、，。；"
        and sentence[short] not in "等说称时将也还均都曾并在同与和对为向出来到"
    )


def japanese_name(sentence: str, at: int) -> int:
    """End of a name with a Japanese surname that starts at ``at``, or -1."""
    for size in (3, 2):
        if sentence[at : at + size] in JAPANESE:
            for end in (at + size + 2, at + size + 1, at + size + 3, at + size):
                if _HAN.fullmatch(sentence[at:end]) and _bounded(sentence, end):
                    return end
    return -1


def foreign_name(sentence: str, at: int, titled: bool, foreign: bool) -> int:
    """End of a transliterated or other foreign name that starts at ``at``, or -1."""
    if _verbal(sentence, at, 1):
        return -1
    limit = min(len(sentence), at + 11)
    run = _HAN.match(sentence, at, limit)
    if run is None:
        return -1
    if not titled and sentence[at + 2 : at + 3] not in TRANSLITERATION:
        return -1
    for end in range(at + 2, run.end() + 1):
        if not _bounded(sentence, end):
            continue
        name = sentence[at:end]
        spelled = sum(map(TRANSLITERATION.__contains__, name))
        if name in NOT_NAMES or name in PLACES or _NO_PERSON.search(name):
            continue
        place = _FOREIGN.match(name)
        if place is not None and (spelled < len(name) or not titled):
            continue
        if TAIL.search(name) and not TAIL.match(sentence, end):
            return -1
        if spelled == len(name) and (titled or len(name) > 2):
            return end
        if titled and foreign and len(name) <= 5 and not _odd(name):
            return end
        if (
            titled
            and 3 <= len(name) <= 6
            and spelled >= 0.6 * len(name)
            and sentence[end] in "、\x00"
        ):
            return end
        if titled and spelled >= 0.8 * len(name) and len(name) >= 4 and not _odd(name):
            return end
    if titled and foreign:
        end = at
        while end < limit and sentence[end] in TRANSLITERATION:
            end += 1
        if end - at >= 3 and sentence[at:end] not in PLACES:
            return end
    return -1


_CERTAIN = re.compile(
    "\\x00*(?:$|[、，。；]|和|及|等|同志|先生|女士|委员|常委|代表|出席|参加|列席|主持|会见|陪同|\\d|在|分别|先后|作|发言|主讲|通报|介绍|汇报|致辞|讲话|代表)"
)
_FOREIGN = re.compile(alternation(place for place in PLACES if len(place) > 1))


def is_foreign(title: str) -> bool:
    """Whether a title begins with or holds the name of a state other than China."""
    return any(place.group() not in _HOME for place in _FOREIGN.finditer(title))


def _partner_name(sentence: str, at: int) -> int:
    """End of an untitled foreign name after "同", "会见" and the like, or -1."""
    if _verbal(sentence, at, 1):
        return -1
    for end in range(at + 3, at + 8):
        name = sentence[at:end]
        if not _HAN.fullmatch(name) or _odd(name) or name in PLACES or name in NOT_NAMES:
            return -1
        if _bounded(sentence, end):
            known = sum(char in TRANSLITERATION for char in name)
            strange = (
                _FOREIGN.match(name) or _NO_PERSON.search(name) or name[0] not in TRANSLITERATION
            )
            return end if known >= 0.6 * len(name) and not strange else -1
    return -1


_HOME = frozenset(
    "中国 台湾 香港 澳门 北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川"
    " 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 内蒙古".split()
)


def _name_end(sentence: str, at: int, anchor: Anchor, title: str) -> int:
    if at >= len(sentence) or sentence[at] in _FUNCTION or sentence[at] in "和及与同等":
        return -1
    if "·" in sentence or "-" in sentence:
        end = _dotted(sentence, at)
        if end >= 0:
            return end
    tail = TAIL.match(sentence, at)
    if tail is not None and _name_end(sentence, tail.end(), "title", "") >= 0:
        return -1
    place = _FOREIGN.match(sentence, at)
    titled = anchor == "title"
    end = han_name(sentence, at, titled)
    if end >= 0 and not _cuts_a_word(sentence, at, end, place):
        return end
    if titled or anchor == "partner":
        island = japanese_name(sentence, at)
        if island >= 0:
            return island
    if anchor == "partner":
        return _partner_name(sentence, at)
    foreign = titled and is_foreign(title)
    if titled or anchor == "start":
        return foreign_name(sentence, at, titled, foreign)
    return -1


def _fill(sentence: str, begin: int, found: list[Mention]) -> list[Mention]:
    """The mentions, with the items of a list of names that are no usual names (热地, 安静) added.

    An item counts when it is joined to a mention and the item that closes the list, just before
    the verb, is a mention.
    """
    if "、" not in sentence or not found:
        return found
    starts = {mention.title_start for mention in found}
    ends = {mention.after for mention in found}
    grown = True
    extra: list[Mention] = []
    while grown:
        grown = False
        for match in _PLAIN_ITEM.finditer(sentence, begin):
            start, end = match.span()
            right = _joined_right(sentence, end, starts)
            marked = sentence[start - 1 : start] in "、和及" and start > begin
            if start in starts or not (
                _joined_left(sentence, start, ends, begin) or (right and marked)
            ):
                continue
            if not (
                right
                or (_joined_left(sentence, start, ends, -1) and _LIST_ENDS.match(sentence, end))
            ):
                continue
            flanked = _joined_right(sentence, end, starts) and _joined_left(
                sentence, start, ends, -1
            )
            if _verbal(sentence, start, 2):
                continue
            usual = match.group()[0] in SINGLE or all(
                char in TRANSLITERATION for char in match.group()
            )
            if not usual and not flanked and match.group() in ORDINARY | NOT_NAMES:
                continue
            if (
                (_odd(match.group()) and not flanked)
                or "等" in match.group()
                or match.group() in PLACES
                or TAIL.search(match.group())
                or any(
                    start < e and s < end
                    for s, e in ((m.title_start, m.after) for m in (*found, *extra))
                )
            ):
                continue
            extra.append(Mention(start, end, start, start, end, "", "start"))
            starts.add(start)
            ends.add(end)
            grown = True
    return sorted((*found, *extra), key=lambda mention: mention.start)


_LIST_ENDS = re.compile(
    "\\x00*(?:姐妹|兄弟|夫妇|同志|[、，。]|和|及|以及|等|出席|参加|列席|先后|分别|陪同|$)"
)
_PLAIN_ITEM = re.compile(
    "(?<=、)[\u3400-\u9fff]{2,4}(?=(?:姐妹|兄弟|夫妇|同志)[、，。])|(?<![㐀-鿿·])[㐀-鿿]{2,4}(?=\x00*[、，])|(?<=[、和及])[㐀-鿿]{2,4}?(?=\x00*(?:[、，]|和|及|等|先后|出席|参加|作|分别))"
)


def _joined_left(sentence: str, start: int, ends: set[int], begin: int) -> bool:
    """Whether a mention stands before, parted by list marks only; a clause start will do as well."""
    at = start
    while at > 0 and sentence[at - 1] in "、和及\x00":
        at -= 1
    if at == start:
        return begin >= 0 and (start == begin or sentence[start - 1] in "，：；\x01")
    return at in ends


def _joined_right(sentence: str, end: int, starts: set[int]) -> bool:
    at = end
    while at < len(sentence) and sentence[at] in "、和及\x00":
        at += 1
    return at > end and at in starts


def _cuts_a_word(sentence: str, at: int, end: int, place: re.Match[str] | None) -> bool:
    """Whether a name that ended at ``end`` would cut a place or the last word of a title in two."""
    if place is not None and place.end() > end:
        return True
    return any(tail.start() < end < tail.end() for tail in TAIL.finditer(sentence, at, end + 5))


def _anchor(match: re.Match[str]) -> Anchor:
    if match.group("tail") is not None:
        return "title"
    if match.group("craft") is not None:
        return "craft"
    word = match.group()
    if word[0] in "、，；：和及\x00\x01由 " or word == "以及":
        return "start"
    return "partner" if word in ("以", "同", "与", "会见", "会见了", "陪同", "接见", "看望") else "free"


def _known_name(sentence: str, at: int, known: Collection[str]) -> int:
    """End of the longest name already met in the article that stands at ``at``, or -1."""
    ends = [at + len(name) for name in known if sentence.startswith(name, at)]
    return max((end for end in ends if _bounded(sentence, end)), default=-1)


def find(sentence: str, begin: int = 0, known: Collection[str] = ()) -> list[Mention]:
    """Every mention in a masked sentence, from left to right; ``known``: names met before."""
    found: list[Mention] = []
    at = begin
    edge = begin  # where the current title may begin at the earliest
    end = _known_name(sentence, at, known) if known else -1
    if end < 0:
        end = _name_end(sentence, at, "start", "")
    if end >= 0 and not _is_title_word(sentence, at, end):
        found.append(_mention(sentence, at, end, at, at, "start"))
        at = edge = found[-1].after
        if sentence.startswith("夫人", at):
            edge = begin
    elif end < 0 and (delegate := _DELEGATE.match(sentence, at)) is not None:
        found.append(
            Mention(at, delegate.end(1), at, at, delegate.end(2), delegate.group(2), "start")
        )
        at = edge = found[-1].after
    while (match := _ANCHOR.search(sentence, at)) is not None:
        at = match.end()
        anchor = _anchor(match)
        is_tail = anchor in ("title", "craft")
        title_start = _title_start(sentence, edge, match.end()) if is_tail else at
        end = _known_name(sentence, at, known) if known else -1
        if end < 0:
            end = _name_end(sentence, at, anchor, sentence[title_start:at])
        if end < 0 or (not is_tail and _is_title_word(sentence, at, end)):
            continue
        mention = _mention(sentence, at, end, title_start, at, anchor)
        found.append(mention)
        at = edge = mention.after
        if sentence.startswith("夫人", mention.end) or sentence.startswith("夫人", mention.after):
            edge = mention.title_start
    return _fill(sentence, begin, found)


def _is_title_word(sentence: str, at: int, end: int) -> bool:
    """Whether the span begins a title that runs on after it ("江苏|省省长")."""
    tail = TAIL.match(sentence, end)
    if tail is None:
        return False
    return _name_end(sentence, tail.end(), "title", "") >= 0


def _mention(
    sentence: str, start: int, end: int, title_start: int, title_end: int, anchor: Anchor
) -> Mention:
    after, trailing = end, ""
    honor = HONORIFIC.match(sentence, after)
    trail = TRAILING.match(sentence, after)
    if trail is not None and BOUNDARY.match(sentence, trail.end()):
        if (
            _name_end(sentence, trail.end(), "title", "") < 0
            or sentence[trail.end() : trail.end() + 1] in "、，。"
        ):
            after, trailing = trail.end(), trail.group()
    elif honor is not None:
        after, trailing = honor.end(), ""
    return Mention(start, end, title_start, title_end, after, trailing, anchor)


_CUT = re.compile(
    "[，；：。！？]|还有|(?<=[的者])有|的(?!典型|先进典型|先进)|(?:会见|接见|看望|慰问|会晤|拜会|听取|欢迎|看望慰问)(?:了)?|陪同|随同|委托|率|偕|携|邀请"
    "|(?<![共合])同(?![志盟济胞仁意])|由|(?<=\\d)日|分别|(?:会|式|议|论坛|活动|期间|时|大会|座谈)上(?!院)|今天|昨天|当天|日前|近日|[上下]午|\\d时|应(?!急|用)|在[京沪](?!津)|(?:主席|成员)国(?=.)|以及"
)
_WITH = re.compile("(?:在[^与和、]{2,12}|[上下]午|晚)?(?:与|和|及|以及|跟)(?=.)")
_JOIN = re.compile("^(?:\x00*(?:等|夫妇|夫人|一行)?\x00*(?:、|，|；|和|及|以及|与|同|跟)+\x00*)")


def _title_start(sentence: str, edge: int, end: int) -> int:
    """Where the title that ends at ``end`` begins; ``edge`` is the end of the mention before."""
    start = edge
    join = _JOIN.match(sentence[edge:end])
    if join is not None and edge:
        start = edge + join.end()
    for cut in _CUT.finditer(sentence, start, end - 1):
        word = cut.group()
        if word.endswith("国") and not _FOREIGN.match(sentence, cut.end()):
            continue
        start = cut.end()
    inside = sentence.rfind("在", start, end)
    if inside >= start and sentence[inside + 1] not in "京职任":
        start = inside + 1
    for mark in ("与", "和"):
        found = sentence.rfind(mark, start, end)
        if found > start and sentence[max(start, found - 12) : found].endswith(
            ("主席", "总理", "总统")
        ):
            start = found + 1
    with_ = _WITH.match(sentence[start:end])
    start += with_.end() if with_ is not None else 0
    while start < end and sentence[start] in " 　\x00":
        start += 1
    return start
