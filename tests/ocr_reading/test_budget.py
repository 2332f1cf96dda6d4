"""What may be spent on the scans of one document."""

from __future__ import annotations

import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from parsers import Hints, parse
from parsers.reading import ocr
from parsers.reading.ocr import budget
from parsers.reading.ocr.budget import Budget, TimeIsUp
from tests.ocr_reading.drawn import (
    SMALL,
    needs_ocr,
    small_picture,
)


@needs_ocr
def test_the_budget_is_kept() -> None:
    def never() -> ocr.Scan:
        raise AssertionError("a page was drawn though the time was up")

    pages, notes = ocr.read_scans([never] * 3, Budget(0.0))
    assert pages == [[], [], []]
    assert notes[1].startswith("page images from 1 to 3 were not read")


@needs_ocr
def test_what_is_read_depends_on_the_work_and_not_on_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a machine that is slow or busy a document is read as far as on any other."""
    clock, processor = [0.0], [0.0]
    clocks = SimpleNamespace(monotonic=lambda: clock[0], process_time=lambda: processor[0])
    monkeypatch.setattr(budget, "time", clocks)

    def drawn() -> ocr.Scan:
        with Image.open(io.BytesIO(small_picture(SMALL, heading="2024 Report"))) as picture:
            return ocr.Scan(np.asarray(picture))

    def slowly_drawn() -> ocr.Scan:
        clock[0], processor[0] = clock[0] + 50.0, processor[0] + 15.0
        return drawn()

    before = budget.work_done()
    ((alone,),), _ = ocr.read_scans([drawn], Budget())
    one = budget.work_done() - before
    assert one > 0
    (first, second), _ = ocr.read_scans([slowly_drawn] * 2, Budget(1.5 * one))
    assert first[0].grids[0].cells == alone.grids[0].cells
    assert not any(page.grids for page in second)


@pytest.mark.parametrize(("clock", "processor"), [(400.0, 0.0), (100.0, 100.0)])
def test_a_document_ends_though_hardly_anything_is_done(
    clock: float, processor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SimpleNamespace(monotonic=lambda: clock, process_time=lambda: processor)
    start = SimpleNamespace(monotonic=lambda: 0.0, process_time=lambda: 0.0)
    monkeypatch.setattr(budget, "time", start)
    spent = Budget()
    spent.check()
    monkeypatch.setattr(budget, "time", now)
    with pytest.raises(TimeIsUp):
        spent.check()


class Checks(Budget):
    """A budget spent at a check of its own choosing, whatever the clock tells."""

    def __init__(self, most: int) -> None:
        super().__init__(600.0)
        self.most, self.made = most, 0

    def check(self) -> None:
        self.made += 1
        if self.made > self.most:
            raise TimeIsUp


@needs_ocr
def test_a_table_is_read_whole_or_not_at_all() -> None:
    def drawn() -> ocr.Scan:
        with Image.open(io.BytesIO(small_picture(SMALL, heading="2024 Report"))) as picture:
            return ocr.Scan(np.asarray(picture))

    enough = Checks(1000)
    ((page,),), _ = ocr.read_scans([drawn], enough)
    assert len(page.grids) == 1
    ((page,),), notes = ocr.read_scans([drawn], Checks(enough.made - 1))
    assert page.grids == []
    assert "Report" in "".join(line.text for line in page.lines)
    assert notes[1].startswith("1 tables of page image 1 were not read: at most ")


@needs_ocr
def test_a_report_whose_picture_takes_too_long_is_untabled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "WORK", 0.0)
    hints = Hints(link_text="某市人民政府2023年政府信息公开工作年度报告")
    record = parse(small_picture(SMALL), hints)
    assert (record.outcome, record.status) == ("report", "untabled")
    assert any("page images from 1 to 1 were not read" in note for note in record.notes)
    assert "1 to 1 were not read" in (parse(small_picture(SMALL), Hints()).reason or "")
