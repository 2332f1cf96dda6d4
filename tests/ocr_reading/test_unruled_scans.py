"""Scans of tables without ruling lines: read by the places of what is printed."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers import Hints, parse
from parsers.reading import ocr
from parsers.reading.model import Unreadable
from tests.ocr_reading.drawn import DOCUMENTS, needs_ocr
from tests.sample.reports import scan

UNRULED = DOCUMENTS / "headings_in_two_lines.pdf"
# As printed in headings_in_two_lines.pdf.
PRINTED = {
    ("regulations", "issued"): "0",
    ("regulations", "repealed"): "0",
    ("regulations", "in_force"): "6",
    ("normative_documents", "issued"): "13",
    ("normative_documents", "repealed"): "23",
    ("normative_documents", "in_force"): "25",
    ("licences", "decisions"): "20",
    ("penalties", "decisions"): "29",
    ("coercive_measures", "decisions"): "8",
    ("fees", "fee_amount"): "13.9269",
}


@needs_ocr
def test_table_2_without_lines_and_a_number_that_is_struck_through() -> None:
    """The 29 of 行政处罚 is crossed by a stroke of a pen: it alone is not read."""
    (page,) = scan.pages(UNRULED.read_bytes(), turn=0)
    ImageDraw.Draw(page).line((340, 768, 398, 738), fill=60, width=3)
    read = parse(scan.as_pdf([page]), Hints())
    assert read.extractor == "ocr"
    found = {(c.row, c.column): c.value for c in read.cells if c.table == "disclosures"}
    assert found == PRINTED | {("penalties", "decisions"): None}
    (unread,) = (c for c in read.cells if (c.row, c.column) == ("penalties", "decisions"))
    assert unread.state == "unreadable"


@needs_ocr
def test_a_page_of_text_is_not_bent_to_its_characters() -> None:
    """Turned by a degree; strokes of neighbouring characters are no ruling lines that slope."""
    read = parse(scan.as_pdf(scan.pages(UNRULED.read_bytes(), turn=2, seed=1)), Hints())
    found = {(c.row, c.column): c.value for c in read.cells if c.table == "disclosures"}
    assert found == PRINTED


@needs_ocr
def test_a_table_that_may_go_on_upon_a_page_that_is_not_read_is_not_read() -> None:
    """A number that a narrow column broke may have its last digit there."""

    def drawn() -> ocr.Scan:
        picture = Image.new("L", (1654, 500), 250)
        pen, font = ImageDraw.Draw(picture), ImageFont.load_default(34)
        for row in range(3):
            for column in range(3):
                pen.text((300 + 300 * column, 100 + 80 * row), f"{row}{column}7", 30, font)
        return ocr.Scan(np.asarray(picture))

    def torn() -> ocr.Scan:
        raise Unreadable("damaged")

    ((page,),), _ = ocr.read_scans([drawn])
    assert [line.text for line in page.placed] == ["007 017 027", "107 117 127", "207 217 227"]
    ((page,), lost), _ = ocr.read_scans([drawn, torn])
    assert not page.placed
    assert not lost
