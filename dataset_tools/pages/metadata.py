"""What an HTML page's head says of the article: JSON-LD, OpenGraph, meta tags. Evidence, not truth.

Sites fill these with the section's name, the site's name, the time of the last update or the
address of a profile, so that nothing here becomes a value without a cross-check or a rank.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from dataset_tools.pages.dom import Document
from dataset_tools.pages.linked import linked_data, names_in, texts_of
from dataset_tools.text.dates import iso_day

_TITLE_KEYS = (
    "og:title",
    "twitter:title",
    "articletitle",
    "article:title",
    "headline",
    "dc.title",
    "sailthru.title",
    "parsely-title",
    "title",
)
_PUBLISHED_KEYS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publishtime",
    "publish_time",
    "firstpublishedtime",
    "publication_date",
    "publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "article:create_at",
    "weibo:article:create_at",
    "og:release_date",
    "og:pubdate",
    "cxenseparse:recs:publishtime",
    "parsely-pub-date",
    "article_date_original",
    "originalpublicationdate",
    "creation_date",
    "citation_publication_date",
    "sailthru.date",
    "displaydate",
    "date",
)
_UPDATED_KEYS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdate",
    "lastmod",
    "last-modified",
    "revision_date",
    "dc.date.modified",
)
_AUTHOR_KEYS = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "citation_author",
    "twitter:creator",
)
_SOURCE_KEYS = (
    "contentsource",
    "source",
    "article:source",
    "og:source",
    "mediaid",
    "copyright-holder",
    "dc.source",
)


@dataclass(slots=True)
class Stated:
    """What the head states, by rank: (rule, value) pairs, best first."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    published: list[tuple[str, datetime.date]] = field(default_factory=list)
    updated: list[tuple[str, datetime.date]] = field(default_factory=list)
    persons: list[tuple[str, str]] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)
    sites: list[tuple[str, str]] = field(default_factory=list)
    url: tuple[str, str] | None = None
    page_title: str = ""
    text: str = ""
    notes: list[str] = field(default_factory=list)


def _add_linked(stated: Stated, thing: dict[str, Any]) -> None:
    headline = thing.get("headline")
    if isinstance(headline, str) and headline.strip():
        stated.titles.append(("json_ld", headline.strip()))
    for key, into in (("datePublished", stated.published), ("dateModified", stated.updated)):
        value = thing.get(key)
        if isinstance(value, str) and (date := iso_day(value)):
            into.append(("json_ld", date))
    text = thing.get("articleBody")
    if isinstance(text, str) and not stated.text:
        stated.text = text.strip()
    persons = [name for name in names_in(thing.get("author"), "Person") if name]
    if persons:
        stated.persons.append(("json_ld", ", ".join(persons)))
    for name in names_in(thing.get("publisher"), "Organization")[:1]:
        if name:
            stated.sites.append(("json_ld", name))


def _metas(document: Document) -> dict[str, str]:
    values: dict[str, str] = {}
    for meta in document.metas:
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if key and content:
            values.setdefault(key.strip().lower(), content)
    return values


def read_metadata(document: Document) -> Stated:
    """Everything the head of a page states about its article."""
    stated = Stated(page_title=document.title)
    for thing in linked_data(document.scripts, stated.notes):
        _add_linked(stated, thing)
    for key, into in (("pubDate", stated.published), ("upDate", stated.updated)):
        into += [
            ("json_ld", day) for text in texts_of(document.scripts, key) if (day := iso_day(text))
        ]
    metas = _metas(document)
    for key in _TITLE_KEYS:
        if key in metas:
            stated.titles.append((key, metas[key]))
    for keys, into in ((_PUBLISHED_KEYS, stated.published), (_UPDATED_KEYS, stated.updated)):
        for key in keys:
            if key in metas and (date := iso_day(metas[key])):
                into.append((key, date))
    for key in _AUTHOR_KEYS:
        if key in metas and "://" not in metas[key] and not metas[key].isdigit():
            stated.persons.append((key, metas[key].lstrip("@")))
    for key in _SOURCE_KEYS:
        if key in metas:
            stated.sources.append((key, metas[key]))
    if "og:site_name" in metas:
        stated.sites.append(("og:site_name", metas["og:site_name"]))
    stated.url = _address(document, metas)
    return stated


def _address(document: Document, metas: dict[str, str]) -> tuple[str, str] | None:
    for link in document.links:
        rel = (link.get("rel") or "").lower().split()
        href = (link.get("href") or "").strip()
        if "canonical" in rel and href.startswith(("http://", "https://")):
            return "canonical", href
    address = metas.get("og:url", "")
    return ("og:url", address) if address.startswith(("http://", "https://")) else None
