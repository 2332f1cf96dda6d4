"""Which part of a page is the article.

Evidence, best first: the report's own headings and labels, the containers that portal
software is known to use, and, on other pages with running text, trafilatura's opinion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lxml import html
from lxml.html import HtmlElement

from parsers.reading.html.amounts import Amount
from parsers.reading.html.blocks import Walk, text_of
from parsers.reading.html.tree import known, named
from parsers.reading.model import Paragraph

# A container with less text holds an article only if it holds a picture or a file.
_LEAST_TEXT = 30
# Text without links and with full stops: below this a page has no article in words.
_LEAST_RUNNING_TEXT = 150
# How much larger the article may be than the part that the headings and tables prove.
_GROWTH, _GROWTH_SLACK = 1.5, 600
# An inner container replaces an outer one if it has nearly all of its text.
_NEARLY_ALL = 0.8
_MOSTLY_LINKS = 0.6


@dataclass(frozen=True, slots=True)
class Frame:
    """The element that holds the article, on its page, and how it was found.

    whole_page: nothing told the article from the rest; lines of mere links should go.
    marked: the report's own headings or labels are in it.
    """

    page: Walk
    body: HtmlElement
    marked: bool = False
    whole_page: bool = False


def find_frame(page: Walk) -> Frame:
    """The article's frame in a cleaned page. Linear in the size of the page."""
    root = page.top
    amounts = page.amounts
    containers = list(named(root, "container"))
    proven = _holder_of_marks(page)
    if proven is not None:
        return Frame(page, _grown(proven, containers, amounts), marked=True)
    container = _best_container(containers, amounts)
    if container is not None:
        return Frame(page, container)
    if _running_text(page, amounts) >= _LEAST_RUNNING_TEXT:
        found = _found_by_trafilatura(page)
        if found is not None:
            return Frame(page, found)
    return Frame(page, root, whole_page=True)


def is_mostly_links(element: HtmlElement) -> bool:
    """Whether nearly all of an element's text is inside links."""
    linked = sum(len("".join(a.itertext()).strip()) for a in element.iter("a"))
    text = len("".join(element.itertext()).strip())
    return linked > 0 and linked >= _MOSTLY_LINKS * text


# --- by the report's own headings -----------------------------------------------------------


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(mark) for mark in known()["marks"])


def _bits(text: str, is_table: bool) -> int:
    """Which marks a paragraph or table carries, one bit each."""
    longest = known()["longest_marked_line"]
    bits = 0
    for bit, mark in enumerate(_marks()):
        is_heading = mark.pattern.startswith("^")
        if is_heading and (is_table or len(text) > longest):
            continue
        if mark.search(text):
            bits |= 1 << bit
    return bits


def _holder_of_marks(page: Walk) -> HtmlElement | None:
    """The innermost element with all marks of the page; None where there are fewer than two."""
    marked: dict[HtmlElement, int] = {}
    every = 0
    for holder, block in page.blocks:
        bits = _bits(text_of(block), not isinstance(block, Paragraph))
        every |= bits
        _hand_up(marked, holder, bits)
    if every.bit_count() < 2:
        return None
    return _innermost(page.top, {e for e, bits in marked.items() if bits == every})


def _hand_up(marked: dict[HtmlElement, int], holder: HtmlElement, bits: int) -> None:
    element: HtmlElement | None = holder
    while element is not None and marked.get(element, 0) | bits != marked.get(element, 0):
        marked[element] = marked.get(element, 0) | bits
        element = element.getparent()


def _innermost(root: HtmlElement, elements: set[HtmlElement]) -> HtmlElement:
    """The first innermost of elements that all lie on paths from the root."""
    innermost = root
    while True:
        inner = next((child for child in innermost if child in elements), None)
        if inner is None:
            return innermost
        innermost = inner


def _grown(
    proven: HtmlElement,
    containers: Iterable[HtmlElement],
    amounts: dict[HtmlElement, Amount],
) -> HtmlElement:
    """The element that also holds what belongs to the article before and after its marks.

    That is the known container around it if there is one of about its size, else its
    ancestors as long as they add little.
    """
    limit = _GROWTH * amounts[proven].text + _GROWTH_SLACK
    around = set(containers)
    body = proven
    element: HtmlElement | None = proven
    while element is not None and element.tag not in ("body", "html"):
        amount = amounts[element]
        if amount.text > limit or _is_link_list(amount, amounts[proven]):
            break
        body = element
        if element in around:
            break
        element = element.getparent()
    return body


def _is_link_list(outer: Amount, inner: Amount) -> bool:
    """Whether what the outer element adds is mostly links: menus, lists of other articles."""
    added, linked = outer.text - inner.text, outer.linked - inner.linked
    return linked > 60 and linked > added / 2


# --- by known containers --------------------------------------------------------------------


def _best_container(
    containers: Iterable[HtmlElement], amounts: dict[HtmlElement, Amount]
) -> HtmlElement | None:
    """The container with most text; an inner one where it has nearly all of the outer's."""
    best: HtmlElement | None = None
    for container in containers:  # document order: outer before inner
        if not _has_content(container, amounts[container]):
            continue
        if best is None or _is_better(container, best, amounts):
            best = container
    return best


def _is_better(
    container: HtmlElement, best: HtmlElement, amounts: dict[HtmlElement, Amount]
) -> bool:
    inside = any(ancestor is best for ancestor in container.iterancestors())
    share = _NEARLY_ALL if inside else 1.0
    return amounts[container].text > share * amounts[best].text


def _has_content(container: HtmlElement, amount: Amount) -> bool:
    if container.find(".//img") is not None or container.find(".//a[@href]") is not None:
        return amount.text == 0 or amount.linked < _MOSTLY_LINKS * amount.text or amount.text < 400
    return amount.text >= _LEAST_TEXT


# --- by running text ------------------------------------------------------------------------


def _running_text(page: Walk, amounts: dict[HtmlElement, Amount]) -> int:
    """Characters in paragraphs that are sentences and not links."""
    total = 0
    for holder, block in page.blocks:
        if not isinstance(block, Paragraph) or "。" not in block.text:
            continue
        amount = amounts[holder]
        if amount.linked < _MOSTLY_LINKS * amount.text:
            total += len(block.text)
    return total


def _found_by_trafilatura(page: Walk) -> HtmlElement | None:
    """Where trafilatura sees the article: the innermost element with what it returns.

    Only the place is taken from it. Its text loses spans of tables and short runs.
    """
    import trafilatura  # takes a second to load, and few pages need it

    markup = html.tostring(page.top, encoding="unicode")
    try:
        text = trafilatura.extract(
            markup, with_metadata=False, include_comments=False, favor_recall=True
        )
    except Exception:  # it raises whatever its many parts raise; then there is no opinion
        return None
    lines = {"".join(line.split()) for line in (text or "").splitlines()}
    lines = {line for line in lines if len(line) >= 10}
    counts: dict[HtmlElement, int] = {}
    total = 0
    for holder, block in page.blocks:
        if text_of(block) not in lines:
            continue
        total += 1
        for element in (holder, *holder.iterancestors()):
            counts[element] = counts.get(element, 0) + 1
    if not total:
        return None
    return _innermost(page.top, {e for e, n in counts.items() if 10 * n >= 9 * total})
