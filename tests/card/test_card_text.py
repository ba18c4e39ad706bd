"""The card: what it says, that it says it of this release, and that nothing in it can break it."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.core.errors import ReleaseError
from dataset_tools.release import card, card_trust
from dataset_tools.release.card_front import front, size_category, write_front, yaml_features
from dataset_tools.release.escape import code, fenced, markdown, one_line, visible
from dataset_tools.release.hub_card import front_matter


def body(text: str) -> str:
    return text.split("\n---\n", 1)[1]


def test_the_card_opens_with_front_matter_that_names_each_loadable_config(evil):
    folder, manifest = evil
    values = front_matter((folder / "README.md").read_text(encoding="utf-8"))
    assert values is not None
    listed = {c["config_name"]: {f["split"] for f in c["data_files"]} for c in values["configs"]}
    assert listed == {name: set(splits) for name, splits in manifest.loadable().items()}
    assert [c["config_name"] for c in values["configs"] if c.get("default")] == ["articles"]
    assert values["language"] == ["zh", "en"]
    assert values["size_categories"] == ["n<1K"]
    assert values["license"] == "cc-by-4.0"


def test_datasets_reads_the_features_of_the_card_as_those_of_the_files(evil):
    from datasets import Features

    from dataset_tools.release.rows import read_schema

    folder, manifest = evil
    values = front_matter((folder / "README.md").read_text(encoding="utf-8"))
    for info in values["dataset_info"]:
        shard = manifest.shards()[info["config_name"]]["train"][0]
        schema = read_schema(folder / shard.entry.path)
        assert Features._from_yaml_list(info["features"]) == Features.from_arrow_schema(schema)


@pytest.mark.parametrize("config", ["articles", "attendance", "people", "duplicates"])
def test_load_dataset_loads_what_the_card_lists(evil, config, tmp_path):
    from datasets import load_dataset

    folder, manifest = evil
    found = load_dataset(str(folder), config, cache_dir=str(tmp_path))
    assert {split: len(rows) for split, rows in found.items()} == manifest.loadable()[config]


def test_hostile_text_opens_no_tag_link_or_heading_in_the_card(evil):
    from markdown_it import MarkdownIt

    folder, _ = evil
    text = (folder / "README.md").read_text(encoding="utf-8")
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(body(text))
    shown = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)
    tags = set(re.findall(r"<([a-z0-9]+)", shown))
    assert not tags & {"script", "b", "i"}
    assert "onerror" not in re.sub(r"<code>.*?</code>", "", shown)
    assert set(re.findall(r'(?:src|href)="([^"]*)"', shown)) == {
        "quality/ledger.svg",
        "quality/lengths.svg",
        "quality/months.svg",
        "quality/together.svg",
        "quality/report.html",
        "CHANGELOG.md",
    }
    assert re.findall(r"<h1>(.*?)</h1>", shown) == ["River notes"]
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_hostile_text_stays_in_its_table_cell(evil):
    from markdown_it import MarkdownIt

    folder, _ = evil
    text = (folder / "README.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(body(text))
    cells, rows = 0, []
    for token in tokens:
        cells = 0 if token.type == "tr_open" else cells + (token.type in ("td_open", "th_open"))
        if token.type == "tr_close":
            rows.append(cells)
    assert set(rows) <= {3, 4, 6}
    assert len(rows) > 40


def test_the_example_in_the_card_is_a_record_of_the_release(plain):
    import pyarrow.parquet as pq

    folder, _ = plain
    text = (folder / "README.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"## An example.*?```json\n(.*?)\n```", text, re.DOTALL)[1])
    rows = pq.read_table(folder / "data" / "articles" / "train-00000-of-00001.parquet").to_pylist()
    row = next(row for row in rows if row["id"] == shown["id"])
    assert row["title"] == shown["title"]
    assert row["text"].startswith(shown["text"].rstrip("…"))
    assert len(shown["attendees"]) >= 1


def test_the_card_states_the_counts_of_the_manifest_at_each_stage(plain):
    folder, manifest = plain
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "1 raw file (jsonl 1), 10 bytes, gave 33 records" in text
    assert "rejected 1 record," in text
    assert "2 records left out: <code>exact</code> 1, <code>near</code> 1" in text
    assert "<code>train</code> 18, <code>validation</code> 6, <code>test</code> 6" in text
    assert manifest.content_digest in text
    assert 'revision="v1.2.0"' in text


def test_a_release_without_rows_has_a_card_that_offers_nothing(tmp_path, hostile):
    folder = tmp_path / "empty"
    hostile.make(folder, count=0)
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert front_matter(text)["configs"] == []
    assert "This release has no rows to load." in text
    assert "cannot be loaded and is not offered" in text


def test_the_card_is_the_same_when_it_is_made_from_itself(evil, hostile):
    folder, manifest = evil
    text = (folder / "README.md").read_text(encoding="utf-8")
    statistics = hostile.statistics_of(folder, manifest)
    assert card.render_card(folder, manifest, statistics, text) == text


def test_words_in_slots_are_kept_and_the_rest_is_written_anew(plain, hostile):
    folder, manifest = plain
    statistics = hostile.statistics_of(folder, manifest, evil=False)
    text = card.render_card(folder, manifest, statistics)
    mine = "Made for *us*.\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |"
    prompt = f"<!-- {card.PROMPTS['motivation']} -->"
    edited = text.replace(prompt, mine).replace("33 records", "99 records")
    again = card.render_card(folder, manifest, statistics, edited)
    assert again == text.replace(prompt, mine).replace("Its makers have not said yet.\n\n", "")


def test_an_unknown_slot_and_a_foreign_card_are_kept_at_the_end(plain, hostile):
    folder, manifest = plain
    statistics = hostile.statistics_of(folder, manifest, evil=False)
    own = "---\nlicense: mit\nviewer: false\n---\n# My card\n\nText of mine.\n"
    text = card.render_card(folder, manifest, statistics, own)
    assert "# My card\n\nText of mine.\n<!-- end: notes -->" in text
    assert front_matter(text)["viewer"] is False
    assert front_matter(text)["license"] == "cc-by-4.0"
    extra = text + "<!-- hand-written: funding -->\nA grant.\n<!-- end: funding -->\n"
    again = card.render_card(folder, manifest, statistics, extra)
    assert again.endswith("<!-- hand-written: funding -->\nA grant.\n<!-- end: funding -->\n")


@pytest.mark.parametrize(
    "broken",
    [
        "<!-- hand-written: uses -->\nwords",
        "words\n<!-- end: uses -->",
        "<!-- hand-written: a -->\n<!-- hand-written: b -->\nx\n<!-- end: b -->\n",
        "<!-- hand-written: a -->\n1\n<!-- end: a -->\n" * 2,
    ],
)
def test_a_card_whose_slots_cannot_be_told_apart_is_refused(broken):
    with pytest.raises(ReleaseError):
        card.slots(f"{card.GENERATED}\n{broken}\n")


def test_records_cannot_write_into_a_slot(evil):
    folder, _ = evil
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert card.slots(text) == {}
    assert "injected" in text


def test_windows_line_ends_in_the_project_card_change_nothing(plain, hostile):
    folder, manifest = plain
    text = (folder / "README.md").read_text(encoding="utf-8")
    statistics = hostile.statistics_of(folder, manifest, evil=False)
    edited = text.replace(f"<!-- {card.PROMPTS['uses']} -->", "Two\nlines.")
    windows = edited.replace("\n", "\r\n")
    made = card.render_card(folder, manifest, statistics, windows)
    assert made == card.render_card(folder, manifest, statistics, edited)


def test_measured_figures_are_shown_only_where_there_are_some(tmp_path, monkeypatch):
    path = tmp_path / "measured.json"
    path.write_text('{"figures": []}')
    monkeypatch.setattr(card_trust, "MEASURED", path)
    assert card_trust.measured_lines() == []
    row = {"name": "attendees", "measure": "F1", "value": 0.91, "interval": [0.88, 0.93]}
    figures = {"figures": [{**row, "corpus": "gold|x", "date": "2025-01-02"}]}
    path.write_text(json.dumps(figures))
    assert card_trust.measured_lines()[-1] == (
        "| attendees | F1 | 0.91 | 0.88 to 0.93 | gold&#124;x | 2025-01-02 |"
    )


def test_the_packaged_figures_have_every_part_that_the_card_shows():
    for row in json.loads(card_trust.MEASURED.read_bytes())["figures"]:
        assert {"name", "measure", "value", "interval", "corpus", "date"} <= set(row)
        assert row["interval"][0] <= row["value"] <= row["interval"][1]


TRICKS = ["1. a", "- a", "-- a", "---", "===", "a: b", ":smile:", "http://a.b", "www.evil.com",
          "*a*", "a_b_", "# a", "[a](b)", "![a](b)", "<b>", "&lt;", "~~a~~", "`a`", "+ a", "> a",
          "a@b.org", "$x$", "| a | b |", "12) a", "\\"]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(TRICKS)).map(" ".join)))
def test_any_text_is_one_plain_line_in_markdown(text):
    from html import unescape

    from markdown_it import MarkdownIt

    line = markdown(text)
    assert "\n" not in line
    assert "|" not in line
    for start in ("", "x"):
        html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(start + line + "x")
        assert html.startswith("<p>"), html
        assert html.count("<") == 2
        assert unescape(html).removeprefix("<p>").removesuffix("</p>\n") == (
            start + one_line(text) + "x"
        )


@given(st.text())
def test_nothing_unseen_is_left_in_shown_text(text):
    import unicodedata

    for character in visible(text):
        assert character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    assert len(one_line(text).splitlines()) <= 1
    assert "<" not in code(text).removeprefix("<code>").removesuffix("</code>")


@given(st.text())
def test_a_fence_holds_any_text(text):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(fenced(text, "json"))
    assert [token.type for token in tokens] == ["fence"]


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.booleans(), st.lists(st.text()))))
def test_front_matter_gives_back_the_same_values(values):
    text = write_front(values)
    assert yaml.safe_load(text[4:-4]) == shown(values)
    assert text.splitlines().count("---") == 2


def shown(value):
    """The value with everything that cannot be seen spelled out."""
    if isinstance(value, dict):
        return {visible(key): shown(item) for key, item in value.items()}
    return (
        [visible(item) for item in value]
        if isinstance(value, list)
        else (visible(value) if isinstance(value, str) else value)
    )


def test_norwegian_is_quoted_in_front_matter():
    assert "- 'no'" in write_front({"language": ["no"]})


def test_size_categories_change_where_the_hub_changes_them():
    assert [size_category(n) for n in (0, 999, 1000, 9_999_999, 10**12)] == [
        "n<1K",
        "n<1K",
        "1K<n<10K",
        "1M<n<10M",
        "n>1T",
    ]


def test_yaml_features_are_those_that_datasets_writes():
    from datasets import Features

    from dataset_tools.schema.arrow import describe
    from dataset_tools.schema.load import load_schema
    from dataset_tools.schema.tables import TABLES

    for columns in (describe(load_schema()), *TABLES.values()):
        assert yaml_features(columns) == Features.from_dict(dict(columns))._to_yaml_list()


def test_keys_of_the_user_never_replace_what_is_computed(plain, hostile):
    folder, manifest = plain
    statistics = hostile.statistics_of(folder, manifest, evil=False)
    own = "---\nconfigs: []\nlanguage: [xx]\ntask_ids: [named-entity-recognition]\n---\n"
    values = front(manifest, statistics, own)
    assert values["language"] == ["zh", "en"]
    assert values["configs"]
    assert values["task_ids"] == ["named-entity-recognition"]
