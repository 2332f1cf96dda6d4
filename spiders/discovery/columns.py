"""Inside a column of annual reports: its lists, its divisions, its articles and their files."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator

from scrapy import Request
from scrapy.http import Response

from crawler.items import Document, Skipped
from parsers.interpretation.genre import judge_title
from parsers.record import Hints
from spiders.discovery import kinds
from spiders.discovery.articles import Article, Attachment
from spiders.discovery.documents import document, hints
from spiders.discovery.errands import Errands, Output
from spiders.discovery.files import is_file_address
from spiders.discovery.lists import Lists
from spiders.discovery.page import Page, PageLink
from spiders.discovery.rows import Row, relevant_rows
from spiders.discovery.sites import page_key
from spiders.discovery.way import Role, Step, divisions, names_column, ways_from
from spiders.families.base import Family

DEEPEST_COLUMN = 9
LONG_PROSE = 800
"""Characters of running text from which on an article is taken for the report itself."""


class Columns:
    """Walks the columns of one portal. found: a title of a report was seen in one."""

    def __init__(self, errands: Errands) -> None:
        self.found = False
        self.site_name = ""
        self.site_id_code = ""
        self._errands = errands
        self._ledger = errands.ledger
        self._record = errands.record
        self._lists = Lists(errands.ledger, errands.record)

    def remember_site(self, page: Page) -> None:
        """Keep the portal's own name and code, from the first page that has them."""
        self.site_name = self.site_name or page.declared("site_name")
        self.site_id_code = self.site_id_code or page.site_id_code

    def enter(self, response: Response, page: Page, family: Family, step: Step) -> Output:
        """A page that is a list, an article, or both: the page decides, not the link to it."""
        article = family.article(page)
        if article is not None and article.declared:
            yield from self._take_article(response, page, article, step)
            return
        trusted = step.trusted or names_column(page)
        rows = relevant_rows(family.rows(page), page.url, self._ledger.frame, trusted)
        if article is not None and len(rows) > 1 and not article.is_more_than(LONG_PROSE):
            article = None  # a list with some words above it
        if article is not None:
            yield from self._take_article(response, page, article, step)
            if step.role == "row" and article.has_text:
                return
        found = yield from self._walk_list(page, family, rows, step, trusted)
        if article is None and not found:
            yield from self._look_into_frames(page, step)

    def take_file(self, response: Response, step: Step) -> Output:
        """A file that a row or an article led to."""
        yield self._document(response, hints(response.url, step, None, *self._site()))

    def take_row(self, row: Row, step: Step, trusted: bool) -> Output:
        """Ask for what a row leads to, unless its title names something else."""
        verdict = judge_title(row.title)
        self.found = self.found or verdict.kind == "report"
        reason = verdict.reason if verdict.kind == "other" else ""
        if not reason and not self._ledger.is_ours(row.url):
            reason = "the list leads to another site"
        if not reason:
            role: Role = "file" if is_file_address(row.url) else "row"
            yield from self._errands.ask(row.url, step.to(role, row.title, row.date, trusted))
        elif self._ledger.meet(row.url):
            yield from self._errands.leave(row.url, reason, step, row.title)

    def pass_over(self, step: Step) -> Iterator[Request]:
        """Go on with a list after one of its pages could not be read."""
        following = self._lists.after_failure(step)
        if following is not None:
            yield from self._errands.ask(*following)

    def _walk_list(
        self, page: Page, family: Family, rows: list[Row], step: Step, trusted: bool
    ) -> Generator[Request | Document | Skipped, None, bool]:
        """Ask for the rows of a list, its divisions and its next page; whether it had any."""
        start = step.start or page_key(page.url)
        fresh = self._lists.fresh(start, rows)
        for row in fresh:
            yield from self.take_row(row, step, trusted)
        parts: list[PageLink] = []
        if not step.start and step.depth < DEEPEST_COLUMN:
            frame = self._ledger.frame
            parts = divisions(page, frame) if trusted else ways_from(page, frame).columns
        for link in parts:
            yield from self._errands.ask(link.url, step.to("column", link.label, trusted=True))
        if fresh:
            self._record.count("lists" if step.start else "columns")
            following = self._lists.following(start, step, family.pages(page))
            if following is not None:
                yield from self._errands.ask(*following)
        elif step.start:
            self._record.ended(start, "the list was left at a page without any new row")
        return bool(fresh or parts or step.start)

    def _look_into_frames(self, page: Page, step: Step) -> Output:
        """A page that shows nothing of its own may embed the page that does."""
        inner = kinds.frames(page)
        for url in inner if step.depth < DEEPEST_COLUMN else ():
            yield from self._errands.ask(url, dataclasses.replace(step, depth=step.depth + 1))
        if not inner:
            reason = kinds.empty_reason(page) or "neither a report nor a list of reports"
            yield from self._errands.leave(page.url, reason, step)

    def _take_article(self, response: Response, page: Page, article: Article, step: Step) -> Output:
        verdict = judge_title(article.title)
        if verdict.kind == "other" and judge_title(step.label).kind != "report":
            yield from self._errands.leave(page.url, verdict.reason, step, article.title)
            return
        files = [a for a in article.attachments if judge_title(a.text).kind != "other"]
        for attachment in _wanted(files, article):
            yield from self._ask_attachment(attachment, article, step)
        if article.has_text or (article.pictures and not files):
            yield self._document(response, hints(response.url, step, article, *self._site()))
            return
        reason = "an empty article: no text, no picture, no attachment"
        if files:
            reason = f"the report is in the attachment {files[0].url}"
        elif kinds.frames(page):
            yield from self._look_into_frames(page, step)
            reason = "a frame around another page, which is read on its own"
        yield from self._errands.leave(page.url, reason, step, article.title)

    def _ask_attachment(self, attachment: Attachment, article: Article, step: Step) -> Output:
        if not self._ledger.is_ours(attachment.url):
            reason = "the attachment is on another site"
            yield from self._errands.leave(attachment.url, reason, step)
            return
        date = article.published or step.date
        carried = dataclasses.replace(
            step.to("file", attachment.text, date, step.trusted),
            page_title=article.title,
            breadcrumb=article.breadcrumb,
        )
        yield from self._errands.ask(attachment.url, carried)

    def _document(self, response: Response, told: Hints) -> Document:
        if any(judge_title(title).kind == "report" for title in (told.page_title, told.link_text)):
            self.found = True
        self._record.count("documents")
        return document(response, told)

    def _site(self) -> tuple[str, str]:
        return self.site_name, self.site_id_code


def _wanted(files: list[Attachment], article: Article) -> list[Attachment]:
    """The attachments that may be the report: all where the page says little, else by name."""
    if article.prose < LONG_PROSE and article.tables == 0:
        return files
    return [file for file in files if judge_title(file.text).kind == "report"]
