"""Crawls that follow one another: little is asked for, what changed is found, nothing is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import SmallPortal, list_page, serve_small
from tests.running import rows, run, start, wait_for
from tests.sample.portal.server import RunningPortal, serve
from tests.sample.reports import agencies, html, make_report

ROWS_A_PAGE = 5
OLD_YEARS = range(2019, 2026)


@pytest.fixture
def small() -> Iterator[SmallPortal]:
    with serve_small() as portal:
        yield portal


def crawl(corpus: Path, url: str, *more: str, code: int = 0) -> None:
    """Crawl one portal, or without a `url` all that a register names."""
    portal = ("-a", f"url={url}/") if url else ()
    done = run(
        *("crawl", "municipal", *portal, "-s", f"CORPUS={corpus}"),
        *("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0", "-s", "SUMMARY=0", *more),
    )
    assert done.returncode == code, done.stderr


def publish(portal: SmallPortal, path: str, markup: str) -> None:
    """A page with a validator, as portals that publish static files give."""
    portal.add(path, markup, ETag=f'"{hash(markup)}"')


def title(year: int) -> str:
    return f"湖口县人民政府{year}年政府信息公开工作年度报告"


def article(year: int, more: str = "") -> str:
    """The report of a year as a page of the portal."""
    body = html.render(make_report(year, agencies()["湖口县人民政府"], year))
    head = f"<title>{title(year)}</title>"
    return f"<html><head>{head}</head><body><h1>{title(year)}</h1>{body}{more}</body></html>"


def lay_out(portal: SmallPortal, years: list[int], visits: int = 1, counted: str = "") -> None:
    """One column of several pages, the newest year first; each report counts its visits.
    counted: what the pages say of their number; then each links to the next one alone."""
    column = '<div><a href="/nb/index.html">政府信息公开年报</a></div>'
    publish(portal, "/", f"<html><title>湖口县人民政府</title><body>{column}</body></html>")
    pages = [years[at : at + ROWS_A_PAGE] for at in range(0, len(years), ROWS_A_PAGE)]
    for number, shown in enumerate(pages):
        listed = [(f"/nb/{year}.html", title(year), f"{year + 1}-01-20") for year in shown]
        ahead = "".join(
            f'<a href="{address(n)}">{n + 1}</a>'
            for n in range(len(pages))
            if (n == number + 1 if counted else n != number)
        )
        pager = f'<div class="page">{ahead}{counted}</div>' if len(pages) > 1 else ""
        publish(portal, address(number), list_page(listed, pager, title="政府信息公开年报"))
    for year in years:
        publish(portal, f"/nb/{year}.html", article(year, f"<p>浏览次数：{visits}</p>"))


def address(number: int) -> str:
    return "/nb/index.html" if number == 0 else f"/nb/index_{number}.html"


def test_a_second_crawl_of_the_sample_portals_asks_for_little(tmp_path: Path) -> None:
    corpus, register = tmp_path / "corpus.db", tmp_path / "portals.csv"
    reports = "SELECT agency_id, year, status, text FROM reports ORDER BY 1, 2"
    with serve() as portals:
        lines = ["name,home", *(f"{portal.site.name},{portal.url}/" for portal in portals)]
        register.write_text("\n".join(lines), encoding="utf-8")
        crawl(corpus, "", "-s", f"PORTALS={register}")
        found = rows(corpus, reports)
        first = [(len(portal.log.hits), sent(portal)) for portal in portals]
        for portal in portals:
            portal.log.clear()
        crawl(corpus, "", "-s", f"PORTALS={register}")
        for portal, (hits, size) in zip(portals, first, strict=True):
            assert len(portal.log.hits) <= hits / 10
            assert sent(portal) <= 0.03 * size
    assert found
    assert rows(corpus, reports) == found


def sent(portal: RunningPortal) -> int:
    return sum(hit.sent for hit in portal.log.hits)


def test_a_report_added_on_top_is_found_at_once(small: SmallPortal, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.db"
    lay_out(small, list(reversed(OLD_YEARS))[1:])
    crawl(corpus, small.url)
    lay_out(small, list(reversed(OLD_YEARS)))
    crawl(corpus, small.url)
    years = [year for (year,) in rows(corpus, "SELECT year FROM reports ORDER BY year")]
    assert years == list(OLD_YEARS)


@pytest.mark.parametrize(("column", "named"), [("/nb/2023/", title(2023)), ("/nb/", "2023年")])
def test_a_portal_whose_columns_are_the_reports_is_known_in_the_next_crawl(
    small: SmallPortal, tmp_path: Path, column: str, named: str
) -> None:
    menu = f"<a href='{column}'>政府信息公开年报</a>"
    publish(small, "/", f"<html><title>湖口县人民政府</title><body>{menu}</body></html>")
    publish(small, "/nb/", "<html><body><li><a href='/nb/2023/'>2023年</a></li></body></html>")
    corpus = tmp_path / "corpus.db"
    for visits in (1, 2):  # the second time with 0: no report is new, and none is missed
        more = f"<p>浏览次数：{visits}</p>"
        publish(small, "/nb/2023/", article(2023, more).replace(title(2023), named))
        crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    assert rows(corpus, "SELECT year FROM reports") == [(2023,)]
    assert len(rows(corpus, "SELECT * FROM captures")) == 1  # a counter makes no new edition


def test_a_divided_article_and_one_with_a_file_are_known_when_all_is_asked_for_again(
    small: SmallPortal, tmp_path: Path
) -> None:
    """No counter makes a new edition, and no page whose file was met before is one without text."""
    listed = [(f"/nb/{year}.html", title(year), f"{year + 1}-01-20") for year in (2023, 2022)]
    publish(small, "/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    publish(small, "/nb/", list_page(listed, title="政府信息公开年报"))
    head, third, rest = article(2023).partition("三、")
    pager = "<div><a href='2023.html'>1</a><a href='2023_2.html'>2</a></div>"
    file = f"<html><h1>{title(2022)}</h1><p>附件：<a href='/f.doc'>{title(2022)}</a></p></html>"
    corpus = tmp_path / "corpus.db"
    for visits in ("第 7 位访客", "第 8 位访客"):
        publish(small, "/nb/2023.html", f"{head}{pager}{visits}")
        publish(small, "/nb/2023_2.html", f"<html><h1>{title(2023)}</h1>{third}{rest}{visits}")
        publish(small, "/nb/2022.html", f"{file}{visits}")
        publish(small, "/f.doc", article(2022))
        crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    assert rows(corpus, "SELECT year, status FROM reports ORDER BY 1") == [
        (2022, "verified"),
        (2023, "verified"),
    ]
    assert len(rows(corpus, "SELECT * FROM captures")) == 2


def test_a_home_page_that_only_sends_on_is_no_failure_when_all_is_asked_for_again(
    small: SmallPortal, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.db"
    lay_out(small, [2023, 2024])
    small.add("/web/", "<html><body><a href='/nb/index.html'>政府信息公开年报</a></body></html>")
    small.add("/", "<html><script>location.href = '/web/'</script></html>")
    for _ in range(2):
        crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    assert len(rows(corpus, "SELECT * FROM reports")) == 2


def test_a_report_added_deep_in_a_list_is_found_within_the_window(
    small: SmallPortal, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.db"
    years = [year for year in reversed(range(2010, 2026)) if year != 2011]
    lay_out(small, years)
    crawl(corpus, small.url)
    lay_out(small, [*years[:-1], 2011, 2010], visits=88)
    small.asked.clear()
    crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    assert "/nb/2011.html" in small.asked
    # A counter alone makes no new edition of the others.
    assert "/nb/2020.html" in small.asked
    assert rows(corpus, "SELECT count(*) FROM sources") == [(len(years) + 1,)]
    assert rows(corpus, "SELECT count(*) FROM reports WHERE year = 2011") == [(1,)]


def test_a_report_added_to_a_list_in_a_script_file_is_found(
    small: SmallPortal, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.db"
    publish(small, "/", "<html><a href='/nb/'>政府信息公开年报</a></html>")
    column = "<ul><script src='list.js'></script></ul>" + "<p>政府信息公开工作年度报告</p>" * 9
    publish(small, "/nb/", f"<html><title>政府信息公开年报</title><body>{column}</body></html>")
    for years in ((2022, 2023), (2022, 2023, 2024)):
        lines = (f'<li><a href="/nb/{y}.html">{title(y)}</a></li>' for y in years)
        publish(small, "/nb/list.js", "\n".join(f"document.write('{line}');" for line in lines))
        publish(small, f"/nb/{years[-1]}.html", article(years[-1]))
        publish(small, f"/nb/{years[0]}.html", article(years[0]))
        crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    assert rows(corpus, "SELECT year FROM reports ORDER BY year") == [(2022,), (2023,), (2024,)]


def test_a_report_replaced_under_its_address_is_read_again(
    small: SmallPortal, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.db"
    lay_out(small, list(OLD_YEARS))
    crawl(corpus, small.url)
    publish(small, "/nb/2020.html", article(2020, "<p>更正：本页已于当年更正。</p>"))
    crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    url = f"{small.url}/nb/2020.html"
    query = f"SELECT count(*), count(DISTINCT warc_offset) FROM captures WHERE url = '{url}'"
    assert rows(corpus, query) == [(2, 2)]
    assert "更正" in rows(corpus, "SELECT text FROM reports WHERE year = 2020")[0][0]
    kept = rows(corpus, f"SELECT current FROM sources WHERE url = '{url}' ORDER BY current")
    assert kept == [(0,), (1,)]


def test_nothing_that_a_killed_crawl_had_met_is_lost(small: SmallPortal, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.db"
    lay_out(small, list(reversed(OLD_YEARS)))
    crawling = start(
        *("crawl", "municipal", "-a", f"url={small.url}/", "-s", f"CORPUS={corpus}"),
        *("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0.3"),
    )
    assert wait_for(lambda: "/nb/2023.html" in small.asked, seconds=60)
    os.kill(crawling.pid, signal.SIGKILL)
    crawling.communicate()
    small.asked.clear()
    crawl(corpus, small.url)
    years = [year for (year,) in rows(corpus, "SELECT year FROM reports ORDER BY year")]
    assert years == list(OLD_YEARS)
    assert len(small.asked) < len(OLD_YEARS) + 5  # what was read is not read again


def test_pages_of_a_list_that_a_killed_crawl_had_read_count(
    small: SmallPortal, tmp_path: Path
) -> None:
    """Of four the first is read again, the second is not, and the others were not read yet."""
    corpus, years = tmp_path / "corpus.db", list(range(2008, 2026))
    lay_out(small, list(reversed(years)), counted="共4页")
    crawling = start(
        *("crawl", "municipal", "-a", f"url={small.url}/", "-s", f"CORPUS={corpus}"),
        *("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0.3"),
    )
    assert wait_for(lambda: "/nb/2020.html" in small.asked, seconds=60)
    os.kill(crawling.pid, signal.SIGKILL)
    crawling.communicate()
    small.asked.clear()
    lay_out(small, list(reversed(years)), counted="共4页 今日访问9次")
    crawl(corpus, small.url, code=0)
    assert address(0) in small.asked and address(1) not in small.asked
    assert {address(2), address(3)} <= set(small.asked)
    assert len(rows(corpus, "SELECT year FROM reports")) == len(years)


def test_every_portal_of_a_register_is_crawled(tmp_path: Path) -> None:
    corpus, register = tmp_path / "corpus.db", tmp_path / "portals.csv"
    with serve_small() as one, serve_small() as other, serve_small() as third:
        for portal in (one, other):
            lay_out(portal, [2023])
        lines = ["name,home", f"甲县,{one.url}/", f"乙县,{other.url}/", f"丙县,{third.url}/"]
        register.write_text("\n".join(lines), encoding="utf-8")
        options = ("-s", f"CORPUS={corpus}", "-s", f"PORTALS={register}", "-s", "SUMMARY=0")
        on_loopback = ("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0")
        done = run("crawl", "municipal", "-a", "only=甲县,乙县", *options, *on_loopback)
        assert done.returncode == 0, done.stderr
        assert not third.asked
        told = rows(corpus, "SELECT name, state FROM portal_runs ORDER BY name")
        assert told == [("乙县", "done"), ("甲县", "done")]
        listed = run("portals", *options)
        assert listed.returncode == 0, listed.stderr
        lines_of = {line.split()[0]: line for line in listed.stdout.splitlines()}
        assert "done" in lines_of["甲县"] and "never" in lines_of["丙县"]


def test_rows_dated_before_the_day_wanted_are_left_alone(
    small: SmallPortal, tmp_path: Path
) -> None:
    lay_out(small, list(reversed(OLD_YEARS)))
    crawl(tmp_path / "corpus.db", small.url, "-a", "since=2025-01")
    assert {path for path in small.asked if path.startswith("/nb/20")} == {
        "/nb/2024.html",
        "/nb/2025.html",
    }


def test_a_portal_rebuilt_with_other_software_is_read_as_what_it_is_now(
    small: SmallPortal, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.db"
    families = "SELECT family FROM portal_runs ORDER BY started_at"
    for marker in ("<script>var countPage = 1;</script>", '<meta name="ContentStart">'):
        shown = [("/nb/2024.html", title(2024), "2025-01-20")]
        column = f'<div><a href="/nb/index.html">政府信息公开年报</a></div>{marker}'
        small.add("/", f"<html><title>湖口县人民政府</title><body>{column}</body></html>")
        small.add("/nb/index.html", list_page(shown, marker, title="政府信息公开年报"))
        small.add("/nb/2024.html", article(2024))
        crawl(corpus, small.url)
    assert rows(corpus, families) == [("TRS WCM",), ("Hanweb jcms",)]


def test_what_a_list_lacks_is_told_until_it_is_found(small: SmallPortal, tmp_path: Path) -> None:
    """The second crawl does not look for it again, and ends well; the portal is not whole yet."""
    corpus = tmp_path / "corpus.db"
    listed = [(f"/nb/{year}.html", title(year), f"{year + 1}-01-20") for year in (2022, 2023, 2024)]
    publish(small, "/", "<html><a href='/nb/'>政府信息公开年报</a></html>")
    publish(small, "/nb/", list_page(listed[:2], "<div id='pager'>共3条</div>"))
    for year in (2022, 2023, 2024):
        publish(small, f"/nb/{year}.html", article(year))
    query = "SELECT troubles FROM portal_runs ORDER BY started_at DESC LIMIT 1"
    crawl(corpus, small.url, code=4)
    assert "the list says 3 entries, 2 were found" in rows(corpus, query)[0][0]
    crawl(corpus, small.url)
    assert "the list says 3 entries, 2 were found, in an earlier crawl" in rows(corpus, query)[0][0]
    publish(small, "/nb/", list_page(listed, "<div id='pager'>共3条</div>"))
    crawl(corpus, small.url, "-s", "REVISIT_DAYS=0")
    assert rows(corpus, query) == [("[]",)]
