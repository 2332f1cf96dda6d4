"""Word files that are damaged, or made to do harm."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from parsers.reading import docx
from parsers.reading.model import Reading, Unreadable
from tests.docx_reading.parts import (
    NAMESPACES,
    p,
    package,
    report,
)


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        docx.read(data)
    return str(caught.value)


def peak_megabytes(data: bytes) -> float:
    tracemalloc.start()
    refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def test_zip_bombs_are_refused_before_they_unpack() -> None:
    zeros = package("", **{"word/media/image1.bmp": b"\0" * (40 * 2**20)})
    assert "zip bomb" in refused(zeros)
    assert peak_megabytes(zeros) < 20
    blanks = package(p("甲") + " " * (5 * 2**20))
    assert "zip bomb" in refused(blanks)
    many = package("", **{f"word/{number}.xml": b"" for number in range(3000)})
    assert "3001 members" in refused(many)


def test_a_part_larger_than_it_declares_is_refused() -> None:
    """The directory says 100 bytes, the stream holds more."""
    data = bytearray(package(p("甲" * 100_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        real = archive.getinfo("word/document.xml").file_size
    lie = bytes(data).replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert "damaged .docx" in refused(lie)


def test_a_part_of_countless_elements_is_refused() -> None:
    # Compresses well, but under the ratio: noise between the tags.
    body = "".join(f"<w:p w:n='{number * 7919 % 1000003}'/>" for number in range(350_000))
    assert "tags and attributes" in refused(package(body))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
    ],
)
def test_entities_are_refused(content: bytes) -> None:
    assert "DTD" in refused(package("", **{"_rels/.rels": content}))


def test_deeply_nested_contents_are_an_ordinary_outcome() -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 80 + p("底") + "</w:tc></w:tr></w:tbl>" * 80
    controls = "<w:sdt><w:sdtContent>" * 110 + p("底") + "</w:sdtContent></w:sdt>" * 110
    runs = f"<w:p>{'<w:ins>' * 240}<w:r><w:t>底</w:t></w:r>{'</w:ins>' * 240}</w:p>"
    for body in (tables, controls, runs):
        reading = docx.read(package(body))
        assert isinstance(reading, Reading)
        assert list(reading.paragraphs()) == ["底"] or "nested" in reading.notes[0]
    assert "no valid XML" in refused(package("<w:p>" * 5000 + "</w:p>" * 5000))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a .docx"),
        (b"%PDF-1.4", "not a .docx"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "convert it to .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_what_is_no_docx_is_refused_with_a_reason(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_a_truncated_file_is_refused() -> None:
    data = report(2021)
    for share in (0.1, 0.5, 0.99):
        assert "damaged .docx" in refused(data[: int(share * len(data))])


def test_flipped_bytes_never_raise_anything_else() -> None:
    data = bytearray(report(2019))
    for position in range(0, len(data), 397):
        hurt = bytearray(data)
        hurt[position] ^= 0xFF
        try:
            docx.read(bytes(hurt))
        except Unreadable as error:
            assert str(error)


def test_an_archive_without_a_document_is_refused() -> None:
    def archive_of(name: str, content: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, content)
        return buffer.getvalue()

    workbook = refused(archive_of("xl/workbook.xml", "<workbook/>"))
    assert "expected word/document.xml in the archive, found xl/workbook.xml" in workbook
    bodiless = refused(archive_of("word/document.xml", f"<w:document {NAMESPACES}/>"))
    assert "expected a w:body" in bodiless
