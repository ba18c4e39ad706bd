"""Names as bylines print them: of authors and of publishers, without what stands around them."""

from __future__ import annotations

import re

from dataset_tools.text.boilerplate import is_menu

NOBODY = re.compile(
    r"(?:佚名|无名|無名|未知|不详|不詳|匿名|网络|網絡|网络整理|互联网|原创|原創|转载|轉載|本站|"
    r"本网|本站原创|本站编辑|小编|管理员|系统管理员|admin(?:istrator)?|root|"
    r"editor|staff|webmaster|unknown|anonymous|guest|none|null|n/?a|[-—/*.·\d\s]*)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:文字|图文|图|文|摄影|本报|本网|本台|本刊|本社|特约|特派|驻站|实习|见习|首席|全媒体|"
    r"融媒体|新媒体)*[/／·、]*(?:记者|記者|通讯员|通訊員|实习生|撰稿人|撰稿|撰文|作者|"
    r"评论员)\s*[:：]?\s*"
)
_HALF_ROLE = re.compile(r"(?:特约|特派|实习|见习|首席|全媒体|融媒体|本报|本网|本台|驻站)+$")
_ROLE_ALONE = re.compile(r"\S{0,8}(?:记者|記者|通讯员|通訊員|特约作者|专栏作家|撰稿人|评论员)$")
_ORGANISATION_ROLE = re.compile(
    r"^\S{2,12}?(?:首席|见习|实习|特约)?(?:记者|記者|通讯员|"
    r"评论员|作者|撰稿人)\s*[:：]?\s*(?=\S{2,4}(?:[\s、，,]|$))"
)
_IN_BRACKETS = re.compile(r"\s*[（(][^（()）]*[)）]?")
_AFFILIATION = re.compile(
    r"(?:医师|醫師|主任|教授|讲师|研究员|院长|处长|科长|主席|博士|律师|院|所|系|部|处|局|社|站|"
    r"办|中心|大学|学校|公司|集团|委员会|办公室)$"
)
_BRACKETS = "()（）[]【】〔〕"
_AND = re.compile(r"\s*(?:[、，,;；/&]|\s(?:and|y|e|und|et)\s)\s*|\s{2,}")
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[\u3400-\u9fff]")
_INITIALS = re.compile(r"[A-Z]{2,6}$")
"""An agency beside a name: "By Jane Doe, AP"."""
_POST = re.compile(
    r"\b(?:staff|writer|editor|reporter|correspondent|columnist|contributor|director|professor|"
    r"analyst|producer|bureau|desk)\b",
    re.IGNORECASE,
)
_BARRED = re.compile(r"\s*[|｜丨]\s*(?=.*\d)")
"""Before a day or a count behind a bar."""
_NEXT_LABEL = re.compile(r"\s+[\u3400-\u9fff]{1,6}\s*[:：].*$")
_REPORTED = re.compile(
    r"(?:发自|發自)|(?:.*(?:报道|報導|报导|報道|[摄攝])|整合|整理|综合|綜合|编译|編譯|采写|採寫)$"
)
_LATIN_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ][\w'’.-]*(?:\s(?:(?:de|da|do|dos|das|del|la|van|von|der|bin|al|el|y|"
    r"e)\s)?[^\W\d_a-zà-ÿ][\w'’.-]*){1,3}$"
)
# The most frequent surnames: four fifths of all people
# (Ministry of Public Security, report on names of 2020).
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)


def without_role(word: str) -> str:
    """``word`` without the role that it opens with; empty where it is one, with its medium.

    >>> without_role("本报记者田雨"), without_role("山城网记者")
    ('田雨', '')
    """
    return _ROLE.sub("", word) if not _ROLE_ALONE.match(word) else ""


def is_report(word: str) -> bool:
    """Whether ``word`` says that something was reported, not who did.

    >>> is_report("山城報導"), is_report("山城日报"), is_report("新世纪山城报道")
    (True, False, False)
    """
    return len(word) < 7 and _REPORTED.match(word) is not None


def is_person(name: str) -> bool:
    """Whether ``name`` has the form of a person's.

    >>> is_person("田雨"), is_person("山城日报"), is_person("Jane Doe")
    (True, False, True)
    """
    from dataset_tools.text.names import is_plausible_name, surname_of

    if name.isascii() or max(name) < "\u3000":
        return _LATIN_NAME.match(name) is not None
    surname = surname_of(name) or ""
    return (
        len(surname) < len(name) <= len(surname) + 2 and bool(surname) and is_plausible_name(name)
    )


def has_common_surname(name: str) -> bool:
    """Whether ``name`` opens with a surname that four fifths of all people have.

    >>> has_common_surname("陳雲川"), has_common_surname("全文完")
    (True, False)
    """
    from dataset_tools.text.names import normalise

    return normalise(name)[:1] in _COMMON_SURNAMES


def clean_author(value: str) -> str | None:
    """The names in a byline's value, joined by 、; None where it names nobody.

    >>> clean_author("本报记者 田雨 乔禾"), clean_author("佚名")
    ('田雨、乔禾', None)
    """
    value = value.strip(" \t\u3000|｜丨/／,，;；、:：()（）[]【】•·-–—")
    value = _BARRED.split(value)[0]
    value = _NEXT_LABEL.sub("", re.sub(r"^(?:by|por|par)\s+", "", value, flags=re.IGNORECASE))
    value = _ROLE.sub("", value)
    value = _ORGANISATION_ROLE.sub("", value)
    value = _IN_BRACKETS.sub("", value)
    if not value or NOBODY.match(value) or len(value) > 60 or "://" in value or "@" in value:
        return None
    if _HAN.search(value):
        parts = [part for part in re.split(r"[\s、，,;；/／|｜&]+", value) if part]
        parts = [_ROLE.sub("", part.strip(_BRACKETS)) for part in parts]
        parts = [
            part
            for part in parts
            if not (is_menu(part) or _DIGIT.search(part) or _REPORTED.match(part))
            and not _HALF_ROLE.match(part)
        ]
        if len(parts) > 1 and _AFFILIATION.search(parts[-1]) and is_person(parts[0]):
            # "作者：田雨 山城医院 主任医师": what follows the names says where they work.
            parts = [part for part in parts if is_person(part) and not _AFFILIATION.search(part)]
        if len(parts) == 1 and NOBODY.match(parts[0]):
            return None
        # A space inside a two-character name ("田 雨") is layout.
        if len(parts) == 2 and all(len(part) == 1 for part in parts):
            return "".join(parts)
        return "、".join(dict.fromkeys(part for part in parts if part)) or None
    parts = [part for part in _AND.split(value) if part]
    persons = [part for part in parts if not (_INITIALS.match(part) or _POST.search(part))]
    if any(" " in person for person in persons):
        # "Von Jane Doe, Berlin", "by Jane Doe, Example.org": a place, a site.
        persons = [person for person in persons if " " in person]
    return ", ".join(dict.fromkeys(persons or parts)) or None


_NOT_SOURCE = "作者|记者|字号|字体|浏览|点击|阅读|分享|责任编辑|编辑|时间|日期|发布"
_SOURCE_NOISE = re.compile(
    rf"(?:\s+(?:{_NOT_SOURCE})\s*[:：]?.*|(?:{_NOT_SOURCE})\s*[:：].*"
    r"|\s+\d{4}[-年/.]\d{1,2}.*|\s*[|｜丨].*|\s*[（(](?:记者|作者|责任编辑).*)$"
)
_KIND_OF_TEXT = frozenset({"原创", "原创稿", "转载", "综合", "整理", "关注", "订阅"})
_NO_SOURCE = re.compile(
    r"(?:网络|互联网|本站|本站原创|原创|转载|未知|不详|佚名|网络整理|网络转载|整理|综合|"
    r"综合整理|null|none|n/?a|[-—/*.·\d\s]*)$",
    re.IGNORECASE,
)


def clean_source(value: str) -> str | None:
    """The name of a publisher out of a label's value; None where it names none.

    >>> clean_source("《山城日报》 "), clean_source("网络")
    ('山城日报', None)
    """
    value = _SOURCE_NOISE.sub("", value.strip()).strip(" \t\u3000|｜丨/／,，;；:：•·-–—>")
    words = value.split()
    if len(words) > 1 and _HAN.search(words[0]) and words[0] not in _KIND_OF_TEXT:
        value = words[0]  # a Chinese name has no spaces: what follows is the page's
    elif len(words) > 1 and (is_menu(words[-1]) or words[-1] in _KIND_OF_TEXT):
        value = " ".join(words[:-1])
    pairs = {"《": "》", "（": "）", "(": ")", "【": "】", "[": "]", "“": "”"}
    while len(value) > 2 and pairs.get(value[0]) == value[-1]:
        value = value[1:-1].strip()
    value = value.rstrip("（([【").lstrip("）)]】")
    if not value or len(value) > 40 or _NO_SOURCE.match(value) or "://" in value:
        return None
    return value
