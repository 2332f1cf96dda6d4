"""Tables printed again for another year: which of two is meant, no place tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.damaged_form import (
    CHANNELS,
    RESULTS,
    TRUTH,
    drawn,
    numbers,
    page,
    read,
    running_text,
    stored,
    table_3,
    table_4,
)

RESULT_HEADINGS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
MOVED = ("结果纠正", "结果维持", "其他结果", "尚未审结", "总计")
FIRST = "1 0 3 0 4 0 1 0 0 1 0 1 20 0 21".split()
SECOND = "0 10 0 1 11 3 0 0 8 11 0 0 3 3 6".split()


def on_one_line(results: tuple[str, ...], values: list[str]) -> str:
    channels = ("行政复议 行政诉讼", "未经复议直接起诉", "复议后起诉")
    headings = (text for channel in channels for text in (channel, *results))
    return " ".join((*headings, *values))


def aligned(results: tuple[str, ...], values: list[str]) -> str:
    """The form's three rows of headings and its values, in columns of ten."""
    wide = [f"{text:<6}" for text in results]
    lines = (
        f"\n{'行政复议':<46}行政诉讼",
        f"{'':<50}{'未经复议直接起诉':<42}复议后起诉",
        "".join(wide * len(CHANNELS)),
        "".join(f"{value:<10}" for value in values),
    )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("print_table", [on_one_line, aligned])
def test_table_4_of_another_year_above_headings_in_another_order(
    print_table: Callable[..., str],
) -> None:
    text = running_text({}).decode()
    begin = "四、政府信息公开行政复议、行政诉讼情况"
    first = print_table(RESULT_HEADINGS, FIRST)
    alone = text.replace(begin, f"\n{begin}\n{first}\n")
    told = stored(read(alone.encode()))
    assert [told.get(("proceedings", c, r)) for c in CHANNELS for r in RESULTS] == FIRST
    again = alone.replace(first, f"{first}\n 本年度情况\n {print_table(MOVED, SECOND)}")
    assert not [place for place in stored(read(again.encode())) if place[0] == "proceedings"]


@pytest.mark.parametrize("lost", [1, 2])
def test_table_4_that_lost_cells_above_that_of_another_year(lost: int) -> None:
    own = on_one_line(RESULT_HEADINGS, FIRST[lost:])
    both = f"{own} 上年情况 {on_one_line(RESULT_HEADINGS, SECOND)} 五、存在的主要问题"
    text = running_text({}).decode().replace("五、存在的主要问题", both)
    assert not [place for place in stored(read(text.encode())) if place[0] == "proceedings"]


@pytest.mark.parametrize(
    "heading",
    [
        "<p>附：2022年度统计表（供对比）</p>",
        "<h3>附件：湖口县流芳乡政府信息公开工作情况统计表</h3>",
    ],
)
def test_tables_of_another_year_or_agency_behind_the_report(heading: str) -> None:
    others = numbers(8)
    behind = f"{heading}{drawn(table_3(others))}{drawn(table_4(others))}</div>"
    untitled = page().replace(b"<h1>", b"<p>").replace(b"</h1>", b"</p>")
    record = read(untitled.replace(b"</div>", behind.encode()))
    assert (record.status, stored(record)) == ("verified", TRUTH)


def test_a_table_of_another_agency_within_the_section_leaves_open_which_is_meant() -> None:
    both = drawn(table_3()) + "<p>其中本级：</p>" + drawn(table_3(numbers(8)))
    record = read(page(third=both))
    assert record.status == "incomplete"
    assert not [place for place in stored(record).items() if TRUTH.get(place[0]) != place[1]]
