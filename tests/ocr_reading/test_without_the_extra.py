"""What is said where character recognition is not installed."""

from __future__ import annotations

import pytest
from PIL import Image

from parsers.reading import ocr, pdf, read
from parsers.reading.model import Unreadable
from tests.ocr_reading.drawn import (
    scanned,
)
from tests.sample.reports import scan


def test_an_image_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    data = scan.as_png(Image.new("L", (1000, 1400), 255))
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert str(caught.value) == "page images: needs OCR: pip install 'openness-corpus[ocr]'"


def test_a_scanned_pdf_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    reading = pdf.read(scan.as_pdf(scanned(0)))
    assert (reading.blocks, reading.images, reading.extractor) == ((), 1, "pdf")
    assert reading.notes == ("1 page images: needs OCR: pip install 'openness-corpus[ocr]'",)
