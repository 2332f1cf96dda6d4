"""Where to go from a page: the links that lead to columns of annual reports, best first."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, Literal
from urllib.parse import urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.articles.frame import breadcrumb_of
from spiders.discovery.home.menus import (
    below_headings,
    beside_agencies,
    beside_groups,
    is_tag_of_row,
)
from spiders.discovery.lists.listings import Column, DataRequest, Target, target_from
from spiders.discovery.pages.labels import (
    heading_beside,
    is_column_slug,
    is_directory,
    is_month,
    lists_neighbours,
    names_column_folder,
    names_hub_folder,
    read_label,
    read_link,
)
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.sites import is_below, page_key, same_site

Role = Literal[
    "home",
    "hub",
    "directory",
    "agency",
    "sitemap",
    "menu",
    "column",
    "row",
    "file",
    "picture",
    "part",
]
ON_THE_WAY: frozenset[Role] = frozenset({"home", "hub", "directory", "agency"})

DEEPEST_COLUMN = 9
MOST_COLUMNS = 400
MOST_AGENCIES = 600
_MOST_NESTED = 200
MAPS = 10  # the score of 网站地图


@dataclass(frozen=True, slots=True)
class Step:
    """How a request came about.

    label, date: text of the link and the date beside it. trail: labels from the home page on.
    trusted: the link stands for a column of annual reports, or lies inside one.
    page_title, breadcrumb: of the article that carries a file.
    start: key of the first page of the list that this is a later page of; remaining: what
    follows it as far as it is known; failures: pages missing in a row.
    asked: the request for data that is on its way, None for a page.
    referer: address of the page that carries a file, which some portals want to be told.
    listed: key of the list that has the row. through: rows on the way here that led to a list.
    """

    role: Role
    depth: int = 0
    label: str = ""
    date: str = ""
    trail: tuple[str, ...] = ()
    trusted: bool = False
    page_title: str = ""
    breadcrumb: tuple[str, ...] = ()
    start: str = ""
    remaining: tuple[Target, ...] = ()
    failures: int = 0
    asked: DataRequest | None = None
    listed: str = ""
    through: int = 0
    referer: str = ""

    def to_json(self) -> str:
        """The step as text, for the next crawl to go on from."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Step:
        """The step that `to_json` wrote."""
        told = json.loads(text)
        told |= {name: tuple(told[name]) for name in ("trail", "breadcrumb")}
        told["remaining"] = tuple(target_from(target) for target in told["remaining"])
        told["asked"] = told["asked"] and target_from(told["asked"])
        return cls(**told)

    def to(self, role: Role, label: str, date: str = "", trusted: bool = False) -> Step:
        """The step from a page reached by this one over a link."""
        trail = (*self.trail, self.label)[-8:] if self.label else self.trail
        through = self.through
        return Step(role, self.depth + 1, label[:300], date, trail, trusted, through=through)


@dataclass(slots=True)
class Ways:
    """Links of one page by what they promise, each list best first and each page once."""

    columns: list[PageLink] = field(default_factory=list)
    reports: list[PageLink] = field(default_factory=list)
    hubs: list[tuple[int, PageLink]] = field(default_factory=list)
    directories: list[PageLink] = field(default_factory=list)
    agencies: list[PageLink] = field(default_factory=list)
    elsewhere: list[PageLink] = field(default_factory=list)
    neighbours: list[PageLink] = field(default_factory=list)


def ways_from(
    page: Page,
    frame: Container[str],
    *,
    on_hub: bool = False,
    is_ours: Callable[[str], bool] | None = None,
) -> Ways:
    """Sort the links of a page on the way; `frame` holds the keys of links met before.

    `on_hub`: the page is about disclosure, so that a plain 乡镇街道 on it, which was not in
    the portal's menu before, leads to the agencies' own pages. `is_ours`: whether an address
    belongs to the portal, where more than its own site does.
    """
    ways = Ways()
    scored: list[tuple[int, PageLink]] = []
    for link in _once(page):
        label = read_link(link)
        if not (is_ours(link.url) if is_ours else same_site(link.url, page.url)):
            if label.kind == "column":
                ways.elsewhere.append(link)
        elif label.kind == "column":
            scored.append((label.score, link))
            scored += [(0, nested) for nested in _nested(link, page)]
        elif label.kind == "hub":
            ways.hubs.append((label.score, link))
        elif label.kind == "directory":
            ways.directories.append(link)
        elif label.kind == "group" and on_hub and is_directory(link.label):
            if page_key(link.url) not in frame:
                ways.directories.append(link)
        elif label.kind == "agency" and page_key(link.url) not in frame:
            ways.agencies.append(link)
        elif label.kind == "none" and judge_title(link.label).kind == "report":
            ways.reports.append(link)
        elif lists_neighbours(link.label):
            ways.neighbours.append(link)
    if not (scored or ways.directories or any(score > MAPS for score, _ in ways.hubs)):
        ways.hubs += [(MAPS + 1, link) for link in page.links if _is_wordless_hub(link, page)]
    scored += [(0, link) for link in below_headings(page)]
    ways.agencies += beside_agencies(page, ways.agencies, frame)
    scored.sort(key=lambda pair: -pair[0])
    ways.columns = [link for _, link in scored][:MOST_COLUMNS]
    ways.hubs.sort(key=lambda pair: -pair[0])
    del ways.agencies[MOST_AGENCIES:]
    return ways


def divisions(page: Page, frame: Container[str], by_month: bool = False) -> list[PageLink]:
    """The columns inside a column: years, kinds of agencies, single agencies, further columns.

    A division lies below the column, or was not yet on the pages that led here. by_month: months
    are divisions, too.
    """
    found = []
    agencies = []
    groups = []
    for link in _once(page):
        if not same_site(link.url, page.url):
            continue
        label = read_link(link)
        if label.kind == "column":
            found.append(link)
            continue
        is_division = label.kind in ("group", "agency") or (by_month and is_month(link.label))
        if is_division and is_own_division(link, page, frame) and not is_tag_of_row(link):
            found.append(link)
            agencies += [link] if label.kind == "agency" else []
            groups += [link] if label.kind == "group" else []
    found += beside_agencies(page, agencies, frame)
    found += beside_groups(page, groups, frame)
    return found[:MOST_AGENCIES]


def is_own_division(link: PageLink, page: Page, frame: Container[str]) -> bool:
    """Whether a link belongs to the column of its page and not to the portal's menu."""
    return is_below(link.url, page.url) or page_key(link.url) not in frame


def named_columns(columns: Sequence[Column]) -> list[Column]:
    """Those of the columns that a family found on a page that hold annual reports.

    A column does by its own name, or by that of a column around it.
    """
    found = []
    for column in columns:
        kinds = [read_label(name).kind for name in (*column.above, column.label)]
        if "column" in kinds and "reject" not in kinds[kinds.index("column") :]:
            found.append(column)
    return found


def names_column(page: Page) -> bool:
    """Whether a page says itself that it is a column of annual reports."""
    said = [page.declared("column"), *page.title.replace("_", "-").split("-"), *breadcrumb_of(page)]
    if any(read_label(text).kind == "column" for text in said if text):
        return True
    return any(is_column_slug(segment) for segment in urlsplit(page.url).path.split("/")[-5:])


def _once(page: Page) -> Iterator[PageLink]:
    """Links to other pages, each page once (the first that has a text, or the folder of a column
    behind a picture without one)."""
    seen = {page_key(page.url)}
    for link in page.links:
        key = page_key(link.url)
        if key in seen or not (link.label or names_column_folder(link.url) or _leads_on(link)):
            continue
        seen.add(key)
        yield link


def _leads_on(link: PageLink) -> bool:
    """Whether a link without words stands beside the heading of a part of a column, for more."""
    return read_label(heading_beside(link)).kind in ("group", "column")


def _is_wordless_hub(link: PageLink, page: Page) -> bool:
    return not link.label and same_site(link.url, page.url) and names_hub_folder(link.url)


def _nested(link: PageLink, page: Page) -> Iterator[PageLink]:
    """Divisions listed inside the menu item of a column: 政府信息公开年报 > 2023年."""
    item = link.element.getparent()
    if item is None or item.tag not in ("li", "dd"):
        return
    inside: dict[Any, PageLink] = {other.element: other for other in page.links}
    for element in islice(item.iter("a", "option"), _MOST_NESTED):
        other = inside.get(element)
        if other is None or other is link or not same_site(other.url, page.url):
            continue
        if read_link(other).kind in ("group", "agency"):
            yield other
