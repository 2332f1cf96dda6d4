"""The report as a Word document with the merged cells of the form.

Tables are written as WordprocessingML (gridSpan, vMerge): merging cell by cell through the
object model takes seconds for a table of this size.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from html import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sample.reports.grid import Grid, place, require_complete, table_of, width_of
from tests.sample.reports.model import Report
from tests.sample.reports.packages import with_fixed_timestamps

TABLE_SECTIONS = (2, 3, 4)

TABLE_WIDTH = 8300  # twentieths of a point: of a page of A4 between its margins


def render(report: Report) -> bytes:
    """The bytes of the .docx. Raises ValueError for cells that no Word table can lack."""
    require_complete(report)
    document = Document()
    document.add_paragraph(report.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in report.introduction:
        document.add_paragraph(text)
    for section in report.sections:
        document.add_paragraph(section.heading)
        for text in section.paragraphs:
            document.add_paragraph(text)
        if section.number in TABLE_SECTIONS and report.tabled:
            _add_table(document, table_of(report, section.number))
    for line in report.signature:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _set_properties(document, report)
    written = io.BytesIO()
    document.save(written)
    return with_fixed_timestamps(written.getvalue())


def _set_properties(document: WordDocument, report: Report) -> None:
    properties = document.core_properties
    properties.title = report.title
    properties.author = report.agency.name
    properties.created = properties.modified = datetime.combine(report.published_on, time(9))


def _add_table(document: WordDocument, grid: Grid) -> None:
    width = width_of(grid)
    columns = f'<w:gridCol w:w="{TABLE_WIDTH // width}"/>' * width
    rows = "".join(f"<w:tr>{cells}</w:tr>" for cells in _word_rows(grid, width))
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" '
        f'w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )
    document.add_paragraph()._p.addnext(table)


def _word_rows(grid: Grid, width: int) -> list[str]:
    """Each grid row as cells; a cell merged downwards goes on in every row that it covers."""
    rows: list[dict[int, str]] = [{} for _ in grid]
    for placed in place(grid):
        cell = placed.cell
        for below in range(cell.rowspan):
            merge = ""
            if cell.rowspan > 1:
                merge = "<w:vMerge/>" if below else '<w:vMerge w:val="restart"/>'
            text = "" if below else escape(cell.text, quote=False)
            rows[placed.row + below][placed.column] = (
                f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{merge}</w:tcPr>'
                f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
            )
    return ["".join(cells[column] for column in sorted(cells)) for cells in rows]
