"""Whether a traditional text was written so, or made by the character-by-character converter."""

from __future__ import annotations

from collections.abc import Sequence

from dataset_tools.text.codes import Counts, differing
from dataset_tools.text.convert import FOREIGN, simplify
from dataset_tools.text.han import (
    SIMPLIFIED,
    SIMPLIFIED_ONLY,
    TRADITIONAL_ONLY,
    character_class,
)
from dataset_tools.text.late import Late
from dataset_tools.text.phrases import phrases

_SCRIPTS = Counts(TRADITIONAL_ONLY, SIMPLIFIED_ONLY)


def scripts(text: str) -> list[int]:
    """How many characters are traditional only, and how many simplified only.

    >>> scripts("關于县城")
    [1, 1]
    """
    return _SCRIPTS.of(text)


def is_traditional(text: str, least: int) -> bool:
    """At least so many traditional characters, and hardly a simplified-only one among them.

    >>> is_traditional("關於會議", 3), is_traditional("關於会议", 2)
    (True, False)
    """
    traditional, simplified = scripts(text)
    return traditional >= least and simplified <= 0.1 * traditional


# Words as only a character-by-character converter writes them: in each, one character has a form
# that writers of traditional Chinese keep for another word (於 後 裡 麵 幹 餘 …). Not where the
# characters may belong to two words (有關系統, 機制造成, 若干部), to a name, a queen or a mile.
_WORDS = (
    "[關位屬處基終至低善源敢趨勇難忠鑒限便急樂始]于 于[0-9]{1,4}[年月日時] 于[近今本當昨] "
    "[以之最今然背落隨事午戰產售]后 (?<![皇太王])后[續勤備] [這那哪]里 (?<![公英海])里[面邊頭] "
    "[關聯]系(?![統列]) 面粉(?!碎) (?<![機體控限法管編節強自])制[造作品藥] [研繪錄印]制[造作] "
    "(?<!若)干[部警勁燥旱] [骨才苦餅]干 [模示規典防師]范 (?<![標水精基])準[許予] 批準 農歷 "
    "(?<![恢修康收光平報答回往反])復[雜印] 重復(?![發工原興產學診位活]) [其業剩殘]余 余額 "
    "[0-9百千萬]余[人名個家次年萬億] [志自意心]愿 愿[意望] [建修構]筑 筑[牢起] [奮戰搏]斗 "
    "(?<![北])斗[爭志] (?<![長遠出])征[求集收] [特象應]征 [輕放寬]松 云[計端層南] [白風]云 "
    "[防抵]御 (?<!對)沖[突擊鋒] 緩沖 呼吁 [憂抑]郁 谷物 稻谷 公仆 [昆害病]虫 開辟 [沉積]淀 杰出 "
    "夸[大張] 苹果 凈[化土水] [乾干洗純潔]凈 臺風(?![險格控波景采雲]) (?<!標)籤[署訂] "
    "并[且不非在將對與為從于] [合兼吞]并 丑[聞陋] 旅游 采[取用購納]"
)
_WORD = Late(lambda: "|".join(_WORDS.split()))

# Forms that writers of traditional Chinese seldom leave, or write, where OpenCC's three
# dictionaries all have another; less telling than a word. 布 占 周 志 了 vary: not here.
_TELLING = frozenset(
    "于后里云系面余松谷征制干只范斗郁愿咸筑仆丑虫厂辟淀杰夸柜么苹吁并采籤沖獲準御凈游蘇歷發復致"
)
# Those of them that are names too, or that OpenCC takes for another word: one place tells nothing.
_NAMES = frozenset("干于里云余松谷范郁筑仆辟杰采游蘇發")


_ANCHOR = Late(lambda: f"[{character_class(_TELLING | {'臺'})}]")


def shows_converter(text: str) -> bool:
    """Whether a traditional text shows the character-by-character converter.

    Without any character that it never writes (於 後) or never leaves (台): a word that nobody
    else writes so (關于, 以后), or places at which all of OpenCC's dictionaries have another form.

    >>> shows_converter("關于縣城發展的規劃，說明了時間、責任。")
    True
    >>> shows_converter("關於縣城以後發展的規劃，裡面說明了時間、責任。")
    False
    """
    if FOREIGN.stands_in(text) or SIMPLIFIED.stands_in(text) or not is_traditional(text, 8):
        return False
    return _has_word(text) or _is_shown(text)


def _has_word(text: str) -> bool:
    """Whether a telling word stands in a line where OpenCC would have written it otherwise."""
    # Only beside a telling character, which every word has at its first or second place: one
    # search for a class of characters is far faster than one for a hundred words.
    for anchor in _ANCHOR.finditer(text):
        match = _WORD.match(text, anchor.start()) or _WORD.match(text, max(0, anchor.start() - 1))
        if match is None:
            continue
        start, end = match.span()
        low = text.rfind("\n", 0, start) + 1
        high = text.find("\n", end)
        line = text[low : high if high >= 0 else None]
        form = phrases(simplify(line), "s2t")
        if form is not None and form[start - low : end - low] != match.group():
            return True
    return False


def _is_shown(text: str) -> bool:
    """Whether forms that all of OpenCC's dictionaries write otherwise add up.

    Two kinds that writers avoid, or one that is no name, or one among three kinds. Those that
    writers vary (公布, 占, 一周, 了解) alone never do: 4 % of the articles so converted show no
    more, and 6 % nothing at all. Asking less of long pages found 0.3 % more and took good ones.
    """
    simplified = simplify(text)
    shown: Sequence[int] = range(len(text))
    for name in ("s2t", "s2hk", "s2tw"):
        form = phrases(simplified, name)
        if form is None:
            return False
        wrong = set(differing(text, form))
        shown = [at for at in shown if at in wrong]
        if not shown:
            return False
    forms = {text[at] for at in shown}
    telling = forms & _TELLING
    return len(telling) > 1 or bool(telling - _NAMES) or (bool(telling) and len(forms) >= 3)
