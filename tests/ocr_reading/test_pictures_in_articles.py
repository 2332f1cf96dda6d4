"""Pictures that stand in web pages."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parsers.reading import html, ocr, read
from parsers.reading.model import UNREAD
from tests.ocr_reading.drawn import (
    SMALL,
    needs_ocr,
    only_table,
    small_page,
    small_picture,
    texts_of,
)
from tests.sample.reports import scan

ROOT = Path(__file__).parent.parent.parent


def page_with_picture(source: str) -> bytes:
    return (
        "<html><body><div class='article'><p>三、收到和处理政府信息公开申请情况</p>"
        f"<p>见下表：<img src='{source}'></p><p>四、行政复议、行政诉讼情况</p></div></body></html>"
    ).encode()


@needs_ocr
def test_a_picture_in_a_page_is_read_where_it_stands() -> None:
    data = scan.as_jpeg(small_page(SMALL), quality=95)
    page = page_with_picture(f"data:image/jpeg;base64,{base64.b64encode(data).decode()}")
    reading = html.read(page)
    assert (reading.extractor, reading.media_type, reading.images) == ("ocr", "text/html", 0)
    assert texts_of(only_table(reading)) == SMALL
    kinds = [type(block).__name__ for block in reading.blocks]
    told = list(reading.paragraphs())
    assert told[:2] == ["三、收到和处理政府信息公开申请情况", "见下表："]
    assert told[-1] == "四、行政复议、行政诉讼情况"
    assert 1 < kinds.index("Table") < len(kinds) - 1


@needs_ocr
def test_a_web_archive_brings_its_pictures() -> None:
    encoded = base64.encodebytes(small_picture(SMALL)).decode()
    page = page_with_picture("/files/t3.png").decode()
    shown_again = page.replace("</div>", "<p><img src='/files/t3.png'></p></div>")
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        "--b\nContent-Type: text/html; charset=utf-8\nContent-Location: http://a.gov.cn/1.html\n\n"
        f"{shown_again}\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: /files/t3.png\n\n{encoded}\n--b--\n"
    )
    reading = read(archive.encode())
    assert (reading.extractor, reading.media_type) == ("ocr", "multipart/related")
    assert texts_of(only_table(reading)) == SMALL


@needs_ocr
def test_the_recogniser_leaves_no_trace_at_home(tmp_path: Path) -> None:
    """onnxruntime would keep the number of the machine there, and call its maker with it."""
    (tmp_path / "page.png").write_bytes(small_picture(SMALL))
    reading = "from parsers.reading import read; read(open('page.png', 'rb').read())"
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CACHE_HOME")}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ORT_")}
    subprocess.run(
        [sys.executable, "-c", reading],
        cwd=tmp_path,
        env={**outside, **home, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert not (tmp_path / "home").exists()


def test_a_picture_in_a_page_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    data = base64.b64encode(b"x" * 20_000).decode()
    reading = html.read(page_with_picture(f"data:image/png;base64,{data}"))
    assert (reading.extractor, reading.images) == ("html", 1)
    assert "1 page images: needs OCR: pip install 'openness-corpus[ocr]'" in reading.notes


@needs_ocr
def test_pictures_in_a_page_that_are_damaged_are_told() -> None:
    data = base64.b64encode(b"x" * 20_000).decode()
    reading = html.read(page_with_picture(f"data:image/png;base64,{data}"))
    assert (reading.extractor, reading.images) == ("html", 1)
    assert any("expected a picture (PNG, JPEG" in note for note in reading.notes)


@needs_ocr
def test_a_cell_that_shows_a_picture_alone_is_not_empty() -> None:
    """The picture is one of those that are taken out of the page to be read."""
    picture = scan.as_jpeg(small_page(SMALL), quality=95)
    source = "data:image/jpeg;base64," + base64.b64encode(picture).decode()
    row = f"<tr><td>新收</td><td><img src='{source}'></td></tr>"
    table = f"<table><tr><td>申请</td><td>件数</td></tr>{row}</table>"
    page = (
        f"<html><body><div class='article'><p>三、收到和处理政府信息公开申请情况</p>{table}</div>"
    )
    own = next(
        table for table in html.read(page.encode()).tables() if table.rows[0][0].text == "申请"
    )
    assert own.rows[1][1].text == UNREAD
