"""Text for narrow terminals, in which Chinese characters take two columns."""

from __future__ import annotations

from crawler.coverage.counting import Counts, Coverage
from crawler.coverage.telling import as_table
from crawler.terminals import aligned, columns_of, wrapped


def test_a_chinese_character_takes_two_columns() -> None:
    assert columns_of("湖口县 ok") == 9
    rows = [("机关", "n"), ("湖口县", "12")]
    assert aligned(rows, numbers_from=1) == ["机关     n", "湖口县  12"]


def test_lines_are_broken_at_spaces_and_beside_chinese_characters() -> None:
    told = "栏目移走：年报栏目由 http://127.0.0.1/nb/ 移至新址，请核对。"
    assert wrapped(told, 24, 2) == [
        "栏目移走：年报栏目由",
        "  http://127.0.0.1/nb/",
        "  移至新址，请核对。",
    ]
    assert wrapped("short", 24, 2) == ["short"]
    assert wrapped("", 24, 2) == [""]
    long = "https://www.example.gov.cn/zwgk/zfxxgk/nb/index.html"
    assert wrapped(f"see {long} there", 24, 2) == ["see", f"  {long}", "  there"]


def test_coverage_fits_a_narrow_terminal() -> None:
    counts = Counts(expected=28_884, found=39, verified=34, overdue=28_845)
    coverage = Coverage("province", (2024,), {"内蒙古自治区": {2024: counts}})
    narrow, wide = as_table(coverage, 56), as_table(coverage, 100)
    assert max(map(columns_of, narrow.splitlines())) <= 56
    assert "missing" not in narrow.split("\n\n")[1] and "missing" in wide
    assert "28884" in narrow and "28845" in narrow
