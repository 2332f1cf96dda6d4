"""Crawls of every sample portal: what is found, what is left alone, what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parsers.reading import read as read_document
from tests.crawling import (
    Crawl,
    crawl_all,
)
from tests.sample.portal import RunningPortal, family_sites, serve, sites

NAMES = {
    "trs": "TRS WCM",
    "ucap": "Kaipu UCAP",
    "gkmlpt": "gkmlpt",
    "hanweb": "Hanweb jcms",
    "hanweb_by_page": "Hanweb jcms",
    "hanweb_xxgk": "Hanweb xxgk",
    "hanweb_jpaas": "Hanweb jpaas",
    "lonsun": "Lonsun",
    "anhui_openness": "Anhui Openness",
    "boda_vsb": "博达 VSB",
    "huilan_eportal": "Huilan eportal",
    "truecms": "TrueCMS",
    "epoint_ewb": "Epoint EWB",
    "epoint_ewb_old": "Epoint EWB",
    "epoint_ewb_repeating": "Epoint EWB",
    "nfcms": "NFCMS",
    "hebei_uuid": "Hebei UUID CMS",
    "shandong_gongkai": "Shandong gongkai",
    "intertid": "smaller dialect",
    "snowflake": "smaller dialect",
    "framed": "smaller dialect",
    "inline_json": "list by an inline script",
}
"""The family that the run must tell for a sample site of each family."""


SITES = (*sites(), *(site for site in family_sites() if not site.needs_browser))


@pytest.fixture(scope="module")
def every_crawl() -> Iterator[dict[str, tuple[RunningPortal, Crawl]]]:
    """All sample portals with one crawl of them all: as many portals at once as a run takes."""
    with serve(SITES) as portals:
        yield {p.site.name: (p, found) for p, found in crawl_all(portals)}


@pytest.fixture(params=[site.name for site in SITES])
def crawled(
    request: pytest.FixtureRequest, every_crawl: dict[str, tuple[RunningPortal, Crawl]]
) -> tuple[RunningPortal, Crawl]:
    """One sample portal with its part of that crawl."""
    return every_crawl[request.param]


def test_every_report_is_found_at_every_address(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    expected = {url for report in portal.truth.reports for url in report.documents}
    assert len(expected) >= len(portal.truth.reports) > 0
    assert {document.url for document in outcome.documents} == expected


def test_lookalikes_are_left_alone_with_a_reason(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
    listed = [
        f"{portal.url}{listed.row}"
        for listed in portal.website.listed
        if listed.entry.reason and listed.column.on_the_way
    ]
    assert listed
    assert all(reasons.get(url) for url in listed)
    assert not reasons.keys() & {document.url for document in outcome.documents}


def test_pages_that_only_carry_a_file_are_skipped_for_the_file(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, outcome = crawled
    reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
    carriers = [url for report in portal.truth.reports for url in report.pages]
    assert carriers
    assert all("the report is in the attachment" in reasons[url] for url in carriers)


def test_nothing_is_asked_for_twice_and_no_trap_is_entered(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, _ = crawled
    asked = [(hit.method, hit.address, hit.body) for hit in portal.log.hits]
    assert len(asked) == len(set(asked))
    assert portal.trapped() == []


def test_few_more_requests_than_a_perfect_crawler_makes(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, _ = crawled
    copies = {url for r in portal.truth.reports for url in (*r.documents, *r.pages)}
    perfect = {*portal.truth.needed, *copies}
    assert len(portal.log.addresses()) <= 1.3 * len(perfect)


def test_documents_carry_what_the_way_told(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    by_url = {document.url: document for document in outcome.documents}
    for published in portal.truth.reports:
        for url in published.documents:
            hints = by_url[url].hints
            assert hints.url == url
            assert hints.site_name == portal.site.site_name
            assert hints.site_id_code == portal.site.site_id_code
            assert published.report.title in (hints.page_title, hints.link_text)
            assert hints.published.startswith(str(published.report.published_on))
            assert "政府信息公开年报" in hints.breadcrumb


def test_documents_are_the_bytes_as_sent_and_show_the_report(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, outcome = crawled
    by_url = {document.url: document.data for document in outcome.documents}
    for published in portal.truth.reports:
        for url in published.documents:
            if url.endswith((".pdf", ".docx")):
                continue
            if published.report.tabled:  # the others have their tables in pictures
                reading = read_document(by_url[url])
                assert "本报告为示例数据" in "".join("".join(reading.paragraphs()).split())
                assert any(True for _ in reading.tables())


def test_the_run_tells_the_family_and_its_evidence(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    host, name = portal.url.removeprefix("http://"), NAMES[portal.site.family]
    assert f"{name}: " in outcome.stats[f"portal/evidence/{host}"]
    assert name in outcome.told.family.split(" | ")
    assert outcome.told.counts[f"family/{name}"] > 10
    assert outcome.told.counts["columns"] >= 1
    assert outcome.told.state == "done"
    assert not outcome.told.troubles
    assert "sources/failed" not in outcome.stats
