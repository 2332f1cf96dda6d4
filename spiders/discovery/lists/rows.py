"""Rows of a list: links that stand in an item of their own, with a title and mostly a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parsers.interpretation.genre import judge_title
from spiders.data import load
from spiders.discovery.pages.files import is_file_address
from spiders.discovery.pages.headings import CELLS, Headings
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import LONGEST_TEXT, short_text, squash
from spiders.discovery.sites import is_below, page_key, same_site

_DATE = re.compile(
    r"(?:19|20)\d\d\s{0,3}[-/.年]\s{0,3}\d{1,2}\s{0,3}[-/.月]\s{0,3}\d{1,2}\s{0,3}日?"
    r"|(?<![\d-])\d{2}-\d{2}(?![\d-])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_YEAR = re.compile(r"[(（\[【]?(?:19|20)\d\d年?度?[)）\]】]?")
_BRACKETS = re.compile(r"\s*[\[(（【]?\s*$")
_ITEMS = frozenset({"li", "tr", "dd", "dl"})
_BOXES = frozenset({"div", "p", "td", "span", "h3", "h4", "section", "article"})
_INVITING = frozenset(load("labels")["more"]["texts"]) | frozenset(load("labels")["more"]["cells"])
_FUNCTIONS = frozenset(load("labels")["functions"]["texts"])
_HEIGHT = 5
_LEAST_TITLE = 4
_FRAMED = re.compile(r"[\[\]()【】<>《》「」»]+")
MOST_BARE_ROWS = 200
_LINKS_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list. `block` tells the lists of one page apart, 0 where unknown.

    publisher: the agency that the list names for the entry, '' where it names none.
    """

    url: str
    title: str
    date: str = ""
    block: int = 0
    publisher: str = ""


def find_rows(page: Page) -> list[Row]:
    """The rows of every list of a page, in order, each address once.

    A row is a link alone (or with two more) in its item, that has a date beside it, or is
    titled as an annual report, or leads to a file; a titled one however many links it has.
    """
    links_in = _count_links(page.links)
    own = page_key(page.url)
    blocks: dict[Any, int] = {}
    rows: dict[str, Row] = {}
    headings = Headings()
    for link in page.links:
        if page_key(link.url) == own or _FRAMED.sub("", squash(link.text)) in _FUNCTIONS:
            continue
        item = _item_of(link, links_in)
        if item is None and judge_title(link.label).kind == "report":
            item = _row_around(link)  # a row crowded with links to the agency, the file, …
        if item is None:
            continue
        title, date = _title_and_date(link, item)
        mute = _is_mute(link)
        cell = _cell_of(link) if mute else None
        headed = headings.of(cell) if cell is not None else ""
        if headed or mute:
            title = headed or _said_beside(link, item) or title
        named = bool(headed) or is_file_address(link.url) or is_titled(title)
        if not title or not (date or named):
            continue
        around = next(item.iterancestors("table"), None) if headed else item.getparent()
        block = blocks.setdefault(item if around is None else around, len(blocks) + 1)
        known = rows.get(page_key(link.url))
        if known is None or (len(known.title) < len(title) and not known.title.endswith("报告")):
            rows[page_key(link.url)] = Row(link.url, title, date, block)
    return list(rows.values())


def bare_rows(page: Page, frame: Container[str]) -> list[Row]:
    """What a column without dates and titles lists: the largest group of links alike that did not
    stand on the pages that led here (`frame`).

    For pages that are known as columns and show nothing else.
    """
    groups: dict[tuple[Any, str], dict[str, Row]] = {}
    links_in = _count_links(page.links)
    headings = Headings()
    own = page_key(page.url)
    for link in page.links:
        key = page_key(link.url)
        if key == own or key in frame or not same_site(link.url, page.url):
            continue
        item = _item_of(link, links_in)
        cell = _cell_of(link) if _is_mute(link) else None
        lines = link.element.getparent() if item is None and _is_line(link) else None
        if (item is None and lines is None) or not (link.label or cell is not None):
            continue
        if read_label(link.label).kind == "reject":
            continue
        around = lines if item is None else item.getparent()
        title = link.label
        if cell is not None:
            around = next(cell.iterancestors("table"), around)
            title = headings.of(cell) or title
        group = groups.setdefault((around, "br" if item is None else item.tag), {})
        group.setdefault(key, Row(link.url, title))
    best = max(groups.values(), key=len, default={})
    rows = list(best.values())[:MOST_BARE_ROWS]
    sure = len(rows) > 1 or any(is_below(row.url, page.url) for row in rows)
    return rows if sure else []


def _is_line(link: PageLink) -> bool:
    """Whether a link stands in a line of its own, which a line break ends or begins."""
    beside = (link.element.getnext(), link.element.getprevious())
    return any(element is not None and element.tag == "br" for element in beside)


def says_nothing(text: str) -> bool:
    """Whether a link's text only invites to look: 查看, 下载, √, an arrow, a picture's none."""
    plain = _FRAMED.sub("", squash(text)).lower()
    return plain in _INVITING or not any(character.isalnum() for character in plain)


def _is_mute(link: PageLink) -> bool:
    """Whether neither a link's text nor, where it has none, its title says what it leads to."""
    return says_nothing(link.text) and (bool(squash(link.text)) or says_nothing(link.title))


def _cell_of(link: PageLink) -> Any | None:
    """The cell of a table that a link stands in."""
    return next(islice(link.element.iterancestors(*CELLS), 1), None)


def _said_beside(link: PageLink, item: Any) -> str:
    """What the item says beside a link that only invites to look: its longest cell or part."""
    texts = (squash(text)[:LONGEST_TEXT] for text in islice(item.itertext(), 40))
    told = [_DATE.sub("", text) for text in texts if not says_nothing(text)]
    longest = max(told, key=len, default="")
    return longest if len(longest) >= _LEAST_TITLE else ""


def record_row(page: Page) -> Row | None:
    """The row of a record that is known to be one: its best link, dated or not."""
    if not page.links:
        return None
    best = max(page.links, key=_promise)
    title, date = _title_and_date(best, page.selector.root)
    return Row(best.url, title, date) if title else None


def _promise(link: PageLink) -> tuple[bool, int]:
    """How much a link promises to be the entry: a report's title most, then the longest text."""
    return judge_title(link.label).kind == "report", len(link.label)


def relevant_rows(
    rows: Sequence[Row], page_url: str, frame: Container[str], trusted: bool
) -> list[Row]:
    """The rows that a column of annual reports lists, without the lists around it.

    Where a list of the page holds titled reports, lists that hold none are left out unless
    their rows lie below the column, or are called by agencies and years in a page known as a
    column. Where no list does, the page must be known as a column (`trusted`) and its rows must
    not stand on the pages that led here (`frame`). A link of their menus to a column is no
    report, whatever date stands beside it.
    """
    reports = {
        row.block
        for row in rows
        if judge_title(row.title).kind == "report"
        and (is_titled(row.title) or page_key(row.url) not in frame)
    }
    if trusted and reports:
        reports |= _blocks_of_agencies([row for row in rows if page_key(row.url) not in frame])
    kept = []
    for row in rows:
        beside_reports = row.block in reports or is_below(row.url, page_url)
        own = trusted and not reports and page_key(row.url) not in frame
        if beside_reports or own:
            kept.append(row)
    return kept


def _blocks_of_agencies(rows: Sequence[Row]) -> set[int]:
    """The lists whose rows are called by an agency, with or without a year: 双钟镇（2023年）."""
    size = Counter(row.block for row in rows)
    called = Counter(row.block for row in rows if _is_agency(row.title))
    return {block for block, count in called.items() if block and 2 * count > size[block]}


def _is_agency(title: str) -> bool:
    return read_label(_OF_A_YEAR.sub("", squash(title))).kind == "agency"


def is_titled(title: str) -> bool:
    """Whether a title without a date names a report: a year's or an agency's, not a column."""
    if judge_title(title).kind != "report":
        return False
    return read_label(title).kind != "column" or bool(_YEAR.search(title))


def _count_links(links: Sequence[PageLink]) -> Counter[Any]:
    """How many links each of the nearest elements around links holds."""
    counts: Counter[Any] = Counter()
    for link in links:
        element = link.element.getparent()
        for _ in range(_HEIGHT):
            if element is None:
                break
            counts[element] += 1
            element = element.getparent()
    return counts


def _item_of(link: PageLink, links_in: Counter[Any]) -> Any | None:
    """The element that makes up the link's row.

    That is a list item; else the largest box around this link alone; else, where that box
    has no date, a box of at most three links that has just one.
    """
    alone = dated = None
    element = link.element.getparent()
    for _ in range(_HEIGHT):
        if element is None or element.tag == "body" or links_in[element] > _LINKS_IN_A_ROW:
            break
        if element.tag in _ITEMS:
            return element
        if element.tag in _BOXES and links_in[element] == 1:
            alone = element
        elif element.tag in _BOXES and dated is None and _count_dates(element) == 1:
            dated = element
        element = element.getparent()
    return dated if dated is not None and not _count_dates(alone) else alone


def _row_around(link: PageLink) -> Any | None:
    """The list item or table row that a link stands in, however many links it holds."""
    element = link.element.getparent()
    for _ in range(_HEIGHT):
        if element is None or element.tag == "body":
            break
        if element.tag in _ITEMS:
            return element
        element = element.getparent()
    return link.element.getparent()


def _count_dates(element: Any | None) -> int:
    return 0 if element is None else len(_DATE.findall(short_text(element)))


def _title_and_date(link: PageLink, item: Any) -> tuple[str, str]:
    """Title and date of a row; the date stands after the link, in it (at its end), or before.

    White space inside the date, as of dates split over lines, is dropped.
    """
    anchor = short_text(link.element)
    whole = short_text(item)
    before, _, after = whole.partition(anchor) if anchor else ("", "", whole)
    inside = list(_DATE.finditer(anchor))
    title = link.label
    if inside and title == anchor:
        title = _without_date(anchor, inside[-1])
    found = _DATE.search(after) or (inside[-1] if inside else None) or _DATE.search(before)
    return title, "".join(found[0].split()) if found else ""


def _without_date(text: str, found: re.Match[str]) -> str:
    """An anchor's text without the date at its end or beginning; a date within stays."""
    before, after = text[: found.start()], text[found.end() :]
    if not after.strip(" ])）】"):
        return _BRACKETS.sub("", before).strip()
    if not before.strip(" [(（【"):
        return after.strip(" ])）】")
    return text
