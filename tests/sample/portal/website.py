"""A portal with addresses: every page and file of it, rendered when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import ceil

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families import family as family_of
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response
from tests.sample.portal.sites import Site, build_portal

FILE_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".png": "image/png",
}
Render = Callable[[], Response]


@dataclass(frozen=True)
class Listed:
    """An entry as one column lists it: article is the address of its page, files of its files,
    pictures of the pictures that show its tables."""

    column: Column
    entry: Entry
    row: str
    article: str
    files: dict[str, File]
    pictures: tuple[str, ...] = ()


@dataclass
class Website:
    """Everything that one site serves.

    routes: address (path) to the function that renders it. listed: every entry in every column
    that lists it. pages: each column with the addresses of its pages.
    """

    site: Site
    portal: Portal
    family: Family
    routes: dict[str, Render] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    pages: list[tuple[Column, list[str]]] = field(default_factory=list)
    _rendered: dict[str, Response] = field(default_factory=dict)

    def answer(self, request: Request) -> Response:
        """What the site says to a request; the query of a static page is ignored."""
        path = request.path
        if path in self._rendered:
            return self._rendered[path]
        if path in self.routes:
            return self._rendered.setdefault(path, self.routes[path]())
        return traps.answer(request) or self.family.otherwise(self.portal, request)

    def replace(self, path: str, response: Response) -> None:
        """Answer an address differently from now on: a page revised, or a server in trouble."""
        self._rendered[path] = response


def build_website(site: Site) -> Website:
    """Give everything that the site carries its address. Renders nothing."""
    website = Website(site, build_portal(site), family_of(site.family))
    portal, family = website.portal, website.family
    website.routes["/"] = partial(_home_page, website)
    for path, asset in family.assets().items():
        website.replace(path, asset)
    if site.robots:
        website.routes["/robots.txt"] = partial(Response, site.robots.encode(), "text/plain")
    for column in portal.every_column():
        _add_column(website, column)
    return website


def _add_column(website: Website, column: Column) -> None:
    portal, family = website.portal, website.family
    if column.children:
        website.pages.append((column, family.list_addresses(portal, column, 0)))
        route = _route(family.column_path(portal, column))
        website.routes[route] = partial(_hub_page, website, column)
        return
    if column.article:
        website.pages.append((column, []))
        _add_entry(website, column, column.article)
        return
    size, total = portal.page_size, len(column.entries)
    pages = max(1, ceil(total / size))
    website.pages.append((column, family.list_addresses(portal, column, pages)))
    for number in range(1, pages + 1):
        entries = tuple(column.entries[(number - 1) * size : number * size])
        page = Page(column, number, pages, total, entries)
        route = _route(family.page_path(portal, column, number))
        website.routes.setdefault(route, partial(_list_page, website, page))
    for entry in column.entries:
        _add_entry(website, column, entry)


def _route(address: str) -> str:
    """What a server sees of an address: a fragment stays with the reader."""
    return address.partition("#")[0]


def _add_entry(website: Website, column: Column, entry: Entry) -> None:
    portal, family = website.portal, website.family
    article = family.article_path(portal, column, entry)
    files = {family.file_path(portal, column, entry, file): file for file in entry.files}
    row = family.row_path(portal, column, entry)
    beside: dict[str, File] = dict(files)
    pictures: tuple[str, ...] = ()
    if entry.picture:
        shown = family.file_path(portal, column, entry, entry.picture)
        beside[shown], pictures = entry.picture, (shown,)
    website.listed.append(Listed(column, entry, row, article, files, pictures))
    for address, file in beside.items():
        website.routes[address] = partial(_file, entry, file)
    if not entry.direct:
        website.routes[article] = partial(_article, website, column, entry)


def _home_page(website: Website) -> Response:
    return _html(website.family, website.family.home_page(website.portal))


def _hub_page(website: Website, column: Column) -> Response:
    return _html(website.family, website.family.hub_page(website.portal, column))


def _file(entry: Entry, file: File) -> Response:
    return Response(file.data(), FILE_TYPES[file.suffix], modified=entry.published_on)


def _list_page(website: Website, page: Page) -> Response:
    return _html(website.family, website.family.list_page(website.portal, page))


def _article(website: Website, column: Column, entry: Entry) -> Response:
    portal, family = website.portal, website.family
    if entry.gone:
        return _html(family, family.gone_page(portal))
    page = family.article_page(portal, column, entry)
    misdeclared = entry.charset != entry.declared_charset
    return Response(
        page.encode(entry.charset),
        "text/html" if misdeclared else family.page_type,
        modified=entry.published_on,
    )


def _html(family: Family, page: str) -> Response:
    return Response(page.encode(), family.page_type)
