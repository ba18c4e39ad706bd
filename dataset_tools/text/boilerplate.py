"""Lines that belong to the page rather than to the article, told apart by their form.

Two strengths. *Strict* forms (a bread-crumb trail, a copyright notice, an editor in brackets) are
boilerplate wherever they stand. *Loose* forms (a telephone number, "来源：…") can be part of an
article too, so they count only at the edges: above the title, right under it, or in the block of
other boilerplate at the end. Everything else is the article's: a line that is not known to be
boilerplate stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dataset_tools.text import boilerplate_forms as forms
from dataset_tools.text import boilerplate_terms as terms
from dataset_tools.text.dates import find_dates
from dataset_tools.text.han import HAN_ONE
from dataset_tools.text.interface import interface_label

LONGEST = 120
"""A line of more characters is a paragraph, unless it opens like a legal notice."""
_SENTENCE, _WESTERN_SENTENCE = 40, 120
"""A line of more characters that ends like a sentence is a paragraph, or a legal notice."""
SENTENCE_END = frozenset("。！？!?；;…”」』.")
_KEPT = 1 << 13
"""Short lines whose verdict is kept: a site prints its own lines on all of its pages."""

_LABELS = {
    "source": terms.SOURCE_LABELS,
    "author": terms.AUTHOR_LABELS,
    "reporter": terms.REPORTER_LABELS,
    "published": terms.DATE_LABELS,
    "updated": terms.UPDATE_LABELS,
    "editor": terms.EDITOR_LABELS,
    "count": terms.COUNT_LABELS,
    "meta": terms.META_LABELS,
    "contact": terms.CONTACT_LABELS,
    "hotline": terms.SITE_LABELS,
}
_KIND_OF = {label.lower(): kind for kind, labels in _LABELS.items() for label in labels}
_LONGEST_LABEL = max(map(len, _KIND_OF))
_COLON = re.compile(r"[:：|｜丨/／]\s*")
# A slash divides too many things to make any but these words a label ("文字/田雨").
_PREFIXED = {"count": 4, "editor": 4, "meta": 4, "hotline": 8}
_SLASHED = frozenset({"author", "reporter", "editor", "source"})
_AROUND = " \t\u3000|｜丨/／,，;；、[]【】()（）"
# A label's value is a name, a date, a number: never a sentence.
_VALUE_LONGEST = 40
_HAN, _WIDE = "\u3400", "\uff00"  # between them: Han, Hangul and other letters
_TO_SIMPLE = str.maketrans({t: s for s, t in terms.TRADITIONAL.items()})
_OLD = re.compile(f"[{''.join(terms.TRADITIONAL.values())}]")


def _by_first_character() -> dict[str, tuple[tuple[str, bool], ...]]:
    """First character -> the (phrase, is a menu item) that begin with it, longest first."""
    table: dict[str, set[tuple[str, bool]]] = {}
    for text, menu in ((terms.SECTIONS, False), (terms.MENU, True)):
        for phrase in re.split(r"[|\n]", text.lower()):
            if phrase:
                table.setdefault(phrase[0], set()).add((phrase, menu))
    return {
        first: tuple(sorted(phrases, key=lambda p: (-len(p[0]), p[0], not p[1])))
        for first, phrases in table.items()
    }


_MENU = _by_first_character()


_LOOSE = (
    ("byline", forms.DATE_ONLY),
    ("byline", forms.CREDIT),
    ("byline", forms.CREDITS),
    ("navigation", forms.TRAIL),
    ("ruler", forms.RULER),
    ("related", forms.HEADER),
)


def _both(characters: Iterable[str]) -> frozenset[str]:
    """The characters of U+3400 and above, in both scripts."""
    plain = {char for char in characters if char >= _HAN}
    return frozenset(plain | {terms.TRADITIONAL.get(char, char) for char in plain})


# What a line can open with to be boilerplate at all; signs and Latin letters always can.
_LABEL_FIRST = _both(label[0] for label in _KIND_OF)
_STRICT_FIRST = forms.STRICT_FIRST | _both(_MENU) | _LABEL_FIRST
_LOOSE_FIRST = forms.HEADER_FIRST | _LABEL_FIRST | frozenset("电電传傳手热熱邮郵网網（＊～")


def _plain(line: str) -> str:
    """``line`` in lower case, the traditional characters of our terms simplified, same length."""
    lower = line.lower()
    if len(lower) != len(line):  # a few capitals grow in lower case (İ)
        return line
    return lower.translate(_TO_SIMPLE) if _OLD.search(lower) else lower


def _splits_word(line: str, at: int) -> bool:
    """Whether a boundary at ``at`` would cut a Latin word."""
    pair = line[at - 1 : at + 1]
    return at > 0 and len(pair) == 2 and pair.isalpha() and max(pair) < "\u2000"


def _is_menu(line: str) -> bool:
    """Whether a line (see :func:`_plain`) consists of interface phrases and separators only."""
    at, menus, sections = 0, 0, 0
    while at < len(line):
        if filler := forms.FILLER.match(line, at):
            at = filler.end()
            continue
        for phrase, is_menu in _MENU.get(line[at], ()):
            end = at + len(phrase)
            if line.startswith(phrase, at) and not _splits_word(line, end):
                menus, sections = menus + is_menu, sections + (not is_menu)
                at = end
                break
        else:
            return False
    return menus > 0 or sections > 2 or line.count("页") > 1


def _label_before(line: str, start: int, colon: int) -> tuple[str, int]:
    """(label, its start) of the longest known label that ends at ``colon``; ("", -1) if none."""
    end = colon
    while end > start and line[end - 1] in " \t\u3000)）]】":
        end -= 1
    for begin in range(max(start, end - _LONGEST_LABEL), end - 1):
        if line[begin:end] in _KIND_OF and (begin == start or not _splits_word(line, begin)):
            return line[begin:end], begin
    return "", -1


def labels_of(line: str, *, anywhere: bool = False) -> tuple[tuple[str, str, int, int], ...]:
    """The facts of a byline: (kind, value, start, end), or nothing where it is not one.

    Kinds: source, author, reporter, published, updated, editor, count, meta, hotline. A value is
    never a sentence; ``start`` and ``end`` are its code points in ``line``. Nothing but a date may
    stand before the first label, unless ``anywhere``.

    >>> labels_of("来源：山城日报 作者：田雨")
    (('source', '山城日报', 3, 7), ('author', '田雨', 11, 13))
    """
    if _COLON.search(line) is None:
        return ()
    return _labels(line, anywhere) if len(line) <= LONGEST else _labels.__wrapped__(line, anywhere)


@lru_cache(maxsize=_KEPT)
def _labels(line: str, anywhere: bool) -> tuple[tuple[str, str, int, int], ...]:
    plain = _plain(line)
    found: list[tuple[str, int, int]] = []
    at = 0
    for colon in _COLON.finditer(plain):
        label, begin = _label_before(plain, at, colon.start())
        if label and (colon[0][0] not in "/／" or _KIND_OF[label] in _SLASHED):
            found.append((label, begin, colon.end()))
            at = colon.end()
    if not found:
        return ()
    head = line[: found[0][1]].strip(" \t\u3000|｜丨[【(（*●")
    if head and not anywhere and not forms.DATE_ONLY.match(head) and not _is_date(head):
        # A word may stand before a label ("总访问量"), but not before a date's or an author's.
        longest = _PREFIXED.get(_KIND_OF[found[0][0]], 0)
        if len(head) > longest or not head.isalpha():
            return ()
    return _values(line, found)


def _is_date(text: str) -> bool:
    """Whether ``text`` is one date and nothing else, in whatever language ("14 March 2018")."""
    dates = find_dates(text) if len(text) < 30 else []
    return bool(dates) and (dates[0].start, dates[0].end) == (0, len(text))


def _values(line: str, found: list[tuple[str, int, int]]) -> tuple[tuple[str, str, int, int], ...]:
    out = []
    for (label, _, start), after in zip(found, [*found[1:], None], strict=True):
        value = line[start : after[1] if after else len(line)]
        stripped = value.strip(_AROUND)
        if len(stripped) > _VALUE_LONGEST or "。" in stripped:
            return ()
        begin = start + value.find(stripped) if stripped else start
        out.append((_KIND_OF[label], stripped, begin, begin + len(stripped)))
    return tuple(out)


def _is_bar(line: str) -> bool:
    """Whether a line is short items between bars, at least half of them interface phrases."""
    items = [item.strip() for item in forms.BAR.split(line) if item.strip()]
    menus = sum(is_menu(item) for item in items)
    return len(items) > 2 and menus * 2 >= len(items) and max(map(len, items)) < 12


def is_menu(text: str) -> bool:
    """Whether ``text`` consists of interface phrases ("打印", "Share this") and separators only."""
    return bool(text) and _is_menu(_plain(text))


def _is_paragraph(line: str) -> bool:
    """Whether a line is too long for boilerplate (legal notices apart)."""
    if len(line) <= _SENTENCE:
        return False
    western = line.isascii() or not HAN_ONE.search(line)
    longest = _WESTERN_SENTENCE if western else _SENTENCE
    return len(line) > LONGEST or (len(line) > longest and line[-1] in SENTENCE_END)


def strict_label(line: str) -> str:
    """What kind of boilerplate a line is wherever it stands; ``""`` where it may be the article's.

    ``line`` is stripped and not empty.

    >>> strict_label("首页 > 要闻 > 正文"), strict_label("首页改版的三个理由")
    ('navigation', '')
    """
    first, last = line[0], line[-1]
    if _is_paragraph(line):
        opens = first in forms.LEGAL_FIRST or not _HAN <= first < _WIDE
        return "notice" if opens and last not in "”」" and forms.LEGAL.match(line) else ""
    possible = first in _STRICT_FIRST or not _HAN <= first < _WIDE
    return _short_strict(line) if possible or forms.HINT.search(line) else ""


@lru_cache(maxsize=_KEPT)
def _short_strict(line: str) -> str:
    """:func:`strict_label` of a line that is no paragraph."""
    first = line[0]
    if forms.HINT.search(line):
        if forms.TRAIL_END.match(line) or (forms.BAR.search(line) and _is_bar(line)):
            return "navigation"
        if forms.RIGHTS.match(line):
            return "copyright"
    return _strict_forms(line) if first in _STRICT_FIRST or not _HAN <= first < _WIDE else ""


def _strict_forms(line: str) -> str:
    first = line[0]
    signs = not _HAN <= first < _WIDE
    if (signs or first in forms.STRICT_FIRST) and (found := forms.STRICT.match(line)):
        kind = found.lastgroup or ""
        if kind != "editor" or line[-1] not in "。”":
            return kind
    if line[-1] in "?？\ufffd" and forms.RESIDUE.match(line):
        return "residue"
    if _is_menu(_plain(line)):
        return "navigation"
    if first < "\u2000" and (forms.WESTERN.match(line) or forms.EDITOR_LATIN.match(line)):
        return "notice"
    return _strict_kind({kind for kind, *_ in labels_of(line)})


def _strict_kind(kinds: set[str]) -> str:
    """What a line with labels of these kinds is wherever it stands."""
    if len(kinds) > 1 and kinds & {"count", "editor", "published", "updated"}:
        return "byline"
    if kinds and kinds <= {"count", "editor"}:
        return "count" if "count" in kinds else "editor"
    return ""


def loose_label(line: str) -> str:
    """What kind of boilerplate a line is at the edge of a page; ``""`` where it is none."""
    first = line[0]
    opens = not _HAN <= first < _WIDE or first in _LOOSE_FIRST
    if not (opens or "：" in line or ":" in line) or _is_paragraph(line):
        return ""
    return _short_loose(line)


@lru_cache(maxsize=_KEPT)
def _short_loose(line: str) -> str:
    """:func:`loose_label` of a line that is no paragraph."""
    if forms.PHONE.match(line) or forms.CONTACT.match(line):
        return "hotline"
    labels = labels_of(line)
    if labels:
        kinds = {kind for kind, *_ in labels}
        if not kinds <= {"hotline", "contact"}:
            return "byline"
        # "联系电话：…" alone is often the last line of a public notice itself.
        return "hotline" if len(labels) > 1 or "hotline" in kinds else "contact"
    return next((kind for kind, form in _LOOSE if form.match(line)), "")


def boilerplate_lines(lines: Sequence[str]) -> dict[int, str]:
    """Line index -> kind, for the lines of a page that are not the article's.

    Kinds: navigation, pager, copyright, notice, prompt, editor, hotline, byline, count, ad,
    related, ruler, residue. Blank lines are never named. ``lines`` are a page in order, with or
    without its title; white space around them does not matter.

    >>> boilerplate_lines(["服务热线", "山城举办植树活动", "志愿者种下了树。", "?"])
    {0: 'hotline', 3: 'residue'}
    """
    found: dict[int, str] = {}
    stripped = [line.strip() for line in lines]
    for index, line in enumerate(stripped):
        # Most lines are paragraphs: they are let through without a call.
        if not line or (
            len(line) > _SENTENCE
            and line[0] >= _HAN
            and line[0] not in forms.LEGAL_FIRST
            and (len(line) > LONGEST or (line[-1] in SENTENCE_END and line[0] < _WIDE))
        ):
            continue
        if label := strict_label(line):
            found[index] = label
    _head(stripped, found)
    _tail(stripped, found)
    if "byline" in found.values():
        _keep_agenda(stripped, found)
    return dict(sorted(found.items())) if len(found) > 1 else found


def _head(lines: list[str], found: dict[int, str]) -> None:
    """Loose forms above the title, and among the few short lines right under it.

    Words of the page count only under the title, which may be about such things."""
    content = 0
    above = -1
    for index, line in enumerate(lines):
        if not line or index in found:
            continue
        if label := loose_label(line) or (_under_title(line) if content else ""):
            if label == "contact":
                label = "" if content else "hotline"
            if label and label != "related":
                found[index] = label
            if label == "hotline" and content == 1 and forms.CAPTION.fullmatch(lines[above]):
                # What stands over a bare telephone number names it: "服务监督电话".
                found[above] = "hotline"
                content = 0
            continue
        content += 1
        above = index
        longest = LONGEST if line[0] < _HAN else LONGEST // 2  # a headline in letters is longer
        if content > 3 or len(line) > longest or (content > 1 and line[-1] in SENTENCE_END):
            return


def _under_title(line: str) -> str:
    if forms.DATED.match(line):
        return "byline"
    return interface_label(line, 0.7)


def _keep_agenda(lines: list[str], found: dict[int, str]) -> None:
    """Give "时间：…" back to an article that goes on with "地点：…": it tells when they met."""
    for index, kind in list(found.items()):
        if kind == "byline" and lines[index].startswith(("时间", "時間", "会议时间", "會議時間")):
            after = next((line for line in lines[index + 1 :] if line), "")
            if forms.AGENDA.match(after):
                del found[index]


def _tail(lines: list[str], found: dict[int, str]) -> None:
    """The block of boilerplate that ends a page, with the list of stories under its heading."""
    last = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line:
            continue
        if len(line) > LONGEST // 2 or line[-1] in SENTENCE_END:
            if index in found:
                continue
            break
        if forms.HEADER.match(line):
            found[index] = "related"
            for story in range(index + 1, last):
                if lines[story]:
                    found.setdefault(story, "related")
            last = index
    _upwards(lines, found)


def _upwards(lines: list[str], found: dict[int, str]) -> None:
    """Loose forms and words of the page, from the end up to the last line of the article."""
    between: list[int] = []  # what stands between lines of the page is the page's
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line:
            continue
        label = found.get(index) or loose_label(line) or interface_label(line)
        # A date alone at the end signs a letter or a decree, "联系电话：…" may be the last line
        # of a public notice: they are the document's unless lines of the page stand above.
        signs = label == "contact" or forms.DATE_ONLY.match(line)
        if index not in found and (signs or (label == "ruler" and between)):
            between.append(index)
        elif label == "byline" and between:
            return  # short lines under a byline are a short article
        elif label:
            found.update({index: label, **dict.fromkeys(between, "related")})
            between = []
        elif len(between) < 2 and len(line) <= _SENTENCE and line[-1] not in SENTENCE_END:
            between.append(index)
        else:
            return


def site_lines(
    pages: Iterable[Sequence[str]], least_pages: int = 5, share: float = 0.3
) -> set[str]:
    """Short lines that a site prints on many of its pages: boilerplate by frequency.

    ``pages`` are the lines of pages of one site. A line counts once a page; it is the site's when
    it stands on at least ``least_pages`` pages and on ``share`` of them. What it depends on is
    the whole site, so nothing calls it on single records: it is for reports and for policies.

    >>> sorted(site_lines([["山城在线欢迎您", f"第{n}条消息。"] for n in range(9)]))
    ['山城在线欢迎您']
    """
    counts: Counter[str] = Counter()
    total = 0
    for page in pages:
        total += 1
        counts.update({line.strip() for line in page if 0 < len(line.strip()) <= LONGEST})
    return {line for line, n in counts.items() if n >= max(least_pages, share * total)}
