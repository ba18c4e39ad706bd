"""Reading an HTML page: body first, then the title above it, then the credits between the two."""

from __future__ import annotations

from dataset_tools.pages.body import Body, find_body
from dataset_tools.pages.bylines import byline_facts, labelled_facts
from dataset_tools.pages.credits import find_credits
from dataset_tools.pages.deck import find_deck
from dataset_tools.pages.dom import Document, parse
from dataset_tools.pages.found import Found
from dataset_tools.pages.heading import find_title
from dataset_tools.pages.metadata import Stated, read_metadata
from dataset_tools.pages.page import Evidence, Page, Proof
from dataset_tools.pages.site_names import plain
from dataset_tools.text.boilerplate import is_menu
from dataset_tools.text.dates import relative_date
from dataset_tools.text.language import language_of

_HEAD_LINES = 6
"""Lines of the container above its first paragraph that may be title, byline or relative date."""


def _place(html: str, start: int, quote: str) -> tuple[int, int]:
    """Where a quote stands in the source; (-1, -1) where mark-up interrupts it."""
    at = html.find(quote, start)
    if at < 0:
        at = html.find(quote)
    return (at, at + len(quote)) if at >= 0 and quote else (-1, -1)


def _is_head(line: str, title: str, deck: str) -> bool:
    """Whether a line above the text repeats the title or belongs to the byline."""
    said = plain(line)
    if said in (title, deck) or (len(said) > 3 and said in title) or is_menu(line):
        return True
    if len(line) > 60:
        return False
    if byline_facts(line) or len({f.field for f in labelled_facts(line, anywhere=True)}) > 1:
        return True
    place = relative_date(line)
    return place is not None and len(line) - (place[1] - place[0]) <= 6


def _drop_head(body: Body, title: str, deck: str) -> None:
    """Leave the lines above the text out of the body: title, deck, byline, relative date."""
    heading, under = plain(title), plain(deck)
    start = 0
    for index, line in enumerate(body.paragraphs[:_HEAD_LINES]):
        # Between a title and its byline there may be one line more: the deck.
        near = index == start or (0 < start == index - 1 and bool(byline_facts(line)))
        if near and len(body.paragraphs) > index + 1 and _is_head(line, heading, under):
            start = index + 1
    body.drop(start)


def read_html(html: str, *, url: str | None = None) -> Page:
    """The parts of an HTML page; ``url`` is where it was found, when that is known.

    Values come from what the page prints, checked by its head (JSON-LD, OpenGraph, meta tags).
    ``Evidence`` places count code points of ``html``, -1 where mark-up runs through the quote.

    >>> page = read_html("<title>山城植树_在线</title><h1>山城植树</h1><p>来源：山城日报</p>"
    ...     "<div><p>志愿者今天上午种下了树，共三百棵。</p><p>市民说，河边更绿了。</p></div>")
    >>> page.title, page.source, page.text
    ('山城植树', '山城日报', '志愿者今天上午种下了树，共三百棵。\\n市民说，河边更绿了。')
    """
    document = parse(html)
    stated = read_metadata(document)
    body = find_body(document)
    heading = find_title(document, stated, body)
    index = heading[2] if heading else -1
    title = heading[0] if heading else ""
    printed = max(title, document.blocks[index].text if index >= 0 else "", key=len)
    if body is not None:
        _drop_head(body, printed, "")
    deck = find_deck(document, index, body)
    if body is not None and deck:
        _drop_head(body, printed, deck[0])
    paragraphs = tuple(body.paragraphs) if body else ()
    if sum(map(len, paragraphs)) * 3 < len(stated.text):
        # A page that a script fills shows nothing; its JSON-LD then holds the text.
        paragraphs = tuple(line.strip() for line in stated.text.split("\n") if line.strip())
    language = language_of(" ".join(paragraphs[:5]))
    found = find_credits(document, stated, index, body, language)
    if heading:
        found.put("title", heading[0], heading[1], heading[0])
    if deck:
        found.put("subtitle", deck[0], "deck", deck[0])
    _address(found, stated, url)
    found.notes = stated.notes
    return _page(html, document, found, paragraphs)


def _address(found: Found, stated: Stated, url: str | None) -> None:
    if stated.url:
        found.put("url", stated.url[1], stated.url[0], stated.url[1])
    elif url:
        found.put("url", url, "given", url)


_REASONS = {
    "title": "no line is printed or stated as a title",
    "subtitle": "no deck line follows the title",
    "url": "no address is stated",
}


def _page(html: str, document: Document, found: Found, paragraphs: tuple[str, ...]) -> Page:
    values = found.values
    shown = bool(document.blocks)
    return Page(
        title=values.get("title"),
        subtitle=values.get("subtitle"),
        paragraphs=paragraphs,
        published=values.get("published"),
        source=values.get("source"),
        author=values.get("author"),
        url=values.get("url"),
        proof=lambda: _proof(html, shown, found),
    )


def _proof(html: str, shown: bool, found: Found) -> Proof:
    start = max(html.find("<body"), 0)
    evidence = {}
    for name, rule in found.rules.items():
        quote = found.quotes[name]
        head = rule.startswith("head.") or rule in ("canonical", "og:url")
        evidence[name] = Evidence(rule, *_place(html, 0 if head else start, quote), quote)
    reasons = {
        name: why for name, why in {**_REASONS, **found.reasons}.items() if name not in found.values
    }
    for note in found.notes:
        reasons = {name: f"{why}; {note}" for name, why in reasons.items()}
    if not shown:
        reasons["title"] = "the page shows no text"
    return Proof(evidence, reasons)
