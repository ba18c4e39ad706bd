"""Character encodings: what a file's bytes say, with the evidence, or that it cannot be known.

The order of evidence: a byte-order mark; strict UTF-8; then every strict decoding that gives the
same bytes back, scored by how common its characters are. A declared charset is one piece of
evidence (:data:`DECLARED` nats), not the truth: pages lie about it.

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
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataset_tools.text._plausible import Reading, read_as

if TYPE_CHECKING:
    from collections.abc import Iterable

BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le-sig", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be-sig", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le-sig", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be-sig", "utf-16-be"),
)
"""Byte-order marks: the bytes, our name for the encoding with its mark, Python's codec."""

WIDE: tuple[tuple[str, float], ...] = (
    ("gb18030", 0.0),
    ("big5-hkscs", 0.5),
    ("utf-16-le", 1.0),
    ("utf-16-be", 1.5),
    ("cp932", 2.0),
    ("euc-kr", 2.0),
    ("cp949", 3.0),
    ("euc-jp", 3.0),
    ("cp950", 3.0),
)
"""Encodings of several bytes a character, each with its rarity in nats (a matter of taste: it
only decides between readings that are otherwise alike)."""

NARROW: tuple[tuple[str, float], ...] = (
    ("windows-1252", 2.0),
    ("windows-1251", 3.0),
    ("koi8-r", 4.0),
    ("windows-1250", 5.5),
    ("windows-1253", 4.0),
    ("windows-1254", 4.5),
    ("windows-1255", 4.5),
    ("windows-1256", 4.5),
    ("windows-1257", 4.5),
    ("windows-1258", 5.0),
    ("cp874", 5.0),
    ("iso-8859-2", 6.0),
    ("iso-8859-5", 5.0),
    ("iso-8859-7", 5.0),
    ("iso-8859-15", 5.0),
    ("cp866", 6.0),
)
"""Encodings of one byte a character, likewise."""

ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "big5": "big5-hkscs", "big5hkscs": "big5-hkscs",
    "x-x-big5": "big5-hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "windows-31j": "cp932", "ks_c_5601-1987": "euc-kr",
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
    "us-ascii": "windows-1252", "ascii": "windows-1252", "iso-8859-9": "windows-1254",
    "tis-620": "cp874", "windows-874": "cp874", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
}  # fmt: skip
"""What people write -> the encoding that it means (WHATWG Encoding Standard, "Names and labels":
a label names the widest encoding of its family)."""

_KANA = re.compile("[\u3041-\u30f6]")
DECLARED = 6.0
"""Nats that a declaration is worth: it decides near ties, never against clear evidence."""

MARGIN = 3.0
"""Nats by which the best reading must lead every reading that is another text."""

CLEAR = 8.0
"""Mean cost of a non-ASCII character below which a reading of several bytes a character is so
good that no encoding of one byte a character needs to be tried."""

CERTAIN, ENOUGH = 7.0, 200
"""Mean cost, and characters of text, with which a reading needs no comparison: wrong readings of
Han and Hangul lie above 9. Kana are the exception: they stand at the same places in GB 2312 and
EUC-JP."""

UTF8_PRIOR = -4.0
"""Nats in favour of UTF-8 where the bytes are valid UTF-8 and something else as well."""

LOST = 12.0
"""Nats for each invalid byte sequence of a damaged reading."""

PREFIX = 1 << 16
"""Bytes on which the readings of a long file are ranked; the winner must then hold for all."""

SHORT = 32
"""Bytes below which "valid UTF-8" alone proves little: two common Han characters in GBK can be
valid UTF-8 by chance (17 % a character for two-byte sequences), eight hardly ever."""


@dataclass(frozen=True)
class Decoded:
    """What the bytes say: ``encode(text, encoding)`` gives them back exactly.

    ``encoding`` is Python's name, or the name in :data:`BOMS` that ends in ``-sig`` where the file
    begins with a byte-order mark; ``bom`` are the bytes of the mark, which are not in ``text``.
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


def codec_of(encoding: str) -> str:
    """Python's codec for one of our names (without the byte-order mark).

    >>> codec_of("utf-16-le-sig"), codec_of("gb18030")
    ('utf-16-le', 'gb18030')
    """
    return next((codec for _, name, codec in BOMS if name == encoding), encoding)


def is_narrow(encoding: str) -> bool:
    """Whether an encoding has one byte a character beyond ASCII.

    >>> is_narrow("windows-1252"), is_narrow("utf-8")
    (True, False)
    """
    return encoding in dict(NARROW)


def encode(text: str, encoding: str) -> bytes:
    """The bytes of ``text``, with the byte-order mark where the name says so.

    >>> encode("会", "utf-16-be-sig")
    b'\\xfe\\xffO\\x1a'
    """
    for mark, name, codec in BOMS:
        if name == encoding:
            return mark + text.encode(codec)
    return text.encode(encoding)


def known_label(label: str | None) -> str | None:
    """The encoding that a declared label means; None for no label or an unknown one.

    >>> known_label(" GB2312 "), known_label("x-unknown")
    ('gb18030', None)
    """
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    if name in ALIASES:
        return ALIASES[name]
    if not name.isascii() or "\0" in name:
        return None
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in _NOT_FOR_FILES:
        return None
    return ALIASES.get(info.name, name if name != "utf_8" else "utf-8")


_NOT_FOR_FILES = frozenset((
    "utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "mbcs", "oem",
    "undefined", "utf-8-sig",
))  # fmt: skip


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
        for r in _readings(data[:PREFIX], known_label(declared), len(data) <= PREFIX)
        if r.text != text and r.mean <= r.limit
    ]
    if rivals and rivals[0].cost + MARGIN < mine.cost:
        other = read_as(data, rivals[0].encoding, whole=True)
        if other is not None:
            return Decoded(other, rivals[0].encoding, b"", _evidence([*rivals, mine], declared))
    controls = sum(map(text.count, map(chr, range(9))))
    if controls * 10 > len(text):
        return Undecodable("binary: valid UTF-8, but full of control characters")
    return Decoded(text, "utf-8", b"", "strict UTF-8")


def _scored(data: bytes, declared: str | None, whole: bool = True) -> Decoded | Undecodable:
    """The best strict decoding of what is not UTF-8, where it is plausible and leads."""
    head, ranked_whole = data[:PREFIX], whole and len(data) <= PREFIX
    readings = _readings(head, known_label(declared), ranked_whole)
    considered = tuple((r.encoding, round(r.mean, 2)) for r in readings[:3])
    for number, best in enumerate(readings):
        if best.mean > best.limit or best.worst > best.limit + 2.5:
            break
        if best.mean > CLEAR or is_narrow(best.encoding):
            near = _damaged(head)
            if near and near[0].cost < best.cost - MARGIN:
                break
        text = best.text if len(head) == len(data) else read_as(data, best.encoding, whole)
        if text is None:
            continue
        rivals = [r for r in readings[number + 1 :] if r.text != best.text]
        if rivals and rivals[0].cost - best.cost < MARGIN:
            alike = f"{best.encoding} and {rivals[0].encoding} score alike"
            return Undecodable(alike, considered)
        return Decoded(text, best.encoding, b"", _evidence(readings, declared))
    near = _damaged(head)
    nearest = near[0].encoding if near else ""
    return Undecodable(_why_not(data, near), considered, nearest)


def _evidence(readings: list[Reading], declared: str | None) -> str:
    shown = ", ".join(f"{reading.encoding} {reading.mean:.1f}" for reading in readings[:3])
    said = f"; declared {declared}" if declared else ""
    return f"common characters (nats each: {shown}){said}"


def _readings(head: bytes, label: str | None, whole: bool) -> list[Reading]:
    """All strict readings of ``head``, best first; one-byte encodings only where they may win."""
    candidates = dict(WIDE)
    if label and label != "utf-8":
        candidates[label] = candidates.get(label, dict(NARROW).get(label, 5.0)) - DECLARED
    if b"\x1b$" in head:
        candidates["iso2022_jp"] = 2.0
    found = list(_strictly(head, candidates.items(), whole))
    found.sort(key=lambda reading: reading.cost)
    if not found or found[0].mean > CLEAR or len(head) < 2 * SHORT:
        narrow = [item for item in NARROW if item[0] not in candidates]
        found += _strictly(head, narrow, whole)
    return sorted(found, key=lambda reading: reading.cost)


def _strictly(
    head: bytes, candidates: Iterable[tuple[str, float]], whole: bool
) -> Iterable[Reading]:
    for encoding, rarity in candidates:
        text = read_as(head, encoding, whole)
        if text is not None:
            reading = Reading.of(text, encoding, rarity)
            yield reading
            certain = reading.mean < CERTAIN and len(text) > ENOUGH and not is_narrow(encoding)
            if certain and not _KANA.search(text):
                return


def _damaged(head: bytes) -> list[Reading]:
    """Readings with invalid bytes in them, each at :data:`LOST` nats, cheapest first."""
    found = []
    for encoding in ("utf-8", "gb18030", "big5-hkscs", "utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if lost and lost * 8 <= len(text):
            reading = Reading.of(text.replace("\ufffd", ""), encoding, LOST * lost)
            if reading.mean <= reading.limit:
                found.append(reading)
    return sorted(found, key=lambda reading: reading.cost)


def _why_not(data: bytes, near: list[Reading]) -> str:
    """The reason in words: nearly one encoding (which, where), noise, or a mixture."""
    for reading in near:
        try:
            data.decode(reading.encoding)
        except UnicodeDecodeError as error:
            return f"{reading.encoding}, but for invalid bytes (first at {error.start})"
    controls = sum(data[:PREFIX].count(bytes((code,))) for code in range(9))
    if controls * 50 > len(data[:PREFIX]):
        return "binary: no encoding gives a text, and it holds control bytes"
    return "no encoding gives a plausible text: noise, or several encodings in one file"
