"""A raw folder of several parts, and the worker functions on the path of the workers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))  # spawned workers get the path of their parent


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,200 invented pages and a file of rows, enough for several parts; all the same each time."""
    folder = tmp_path_factory.mktemp("engines") / "raw"
    folder.mkdir()
    for number in range(1_200):
        figures = "、".join(str(number * k % 9973) for k in range(2, 30))
        text = (
            f"第{number}号水库巡查纪要\n    黎望舒检查了第{number}号水库，水位读数为{figures}。\n"
        )
        (folder / f"page-{number:04d}.txt").write_text(text, encoding="utf-8")
    (folder / "page-0600-deadly.txt").write_text(
        "深潭水库清淤\n    邵清源听取了汇报，清淤将在月底前完成。\n", encoding="utf-8"
    )
    works = "沿线设闸门{}座，年内完成衬砌和绿化。"
    rows = "".join(
        f'{{"title": "第{n}期简报", "text": "第{n}期：渠长{n * 37 % 911}米，{works.format(n)}"}}\n'
        for n in range(400)
    )
    (folder / "rows.jsonl").write_text(rows, encoding="utf-8")
    return folder
