"""One document out of the pages of a viewer: its text and tables alone, joined in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import Response

from crawler.items import Answer, Document, Visit
from parsers.interpretation.genre import judge_title
from parsers.interpretation.verdict import DIGEST
from parsers.reading.html.blocks import text_of
from parsers.reading.model import Block, Paragraph, Table
from parsers.record import Hints
from spiders.discovery.articles.documents import document
from spiders.discovery.lists.paging import linked_pages
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import page_key
from spiders.mirrors.extent import missing_part
from spiders.mirrors.kinds import Kind
from spiders.mirrors.narrowing import headings_in
from spiders.mirrors.viewer import SHORT_TEXT, Shown

MOST_PARTS = 60
"""Addresses of one document that are asked for."""
LARGEST_DOCUMENT = 16 << 20
MEDIA_TYPE = "text/html; charset=utf-8"
_EARLY, _LAST = frozenset({1, 2}), frozenset({4, 5})  # of the six headings, from 0
_ENOUGH = 2  # headings of the form, which nothing but a report or a digest of one has
_PAGE_NAMES = frozenset({"page", "p", "pn", "pg", "pageno", "pagenum", "pageindex", "curpage"})
_EXTENSION = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)
_FIRST_PAGE = re.compile(r"[-_/](?:page|p)?[-_]?1$", re.IGNORECASE)
_LATER_PAGE = re.compile(r"[-_/]?(?:page|p)?[-_/]?(\d{1,4})", re.IGNORECASE)


@dataclass(slots=True)
class Joined:
    """A document whose further pages are on their way.

    visit: of the first address, kept with the document. waiting: addresses still to be asked,
    in order. highest: the greatest page number that an address bore. missed: why the joining
    ended early, '' while nothing is missing.
    """

    kind: Kind
    title: str
    visit: Visit
    parts: list[Shown] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)
    highest: int = 1
    missed: str = ""

    def take(self, response: Response, page: Page, shown: Shown) -> None:
        """Add a page, and note where the pages after it are."""
        self.parts.append(shown)
        self.answers.append(_answer(response))
        self.asked |= {page_key(page.url), page_key(self.answers[0].url)}
        self.highest = max(self.highest, later_page(self.answers[0].url, page.url))
        for url in linked_pages(page):
            is_new = page_key(url) not in self.asked
            if is_new and later_page(self.answers[0].url, url):
                self.asked.add(page_key(url))
                self.waiting.append(url)
        self.waiting.sort(key=lambda url: later_page(self.answers[0].url, url))

    def repeats(self, shown: Shown) -> bool:
        """Whether a page shows what an earlier one did: past its end, a document begins again."""
        return any(shown.blocks == part.blocks for part in self.parts)

    def is_another(self, shown: Shown) -> bool:
        """Whether a page names another document; 年度报告（2） and 年度报告_2 are one."""
        names = sorted((shown.title, self.title), key=len)
        return not names[1].startswith(names[0])

    def is_doubtful(self, shown: Shown) -> bool:
        """Whether the text of a later page may be that of something beside a wall: short, in
        another element than the first page's, where the viewer asks for a login or the like."""
        elsewhere = shown.element != self.parts[0].element
        return elsewhere and shown.walled and shown.characters < SHORT_TEXT

    def next_address(self) -> str:
        """The next page's address, '' where there is none or enough was read."""
        if self.missed or not self.waiting:
            return ""
        if len(self.parts) >= MOST_PARTS:
            self.missed = f"only the first {MOST_PARTS} addresses were asked for"
            return ""
        if sum(len(answer.data) for answer in self.answers) > LARGEST_DOCUMENT:
            self.missed = f"no more was asked for after {LARGEST_DOCUMENT} bytes"
            return ""
        return self.waiting.pop(0)

    def finished(self) -> Document:
        """The document, with what is missing of it."""
        blocks = [block for part in self.parts for block in part.blocks]
        tabled = any(isinstance(block, Table) and block.exact for block in blocks)
        first = self.answers[0]
        return Document(
            url=first.url,
            kind="mirror",
            data=as_page(blocks),
            # The viewer's own site, columns and dates say nothing about the report.
            hints=Hints(
                link_text=self._name(blocks),
                cut=self._cut(blocks),
                recognised=self.kind.recognised or not tabled,
            ),
            fetched_at=first.fetched_at,
            http_status=first.http_status,
            headers=(("Content-Type", MEDIA_TYPE),),
            made_from=tuple(self.answers),
            visit=self.visit,
        )

    def _name(self, blocks: Sequence[Block]) -> str:
        """The document's name as the viewer gives it, for what it is worth: not where somebody
        uploaded a report under a name that is none of a report's (工作总结模板.doc)."""
        verdict = judge_title(self.title)
        is_whole = len(headings_in("\n".join(text_of(block) for block in blocks))) >= _ENOUGH
        if verdict.kind == "other" and not verdict.reason.startswith(DIGEST) and is_whole:
            return ""
        return self.title[:300]

    def _cut(self, blocks: Sequence[Block]) -> str:
        if self.missed:
            return self.missed
        if self.highest > len(self.parts):
            return f"only {len(self.parts)} of {self.highest} addresses are linked"
        last = self.parts[-1]
        pages = sum(part.pages for part in self.parts)
        if not pages and 1 < len(self.parts) >= last.told.total:
            pages = len(self.parts)  # the viewer counts its own pages
        text = [text_of(block) for block in blocks]
        told = missing_part(last.told, pages, sum(map(len, text)), last.last_line)
        return told or _unfinished(text)


def _unfinished(text: Sequence[str]) -> str:
    """Why a text of the form in force since 2019 (国办公开办函〔2019〕60号) cannot be all of it: it
    has early headings, and neither of the last two; '' where it may be."""
    found = headings_in("\n".join(text))
    if not found & _EARLY or found & _LAST:
        return ""
    return "the text ends before the report's last sections"


def later_page(first: str, url: str) -> int:
    """Which page of the document at `first` an address leads to, 0 where it is none of it.

    `p-12.html`: `p-12-2.html`, `p-12_2.html`, `p-12/2.html`, `p-12.html?page=2`.
    """
    one, other = urlsplit(first), urlsplit(url)
    if one.netloc != other.netloc:
        return 0
    if one.path == other.path:
        told, ours = dict(parse_qsl(other.query)), dict(parse_qsl(one.query))
        differing = {n for n in told.keys() | ours.keys() if told.get(n) != ours.get(n)}
        number = told.get(next(iter(differing), ""), "")
        is_page = len(differing) == 1 and next(iter(differing)).lower() in _PAGE_NAMES
        return int(number) if is_page and re.fullmatch(r"[0-9]{1,4}", number) else 0
    if one.query != other.query:
        return 0
    stem, path = _EXTENSION.sub("", one.path), _EXTENSION.sub("", other.path)
    for base in (stem, _FIRST_PAGE.sub("", stem)):
        if len(base) > 1 and path.startswith(base):
            found = _LATER_PAGE.fullmatch(path[len(base) :])
            # A longer number is another document's: p-12 and p-123.
            if found and not path[len(base)].isdigit():
                return int(found[1])
    return 0


def as_page(blocks: Sequence[Block]) -> bytes:
    """Blocks as a plain web page; the same blocks always give the same bytes."""
    body = "\n".join(_markup(block) for block in blocks)
    head = '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"></head>'
    return f'{head}<body><div id="zoom">\n{body}\n</div></body></html>\n'.encode()


def _markup(block: Block) -> str:
    if isinstance(block, Paragraph):
        tag = "pre" if "\t" in block.text or "   " in block.text else "p"
        return f"<{tag}>{escape(block.text)}</{tag}>"
    if not block.exact:
        rows = ("\t".join(cell.text for cell in row) for row in block.rows)
        return f"<pre>{escape(chr(10).join(rows))}</pre>"
    rows = ("".join(_cell(c.text, c.colspan, c.rowspan) for c in row) for row in block.rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _cell(text: str, colspan: int, rowspan: int) -> str:
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("colspan", colspan), ("rowspan", rowspan))
        if span > 1
    )
    return f"<td{spans}>{escape(text)}</td>"


def _answer(response: Response) -> Answer:
    came = document(response, Hints())
    return Answer(
        url=response.url,
        data=came.data,
        fetched_at=came.fetched_at,
        http_status=response.status,
        headers=came.headers,
    )
