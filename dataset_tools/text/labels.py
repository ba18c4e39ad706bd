"""Labels: the words of a byline before a colon, and what stands after them.

"来源：山城日报 作者：田雨" says two things of an article. A line is read from colon to colon: the
longest known word before one is its label, what follows up to the next label is its value.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dataset_tools.text import boilerplate_forms as forms
from dataset_tools.text import boilerplate_terms as terms
from dataset_tools.text.dates import find_dates

LONGEST = 120
"""A line of more characters is a paragraph, unless it opens like a legal notice."""
KEPT = 1 << 13
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
KIND_OF = {label.lower(): kind for kind, labels in _LABELS.items() for label in labels}
"""Label in lower case -> what its value is."""
_LONGEST_LABEL = max(map(len, KIND_OF))
_COLON = re.compile(r"[:：|｜丨/／]\s*")
# A slash divides too many things to make any but these words a label ("文字/田雨").
_PREFIXED = {"count": 4, "editor": 4, "meta": 4, "hotline": 8}
_SLASHED = frozenset({"author", "reporter", "editor", "source"})
_AROUND = " \t\u3000|｜丨/／,，;；、[]【】()（）"
# A label's value is a name, a date, a number: never a sentence.
_VALUE_LONGEST = 40
_TO_SIMPLE = str.maketrans({t: s for s, t in terms.TRADITIONAL.items()})
_OLD = re.compile(f"[{''.join(terms.TRADITIONAL.values())}]")


def splits_word(line: str, at: int) -> bool:
    """Whether a boundary at ``at`` would cut a Latin word."""
    pair = line[at - 1 : at + 1]
    return at > 0 and len(pair) == 2 and pair.isalpha() and max(pair) < "\u2000"


def simplified(line: str) -> str:
    """``line`` in lower case, the traditional characters of our terms simplified, same length."""
    lower = line.lower()
    if len(lower) != len(line):  # a few capitals grow in lower case (İ)
        return line
    return lower.translate(_TO_SIMPLE) if _OLD.search(lower) else lower


def _label_before(line: str, start: int, colon: int) -> tuple[str, int]:
    """(label, its start) of the longest known label that ends at ``colon``; ("", -1) if none."""
    end = colon
    while end > start and line[end - 1] in " \t\u3000)）]】":
        end -= 1
    for begin in range(max(start, end - _LONGEST_LABEL), end - 1):
        if line[begin:end] in KIND_OF and (begin == start or not splits_word(line, begin)):
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


@lru_cache(maxsize=KEPT)
def _labels(line: str, anywhere: bool) -> tuple[tuple[str, str, int, int], ...]:
    plain = simplified(line)
    found: list[tuple[str, int, int]] = []
    at = 0
    for colon in _COLON.finditer(plain):
        label, begin = _label_before(plain, at, colon.start())
        if label and (colon[0][0] not in "/／" or KIND_OF[label] in _SLASHED):
            found.append((label, begin, colon.end()))
            at = colon.end()
    if not found:
        return ()
    head = line[: found[0][1]].strip(" \t\u3000|｜丨[【(（*●")
    if head and not anywhere and not forms.DATE_ONLY.match(head) and not _is_date(head):
        # A word may stand before a label ("总访问量"), but not before a date's or an author's.
        longest = _PREFIXED.get(KIND_OF[found[0][0]], 0)
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
        if len(stripped) > _VALUE_LONGEST or "。" in stripped or "？" in stripped:
            return ()
        begin = start + value.find(stripped) if stripped else start
        out.append((KIND_OF[label], stripped, begin, begin + len(stripped)))
    return tuple(out)
