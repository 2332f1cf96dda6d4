"""What a portal carries, before any family of portal software has given it addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tests.sample.reports import Report


@dataclass(frozen=True)
class File:
    """A file beside an article: its link text, ending (`.pdf`) and bytes, made when asked for."""

    name: str
    suffix: str
    data: Callable[[], bytes]
    holds_report: bool = False


@dataclass(frozen=True)
class Entry:
    """One row of a list and what it leads to.

    body: the article's HTML; given the address of `picture` where it shows one. direct: the row
    leads to the first file, without an article. gone: the address answers 200 with an error
    page. report: the report that it carries. body_is_report: the article itself holds it.
    reason: why a row that looks like a report is none; "" for reports and ordinary articles.
    """

    number: int  # unique in the portal
    title: str
    published_on: date
    source: str
    body: Callable[[str], str] = lambda picture: ""
    files: tuple[File, ...] = ()
    picture: File | None = None
    direct: bool = False
    gone: bool = False
    charset: str = "utf-8"
    declared_charset: str = "utf-8"
    report: Report | None = None
    body_is_report: bool = False
    reason: str = ""


@dataclass
class Column:
    """A column of the portal: a hub where it has children, else a list of its entries.

    on_the_way: it must be read to find every report; columns that only repeat reports found
    elsewhere are not. article: the entry that the column's own page is, instead of a list.
    """

    name: str
    slug: str
    entries: list[Entry] = field(default_factory=list)
    children: list[Column] = field(default_factory=list)
    parent: Column | None = None
    on_the_way: bool = False
    article: Entry | None = None

    def add(self, child: Column) -> Column:
        """Hang a column under this one."""
        child.parent = self
        self.children.append(child)
        return child

    @property
    def trail(self) -> tuple[Column, ...]:
        """From the column below the home page down to this one."""
        return (*(self.parent.trail if self.parent else ()), self)


@dataclass(frozen=True)
class Portal:
    """A whole portal: what the family's pages need to know of it.

    menu: the columns linked from every page. disclosure: the hub 政府信息公开.
    """

    name: str
    site_name: str
    place: str
    domain: str
    site_id_code: str
    page_size: int
    menu: tuple[Column, ...]
    disclosure: Column
    columns: tuple[Column, ...]  # those directly below the home page

    def every_column(self) -> Iterator[Column]:
        """All columns, each before those below it."""
        waiting = list(reversed(self.columns))
        while waiting:
            column = waiting.pop()
            yield column
            waiting += reversed(column.children)
