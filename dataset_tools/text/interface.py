"""How much of a line is the vocabulary of the page around an article: menus, prompts, notices.

Patterns know the lines that were thought of; the words they are made of are far fewer. A line
that consists of such words, whatever their order, belongs to the page. One look at single words
would take titles for boilerplate, so the share of the line that they cover decides.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from operator import add
from typing import NamedTuple

from dataset_tools.text.simplify import fold, variants
from dataset_tools.text.tables import lines

# Numbers, addresses and dates tell nothing either way; they are left out of the share.
_NEUTRAL = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9./?=&%#:~+_-]+|[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|[0-9][0-9\-./:,×x+]*[年月日时分秒]*|[\W_]+"
)
_LATIN_WORD = re.compile(r"[a-zà-ÿ0-9'’.-]+")


class Weight(NamedTuple):
    """What the words of a line add up to: characters covered and not, weight, strong words."""

    covered: int
    other: int
    weight: int
    strong: int

    @property
    def share(self) -> float:
        """The share of the line's letters that are words of the page."""
        return self.covered / (self.covered + self.other) if self.covered else 0.0


@cache
def _words() -> dict[str, tuple[tuple[str, int], ...]]:
    """First character -> (word, weight), longest first."""
    table: dict[str, dict[str, int]] = {}
    for line in lines("interface"):
        weight, *words = line.split()
        for word in (word.replace("_", " ") for word in words):
            known = table.setdefault(word[0], {})
            known[word] = max(int(weight), known.get(word, 0))
    return {
        first: tuple(sorted(words.items(), key=lambda item: (-len(item[0]), item[0])))
        for first, words in table.items()
    }


@lru_cache(maxsize=1 << 12)
def weigh(line: str, least: float = 0.0) -> Weight:
    """The words of a line, longest first from the left; nothing once it is clear that they are
    less than ``least`` of it.

    >>> weigh("扫码下载客户端")
    Weight(covered=7, other=0, weight=6, strong=3)
    >>> weigh("志愿者种树").share
    0.0
    """
    text = fold(line.lower())
    words = _words()
    at = covered = other = weight = strong = 0
    most = (1 - least) * len(text)
    while at < len(text):
        if neutral := _NEUTRAL.match(text, at):
            at = neutral.end()
            continue
        for word, value in words.get(text[at], ()):
            end = at + len(word)
            if text.startswith(word, at) and not _splits(text, end):
                covered += len(word)
                weight += value
                strong += value == 2
                at = end
                break
        else:
            latin = _LATIN_WORD.match(text, at)
            end = latin.end() if latin is not None else at + 1
            other += end - at
            at = end
            if other > most:
                return Weight(0, other, 0, 0)
    return Weight(covered, other, weight, strong)


@cache
def words_of(weight: int) -> tuple[str, ...]:
    """The words of this weight."""
    words = (item for items in _words().values() for item in items)
    return tuple(sorted(word for word, weighs in words if weighs == weight))


@cache
def _foreign() -> re.Pattern[str]:
    """Han characters of no word, in either script."""
    words = "".join(word for weight in (0, 1, 2) for word in words_of(weight))
    known = re.escape("".join(sorted(set("".join(map(variants, words))))))
    return re.compile(rf"[^\x00-\u33ff\ua000-\U0010ffff{known}]+")


@cache
def _strong_starts() -> frozenset[str]:
    """The first two characters of every word of weight 2, in either script."""
    starts = {word[:2] for word in words_of(2) if not word.isascii()}
    return frozenset("".join(pair) for start in starts for pair in product(*map(variants, start)))


def _may_have(line: str, share: float) -> bool:
    """Whether so much of a line can be words, one of them strong: cheap bounds.

    The last paragraph of nearly every page is asked: most have no strong word, and a third of
    their characters are in none.
    """
    if _strong_starts().isdisjoint(map(add, line, line[1:])) and not _LATIN.search(line):
        return False
    return len("".join(_foreign().findall(line))) <= (1 - share) * len(line)


def _splits(text: str, at: int) -> bool:
    """Whether a boundary at ``at`` would cut a Latin word."""
    pair = text[at - 1 : at + 1]
    return len(pair) == 2 and pair.isalnum() and max(pair) < "\u2000"


_SHORT, _LONGEST = 60, 400
_LEAST = 0.65
"""The least share of a sentence that is the page's."""
_ENDS = frozenset("。！？；…”」』.!?;")
# Who speaks in a notice: the site of itself, of its authors and its readers.
_SELF = re.compile("本[网站报刊台号平文页公栏稿内信人]|此文|该文|作者|网友|转载|版权|著作权|来源")
_SELF_LATIN = re.compile(
    r"\b(?:our|we|us|your|you|this (?:article|site|story|material|page|website|post)|copyright|"
    r"(?:all )?rights|authors?|newsletters?|reproduc\w+|views)\b",
    re.IGNORECASE,
)
_LATIN = re.compile("[A-Za-z]")
_LEAD = re.compile(r"[\W_]*([^:：|｜丨》>【】\[\]]{2,16}?)\s*(?:[:：|｜丨》>\]】]|\s(?![A-Za-z]))")
# How an article opens, or a passage of it: the agency names itself.
_REPORT = re.compile(
    r"[\W_]*(?!相[关關]|更多|延伸|推[荐薦]|related)[^:：。，]{0,16}(?:消息|讯|电|报道|报导|获悉|訊|電|報導|reports?)[^:：。，\w]{0,2}"
    r"(?:[(（][^)）]{0,16}[)）])?[:：]"
)
# How an article often ends: whom its reporter asked, and who did not answer.
_ASKED = re.compile(
    "截[至止](?:[记記]者)?[发發]稿|[无無]人接[听聽]|"
    "(?:未|没有|沒有)[^。，]{0,6}?(?:回[应應复復覆]|答[复覆])|[记記]者[^。，]{0,12}(?:[联聯]系|拨打|撥打|致[电電]|采[访訪]|採訪)"
)
# Menus and prompts know no day before today.
_PAST = re.compile("昨[天日晚夜]|前[天日]|日前|近日")
_END = re.compile(r"[\W_]*(?:全文)?(?:完|终|the end|end|fin)[\W_]*", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:[\[【(（](?:图|组图|视频|专题|图文|高清|图片)[\])）】]|[·•・●○■□◆◇▪▲★☆※>»›*\-])\s*.{4,60}?[\s\[(（【]+(?:(?:19|20)?[0-9]{2}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?"
    r"(?:\s[0-9:]{4,8})?[\])）】]?"
)


def interface_label(line: str, least: float = 0.6) -> str:
    """What a line at the edge of a page is by its words: prompt, notice, related; "" if none.

    ``line`` is stripped and not empty; ``least`` is the least share of a short line.
    Never ask of a title, which may be about such things.

    >>> interface_label("扫码下载客户端，看更多精彩内容"), interface_label("客户端昨天发布了新版本")
    ('prompt', '')
    >>> interface_label("截至发稿，记者尚未收到该公司的回复。")
    ''
    """
    if len(line) > _LONGEST:
        return ""
    if len(line) <= _SHORT and (line[-1] not in _ENDS or _END.fullmatch(line)):
        told = _REPORT.match(line) or _PAST.search(line)
        return "" if told else _short_label(line, least)
    speaks = _speaks(line)
    if not (speaks or len(line) <= _SHORT) or not _may_have(line, _LEAST) or _REPORT.match(line):
        return ""
    if len(line) <= _SHORT and _ASKED.search(line):
        return ""
    found = weigh(line, _LEAST)
    if len(line) <= _SHORT and found.share >= 0.75 and found.strong and found.weight >= 3:
        return "prompt"
    said = (
        found.share >= (_LEAST if found.strong > 1 else 0.9) and found.strong and found.weight >= 5
    )
    return "notice" if said and speaks else ""


def _speaks(line: str) -> bool:
    """Whether a line names the one who speaks in a notice."""
    if _SELF.search(line):
        return True
    return _LATIN.search(line) is not None and _SELF_LATIN.search(line) is not None


def _short_label(line: str, least_share: float) -> str:
    if _END.fullmatch(line) and not line.islower() and (line.isupper() or not line.isalpha()):
        return "ruler"
    if _ITEM.fullmatch(line):
        return "related"
    found = weigh(line)
    least = 2 if found.strong or line.isascii() else 3
    if found.share >= 0.85 and found.weight >= least:
        return "prompt"
    if found.strong and found.share >= least_share and found.weight >= 3:
        return "prompt"
    lead = _LEAD.match(line)
    head = weigh(lead.group(1)) if lead is not None and found.strong else None
    return "prompt" if head is not None and head.strong and head.share >= 0.8 else ""
