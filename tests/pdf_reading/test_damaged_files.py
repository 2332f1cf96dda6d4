"""PDFs that are damaged, locked or beyond bounds."""

from __future__ import annotations

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from parsers.reading import pdf
from parsers.reading.model import Unreadable
from tests.pdf_reading.drawn import (
    FONT,
    drawn,
    report,
)


def by_hand(*objects: bytes) -> bytes:
    """A PDF of numbered objects, without a cross-reference table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def mapped_to(codes: dict[str, str]) -> bytes:
    """One line of Helvetica whose letters the font maps to other characters."""
    entries = "\n".join(f"<{ord(key):02X}> <{ord(value):04X}>" for key, value in codes.items())
    cmap = f"begincmap\n{len(codes)} beginbfchar\n{entries}\nendbfchar\nendcmap"
    text = f"BT /F1 12 Tf 100 700 Td ({''.join(codes)}) Tj ET"
    return by_hand(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(text.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        stream(cmap.encode()),
    )


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    data = mapped_to({"A": "⼈", "B": "⺠", "C": "政", "D": "府"})
    assert list(pdf.read(data).paragraphs()) == ["人民政府"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused_with_the_reason(share: float) -> None:
    data = report(2021)
    with pytest.raises(Unreadable, match="damaged PDF: cut short, without %%EOF"):
        pdf.read(data[: int(share * len(data))])


def test_pages_of_a_damaged_file_that_are_left_are_read() -> None:
    data = mapped_to({"A": "县", "B": "乡"})
    reading = pdf.read(data[: data.index(b"trailer")] + b"trailer << /Root 1 0 R >>")
    assert list(reading.paragraphs()) == ["县乡"]
    assert reading.notes == ("the file does not end with %%EOF: it may be cut short",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected %PDF-"),
        (b"<html>404</html>", "expected %PDF-"),
        (b"\0" * 100_000, "expected %PDF-"),
        (b"%PDF-1.7\n" + b"\0" * 1000, "damaged PDF"),
        (b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj trailer <</Root 1 0 R>>", "PDF"),
        (by_hand(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] >>"), "PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        pdf.read(data)


def test_a_password_is_named_as_the_reason() -> None:
    locked = pdfencrypt.StandardEncryption("secret", ownerPassword="owner")
    with pytest.raises(Unreadable, match="password"):
        pdf.read(drawn(lambda canvas: canvas.drawString(100, 700, "密"), encrypt=locked))


def test_a_file_that_only_forbids_changes_is_read() -> None:
    locked = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0)
    data = drawn(lambda canvas: canvas.drawString(100, 700, "公开"), encrypt=locked)
    assert list(pdf.read(data).paragraphs()) == ["公开"]


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(5):
            canvas.setFont(FONT, 12)
            canvas.drawString(100, 700, f"收到{'甲乙丙丁戊'[number]}件")
            canvas.showPage()

    data = drawn(draw)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    reading = pdf.read(data)
    assert list(reading.paragraphs()) == ["收到甲件", "收到乙件"]
    assert reading.notes == ("5 pages, only the first 2 were read",)
    monkeypatch.setattr(pdf, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="expected at most 1000"):
        pdf.read(data)


def test_a_map_of_many_lines_costs_no_time_and_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for number in range(50_000):
            path.moveTo(number % 500, 100 + number % 397)
            path.lineTo(number % 500 + 20, 100 + number % 397)
        canvas.drawPath(path)
        canvas.drawString(100, 700, "附图")

    reading = pdf.read(drawn(draw))
    assert list(reading.paragraphs()) == ["附图"]
    assert reading.notes == ("page 1: too many drawn objects, ruling lines not used",)
