"""The format is told by the bytes; what cannot be read says why."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers.reading import LARGEST_DOCUMENT, read
from parsers.reading.model import Unreadable
from parsers.reading.sniff import DOCX, XLSX, media_type_of
from parsers.reading.zip import members

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def archive(files: dict[str, bytes]) -> bytes:
    """The same bytes at every call: they are part of the tests' names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            packed.writestr(member, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "application/x-ole-encrypted"),
        (OLE, "application/x-ole-storage"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf\r\n  <HTML>", "text/html"),
        (b"\n\n<!-- made by -->\n<!--x--><html lang='zh'>", "text/html"),
        (b'<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html PUBLIC "-//W3C">', "text/html"),
        (b"<div class='a'><p>x</p></div>", "text/html"),
        ("一、<p>总体</p><p>情况</p><div>x</div>".encode("gb18030"), "text/html"),
        ("\ufeff<html><body>年报</body></html>".encode("utf-16-le"), "text/html"),
        ("\ufeff年报".encode("utf-16-be"), "text/plain"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "application/xml"),
        ("见网站(<http://www.a.gov.cn>)。".encode(), "text/plain"),
        (b"<http://www.a.gov.cn>", "text/plain"),
        ("<中华人民共和国政府信息公开工作年度报告格式>".encode(), "text/plain"),
        ("年报\0\0全文".encode(), "text/plain"),
        (bytes(range(256)) * 8, "application/octet-stream"),
    ],
)
def test_media_type_of_bytes(data: bytes, media_type: str) -> None:
    assert media_type_of(data) == media_type


def test_kinds_of_zip_containers() -> None:
    assert media_type_of(archive({"word/document.xml": b"<w/>"})) == DOCX
    assert media_type_of(archive({"xl/workbook.xml": b"<w/>"})) == XLSX
    assert media_type_of(archive({"OFD.xml": b"<w/>"})) == "application/ofd"
    assert media_type_of(archive({"年报.txt": b"x"})) == "application/zip"
    half = archive({"word/document.xml": b"<w/>" * 100, "z": b"1" * 99})[:80]
    assert media_type_of(half) == DOCX


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 5000, "5000 bytes of zeros"),
        (b" \r\n\t" * 100, "blanks"),
        (OLE + "WordDocument".encode("utf-16-le"), "damaged"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "converter"),
        (archive({"OFD.xml": b"<w/>"}), "expected pages, found none"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z x"),
        (b"\x89PNG\r\n\x1a\n\0\0", "OCR|picture"),
        (b"Rar!\x1a\x07\x01\0", "unpacked"),
        (bytes(range(256)) * 8, "octet-stream"),
        (b"\0" * (LARGEST_DOCUMENT + 1), "zeros"),
        (b"a" * (LARGEST_DOCUMENT + 1), "64 MiB"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


# --- archives -------------------------------------------------------------------------------


def test_the_only_document_of_an_archive_is_read() -> None:
    reading = read(archive({"图/a.png": b"\x89PNG\r\n\x1a\n", "正文.txt": "一、总体情况".encode()}))
    assert list(reading.paragraphs()) == ["一、总体情况"]
    assert reading.media_type == "text/plain"
    assert any("正文.txt" in note for note in reading.notes)


def test_of_several_documents_the_report_is_read() -> None:
    reading = read(
        archive({"说明.txt": "说明文字".encode(), "2023年度报告.txt": "一、总体情况".encode()})
    )
    assert list(reading.paragraphs()) == ["一、总体情况"]


def test_several_reports_are_not_guessed_between() -> None:
    data = archive({"甲局年报.txt": "甲".encode(), "乙局年报.txt": "乙".encode()})
    with pytest.raises(Unreadable, match=r"甲局年报\.txt, 乙局年报\.txt"):
        read(data)


def test_names_written_in_gbk() -> None:
    name = "柳河镇年度报告.txt"
    data = archive({"X" * len(name.encode("gbk")): "一、总体情况".encode()})
    data = data.replace(b"X" * len(name.encode("gbk")), name.encode("gbk"))
    assert [n for n, _ in members(data)] == [name]


def test_archives_are_opened_once_inside_an_archive() -> None:
    inner = archive({"年报.txt": "一、总体情况".encode()})
    assert [n for n, _ in members(archive({"a.zip": inner}))] == ["a.zip/年报.txt"]
    twice = archive({"b.zip": archive({"a.zip": inner})})
    assert [n for n, _ in members(twice)] == ["b.zip/a.zip"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"年报.txt": b"0" * 30_000_000}), "bomb"),
        (archive({str(n): b"x" for n in range(300)}), "more than 200 files"),
        (archive({"年报.txt": "一、总体情况".encode() * 20})[:60], "damaged"),
        (archive({"a.png": b"\x89PNG\r\n\x1a\n"}), "a.png"),
    ],
)
def test_bad_archives_say_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)
