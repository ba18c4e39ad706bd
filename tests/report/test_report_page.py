"""The report: self-contained, true to the release, and safe whatever the articles say."""

from __future__ import annotations

import dataclasses
import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from dataset_tools.release import plots, report
from dataset_tools.release.report import render_report, write_page
from dataset_tools.release.statistics import collect

VOID = {"meta", "br", "input", "link", "img", "hr"}


class Outline(HTMLParser):
    """Elements in order, whether all are closed, ids, links, headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.broken: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.attributes |= set(values)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [v for k, v in attrs if k in ("href", "src", "action", "srcset", "data")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)


@pytest.fixture(scope="module")
def page(evil) -> str:
    """The report of the release whose texts try to break it."""
    return (evil[0] / "quality" / "report.html").read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_refers_to_nothing_outside(page):
    outline = Outline(page)
    assert outline.broken == []
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert all(link.startswith("#") for link in outline.links)
    assert "@import" not in page
    assert "url(" not in page


def test_hostile_text_becomes_no_element_and_no_handler(page):
    outline = Outline(page)
    assert not {"img", "a:b", "iframe", "link"} & set(outline.tags)
    assert outline.tags.count("script") == 1
    assert not [name for name in outline.attributes if name.startswith("on")]
    assert "<b>Ann" not in page
    assert "&lt;b&gt;Ann|Lee&lt;/b&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]", page)
    assert "⟨U+202E⟩" in page


def test_only_the_script_of_the_page_may_run(page):
    import base64
    import hashlib

    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def luminance(colour: str) -> float:
    """Relative luminance, as the Web Content Accessibility Guidelines define it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1])
def test_every_ink_stands_out_from_every_ground(page, theme):
    palette = re.findall(r":root\{(.*?)\}", page, re.DOTALL)[theme]
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", palette))
    for ink in ("ink", "muted", "accent", "good", "warn", "bad"):
        for ground in ("bg", "card"):
            light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])))[::-1]
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
    for ground in ("del", "ins"):
        light, dark = sorted((luminance(colours["ink"]), luminance(colours[ground])))[::-1]
        assert (light + 0.05) / (dark + 0.05) >= 4.5, ground


def test_headings_descend_one_level_at_a_time(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_says_in_words_what_it_shows(page):
    pictures = re.findall(r"<svg [^>]*>", page)
    assert pictures
    assert all(
        'role="img"' in tag and re.search(r'aria-label="[^"]{20,}"', tag) for tag in pictures
    )


def test_the_page_shows_the_counts_of_the_release(evil, page):
    _, manifest = evil
    text = re.sub(r"<[^>]*>", " ", page)
    assert "33 = 30 + 2 + 1" in text
    assert manifest.content_digest in page
    assert "invisible" in text
    assert "⟨U+200B⟩" in text


def test_drift_is_told_in_words(page):
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert "Articles 15 30 +100.0 %" in text
    assert "Language zh-Hans 0.0 % 80.0 % +80.0 points" in text
    assert "Articles with warnings 20.0 % 10.0 % -10.0 points" in text


def test_each_record_named_is_linked_to_its_place(page):
    anchors = re.findall(r'href="#(record-\d+)"', page)
    assert anchors
    assert all(f'<tr id="{anchor}">' in page for anchor in anchors)


def test_a_failed_gate_says_why_and_that_nothing_was_released(evil, hostile, tmp_path):
    folder, manifest = evil
    answer = hostile.validation(True)
    failed = {**answer["results"][0], "level": "error"}
    answer |= {"success": False, "gates": ["gate.min_records: <b>few</b>"], "results": [failed]}
    statistics = collect(folder, manifest, answer)
    draft = dataclasses.replace(manifest, release="0.0.0")
    write_page(tmp_path / "gate" / "report.html", draft, statistics)
    page = (tmp_path / "gate" / "report.html").read_text(encoding="utf-8")
    assert "nothing was released" in page
    assert "gate.min_records: &lt;b&gt;few&lt;/b&gt;" in page
    assert "0.0.0" not in page.split("<title>")[1]
    assert "Passed every gate" not in page


def test_an_empty_release_and_an_empty_answer_have_a_report(tmp_path, hostile):
    folder = tmp_path / "empty"
    folder.mkdir()
    manifest = hostile.write_tables(folder, 0, True)
    page = render_report(manifest, collect(folder, manifest, {}))
    assert Outline(page).broken == []
    assert "There are no articles." in page
    nothing = dataclasses.replace(manifest, files=(), splits={}, sources=())
    assert "There are no articles." in render_report(nothing, collect(folder, nothing, {}))


def test_the_same_release_gives_the_same_bytes_in_any_process(evil, tmp_path):
    import os
    import subprocess
    import sys
    from pathlib import Path

    code = (
        "import sys; from pathlib import Path\n"
        "from dataset_tools.release import report, plots, croissant\n"
        "from dataset_tools.release.manifest import load_manifest\n"
        "from dataset_tools.release.statistics import collect, read_validation\n"
        "here, there = map(Path, sys.argv[1:])\n"
        "m = load_manifest(here); s = collect(here, m, read_validation(here))\n"
        "report.write_report(there, m, s); plots.write_plots(there, s)\n"
        "croissant.write_croissant(there, m, s)\n"
    )
    folder, _ = evil
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    environment["PYTHONPATH"] = str(Path(report.__file__).parents[2])
    shutil.copytree(folder / "schemas", tmp_path / "schemas")
    command = [sys.executable, "-c", code, str(folder), str(tmp_path)]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 7
    for path in written:
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes()


def test_pictures_are_xml_without_script_or_reference(evil):
    folder, _ = evil
    names = sorted(path.name for path in (folder / "quality").glob("*.svg"))
    assert names == ["ledger.svg", "lengths.svg", "months.svg", "together.svg"]
    for name in names:
        text = (folder / "quality" / name).read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "title", "style", "rect", "text", "path"}
        assert not re.search(r"href|url\(|@import|http://(?!www\.w3\.org)", text)


def test_every_picture_of_the_release_is_in_its_card_and_no_other(evil, hostile, tmp_path):
    empty = tmp_path / "empty"
    hostile.make(empty, count=0)
    for folder in (evil[0], empty):
        card = (folder / "README.md").read_text(encoding="utf-8")
        there = {f"quality/{path.name}" for path in (folder / "quality").glob("*.svg")}
        assert set(re.findall(r"\]\((quality/\w+\.svg)\)", card)) == there


def test_bands_are_as_thick_as_they_are_many(plain, hostile):
    folder, manifest = plain
    s = dataclasses.replace(
        hostile.statistics_of(folder, manifest, evil=False),
        counts={"read": 100, "accepted": 50, "quarantined": 30, "duplicates": 20},
        splits={"train": 50},
    )
    svg = plots.ledger(s)
    heights = [float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', svg)]
    assert heights == [150, 75, 30, 45, 75]


@pytest.mark.parametrize("count", [0, 1, 7, 10**9])
def test_a_ledger_of_any_size_is_drawn(plain, hostile, count):
    folder, manifest = plain
    s = dataclasses.replace(
        hostile.statistics_of(folder, manifest, evil=False),
        counts={"read": count, "accepted": count, "quarantined": 0, "duplicates": 0},
        splits={"train": count, "test": 0},
    )
    ElementTree.fromstring(plots.ledger(s))


def test_months_become_years_and_decades_where_they_are_many(plain, hostile):
    folder, manifest = plain
    s = hostile.statistics_of(folder, manifest, evil=False)

    def bars(*months):
        articles = dataclasses.replace(s.articles, months=tuple((m, 1) for m in months))
        return plots.month_bars(dataclasses.replace(s, articles=articles))

    assert bars() == []
    assert bars("2020-11", "2021-01") == [("2020-11", 1), ("2020-12", 0), ("2021-01", 1)]
    assert bars("2017-01", "2020-01")[0] == ("2017", 1)
    assert bars("1900-01", "2020-01")[0] == ("1900s", 1)
