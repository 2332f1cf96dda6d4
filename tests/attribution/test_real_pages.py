"""Pages as agencies and mirrors publish them, from all provinces: whose report, which year.

Each line of the file has a page's title (empty where the page has none), what its first sentences
tell of the agency, the address at the portal (empty for a copy elsewhere), the agency as a reader
makes it out (empty where only the portal could tell) and the year reported on (empty where the
page contradicts itself).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parsers.attribution import Evidence, attribute
from parsers.record import Hints

FILE = Path(__file__).with_name("real_pages.csv")


def _pages() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


PAGES = _pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["title"] or page["text"][:20])
def test_whose_report_it_is_and_which_year(page: dict[str, str]) -> None:
    titles = (page["title"],) if page["title"] else ()
    lines = tuple(page["text"].split("¶"))
    found = attribute(Evidence(titles, lines, "", Hints(url=page["url"])))
    agency = found.agency
    settled = agency is not None and agency.resolution not in ("ambiguous", "unresolved")
    assert (agency.agency_id if agency and settled else "") == page["agency_id"], agency
    if page["year"]:
        assert found.year == int(page["year"])


def test_every_province_is_there() -> None:
    provinces = {page["agency_id"][:2] for page in PAGES if page["agency_id"][:1].isdigit()}
    assert len(provinces - {"00"}) >= 24
