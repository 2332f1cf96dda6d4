"""Copies on a document mirror, from `scrapy crawl mirror` to the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import BadArgument
from spiders.mirror import Mirror
from tests.crawling import serve_small
from tests.running import rows, run
from tests.sample.mirror import (
    ADDRESSES,
    ARTICLE,
    COPIES,
    FURNITURE,
    LIST,
    PAGED,
    SEARCH,
    WITHHELD,
    Copy,
    site,
)

KEYS = {"applications": "outcome", "disclosures": "item", "proceedings": "channel"}
CHECK = "<html><body><div>网络环境安全验证</div><p>请完成人机验证后继续访问</p></body></html>"


def _crawl(corpus: Path, *arguments: str) -> tuple[int, str]:
    settings = (f"CORPUS={corpus}", "ALLOW_PRIVATE_HOSTS=1", "DOWNLOAD_DELAY=0", "PARSER_WORKERS=1")
    set_to = [part for setting in settings for part in ("-s", setting)]
    ended = run("crawl", "mirror", *arguments, *set_to)
    return ended.returncode, ended.stderr


@dataclass(frozen=True)
class Crawled:
    """One crawl of the sample mirror's list: its corpus, what was asked for, how it ended."""

    url: str
    corpus: Path
    asked: list[str]
    ended: tuple[int, str]

    def source(self, copy: Copy, what: str) -> object:
        url = self.url + copy.path
        [[value]] = rows(self.corpus, f"SELECT {what} FROM sources WHERE url = '{url}'")
        return value

    def report(self, copy: Copy, what: str) -> object:
        query = f"SELECT {what} FROM reports JOIN agencies USING (agency_id) WHERE source_url = "
        [[value]] = rows(self.corpus, f"{query}'{self.url + copy.path}'")
        return value

    def numbers(self, copy: Copy) -> dict[tuple[str, str, str], float]:
        """Every number of the report's tables by table, row and column."""
        found: dict[tuple[str, str, str], float] = {}
        for table, key in KEYS.items():
            columns = sorted({c for t, _, c in copy.report.cells if t == table})
            query = f"SELECT t.{key}, {', '.join(f't.{c}' for c in columns)} FROM {table} AS t"
            where = (
                f"JOIN reports USING (agency_id, year) WHERE source_url = '{self.url}{copy.path}'"
            )
            for row, *values in rows(self.corpus, f"{query} {where}"):
                named = zip(columns, values, strict=True)
                found |= {(table, row, c): float(v) for c, v in named if v is not None}
        return found


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    corpus = tmp_path_factory.mktemp("mirror") / "corpus.db"
    with serve_small() as portal:
        portal.pages.update(site())
        ended = _crawl(corpus, "-a", f"url={portal.url}{LIST}")
        yield Crawled(portal.url, corpus, list(portal.asked), ended)


def test_the_crawl_of_a_list_reads_every_copy_and_nothing_else(mirror: Crawled) -> None:
    assert mirror.ended == (0, "")
    found = rows(mirror.corpus, "SELECT url, kind, outcome FROM sources ORDER BY url")
    wanted = sorted(mirror.url + copy.path for copy in COPIES)
    assert found == [(url, "mirror", "report") for url in wanted]


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.path)
def test_a_copy_is_its_publishers_and_says_whether_it_is_cut(mirror: Crawled, copy: Copy) -> None:
    assert mirror.report(copy, "name") == copy.agency
    assert mirror.report(copy, "year") == copy.year
    assert (mirror.source(copy, "cut") is not None) == copy.cut
    text = str(mirror.report(copy, "text"))
    assert [word for word in FURNITURE if word in text] == []
    assert "一、总体情况" in text
    assert ("六、其他需要报告的事项" in text) != copy.cut
    assert _out_of_order(text, copy) == []


def _out_of_order(text: str, copy: Copy) -> list[str]:
    """Headings of the report that stand before an earlier one."""
    headings = [section.heading for section in copy.report.sections]
    places = [(text.find(h), h) for h in headings if h in text]
    return [later for (before, _), (after, later) in pairwise(places) if after < before]


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.path)
def test_no_cell_of_a_copy_is_wrong(mirror: Crawled, copy: Copy) -> None:
    read = mirror.numbers(copy)
    truth = {name: float(c.value) for name, c in copy.report.cells.items() if c.value is not None}
    assert {name: number for name, number in read.items() if truth.get(name) != number} == {}
    if copy.tables:
        assert len(read) > 150
    status = mirror.report(copy, "status")
    assert status == ("verified" if copy.exact else "incomplete")


def test_what_was_not_captured_has_its_reason(mirror: Crawled) -> None:
    told = dict(rows(mirror.corpus, "SELECT url, reason FROM skipped"))
    assert set(told) == {mirror.url + path for path in WITHHELD}
    for path, words in WITHHELD.items():
        assert words in told[mirror.url + path]


def test_only_what_is_needed_is_asked_for_and_robots_txt_is_obeyed(mirror: Crawled) -> None:
    assert len(mirror.asked) == len(set(mirror.asked))
    forbidden = (
        "/private/",
        "/doc/112_2",
        "/trap/",
        "/down/",
        "/vip",
        "/pay",
        "/p-90",
        "/p-12",
        "/login",
    )
    assert [path for path in mirror.asked if path.startswith(forbidden)] == []
    assert len(mirror.asked) == 1 + 2 + sum(copy.answers for copy in COPIES) + 4


def test_the_archive_keeps_the_pages_that_a_document_was_joined_from(mirror: Crawled) -> None:
    stem = mirror.url + ADDRESSES.path.removesuffix(".html")
    kept = []
    for path in mirror.corpus.with_name("corpus.warc").iterdir():
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                target = record.rec_headers.get_header("WARC-Target-URI") or ""
                if target.startswith(stem):
                    kept.append((record.rec_type, target.removeprefix(stem)))
    assert kept == [
        ("response", ".html"),
        ("response", "_2.html"),
        ("response", "_3.html"),
        ("conversion", ".html"),
        ("metadata", ".html"),
    ]


def test_a_search_is_read_page_by_page_and_a_challenge_ends_the_visit(tmp_path: Path) -> None:
    corpus, addresses = tmp_path / "corpus.db", tmp_path / "addresses.txt"
    with serve_small() as portal, serve_small() as guarded:
        portal.pages.update(site())
        guarded.add("/p-1.html", CHECK)
        listed = f"# mirrors\n{portal.url}{SEARCH}\n\n{guarded.url}/p-1.html\n"
        addresses.write_text(listed, encoding="utf-8")
        first, stderr = _crawl(corpus, "-a", f"urls={addresses}")
        found = rows(corpus, "SELECT url FROM sources ORDER BY url")
        asked = list(portal.asked)
        assert first == 4
        assert f"{guarded.url}/p-1.html: a challenge or blocking page" in stderr
    assert found == sorted([(portal.url + ARTICLE.path,), (portal.url + PAGED.path,)])
    assert asked == ["/robots.txt", SEARCH, PAGED.path, f"{SEARCH}&page=2", ARTICLE.path]
    assert guarded.asked == ["/robots.txt", "/p-1.html"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "-a url=URL"),
        ({"url": "http://m.example.com/1", "urls": "a.txt"}, "-a url=URL"),
        ({"url": "ftp://m.example.com/1"}, "no http or https address"),
        ({"urls": "no-such-file"}, "cannot be read"),
        ({"page": "1"}, "unknown argument page"),
    ],
)
def test_wrong_arguments_are_told(arguments: dict[str, str], told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        Mirror(**arguments)
