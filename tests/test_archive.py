"""The archive gives back the bytes that were fetched, says when it cannot, and stands alone."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import ArchiveWriter, archive_folder, read_archived, read_capture
from crawler.errors import ArchiveError
from crawler.items import Answer, Document
from parsers.record import Hints

PAGE = "<html><body>2022年政府信息公开工作年度报告</body></html>".encode("gb18030")
FETCHED = datetime(2026, 1, 20, 8, 30, 5, tzinfo=UTC)


def _page(data: bytes = PAGE, url: str = "http://www.example.gov.cn/nb/t1.html") -> Document:
    return Document(
        url=url,
        kind="official",
        data=data,
        hints=Hints(url=url, link_text="2022年年报"),
        fetched_at=FETCHED,
        http_status=200,
        headers=(
            ("Content-Type", "text/html"),
            ("Transfer-Encoding", "chunked"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", "7"),
            ("X-Odd", "one\r\nX-Injected: two"),
        ),
        source_id=hashlib.sha256(data).hexdigest(),
    )


def _file(data: bytes, path: str = "/data/年报 #1?.pdf") -> Document:
    url = Path(path).as_uri()
    return Document(
        url=url,
        kind="file",
        data=data,
        hints=Hints(url=url),
        fetched_at=FETCHED,
        source_id=hashlib.sha256(data).hexdigest(),
    )


def _written(folder: Path, *documents: Document, rotate_at: int = 1 << 30) -> list[tuple[str, int]]:
    writer = ArchiveWriter(folder, "run-1", "tests", rotate_at)
    places = [writer.write(document) for document in documents]
    writer.close()
    return places


def test_every_document_comes_back_by_its_offset(tmp_path: Path) -> None:
    documents = [
        _page(),
        _file(b"%PDF-1.4 \x00\xff"),
        _file(b""),
        _page(b""),
        _page(b"z" * 300_000),
    ]
    places = _written(tmp_path, *documents)
    for document, (name, offset) in reversed(list(zip(documents, places, strict=True))):
        assert read_capture(tmp_path, name, offset) == document.data


def test_the_archive_alone_tells_all_about_a_document(tmp_path: Path) -> None:
    _written(tmp_path, _page(), _file(b"text"))
    with (tmp_path / "run-1-00000.warc.gz").open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers, r.http_headers, r.raw_stream.read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert [r[0] for r in records] == ["warcinfo", "response", "metadata", "resource", "metadata"]
    _, headers, http, body = records[1]
    assert headers.get_header("WARC-Target-URI") == "http://www.example.gov.cn/nb/t1.html"
    assert headers.get_header("WARC-Date") == "2026-01-20T08:30:05Z"
    assert http.get_statuscode() == "200"
    assert http.get_header("Content-Length") == str(len(PAGE))
    assert http.get_header("Transfer-Encoding") is None
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert http.get_header("X-Injected") is None
    assert body == PAGE
    told = json.loads(records[2][3])
    assert told["kind"] == "official"
    assert told["hints"]["link_text"] == "2022年年报"
    assert told["source_id"] == hashlib.sha256(PAGE).hexdigest()
    assert records[2][1].get_header("WARC-Concurrent-To") == headers.get_header("WARC-Record-ID")
    expected = "file:///data/%E5%B9%B4%E6%8A%A5%20%231%3F.pdf"
    assert records[3][1].get_header("WARC-Target-URI") == expected


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    places = _written(tmp_path, _page(), _page())
    raw = (tmp_path / places[1][0]).read_bytes()[places[1][1] :]
    assert gzip.decompress(raw).startswith(b"WARC/1.0")


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    places = _written(tmp_path, *[_page(b"%d" % n) for n in range(3)], rotate_at=1)
    assert [name for name, _ in places] == [f"run-1-0000{n}.warc.gz" for n in range(3)]
    for number, (name, offset) in enumerate(places):
        assert read_capture(tmp_path, name, offset) == b"%d" % number


def test_nothing_is_appended_to_another_runs_file(tmp_path: Path) -> None:
    _written(tmp_path, _page())
    before = (tmp_path / "run-1-00000.warc.gz").read_bytes()
    with pytest.raises(ArchiveError, match=r"cannot be written \(File exists\)"):
        _written(tmp_path, _page())
    assert (tmp_path / "run-1-00000.warc.gz").read_bytes() == before


def test_a_damaged_record_is_one_error_and_the_others_are_read(tmp_path: Path) -> None:
    places = _written(tmp_path, *[_page(PAGE * n) for n in (1, 2, 3)])
    path = tmp_path / places[0][0]
    raw = bytearray(path.read_bytes())
    raw[places[1][1] + 200] ^= 0xFF
    path.write_bytes(raw)
    assert read_capture(tmp_path, *places[0]) == PAGE
    with pytest.raises(ArchiveError, match=rf"offset {places[1][1]}"):
        read_capture(tmp_path, *places[1])
    assert read_capture(tmp_path, *places[2]) == PAGE * 3


def test_a_changed_payload_does_not_match_its_digest(tmp_path: Path) -> None:
    (name, offset), *_ = _written(tmp_path, _page())
    path = tmp_path / name
    raw = path.read_bytes()
    member = gzip.decompress(raw[offset:])
    assert PAGE in member
    path.write_bytes(raw[:offset] + gzip.compress(member.replace(PAGE, PAGE[::-1])))
    with pytest.raises(ArchiveError, match="does not match its digest"):
        read_capture(tmp_path, name, offset)


def test_a_record_cut_off_by_a_crash_is_told(tmp_path: Path) -> None:
    (name, offset), *_ = _written(tmp_path, _page(bytes(range(256)) * 100))
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[: offset + 150])
    with pytest.raises(ArchiveError, match="cut off"):
        read_capture(tmp_path, name, offset)


@pytest.mark.parametrize(
    ("name", "offset", "message"),
    [
        ("run-9-00000.warc.gz", 0, "is missing"),
        ("../outside.warc.gz", 0, "not the name of a file"),
        ("run-1-00000.warc.gz", 0, "found a warcinfo record"),
        ("run-1-00000.warc.gz", 7, "damaged"),
        ("run-1-00000.warc.gz", 10**9, "cut off"),
    ],
)
def test_a_wrong_place_is_told(tmp_path: Path, name: str, offset: int, message: str) -> None:
    _written(tmp_path, _page())
    with pytest.raises(ArchiveError, match=message):
        read_capture(tmp_path, name, offset)


def test_a_member_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.warc.gz").write_bytes(gzip.compress(bytes(100 << 20)))
    with pytest.raises(ArchiveError, match="unpacks to more than"):
        read_capture(tmp_path, "bomb.warc.gz", 0)


def test_the_folder_stands_beside_its_corpus() -> None:
    assert archive_folder(Path("data/corpus.db")) == Path("data/corpus.warc")
    assert archive_folder(Path("data/corpus.db"), "/elsewhere") == Path("/elsewhere")


def test_a_document_made_from_answers_is_archived_beside_them(tmp_path: Path) -> None:
    url = "https://mirror.example.net/p-1.html"
    answers = tuple(
        Answer(
            url=f"{url}?page={page}",
            data=f"<p>page {page}</p><p>推荐文档</p>".encode(),
            fetched_at=FETCHED,
            http_status=200,
            headers=(("Content-Type", "text/html"),),
        )
        for page in (1, 2)
    )
    joined = _page(b"<p>page 1</p><p>page 2</p>", url)
    document = joined.model_copy(update={"made_from": answers})
    [(name, offset)] = _written(tmp_path, document)
    archived = read_archived(tmp_path, name, offset)
    assert (archived.data, archived.content_type) == (document.data, "text/html")
    with (tmp_path / name).open("rb") as file:
        kept = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.raw_stream.read())
            for r in ArchiveIterator(file)
        ]
    assert kept[1:4] == [
        ("response", answers[0].url, answers[0].data),
        ("response", answers[1].url, answers[1].data),
        ("conversion", url, document.data),
    ]
    assert kept[4][0] == "metadata"
