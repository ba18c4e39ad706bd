"""Claims: what the head of a page says of its credits, taken where the page itself prints none.

A date is taken as it is; a person only where the page prints the name as well, or linked data names
one in a person's form; a source is the publisher's, or else the site's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from dataset_tools.pages.bylines import labelled_facts
from dataset_tools.pages.chrome import is_chrome
from dataset_tools.pages.dom import Document
from dataset_tools.pages.found import Found
from dataset_tools.pages.metadata import Stated
from dataset_tools.pages.names import clean_author, clean_source, is_person
from dataset_tools.pages.site_names import plain
from dataset_tools.pages.unlabelled import is_site
from dataset_tools.text.dates import find_dates

_NO_SITE = frozenset(["www", "com", "net", "org", "gov", "edu", "news"])


def claim(found: Found, document: Document, stated: Stated, under: Sequence[str]) -> None:
    """Put what the head states where the page prints nothing; ``under`` is printed by the title."""
    for rule, date in stated.published[:1]:
        found.put("published", date, f"head.{rule}", date.isoformat())
    for stamp, element in document.times:
        dates = find_dates(stamp)
        if dates and not any(is_chrome(e) for e in element.ancestors()):
            found.put("published", dates[0].date, "time", stamp)
            break
    for rule, value in stated.sources:
        facts = labelled_facts(value)
        source = next((f.value for f in facts if f.field == "source"), None) or clean_source(value)
        if source and not str(source).isdigit():
            found.put("source", source, f"head.{rule}", value)
    printed = plain(" ".join(under))
    for rule, value in stated.persons:
        author = clean_author(value)
        if not author or is_site(author, stated) or author == found.values.get("source"):
            continue
        names = re.split(r"、|, ", author)
        if all(plain(name) in printed for name in names) or (
            rule == "json_ld" and all(is_person(name) for name in names)
        ):
            found.put("author", author, f"head.{rule}", value)
    for rule, site in stated.sites:
        found.put("source", clean_source(site), f"head.{rule}", site)
    if suffix := site_of_title(stated):
        found.put("source", suffix, "head.title", suffix)


def site_of_title(stated: Stated) -> str | None:
    """The site's name at the end of the page's title, when the address of the page agrees."""
    pieces = re.split(r"\s[|\-–—·•»]\s|\s*[|｜]\s*", stated.page_title)
    host = urlsplit(stated.url[1]).hostname or "" if stated.url else ""
    name = pieces[-1].strip()
    letters = plain("".join(c for c in unicodedata.normalize("NFKD", name) if c.isascii()))
    if len(pieces) < 2 or len(name) > 40 or not host or len(letters) < 3:
        return None
    parts = [part for part in host.split(".") if len(part) > 2 and part not in _NO_SITE]
    core = letters.removeprefix("the")
    return name if any(core in part or part in letters for part in parts) else None
