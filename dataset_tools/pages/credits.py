"""Date, source and author of an HTML page: what is printed near its title, checked by its head.

What a page prints beside its title outranks its head: a head holds the time of the last update,
the name of the site, an account. The head decides where the print is incomplete ("10-08 12:00",
"9 hours ago", 03/05/2022), and a value in neither place stays null.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from dataset_tools.pages.body import Body
from dataset_tools.pages.bylines import (
    EVENT,
    barred_facts,
    byline_facts,
    dated_line,
    labelled_facts,
    reporter_line,
)
from dataset_tools.pages.claims import claim
from dataset_tools.pages.days import days_of
from dataset_tools.pages.dom import Block, Document
from dataset_tools.pages.facts import Fact
from dataset_tools.pages.found import Found
from dataset_tools.pages.metadata import Stated
from dataset_tools.pages.signatures import closing_signature, reported, sign_off
from dataset_tools.pages.unlabelled import ends_like_organisation, find_unlabelled
from dataset_tools.pages.western import western_byline
from dataset_tools.pages.zones import LONGEST_LINE, Zones, zones_of
from dataset_tools.text.dates import make_date, relative_date

_PARTIAL = re.compile(r"(?<!\d)(?:\d{2,4}\s?[-/.年]\s?)?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d{3})")
_AMBIGUOUS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_SHORT = 60
_LEADS = 4
_SIGNED = 3
"""Lines under the text in which its reporters may stand without a label."""
_DAY_FIRST = ("es", "pt", "fr", "it")
"""Languages that write 03/05/2022 for the third of May."""
_OFFICE = 24
_DAY = re.compile(r"[\d〇一二三四五六七八九十]{4}年\S{2,6}日|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_WEAK = ("update_label", "written_label")
"""Dates that give way to one that is labelled as the publication's."""
_UPDATED = re.compile(
    r"\W*(?:(?:last |zuletzt )?updated|(?:zuletzt )?aktualisiert|stand|mis à jour|modifié|"
    r"actualizado|actualizada|atualizado|atualizada|aggiornato)\b",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"caption|figure|image|photo(?:[^a-z]|$)|picture")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")


def _is_western(text: str) -> bool:
    return max(text) < "\u2e80"


def _is_caption(block: Block) -> bool:
    """Whether a block stands in an element that holds a picture and its credit."""
    near = zip(block.element.ancestors(), range(3), strict=False)
    return any(e.tag in ("figure", "figcaption") or _PICTURE.search(e.hint) for e, _ in near)


def _facts(found: Found, facts: Sequence[Fact], where: str, line: str) -> None:
    for fact in facts:
        quote = line[fact.start : fact.end] if fact.end <= len(line) else str(fact.value)
        weak = found.rules.get(fact.field, "").endswith(_WEAK) and fact.rule == "label"
        put = found.replace if weak else found.put
        put(fact.field, fact.value, f"{where}.{fact.rule}", quote)


def _known(stated: Stated) -> list[datetime.date]:
    return [date for _, date in (*stated.published, *stated.updated)]


def _ambiguous(
    text: str, known: list[datetime.date], day_first: bool
) -> tuple[datetime.date, str, str] | None:
    """A date such as 03/05/2022 in the order that the head or the language gives it."""
    for match in _AMBIGUOUS.finditer(text):
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        readings = [make_date(year, two, one), make_date(year, one, two)]
        for reading in readings:
            if reading is not None and reading in known:
                return reading, "printed.confirmed", match[0]
        if day_first and readings[0] is not None:
            return readings[0], "printed.day_first", match[0]
    return None


def _confirmed(zones: Zones, stated: Stated) -> tuple[datetime.date, str, str] | None:
    """A date printed in part, or in an order of its own, that the head settles."""
    known = _known(stated)
    for text, _ in zones.under:
        if len(text) > 80:
            continue
        if found := _ambiguous(text, known, False):
            return found
        for match in _PARTIAL.finditer(text):
            for date in known:
                if (date.month, date.day) == (int(match[1]), int(match[2])):
                    return date, "printed.confirmed", match[0]
    return None


def find_credits(
    document: Document, stated: Stated, title: int, body: Body | None, language: str
) -> Found:
    """Date, source and author with their rules; ``reasons`` for those that are not stated."""
    found = Found()
    zones = zones_of(document, title, body)
    known, day_first = _known(stated), language in _DAY_FIRST
    for text, block in zones.under:
        facts = labelled_facts(text, anywhere=True) or byline_facts(text)
        if _is_western(text) and _is_caption(block):
            facts = [fact for fact in facts if fact.field != "source"]  # the picture's
        if day_first and len(text) <= LONGEST_LINE:
            ordered = _ambiguous(text, known, day_first)
            starts = [fact.start for fact in facts if fact.field == "published"]
            if ordered and text.find(ordered[2]) < min(starts, default=len(text)):
                _dated(found, text, ordered)
        named = reported(text) if len(text) <= _SHORT else None
        _facts(found, [*facts, *barred_facts(text), *([named] if named else [])], "printed", text)
        done = any(fact.field == "published" for fact in facts) or EVENT.search(text)
        if len(text) <= 80 and not done and (dates := days_of(text)):
            _dated(found, text, (dates[0].date, f"printed.{dates[0].rule}", text))
        if "published" not in found.values and (stamp := _stamp(block)):
            found.put("published", days_of(stamp)[0].date, "printed.title", stamp)
    _settle_update(found, stated)
    if "published" not in found.values and (confirmed := _confirmed(zones, stated)):
        found.put("published", *confirmed)
    _above(found, zones)
    find_unlabelled(found, zones, stated)
    _below(found, zones)
    if body is not None:
        _sign_offs(found, body)
        _seal(found, body, stated)
    claim(found, document, stated, [text for text, _ in zones.under])
    _explain(found, zones)
    return found


def _stamp(block: Block) -> str:
    """The full date that the element of a partial one shows under the reader's pointer."""
    for element in (block.inner, block.element):
        stamp = (element.attributes.get("title") or "").strip()
        if len(stamp) <= _SHORT and _CLOCK.search(stamp) and dated_line(stamp):
            return stamp
    return ""


def _above(found: Found, zones: Zones) -> None:
    """What is stated above the title: labels, and a day with its time.

    A day alone is today's, in the page's head line.
    """
    for left, text in zip(range(len(zones.above) - 1, -1, -1), zones.above, strict=True):
        timed = dated_line(text) if _CLOCK.search(text) else []
        if left == 0 and len(text) <= _SHORT and _CLOCK.search(text):
            # Right above the title a section's name may stand beside it.
            timed = [
                Fact("published", date.date, date.start, date.end, f"beside:{date.rule}")
                for date in days_of(text)[:1]
            ]
        _facts(found, labelled_facts(text) or timed, "above", text)


def _dated(found: Found, text: str, stated: tuple[datetime.date, str, str]) -> None:
    """Put the date that a line prints; the update's gives way to another."""
    date, rule, quote = stated
    if _UPDATED.match(text):
        found.put("published", date, "printed.update_label", quote)
    elif found.rules.get("published", "").endswith(_WEAK):
        found.replace("published", date, rule, quote)
    else:
        found.put("published", date, rule, quote)


def _settle_update(found: Found, stated: Stated) -> None:
    """A date printed as the update's gives way to the head's date of publication."""
    if found.rules.get("published", "").endswith(_WEAK) and stated.published:
        rule, date = stated.published[0]
        found.replace("published", date, f"head.{rule}", date.isoformat())


def _below(found: Found, zones: Zones) -> None:
    """What is stated under the text: labels, reporters, a time that stands right there."""
    for number, text in enumerate(zones.below):
        if _is_western(text):
            # "Source:" under a Western text is a chart's or a picture's.
            if not number and _CLOCK.search(text):
                _facts(found, dated_line(text), "below", text)
            continue
        _facts(
            found,
            labelled_facts(text) or (reporter_line(text) if number < 3 else ()),
            "below",
            text,
        )


def _sign_offs(found: Found, body: Body) -> None:
    """The author whom the text names: near the head of its first paragraphs, or at its end.

    Above the first paragraph a site may have put another one, or a caption.
    """
    for text in body.bylines:
        _facts(found, [] if _is_western(text) else labelled_facts(text), "text", text)
    texts = body.paragraphs
    for number, text in enumerate((*texts[:3], texts[-1])):
        fact = sign_off(text)
        if fact and (number in (0, 3) or fact.start < 40):
            found.put("author", fact.value, "text.sign_off", text[fact.start : fact.end])
    for text in texts[1:_LEADS] if "author" not in found.values else ():
        # Under the leading paragraph: "Von Jane Doe, Berlin".
        _facts(found, western_byline(text) if len(text) <= _SHORT else (), "text", text)
    last = texts[-1]
    if "author" not in found.values and len(texts) > 1:
        signed = closing_signature(last)
        _facts(found, [signed] if signed else reporter_line(last), "text", last)


def _seal(found: Found, body: Body, stated: Stated) -> None:
    """The office and the day with which a notice ends, where the page states no other day."""
    if "published" in found.values or stated.published or len(body.paragraphs) < 3:
        return
    office, day = body.paragraphs[-2:]
    dates = dated_line(day) if _DAY.fullmatch(day) else []
    _facts(found, dates, "text", day)
    if dates and len(office) <= _OFFICE and ends_like_organisation(office):
        found.put("source", office, "text.seal", office)


def _explain(found: Found, zones: Zones) -> None:
    if "published" not in found.values:
        found.reasons["published"] = "no full date is stated"
        for text, _ in zones.under:
            place = relative_date(text) if len(text) <= 80 else None
            if place:
                word = text[place[0] : place[1]]
                found.reasons["published"] = f"only a relative date ({word!r}) is printed"
                break
    if "source" not in found.values:
        found.reasons["source"] = "no source is stated"
    if "author" not in found.values:
        found.reasons["author"] = "no author is named"
