"""What a span needs to be a person's name: its end, its characters, no word, no place.

Source: the tables of ``dataset_tools.text`` and the grammar of what may follow a name.
"""

from __future__ import annotations

from functools import lru_cache

from dataset_tools.fields.attendees.boundaries import BOUNDARY, HARD, VERBAL
from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.names import PLACES, TRANSLITERATION
from dataset_tools.text.tables import alternation, words
from dataset_tools.text.titles import TITLE_STARTS, TRAILING

NOT_NAMES = words("not_names")
ORDINARY = words("words")
JAPANESE = words("japanese")
ELEMENTS = words("elements")
FUNCTION = frozenset("的等了们这哪啊吗呢吧您她它你我他届、，。；：！？·\x00\x01 　0123456789")
_NEVER_IN_ODD = frozenset(
    "部委局厅署省市县区州镇村国院校团队组党社会处科所站厂者员人士界级个位名次项会议长这是不有"
)
HAN = Pattern("[\u3400-\u9fff]+")
NO_PERSON = Pattern(
    "(?:先生|女士|小姐|职高|[中小高]学|高中|[一二三四五六七八九十]月)$|^关于|^首次|^[日近]前|^[当今昨近]日|^当天|^周[一二三四五六日末]|^[中外双三四多各美俄欧日英法德韩印越巴沙埃]方|^包括|^当地|^商[讨议谈]|^官邸|^原(?:[校院省市部]|党[组委])|^权(?:教育|利|状|益|力|威|限)|不再|元首|友好|楷模|政府$|媒体|(?:企业|机构|协会|学会|商会|银行|基金|部长|大臣|声中|曲中|调研|表示)$|[省市县区州]委$|.{2}[岛站舰]$|[国特]并$|^[西南北]方|^时[说称还表指应任开在]|会$|^曾[担作表两多任经在是于获被说与参]|^[第次每]|次$|"
    "[一二三四五六七八九十]次|[省市县区镇]$|中央|委员|主席|部门|负责|代表|宗教|工商|^全国|国务|"
    "人民|政府|国家$|大学$|学院$|考察|^本次|.{2}[在已也均赴就]$|联合|有限|组织|会议|保护|流域|问题|^.{1,2}[委部局厅署院办处某]$|.[中高][院法检]$|^.(?:老伯|师傅|大[爷娘妈叔婶嫂姐]|阿姨|奶奶|爷爷)$|^.{2}[地者]$|^连日|^平(?:进|等|和|稳|台)|公司|合作$|关系$|经济$|工作$|交流$|访问$|界$|寺$|庙$|博物馆|纪念馆|社区|街道"
)


def verbal(sentence: str, at: int, size: int) -> bool:
    """Whether a verb or adverb of at least ``size`` characters stands at ``at``: no name begins s"
    "o."""
    return VERBAL.end(sentence, at) - at >= size


def odd(name: str) -> bool:
    """Whether a name holds a character that bodies and groups are named with."""
    return not _NEVER_IN_ODD.isdisjoint(name) or not FUNCTION.isdisjoint(name)


def odd_foreign(name: str) -> bool:
    """The same of a name written as foreign ones are: 科 and 州 are usual sounds in it."""
    rest = [char for char in name if char not in TRANSLITERATION]
    return not _NEVER_IN_ODD.isdisjoint(rest) or not FUNCTION.isdisjoint(name)


_FIRST = (
    frozenset(BOUNDARY.pattern)
    | frozenset("0123456789 \u3000\n\x00\x01")
    | {name[0] for name in words("titles")}
)


def bounded(sentence: str, end: int, hard: bool = False) -> bool:
    """Whether a name may end at ``end`` (``hard``: beyond doubt)."""
    if end < len(sentence) and sentence[end] not in _FIRST:
        return False
    if (HARD if hard else BOUNDARY).holds(sentence, end):
        return True
    trail = TRAILING.match(sentence, end) if sentence[end : end + 1] in TITLE_STARTS else None
    return trail is not None and BOUNDARY.holds(sentence, trail.end())


STATE = Pattern(alternation(place for place in PLACES if len(place) > 1))


@lru_cache(maxsize=1 << 12)
def is_foreign(title: str) -> bool:
    """Whether a title begins with or holds the name of a state other than China."""
    return any(place.group() not in _HOME for place in STATE.finditer(title))


_HOME = frozenset(words("home"))
