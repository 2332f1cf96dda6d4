"""What the layout of a menu says about links whose own text does not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.pages.labels import is_never_agency, read_label, read_link
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import short_text, squash
from spiders.discovery.sites import page_key, same_site

_HEADINGS = (
    "dt", "h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "strong", "b", "em", "div", "li",
    "td", "th", "a", "label", "i", "font",
)  # fmt: skip
_TITLES = frozenset({"dt", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_LONGEST_HEADING = 30
_MOST_ELEMENTS = 20_000
_MOST_HEADINGS = 20
_MOST_SIBLINGS = 60
_MOST_INSIDE = 200
_LEVELS = 4
_LISTS = frozenset({"ul", "ol", "dl", "table", "select"})
_ITEMS = frozenset({"li", "tr", "dd"})
_MOST_IN_A_ROW = 6
_LEAST_AGENCIES = 3
_LONGEST_NAME = 18
_INSIDE_A_COLUMN = ("group", "agency", "column")


def below_headings(page: Page) -> list[PageLink]:
    """The divisions of a column that the page only heads, without a link to it.

    `<dt>政府信息公开年报</dt><dd><a>2020</a></dd>`; also headings that merely open a menu.
    """
    linked = {link.element: link for link in page.links}
    found: list[PageLink] = []
    for heading in islice(_headings(page, linked), _MOST_HEADINGS):
        inside = (link for link in _below(heading, linked) if same_site(link.url, page.url))
        found += [link for link in inside if read_link(link).kind in _INSIDE_A_COLUMN]
    return found


def beside_agencies(
    page: Page, agencies: Sequence[PageLink], frame: Container[str]
) -> list[PageLink]:
    """Links in a list of agencies whose own names do not tell: 县档案馆, 县总工会."""
    listed = Counter(_list_around(link) for link in agencies)
    lists = {element for element, count in listed.items() if count >= _LEAST_AGENCIES}
    if not lists:
        return []
    known = {page_key(link.url) for link in agencies} | {page_key(page.url)}
    found = []
    for link in page.links:
        key = page_key(link.url)
        if key in known or key in frame or _list_around(link) not in lists:
            continue
        if same_site(link.url, page.url) and _may_be_agency(link):
            known.add(key)
            found.append(link)
    return found


def beside_groups(page: Page, groups: Sequence[PageLink], frame: Container[str]) -> list[PageLink]:
    """Links in a list of divisions whose own words do not tell (镇、街道、工业区), as long as those
    that do are not fewer, and their addresses are made alike."""
    known = {page_key(link.url) for link in groups} | {page_key(page.url)}
    listed = Counter(_list_around(link) for link in groups)
    made = {_make_of(link.url) for link in groups}
    beside: dict[Any, list[PageLink]] = {element: [] for element in listed if element is not None}
    for link in page.links:
        key, around = page_key(link.url), _list_around(link)
        if around not in beside or key in known or key in frame:
            continue
        alike = same_site(link.url, page.url) and _make_of(link.url) in made
        if alike and _may_be_agency(link):
            known.add(key)
            beside[around].append(link)
    few = (found for element, found in beside.items() if len(found) <= listed[element])
    return [link for found in few for link in found]


def is_tag_of_row(link: PageLink) -> bool:
    """Whether a link only says of what kind the report beside it is: [部门] 县财政局2023年…年报."""
    around = islice(link.element.iterancestors(), 3)
    item = next((element for element in around if element.tag in _ITEMS), None)
    if item is None or next(item.iter(*_LISTS), None) is not None:
        return False
    beside = [e for e in islice(item.iter("a"), _MOST_IN_A_ROW + 1) if e is not link.element]
    titles = (short_text(e) for e in beside if len(beside) < _MOST_IN_A_ROW)
    return any(judge_title(title).kind == "report" for title in titles)


def _make_of(url: str) -> tuple[int, str, str]:
    """How an address is made: its folders by number, its ending, the names of its parameters."""
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    query = " ".join(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return parts.path.count("/"), name.partition(".")[2], query


def _may_be_agency(link: PageLink) -> bool:
    name = squash(link.label)
    if not 2 <= len(name) <= _LONGEST_NAME or is_never_agency(name) or name.isdigit():
        return False
    return read_link(link).kind == "none" and judge_title(name).kind == "unknown"


def _headings(page: Page, linked: Container[Any]) -> Iterator[Any]:
    """The elements without a link that are called like a column of annual reports."""
    for element in islice(page.selector.root.iter(*_HEADINGS), _MOST_ELEMENTS):
        own = squash(element.text or "")
        if not 2 <= len(own) <= _LONGEST_HEADING or read_label(own).kind != "column":
            continue
        around = (element, *islice(element.iterancestors(), _LEVELS))
        if not any(node in linked for node in around) and squash(short_text(element)) == own:
            yield element


def _below(heading: Any, linked: dict[Any, PageLink]) -> list[PageLink]:
    """The links that stand after a heading, up to the next one of its kind."""
    node = heading
    for _ in range(_LEVELS):
        if node is None or node.tag == "body":
            break
        found: list[PageLink] = []
        for sibling in islice(node.itersiblings(), _MOST_SIBLINGS):
            if not isinstance(sibling.tag, str):
                continue
            inside = [linked[e] for e in islice(sibling.iter(), _MOST_INSIDE) if e in linked]
            alike = sibling.tag == node.tag and sibling.get("class") == node.get("class")
            if alike and (not inside or node.tag in _TITLES):
                break
            found += inside
        if found:
            return found
        node = node.getparent()
    return []


def _list_around(link: PageLink) -> Any:
    """The list, table or select that a link stands in, else the element two levels up."""
    for element in islice(link.element.iterancestors(), 5):
        if element.tag in _LISTS:
            return element
    parent = link.element.getparent()
    return parent if parent is None or parent.getparent() is None else parent.getparent()
