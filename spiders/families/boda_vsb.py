"""博达 VSB (Visual SiteBuilder): lists in reverse numbering, articles `/info/{cat}/{id}.htm`.

The first page of a static list is `/{slug}.htm`, page P of T is `/{slug}/{T-P+1}.htm`, the last one
`/{slug}/1.htm`; the pager says 共1432条 1/144. Dynamic lists are `list.jsp?…&wbtreeid=1025`, their
pages are links. A column may be a single article, whose address looks like that of a list.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import urlsplit

from lxml import etree

from spiders.discovery.articles.attached import Attachment
from spiders.discovery.articles.frame import Article, read_article
from spiders.discovery.lists.listings import MOST_ROWS
from spiders.discovery.lists.paging import MOST_PAGES, linked_pages, numbered_pages
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.pages.data import row_of_record
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import clean_url, page_key
from spiders.families.base import Family

_BREAK = r"(?:<[^<>]{0,200}>|&nbsp;|[\s　,，、]){0,20}"
# Rows of the whole list, the page shown, the number of pages.
_PAGER = re.compile(
    rf"共\s{{0,9}}\d{{1,7}}\s{{0,9}}条{_BREAK}(\d{{1,5}})\s{{0,9}}/\s{{0,9}}(\d{{1,5}})"
)
_ROW_ID = re.compile(r"line_?(u\d{1,9})_\d{1,5}$")
_DOWNLOAD = "downloadattachurl"
_SHOWN_FILE = re.compile(r"showVsbpdfIframe\(\s{0,9}[\"']([^\"'\s<>]{1,400})[\"']")
_MOST_FILES = 20
# The day beside the counter of readers: 2025年01月20日 (点击: ).
_DAY = re.compile(r"((?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s{0,9}[(（]?\s{0,9}点击")
_ANY_ADDRESS = re.compile("")


class BodaVsb(Family):
    """博达 VSB, static and dynamic."""

    name: ClassVar[str] = "博达 VSB"
    rank: ClassVar[int] = 35
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"id\s{0,3}=\s{0,3}[\"']?vsb_content\w{0,20}\b"),
        re.compile(r"class\s{0,3}=\s{0,3}[\"']?[\w -]{0,80}\bv_news_content\b"),
        re.compile(r"\b_newscontent_fromname\b"),
        re.compile(
            r"\blist\w{0,20}\.jsp\?[\w=&;]{0,80}urltype=tree\.TreeTempUrl&(?:amp;)?wbtreeid="
        ),
        re.compile(r"/system/_content/download\.jsp\?urltype=news\.DownloadAttachUrl"),
        re.compile(r"id\s{0,3}=\s{0,3}[\"']?line_?u\d{1,9}_\d{1,5}\b"),
        re.compile(r"\b_showDynClicks\("),
        re.compile(r"urltype=(?:tree\.TreeTempUrl|news\.NewsContentUrl)\b"),
        re.compile(r"\b_vsb\w{1,30}"),
        re.compile(r"Visual SiteBuilder \d{1,2}"),
        re.compile(r"href\s{0,3}=\s{0,3}[\"']?[./]{0,30}info/\d{1,9}/\d{1,9}\.htm(?!l)"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(r"/info/\d{1,9}/\d{1,9}\.htm$")
    article_bodies: ClassVar[tuple[str, ...]] = (
        "[id^=vsb_content] .v_news_content",
        ".v_news_content",
        "[id^=vsb_content]",
    )

    def article(self, page: Page) -> Article | None:
        """An article also where a column is one; with the files that stand below its body."""
        alone = page.selector.css(".v_news_content") and not _records(page)
        address = _ANY_ADDRESS if alone else self.article_address
        article = read_article(page, self.article_bodies, address)
        if article is None:
            return None
        day = None if article.published else _DAY.search(page.visible_text[:6000])
        return dataclasses.replace(
            article,
            attachments=_with_files(page, article.attachments),
            published=day[1] if day else article.published,
        )

    def rows(self, page: Page) -> list[Row]:
        """The elements marked as rows, whatever they look like; then those that look like some."""
        found: dict[str, Row] = {}
        for record, unit in _records(page):
            markup = etree.tostring(record, encoding="unicode", method="html", with_tail=False)
            row = row_of_record(markup, page.base)
            if row is not None:
                # Blocks of marked rows count down, apart from the others.
                marked = dataclasses.replace(row, block=-int(unit[1:]) - 1)
                found.setdefault(page_key(row.url), marked)
        for row in find_rows(page):
            found.setdefault(page_key(row.url), row)
        return list(found.values())

    def pages(self, page: Page) -> list[str]:
        """By the pager's count; by its links where they lead elsewhere, or on a dynamic list."""
        linked = linked_pages(page)
        folder, _, name = urlsplit(page.url).path.rpartition("/")
        found = _PAGER.search(page.text)
        if found is None or not name.endswith(".htm"):
            return linked
        current, count = int(found[1]), int(found[2])
        stem = name.removesuffix(".htm")
        # A later page lies in the folder of the column's name.
        inside = "" if current > 1 and stem.isdigit() else f"{stem}/"
        numbers = range(count - current, 0, -1)[:MOST_PAGES]
        names = [f"{folder}/{inside}{number}.htm" for number in numbers]
        counted = numbered_pages(page, names)
        known = {page_key(url) for url in counted}
        return counted if not linked or page_key(linked[0]) in known else linked


def _records(page: Page) -> list[tuple[Any, str]]:
    """The elements that the software marks as rows, each with the unit of the page it is in."""
    found: list[tuple[Any, str]] = []
    for element in islice(page.selector.root.iterfind(".//*[@id]"), 5 * MOST_ROWS):
        marked = _ROW_ID.match(element.get("id")[:40])
        if marked:
            found.append((element, marked[1]))
    return found[:MOST_ROWS]


def _with_files(page: Page, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """The files of an article: shown by a script, and offered below its body, too."""
    found = {page_key(attachment.url): attachment for attachment in attachments}
    for shown in islice(_SHOWN_FILE.finditer(page.text), _MOST_FILES):
        url = clean_url(shown[1], page.base)
        if url is not None:
            found.setdefault(page_key(url), Attachment(url, ""))
    for link in page.links:
        if _DOWNLOAD in link.url.lower():
            found.setdefault(page_key(link.url), Attachment(link.url, link.label))
    return tuple(found.values())[:_MOST_FILES]
