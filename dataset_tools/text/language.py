"""Which language and script a text is in, as a BCP 47 tag, from its letters alone."""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 400
"""Characters looked at: on articles the tag of the first 400 is the tag of the whole."""

_HEAD = 100

UNKNOWN = "und"

# Characters of one script only, taken from the frequent ones (Unicode Unihan kSimplifiedVariant /
# kTraditionalVariant pairs without those that are valid in both). Enough of them stand in any
# 20 characters of running text.
_PAIRS = (
    "国國会會这這为為来來对對时時个個们們发發学學经經业業产產动動现現实實关關进進开開"
    "过過还還从從无無问問题題间間长長门門见見说說话話书書车車东東军軍农農华華万萬与與"
    "义義习習议議设設计計认認识識记記讲講论論证證评評词詞请請读讀课課调調谁誰谈談让讓"
    "务務动動劳勞势勢区區医醫卫衛历歷压壓参參双雙变變号號员員响響图圖团團场場块塊坚堅"
    "声聲处處备備复復够夠头頭夺奪奋奮妇婦孙孫宁寧宝寶审審导導专專将將尔爾尽盡层層属屬"
    "岁歲岛島带帶师師帮幫广廣庆慶应應库庫张張强強归歸当當录錄总總战戰户戶执執扩擴护護"
    "报報担擔拥擁择擇击擊挥揮损損换換据據断斷术術机機杀殺权權条條极極构構标標样樣检檢"
    "欢歡决決况況减減汇匯汉漢济濟测測满滿灵靈点點热熱爱愛状狀独獨环環电電画畫疗療监監"
    "盘盤确確码碼离離种種积積称稱稳穩穷窮竞競笔筆筑築签簽简簡类類紧緊红紅级級纪紀约約"
    "线線组組细細织織终終绍紹给給统統继繼续續维維综綜绿綠网網罗羅职職联聯脑腦节節苏蘇"
    "药藥获獲营營虽雖补補观觀规規视視觉覺触觸订訂训訓许許诉訴试試详詳语語质質贡貢财財"
    "责責败敗货貨购購费費资資赛賽赶趕践踐转轉轮輪输輸达達迁遷运運远遠违違连連适適选選"
    "递遞邻鄰释釋针針钟鐘钢鋼钱錢铁鐵银銀销銷锋鋒错錯键鍵镇鎮闭閉闻聞阳陽阶階际際陆陸"
    "难難顶頂项項顺順须須预預领領频頻颜顏风風飞飛饭飯馆館马馬驻駐验驗鱼魚鸟鳥龙龍"
)
_SIMPLIFIED = frozenset(_PAIRS[0::2])
_TRADITIONAL = frozenset(_PAIRS[1::2])
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9d]")
_KANA_SET = frozenset(map(chr, range(0x3040, 0x3100)))
_MARKS = re.compile(f"[{_PAIRS}\u3040-\u30ff]")
"""The characters that tell the scripts apart; the others of a text are not looked at."""
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("bo", re.compile(r"[\u0f00-\u0fff]")),
    ("mn-Mong", re.compile(r"[\u1800-\u18af]")),
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’][a-z]+)?")
# Function words: the most frequent short words of each language that few of the others have.
_WORDS = {
    "en": (
        "the of and to in is that for it was on with as at by from are be this have not has "
        "had were they his her an which"
    ),
    "es": (
        "el la de que y en los del las por con una para se su al lo como más pero sus le ya o "
        "este sí porque esta entre cuando muy sin sobre también fue había es un"
    ),
    "pt": (
        "o a de que e do da em um para é com não uma os no se na por mais as dos como mas foi "
        "ao ele das tem à seu sua ou ser quando muito há nos já está também só pelo pela até"
    ),
    "fr": (
        "le la les de des du et un une est en que qui dans pour pas sur au avec ce il sont "
        "plus par ne se été aux cette mais ont"
    ),
    "de": (
        "der die das und ist in zu den mit von für auf ein eine nicht sich des dem im als auch "
        "es an werden aus er hat dass sie nach"
    ),
    "it": (
        "il la di che e un una per è non in del con si da gli le dei della sono come più alla "
        "nel ma anche ha lo i al"
    ),
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak akan adalah ke oleh telah juga",
    "vi": "và của là có không được trong cho người một các với đã này những",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _tag, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _tag)
_NON_RUSSIAN = (("uk", re.compile(r"[іїєґІЇЄҐ]")), ("ru", re.compile(r"[ыэъё]")))


def language_of(text: str) -> str:
    """The BCP 47 tag of ``text`` (its first :data:`SAMPLE` characters), with script for Chinese.

    ``und`` where it cannot be known: no letters, or Latin words of no language listed here. A
    Chinese text whose characters are the same in both scripts is ``zh``.

    >>> [language_of(text) for text in ("国务院会议", "國務院會議", "The end of it", "42")]
    ['zh-Hans', 'zh-Hant', 'en', 'und']
    """
    sample = text[:SAMPLE]
    if sample.isascii():
        return _latin(sample)
    # The first lines settle nearly every Chinese article; the whole sample is for the others.
    simple, traditional, kana = _signs(sample[:_HEAD])
    if abs(simple - traditional) > 4 and not kana:
        return "zh-Hans" if simple > traditional else "zh-Hant"
    simple, traditional, kana = _signs(sample)
    if simple + traditional > 7 and not kana:
        return "zh-Hans" if simple >= traditional else "zh-Hant"
    return _by_script(sample, simple, traditional)


def _signs(text: str) -> tuple[int, int, bool]:
    """Different characters of the simplified and of the traditional script; whether kana stand."""
    marks = set(_MARKS.findall(text))
    simple, traditional = len(_SIMPLIFIED & marks), len(_TRADITIONAL & marks)
    return simple, traditional, not _KANA_SET.isdisjoint(marks)


def _by_script(sample: str, simple: int, traditional: int) -> str:
    counts = {"zh": len(_HAN.findall(sample)) * 2.5, "ja": 0.0}
    if kana := len(_KANA.findall(sample)):
        # Running Japanese is at least a third kana; a Chinese text may quote a word of it.
        counts["ja"] = counts["zh"] + kana if kana * 2.5 >= counts["zh"] / 3 else 0.0
    counts |= {tag: float(len(pattern.findall(sample))) for tag, pattern in _SCRIPTS}
    counts["latin"] = float(sum(map(len, _LATIN.findall(sample))))
    best = max(counts, key=lambda tag: counts[tag])
    if not counts[best]:
        return UNKNOWN
    if best == "latin":
        return _latin(sample)
    if best == "zh":
        if simple == traditional:
            return "zh"
        return "zh-Hans" if simple > traditional else "zh-Hant"
    if best == "ru":
        return next((tag for tag, mark in _NON_RUSSIAN if mark.search(sample)), "ru")
    return best


def _latin(sample: str) -> str:
    """The language whose function words are the most; ``und`` on a tie or with none."""
    votes: Counter[str] = Counter()
    words = 0
    for word in _LATIN.findall(sample.lower()):
        words += 1
        for tag in _LANGUAGES_OF.get(word, ()):
            votes[tag] += 1
    if not votes:
        return UNKNOWN
    (best, most), *rest = votes.most_common(2)
    if (rest and rest[0][1] == most) or most < max(1, words // 12):
        return UNKNOWN
    return best
