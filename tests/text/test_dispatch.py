"""Patterns sought by first characters answer as the plain regular expression does."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.fields.attendees import boundaries, frames, groups, mentions, verbs
from dataset_tools.text.dispatch import Dispatch, Led, alternatives, leads
from dataset_tools.text.kinds import Kinds

MODULES = (boundaries, frames, groups, mentions, verbs)
LED = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Led)
}
SENTENCES = st.lists(
    st.sampled_from(
        [
            *chain.from_iterable(
                re.findall("[\u4e00-\u9fff]{1,4}", led.pattern) for led in LED.values()
            ),
            *"、，。；：\x00\x01 \n0123王李在会的了",
        ]
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize("name", sorted(LED))
@given(text=SENTENCES)
def test_a_led_pattern_is_found_where_the_plain_one_is(name: str, text: str) -> None:
    found = LED[name].search(text)
    plain = re.search(LED[name].pattern, text)
    assert (found and found.start()) == (plain and plain.start())


@pytest.mark.parametrize("name", ["BOUNDARY", "HARD", "VERBAL"])
@given(text=SENTENCES, at=st.integers(0, 3))
def test_dispatch_matches_as_the_whole_pattern_does(name: str, text: str, at: int) -> None:
    dispatch: Dispatch = getattr(boundaries, name)
    plain = re.compile(dispatch.pattern).match(text, at)
    at = min(at, len(text))
    assert dispatch.holds(text, at) == (plain is not None)
    assert dispatch.end(text, at) == (-1 if plain is None else plain.end())


@given(text=SENTENCES)
def test_kinds_find_what_one_pattern_with_named_groups_finds(text: str) -> None:
    groups_ = (f"(?P<{kind}>{pattern})" for kind, pattern in verbs.KINDS.patterns.items())
    plain = re.search("|".join(groups_), text)
    found = verbs.KINDS.search(text)
    assert (found is None) == (plain is None)
    if found is not None and plain is not None:
        assert found == (plain.lastgroup, plain.start(), plain.end(), plain.group())


@pytest.mark.parametrize("pattern", ["a?", "(?:a|)b?", "(?=a)b", "\\w+", "[^a]b"])
def test_first_characters_that_are_not_plain_are_unknown(pattern: str) -> None:
    assert leads(pattern) == ""


def test_what_begins_with_anything_can_neither_lead_nor_be_of_a_kind() -> None:
    with pytest.raises(ValueError, match="no first characters"):
        Led("[^a]b").search("xb")
    with pytest.raises(ValueError, match="no plain character"):
        Kinds({"any": ".b"}).search("xb")


def test_an_escaped_bar_parts_no_alternatives() -> None:
    assert alternatives("a\\|b|[|]|(?:c|d)") == ["a\\|b", "[|]", "(?:c|d)"]


def test_importing_the_attendees_compiles_no_pattern() -> None:
    script = (
        "import sys, dataset_tools.fields.attendees\n"
        "from dataset_tools.text.dispatch import Pattern\n"
        "print([n for m in list(sys.modules.values()) if 'attendees' in m.__name__"
        " for n, v in vars(m).items() if isinstance(v, Pattern) and 'compiled' in vars(v)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
