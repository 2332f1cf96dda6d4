"""`scrapy crawl files`: documents and bad input from disk, into a corpus and its archive."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from crawler.archive import read_capture
from crawler.errors import BadArgument
from spiders.files import FilesSpider
from tests.running import ROOT, rows, run

SEEDS = ROOT.parent / "shared" / "seeds"
REPORT = "<h1>{title}</h1><p>一、总体情况</p><p>没有表格的报告。</p>"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int, str]:
    """A folder of bad input, crawled once: (folder, corpus, exit code, stderr)."""
    base = tmp_path_factory.mktemp("bad")
    folder = base / "in"
    (folder / "sub" / "__MACOSX").mkdir(parents=True)
    (folder / "empty.html").touch()
    with (folder / "zeros.bin").open("wb") as zeros:
        zeros.truncate(200 << 20)
    (folder / "nul.txt").write_bytes(bytes(3000))
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        with bomb.open("word/document.xml", "w") as part:
            for _ in range(400):
                part.write(bytes(1 << 20))
    (folder / "half.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R")
    (folder / "gone.html").write_text("<html><title>404</title>页面不存在</html>", "utf-8")
    (folder / "年 报 #1?.txt").write_text("随便什么", "utf-8")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xc4\xea\xb1\xa8.txt"))).write_text("x")
    (folder / "sub" / "inner.txt").write_text("inner")
    (folder / "sub" / "__MACOSX" / "x.txt").write_text("litter")
    (folder / ".DS_Store").write_text("litter")
    (folder / "~$nb.docx").write_text("litter")
    (folder / "loop").symlink_to(folder)
    (folder / "sub" / "up").symlink_to("..")
    (folder / "self").symlink_to("self")
    (folder / "out.txt").symlink_to("/etc/hostname")
    (folder / "twice.txt").symlink_to("nul.txt")
    os.mkfifo(folder / "pipe")
    corpus = base / "corpus.db"
    ended = run("crawl", "files", "-a", f"path={folder}", "-s", f"CORPUS={corpus}")
    return folder, corpus, ended.returncode, ended.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "no path"),
        ({"path": ""}, "no path"),
        ({"path": "a\0b"}, "NUL"),
        ({"path": "/no/such"}, "/no/such does not exist"),
        ({"pfad": "/tmp"}, "unknown argument pfad"),
    ],
)
def test_a_wrong_path_is_refused(arguments: dict[str, str], told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        FilesSpider(**arguments)


def test_bad_input_is_an_ordinary_outcome(crawled: tuple[Path, Path, int, str]) -> None:
    folder, corpus, code, stderr = crawled
    assert code == 3  # no report among it
    assert stderr == "error: no report was found in 8 documents (7 addresses skipped)\n"
    found = dict(rows(corpus, "SELECT url, outcome FROM sources"))
    start = folder.as_uri()
    assert {url.removeprefix(start): outcome for url, outcome in found.items()} == {
        "/empty.html": "unreadable",
        "/nul.txt": "unreadable",
        "/bomb.docx": "unreadable",
        "/half.pdf": "unreadable",
        "/gone.html": "not_a_report",
        "/%E5%B9%B4%20%E6%8A%A5%20%231%3F.txt": "not_a_report",
        "/%C4%EA%B1%A8.txt": "not_a_report",
        "/sub/inner.txt": "not_a_report",
    }
    assert rows(corpus, "SELECT count(*) FROM sources WHERE reason IS NULL") == [(0,)]


def test_what_is_not_read_is_recorded_with_the_reason(
    crawled: tuple[Path, Path, int, str],
) -> None:
    folder, corpus, *_ = crawled
    told = dict(rows(corpus, "SELECT url, reason FROM skipped"))
    assert {url.removeprefix(folder.as_uri() + "/"): reason for url, reason in told.items()} == {
        "zeros.bin": "larger than the limit of 67108864 bytes (209715200 bytes)",
        "loop": "a link to a folder that holds it, not followed",
        "sub/up": "a link to a folder that holds it, not followed",
        "self": "a link that leads nowhere or to itself, not followed",
        "out.txt": "a link out of the folder (to /etc/hostname), not followed",
        "twice.txt": f"a link to {folder}/nul.txt, which is read in its own place",
        "pipe": "not a regular file",
    }


def test_the_archive_holds_every_document(crawled: tuple[Path, Path, int, str]) -> None:
    folder, corpus, *_ = crawled
    captures = rows(corpus, "SELECT url, warc_file, warc_offset FROM captures")
    assert len(captures) == 8
    places = {url: (name, offset) for url, name, offset in captures}
    bomb = folder / "bomb.docx"
    name, offset = places[bomb.as_uri()]
    assert read_capture(corpus.with_suffix(".warc"), name, offset) == bomb.read_bytes()


def test_the_run_is_on_record(crawled: tuple[Path, Path, int, str]) -> None:
    folder, corpus, *_ = crawled
    ((spider, arguments, reason, documents, skipped),) = rows(
        corpus,
        "SELECT spider, json_extract(arguments, '$.path'), finish_reason,"
        " json_extract(counts, '$.documents'), json_extract(counts, '$.skipped') FROM runs"
        " WHERE finished_at IS NOT NULL",
    )
    assert (spider, arguments, reason) == ("files", str(folder), "finished")
    assert (documents, skipped) == (8, 7)


def test_a_second_run_changes_only_when_things_were_seen(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.db"  # among the documents, and none of them
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"document {number}")
    first = _crawl(tmp_path, corpus)
    before = _tables(corpus)
    archive = sorted((tmp_path / "corpus.warc").iterdir())
    assert _crawl(tmp_path, corpus) == first
    assert _tables(corpus) == before
    assert len(before["sources"]) == 3
    assert sorted((tmp_path / "corpus.warc").iterdir()) == archive
    assert rows(corpus, "SELECT count(*) FROM runs") == [(2,)]
    assert rows(corpus, "SELECT count(*) FROM sources WHERE last_seen > first_seen") == [(3,)]

    (tmp_path / "1.txt").write_text("document 1, put right")
    _crawl(tmp_path, corpus)
    captures = rows(
        corpus,
        "SELECT warc_file, warc_offset FROM captures WHERE url LIKE '%/1.txt' ORDER BY capture_id",
    )
    assert [read_capture(tmp_path / "corpus.warc", *capture) for capture in captures] == [
        b"document 1",
        b"document 1, put right",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failed_source(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    (folder / "b.txt").write_text("x")
    (folder / "b.txt").chmod(0)
    ended = run("crawl", "files", "-a", f"path={folder}", "-s", f"CORPUS={tmp_path}/c.db")
    assert ended.returncode == 4
    assert ended.stderr == f"error: {folder}/b.txt: cannot be read (Permission denied)\n"
    assert rows(tmp_path / "c.db", "SELECT reason FROM skipped") == [
        ("cannot be read (Permission denied)",)
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five documents are not here")
def test_five_documents_are_five_reports_and_stay_so(tmp_path: Path) -> None:
    corpus = tmp_path / "c.db"
    shutil.copytree(SEEDS, tmp_path / "seeds")
    ended = run(
        "crawl", "files", "-a", f"path={tmp_path}/seeds", "-s", f"CORPUS={corpus}",
        "-s", "SUMMARY=1",
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "5 documents, 5 of them reports" in ended.stdout
    assert str(corpus) in ended.stdout
    assert ended.stdout.count("SELECT") == 3
    assert rows(corpus, "SELECT count(*) FROM reports") == [(5,)]
    again = run("reparse", "-s", f"CORPUS={corpus}")
    assert again.returncode == 0
    assert "5 records as before, 0 changed" in again.stdout


def _crawl(path: Path, corpus: Path) -> int:
    return run(
        "crawl", "files", "-a", f"path={path}", "-s", f"CORPUS={corpus}", "-s", "PARSER_WORKERS=1"
    ).returncode


def _tables(corpus: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, without the moments at which something was seen last."""
    names = rows(corpus, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'runs'")
    tables = {}
    for (name,) in names:
        columns = [c for _, c, *_ in rows(corpus, f"PRAGMA table_info('{name}')")]
        kept = ", ".join(f'"{column}"' for column in columns if column != "last_seen")
        tables[name] = sorted(rows(corpus, f"SELECT {kept} FROM '{name}'"), key=repr)
    return tables
