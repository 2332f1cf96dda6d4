"""Old Word documents and RTF, and the programs that convert them."""

from __future__ import annotations

import io
import os
import shutil
import socket
import threading
import time
import zipfile
from pathlib import Path

import pytest

from parsers import Hints, parse
from parsers.reading import doc, programs, read
from parsers.reading.model import Unreadable
from parsers.reading.ole import top_streams
from tests.office_reading.workbooks import (
    refused,
    texts,
)

DOCUMENTS = Path(__file__).parent.parent / "documents" / "office"


needs_libreoffice = pytest.mark.skipif(
    programs.OFFICE.path() is None, reason=programs.OFFICE.advice()
)


def truth(name: str) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    lines = (DOCUMENTS / f"{name}.tsv").read_text("utf-8").splitlines()
    split = (line.split("\t") for line in lines)
    return {(t, row, column): (state, value or None) for t, row, column, state, value in split}


@needs_libreoffice
@pytest.mark.parametrize(
    ("name", "year", "agency"),
    [("2019", 2020, "360429:财政局"), ("2021", 2023, "360429:人民政府")],
)
def test_a_report_as_doc_is_read_to_the_cell(name: str, year: int, agency: str) -> None:
    record = parse((DOCUMENTS / f"{name}.doc").read_bytes(), Hints())
    assert {(c.table, c.row, c.column): (c.state, c.value) for c in record.cells} == truth(name)
    assert (record.status, record.year, record.template) == ("verified", year, name)
    assert (record.media_type, record.extractor) == ("application/msword", "libreoffice")
    assert record.agency is not None
    assert record.agency.agency_id == agency


@needs_libreoffice
def test_rtf_with_a_table() -> None:
    row = r"\trowd\cellx2000\cellx4000 \intbl {}\cell {}\cell\row "
    gbk = "".join(rf"\'{byte:02x}" for byte in "规章".encode("gbk"))
    data = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    data += row.format(gbk, "12") + row.format(gbk, "") + r"\pard 1\par}"
    reading = read(data.encode())
    assert reading.media_type == "application/rtf"
    (table,) = reading.tables()
    assert texts(table) == [["规章", "12"], ["规章", ""]]


def linked_document(address: str, file: str) -> bytes:
    """An OpenDocument text with a picture on a server and a section from a local file."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"'
        f' xmlns:draw="{names}:drawing:1.0" xmlns:svg="{names}:svg-compatible:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>正文'
        '<draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm"><draw:image'
        f' xlink:href="http://{address}/a.png" xlink:type="simple"/></draw:frame></text:p>'
        f'<text:section text:name="a"><text:section-source xlink:href="{file}"'
        ' xlink:type="simple"/><text:p>旧文</text:p></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    manifest = f'<m:manifest xmlns:m="{names}:manifest:1.0"><m:file-entry m:full-path="/" '
    manifest += f'm:media-type="{mimetype}"/><m:file-entry m:full-path="content.xml" '
    manifest += 'm:media-type="text/xml"/></m:manifest>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


@needs_libreoffice
def test_links_of_a_document_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(100))
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        reading = read(linked_document(f"{host}:{port}", secret.as_uri()))
    assert list(reading.paragraphs()) == ["正文", "旧文"]
    assert asked == []


def test_damage_is_told_before_a_program_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "run", None)  # calling it would fail the test
    data = bytearray((DOCUMENTS / "2019.doc").read_bytes())
    flags = top_streams(bytes(data))["WordDocument"] + 11
    data[flags] |= 0x01
    assert "encrypted" in refused(bytes(data))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    assert "WordDocument" in refused(ole + "WordDocument".encode("utf-16-le"))


@needs_libreoffice
def test_a_truncated_document_is_an_ordinary_outcome() -> None:
    data = (DOCUMENTS / "2019.doc").read_bytes()
    try:
        reading = read(data[:30_000])
    except Unreadable as error:
        assert str(error)
    else:
        assert reading.extractor == "libreoffice"


def only_program(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, script: str) -> None:
    """A path with that program alone, and what scripts need."""
    for needed in ("sh", "timeout", "sleep", "cat", "mkdir"):
        found = shutil.which(needed)
        if found:
            (folder / needed).symlink_to(found)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_without_programs_the_reason_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for data in ((DOCUMENTS / "2019.doc").read_bytes(), b"{\\rtf1 a}"):
        reason = refused(data)
        assert "LibreOffice" in reason
        assert "apt-get install --no-install-recommends libreoffice-writer" in reason


def test_a_converter_that_hangs_is_killed_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    script = f"sleep 60 & echo $! > {started}; ulimit -v >> {started}; wait"
    only_program(monkeypatch, tmp_path, "soffice", script)
    monkeypatch.setattr(doc, "TIMEOUT", 1.0)
    assert "did not end in 1 seconds" in refused((DOCUMENTS / "2019.doc").read_bytes())
    sleeper, memory = started.read_text().split()
    assert int(memory) <= programs.MEMORY // 1024
    for _ in range(50):
        if not is_running(int(sleeper)):
            return
        time.sleep(0.1)
    pytest.fail("what the converter started still runs")


def is_running(process: int) -> bool:
    """A zombie that nobody has waited for does not count."""
    status = Path(f"/proc/{process}/stat")
    if not status.exists():
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc").is_dir()
    return status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_converter_that_fails_gives_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only_program(monkeypatch, tmp_path, "soffice", "echo source file could not be loaded >&2")
    assert "source file could not be loaded" in refused((DOCUMENTS / "2019.doc").read_bytes())


DOCBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.1.2//EN"
\t"http://www.oasis-open.org/docbook/xml/4.1.2/docbookx.dtd">
<book><bookinfo><title>å¹´</title></bookinfo><chapter><title>å¹´</title><para>
二、主动公开政府信息情况
</para><para>
<informaltable><tgroup cols='2'><tbody>
<row><entry>
信息内容
</entry><entry>
本年处理
决定数量
</entry></row><row><entry>
行政许可
</entry><entry>
</entry></row></tbody></tgroup></informaltable>
</para></chapter></book>"""


def test_antiword_where_libreoffice_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "book.xml").write_text(DOCBOOK, "utf-8")
    only_program(monkeypatch, tmp_path, "antiword", f"cat {tmp_path / 'book.xml'}")
    reading = read((DOCUMENTS / "2019.doc").read_bytes())
    assert reading.extractor == "antiword"
    assert list(reading.paragraphs()) == ["二、主动公开政府信息情况"]
    (table,) = reading.tables()
    assert not table.exact
    assert texts(table) == [["信息内容", "本年处理决定数量"], ["行政许可", ""]]
    assert any("leaves rows of tables out" in note for note in reading.notes)
