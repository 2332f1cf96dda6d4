"""A text PDF to a record, against pdfplumber's `extract_tables` over all its pages."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pdfplumber

from benchmarks.measuring import BATCH, TURNS, side_by_side, tell
from parsers import parse
from parsers.reading.programs import OFFICE, ProgramFailed, run
from tests.sample.reports import agencies, docx, make_report, pdf, wps_pdf

TARGET = 10.0  # times faster
DOCUMENTS = Path(__file__).parent.parent / "tests/documents/pdf"
FIXTURE = DOCUMENTS / "applications_libreoffice.pdf"
TOWNSHIP = DOCUMENTS / "header_cut_libreoffice.pdf"
CONVERSION = 120.0  # seconds that LibreOffice may take


def results() -> Iterator[bool]:
    """One line a document; whether each target is met."""
    with side_by_side(parse, _tables) as medians:
        for name, documents in _documents():
            ours, theirs = medians(documents)
            ratio = theirs / ours
            found = f"{ratio:.1f} times ({ours * 1000:.1f} and {theirs * 1000:.0f} ms)"
            yield tell(f"PDF, {name}", found, f"at least {TARGET:g} times", ratio >= TARGET)


def _tables(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_tables()) for page in document.pages)


def _documents() -> Iterator[tuple[str, list[bytes]]]:
    """Where reports can be made, each is another one: what is remembered of a document must not
    make it faster the second time."""
    reports = [
        make_report(number, agency, 2023)
        for number, agency in enumerate(islice(agencies().values(), TURNS * BATCH))
    ]
    yield "reports by reportlab", [pdf.render(report) for report in reports]
    yield "reports as WPS prints them", [wps_pdf.render(report) for report in reports]
    yield "table 3 by LibreOffice", [FIXTURE.read_bytes()] * TURNS * BATCH
    yield "a small township's report by LibreOffice", [TOWNSHIP.read_bytes()] * TURNS * BATCH
    office = OFFICE.path()
    if office is None:
        print(f"PDF, reports by LibreOffice: {OFFICE.advice()}")
        return
    converted = _converted(office, [docx.render(report) for report in reports])
    if converted:
        yield "reports by LibreOffice", converted


def _converted(office: str, documents: Sequence[bytes]) -> list[bytes]:
    """The PDFs that LibreOffice makes of Word documents; none where it fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"report{number}" for number in range(len(documents))]
        for one, data in zip(names, documents, strict=True):
            (folder / f"{one}.docx").write_bytes(data)
        sources = [f"{one}.docx" for one in names]
        try:
            run([office, "--headless", "--convert-to", "pdf", *sources], folder, CONVERSION)
        except ProgramFailed as error:
            print(f"PDF, reports by LibreOffice: {error}")
            return []
        return [made.read_bytes() for made in sorted(folder.glob("*.pdf"))]
