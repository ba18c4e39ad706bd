"""Names that may be one person, over the corpus. All invented."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from dataset_tools.release.alike import alike
from dataset_tools.release.people import People

MAYOR = {"山城市市长"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江大海", "江大河"),
        ("江大海", "宋大海"),
        ("John Smith", "John Smyth"),
    ],
)
def test_names_that_sound_otherwise_are_two_persons(one: str, other: str) -> None:
    assert alike({one: MAYOR, other: MAYOR}) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("江大海", "江达海"), ("江大", "江大海"), ("埃里克·松德", "埃里卡·松德")],
)
def test_names_alike_with_one_title_are_told(one: str, other: str) -> None:
    assert alike({one: MAYOR, other: MAYOR}) == {one: [other], other: [one]}


@pytest.mark.parametrize("titles", [({"主任"}, {"主任"}), (MAYOR, {"青州县县长"}), (set(), MAYOR)])
def test_without_a_telling_title_in_common_nothing_is_said(titles: tuple[set[str], ...]) -> None:
    assert alike({"江大海": titles[0], "江达海": titles[1]}) == {}


def test_many_names_of_one_frame_take_no_time() -> None:
    names = {f"王{chr(0x4E00 + n)}": MAYOR for n in range(6000)}
    assert all(other[0] == "王" for others in alike(names).values() for other in others[:3])


def test_the_table_of_people_tells_names_alike_and_keeps_both_rows() -> None:
    people = People()
    rows = [
        {"name": name, "article_id": number, "published": date(2024, 1, 2), "title": "山城市市长",
         "roles": ["chair"]}
        for number, name in (("a", "江大海"), ("b", "江达海"), ("c", "宋小河"))
    ]  # fmt: skip
    people.add(pa.Table.from_pylist(rows))
    table = people.table().to_pylist()
    assert [(row["name"], row["mentions"], row["alike"]) for row in table] == [
        ("宋小河", 1, []),
        ("江大海", 1, ["江达海"]),
        ("江达海", 1, ["江大海"]),
    ]
