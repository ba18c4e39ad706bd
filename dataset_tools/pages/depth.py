"""Bounds on how deep elements may nest, before a parser sees the page.

For every tag a parser of HTML looks through the elements that are open, so a page of n nested tags
costs n² steps: one of 3 MB takes the whole afternoon. A browser gives up at 512 levels; so do we.
"""

from __future__ import annotations

import re
from collections import Counter

MANY = 20_000
"""Signs ``<`` in a page from which it is looked at more closely: fewer cost a second at most. Of
the pages we tested with, the largest has 9,000."""
DEEPEST = 512
"""Levels of nesting that are kept: as many as Blink keeps."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Elements that end where the next of their kind begins, or that hold nothing: they do not nest.
_FLAT = frozenset((
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option",
    "optgroup", "rb", "rt", "rtc", "rp", "area", "base", "br", "col", "embed", "hr", "img", "input",
    "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip


def shallow(html: str) -> str:
    """``html`` with every element below level 512 made an empty one; its text stays.

    >>> shallow("<p>a</p>")
    '<p>a</p>'
    """
    if html.count("<") < MANY:
        return html
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = 0

    def flat(tag: re.Match[str]) -> str:
        nonlocal depth
        ends, name = tag[1], tag[2].lower()
        if name in _FLAT and not (opened["svg"] or opened["math"]):
            return tag[0]
        if ends and dropped[name]:
            dropped[name] -= 1
            return "</wbr"
        if ends:
            if opened[name]:
                opened[name] -= 1
                depth -= 1
        elif depth >= DEEPEST:
            dropped[name] += 1
            if opened["svg"] or opened["math"]:  # in a drawing <wbr> nests as well; <br> ends it
                opened["svg"] = opened["math"] = 0
                return "<br"
            return "<wbr"
        else:
            opened[name] += 1
            depth += 1
        return tag[0]

    return _TAG.sub(flat, html)
