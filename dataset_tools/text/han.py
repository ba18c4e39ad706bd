"""Han characters: which are simplified, traditional, common; tables from named sources.

Sources: the codecs ``gb2312`` and ``big5`` of Python (GB 2312-80, Big5 level 1, the 5,401 most
used traditional characters), and OpenCC's dictionaries in ``data/converter.tsv`` and
``data/variants.tsv`` (written by ``tests/text/derive_han_tables.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from dataset_tools.text.codes import Counts
from dataset_tools.text.late import AnyOf, Late

DATA = Path(__file__).with_name("data")

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The Han characters, as the inside of a regular expression's character class."""


def _pairs(name: str) -> dict[str, str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return {line[0]: line[2] for line in lines}


def character_class(characters: Iterable[str]) -> str:
    """The inside of a character class that holds exactly these characters.

    >>> character_class("dab]c")
    '\\\\]a-d'
    """
    points = sorted(map(ord, set(characters)))
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(
        _literal(low) if low == high else f"{_literal(low)}-{_literal(high)}"
        for low, high in ranges
    )


def _literal(point: int) -> str:
    return f"\\{chr(point)}" if chr(point) in r"\]^-[&|~" else chr(point)


def _codec(codec: str, leads: range, trails: Iterable[int]) -> list[str]:
    trails = list(trails)
    found: list[str] = []
    for lead in leads:
        pairs = [bytes((lead, trail)) for trail in trails]
        try:
            found += b"".join(pairs).decode(codec)
        except UnicodeDecodeError:  # a row with gaps
            found += [pair.decode(codec, "ignore") for pair in pairs]
    return [character for character in found if len(character) == 1 and character >= "\u3400"]


GB2312 = frozenset(_codec("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)))
"""The 6,763 Han characters of GB 2312-80."""

BIG5_COMMON = frozenset(_codec("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]))
"""The 5,401 Han characters of Big5 level 1."""

COMMON = frozenset(_codec("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))) | BIG5_COMMON
"""What a page of ordinary Chinese consists of: level 1 of either standard."""

TO_TRADITIONAL = _pairs("converter.tsv")
"""Simplified -> traditional, one to one, as the damaging converter does it."""

TO_SIMPLIFIED = {traditional: simplified for simplified, traditional in TO_TRADITIONAL.items()}
"""The inverse of :data:`TO_TRADITIONAL`."""

VARIANTS = {t: s for t, s in _pairs("variants.tsv").items() if t <= "\uffff"}
"""Traditional -> simplified, OpenCC's single characters (beyond U+FFFF a regular expression's
character class would be searched one by one, and no page has them)."""

TRADITIONAL_ONLY = frozenset(VARIANTS) | frozenset(TO_SIMPLIFIED) - GB2312
"""Characters that stand in no simplified text (those of GB 2312 left out)."""
TRADITIONAL_ONLY -= GB2312

SIMPLIFIED_ONLY = frozenset(TO_TRADITIONAL)
"""Characters that the damaging converter leaves nowhere."""

HAN_ONE = re.compile(f"[{HAN}]")
TRADITIONAL_ONE = Late(lambda: f"[{character_class(TRADITIONAL_ONLY)}]")
SIMPLIFIED_ONE = Late(lambda: f"[{character_class(SIMPLIFIED_ONLY)}]")
SIMPLIFIED = AnyOf(lambda: character_class(SIMPLIFIED_ONLY))


FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前"
    "开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重"
    "并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常"
    "先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报"
    "才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼"
    "书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术"
    "领共确传师观清今切院让识候带导争运笔习党团议总书记级织组贯彻调组负责群众创责任务举党员协联区县"
    "网视频讯报纸闻播厅局处科镇村乡城州省岛湾港铁路桥车船飞机场站购买卖价钱币银财税贸易货产销售额亿"
    "环境护绿污净节约能源电煤油气农林牧渔粮种植树医药疗病诊卫健康疫苗养老儿童妇残疾军队防武警察法院"
    "检监狱审判罪案律师教育校师课题研究验测试技术创新项目投资建筑屋楼厂业企职岗薪劳动赛冠军奖队员选"
    "举代表委员会议案规划纲要精神思想理论实践宣传讲话稿演出艺戏剧电影乐歌舞画展览馆图馆书库档案优势"
    "据随样专续击构纪际验值维责标准历史继维护断细获负责属显难适约积极减错执继续纷读谈讨论访问谢迎"
    "邻荣誉献礼赞颂词诗欢乐爱鲜艳丽宝贝扩展缩减压紧张轻松浓厚块顿谓讯询证评诉译试该详语误说请诸课"
    "谁谅谋谐财贡败货质贩贫购贯贸费贺贵贷资赋赏赛赠趋跃践车轨转轮软轻载较辆辑输达迁过运还这进远违"
    "连迟适选遗郑酿采释鉴针钟钢钱铁银销锁锋错键镇长门闭问闲间闹队阳阴阵阶际陆陈险随隐难雾静韩页顶项"
    "顺须顾顿预领频题额风飘飞饭饮馆马驰驱驶驻验骗鱼鲁鲜鸟鸡鸣黄齐龄龙"
)
"""Some 800 characters that every newspaper uses: the first hundreds of Jun Da's list of modern
Chinese (2004) and the everyday words of news and notices."""

_FREQUENT = frozenset(FREQUENT)


def is_frequent(character: str) -> bool:
    """Whether a character, or its simplified form, is one that every text uses.

    >>> is_frequent("會"), is_frequent("躇")
    (True, False)
    """
    return TO_SIMPLIFIED.get(character, character) in _FREQUENT


_USUAL = Counts(COMMON.union("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～％　"))


def common_share(text: str) -> float:
    """The share of common Han characters and of usual Chinese punctuation beyond ASCII.

    1.0 for plain Chinese, near 0 for text read in a wrong encoding; 1.0 where nothing is beyond
    ASCII.

    >>> common_share("会议。"), common_share("ä¼šè®®")
    (1.0, 0.0)
    """
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return _USUAL.of(text)[0] / beyond if beyond else 1.0
