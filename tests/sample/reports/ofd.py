"""The report as an OFD (GB/T 33190-2016), as converters make it: every line of the printed PDF an
object of its own, with the steps between its characters, and every ruling line a path."""

from __future__ import annotations

import io
import zipfile
from itertools import groupby, pairwise
from typing import Any
from xml.sax.saxutils import escape

import pdfplumber

from tests.sample.reports import pdf
from tests.sample.reports.model import Report

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
POINT = 25.4 / 72  # millimetres


def render(report: Report) -> bytes:
    """The bytes of the OFD. Raises ValueError for cells that a ruled table cannot lack."""
    return from_pdf(pdf.render(report))


def from_pdf(data: bytes) -> bytes:
    """An OFD that shows what a PDF of text and straight lines shows."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        pages = [_page(page) for page in document.pages]
        width, height = document.pages[0].width * POINT, document.pages[0].height * POINT
    listed = "".join(
        f'<ofd:Page ID="{number + 10}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(pages))
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {width:.4f} {height:.4f}</ofd:PhysicalBox></ofd:PageArea>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{number}/Content.xml": page for number, page in enumerate(pages)},
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{content}'
            package.writestr(member, xml, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _page(page: Any) -> str:
    lines = groupby(page.chars, key=lambda char: (round(char["bottom"], 2), char["size"]))
    objects = [_text(list(characters)) for _, characters in lines]
    objects += [_path(line) for line in page.lines]
    return (
        f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="1" Type="Body">'
        f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _text(characters: list[dict[str, Any]]) -> str:
    starts = [character["x0"] * POINT for character in characters]
    steps = [f"{after - before:.4f}" for before, after in pairwise(starts)]
    repeated = [(step, len(list(group))) for step, group in groupby(steps)]
    written = " ".join(f"g {n} {step}" if n > 1 else step for step, n in repeated)
    text = "".join(character["text"] for character in characters)
    size = characters[0]["size"] * POINT
    left, top = starts[0], characters[0]["top"] * POINT
    width = characters[-1]["x1"] * POINT - left
    return (
        f'<ofd:TextObject Boundary="{left:.4f} {top:.4f} {width:.4f} {size:.4f}" Font="2" '
        f'Size="{size:.4f}"><ofd:TextCode X="0" Y="{0.88 * size:.4f}" DeltaX="{written}">'
        f"{escape(text)}</ofd:TextCode></ofd:TextObject>"
    )


def _path(line: dict[str, Any]) -> str:
    left, top = line["x0"] * POINT, line["top"] * POINT
    width, height = line["x1"] * POINT - left, line["bottom"] * POINT - top
    return (
        f'<ofd:PathObject Boundary="{left:.4f} {top:.4f} {width:.4f} {height:.4f}" '
        f'LineWidth="0.1764"><ofd:AbbreviatedData>M 0 0 L {width:.4f} {height:.4f}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
