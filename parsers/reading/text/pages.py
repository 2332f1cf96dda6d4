"""Pages of a text, which form feeds part: what each prints of itself at its ends is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parsers.reading.pdf.paragraphs import LONE_NUMBER, NAMES_DOCUMENT, PAGE_NUMBER, PAIR

_MOST_EDGE_LINES = 3  # of a page's own, at either end: a date, an address, a number
_FEWEST_COUNTED = 2  # pages with a number alone that make a sequence from 1 on
_FEWEST_COUNTED_ON = 3  # the same from any other number on
_FEWEST_RUNNING = 3  # pages with the same head or foot
_MOST_NUMBERS = 2  # in a head or foot; a row of a table has more
_END_LINES = (0, -1)


def without_page_marks(lines: Sequence[str]) -> list[str]:
    """The lines without page numbers, what a browser prints around a page, and running heads and
    feet; a line that begins a page has a form feed before it, here and in what is returned. Of
    a text in one piece every line is kept."""
    pages = _pages(lines)
    if len(pages) == 1:
        return list(lines)
    several = sum(any(map(str.strip, page)) for page in pages) > PAIR
    running = [_running(pages, end) for end in _END_LINES]
    counting = [_counting(pages, end) for end in _END_LINES]
    kept: list[str] = []
    for number, page in enumerate(pages):
        for end, heads, counts in zip(_END_LINES, running, counting, strict=True):
            may_be_title = not (number or several or end)  # a head of the first page of two
            own = set[str]() if may_be_title else heads
            _strip(page, end, own, counted=number in counts)
        kept += [("\f" if number else "") + (page[0] if page else ""), *page[1:]]
    return kept


def _pages(lines: Sequence[str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("\f"):
            pages.append([])
        pages[-1].append(line.replace("\f", ""))
    return pages


def _strip(page: list[str], end: int, running: set[str], *, counted: bool) -> None:
    """Empty the lines at one end of a page that are the page's own; a number alone only where
    nothing else counts it. The same words again are the title that the pages' head repeats."""
    for index in _edge(page, end):
        text = _flat(page[index])
        if PAGE_NUMBER.match(text) or (counted and LONE_NUMBER.match(text)):
            counted = False
        elif text not in running:
            return
        running = running - {text}
        page[index] = ""


def _edge(page: Sequence[str], end: int) -> list[int]:
    """The outermost lines of a page that hold something, from its end inwards."""
    filled = [i for i, line in enumerate(page) if line.strip()]
    return (filled[::-1] if end else filled)[:_MOST_EDGE_LINES]


def _flat(line: str) -> str:
    return " ".join(line.split())


def _running(pages: Sequence[Sequence[str]], end: int) -> set[str]:
    """The lines that most pages have at one end; of two pages the outermost alone, in words that
    no table's own line has: headings may be repeated."""
    outermost = [_flat(page[edge[0]]) for page in pages if (edge := _edge(page, end))]
    if len(outermost) == PAIR:
        text = outermost[0]
        named = text == outermost[1] and NAMES_DOCUMENT.search(text) and not _is_data(text)
        return {text} if named else set()
    times = Counter(text for page in pages for text in {_flat(page[i]) for i in _edge(page, end)})
    fewest = max(_FEWEST_RUNNING, len(pages) / 2)
    return {text for text, seen in times.items() if seen >= fewest and not _is_data(text)}


def _is_data(text: str) -> bool:
    """Digits and marks alone, or several numbers: a table's row, never a running head."""
    return len(re.findall(r"[0-9]+", text)) > _MOST_NUMBERS or not re.search(r"[^\W\d_]", text)


def _counting(pages: Sequence[Sequence[str]], end: int) -> set[int]:
    """The pages whose number stands alone at one end; such numbers count the pages, but for one
    that may be something else."""
    alone: dict[int, int] = {}
    for number, page in enumerate(pages):
        text = next((_flat(page[i]) for i in _edge(page, end)), "")
        if LONE_NUMBER.match(text):
            alone[number] = int(text) - number
    for offset, times in Counter(alone.values()).most_common(1):
        fewest = _FEWEST_COUNTED if offset == 1 else _FEWEST_COUNTED_ON
        if times >= max(fewest, len(alone) - 1):
            return {number for number, own in alone.items() if own == offset}
    return set()
