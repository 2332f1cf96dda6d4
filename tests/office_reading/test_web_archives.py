"""Web archives (MHTML)."""

from __future__ import annotations

import base64

import pytest

from parsers.reading import read
from tests.office_reading.workbooks import (
    refused,
    texts,
)

PAGE = "<html><head><meta charset=gb2312></head><body><p>二、主动公开</p>{}</body></html>".format(
    "<table><tr><td>规章</td><td>2</td></tr><tr><td>文件</td><td></td></tr></table>"
)


def archive_of(content_type: str, encoding: str, body: bytes) -> bytes:
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Next"\r\n\r\n'
        "This document is a Single File Web Page.\r\n\r\n------=_Next\r\n"
        f"Content-Location: file:///C:/1/a.htm\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Type: {content_type}\r\n\r\n"
    )
    picture = "\r\n------=_Next\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n------=_Next--\r\n"
    return head.encode() + body + picture.encode("latin-1")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.encodebytes(PAGE.encode("gb2312"))),
        (
            "quoted-printable",
            "".join(
                chr(byte) if 32 <= byte < 127 and byte != 61 else f"={byte:02X}"
                for byte in PAGE.encode("gb2312")
            ).encode(),
        ),
        ("8bit", PAGE.encode("gb2312")),
    ],
)
def test_the_page_of_a_web_archive_is_read(encoding: str, body: bytes) -> None:
    reading = read(archive_of('text/html; charset="gb2312"', encoding, body))
    assert reading.media_type == "multipart/related"
    assert list(reading.paragraphs()) == ["二、主动公开"]
    (table,) = reading.tables()
    assert texts(table) == [["规章", "2"], ["文件", ""]]


def test_web_archives_without_a_page_or_beyond_all_bounds() -> None:
    assert "without a page" in refused(archive_of("text/plain", "8bit", b"a"))
    many = archive_of("text/html", "8bit", b"<html>") + b"\r\n------=_Next\r\n\r\na" * 2000
    assert "more than 500 parts" in refused(many)
    assert "without a page" in refused(archive_of("text/html", "8bit", b" "))
