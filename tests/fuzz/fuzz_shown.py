"""Harnesses of what is shown: cards, reports, escapes, machine reports."""

from __future__ import annotations

import json
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from fuzz_base import harness
from fuzz_mutation import Dice

from dataset_tools.core.config import Config


@lru_cache(maxsize=1)
def _release() -> tuple[Path, Any, Any]:
    """A small release: its folder, manifest and statistics, to put hostile words into."""
    from dataset_tools.builder import build
    from dataset_tools.release.manifest import load_manifest
    from dataset_tools.release.statistics import collect, read_validation

    raw = Path(tempfile.mkdtemp(prefix="fuzz-raw-"))
    for number, path in enumerate(
        sorted((Path(__file__).parents[1] / "articles").glob("*.txt"))[:9]
    ):
        text = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
        name = raw / f"{number}.txt"
        name.write_text(f"标题{number}\n{text}\n会(huì)议\u200b结束。\n", encoding="utf-8")
    (raw / "bad.txt").write_bytes(b"\xff\xfe\xff")
    (raw / "again.txt").write_bytes((raw / "1.txt").read_bytes())
    made = build(raw, raw.parent / (raw.name + "-out"), Config())
    manifest = load_manifest(made.path)
    return made.path, manifest, collect(made.path, manifest, read_validation(made.path))


def _hostile(value: Any, dice: Dice, chance: float = 0.15) -> Any:  # noqa: PLR0911
    """``value`` with some of its strings replaced; names of columns and enums stay."""
    import dataclasses

    if isinstance(value, str):
        if dice.random.random() < chance:
            return (
                dice.text(30) if dice.random.random() < 0.3 else value + dice.word() + dice.word()
            )
        return value
    if isinstance(value, dict):
        return {
            key: item if key in ("level", "release", "success") else _hostile(item, dice, chance)
            for key, item in value.items()
        }
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        kept = ("kind", "config", "split")
        return value._replace(
            **{n: _hostile(getattr(value, n), dice, chance) for n in value._fields if n not in kept}
        )
    if isinstance(value, tuple | list):
        return type(value)(_hostile(item, dice, chance) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = ("tables", "counts", "splits")
        names = [f.name for f in dataclasses.fields(value) if f.name not in kept]
        return dataclasses.replace(
            value, **{n: _hostile(getattr(value, n), dice, chance) for n in names}
        )
    return value


def _shown(dice: Dice) -> list[Any]:
    return [dice.random.randrange(2**40), [dice.word() + dice.text(20) for _ in range(5)]]


def _open_tags(html_text: str) -> set[str]:
    from html.parser import HTMLParser

    found: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            found.update(f"{tag}@{name}" for name, _ in attrs if name.startswith("on"))
            found.update(
                f"{tag}@{name}=js"
                for name, v in attrs
                if v and v.strip().lower().startswith("javascript")
            )

    Tags().feed(html_text)
    return found


@lru_cache(maxsize=1)
def _usual() -> tuple[set[str], int]:
    """Tags of the report of a harmless release; scripts in it."""
    from dataset_tools.release.report import render_report

    _, manifest, statistics = _release()
    page = render_report(manifest, statistics)
    return _open_tags(page), page.count("<script")


UNSEEN = tuple(map(chr, (0, 7, 27, 0x7F, 0x85, 0x200B, 0x202E, 0x2028, 0x2066, 0xFEFF, 0xD800)))


@harness(_shown, 0.01)
def reports(given: list[Any]) -> None:
    """Card and report of a release full of hostile words: nothing of them becomes markup."""
    import dataclasses
    import random

    from dataset_tools.release.card import render_card
    from dataset_tools.release.hub_card import front_matter
    from dataset_tools.release.report import render_report

    seed, words = given
    dice = Dice(0, words)
    dice.random = random.Random(seed)
    folder, manifest, statistics = _release()
    statistics = _hostile(statistics, dice)
    config = {**manifest.config, "dataset": _hostile(manifest.config["dataset"], dice, 0.5)}
    manifest = dataclasses.replace(manifest, config=config, name=words[0])
    page = render_report(manifest, statistics)
    tags, scripts = _usual()
    assert _open_tags(page) <= tags | {
        "a",
        "br",
        "del",
        "ins",
        "mark",
        "em",
        "strong",
        "details",
        "summary",
        "ul",
        "li",
        "p",
    }
    assert page.count("<script") == scripts
    assert not any(sign in page for sign in UNSEEN)
    page.encode()
    card = render_card(folder, manifest, statistics)
    card.encode()
    front = front_matter(card)
    assert front is not None
    assert front["configs"]
    assert front["pretty_name"] or not config["dataset"]["pretty_name"].strip()
    body = card.split("\n---\n", 1)[1]
    assert not any(sign in body for sign in UNSEEN)
    assert "<script" not in body.lower()
    for line in body.splitlines():
        assert (
            line.count("|") == 0
            or line.startswith("|")
            or "`" in line
            or line.startswith((" ", "#", "<", "{", '"', "}", "]"))
        ), line


@harness(lambda dice: dice.text(60))
def escapes(text: str) -> None:
    """Text of others for HTML, Markdown, YAML, XML and the terminal: harmless in each."""
    from xml.etree import ElementTree

    import yaml

    from dataset_tools.cli.output import visible as on_terminal
    from dataset_tools.release import escape
    from dataset_tools.release.card_front import write_front

    for shown in (
        escape.markup(text),
        escape.markdown(text),
        escape.code(text),
        escape.one_line(text),
    ):
        assert "\n" not in shown
        assert not any(sign in shown for sign in UNSEEN)
    assert not set(escape.markup(text)) & set("<>\"'")
    assert not set(escape.markdown(text)) & set("<>|`*_[]\\")
    ElementTree.fromstring(f'<a b="{escape.markup(text)}">{escape.markup(text)}</a>')
    fenced = escape.fenced(text).split("\n")
    assert not any(line.lstrip().startswith(fenced[0]) for line in fenced[1:-1])
    assert escape.fitted(text, 20) == escape.fitted(escape.one_line(text), 20)
    line = on_terminal(text)
    assert not any(sign in line for sign in UNSEEN)
    value = escape.one_line(text)
    front = write_front({"pretty_name": value, "tags": [value]})
    assert yaml.safe_load(front.removeprefix("---\n").removesuffix("---\n")) == {
        "pretty_name": value,
        "tags": [value],
    }


@harness(lambda dice: [dice.word() + dice.text(40), dice.text(40), dice.random.randrange(99)], 0.1)
def machine_reports(given: list[Any]) -> None:
    """SARIF and JUnit of findings with hostile words: well-formed, whole."""
    from xml.etree import ElementTree

    from dataset_tools.cli.junit import junit
    from dataset_tools.cli.sarif import sarif
    from dataset_tools.core.finding import Finding
    from dataset_tools.validation.report import Located, Validation

    path, message, number = given
    path = path.encode("utf-8", "replace").decode("utf-8") + "\udcff"  # as names of files are read
    found = Validation(path, "table", records=1)
    finding = Finding("title", "empty", "error", "title", 0, 1, message)
    own = Finding(message[:9] or "x", "own", "warn", path, -1, -1, message)
    found.add([Located(path, number, message, finding), Located(path, number, None, own)])
    tree = ElementTree.fromstring(junit(found).encode("utf-8"))
    assert tree.get("failures") == "1"
    text = json.dumps(sarif(found, "0"), ensure_ascii=True)
    assert len(json.loads(text)["runs"][0]["results"]) >= 1
