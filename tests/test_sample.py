"""The sample's own checks: the truth must be true before anything is judged by it."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import docx as python_docx
import lxml.html
import pypdfium2
import pytest

from tests.sample.portal import RunningPortal, serve, sites
from tests.sample.portal.http import Response
from tests.sample.portal.traps import TRAPS
from tests.sample.reports import Report, agencies, docx, flattened, html, make_report, pdf, tabbed

ROOT = Path(__file__).parents[1]
DIVISIONS = ROOT.parent / "shared" / "divisions" / "divisions_mca_2026.csv"
APPLICANTS = ("natural_person", "company", "research", "nonprofit", "legal", "other")
COUNTY = agencies()["湖口县人民政府"]
TOWN = agencies()["湖口县流泗镇人民政府"]


def number(report: Report, table: str, row: str, column: str) -> int:
    return int(report.cells[table, row, column].value or 0)


# The generator


@pytest.mark.parametrize("agency", agencies().values(), ids=lambda agency: agency.name)
@pytest.mark.parametrize(("year", "cells"), [(2020, 22 + 161 + 15), (2023, 10 + 175 + 15)])
def test_undamaged_reports_add_up(agency, year, cells):
    report = make_report(1, agency, year)
    assert (report.status, report.failures, len(report.cells)) == ("verified", (), cells)
    rows = [name[1] for name in report.cells if name[0] == "applications" and name[2] == "total"]
    outcomes = [
        row for row in rows if row not in ("received", "carried_in", "total", "carried_out")
    ]
    for row in rows:
        parts = sum(number(report, "applications", row, column) for column in APPLICANTS)
        assert number(report, "applications", row, "total") == parts
    for column in (*APPLICANTS, "total"):
        received, carried_in, total, carried_out = (
            number(report, "applications", row, column)
            for row in ("received", "carried_in", "total", "carried_out")
        )
        assert received + carried_in == total + carried_out
        assert total == sum(number(report, "applications", row, column) for row in outcomes)
    for channel in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        parts = ("upheld", "corrected", "other", "pending")
        assert number(report, "proceedings", channel, "total") == sum(
            number(report, "proceedings", channel, column) for column in parts
        )


def test_what_is_carried_out_of_a_year_is_carried_into_the_next():
    carried = 0
    for year in range(2019, 2025):
        before, after = make_report(1, COUNTY, year), make_report(1, COUNTY, year + 1)
        for column in (*APPLICANTS, "total"):
            carried_out = number(before, "applications", "carried_out", column)
            assert carried_out == number(after, "applications", "carried_in", column)
            carried += carried_out
    assert carried > 0


def test_numbers_fit_the_level():
    towns = [a for a in agencies().values() if a.level == "township"]
    received = [
        number(make_report(1, town, year), "applications", "received", "total")
        for town in towns
        for year in range(2021, 2025)
    ]
    assert len(received) / 2 < sum(count == 0 for count in received) < len(received)
    city = make_report(1, agencies()["永州市人民政府"], 2023)
    assert number(city, "applications", "received", "total") > 100


@pytest.mark.parametrize(
    ("table", "row", "rules"),
    [("applications", "granted", {"A1", "A2"}), ("proceedings", "reconsideration", {"A4"})],
)
def test_a_wrong_total_is_the_agencys_own_mistake(table, row, rules):
    right, wrong = (make_report(1, COUNTY, 2023, wrong_total=t) for t in ("", table))
    assert number(wrong, table, row, "total") == number(right, table, row, "total") + 3
    assert (wrong.status, {failure.rule for failure in wrong.failures}) == ("discrepant", rules)


def test_blank_and_dashed_cells_are_no_numbers_and_break_nothing():
    blank = make_report(1, TOWN, 2023, blanks=("proceedings",))
    dashed = make_report(1, TOWN, 2023, dashes="—")
    assert blank.cells["proceedings", "litigation_direct", "total"].state == "blank"
    assert blank.cells["proceedings", "litigation_direct", "total"].value is None
    assert dashed.cells["disclosures", "regulations", "issued"].state == "not_applicable"
    assert dashed.cells["disclosures", "regulations", "issued"].raw == "—"
    assert blank.status == dashed.status == "verified"


def test_missing_cells_keep_the_number_that_was_meant():
    whole, cut = (make_report(1, COUNTY, 2020, missing_totals=lost) for lost in (False, True))
    name = ("applications", "unavailable_not_held", "total")
    assert cut.status == "incomplete"
    assert (cut.cells[name].state, cut.cells[name].value) == ("missing", None)
    assert cut.cells[name].intended == whole.cells[name].value


def test_amounts_have_units_where_the_document_says_so():
    amount = ("disclosures", "procurement", "procurement_amount")
    bare = make_report(1, COUNTY, 2020).cells[amount]
    printed = make_report(1, COUNTY, 2020, amount_in_wan=True).cells[amount]
    assert bare.unit is None
    assert (printed.value, printed.unit, printed.raw) == ("43.788", "万元", "43.788万元")
    assert make_report(1, COUNTY, 2023).cells["disclosures", "fees", "fee_amount"].unit == "万元"


def test_damage_that_a_form_cannot_show_is_refused():
    with pytest.raises(ValueError, match="no cell of this form"):
        make_report(1, COUNTY, 2023, negative_change=True)


@pytest.mark.parametrize("year", [2017, 2020, 2023])
def test_sentences_agree_with_the_tables(year):
    for agency in agencies().values():
        report = make_report(1, agency, year)
        text = "".join(p for section in report.sections for p in section.paragraphs)
        assert "本报告为示例数据" in "".join(report.introduction)
        assert all(value in text for value in report.facts.values())
        parts = ("disclosed_website", "disclosed_wechat", "disclosed_other")
        assert int(report.facts["disclosed_total"]) == sum(int(report.facts[p]) for p in parts)
        if report.cells and "applications_received" in report.facts:
            received = number(report, "applications", "received", "total")
            assert int(report.facts["applications_received"]) == received


@pytest.mark.skipif(
    not DIVISIONS.exists(), reason="the list of divisions is not beside the project"
)
def test_agencies_bear_real_names_and_codes():
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    for agency in agencies().values():
        place = agency.township or agency.county or agency.prefecture
        assert names[agency.code] == place
        assert names[agency.code[:4]] == agency.prefecture
        assert names[agency.code[:2]] == agency.province


# The formats


def grid_of_html(fragment: str, table: int) -> list[list[str]]:
    rows = (
        lxml.html.fromstring(f"<div>{fragment}</div>").findall(".//table")[table].findall(".//tr")
    )
    return [[cell.text_content().strip() for cell in row.findall("td")] for row in rows]


@pytest.mark.parametrize("style", ["plain", "word"])
def test_html_has_the_rows_and_spans_of_the_form(style):
    report = make_report(1, COUNTY, 2023)
    fragment = html.render(report, style=style)
    rows = grid_of_html(fragment, 1)
    assert len(rows) == 3 + 25
    granted = [report.cells["applications", "granted", c].raw for c in (*APPLICANTS, "total")]
    assert rows[5] == ["三、本年度办理结果", "（一）予以公开", *granted]
    assert 'rowspan="22"' in fragment  # 三 spans its 22 rows
    assert len(grid_of_html(fragment, 2)[-1]) == 15


def test_word_tables_are_really_merged():
    report = make_report(1, COUNTY, 2020)
    tables = python_docx.Document(io.BytesIO(docx.render(report))).tables
    assert [(len(t.rows), len(t.columns)) for t in tables] == [(18, 4), (26, 10), (4, 15)]
    petition = next(r for r in tables[1].rows if r.cells[2].text == "1.信访举报投诉类申请")
    expected = [
        report.cells["applications", "unprocessed_petition", column].raw
        for column in (*APPLICANTS, "total")
    ]
    assert [cell.text for cell in petition.cells] == [
        "三、本年度办理结果",
        "（五）不予处理",
        "1.信访举报投诉类申请",
        *expected,
    ]


def test_pdf_breaks_the_table_over_numbered_pages():
    report = make_report(1, COUNTY, 2023)
    document = pypdfium2.PdfDocument(pdf.render(report))
    pages = [page.get_textpage().get_text_range() for page in document]
    assert all(f"— {n} —" in text for n, text in enumerate(pages, start=1))
    first = next(n for n, text in enumerate(pages) if "上年结转政府信息公开申请数量" in text)
    assert "结转下年度继续办理" not in pages[first]
    assert "结转下年度继续办理" in pages[first + 1]


def test_tabbed_text_breaks_labels_and_drops_what_is_missing():
    report = make_report(1, COUNTY, 2020, missing_totals=True)
    lines = tabbed.render(report, spaced=False).splitlines()
    broken = next(n for n, line in enumerate(lines) if line.startswith("3.危及“三安全\t"))
    assert lines[broken + 2].strip("\t") == "一稳定”"
    inquiry = next(line for line in lines if "8.属于行政查询事项" in line)
    assert len(re.findall(r"\d+", inquiry.partition("事项")[2])) == 6
    copied = tabbed.render(report, copied_span=True).splitlines()
    total = next(line for line in copied if "（七）总计" in line)
    values = re.findall(r"\d+", total)
    assert len(values) == 8
    assert values[0] == values[1]


def test_flattened_text_prints_a_group_column_by_column():
    report = make_report(1, COUNTY, 2023)
    text = re.sub(r"— \d+ — ", "", flattened.render(report, columns=True, viewer=False))
    assert "\n" not in text
    group = ("petition", "repeat", "publication", "excessive", "confirmation")
    by_column = [
        report.cells["applications", f"unprocessed_{row}", column].raw
        for column in (*APPLICANTS, "total")
        for row in group
    ]
    assert f"5.要求行政机关确认或重新出具已获取信息 {' '.join(by_column)} (六)其他处理" in text
    assert re.search(r"— 3 —", flattened.render(report))


@pytest.mark.parametrize("render", [docx.render, pdf.render, flattened.render])
def test_formats_refuse_what_they_cannot_show(render):
    with pytest.raises(ValueError, match="choose another"):
        render(make_report(1, COUNTY, 2020, missing_totals=True))


DIGEST = """
import hashlib
from tests.sample.reports import *
from tests.sample.reports import docx, flattened, html, pdf, tabbed
report = make_report(1, agencies()["湖口县人民政府"], 2023)
texts = html.render(report) + tabbed.render(report) + flattened.render(report)
print(hashlib.sha256(texts.encode() + docx.render(report) + pdf.render(report)).hexdigest())
"""


def test_same_seed_same_bytes_in_any_process():
    report = make_report(1, COUNTY, 2023)
    texts = html.render(report) + tabbed.render(report) + flattened.render(report)
    here = hashlib.sha256(texts.encode() + docx.render(report) + pdf.render(report)).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == here
    assert make_report(2, COUNTY, 2023).cells != report.cells
    with zipfile.ZipFile(io.BytesIO(docx.render(report))) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


# The portals


@pytest.fixture(scope="module")
def portals() -> Iterator[list[RunningPortal]]:
    with serve() as running:
        yield running


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_the_sites_carry_what_a_crawl_must_cope_with(portals):
    reports = [found for portal in portals for found in portal.truth.reports]
    assert 30 <= len(reports) <= 40
    statuses = {found.report.status for found in reports}
    assert statuses == {"verified", "discrepant", "narrative", "untabled"}
    assert {found.report.template for found in reports} == {"pre2019", "2019", "2021"}
    assert any(len(found.documents) > 1 for found in reports)  # two addresses, one report
    assert any(found.pages for found in reports)  # only in an attachment
    assert any(not f.pages and f.documents[0].endswith(".pdf") for f in reports)  # row to a PDF
    keys = [found.report.key for found in reports]
    assert len(keys) == len(set(keys))


def test_every_address_of_the_truth_is_served(portals):
    for portal in portals:
        truth = portal.truth
        addresses = {truth.home, *truth.needed, *(lookalike.url for lookalike in truth.lookalikes)}
        for found in truth.reports:
            addresses.update((*found.documents, *found.pages))
            assert set(found.documents) & set(truth.needed), found.report.title
        for url in addresses:
            status, headers, body = fetch(url)
            assert status == 200, url
            assert body, url
            assert headers["Content-Type"]


def test_documents_hold_the_report(portals):
    for portal in portals:
        for found in portal.truth.reports:
            for url in found.documents:
                _, headers, body = fetch(url)
                if url.endswith(".pdf"):
                    assert body.startswith(b"%PDF-")
                elif url.endswith(".docx"):
                    paragraphs = python_docx.Document(io.BytesIO(body)).paragraphs
                    assert paragraphs[0].text == found.report.title
                else:
                    assert headers["Content-Type"].startswith("text/html")
                    text = body.decode("utf-8" if b'charset="utf-8"' in body else "gb18030")
                    assert found.report.title in text
                    assert ("<table border" in text) == found.report.tabled


def test_links_stay_inside_except_those_listed(portals):
    for portal in portals:
        offsite: set[str] = set()
        followed: set[str] = set()
        for path in portal.website.routes:
            page = f"{portal.url}{path}"
            _, headers, body = fetch(page)
            if not headers["Content-Type"].startswith("text/html"):
                continue
            root = lxml.html.fromstring(body)
            hrefs = [urljoin(page, href) for href in root.xpath("//a/@href | //img/@src")]
            http = {href for href in hrefs if href.startswith("http")}
            offsite |= {href for href in http if not href.startswith(f"{portal.url}/")}
            followed |= http
        assert offsite == set(portal.truth.offsite)
        for url in followed - offsite:
            assert fetch(url)[0] == 200, url


def test_home_leads_to_the_annual_column_by_links(portals):
    for portal in portals:
        hub = _link(portal.truth.home, "政府信息公开")
        column = _link(hub, "政府信息公开年报")
        assert {hub, column} <= set(portal.truth.needed)


def _link(page: str, text: str) -> str:
    root = lxml.html.fromstring(fetch(page)[2].decode())
    return urljoin(page, root.xpath("//a[normalize-space()=$text]/@href", text=text)[0])


def test_pagers_are_those_of_the_family(portals):
    trs, ucap = portals
    town_list = next(url for url in trs.truth.needed if url.endswith("/2024n/xz/"))
    page = fetch(town_list)[2].decode()
    assert 'createPageHTML(2, 0, "index", "html");' in page
    assert 'href="./202501/t2025' in page
    status, _, stub = fetch(f"{town_list}index_9.html")
    assert (status, len(stub) < 600) == (200, True)
    pooled = next(url for url in ucap.truth.needed if url.endswith("/list.shtml"))
    total = len(ucap.site.reports) + len(ucap.site.rows)
    assert f"createPageHTML('page_div',5, 1,'list','shtml',{total});" in fetch(pooled)[2].decode()
    assert fetch(pooled.replace("list.shtml", "list_6.shtml"))[0] == 404


def test_soft_errors_are_among_the_lookalikes(portals):
    for portal in portals:
        by_reason = {found.reason: found.url for found in portal.truth.lookalikes}
        status, _, body = fetch(by_reason["页面已不存在"])
        assert status == 200
        assert "您访问的页面不存在" in body.decode()
        assert len(by_reason) >= 8
        documents = {url for found in portal.truth.reports for url in found.documents}
        assert not documents & set(by_reason.values())


def test_a_page_declares_gb2312_and_is_gb18030(portals):
    for portal in portals:
        row = next(row for row in portal.site.reports if row.get("charset") == "gb18030")
        found = next(
            f
            for f in portal.truth.reports
            if (f.report.agency.name, f.report.year) == (row["agency"], row["year"])
        )
        _, headers, body = fetch(found.documents[0])
        assert headers["Content-Type"] == "text/html"
        assert b'<meta charset="gb2312">' in body
        assert found.report.title in body.decode("gb18030")
        with pytest.raises(UnicodeDecodeError):
            body.decode("gb2312")


def test_unchanged_pages_are_not_sent_again(portals):
    portal = portals[0]
    url = portal.truth.reports[0].documents[0]
    portal.log.clear()
    status, headers, body = fetch(url)
    assert fetch(url, **{"If-None-Match": headers["ETag"]})[::2] == (304, b"")
    assert fetch(url, **{"If-Modified-Since": headers["Last-Modified"]})[0] == 304
    assert fetch(url, **{"If-None-Match": '"another"'})[::2] == (200, body)
    assert fetch(url, method="HEAD")[::2] == (200, b"")
    seen = [(hit.method, hit.status, hit.conditional) for hit in portal.log.hits]
    assert seen == [
        ("GET", 200, False),
        ("GET", 304, True),
        ("GET", 304, True),
        ("GET", 200, True),
        ("HEAD", 200, False),
    ]
    assert status == 200


def test_robots_and_traps(portals):
    trs, ucap = portals
    assert b"Disallow: /calendar/" in fetch(f"{trs.url}/robots.txt")[2]
    assert fetch(f"{ucap.url}/robots.txt")[0] == 404
    trs.log.clear()
    calendar = fetch(f"{trs.url}/calendar/2024-11.html")[2]
    assert b"/calendar/2024-12.html" in calendar
    fetch(f"{trs.url}/?isMobile=true")
    assert trs.trapped() == ["/calendar/2024-11.html", "/?isMobile=true"]
    needed = [urlsplit(url).path for portal in portals for url in portal.truth.needed]
    assert not [path for path in needed for trap in TRAPS if trap.catches(path)]


def test_a_page_can_be_revised_while_the_portal_runs():
    with serve(sites()[:1]) as (portal,):
        portal.website.replace("/", Response(b"busy", status=503))
        assert fetch(portal.truth.home)[::2] == (503, b"busy")


def test_the_command_tells_its_addresses_and_stops_when_asked():
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.sample.portal"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in sites()]
        assert time.monotonic() - started < 60  # well under 3 s on an idle machine
        names = [line.split()[:2] for line in lines]
        assert names == [["hukou", "trs"], ["yongzhou", "ucap"]]
        assert fetch(lines[0].split()[2])[0] == 200
        process.terminate()
        assert process.wait(10) == 0
