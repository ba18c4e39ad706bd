"""An HTML page as elements and text blocks: what a reader sees, in reading order.

The parser is selectolax (Lexbor): the tree is the one a browser builds, and one walk over it costs
about a millisecond a page. Scripts, styles, forms' choices and ruby readings are no text; a block
ends where a browser would start a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dataset_tools.pages.excess import bounded

SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "select",
    "option", "textarea", "button", "canvas", "video", "audio", "map", "math", "rt", "rp", "head",
    "datalist", "dialog", "-comment",
))  # fmt: skip
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "rbc", "rtc", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "o:p", "input", "picture", "source", "amp-img", "st1:chsdate",
))  # fmt: skip
CHROME = frozenset({"nav", "footer", "aside", "menu"})
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u3000\u200b\ufeff]+")
_RUN_ON = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Element:
    """An element: its tag, its attributes, and ``hint``: class and id in lower case."""

    tag: str
    parent: Element | None
    attributes: dict[str, str | None]
    hint: str
    block: Element = field(init=False)
    link: bool = False
    hidden: bool = False
    skipped: bool = False

    def ancestors(self) -> Iterator[Element]:
        """The element itself, its parent, and so on up to the root."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two line breaks of the page.

    ``chars`` counts characters without white space, ``linked`` those of them inside links;
    ``tail`` is the text of a link that ends the block ("" where none does). ``pieces`` are the
    texts it consists of as the source has them, ``owners`` the elements that hold them.
    """

    text: str
    element: Element
    chars: int
    linked: int
    tail: str
    pieces: list[str]
    owners: list[Element]

    @property
    def inner(self) -> Element:
        """The element that the first text stands in."""
        return next(owner for owner, piece in self.parts() if not piece.isspace())

    @property
    def spaced(self) -> str:
        """The text with a space where one inline element ends and another begins: the items of a
        byline are parted by style sheets only."""
        if len(self.owners) == 1:
            return self.text
        out, before = [], self.owners[0]
        for owner, piece in self.parts():
            if not (_holds(owner, before) or _holds(before, owner)):
                out.append(" ")
            out.append(piece)
            before = owner
        return _SPACE.sub(" ", "".join(out)).strip()

    def parts(self) -> Iterator[tuple[Element, str]]:
        """The pieces with their owners."""
        return zip(self.owners, self.pieces, strict=True)


def _holds(element: Element, other: Element) -> bool:
    """Whether an element is another, or lies around it."""
    return any(at is element for at in other.ancestors())


@dataclass(slots=True)
class Document:
    """A parsed page: its blocks in reading order, and its elements by tag that matter as data."""

    blocks: list[Block]
    metas: list[dict[str, str | None]]
    links: list[dict[str, str | None]]
    times: list[tuple[str, Element]]
    title: str
    scripts: list[str]


class _Builder:
    """Collects text into blocks during the walk."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.owners: list[Element] = []
        self.linked = 0
        self.tail = ""
        self.block: Element | None = None

    def add(self, text: str, element: Element) -> None:
        if element.block is not self.block:
            self.flush()
            self.block = element.block
        # "By <a>Jane Doe</a>Staff": style sheets part what the source writes together.
        if (
            self.owners
            and element.link is not self.owners[-1].link
            and _RUN_ON.match(self.pieces[-1][-1:] + text[:1])
        ):
            self.pieces.append(" ")
            self.owners.append(self.owners[-1])
        self.pieces.append(text)
        self.owners.append(element)
        if element.link:
            chars = len("".join(text.split()))
            self.linked += chars
            self.tail = self.tail + text if self.tail else text
        elif self.tail and text.strip():
            self.tail = ""

    def flush(self) -> None:
        if self.pieces:
            text = _SPACE.sub(" ", "".join(self.pieces)).strip()
            if text and self.block is not None:
                chars = len(text) - text.count(" ")
                tail = _SPACE.sub(" ", self.tail).strip()
                self.blocks.append(
                    Block(text, self.block, chars, self.linked, tail, self.pieces, self.owners)
                )
            self.pieces, self.owners, self.linked, self.tail = [], [], 0, ""


def _element(node_tag: str, parent: Element | None, attributes: dict[str, str | None]) -> Element:
    hint = ""
    if attributes:
        hint = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip().lower()
    made = Element(node_tag, parent, attributes, hint)
    made.block = parent.block if parent is not None and node_tag in INLINE else made
    if parent is not None:
        made.link = parent.link or node_tag == "a"
        made.hidden, made.skipped = parent.hidden, parent.skipped
    else:
        made.link = node_tag == "a"
    if node_tag in SKIPPED:
        made.skipped = True
    style = attributes.get("style") if attributes else None
    if (style and _HIDDEN.search(style)) or "hidden" in attributes:
        made.hidden = True
    return made


def _text(document: Document, build: _Builder, parent: Element, text: str) -> None:
    if not parent.skipped:
        if not parent.hidden and (build.pieces or not text.isspace()):
            build.add(text, parent)
    elif parent.tag == "title" and not document.title:
        document.title = _SPACE.sub(" ", text).strip()
    elif parent.tag == "script":
        document.scripts.append(text)


def _data(document: Document, made: Element) -> None:
    """Keep the elements that state something about the page."""
    if made.tag == "meta":
        document.metas.append(made.attributes)
    elif made.tag == "link":
        document.links.append(made.attributes)
    elif made.tag == "time" and (stamp := made.attributes.get("datetime")):
        document.times.append((stamp, made))


def parse(html: str) -> Document:
    """The page that ``html`` shows, and the data elements of its head."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(bounded(html))
    document = Document([], [], [], [], "", [])
    build = _Builder()
    elements: dict[int, Element] = {}
    if tree.root is None:
        return document
    for node in tree.root.traverse(include_text=True):
        above = node.parent
        parent = elements.get(above.mem_id) if above is not None else None
        tag = node.tag or ""
        if tag == "-text":
            if parent is not None:
                _text(document, build, parent, node.text_content or "")
            continue
        made = _element(tag, parent, node.attributes)
        elements[node.mem_id] = made
        if build.pieces and (tag == "br" or (made.block is made and not made.skipped)):
            build.flush()
        _data(document, made)
        if tag == "img" and build.tail:
            build.tail = ""
    build.flush()
    document.blocks = build.blocks
    return document
