"""Sketches and exact keys: stable, blind to what does not count, unbiased at any length."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.stages.dedup import sketch
from dataset_tools.stages.dedup.jaccard import jaccard, jaccards
from dataset_tools.stages.dedup.long_text import LONG
from dataset_tools.stages.dedup.shingles import normalised, units_of
from dataset_tools.stages.dedup.sketch import (
    SketchColumns,
    exact_key,
    sketch_batch,
    sketch_rows,
    sketch_schema,
)

HAN = "".join(chr(0x4E00 + 7 * n) for n in range(2500))


def passage(seed: int, length: int) -> str:
    r = random.Random(seed)
    return "".join(HAN[int(r.random() * len(HAN))] for _ in range(length))


def changed(text: str, seed: int, share: float) -> str:
    r = random.Random(seed)
    return "".join(HAN[int(r.random() * len(HAN))] if r.random() < share else c for c in text)


def agreement(columns: SketchColumns) -> float:
    matches = np.count_nonzero(columns.sketch[0] == columns.sketch[1])
    return float((matches / 128 - 1 / 256) / (1 - 1 / 256))


def digest(columns: SketchColumns) -> str:
    data = b"".join(np.ascontiguousarray(column).tobytes() for column in columns)
    return hashlib.sha256(data).hexdigest()


PINNED = "d35dfc6ae108d3f28d5809cb6a1e276ce36fc9e5ca0669c251792a8e3026d78c"

SAMPLES = [
    "望川河口水鸟调查\n今年冬季共记录到水鸟61种、9.3万只，２０２３年最多。",
    "Minutes of the Harrowmere Library Trust\nThe roof appeal has reached 3/4 of its target.",
    "二〇二五年新年贺词\n將於三十一日晚播出",
    "",
    "𠀀𠀁字😀",
    "短",
]


def test_sketches_are_the_numbers_they_always_were() -> None:
    # A change of this digest changes which records of a release are kept: it needs an entry in
    # the changelog.
    assert digest(sketch_batch(SAMPLES)) == PINNED


def test_another_process_makes_the_same_sketches() -> None:
    code = (
        "import hashlib, numpy as np\n"
        "from dataset_tools.stages.dedup.sketch import sketch_batch\n"
        f"columns = sketch_batch({SAMPLES!r})\n"
        "data = b''.join(np.ascontiguousarray(c).tobytes() for c in columns)\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(p for p in sys.path if p)},
    )
    assert out.stdout.strip() == PINNED


@given(st.lists(st.text(), max_size=8), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_a_batch_gives_what_each_text_gives_alone(texts: list[str], cut: int) -> None:
    whole = sketch_batch(texts)
    parts = [sketch_batch(texts[:cut]), sketch_batch(texts[cut:])]
    for column, *pieces in zip(whole, *parts, strict=True):
        assert np.array_equal(column, np.concatenate(pieces))


@given(st.text(), st.text())
@settings(max_examples=80, deadline=None)
def test_the_exact_key_of_a_batch_is_that_of_the_record(title: str, text: str) -> None:
    columns = sketch_batch([f"{title}\n{text}"])
    assert columns.exact_key[0].tobytes() == exact_key(title, text)


@given(st.text(alphabet="会议召开 ab，。12　\n", max_size=30), st.integers(0, 30))
@settings(deadline=None)
def test_white_space_never_changes_the_exact_key(text: str, place: int) -> None:
    assert exact_key("题", text) == exact_key("题", text[:place] + " \n　" + text[place:])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("会议于9月3日召开。", "会议于９月３日召开"),
        ("“会议”召开！", "会议召开"),
        ("Minutes of the TRUST", "minutes of the trust"),
        ("会议\u200b召开\ufeff", "会议召开"),
    ],
)
def test_width_punctuation_case_and_invisible_signs_do_not_count(one: str, other: str) -> None:
    assert exact_key("", one) == exact_key("", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("会议于9月3日召开", "会议于9月4日召开"),
        ("会议召开", "會議召開"),
        ("甲、乙出席", "乙、甲出席"),
        ("会议召开", "会议召开了"),
        ("𠀀", "𠀁"),
    ],
)
def test_words_order_numbers_and_script_do_count(one: str, other: str) -> None:
    assert exact_key("", one) != exact_key("", other)


def test_both_scripts_have_one_sketch() -> None:
    columns = sketch_batch(["省長會見訪問團並參觀圖書館", "省长会见访问团并参观图书馆"])
    assert np.array_equal(columns.sketch[0], columns.sketch[1])


@pytest.mark.parametrize("length", [30, 120, 600, 3000])
def test_estimates_are_unbiased_at_every_length(length: int) -> None:
    errors = []
    for seed in range(60):
        one = passage(seed, length)
        other = changed(one, seed + 1000, 0.04)
        errors.append(agreement(sketch_batch([one, other])) - jaccard(one, other))
    # Standard error of the mean: at most 0.045 / sqrt(60) = 0.006.
    assert abs(float(np.mean(errors))) < 0.02
    assert float(np.std(errors)) < 0.06


def test_different_texts_share_no_more_bytes_than_chance() -> None:
    columns = sketch_batch([passage(seed, 300) for seed in range(40)])
    pairs = [(a, b) for a in range(40) for b in range(a)]
    shared = np.mean([np.count_nonzero(columns.sketch[a] == columns.sketch[b]) for a, b in pairs])
    assert shared < 1.5  # 128 / 256 = 0.5 by chance


def test_a_salt_makes_another_sketch_of_the_same_similarity() -> None:
    one = passage(1, 400)
    other = changed(one, 2, 0.03)
    plain, salted = sketch_batch([one, other]), sketch_batch([one, other], salt=1)
    assert not np.array_equal(plain.sketch, salted.sketch)
    assert np.array_equal(plain.exact_key, salted.exact_key)
    assert abs(agreement(plain) - agreement(salted)) < 0.2


def test_english_is_compared_by_words_and_chinese_by_characters() -> None:
    units = units_of(["The roof appeal has reached its target", "屋顶募捐已达目标", "屋顶 roof"])
    assert units.counts.tolist() == [7, 8, 3]
    assert units.wordy.tolist() == [True, False, False]


def test_one_changed_word_leaves_three_shingles_different() -> None:
    words = ["w" + chr(97 + n // 10) + chr(97 + n % 10) for n in range(100)]
    other = [*words[:50], "else", *words[51:]]
    assert jaccard(" ".join(words), " ".join(other)) == pytest.approx(95 / 101)


def test_jaccard_of_a_text_with_itself_is_one_and_with_another_none() -> None:
    assert jaccard(passage(1, 200), passage(1, 200)) == 1.0
    assert jaccard(passage(1, 200), passage(2, 200)) == 0.0
    assert jaccard("", "，。") == 1.0


def test_the_normalised_text_keeps_letters_digits_and_ideographs() -> None:
    assert normalised("ＡＢ Ｃ", "第3次、（会议）\n！") == "abc第3次会议"


def test_numbers_of_a_record_set_bits_and_words_set_none() -> None:
    columns = sketch_batch(["气温17度，风4级", "气温度，风级", "二〇二五年", "一个"])
    assert np.bitwise_count(columns.numbers).sum(axis=1).tolist() == [2, 0, 1, 0]


def test_sketch_rows_have_the_schema_and_the_order_of_the_records() -> None:
    records = [
        {"id": f"r{n}", "title": "题", "subtitle": None, "text": passage(n, 50),
         "published": None if n else "2020-01-02", "source": "甲", "language": "zh-Hans",
         "source_path": "a.txt", "source_index": n}
        for n in range(3)
    ]  # fmt: skip
    table = sketch_rows(records)
    assert table.schema.equals(sketch_schema())
    assert table["id"].to_pylist() == ["r0", "r1", "r2"]
    assert table["published"].to_pylist() == ["2020-01-02", None, None]
    assert table["units"].to_pylist() == [51, 51, 51]
    assert sketch_rows([]).num_rows == 0


def test_a_shingle_counts_once_however_often_it_stands_there() -> None:
    once = sketch_batch(["会议", "会议" * 7, "a\n" * 9, "a\n" * 90]).sketch[1:3]
    often = sketch_batch(["会议" * 9_000, "a\n" * 9_000]).sketch
    assert (once == often).all()


def test_a_text_of_one_character_costs_no_more_memory_than_another() -> None:
    """Each shingle is hashed for each empty bin: 600 kB of one character took 1.8 GB."""
    peaks = []
    for text in ("会" * 200_000, "".join(map(chr, range(0x4E00, 0x9000))) * 11):
        tracemalloc.start()
        sketch_batch([text])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[0] < 2 * peaks[1]


LONG_TEXTS = {
    "ideographs": passage(3, 250_000),
    "planes": ("会𠀀议😀" + passage(4, 40)) * 6_000,
    "words": " ".join(f"word{n % 977} {n}" for n in range(30_000)),
    "one line": "望川河口水鸟调查。\n" * 30_000,
    "hexadecimal": "".join(hashlib.sha256(bytes([n % 251])).hexdigest() for n in range(4_000)),
    "numerals and signs": "，".join(["二〇二五年", "第一千零三号", "٣٤"] * 20_000),
    "blank but for a word": " " * 300_000 + "会议" + " " * 9,
    "blank": "\n" * 250_000,
    "halves of pairs": "会议\ud800\udc00字" * 60_000,
}


@pytest.mark.parametrize("name", LONG_TEXTS)
@pytest.mark.parametrize("salt", [0, 7])
def test_a_long_text_in_pieces_has_the_sketch_of_the_whole(name: str, salt: int) -> None:
    text = LONG_TEXTS[name]
    assert len(text) >= LONG
    assert digest(sketch_batch([text], salt)) == digest(sketch._block([text], salt))


def test_a_long_text_stands_between_short_ones() -> None:
    texts = ["短文一篇", LONG_TEXTS["words"], "另一篇短文", ""]
    alone = [digest(sketch_batch([text])) for text in texts]
    together = sketch_batch(texts)
    rows = [SketchColumns(*(column[n : n + 1] for column in together)) for n in range(4)]
    assert [digest(row) for row in rows] == alone


def test_a_run_longer_than_a_piece_is_cut_and_still_resembles_itself() -> None:
    one, other = "a" * 300_000, "a" * 299_000 + "b" * 1_000
    assert agreement(sketch_batch([one, one + "。"])) == 1.0
    assert [int(n) for n in sketch_batch([one, other]).units] == [13, 13]
    assert exact_key("", one) != exact_key("", other)
    assert bytes(sketch_batch([one]).exact_key[0]) == exact_key("", one)


def test_the_memory_of_a_long_text_does_not_grow_with_it() -> None:
    peaks = []
    for times in (1, 4):
        text = LONG_TEXTS["ideographs"] * times
        tracemalloc.start()
        sketch_batch([text])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_long_texts_are_measured_as_short_ones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    one = LONG_TEXTS["ideographs"]
    texts = {"one": one, "other": changed(one, 9, 0.05), "words": LONG_TEXTS["words"]}
    pairs = [("one", "other"), ("one", "words"), ("one", "one")]
    in_pieces = jaccards(texts, pairs)
    monkeypatch.setattr("dataset_tools.stages.dedup.jaccard.LONG", 10**9)
    assert in_pieces == jaccards(texts, pairs)
    assert 0.5 < in_pieces[0] < 0.8
