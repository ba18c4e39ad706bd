"""Character encodings by name: what labels mean, byte-order marks, and how rare each one is."""

from __future__ import annotations

import codecs

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
