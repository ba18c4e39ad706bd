"""English minutes: "Present:", "Apologies:", "Chair:" and the names that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataset_tools.core.record import Role
from dataset_tools.fields.attendees.reading import Reading
from dataset_tools.fields.attendees.rosters import Entry
from dataset_tools.fields.attendees.state import Verdict

_LABEL = re.compile(
    r"[ \t*#_]*(?P<label>(?:members?|directors?|trustees?|councillors?|board members?|others?|"
    r"also|staff|officers?|guests?)?"
    r"[ ]*(?:present|attendees|attending|in attendance|participants|attendance|"
    r"apologies(?: for absence)?"
    r"|absent|regrets|chair(?:man|woman|person)?|vice[- ]chair|presiding|observers|guests|"
    r"speakers?|minutes taken by|secretary|minute[- ]taker)"
    r"(?: \([^)\n]*\)| for absence)?)[*_]*[ \t]*[:–—][*_]*[ \t]*",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"[ \t*#_]*(?:[A-Z][\w ]{0,28}:|\d+[.)]\s|[A-Z][A-Z ]{6,}$)")
_HONORIFIC = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady|Rev|Revd|Hon|"
    r"The Hon|Judge|Ambassador|Senator)\.?[ ]+)+"
)
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+|[A-Z]\.|[A-Z](?!\w))"
_NAME = re.compile(
    rf"{_WORD}(?:[ ](?:{_WORD}|de|da|del|van|von|der|den|bin|al|la|le|ter|di|dos|y)){{1,4}}(?![\w])"
)
_TITLE = re.compile(
    r"\b(?:Chair\w*|Vice|President|Director|Minister|Secretary|Treasurer|Manager|Officer|Head|"
    r"Mayor|Professor|Member|Dean|Lead\b|"
    r"Councillor|Clerk|Chief|Executive|Counsel|Adviser|Advisor|Editor|Engineer|Ambassador|"
    r"Commissioner|Governor|Senator|Deputy|Assistant|"
    r"Consultant|Representative|Observer|Trustee|Analyst|Coordinator|Registrar|Auditor|Solicitor|"
    r"General|Scientist|Superintendent|Principal)\b"
)
_BODY = re.compile(
    r"\b(?:Ltd|Limited|Inc|Council|University|Department|Ministry|Office|Committee|Board|Group|"
    r"Agency|Association|Company|Trust|Bank|College|"
    r"Institute|School|Service|Services|Team|Partners|Authority|Society|Union|Foundation|"
    r"Commission|Centre|Center|Hall|Street|Room|Hospital|LLP|plc|GmbH|Corp\w*)\b"
)
_WORDS = (
    "resent",
    "RESENT",
    "ttend",
    "TTEND",
    "pologies",
    "POLOGIES",
    "bsent",
    "egrets",
    "hair",
    "HAIR",
    "articipants",
)
_NOBODY = re.compile(r"(?:none|nil|n/?a|no apologies|quorum)\b", re.IGNORECASE)
_CHAIRED = re.compile(
    rf"(?:chaired by|presided over by)[ ]+(?:{_HONORIFIC.pattern})?(?P<name>{_NAME.pattern})"
)
_CHAIRS = re.compile(
    rf"(?P<name>{_NAME.pattern})(?:, [^,.\n]{{2,60}},)?[ ](?:chaired|presided|"
    rf"called the meeting to order)"
)
_REGRETS = re.compile(
    r"[Aa]pologies (?:for absence )?(?:were|was|"
    r"had been) received from (?P<list>[^\n]*?)(?:\.(?=\s|$)|$)",
    re.MULTILINE,
)
_BULLET = re.compile(rf"[ \t]*(?:[-–—*•·]|\d+[.)])?[ \t]*(?:{_HONORIFIC.pattern})?$")
_PARTS = re.compile(r";|,| and (?=[A-Z])| & (?=[A-Z])")


def _verdict(label: str) -> Verdict:
    low = label.lower()
    if any(word in low for word in ("apolog", "absent", "regret")):
        return "absent"
    if "vice" not in low and (low.startswith("chair") or "presiding" in low):
        return "chair"
    role: Role = "speaker" if low.startswith("speaker") else "attendee"
    return role


def _people(text: str, start: int, end: int) -> Iterator[tuple[int, int, str | None, bool]]:
    """Name span, title and whether it says "Chair", of each person in ``text[start:end]``."""
    person: tuple[int, int] | None = None
    title: list[str] = []
    listed = ";" not in text[start:end]
    for piece_start, piece_end in _pieces(text, start, end):
        piece = text[piece_start:piece_end]
        lead = re.match(r"[ \t]*(?:[-–—*•·]|\d+[.)])?[ \t]*", piece)
        at = piece_start + (lead.end() if lead else 0)
        honorific = _HONORIFIC.match(text, at, piece_end)
        at = honorific.end() if honorific else at
        name = _NAME.match(text, at, piece_end)
        first = person is None or text[piece_start - 1 : piece_start] == ";"
        if name is not None and _is_name(text, name, piece_end, first or listed):
            if person is not None:
                yield (*person, _joined(title), _chairs(title))
            person, title = name.span(), []
            rest = text[name.end() : piece_end].strip(" \t().–—-")
            if rest:
                title.append(rest)
        elif person is not None and piece.strip(" ."):
            title.append(piece.strip(" \t()."))
    if person is not None:
        yield (*person, _joined(title), _chairs(title))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a list; what stands in brackets is never cut."""
    at = start
    for mark in _PARTS.finditer(text, start, end):
        if text.count("(", at, mark.start()) > text.count(")", at, mark.start()):
            continue
        yield at, mark.start()
        at = mark.start() + 1 if mark.group() in ";," else mark.end()
    yield at, end


def _is_name(text: str, name: re.Match[str], end: int, allowed: bool) -> bool:
    if not allowed or _TITLE.search(name.group()) or _BODY.search(name.group()):
        return False
    rest = text[name.end() : end].strip()
    return not rest or rest[0] in "(–—-." or rest.lower().startswith("by ")


def _joined(title: list[str]) -> str | None:
    return ", ".join(part for part in title if part) or None


def _chairs(title: list[str]) -> bool:
    return any(
        re.match(r"(?:Chair(?:man|woman|person)?|in the chair)\b", part, re.IGNORECASE)
        for part in title
    )


def find(reading: Reading) -> tuple[Entry, ...]:
    """Every name of English minutes, in text order."""
    text = reading.plain
    if not any(word in text for word in _WORDS):
        return ()
    entries: list[Entry] = []
    verdict: Verdict | None = None
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        label = _LABEL.match(line)
        start = at
        if label is not None:
            verdict = _verdict(label.group("label"))
            start = at + label.end()
        elif not line.strip() or (verdict is not None and _OTHER_LABEL.match(line)):
            verdict = None if line.strip() else verdict
        if verdict is not None and text[start:end].strip() and not _NOBODY.match(text[start:end]):
            found = list(_people(text, start, end))
            if label is None and (not found or _BULLET.match(text, at, found[0][0]) is None):
                verdict, found = None, []
            for first, last, title, chairs in found:
                one: Verdict = (
                    "chair" if chairs and verdict == "attendee" else verdict or "attendee"
                )
                entries.append(Entry(first, last, title, one, "English minutes", (at, end)))
        at = end + 1
    entries += _running(text)
    return tuple(sorted(entries))


def _running(text: str) -> Iterator[Entry]:
    for pattern in (_CHAIRED, _CHAIRS):
        for match in pattern.finditer(text):
            if not _TITLE.search(match.group("name")) and not _BODY.search(match.group("name")):
                yield Entry(*match.span("name"), None, "chair", "chairs the meeting", match.span())
    for match in _REGRETS.finditer(text):
        for first, last, title, _ in _people(text, *match.span("list")):
            yield Entry(first, last, title, "absent", "apologies received", match.span())
