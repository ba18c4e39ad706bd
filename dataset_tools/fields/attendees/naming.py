"""Where a person's name ends: Han, Japanese, transliterated, dotted names at a given place.

All work on a masked sentence (see ``reading.masked``) and give the end offset, or -1. Source: the
tables of ``dataset_tools.text`` and the grammar of what may follow a name (``boundaries``).
"""

from __future__ import annotations

import re
from typing import Literal

from dataset_tools.fields.attendees.boundaries import BOUNDARY, HARD, VERBAL
from dataset_tools.text.names import DOUBLE, PLACES, SINGLE, TRANSLITERATION
from dataset_tools.text.tables import alternation, words
from dataset_tools.text.titles import TAIL, TRAILING

Anchor = Literal["title", "craft", "start", "partner", "free"]
"""What stands before a place where a name may begin."""

NOT_NAMES = words("not_names")
ORDINARY = words("words")
JAPANESE = words("japanese")
ELEMENTS = words("elements")
_TITLE_WORDS = words("titles")
_FUNCTION = frozenset("的等了们这哪啊吗呢吧您她它你我他届、，。；：！？·\x00\x01 　0123456789")
_NEVER_IN_ODD = frozenset(
    "部委局厅署省市县区州镇村国院校团队组党社会处科所站厂者员人士界级个位名次项会议长这是不有"
)
_HAN = re.compile("[\u3400-\u9fff]+")
_DOTTED = re.compile("[\u3400-\u9fff]{1,8}(?:[·-][\u3400-\u9fff]{1,8}){1,5}")
_SPACED = re.compile("([\u3400-\u9fff])[ \u3000\u00a0]{1,4}([\u3400-\u9fff])")
_AMBIGUOUS = frozenset("向由应为于从时关包计都家经步万项越战")
_OFTEN = frozenset("关万项时")
"""Of these the usual surnames: a title or a verb after three characters is proof enough."""
_ACROSS = frozenset(
    (
        "总是",
        "常来",
        "常到",
        "都在",
        "还在",
        "就在",
        "也在",
        "同时",
        "随时",
        "不时",
        "必将",
        "首次",
        "再次",
    )
)
"""Words that the end of a misread name would cut in two."""
NO_PERSON = re.compile(
    "^关于|^时[说称还表指应任开在]|会$|^曾[担作表两多任经在是于获被说与参]|^[第次每]|次$|"
    "[一二三四五六七八九十]次|[省市县区镇]$|中央|委员|主席|部门|负责|代表|宗教|工商|^全国|国务|"
    "人民|政府|国家$|大学$|学院$|考察|^本次|.{2}[在已也均赴就]$|联合|有限|组织|会议|保护|流域|问题|^.{1,2}[委部局厅署院办某]$|^.{2}[地者]$|^平(?:进|等|和|稳|台)|公司|合作$|关系$|经济$|工作$|交流$|访问$"
)


def verbal(sentence: str, at: int, size: int) -> bool:
    """Whether a verb or adverb of at least ``size`` characters stands at ``at``: no name begins s"
    "o."""
    match = VERBAL.match(sentence, at)
    return match is not None and match.end() - at >= size


def odd(name: str) -> bool:
    """Whether a name holds a character that bodies and groups are named with."""
    return not _NEVER_IN_ODD.isdisjoint(name) or not _FUNCTION.isdisjoint(name)


_FIRST = (
    frozenset(BOUNDARY.pattern)
    | frozenset("0123456789 \u3000\n\x00\x01")
    | {name[0] for name in words("titles")}
)


def bounded(sentence: str, end: int, hard: bool = False) -> bool:
    """Whether a name may end at ``end`` (``hard``: beyond doubt)."""
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
    if TAIL.search(first) or verbal(sentence, at, 2) or (STATE.match(first) and len(first) > 4):
        return -1
    last = max(sentence.rfind("·", at, match.end()), sentence.rfind("-", at, match.end())) + 1
    strange = [
        char for char in sentence[at:last] if char not in TRANSLITERATION and char not in "·-"
    ]
    if ("·" not in match.group() and strange) or len(strange) > 2:
        return -1
    for end in range(last + 1, match.end() + 1):
        if sentence[end - 1 : end] == "世" and sentence[end - 2] in "一二三四五六七八":
            return end
        if sentence[end : end + 1] in "一二三四五六七八" and sentence[end + 1 : end + 2] == "世":
            continue
        if bounded(sentence, end) and (end - last > 1 or HARD.match(sentence, end)):
            return -1 if sentence[last:end].endswith("国家") else end
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
        return spaced.end() if bounded(sentence, spaced.end()) else -1
    if verbal(sentence, at, 2):
        return -1
    sizes: tuple[int, ...] = (4, 3) if sentence[at : at + 2] in DOUBLE else (2, 3)
    if sizes[0] == 2 and sentence[at + 1 : at + 2] in SINGLE and len(sentence) >= at + 4:
        sizes = (2, 3, 4)  # two surnames: 范徐丽泰
    found = -1
    for size in sizes:
        end = at + size
        if size == 4 and sizes[0] == 2 and (found >= 0 or not bounded(sentence, end, True)):
            continue
        if not bounded(sentence, end) or not _could_be_han(sentence, at, end, titled):
            continue
        if found < 0 or _prefer_longer(sentence, found, end):
            found = end
    return found


def _could_be_han(sentence: str, at: int, end: int, titled: bool) -> bool:
    """Whether a span that starts with a surname is no word, place or part of a phrase."""
    name = sentence[at:end]
    if len(name) < end - at or not _HAN.fullmatch(name) or not _FUNCTION.isdisjoint(name):
        return False
    if name in NOT_NAMES or name in PLACES or NO_PERSON.search(name):
        return False
    if len(name) == 2 and name[1] in "和及与同":
        return False
    if name[-1] == "第" and sentence[end : end + 1].isnumeric():
        return False
    if len(name) > 2 and name[1:] in _TITLE_WORDS:
        return False
    if sentence[end - 1 : end + 1] in _ACROSS:
        return False
    certain = _CERTAIN.match(sentence, end) is not None
    if name[0] in _OFTEN:
        certain = certain or titled or (len(name) == 3 and verbal(sentence, end, 2))
    if name in ORDINARY and not (
        titled and len(name) == 2 and _CERTAIN.match(sentence, end) is not None
    ):
        return False
    return certain or name[0] not in _AMBIGUOUS


def _prefer_longer(sentence: str, short: int, long: int) -> bool:
    """Whether of two readings the longer name is right: only punctuation after it is proof."""
    return (
        sentence[long : long + 1] in "、，。；"
        and sentence[short] not in "等说称时将也还均都曾并在同与和对为向出来到"
    )


def element_name(sentence: str, at: int) -> int:
    """End of a name of two usual Tibetan or Mongolian elements at ``at``, or -1."""
    if sentence[at : at + 2] in ELEMENTS and sentence[at + 2 : at + 4] in ELEMENTS:
        return at + 4 if bounded(sentence, at + 4) else -1
    return -1


def japanese_name(sentence: str, at: int) -> int:
    """End of a name with a Japanese surname that starts at ``at``, or -1."""
    for size in (3, 2):
        if sentence[at : at + size] in JAPANESE:
            for end in (at + size + 2, at + size + 1, at + size + 3, at + size):
                name = sentence[at:end]
                if _HAN.fullmatch(name) and bounded(sentence, end) and not NO_PERSON.search(name):
                    return end
    return -1


def foreign_name(sentence: str, at: int, titled: bool, foreign: bool) -> int:
    """End of a transliterated or other foreign name that starts at ``at``, or -1."""
    regnal = _REGNAL.match(sentence, at)
    if titled and regnal is not None:
        return regnal.end()
    limit = min(len(sentence), at + 11)
    run = _HAN.match(sentence, at, limit)
    if run is None or verbal(sentence, at, 1):
        return -1
    if not titled and sentence[at + 2 : at + 3] not in TRANSLITERATION:
        return -1
    for end in range(at + 2, run.end() + 1):
        if not bounded(sentence, end):
            continue
        name = sentence[at:end]
        if TAIL.search(name) and not TAIL.match(sentence, end):
            return -1
        if _could_be_foreign(name, titled, foreign, sentence[end : end + 1]):
            return end
    if titled and foreign:
        end = at
        while end < limit and sentence[end] in TRANSLITERATION:
            end += 1
        if end - at >= 3 and sentence[at:end] not in PLACES:
            return end
    return -1


def _could_be_foreign(name: str, titled: bool, foreign: bool, following: str) -> bool:
    """Whether enough of a name is written as foreign names are, for the title before it."""
    if name in NOT_NAMES or name in PLACES or NO_PERSON.search(name):
        return False
    spelled = sum(map(TRANSLITERATION.__contains__, name)) / len(name)
    if STATE.match(name) is not None and (spelled < 1 or not titled):
        return False
    if spelled == 1 and (titled or len(name) > 2):
        return True
    if not titled:
        return False
    if 3 <= len(name) <= 6 and spelled >= 0.6 and following in ("、", "\x00"):
        return True
    return not odd(name) and ((foreign and len(name) <= 5) or (spelled >= 0.8 and len(name) >= 4))


_COMMON = re.compile(
    "[及和与或副正前原现各该其此每某多两双全同本我他她它你另]|[一二三四五六七八九十百千]|以上|以下|之间|群众|家属|家长|办公|分工|"
    "制度|责任|述职|轮流|牵头|亲自|带头|带队|挂帅|履职|单独|集体|当选|就职|候选|信箱|热线|论坛|峰会|医师|工程|分别|参与|"
    "拨冗|今年|去年|明年|刚才|密集|特别|今天|昨天|近日|日前|扩大|联席|常务|执行|名誉|单位|同志|先生|女士"
)
_REGNAL = re.compile(f"[{''.join(sorted(TRANSLITERATION))}]{{2,8}}[一二三四五六七八]世")
_OFFICE = re.compile(
    "(?:书记|主席|[省市县区州旗盟镇乡部局厅司院校行会社台馆处科]长|主任|委员长|秘书长|司令员?|政委|总理|总统|"
    "总裁|董事长|总经理|检察长|参谋长|理事长|法师|大使|院士|教授)$"
)
_OFFICE_HOLDER = re.compile(
    "[\u3400-\u9fff]{2,3}?(?=[、，。\x00]|出席|参加|主持|会见|列席|陪同|致辞|讲话|分别|代表|在|同|与|率|赴|向|于\\d)"
)
_CERTAIN = re.compile(
    "\\x00*(?:$|[、，。；]|和|及|等|同志|先生|女士|委员|常委|代表|出席|参加|列席|主持|会见|陪同|"
    "\\d|在|分别|先后|作|发言|主讲|通报|介绍|汇报|致辞|讲话|代表|同|与|强调|指出|表示|说|宣读|主讲|来到|抵达)"
)
STATE = re.compile(alternation(place for place in PLACES if len(place) > 1))


def is_foreign(title: str) -> bool:
    """Whether a title begins with or holds the name of a state other than China."""
    return any(place.group() not in _HOME for place in STATE.finditer(title))


def _partner_name(sentence: str, at: int) -> int:
    """End of an untitled foreign name after "同", "会见" and the like, or -1."""
    if verbal(sentence, at, 1):
        return -1
    for end in range(at + 3, at + 8):
        name = sentence[at:end]
        if not _HAN.fullmatch(name) or odd(name) or name in PLACES or name in NOT_NAMES:
            return -1
        if bounded(sentence, end):
            known = sum(char in TRANSLITERATION for char in name)
            strange = STATE.match(name) or NO_PERSON.search(name) or name[0] not in TRANSLITERATION
            return end if known >= 0.6 * len(name) and not strange else -1
    return -1


_HOME = frozenset(words("home"))


def name_end(sentence: str, at: int, anchor: Anchor, title: str) -> int:
    """End of the name that starts at ``at`` after ``anchor`` (and ``title``), or -1."""
    if at >= len(sentence) or sentence[at] in _FUNCTION or sentence[at] in "和及与同等":
        return -1
    end = _dotted(sentence, at) if "·" in sentence or "-" in sentence else -1
    if end >= 0:
        return end
    after = at
    for _ in range(4):  # "总工程师长" and the like: never more parts than these
        tail = TAIL.match(sentence, after)
        after = tail.end() if tail is not None else after
    if after > at and _untailed_end(sentence, after, "title", "") >= 0:
        return -1
    return _untailed_end(sentence, at, anchor, title)


def _untailed_end(sentence: str, at: int, anchor: Anchor, title: str) -> int:
    """End of the name at ``at`` where no further title stands before it, or -1."""
    if sentence[at : at + 1] in _FUNCTION:
        return -1
    titled = anchor == "title"
    end = element_name(sentence, at)
    if end >= 0:
        return end
    end = han_name(sentence, at, titled)
    japanese = -1
    if (end == at + 2 or "日本" in title) and sentence[at : at + 2] in JAPANESE:
        japanese = japanese_name(sentence, at)
    if end >= 0 and japanese < at + 4 and not _cuts_a_word(sentence, at, end):
        return end
    end = japanese_name(sentence, at) if titled or anchor == "partner" else -1
    if end < 0 and anchor == "partner":
        end = _partner_name(sentence, at)
    if end < 0 and (titled or anchor == "start"):
        end = foreign_name(sentence, at, titled, titled and is_foreign(title))
    office = _OFFICE.search(title) if end < 0 and titled else None
    if office is not None:
        end = _office_holder(sentence, at, title, office.start())
    return end


def _is_persons(title: str, office: int) -> bool:
    """Whether the office that begins at ``office`` in ``title`` follows the name of its holder."""
    for size in (2, 3):
        name = title[max(0, office - size) : office]
        if len(name) == size and name[0] in SINGLE and name not in ORDINARY | NOT_NAMES | PLACES:
            return True
    return False


def _office_holder(sentence: str, at: int, title: str, office: int) -> int:
    """End of a name of unusual surname between an office and a verb or mark, or -1."""
    match = _OFFICE_HOLDER.match(sentence, at)
    if match is None or verbal(sentence, at, 1) or _is_persons(title, office):
        return -1
    name = match.group()
    if odd(name) or name in NOT_NAMES or name in ORDINARY or name in PLACES:
        return -1
    if NO_PERSON.search(name) or TAIL.search(name) or _COMMON.search(name):
        return -1
    return match.end()


def _cuts_a_word(sentence: str, at: int, end: int) -> bool:
    """Whether a name that ended at ``end`` would cut a place or the last word of a title in two."""
    place = STATE.match(sentence, at)
    if place is not None and place.end() > end:
        return True
    return any(tail.start() < end < tail.end() for tail in TAIL.finditer(sentence, at, end + 5))
