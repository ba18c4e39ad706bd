"""Tags, entities and templates that are left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.checks._base import Hit, check, record
from dataset_tools.checks._places import places
from dataset_tools.schema.explain import short

_CODES = (
    (
        "html_tag",
        "<",
        re.compile(
            r"</?(?:a|abbr|article|b|blockquote|body|br|center|dd|div|dl|dt|em|embed|figure|font|form|h[1-6]|"
            r"head|hr|html|i|iframe|img|input|li|link|meta|nav|object|ol|option|p|param|pre|script|"
            r"section|select|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|u|ul|"
            r"video)(?:\s[^<>=]{1,80}=[^<>]{0,500})?\s{0,3}/?>|<!--|-->|<!\[CDATA\[",
            re.IGNORECASE,
        ),
    ),
    (
        "entity",
        "&",
        re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z][A-Za-z0-9]{1,9});"),
    ),
    (
        "markdown",
        "](",
        re.compile(r"!?\[[^\[\]\n]{0,200}\]\((?:https?:|/|#|mailto:)[^()\s]{0,500}\)"),
    ),
    (
        "bbcode",
        "[/",
        re.compile(r"\[/(?:b|i|u|url|img|size|color|quote|font|align|td|tr|table)\]", re.I),
    ),
    ("template", "{", re.compile(r"\{\{[^{}\n]{1,200}\}\}|\{%[^{}\n]{1,200}%\}|\$\{[\w.]{1,80}\}")),
    (
        "script",
        "(",
        re.compile(
            r"\b(?:document\.(?:write|getElementById)|window\.[A-Za-z]+\s*=|addEventListener|jQuery|"
            r"function\s*\w*\s*\([\w,\s]{0,80}\)\s*\{|console\.log)"
        ),
    ),
)
_SIGNS = tuple(sign for _, sign, _ in _CODES)


def _signs(text_ascii: str) -> bool:
    return "<" in text_ascii or "&" in text_ascii or "{" in text_ascii or "[" in text_ascii


@check(
    "markup",
    level="warn",
    why="Tags, entities and templates in a body are the page's machinery, not its author's words.",
    codes={
        "html_tag": "an HTML tag or comment",
        "entity": "an HTML entity that was not decoded",
        "markdown": "a Markdown link or image",
        "bbcode": "a forum tag",
        "template": "a placeholder of a template that was never filled",
        "script": "a line of script",
    },
    clean=[
        record(),
        record(text="若 a<b 且 b>c，则 AT&T 与 R&D 部门开会；集合{1,2}；[1] 见（注）。"),
        record(text="作者<丁一>说：“x < y”，编辑[图]。"),
    ],
    broken={
        "html_tag": record(text='图书节<br/>昨天<a href="/x">开幕</a>。'),
        "entity": record(text="图书节&nbsp;昨天开幕。"),
        "markdown": record(text="图书节[昨天](https://news.example.com/a)开幕。"),
        "bbcode": record(text="[b]图书节[/b]昨天开幕。"),
        "template": record(text="欢迎{{user.name}}来到图书节。"),
        "script": record(text="var a = {}; document.write('x')"),
    },
    screen=_signs,
)
def markup(text: str) -> Iterator[Hit]:
    """One hit a code, at its first place."""
    for code, sign, pattern in _CODES:
        first, number = places(pattern, text) if sign in text else (None, 0)
        if first:
            message = f"{number} place(s), the first {short(first.group())}"
            yield Hit(code, "text", first.start(), first.end(), message)
