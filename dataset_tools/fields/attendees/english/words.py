"""The words of English minutes: titles, bodies, forms of address, and what stands beside a name.

Source: the vocabulary of minutes as manuals of meeting procedure use it (Robert's Rules of Order,
Citrine's ABC of Chairmanship); no names and no bodies of any place.
"""

from __future__ import annotations

import re

from dataset_tools.fields.attendees.state import Verdict

HONORIFIC = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Messrs|Dr|Drs|Prof|Professor|Cllrs?|Councillor|Sir|Dame|Lord|Lady|Rev|"
    r"Revd|Hon|The Hon|Judge|Ambassador|Senator)\.?[ ]+)+"
)
"""Forms of address: they stand before a name and belong neither to it nor to the title."""

KEPT = re.compile(r"(?:Councillor|Judge|Ambassador|Senator|Professor)\b")
"""Forms of address that are an office as well, and so the title where no other is given."""

WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+|[A-Z]\.|[A-Z](?!\w))"
PARTICLE = r"(?:de|da|del|della|van|von|der|den|bin|ibn|al|la|le|ter|di|dos|du|y)"

NAME = re.compile(rf"{WORD}(?:[ ](?:{WORD}|{PARTICLE})){{1,4}}(?![\w])")
"""A given name or an initial, and what follows it."""

SURNAME = re.compile(rf"(?:{PARTICLE}[ ])*{WORD}(?![\w])")

TITLE = re.compile(
    r"\b(?:Chair\w*|Vice|President|Director|Minister|Secretary|Treasurer|Manager|Officer|Head|"
    r"Mayor|Professor|Member|Dean|Lead\b|Councillor|Cllr|Councilm[ae]n|Councilwom[ae]n|Councilmember|"
    r"Alderm[ae]n|Supervisor|Clerk|Chief|Executive|Counsel|Attorney|Adviser|Advisor|Editor|"
    r"Engineer|Ambassador|Commissioner|Governor|Senator|Deputy|Assistant|Consultant|"
    r"Representative|Observer|Trustee|Analyst|Coordinator|Registrar|Auditor|Solicitor|General|"
    r"Scientist|Superintendent|Principal|Planner|Inspector|Sheriff|Warden|Convener|Convenor|"
    r"Partner|Judge|Sergeant|Captain|Colonel|Rector|Provost|Marshal|Comptroller|Controller)s?\b"
)
"""Words of offices, with a capital."""

OFFICE = re.compile(TITLE.pattern, re.IGNORECASE)
"""The same, as running text writes them ("members Tom Ives")."""

PLURAL = re.compile(
    r"(?:Council ?members|Councillors|Councilmen|Commissioners|Members|Directors|Trustees|"
    r"Supervisors|Aldermen|Senators|Ministers|Ambassadors|Professors|Judges|Officers)$",
    re.IGNORECASE,
)
"""A title in the plural is that of every name that follows it."""

BODY = re.compile(
    r"\b(?:Ltd|Limited|Inc|Council|University|Department|Ministry|Office|Committee|Board|Group|"
    r"Agency|Association|Company|Trust|Bank|College|Institute|School|Service|Services|Team|"
    r"Partners|Authority|Society|Union|Foundation|Commission|Centre|Center|Hall|Street|Road|Room|"
    r"Hospital|LLP|plc|GmbH|Corp\w*|Report|Review|Minutes|Agenda|Meeting|Budget|Plan|Policy|"
    r"Update|Safety|Approval|Business|Item|Session|Discussion)\b"
)
"""Words of bodies and of agendas: what holds one is no person."""

POST_NOMINAL = re.compile(
    r"[ ]*(?:Jr\.?|Sr\.?|I{2,3}|IV|Ph\.?D\.?|M\.?D\.?|DPhil|MBA|CBE|OBE|MBE|KBE|DBE|KC|QC|SC|JP|"
    r"Esq\.?|CPA|FRS|FRSE|R\.?N\.?|J\.?D\.?)(?![\w])"
)
MEMBER = re.compile(r"[ ]*(?P<title>MP|MEP|MSP|MLA|MS|TD|MPP|MHA)(?![\w])")
"""Letters behind a name that say an office."""

MODE = re.compile(
    r"(?:via|by|on|over|through)[ ](?:\w+[ ])?(?:zoom|teams|phone|telephone|video|skype|webex|meet|"
    r"videolink|link|call|videoconference|teleconference)|zoom|teams|remote(?:ly)?|online|"
    r"virtual(?:ly)?|in person|(?:arrived|left|joined|departed|until|from|to|at)[ ].*\d.*|"
    r"items?[ ].*|part|present|here|yes|voting|non-voting|ex officio",
    re.IGNORECASE,
)
"""How somebody took part, which is no title."""

CHAIRING = re.compile(r"chairing|in the chair|presiding|acting as chair", re.IGNORECASE)
ABSENT = re.compile(
    r"absent.*|excused.*|apolog(?:y|ies).*|regrets.*|not present|unable to attend|on leave",
    re.IGNORECASE,
)

GROUP = re.compile(
    r"(?P<group>(?:(?:approximately|about|around|some|over|nearly)[ ])?"
    r"(?:\d{1,12}|several|two|three|four|five|six|seven|eight|nine|ten|a dozen|various)[ ]"
    r"(?:other[ ])?(?:others?|members? of the (?:public|press|community)|residents|guests|visitors|"
    r"people|persons|observers|students|members|citizens|delegates|staff|reporters)\b)"
)
"""Participants that are counted and not named."""

_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Cllr|Rev|Revd|Hon|St|Jr|Sr|[A-Z]|[ap]\.m(?=\.[ ][a-z]))\."
)
WHO = (
    r"(?:(?:all|voting|non-voting|others?|also|board|committee|council|commission|team|staff|"
    r"company|club|executive|faculty|student|invited|members?|directors?|trustees?|councillors?|"
    r"council ?members?|commissioners?|supervisors?|officers?|guests?|visitors?|those|partners?|"
    r"delegates?|officials?|public)[ ]+){0,3}"
)
"""Whose presence a label tells ("Also", "Committee members")."""


def quiet(text: str) -> str:
    """``text`` without the stops of abbreviations; offsets stay."""
    return _ABBREVIATED.sub(lambda match: match.group()[:-1] + "\0", text)


def verdict_of(label: str) -> Verdict:
    """What a label or a predicate ("Regrets", "in attendance") says of its names."""
    low = label.lower()
    if any(word in low for word in ("apolog", "absen", "regret", "excused", "not ", "unable")):
        return "absent"
    if "vice" not in low and re.search(r"chair|presiding|conven", low):
        return "chair"
    return "speaker" if low.startswith(("speaker", "presenter", "panel")) else "attendee"
