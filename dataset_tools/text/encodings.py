"""Character encodings: what a file's bytes say, with the evidence, or that it cannot be known.

The order of evidence: a byte-order mark; strict UTF-8; then every strict decoding that gives the
same bytes back, scored by how common its characters are. A declared charset is one piece of
evidence (:data:`dataset_tools.text.ranking.DECLARED` nats), not the truth: pages lie about it.

**The score** is the natural logarithm of the odds that a text would be written so: each character
costs what ``data/character_costs.tsv`` says (its share of running text; sources named there), and
neighbours that never meet in a text (Latin in the middle of Cyrillic) cost extra. Because an
encoding maps texts to bytes one to one, the scores of two decodings of the same bytes compare
directly: a lead of 3 nats is odds of twenty to one.

**It abstains** where two different texts score alike, where the best text is implausible (binary
noise, or two encodings in one file), and where a damaged encoding explains the bytes better than
any intact one. Nothing is ever replaced or ignored: what is accepted encodes to the same bytes.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from dataset_tools.text._plausible import Reading, read_as
from dataset_tools.text.charsets import BOMS, codec_of, is_narrow, known_label
from dataset_tools.text.ranking import (
    CLEAR,
    PREFIX,
    SHORT,
    damaged_readings,
    evidence,
    strict_readings,
    why_not,
)

MARGIN = 3.0
"""Nats by which the best reading must lead every reading that is another text."""

UTF8_PRIOR = -4.0
"""Nats in favour of UTF-8 where the bytes are valid UTF-8 and something else as well."""


@dataclass(frozen=True)
class Decoded:
    """What the bytes say: ``encode(text, encoding)`` gives them back exactly.

    ``encoding`` is Python's name, or that of :data:`dataset_tools.text.charsets.BOMS` that ends in
    ``-sig`` where the file begins with a byte-order mark; ``bom`` are the bytes of the mark, which
    are not in ``text``.
    """

    text: str
    encoding: str
    bom: bytes
    evidence: str


@dataclass(frozen=True)
class Undecodable:
    """Why the bytes cannot be read, and the readings considered: name and nats a character.

    ``nearest`` is the encoding that explains all but a few bytes, where there is one.
    """

    reason: str
    candidates: tuple[tuple[str, float], ...] = ()
    nearest: str = ""


def decode(data: bytes, declared: str | None = None) -> Decoded | Undecodable:
    """What ``data`` says, or why that cannot be known.

    ``declared`` is what the file says of itself (an HTML meta element, an HTTP header).

    >>> decode("代表们出席了会议，并作了发言。".encode("gb18030")).encoding
    'gb18030'
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _marked(data) or _scored(data, declared)
    if text[:1] == "\ufeff":
        return Decoded(text[1:], "utf-8-sig", codecs.BOM_UTF8, "byte-order mark")
    if b"\0" in data or b"\x1b$" in data or (len(data) < SHORT and not text.isascii()):
        return _contested(data, declared, text)
    return Decoded(text, "utf-8", b"", "ASCII only" if text.isascii() else "strict UTF-8")


def decode_head(head: bytes, whole: bool) -> Decoded | Undecodable:
    """What the beginning of a file says; unless ``whole``, its last character may be unfinished.

    >>> decode_head("会议".encode()[:-1], whole=False).text
    '会'
    """
    if whole:
        return decode(head)
    for mark, name, codec in BOMS:
        if head.startswith(mark):
            text = read_as(head[len(mark) :], codec, whole=False)
            return (
                Undecodable(f"not {codec}")
                if text is None
                else Decoded(text, name, mark, "byte-order mark")
            )
    text = read_as(head, "utf-8", whole=False)
    if text is not None and b"\0" not in head:
        return Decoded(text, "utf-8", b"", "strict UTF-8")
    return _scored(head, None, whole=False)


def decode_as(data: bytes, encoding: str) -> Decoded | Undecodable:
    """What ``data`` says in the encoding that the configuration names (strictly)."""
    for mark, name, codec in BOMS:
        if data.startswith(mark) and codec_of(encoding) in (codec, codec.rsplit("-", 1)[0]):
            return _strict(data[len(mark) :], name, codec, mark)
    codec = codec_of(encoding)
    return _strict(data, codec, codec, b"")


def _strict(data: bytes, name: str, codec: str, mark: bytes) -> Decoded | Undecodable:
    try:
        text = data.decode(codec)
    except (UnicodeError, LookupError) as error:
        return Undecodable(f"not {codec}: {_short(error)}")
    if not _gives_back(text, codec, data):
        return Undecodable(f"{codec} would not give the same bytes back")
    return Decoded(text, name, mark, "byte-order mark" if mark else "set in the configuration")


def _gives_back(text: str, codec: str, data: bytes) -> bool:
    """Whether ``text`` encodes to ``data``; some codecs read what they cannot write."""
    try:
        return text.encode(codec, "surrogatepass") == data
    except UnicodeError:
        return False


def _short(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{error.reason} at byte {error.start}"
    return str(error)


def _marked(data: bytes) -> Decoded | Undecodable | None:
    """The reading that a byte-order mark demands; None without one."""
    for mark, name, codec in BOMS:
        if data.startswith(mark):
            found = _strict(data[len(mark) :], name, codec, mark)
            if isinstance(found, Undecodable):
                return Undecodable(f"a byte-order mark says {codec}, but it is {found.reason}")
            return found
    return None


def _contested(data: bytes, declared: str | None, text: str) -> Decoded | Undecodable:
    """Valid UTF-8 that may be something else: it holds NULs, an escape, or is very short."""
    marked = _marked(data)
    if marked is not None:
        return marked
    mine = Reading.of(text[:PREFIX], "utf-8", UTF8_PRIOR)
    rivals = [
        r
        for r in strict_readings(data[:PREFIX], known_label(declared), len(data) <= PREFIX)
        if r.text != text and r.mean <= r.limit
    ]
    if rivals and rivals[0].cost + MARGIN < mine.cost:
        other = read_as(data, rivals[0].encoding, whole=True)
        if other is not None:
            return Decoded(other, rivals[0].encoding, b"", evidence([*rivals, mine], declared))
    controls = sum(map(text.count, map(chr, range(9))))
    if controls * 10 > len(text):
        return Undecodable("binary: valid UTF-8, but full of control characters")
    return Decoded(text, "utf-8", b"", "strict UTF-8")


def _scored(data: bytes, declared: str | None, whole: bool = True) -> Decoded | Undecodable:
    """The best strict decoding of what is not UTF-8, where it is plausible and leads."""
    head, ranked_whole = data[:PREFIX], whole and len(data) <= PREFIX
    readings = strict_readings(head, known_label(declared), ranked_whole)
    considered = tuple((r.encoding, round(r.mean, 2)) for r in readings[:3])
    for number, best in enumerate(readings):
        if best.mean > best.limit or best.worst > best.limit + 2.5:
            break
        if best.mean > CLEAR or is_narrow(best.encoding):
            near = damaged_readings(head)
            if near and near[0].cost < best.cost - MARGIN:
                break
        text = best.text if len(head) == len(data) else read_as(data, best.encoding, whole)
        if text is None:
            continue
        rivals = [r for r in readings[number + 1 :] if r.text != best.text]
        if rivals and rivals[0].cost - best.cost < MARGIN:
            alike = f"{best.encoding} and {rivals[0].encoding} score alike"
            return Undecodable(alike, considered)
        return Decoded(text, best.encoding, b"", evidence(readings, declared))
    near = damaged_readings(head)
    nearest = near[0].encoding if near else ""
    return Undecodable(why_not(data, near), considered, nearest)
