"""How a report gets into a portal: as an article, as files beside it, as a picture.

Forms: `html` the article is the report; `html+docx` with a Word copy beside it; `docx`, `pdf`
the article only links to the file; `pdf_row` the row of the list leads straight to the file;
`image` the headings are text and the tables are pictures.
"""

from __future__ import annotations

import struct
import zlib
from functools import partial
from html import escape
from typing import Any

from tests.sample.portal.content import Entry, File
from tests.sample.reports import Report, docx, html, pdf

FORMS = {
    "html": (),
    "html+docx": (".docx",),
    "docx": (".docx",),
    "pdf": (".pdf",),
    "pdf_row": (".pdf",),
    "image": (),
}
DOCUMENTS = {".docx": docx.render, ".pdf": pdf.render}
DECLARED_CHARSETS = {"gb18030": "gb2312"}  # what pages claim and what they are written in


def report_entry(number: int, report: Report, row: dict[str, Any]) -> Entry:
    """The row of the list that leads to the report; `row` is that of sites.toml."""
    form, charset = row.get("form", "html"), row.get("charset", "utf-8")
    files = tuple(_file(report, suffix) for suffix in FORMS[form])
    body_is_report = form in ("html", "html+docx", "image")
    style = {name: row[name] for name in ("style", "split_dates") if name in row}

    def body(picture: str) -> str:
        if body_is_report:
            return html.render(report, picture=picture, **style)
        return f"<p>现将《{escape(report.title)}》予以公布，详见附件。</p>"

    return Entry(
        number=number,
        title=report.title,
        published_on=report.published_on,
        source=report.agency.name,
        body=body,
        files=files,
        picture=table_picture() if form == "image" else None,
        direct=form == "pdf_row",
        charset=charset,
        declared_charset=DECLARED_CHARSETS.get(charset, charset),
        report=report,
        body_is_report=body_is_report,
    )


def _file(report: Report, suffix: str) -> File:
    return File(f"{report.title}{suffix}", suffix, partial(DOCUMENTS[suffix], report), True)


def table_picture() -> File:
    """A scanned page with ruled lines: large enough to hold a table, nothing to read on it."""
    return File("", ".png", _ruled_page)


def _ruled_page(width: int = 1240, height: int = 900) -> bytes:
    ruled, blank = bytes(width), bytes(0 if column % 124 < 2 else 255 for column in range(width))
    lines = (b"\0" + (ruled if line % 60 < 2 else blank) for line in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
