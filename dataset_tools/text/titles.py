"""Titles: the words that stand before or after a person's name."""

from __future__ import annotations

from dataset_tools.text.dispatch import Pattern
from dataset_tools.text.tables import alternation, words

_NOT_AFTER = (
    # "一中校长" is a head of school, no 中校 (a rank) before a name.
    "(?!(?<=校)[长長]|团|(?<=席)台|席(?!(?!就[座坐])[\u3400-\u9fff]{1,2}(?:[、，。；和等]|出席|参加|主持))|处(?!长)|级|会议|府|选举|大选|大会|办公|令(?!狐)|任期|职务|竞选|夫妇|们|座谈|岗位|论坛|医师|致辞"
    "|联席|扩大|批示|议事|人选|候选|助理|秘书|夫人|特使|代表团|代表队|访华|访问团|访团|委员会|以上"
    "|兼|兼任|就任|就职|名单|单位|国家|馆|部门|都|贺信|贺电|贺词|重要|讲话|指示|复信|来信|亲切|书面|培训|峰会|会晤|会谈|理事会|视频|热线|机制|同志(?![\u3400-\u9fff]{2,4}[、，])|专线|小组|班子|干部|力|机关|层|方式|能力|核心|体制|作用|下(?![\u3400-\u9fff]{1,2}[、，])|方面|员(?=会)|责任|集体|分工|岗|界)"
)


TITLE_STARTS = "".join(sorted({name[0] for name in words("titles")}))
"""Every character that a last word of a title starts with."""

TAIL = Pattern(f"(?:{alternation(words('titles'))}){_NOT_AFTER}")
"""The last word of a title, where a name may follow."""


_WORDS = words("titles")


def _sizes() -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for name in _WORDS:
        found.setdefault(name[:2], set()).add(len(name))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


_SIZES = _sizes()
"""The lengths of the titles that begin with two characters, the longest first."""
TITLE_PAIRS = frozenset(_SIZES)
"""The first two characters of every last word of a title."""
_NO_TITLE = Pattern(_NOT_AFTER.replace("(?!", "(?:", 1))


def tail_end(text: str, at: int) -> int:
    """Where the match of :data:`TAIL` at ``at`` ends, or -1; without a regular expression.

    >>> tail_end("副省长张远山", 1), tail_end("省长会议", 0)
    (3, -1)
    """
    for size in _SIZES.get(text[at : at + 2], ()):
        end = at + size
        if text[at:end] in _WORDS and _NO_TITLE.match(text, end) is None:
            return end
    return -1


def tail_in(text: str) -> bool:
    """Whether ``text`` holds the last word of a title.

    >>> tail_in("山东省长王"), tail_in("省长会议")
    (True, False)
    """
    return any(tail_end(text, at) >= 0 for at in range(len(text) - 1))


TRAILING = Pattern(
    "(?:(?:党委|党组|常务|执行|名誉|荣誉)?副?(?:书记|主席|部长|主任|院长|校长|会长|局长|处长|科长|厅长|司长|省长|市长|区长|县长|州长|行长|检察长|庭长|法官|理事长|"
    "董事长|经理|总经理|总裁|所长|站长|台长|队长|团长|镇长|乡长|社长|馆长|秘书长|厂长|总监|总编辑|主编|教授|研究员|巡视员|调研员|护士长|参谋长|政委|组长|工程师)|老师"
    "|总书记|委员长|国务委员|委员|常委|主席|书记|总理|总统|部长|省长|市长|县长|院士|教授|代表|司令员|将军"
    "|首相|外长|大使|院长|校长|总干事|秘书长|议长|会长|主任|董事长|总裁|局长|行政长官|特首|国王|副总理"
    "|副主席|副部长|副委员长|副总统|副省长|副市长|副书记|副主任|副院长|副校长|副会长|副局长|副县长|副区长|县长|区长|厅长|馆长|所长|社长|行长|司长|法师|大师|活佛|大?和尚|长老|道长|神父|牧师|亲王|公主|王储|殿下|上将|中将|少将|大将|元帅|大校|上校)"
)
"""A title that stands after a name ("赵铁生委员长")."""

HONORIFIC = Pattern("同志|先生|女士|小姐|阁下|夫妇|伉俪|博士|老人|校友|同学(?!们|会)")
"""A courtesy after a name; no title."""


def title_word_in(name: str) -> str | None:
    """The title or courtesy word that ``name`` wrongly holds, or None.

    >>> title_word_in("王大明书记")
    '书记'
    >>> title_word_in("王大明") is None
    True
    """
    match = TRAILING.search(name) or HONORIFIC.search(name)
    return match.group() if match else None
