"""A portal's page to a record, against bare `trafilatura.extract` on the same page."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import trafilatura

from benchmarks.measuring import BATCH, TURNS, side_by_side, tell
from parsers import parse
from tests.sample.portal.http import Request
from tests.sample.portal.sites import sites
from tests.sample.portal.website import build_website

TARGET = 2.0  # times the time of extraction
PAGES_OF_A_SITE = 4


def results() -> Iterator[bool]:
    """One line a sample portal; whether each target is met."""
    with side_by_side(parse, trafilatura.extract) as medians:
        for name, pages in _pages():
            times = [medians([page] * TURNS * BATCH) for page in pages]
            ratio = median(ours / theirs for ours, theirs in times)
            ours, theirs = (median(time) * 1000 for time in zip(*times, strict=True))
            found = f"{ratio:.2f} times ({ours:.0f} and {theirs:.0f} ms)"
            yield tell(
                f"HTML, {len(pages)} pages of {name}",
                found,
                f"at most {TARGET:g} times",
                ratio <= TARGET,
            )


def _pages() -> Iterator[tuple[str, list[bytes]]]:
    for site in sites():
        website = build_website(site)
        articles = [one.article for one in website.listed if one.entry.body_is_report]
        distinct = list(dict.fromkeys(articles))[:PAGES_OF_A_SITE]
        yield site.name, [website.answer(Request(address)).body for address in distinct]
