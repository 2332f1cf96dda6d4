"""A text PDF to a record, against pdfplumber's `extract_tables` over all its pages."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pdfplumber

from benchmarks.measuring import medians, tell
from parsers import parse
from parsers.reading.programs import OFFICE, ProgramFailed, run
from tests.sample.reports import agencies, docx, make_report, pdf

TARGET = 10.0  # times faster
DOCUMENTS = Path(__file__).parent.parent / "tests/documents/pdf"
FIXTURE = DOCUMENTS / "applications_libreoffice.pdf"
TOWNSHIP = DOCUMENTS / "header_cut_libreoffice.pdf"
CONVERSION = 120.0  # seconds that LibreOffice may take


def results() -> Iterator[bool]:
    """One line a document; whether each target is met."""
    for name, data in _documents():
        ours, theirs = medians(partial(parse, data), partial(_tables, data))
        ratio = theirs / ours
        found = f"{ratio:.1f} times ({ours * 1000:.0f} and {theirs * 1000:.0f} ms)"
        yield tell(f"PDF, {name}", found, f"at least {TARGET:g} times", ratio >= TARGET)


def _tables(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_tables()) for page in document.pages)


def _documents() -> Iterator[tuple[str, bytes]]:
    report = make_report(1, agencies()["湖口县人民政府"], 2023)
    yield "a report by reportlab", pdf.render(report)
    yield "table 3 by LibreOffice", FIXTURE.read_bytes()
    yield "a small township's report by LibreOffice", TOWNSHIP.read_bytes()
    office = OFFICE.path()
    if office is None:
        print(f"PDF, a report by LibreOffice: {OFFICE.advice()}")
        return
    converted = _converted(office, docx.render(report))
    if converted is not None:
        yield "a report by LibreOffice", converted


def _converted(office: str, data: bytes) -> bytes | None:
    """The PDF that LibreOffice makes of a Word document."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(data)
        command = [office, "--headless", "--convert-to", "pdf", "report.docx"]
        try:
            run(command, folder, CONVERSION)
        except ProgramFailed as error:
            print(f"PDF, a report by LibreOffice: {error}")
            return None
        made = folder / "report.pdf"
        return made.read_bytes() if made.exists() else None
