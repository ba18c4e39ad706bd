"""Encodings are found by evidence, given back exactly, and abstained from where unknowable."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_tools.text.charsets import codec_of, encode, known_label
from dataset_tools.text.encodings import Decoded, Undecodable, decode, decode_as, decode_head

SIMPLIFIED = (
    "林溪镇图书室昨天开放\n镇长何明远说，图书室有三万册书，每周开放六天。"
    "来自各村的四十多名学生参加了开放仪式，并在新的阅览室里读书。"
)
TRADITIONAL = (
    "林溪鎮圖書室昨天開放\n鎮長何明遠說，圖書室有三萬冊書，每週開放六天。"
    "來自各村的四十多名學生參加了開放儀式，並在新的閱覽室裡讀書。"
)
JAPANESE = "委員長は会議を開き、全国から集まった参加者を歓迎した。その後、代表が話した。"
SAMPLES = {
    "gb18030": SIMPLIFIED,
    "big5-hkscs": TRADITIONAL,
    "utf-16-le": SIMPLIFIED,
    "utf-16-be": TRADITIONAL,
    "cp932": JAPANESE,
    "euc-jp": JAPANESE,
    "euc-kr": "위원장은 회의를 열고 전국에서 모인 참가자들을 환영했다. 그 후 대표들이 연설을 했다.",
    "windows-1251": "Председатель открыл заседание и приветствовал участников из всех регионов.",
    "koi8-r": "Председатель открыл заседание и приветствовал участников из всех регионов.",
    "windows-1252": "Le président a été reçu à l'hôtel de ville où il a prononcé un discours.",
    "windows-1250": "Předseda výboru zahájil schůzi a přivítal hosty, kteří přijeli.",
    "windows-1253": "Ο πρόεδρος της επιτροπής άνοιξε τη συνεδρίαση και καλωσόρισε όλους.",
    "iso2022_jp": "委員長は会議を開き、全国から集まった参加者を歓迎した。",
}


@pytest.mark.parametrize("encoding", sorted(SAMPLES))
def test_a_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    for text in (SAMPLES[encoding], (SAMPLES[encoding] + "\n") * 40):
        data = text.encode(encoding)
        found = decode(data)
        assert isinstance(found, Decoded)
        assert found.text == text
        assert encode(found.text, found.encoding) == data


@pytest.mark.parametrize(
    ("mark", "name", "codec"),
    [
        (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
        (b"\xff\xfe", "utf-16-le-sig", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be-sig", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le-sig", "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_given_back(mark: bytes, name: str, codec: str) -> None:
    data = mark + SIMPLIFIED.encode(codec)
    found = decode(data)
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding, found.bom) == (SIMPLIFIED, name, mark)
    assert encode(found.text, name) == data
    assert found.bom + found.text.encode(codec_of(name)) == data


def test_two_common_characters_in_gbk_are_not_taken_for_utf8() -> None:
    found = decode("联通".encode("gbk"))
    assert isinstance(found, Decoded)
    assert found.text == "联通"


@pytest.mark.parametrize("text", ["é", "Zoë", "会议", "ćevapi", "Привет", "π", "·"])
def test_short_utf8_stays_utf8(text: str) -> None:
    found = decode(text.encode())
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding) == (text, "utf-8")


def test_utf8_with_some_control_characters_stays_utf8() -> None:
    text = "\x00".join((SIMPLIFIED, TRADITIONAL)) + "\x01 reading room \x00 open"
    assert decode(text.encode()) == Decoded(text, "utf-8", b"", "strict UTF-8")


def test_english_in_utf16_without_a_mark_is_read() -> None:
    text = "The reading room opened on Monday."
    for codec in ("utf-16-le", "utf-16-be"):
        found = decode(text.encode(codec))
        assert isinstance(found, Decoded)
        assert found.text == text


def test_a_declared_charset_is_evidence_not_truth() -> None:
    for declared in ("gb2312", "utf-8", "iso-8859-1", "no-such-charset", "utf-7", "\0"):
        found = decode(TRADITIONAL.encode("big5"), declared)
        assert isinstance(found, Decoded)
        assert found.text == TRADITIONAL
    assert decode(SIMPLIFIED.encode(), "gb2312") == decode(SIMPLIFIED.encode())


def test_a_declared_charset_decides_between_alike_readings() -> None:
    data = "Işık ve şarkı".encode("windows-1254")
    assert isinstance(decode("Çok güzel".encode("windows-1254")), Undecodable)
    found = decode(data, "windows-1254")
    assert isinstance(found, Decoded)
    assert found.text == "Işık ve şarkı"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bytes(500), "binary"),
        (bytes(range(256)) * 16, "control bytes"),
        (SIMPLIFIED.encode()[:-1], "utf-8"),
        (SIMPLIFIED.encode("gb18030") + b"\xff" + SIMPLIFIED.encode("gb18030"), "gb18030"),
        ((SIMPLIFIED * 9).encode() + (SIMPLIFIED * 9).encode("gb18030"), "several encodings"),
        (b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le")[:-1], "utf-16-le"),
        (b"\xff\xfe\x00\xd8\x41\x00", "utf-16-le"),
    ],
)
def test_what_cannot_be_known_is_abstained_from(data: bytes, words: str) -> None:
    found = decode(data)
    assert isinstance(found, Undecodable)
    assert words in found.reason


def test_a_mixture_that_is_valid_gb18030_by_chance_is_not_accepted() -> None:
    """UTF-8 of an even number of three-byte characters is often valid GB 18030."""
    utf8 = ("镇长何明远" * 40 + "来").encode()
    data = (SIMPLIFIED * 5).encode("gb18030") + utf8 + (SIMPLIFIED * 5).encode("gb18030")
    assert isinstance(decode(data), Undecodable)


def test_lost_characters_are_text() -> None:
    assert isinstance(decode("会\ufffd议开\ufffd始".encode()), Decoded)


def test_a_configured_encoding_is_strict() -> None:
    data = SIMPLIFIED.encode("gb18030")
    found = decode_as(data, "gb18030")
    assert isinstance(found, Decoded)
    assert found.text == SIMPLIFIED
    assert isinstance(decode_as(data, "utf-8"), Undecodable)
    assert isinstance(decode_as(data, "no-such-codec"), Undecodable)
    marked = decode_as(b"\xef\xbb\xbfabc", "utf-8")
    assert isinstance(marked, Decoded)
    assert marked.bom == b"\xef\xbb\xbf"


def test_the_head_of_a_file_may_end_inside_a_character() -> None:
    for codec in ("utf-8", "gb18030", "utf-16-le"):
        found = decode_head(SIMPLIFIED.encode(codec)[:-1], whole=False)
        assert isinstance(found, Decoded)
        assert SIMPLIFIED.startswith(found.text)
        assert len(found.text) == len(SIMPLIFIED) - 1


def test_a_long_file_is_held_to_its_encoding_to_the_end() -> None:
    data = (SIMPLIFIED * 2000).encode("gb18030")
    found = decode(data)
    assert isinstance(found, Decoded)
    assert encode(found.text, found.encoding) == data
    broken = decode(data + b"\xff")
    assert isinstance(broken, Undecodable)


def test_labels_mean_the_widest_encoding_of_their_family() -> None:
    assert known_label("gb2312") == "gb18030"
    assert known_label("'Big5'") == "big5-hkscs"
    assert known_label("hex") is None
    assert known_label(None) is None


@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-16", "latin1", "cp437"]))
@example(b"\xfe\xff", None)
@example(b"\x00", "gbk")
@example(b"\xef\xbb\xbf\xff", None)
def test_any_bytes_are_given_back_exactly_or_refused(data: bytes, declared: str | None) -> None:
    found = decode(data, declared)
    if isinstance(found, Decoded):
        assert encode(found.text, found.encoding) == data
        assert found.bom + found.text.encode(codec_of(found.encoding)) == data
    else:
        assert found.reason


@given(st.text(max_size=200))
def test_valid_utf8_of_some_length_is_never_another_encoding(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if len(data) >= 32 and b"\0" not in data and b"\x1b$" not in data:
        found = decode(data)
        assert isinstance(found, Decoded)
        assert found.text == text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")
