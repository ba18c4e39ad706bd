"""Edges of a page: which of its first and last lines belong to the page, and which to the article.

Forms that are boilerplate wherever they stand are left out everywhere. Those that can be part of an
article too count only above the title, right under it, or in the block of other boilerplate that
ends the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dataset_tools.text import boilerplate_forms as forms
from dataset_tools.text.boilerplate import (
    HAN,
    SENTENCE,
    SENTENCE_END,
    WIDE,
    loose_label,
    strict_label,
)
from dataset_tools.text.interface import interface_label
from dataset_tools.text.labels import LONGEST


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
            len(line) > SENTENCE
            and line[0] >= HAN
            and line[0] not in forms.LEGAL_FIRST
            and (len(line) > LONGEST or (line[-1] in SENTENCE_END and line[0] < WIDE))
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
        longest = LONGEST if line[0] < HAN else LONGEST // 2  # a headline in letters is longer
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
        elif len(between) < 2 and len(line) <= SENTENCE and line[-1] not in SENTENCE_END:
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
