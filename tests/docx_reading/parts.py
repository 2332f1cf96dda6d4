"""Parts of Word documents written by hand, and what is read of them."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import docx as python_docx

from parsers.reading import docx
from parsers.reading.model import Table, place_rows
from tests import report_forms

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{MAIN}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def package(body: str, **parts: str | bytes) -> bytes:
    """A .docx of a body; further parts by name (`numbering`, `styles`) or path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(name if "/" in name else f"word/{name}.xml", content)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def paragraphs(body: str, **parts: str | bytes) -> list[str]:
    return list(docx.read(package(body, **parts)).paragraphs())


def cells(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in table.rows]


def only_table(body: str) -> Table:
    (table,) = docx.read(package(body)).tables()
    return table


@cache
def report(year: int) -> bytes:
    """A whole report by python-docx, which merges cells by gridSpan and vMerge."""
    document = python_docx.Document()
    document.core_properties.title = "江州市年度报告"
    disclosure = report_forms.disclosure_2021() if year >= 2021 else report_forms.disclosure_2019()
    for heading, rows in (
        ("二、主动公开政府信息情况", disclosure),
        ("三、收到和处理政府信息公开申请情况", report_forms.applications(year)),
        ("四、政府信息公开行政复议、行政诉讼情况", report_forms.proceedings()),
    ):
        document.add_paragraph(heading)
        placed = place_rows(rows)
        table = document.add_table(len(rows), max(c.column + c.colspan for c in placed[0]))
        for y, row in enumerate(placed):
            for cell in row:
                last = table.cell(y + cell.rowspan - 1, cell.column + cell.colspan - 1)
                table.cell(y, cell.column).merge(last).text = cell.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def level(index: int, number_format: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">{"".join(levels)}'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        f"{more}</w:numbering>"
    )


def numbered(text: str, index: int = 0, list_id: int = 3) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>')
