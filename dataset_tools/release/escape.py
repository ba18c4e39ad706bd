"""Text of others, made harmless for the place where it is shown: HTML, SVG, Markdown.

What the eye cannot see (controls, bidirectional marks, zero-width characters, lone surrogates) is
spelled out as ``⟨U+202E⟩`` everywhere, so that nothing in a card or report can
hide or reorder text.
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    r"\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"\s+")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_MARKDOWN = re.compile(
    r"[\\`*_{}\[\]#+!|<>~$&@]|:(?=\S)|(?<!\w)-|-(?!\w)|(?<=www)\.|^\d+[.)](?=\s|$)", re.I
)


def visible(text: object) -> str:
    """``text`` with every character that cannot be seen spelled out; line feeds and tabs stay.

    >>> visible("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", str(text))


def one_line(text: object, limit: int = 0) -> str:
    """:func:`visible` text on one line; cut after ``limit`` code points where there is a limit.

    >>> one_line("a\\n b", 0), one_line("abcdef", 3)
    ('a b', 'abc…')
    """
    line = _SPACE.sub(" ", visible(_SPACE.sub(" ", str(text)))).strip()
    return f"{line[:limit]}…" if limit and len(line) > limit else line


def markup(text: object) -> str:
    """One line for HTML and SVG: text and attribute values alike.

    >>> markup('<script>"')
    '&lt;script&gt;&quot;'
    """
    return one_line(text).translate(_HTML)


def markdown(text: object, limit: int = 0) -> str:
    """One line of plain words for Markdown, in a paragraph or in a cell of a table.

    Punctuation that means something to any Markdown dialect becomes a character reference: a
    back-slash before ``|`` or in a code span is read differently by different ones.

    >>> markdown("a|b `c` <i> --- @x")
    'a&#124;b &#96;c&#96; &#60;i&#62; &#45;&#45;&#45; &#64;x'
    """
    return _MARKDOWN.sub(_referenced, one_line(text, limit))


def _referenced(match: re.Match[str]) -> str:
    found = match.group()  # "1." at the start of a line would begin a list
    return f"{found[:-1]}&#{ord(found[-1])};"


def code(text: object, limit: int = 0) -> str:
    """A code span of one line that is safe in a table: HTML's own, with character references.

    >>> code("a`|<b>")
    '<code>a&#96;&#124;&#60;b&#62;</code>'
    """
    return f"<code>{markdown(text, limit)}</code>"


def fenced(text: str, language: str = "") -> str:
    """A fenced code block around ``text``, with a fence longer than any run of back-ticks in it.

    >>> print(fenced("```"))
    ````
    ```
    ````
    """
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{visible(text).rstrip()}\n{fence}"


def columns(text: str) -> int:
    """Columns that ``text`` takes: a wide character (Han, kana, Hangul) takes two.

    >>> columns("会a")
    3
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fitted(text: object, width: int) -> str:
    """One line of at most ``width`` columns, cut with an ellipsis.

    >>> fitted("会议会议", 5)
    '会议…'
    """
    line = one_line(text)
    if columns(line) <= width:
        return line
    while columns(line) > width - 1:
        line = line[:-1]
    return line + "…"


def many(count: int, word: str) -> str:
    """A number with its word.

    >>> many(1, "row"), many(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"1 {word}" if count == 1 else f"{count:,} {word}s"
