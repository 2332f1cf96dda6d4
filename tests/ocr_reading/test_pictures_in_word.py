"""Word documents whose tables are pictures of pages."""

from __future__ import annotations

import io

from docx import Document
from docx.shared import Cm

from parsers.reading import docx
from parsers.reading.model import UNREAD
from tests.ocr_reading.drawn import SMALL, needs_ocr, only_table, small_picture, texts_of


def _saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


@needs_ocr
def test_a_picture_of_a_table_is_read_where_it_stands() -> None:
    document = Document()
    document.add_paragraph("三、收到和处理政府信息公开申请情况")
    document.add_picture(io.BytesIO(small_picture(SMALL)), width=Cm(15))
    document.add_paragraph("四、政府信息公开行政复议、行政诉讼情况")
    reading = docx.read(_saved(document))
    assert (reading.extractor, reading.images) == ("ocr", 0)
    assert texts_of(only_table(reading)) == SMALL
    kinds = [type(block).__name__ for block in reading.blocks]
    assert kinds == ["Paragraph", "Table", "Paragraph"]


def test_a_picture_in_a_cell_is_no_empty_cell() -> None:
    document = Document()
    table = document.add_table(2, 2)
    for place, text in enumerate(("申请", "件数", "新收")):
        table.rows[place // 2].cells[place % 2].text = text
    run = table.rows[1].cells[1].paragraphs[0].add_run()
    run.add_picture(io.BytesIO(small_picture(SMALL)), width=Cm(6))
    reading = docx.read(_saved(document))
    assert texts_of(only_table(reading)) == [["申请", "件数"], ["新收", UNREAD]]
