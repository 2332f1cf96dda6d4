"""Years that a column offers as choices which nothing reads: tabs, boxes and buttons of a script.

Such a page shows the reports of one year alone, and what stands behind the other years would be
lost in silence: it is told. Years that look something up, those of a calendar and those that
links lead to are no such choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text, squash
from spiders.discovery.record import PortalRecord
from spiders.discovery.sites import page_key

_BOXES = ("ul", "ol", "div", "p", "select", "dl", "dd", "tr", "td", "nav", "span", "section")
_MOST_BOXES = 3_000
_MOST_PARTS = 100
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_AROUND = 15
"""Characters that a row of choices has beside the years: 年份：, 全部."""
_LONGEST = 400
_HEIGHT = 3
_LOOKS_UP = re.compile("查询|搜索|检索|查找")
_CALENDAR = re.compile(r"calendar|rili|datepicker", re.IGNORECASE)
_TYPED = ".//input[not(@type) or @type='text' or @type='search']"


class YearsOffered:
    """What the pages of one portal's columns offer, and of which years the rows are that they
    show."""

    def __init__(self, record: PortalRecord) -> None:
        self._record = record
        self._offered: dict[str, tuple[str, set[str]]] = {}
        self._shown: dict[str, set[str]] = {}

    def see_page(self, page: Page) -> None:
        """Note the years that the first page of a list offers."""
        years = offered_years(page)
        if years:
            self._offered[page_key(page.url)] = page.url, years

    def see_rows(self, url: str, rows: Iterable[Row], whole: bool) -> None:
        """Note the rows of the list that began on the page at `url`. whole: what follows them is
        read by this crawl, too."""
        key = page_key(url)
        self._shown.setdefault(key, set()).update(_year_of(row) for row in rows)
        if not whole:
            self._offered.pop(key, None)

    def tell(self) -> None:
        """At the end: the pages that showed one of their years alone."""
        for key, (url, offered) in self._offered.items():
            shown = self._shown.get(key, set())
            if len(shown) != 1 or not shown <= offered:
                continue
            [year] = shown
            others = sorted(offered - {year, str(int(year) + 1)}, reverse=True)
            if others:
                said = f"the list shows {year} alone and offers {', '.join(others[:5])}"
                self._record.short(url, f"{said}: nothing tells where")


def offered_years(page: Page) -> set[str]:
    """The years that a row of elements offers, each one by itself; the first such row that has
    at least two."""
    leading = {link.element for link in page.links}
    for box in islice(page.selector.root.iter(*_BOXES), _MOST_BOXES):
        text = squash(short_text(box, _LONGEST))
        if len(_YEAR.findall(text)) < 2 or len(_YEAR.sub("", text)) > _AROUND:
            continue
        parts = list(islice(box.iterdescendants(), _MOST_PARTS))
        if leading.intersection(parts) or box in leading or _looks_up(box):
            continue
        said = (squash(short_text(part, 12)) for part in parts)
        years = {found[1] for text in said if (found := _YEAR.fullmatch(text))}
        if len(years) > 1:
            return years
    return set()


def _looks_up(box: Any) -> bool:
    """Whether a row of years belongs to what looks something up, or to a calendar."""
    around = [box, *islice(box.iterancestors(), _HEIGHT)]
    if any(_CALENDAR.search(f"{e.get('id') or ''} {e.get('class') or ''}") for e in around):
        return True
    near = (e for e in around if len(short_text(e, _LONGEST)) < _LONGEST)
    forms = islice(box.iterancestors("form"), 1)
    return any(e.xpath(_TYPED) or _LOOKS_UP.search(short_text(e, _LONGEST)) for e in near) or any(
        form.xpath(_TYPED) for form in forms
    )


def _year_of(row: Row) -> str:
    """The year that a row is of: by its title, else by its date, which is of the year after."""
    titled = _YEAR.search(row.title)
    if titled:
        return titled[1]
    dated = _YEAR.search(row.date)
    return str(int(dated[1]) - 1) if dated else ""
