"""The evaluation counts what it says, on pairs of our own."""

from __future__ import annotations

import base64

import pytest

from dataset_tools.core.errors import UsageError
from dataset_tools.evaluate.repair import distance, evaluate, render


def test_exact_changed_and_restored_are_counted_by_class() -> None:
    report = evaluate(
        [
            {"raw": "会\u200b议", "clean": "会议", "cls": "zero"},
            {"raw": "会议", "clean": "会议", "cls": "clean"},
            {"raw": "会议", "clean": "会仪", "cls": "wrong"},
        ]
    )
    assert report.classes["zero"].exact == report.classes["zero"].changed == 1
    assert report.classes["clean"].changed == 0
    assert report.classes["wrong"].exact == 0
    assert report.total.pairs == report.total.restored == 3
    assert report.total.wrong == 1
    assert "zero" in render(report)
    assert report.as_dict()["total"]["exact_rate"] == pytest.approx(2 / 3, abs=1e-6)


def test_bytes_are_decoded_first() -> None:
    text = "会议在山城举行，代表们参加了座谈会，听取了报告。"
    packed = base64.b64encode(text.encode("gb18030")).decode()
    assert evaluate([{"raw_b64": packed, "clean": text}]).total.exact == 1


def test_a_guess_is_counted_as_one() -> None:
    raw = "獲獎?wù)叨紒碜陨匠恰?活動(dòng)下周繼續(xù)。"
    score = evaluate([{"raw": raw, "clean": "获奖者都来自山城。\n活动下周继续。"}]).total
    assert (score.exact, score.flagged) == (1, 1)


def test_a_pair_without_both_texts_is_named() -> None:
    with pytest.raises(UsageError, match="pair 2"):
        evaluate([{"raw": "a", "clean": "a"}, {"raw": "a"}])


def test_the_distance_counts_changed_characters() -> None:
    assert distance("会议", "会议") == 0
    assert distance("会议开始", "会议，开始") == 1
