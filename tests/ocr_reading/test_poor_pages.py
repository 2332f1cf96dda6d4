"""Pages too poor to be read: a report is never lost for them."""

from __future__ import annotations

from PIL import Image

from parsers import Hints, parse
from parsers.record import Record
from tests.ocr_reading.drawn import SMALL, needs_ocr, small_page
from tests.sample.reports import scan

TITLE = "湖口县统计局2022年政府信息公开工作年度报告"


def coarse_and_black(hints: Hints) -> Record:
    """A table in black and white with 100 dots an inch."""
    page = small_page(SMALL * 2)
    small = page.resize((page.width // 2, page.height // 2), Image.Resampling.BOX)
    return parse(scan.as_png(small.point([255 * (grey > 128) for grey in range(256)])), hints)


@needs_ocr
def test_a_report_of_which_no_number_can_be_read_is_a_report() -> None:
    record = coarse_and_black(Hints(link_text=TITLE))
    assert (record.outcome, record.status, record.cells_read) == ("report", "untabled", 0)
    assert "page image 1 is too coarse to read numbers from" in record.notes


@needs_ocr
def test_what_cannot_be_read_may_be_a_report() -> None:
    record = coarse_and_black(Hints())
    assert record.outcome == "unreadable"
    assert "page image 1 is too coarse to read numbers from" in record.reason
