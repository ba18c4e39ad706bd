"""What all records together decide: duplicates, splits and ids."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.core.config import DedupSection, SplitSection
from dataset_tools.stages.dedup.across import Decisions, decide
from dataset_tools.stages.dedup.jaccard import jaccard
from dataset_tools.stages.dedup.sketch import composed, sketch_rows

HAN = "".join(chr(0x4E00 + 7 * n) for n in range(2500))


def passage(seed: Any, length: int = 300) -> str:
    r = random.Random(str(seed))
    return "".join(HAN[int(r.random() * len(HAN))] for _ in range(length))


def changed(text: str, count: int, seed: int = 0) -> str:
    """``text`` with ``count`` of its characters replaced, at even distances."""
    r = random.Random(seed)
    out = list(text)
    for number in range(count):
        out[(2 * number + 1) * len(out) // (2 * count)] = HAN[int(r.random() * len(HAN))]
    return "".join(out)


def record(name: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"id-{name}", "title": "", "subtitle": None, "text": text, "published": None,
        "source": None, "language": "zh-Hans", "source_path": f"{name}.txt", "source_index": 0,
        **more,
    }  # fmt: skip


def decided(
    records: Sequence[dict[str, Any]],
    dedup: DedupSection | None = None,
    splits: SplitSection | None = None,
    with_texts: bool = True,
) -> Decisions:

    def texts(places: Sequence[int]) -> Mapping[int, str]:
        return {place: composed(records[place]) for place in places}

    rows = sketch_rows(records)
    return decide(
        rows, dedup or DedupSection(), splits or SplitSection(), texts if with_texts else None
    )


def removed(decisions: Decisions) -> dict[str, str]:
    rows = decisions.duplicates.to_pylist()
    return {row["id"]: row["kept_id"] for row in rows}


def split_by_id(decisions: Decisions) -> dict[str, str]:
    pairs = zip(decisions.ids.to_pylist(), decisions.splits.to_pylist(), strict=True)
    return {name: split for name, split in pairs if split is not None}


# ---------------------------------------------------------------- duplicates


def test_300_articles_and_300_one_character_variants_leave_exactly_300() -> None:
    articles = [record(f"a{n:03}", passage(n, 120 + 3 * n)) for n in range(300)]
    variants = [record(f"b{n:03}", changed(passage(n, 120 + 3 * n), 1)) for n in range(300)]
    for with_texts in (True, False):
        gone = removed(decided(articles + variants, with_texts=with_texts))
        assert gone == {f"id-b{n:03}": f"id-a{n:03}" for n in range(300)}


def test_an_exact_copy_is_removed_as_exact_and_a_near_one_with_its_similarity() -> None:
    text = passage(1)
    near = changed(text, 3)
    rows = decided(
        [record("a", text), record("b", f"  {text[:9]}，{text[9:]}\n"), record("c", near)]
    ).duplicates.to_pylist()
    assert [(r["id"], r["kept_id"], r["kind"]) for r in rows] == [
        ("id-b", "id-a", "exact"),
        ("id-c", "id-a", "near"),
    ]
    assert rows[0]["similarity"] == 1.0
    assert rows[1]["similarity"] == pytest.approx(jaccard(text, near), abs=0.08)


def test_recall_is_98_percent_at_085_and_nothing_below_06_is_removed() -> None:
    found = wanted = wrong = 0
    for seed in range(300):
        text = passage(seed, 200 + seed)
        close, far = changed(text, round(len(text) * 0.015)), changed(text, len(text) // 9)
        assert jaccard(text, far) < 0.6
        records = [record("a", text), record("b", close), record("c", far)]
        gone = removed(decided(records))
        if jaccard(text, close) >= 0.85:
            wanted += 1
            found += "id-b" in gone
        wrong += "id-c" in gone
    assert wanted > 250
    assert found / wanted >= 0.98
    assert wrong == 0


def test_near_the_threshold_the_texts_decide() -> None:
    for seed in range(40):
        text = passage(seed, 400)
        other = changed(text, 9 + seed % 4)
        gone = removed(decided([record("a", text), record("b", other)]))
        assert ("id-b" in gone) == (jaccard(text, other) >= 0.8)


def test_a_record_is_removed_only_if_it_resembles_the_kept_one() -> None:
    # b is near a, c is near b, but c is not near a: c stays.
    a = passage(1, 400)
    b = changed(a, 8, seed=1)
    c = changed(b, 14, seed=2)
    c = c[:200] + changed(c[200:], 1, seed=3)
    assert jaccard(a, b) > 0.8
    assert jaccard(a, c) < 0.8
    gone = removed(decided([record("a", a), record("b", b), record("c", c)]))
    assert gone == {"id-b": "id-a"}


def test_every_removed_record_is_as_near_to_its_kept_one_as_it_says() -> None:
    texts = {"a": passage(9, 300)}
    for number in range(1, 12):
        texts[f"a{number:02}"] = changed(texts["a"], number, seed=number)
    rows = decided([record(k, v) for k, v in texts.items()]).duplicates.to_pylist()
    assert rows
    for row in rows:
        true = jaccard(texts[row["id"][3:]], texts[row["kept_id"][3:]])
        assert true >= 0.75
        assert row["similarity"] == pytest.approx(true, abs=0.12)


def test_bulletins_of_one_template_all_stay_and_share_a_split() -> None:
    def bulletin(day: int) -> str:
        return (
            f"望川台3月{day}日发布近海预报\n今天白天多云转阴，"
            f"东南风{day % 4 + 2}到{day % 4 + 3}级，最高气温{10 + day}度，"
            f"相对湿度百分之{40 + day}。今天夜间阴有小雨，最低气温{day}度。"
            f"近海海面浪高{day}.{day % 7}米，"
            "过往船只请注意航行安全，小型船只请及时回港避风，沿岸群众请勿下海。"
        )

    result = decided([record(f"{d:02}", bulletin(d)) for d in range(10, 28)])
    assert removed(result) == {}
    assert len(set(split_by_id(result).values())) == 1


def test_a_revised_figure_in_a_long_article_is_a_duplicate_still() -> None:
    text = passage(3, 150) + "共出动船艇18艘、直升机2架，搜救95分钟，46人获救。" + passage(4, 150)
    gone = removed(decided([record("a", text), record("b", text.replace("46人", "47人"))]))
    assert gone == {"id-b": "id-a"}


def test_the_same_announcement_a_year_later_stays() -> None:
    text = passage(5, 200)
    this = record("a", text, published="2020-12-30")
    later = record("b", changed(text, 1), published="2021-12-30")
    soon = record("c", changed(text, 1, seed=4), published="2021-01-02")
    result = decided([this, later, soon])
    assert removed(result) == {"id-c": "id-a"}
    assert len(set(split_by_id(result).values())) == 1


def test_an_edition_in_the_other_script_stays_and_shares_the_split() -> None:
    simplified = record(
        "a", "省长会见访问团并参观图书馆，双方就航运、教育、图书馆建设交换了意见。" * 6
    )
    traditional = record(
        "b",
        "省長會見訪問團並參觀圖書館，雙方就航運、教育、圖書館建設交換了意見。" * 6,
        language="zh-Hant",
    )
    result = decided([simplified, traditional])
    assert removed(result) == {}
    assert len(set(split_by_id(result).values())) == 1


@pytest.mark.parametrize(("length", "gone"), [(30, False), (60, False), (100, True)])
def test_a_short_text_with_one_other_character_stays(length: int, gone: bool) -> None:
    text = passage(8, length)
    assert bool(removed(decided([record("a", text), record("b", changed(text, 1))]))) == gone
    assert removed(decided([record("a", text), record("b", text + "！")])) == {"id-b": "id-a"}


@pytest.mark.parametrize(
    ("keep", "kept"), [("first", "id-a"), ("longest", "id-c"), ("earliest", "id-b")]
)
def test_the_policy_says_which_one_is_kept(keep: Any, kept: str) -> None:
    text = passage(6)
    result = decided(
        [
            record("a", text, published="2020-01-05"),
            record("b", changed(text, 1), published="2020-01-03"),
            record("c", text + passage(7, 9)),
        ],
        DedupSection(keep=keep),
    )
    assert set(removed(result).values()) == {kept}
    assert len(removed(result)) == 2


def test_what_is_switched_off_removes_nothing_but_still_shares_a_split() -> None:
    text = passage(11)
    records = [record("a", text), record("b", text), record("c", changed(text, 2))]
    result = decided(records, DedupSection(exact=False, near=False))
    assert removed(result) == {}
    assert len(set(split_by_id(result).values())) == 1
    assert removed(decided(records, DedupSection(near=False))) == {"id-b": "id-a"}


def test_copies_of_a_removed_record_point_to_the_kept_one() -> None:
    text = passage(12)
    near = changed(text, 2)
    result = decided([record("a", text), record("b", near), record("c", near)])
    assert removed(result) == {"id-b": "id-a", "id-c": "id-a"}
    assert {row["kind"] for row in result.duplicates.to_pylist()} == {"near"}


def test_five_thousand_variants_of_one_text_are_found_in_bounded_time() -> None:
    text = passage(13, 200)
    records = [record(f"{n:05}", changed(text, 1, seed=n)) for n in range(5000)]
    result = decided(records, with_texts=False)
    assert len(result.duplicates) >= 4990


def test_unrelated_records_and_empty_ones_are_left_alone() -> None:
    records = [record(f"{n:03}", passage(n, 150)) for n in range(60)]
    records += [record("e1", "，。"), record("e2", "?!")]
    result = decided(records)
    assert removed(result) == {"id-e2": "id-e1"}
    assert decided([]).duplicates.num_rows == 0


# ---------------------------------------------------------------- order, ids, splits


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_rows_does_not_show(shuffle: random.Random) -> None:
    records = [record(f"{n:02}", passage(n // 2, 200 + n % 2)) for n in range(20)]
    mixed = records.copy()
    shuffle.shuffle(mixed)
    one, other = decided(records), decided(mixed)
    assert one.duplicates.equals(other.duplicates)
    assert split_by_id(one) == split_by_id(other)
    assert other.ids.to_pylist() == [r["id"] for r in mixed]


def test_ids_borne_twice_are_changed_for_all_but_the_first() -> None:
    records = [record(name, passage(name), id="same") for name in "cab"]
    result = decided(records)
    ids = result.ids.to_pylist()
    assert len(set(ids)) == 3
    assert ids[1] == "same"  # a.txt is the first by path
    changed_rows = result.rekeyed.to_pylist()
    assert [(r["source_path"], r["old_id"]) for r in changed_rows] == [
        ("b.txt", "same"),
        ("c.txt", "same"),
    ]
    # The new id does not hang on how many there are.
    assert decided([records[1], records[0]]).ids.to_pylist()[1] == ids[0]


def test_adding_rows_moves_none() -> None:
    base = [record(f"m{n:03}", passage(n)) for n in range(300)]
    before = split_by_id(decided(base))
    assert 200 < sum(split == "train" for split in before.values()) < 275
    more = [record(f"n{n:03}", passage(n + 1000)) for n in range(100)]
    more += [record(f"z{n:03}", changed(passage(n), 1)) for n in range(50)]
    more += [record(f"a{n:03}", passage(n + 2000)) for n in range(50)]
    after = split_by_id(decided(base + more))
    assert {name: after[name] for name in before} == before
    assert len(after) == 450


def test_no_pair_that_resembles_crosses_a_split() -> None:
    records = []
    for n in range(80):
        text = passage(n, 300)
        records += [
            record(f"{n:02}{k}", changed(text, 3 * k, seed=k) if k else text) for k in range(8)
        ]
    split = split_by_id(decided(records))
    texts = {r["id"]: r["text"] for r in records if r["id"] in split}
    leaks = 0
    for n in range(80):
        family = [name for name in texts if name.startswith(f"id-{n:02}")]
        for a in family:
            for b in family:
                if a < b and split[a] != split[b] and jaccard(texts[a], texts[b]) >= 0.6:
                    leaks += 1
    assert leaks == 0


def test_a_survivor_that_comes_later_keeps_the_split_of_its_cluster() -> None:
    names = [f"m{n:02}" for n in range(40)]
    before = split_by_id(decided([record(name, passage(name)) for name in names]))
    longer = [record(f"z{name}", passage(name) + passage("tail", 9)) for name in names]
    result = decided(
        [record(name, passage(name)) for name in names] + longer, DedupSection(keep="longest")
    )
    after = split_by_id(result)
    assert {f"id-z{name}": before[f"id-{name}"] for name in names} == after


def test_by_source_a_source_has_one_split() -> None:
    records = [record(f"{n:03}", passage(n), source=f"社{n % 12}") for n in range(240)]
    result = split_by_id(decided(records, splits=SplitSection(by="source")))
    by_source: dict[str, set[str]] = {}
    for r in records:
        by_source.setdefault(r["source"], set()).add(result[r["id"]])
    assert all(len(splits) == 1 for splits in by_source.values())
    assert len({*map(str, by_source.values())}) > 1


def test_by_date_the_earliest_of_a_cluster_decides() -> None:
    text = passage(1)
    far = changed(text, 13)
    assert 0.6 < jaccard(text, far) < 0.8
    by_date = SplitSection(by="date", validation_from="2021-01-01", test_from="2022-01-01")
    split = split_by_id(
        decided(
            [
                record("a", text, published="2022-05-01"),
                record("b", far, published="2020-05-01"),
                record("c", passage(2), published="2022-05-01"),
                record("d", passage(3), published="2021-12-31"),
                record("e", passage(4)),
            ],
            splits=by_date,
        )
    )
    assert split == {
        "id-a": "train", "id-b": "train", "id-c": "test", "id-d": "validation", "id-e": "train",
    }  # fmt: skip


def test_changed_shares_move_only_what_they_must() -> None:
    records = [record(f"{n:03}", passage(n, 100)) for n in range(400)]
    before = split_by_id(decided(records))
    wider = SplitSection(train=0.85, validation=0.05, test=0.1)
    after = split_by_id(decided(records, splits=wider))
    moved = {(before[name], after[name]) for name in before if before[name] != after[name]}
    assert moved == {("validation", "train")}
