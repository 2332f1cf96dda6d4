"""Viewers that no rule knows: whose report it is, what of it is there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.crawling import serve_small
from tests.running import rows, run
from tests.sample.mirror.copies import Copy
from tests.sample.mirror.viewers import AROUND, VIEWERS, pages


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Any, ...]]]:
    """Agency, year, what is missing, and text by path."""
    folder = tmp_path_factory.mktemp("viewers")
    corpus, addresses = folder / "corpus.db", folder / "addresses.txt"
    with serve_small() as mirror:
        for path, markup in pages().items():
            mirror.add(path, markup)
        addresses.write_text("\n".join(mirror.url + copy.path for copy in VIEWERS), "utf-8")
        settings = ("ALLOW_PRIVATE_HOSTS=1", "DOWNLOAD_DELAY=0", "PARSER_WORKERS=1")
        set_to = [part for one in (f"CORPUS={corpus}", *settings) for part in ("-s", one)]
        assert run("crawl", "mirror", "-a", f"urls={addresses}", *set_to).returncode == 0
        query = """SELECT url, a.name, r.year, s.cut, r.text FROM sources AS s
            JOIN reports AS r USING (agency_id, year) JOIN agencies AS a USING (agency_id)"""
        yield {url.removeprefix(mirror.url): kept for url, *kept in rows(corpus, query)}


@pytest.mark.parametrize("copy", VIEWERS, ids=lambda copy: copy.path)
def test_a_report_is_its_agencys_whatever_stands_around_it(
    found: dict[str, tuple[Any, ...]], copy: Copy
) -> None:
    agency, year, cut, text = found[copy.path]
    assert (agency, year) == (copy.agency, copy.year)
    assert (cut is not None) == copy.cut
    assert [word for word in AROUND if word in text] == []
    assert "一、总体情况" in text
    assert ("六、其他需要报告的事项" in text) != copy.cut
