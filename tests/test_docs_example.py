"""The example draws who met whom, the same bytes for the same meetings."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).resolve().parents[1] / "examples" / "who_met_whom.py"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("who_met_whom", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LISTS = {"a": ["卢启文", "范青禾", "<宋>"], "b": ["范青禾", "卢启文"], "c": ["叶知秋"]}


def test_a_pair_is_counted_once_for_each_article(example: ModuleType) -> None:
    pairs = example.meetings(LISTS)
    assert pairs["卢启文", "范青禾"] == 2
    assert ("范青禾", "卢启文") not in pairs
    assert all("叶知秋" not in pair for pair in pairs)


def test_persons_who_met_nobody_are_not_shown(example: ModuleType) -> None:
    assert example.most_seen(LISTS) == ["卢启文", "范青禾", "<宋>"]
    assert example.most_seen(LISTS, 1) == ["卢启文"]


def test_the_picture_is_well_formed_and_always_the_same(example: ModuleType) -> None:
    names = example.most_seen(LISTS)
    text = example.picture(example.meetings(LISTS), names)
    assert text == example.picture(example.meetings(dict(reversed(LISTS.items()))), names)
    root = ET.fromstring(text)
    shown = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert shown == names
    assert len(list(root.iter("{http://www.w3.org/2000/svg}line"))) == 3
