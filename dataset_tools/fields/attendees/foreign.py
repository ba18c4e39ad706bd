"""Where a name that is no usual Han name ends: dotted, transliterated, Japanese, Tibetan ones.

All work on a masked sentence (see ``reading.masked``) and give the end offset, or -1.
"""

from __future__ import annotations

import re

from dataset_tools.fields.attendees.boundaries import HARD
from dataset_tools.fields.attendees.plausible import (
    ELEMENTS,
    HAN,
    JAPANESE,
    NO_PERSON,
    NOT_NAMES,
    ORDINARY,
    STATE,
    bounded,
    odd,
    odd_foreign,
    verbal,
)
from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.names import PLACES, SINGLE, TRANSLITERATION
from dataset_tools.text.titles import tail_end, tail_in

_DOTTED = Pattern("[\u3400-\u9fff]{1,8}(?:[·-][\u3400-\u9fff]{1,8}){1,5}")


def dotted_name(sentence: str, at: int) -> int:
    """End of a name with middle dots (or, transliterated, hyphens) that starts at ``at``, or -1."""
    match = _DOTTED.match(sentence, at)
    if match is None:
        return -1
    whole = match.group()
    first = re.split("[·-]", whole)[0]
    if tail_in(first) or verbal(sentence, at, 2) or (STATE.match(first) and len(first) > 4):
        return -1
    last = max(sentence.rfind("·", at, match.end()), sentence.rfind("-", at, match.end())) + 1
    strange = [
        char for char in sentence[at:last] if char not in TRANSLITERATION and char not in "·-"
    ]
    hyphened = "·" not in whole
    most = int(len(whole) > 4) if hyphened else 2  # 雅各布-卢: 各 is none of the usual sounds
    if len(strange) > most or (hyphened and first in PLACES):
        return -1
    for end in range(last + 1, match.end() + 1):
        if sentence[end - 1 : end] == "世" and sentence[end - 2] in "一二三四五六七八":
            return end
        if sentence[end : end + 1] in "一二三四五六七八" and sentence[end + 1 : end + 2] == "世":
            continue
        if bounded(sentence, end) and (end - last > 1 or HARD.holds(sentence, end)):
            return -1 if sentence[last:end].endswith("国家") else end
    end = last
    while end < match.end() and sentence[end] in TRANSLITERATION:
        end += 1
    return end if end > last else -1


def element_name(sentence: str, at: int) -> int:
    """End of a name of two usual Tibetan or Mongolian elements at ``at``, or -1."""
    if sentence[at : at + 2] in ELEMENTS and sentence[at + 2 : at + 4] in ELEMENTS:
        return at + 4 if bounded(sentence, at + 4) else -1
    return -1


_JAPANESE_PAIRS = frozenset(name[:2] for name in JAPANESE)


def japanese_name(sentence: str, at: int) -> int:
    """End of a name with a Japanese surname that starts at ``at``, or -1."""
    if sentence[at : at + 2] not in _JAPANESE_PAIRS:
        return -1
    for size in (3, 2):
        if sentence[at : at + size] in JAPANESE:
            for end in (at + size + 2, at + size + 1, at + size + 3, at + size):
                name = sentence[at:end]
                if HAN.fullmatch(name) and bounded(sentence, end) and not NO_PERSON.search(name):
                    return end
    return -1


LONGEST_FOREIGN = 11
"""Characters of a foreign name without dots, at most."""


def foreign_name(sentence: str, at: int, titled: bool, foreign: bool) -> int:
    """End of a transliterated or other foreign name that starts at ``at``, or -1."""
    limit = min(len(sentence), at + LONGEST_FOREIGN)
    if not foreign and not _may_be_foreign(sentence[at:limit], titled):
        return -1
    may_rule = titled and sentence[at] in TRANSLITERATION
    regnal = _REGNAL.match(sentence, at) if may_rule else None
    if regnal is not None:
        return regnal.end()
    run = HAN.match(sentence, at, limit)
    spelled = titled or sentence[at + 2 : at + 3] in TRANSLITERATION
    if run is None or not spelled or verbal(sentence, at, 1):
        return -1
    for end in range(at + 2, run.end() + 1):
        if not bounded(sentence, end):
            continue
        name = sentence[at:end]
        if tail_in(name) and tail_end(sentence, end) < 0:
            return -1
        if _could_be_foreign(name, titled, foreign, sentence[end : end + 1]):
            return end
    return _transliterated(sentence, at, limit) if titled and foreign else -1


def _transliterated(sentence: str, at: int, limit: int) -> int:
    """End of three and more characters that foreign names are written with, or -1."""
    end = at
    while end < limit and sentence[end] in TRANSLITERATION:
        end += 1
    return end if end - at >= 3 and sentence[at:end] not in PLACES else -1


def _may_be_foreign(text: str, titled: bool) -> bool:
    """Whether enough of the first characters are written as foreign names are (a screen)."""
    if not titled:
        return TRANSLITERATION.issuperset(text[:3])
    spelled = 0
    for size, char in enumerate(text, 1):
        spelled += char in TRANSLITERATION
        if size > 1 and spelled >= 0.6 * size:
            return True
    return False


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
    return not odd_foreign(name) and (
        (foreign and len(name) <= 5) or (spelled >= 0.8 and len(name) >= 4)
    )


_COMMON = Pattern(
    "[及和与或副正前原现各该其此每某多两双全同本我他她它你另]|[一二三四五六七八九十百千]|以上|以下|之间|群众|家属|家长|办公|分工|"
    "制度|责任|述职|轮流|牵头|亲自|带头|带队|挂帅|履职|单独|集体|当选|就职|候选|信箱|热线|论坛|峰会|医师|工程|分别|参与|"
    "拨冗|今年|去年|明年|刚才|密集|特别|今天|昨天|近日|日前|扩大|联席|常务|执行|名誉|单位|同志|先生|女士"
)
_REGNAL = Pattern(f"[{''.join(sorted(TRANSLITERATION))}]{{2,8}}[一二三四五六七八]世")
OFFICE = Pattern(
    "(?:书记|主席|[省市县区州旗盟镇乡部局厅司院校行会社台馆处科]长|主任|委员长|秘书长|司令员?|政委|总理|总统|"
    "总裁|董事长|总经理|检察长|参谋长|理事长|法师|大使|院士|教授)$"
)
OFFICE_ENDS = frozenset("记席长任令员委理统裁师使士授")
"""The last characters of :data:`OFFICE`."""
_OFFICE_HOLDER = Pattern(
    "[\u3400-\u9fff]{2,3}?(?=[、，。\x00]|出席|参加|主持|会见|列席|陪同|致辞|讲话|分别|先后|代表|在|同|与|率|赴|向|来到|前往|深入|于\\d)"
)


def partner_name(sentence: str, at: int) -> int:
    """End of an untitled foreign name after "同", "会见" and the like, or -1."""
    if verbal(sentence, at, 1):
        return -1
    for end in range(at + 3, at + 8):
        name = sentence[at:end]
        word = name[:2] in NOT_NAMES or name[:2] in ORDINARY or name in NOT_NAMES
        if not HAN.fullmatch(name) or odd(name) or name in PLACES or word:
            return -1
        if tail_in(name):
            return -1
        if bounded(sentence, end):
            known = sum(char in TRANSLITERATION for char in name)
            strange = STATE.match(name) or NO_PERSON.search(name) or name[0] not in TRANSLITERATION
            return end if known >= 0.6 * len(name) and not strange else -1
    return -1


def _is_persons(title: str, office: int) -> bool:
    """Whether the office that begins at ``office`` in ``title`` follows the name of its holder."""
    for size in (2, 3):
        name = title[max(0, office - size) : office]
        if len(name) == size and name[0] in SINGLE and name not in ORDINARY | NOT_NAMES | PLACES:
            return True
    return False


def office_holder(sentence: str, at: int, title: str, office: int) -> int:
    """End of a name of unusual surname between an office and a verb or mark, or -1."""
    match = _OFFICE_HOLDER.match(sentence, at)
    if match is None or verbal(sentence, at, 1) or _is_persons(title, office):
        return -1
    name = match.group()
    if odd(name) or name in NOT_NAMES or name in ORDINARY or name in PLACES:
        return -1
    if NO_PERSON.search(name) or tail_in(name) or _COMMON.search(name):
        return -1
    return match.end()
