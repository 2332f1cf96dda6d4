"""How much of a document a viewer shows: all of it, or a part, and then which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from spiders.discovery.pages.page import Page
from spiders.mirrors.kinds import pattern, says_more

FEW_CHARACTERS = 150
"""Characters a page, below which what a viewer shows cannot be all of its pages."""
_ENOUGH_PAGES = 3
_LONGEST_SCRIPT = 200_000
_LONGEST_NOTICE = 80
_MARK = re.compile(r"(?<!\S)[—–-]{1,2}\s{0,2}(\d{1,3})\s{0,2}[—–-]{1,2}(?!\S)")
_MOST_MARKS = 500
_COVERS = 2  # pages that a viewer may not count
_BROKEN_OFF = ("…", "...", "。。。")
_COUNTED_WORDS = re.compile(r"仅展示(\d{1,6})字,?全文共(\d{1,6})字")


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of its document's extent; 0 and '' where it says nothing.

    total, shown, remaining: pages. marked: the number that the document itself prints on the last
    page that bears one (`— 19 —`). more: the line that says that there is more.
    """

    total: int = 0
    shown: int = 0
    marked: int = 0
    remaining: int | None = None
    more: str = ""


def told_by(page: Page, lines: Iterable[str]) -> Told:
    """Read the page's own words about its extent, in lines as a reader sees them and in scripts.

    Of several totals the least that is more than one page is believed: others count lists.
    """
    totals: set[int] = set()
    captions: dict[int, set[int]] = {}
    bare = shown = at_most = previewed = 0
    remaining: int | None = None
    more = ""
    marks: set[int] = set()
    for line in lines:
        marks.update(int(found[1]) for found in islice(_MARK.finditer(line), _MOST_MARKS))
        squashed = "".join(line.split()).replace("，", ",")
        if len(squashed) > _LONGEST_NOTICE:
            continue
        if found := pattern("extent", "captions").search(squashed):
            number, count = (int(group) for group in found.groups() if group)
            captions.setdefault(count, set()).add(number)
        if found := pattern("extent", "at_most").search(squashed):
            at_most = _number(found)
        elif found := pattern("extent", "shown").search(squashed):
            shown = _number(found)
        if found := pattern("extent", "remaining").search(squashed):
            remaining = _number(found)
        elif found := pattern("extent", "total").search(squashed):
            totals.add(_number(found))
        elif not bare and (found := pattern("extent", "bare_total").search(squashed)):
            bare = _number(found)
        if not more and (says_more(line) or _withholds_words(squashed)):
            more = squashed
    for script in islice(page.selector.root.iter("script"), 50):
        source = (script.text or "")[:_LONGEST_SCRIPT]
        found_all = pattern("extent", "total_in_scripts").finditer(source)
        totals.update(_number(found) for found in islice(found_all, 5))
        if found := pattern("extent", "preview_in_scripts").search(source):
            previewed = _number(found)
    for count, numbers in captions.items():
        if len(numbers) > 1 and not shown:  # one alone is that of a toolbar
            shown = max(numbers)
            totals.add(count)
    believed = min((n for n in totals if n > 1), default=max(totals, default=bare))
    marked = max(marks) if len(marks) > 1 else 0
    limit = at_most or previewed
    if limit and believed > limit:
        shown = shown or limit
    return Told(believed, shown, marked, remaining, more)


def missing_part(told: Told, shown: int, characters: int, last_line: str) -> str:
    """What is missing of the document, in words; '' where it is whole as far as can be seen.

    shown: pages whose text is there, 0 where the text is not divided into pages.
    """
    of_total = f" of {told.total}" if told.total else ""
    if told.remaining:
        total = told.total or (shown + told.remaining if shown else 0)
        of = f" of {total}" if total else ""
        return f"the viewer withholds {told.remaining}{of} pages"
    if told.total and told.total <= told.marked <= told.total + _COVERS:
        return ""  # the last page is there, whatever the viewer wants its reader to do
    if told.shown and told.total > max(told.shown, shown):
        return f"only {told.shown}{of_total} pages are shown"
    if shown and told.total > shown:
        return f"only {shown}{of_total} pages are shown"
    if shown and told.total == shown:
        return ""
    if told.more and told.remaining is None:
        pages = f"{of_total} pages" if of_total else ""
        return f"{characters} characters{pages} are shown, and the viewer says {told.more!r}"
    if told.total >= _ENOUGH_PAGES and not shown and characters < FEW_CHARACTERS * told.total:
        return f"only {characters} characters of {told.total} pages are shown"
    if last_line.rstrip().endswith(_BROKEN_OFF):
        return f"the text breaks off: {last_line.strip()[-20:]!r}"
    return ""


def _withholds_words(squashed: str) -> bool:
    found = _COUNTED_WORDS.search(squashed)
    return found is not None and int(found[1]) < int(found[2])


def _number(found: re.Match[str]) -> int:
    return int(next(group for group in found.groups() if group))
