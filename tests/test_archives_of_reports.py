"""Archives of several reports: every document in them is a source of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from parsers import parse
from tests.running import rows, run
from tests.sample.reports import Report, agencies, docx, html, make_report, pdf

TOWNS = [agency for agency in agencies().values() if agency.level == "township"][:3]
REPORTS = [make_report(seed, agency, 2023) for seed, agency in enumerate(TOWNS)]


def packed(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def names(report: Report, ending: str) -> str:
    return f"各乡镇/{report.agency.name}2023年政府信息公开工作年度报告{ending}"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of a folder with one archive: a town in two forms, one in Word, one in a zip."""
    base = tmp_path_factory.mktemp("archives")
    first, second, third = REPORTS
    (base / "in").mkdir()
    (base / "in" / "年报.zip").write_bytes(
        packed(
            {
                names(first, ".docx"): docx.render(first),
                names(first, ".pdf"): pdf.render(first),
                names(second, ".docx"): docx.render(second),
                "更多.zip": packed({names(third, ".html"): html.render(third)}),
                "说明.txt": "请各乡镇查收。".encode(),
            }
        )
    )
    ended = run("crawl", "files", "-a", f"path={base}/in", "-s", f"CORPUS={base}/c.db")
    assert (ended.returncode, ended.stderr) == (0, "")
    return base / "c.db"


def test_every_report_of_an_archive_is_in_the_corpus(crawled: Path) -> None:
    found = rows(crawled, "SELECT name, year, status FROM reports JOIN agencies USING (agency_id)")
    assert sorted(found) == sorted((r.agency.name, 2023, r.status) for r in REPORTS)


def test_each_is_found_at_its_name_in_the_archive(crawled: Path) -> None:
    archive = (crawled.parent / "in" / "年报.zip").as_uri()
    first, second, third = REPORTS
    held = {
        names(first, ".docx"): "report",
        names(second, ".docx"): "report",
        "更多.zip/" + names(third, ".html"): "report",
        "说明.txt": "not_a_report",
    }
    told = dict(rows(crawled, "SELECT url, outcome FROM sources"))
    assert told == {
        archive: "not_a_report",
        **{f"{archive}#{quote(name)}": outcome for name, outcome in held.items()},
    }
    ((reason,),) = rows(crawled, f"SELECT reason FROM sources WHERE url = '{archive}'")
    assert reason == (
        f"a zip archive of 4 documents: {', '.join(held)}; each is a source of its own"
    )


def test_a_second_crawl_and_a_reparse_change_nothing(crawled: Path) -> None:
    before = rows(crawled, "SELECT url, source_id FROM captures ORDER BY capture_id")
    folder = crawled.parent / "in"
    ended = run("crawl", "files", "-a", f"path={folder}", "-s", f"CORPUS={crawled}")
    assert ended.returncode == 0
    assert rows(crawled, "SELECT url, source_id FROM captures ORDER BY capture_id") == before
    again = run("reparse", "-s", f"CORPUS={crawled}")
    assert "5 records as before, 0 changed" in again.stdout


def test_an_archive_of_one_report_is_that_report() -> None:
    first, *_ = REPORTS
    record = parse(
        packed(
            {
                names(first, ".docx"): docx.render(first),
                names(first, ".pdf"): pdf.render(first),
                "说明.txt": "请查收。".encode(),
            }
        )
    )
    assert (record.outcome, record.status, record.holds) == ("report", first.status, ())
