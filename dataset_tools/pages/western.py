"""Western bylines: "By Jane Doe | March 3, 2021", with a word before the name in any language."""

from __future__ import annotations

import re

from dataset_tools.pages.days import days_of
from dataset_tools.pages.facts import Fact, dates_of
from dataset_tools.pages.names import NOBODY, clean_author

_BY = re.compile(
    r"\s*(?:(?:(?:written|reported|story|words|text|analysis|opinion|commentary|review|essay) )?by|"
    r"por|par|(?:eine?n? \w+ )?von|texto(?: de)?)\s*:?\s+"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_POSTED_BY = re.compile(
    r"\s*(?:published|posted|updated|written)\b.{0,50}?\bby\s+(?=[^\W\d_])|"
    r".{0,12}\d{4}.{0,24}?\bby\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_AFTER_NAMES = re.compile(
    r"\s*[|•·–—\n]\s*|\s-\s|\s\((?=[a-zà-ÿ])|,\s(?=(?:Staff|Senior|Chief|Special|Associate|Correspondent|Contributor"
    r"|Reporter|Editor|Writer|AP|AFP|Reuters|Bloomberg)\b)|\s+(?=(?:Published|Updated|Posted|"
    r"Staff Writer|"
    r"Special to|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|"
    r"(?:Jan|Feb)(?:uary|ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"(?:Sept?|Oct|Nov|Dec)(?:ember|ober)?)\b)"
)
_BEFORE_DATE = re.compile(r"\s(?:on|at|in|el|em|le|am|le)$")
_NOT_A_NAME = re.compile(
    r"\b(?:the|a|an|this|that|these|those|it|its|his|her|their|our|your|my|is|was|were|are|"
    r"has|had|have|been|de que|el|la|los|las|uma?|favor|exemplo|ejemplo|supuesto|now|far|then|"
    r"law|mistake|contrast|comparison|using|making|taking)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"[^\W\d_a-zà-ÿ](?:(?:(?<!\w)(?:de|da|do|dos|das|del|la|van|von|der|bin|al|el|y|e|and|und|et)\b|&"
    r"|(?<![\w'’.\-])[^\W\d_a-zà-ÿ][\w'’.\-]*|,|\s|(?<=[^\W\d_])[\w'’.\-]+)){1,20}$"
)


def western_byline(line: str) -> list[Fact]:
    """The facts of a line such as "By Jane Doe | March 3, 2021"; empty where it is none.

    >>> [(fact.field, str(fact.value)) for fact in western_byline("By Jane Doe | March 3, 2021")]
    [('author', 'Jane Doe'), ('published', '2021-03-03')]
    """
    if len(line) > 160:
        return []
    start = _BY.match(line) or _POSTED_BY.match(line)
    if start is None:
        return []
    digit = _DIGIT.search(line, start.end())
    dated = days_of(line)
    ends = [date.start for date in dated if date.start >= start.end()]
    end = min([digit.start() if digit else len(line), *ends])
    names = _AFTER_NAMES.split(line[start.end() : end])[0].strip(" ,-–—|•·")
    names = _BEFORE_DATE.sub("", names)
    if names.endswith((".", "!", "?")) or _NOT_A_NAME.search(names) or not _PERSONS.match(names):
        return []
    author = clean_author(names)
    if not author:
        return dates_of(line, "beside_author") if dated and NOBODY.match(names) else []
    at = line.find(names, start.end())
    return [Fact("author", author, at, at + len(names), "by"), *dates_of(line, "beside_author")]
