"""Numbers told in sentences against the tables."""

from __future__ import annotations

import pytest

from parsers import Hints, parse
from tests.damaged_form import TRUTH, page

RECEIVED = int(TRUTH["applications", "received", "total"])
CARRIED_IN = int(TRUTH["applications", "carried_in", "total"])
ANSWERED = int(TRUTH["applications", "total", "total"])
LAWSUITS = int(TRUTH["proceedings", "litigation_direct", "total"]) + int(
    TRUTH["proceedings", "litigation_after_reconsideration", "total"]
)


def differences(sentence: str) -> list[tuple[str, str, str]]:
    data = page().replace("本报告为示例数据。".encode(), f"本报告为示例数据。{sentence}".encode())
    record = parse(data, Hints())
    assert record.status == "verified"
    return [(d.rule, d.left, d.right) for d in record.told_differences]


@pytest.mark.parametrize(
    "sentence",
    [
        f"全年共收到政府信息公开申请{RECEIVED}件。",
        f"全年共收办政府信息公开申请{RECEIVED + CARRIED_IN}件。",
        f"本年度共办结{ANSWERED}件。",
        f"因政府信息公开提起行政诉讼{LAWSUITS}件。",
        "全年收到申请约3件。",
        "上年收到政府信息公开申请7件。",
    ],
)
def test_what_agrees_or_says_nothing_is_no_difference(sentence: str) -> None:
    assert differences(sentence) == []


def test_another_number_is_told_and_changes_no_status() -> None:
    assert differences(f"全年共收到政府信息公开申请{RECEIVED + 1}件。") == [
        ("told_received", str(RECEIVED + 1), str(RECEIVED))
    ]
    assert differences("全年未收到政府信息公开申请。") == [("told_received", "0", str(RECEIVED))]
