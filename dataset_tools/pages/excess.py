"""Excess: what a page holds too much of for a parser, left out before the parser sees it.

A parser of HTML compares every attribute with those before it in its tag, every option with those
before it in its list, and looks through all open elements for every tag: a page that has tens of
thousands of one of them costs the square of it (40,000 attributes: 3 seconds, 40,000 options: 7 to
26). What is left out shows nothing; the record keeps the page's source as it is.
"""

from __future__ import annotations

import re

from dataset_tools.pages.depth import shallow

LONG = 200_000
"""Characters from which the tags of a page are looked at: fewer have no room for more than
40,000 attributes (3 s). One in seven of 608 pages is as long; all of them stay the same."""
MANY_SIGNS = 5_000
"""Signs ``<`` from which a page's options are counted: 5,000 options cost half a second at most."""
ATTRIBUTES, OPTIONS = 1_000, 1_000
"""How many of a tag, and of a list, are kept; the most on 394 real pages are 36 and 228."""
_LONG_TAG = 2 * ATTRIBUTES
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE}){{{ATTRIBUTES}}}+")
# Up to the sign that ends a tag: one in quotes after an equals sign is a value's.
_INSIDE = r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+"""
# Comments and scripts are passed over whole: what looks like a tag in them is none.
_TAG = re.compile(
    r"<(?:!--(?:[^-]++|-(?!->))*+"
    rf"|(?i:script|style)(?=[\s/>])({_INSIDE})>?+(?:[^<]++|<(?!/))*+"
    rf"|[a-zA-Z][^\s/>]*+({_INSIDE}))"
)
_OPTION = re.compile(r"<(/?)(select|option|optgroup)(?![a-z0-9:-])", re.IGNORECASE)


def bounded(html: str) -> str:
    """``html`` as a parser can read it in time proportional to its length.

    >>> bounded("<p class=a>a</p>")
    '<p class=a>a</p>'
    """
    if len(html) >= LONG:
        html = few_attributes(html)
    signs = html.count("<")
    if signs < MANY_SIGNS:
        return html
    return shallow(few_options(html))


def few_attributes(html: str) -> str:
    """``html`` with the first 1,000 attributes of every tag."""
    out, end = [], 0
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() < _LONG_TAG or tag.lastindex is None:
            continue
        start, stop = tag.span(tag.lastindex)
        kept = _ATTRIBUTES.match(html, start, stop)
        if kept is not None and kept.end() < stop:
            out += [html[end : kept.end()], " "]
            end = stop
    return "".join([*out, html[end:]]) if out else html


def few_options(html: str) -> str:
    """``html`` with the first 1,000 options of every list; the text of the others goes to them."""
    if html.count("<o") + html.count("<O") < OPTIONS:
        return html
    seen = -1  # outside a list

    def kept(tag: re.Match[str]) -> str:
        nonlocal seen
        if tag[2].lower() == "select":
            seen = -1 if tag[1] else 0
        elif seen >= 0 and not tag[1]:
            seen += 1
            if seen > OPTIONS:
                return "<wbr"
        return tag[0]

    return _OPTION.sub(kept, html)
