"""What is taken of a portal: articles with their files, pictures and further pages."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Generator, Sequence
from itertools import islice
from urllib.parse import quote

from scrapy.http import Response

from crawler.items import Document, Skipped
from parsers.interpretation.genre import judge_title
from parsers.record import Hints
from spiders.discovery.articles.attached import Attachment, Picture
from spiders.discovery.articles.bundles import MOST_PICTURES, Bundle
from spiders.discovery.articles.divided import later_parts
from spiders.discovery.articles.documents import (
    Site,
    answer_of,
    as_shown,
    document,
    hints,
    is_shown,
)
from spiders.discovery.articles.frame import Article, read_article
from spiders.discovery.articles.several import count_reports, several_reports
from spiders.discovery.articles.unseen import with_text_shown
from spiders.discovery.home.way import DEEPEST_COLUMN, Step
from spiders.discovery.pages import kinds
from spiders.discovery.pages.labels import is_doubtful, names_report
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.requests.errands import Errands, Output
from spiders.discovery.sites import clean_url
from spiders.families.base import Family

_BODY = re.compile(r"政府|管委会|委员会|[局厅委办院会](?:官方|门户|政务)?(?:网站|官网|网)?$")
_BETWEEN_NAMES = re.compile(r"[-_|｜—–\s]+")
_LONGEST_NAME = 40
_MOST_SITE_PICTURES = 5_000
_OF_THE_SITE = 3
"""Articles from which on a picture in each of them is the site's own."""


class Articles:
    """Takes the articles and files of one portal. found: a title of a report was seen;
    column_found: one was within a column of them, not on the way alone. site_name, site_id_code:
    the portal's own, as its pages tell them."""

    def __init__(self, errands: Errands, division_code: str = "") -> None:
        self.found = False
        self.column_found = False
        self.site_name = ""
        self.site_id_code = ""
        self._is_declared = False
        self._pictured: Counter[str] = Counter()  # articles by the addresses of their pictures
        self._site_pictures: set[str] = set()  # those of pages that are no articles
        self._errands = errands
        self._ledger = errands.ledger
        self._record = errands.record
        self._division_code = division_code

    def remember_site(self, page: Page, is_home: bool) -> None:
        """Keep the portal's own name and code, from the first page that has them; a name that no
        page declares is that in the title of the home page."""
        declared = page.declared("site_name")
        if declared and not self._is_declared:
            self.site_name, self._is_declared = declared, True
        elif is_home and not self._is_declared:
            self.site_name = _name_in(page.title) or self.site_name
        self.site_id_code = self.site_id_code or page.site_id_code

    def remember_pictures(self, page: Page) -> None:
        """Note the pictures of a page that is no article: those of the site, in none of them."""
        if len(self._site_pictures) < _MOST_SITE_PICTURES:
            pictures = islice(page.selector.root.iter("img"), 500)
            found = (clean_url(picture.get("src") or "", page.base) for picture in pictures)
            self._site_pictures.update(url for url in found if url)

    def take(
        self,
        response: Response,
        page: Page,
        article: Article,
        step: Step,
        bodies: tuple[str, ...],
    ) -> Output:
        """An article of a column: the document where it holds the report, else its files; what
        its title or the page says that it is instead."""
        own = tuple(p for p in article.pictures if p.url not in self._site_pictures)
        article = dataclasses.replace(article, pictures=own)
        verdict = judge_title(article.title)
        doubted = step.trusted and article.has_forms and is_doubtful(article.title)
        if verdict.kind == "other" and judge_title(step.label).kind != "report" and not doubted:
            yield from self._errands.leave(page.url, verdict.reason, step, article.title)
            return
        files = [a for a in article.attachments if judge_title(a.text).kind != "other"]
        for attachment in _wanted(files, article):
            yield from self._ask_attachment(attachment, page, article, step)
        if article.has_text or (article.pictures and not files):
            told = hints(response.url, step, article, self._site())
            parts_of = several_reports(page)
            if parts_of:
                self._errands.at_hand.see_article(page.url, article.essence)
                yield from self._each(response, told, step, parts_of)
                return
            if (held := count_reports(page)) > 1:
                self._record.trouble(f"{page.url}: it holds {held} reports, one of them is read")
            whole = self._document(response, told, step, article.has_forms)
            self._errands.at_hand.see_article(page.url, article.essence)
            self._errands.shells.learn(response, article)
            parts = later_parts(page)
            pictures = self._pictures_of(article, files)
            if parts or pictures:
                self._errands.gather(response, whole, pictures, parts, bodies)
            else:
                yield whole
            return
        nothing = not files and not kinds.frames(page)
        if nothing and kinds.needs_script(page, step.trusted) and not is_shown(response):
            yield from self._errands.show(response, step)
            return
        reason = "an empty article: no text, no picture, no attachment"
        if files:
            reason = f"the report is in the attachment {files[0].url}"
        elif kinds.frames(page):
            self.look_into_frames(page, step)
            reason = "a frame around another page, which is read on its own"
        lost = nothing and "report" in (verdict.kind, judge_title(step.label).kind)
        yield from self._errands.leave(page.url, reason, step, article.title, without_text=lost)

    def take_unseen(
        self, response: Response, page: Page, step: Step, family: Family
    ) -> Generator[Document | Skipped, None, bool]:
        """The article of a page that carries its text where only a script would show it; whether
        it is one."""
        titles = (step.label, page.title, page.declared("title"))
        if not any(judge_title(title).kind == "report" for title in titles):
            return False
        markup = with_text_shown(page, family.article_bodies)
        if not markup:
            return False
        shown = as_shown(response, response.url, markup)
        whole = read_page(page.url, shown.body)
        article = family.article(whole)
        if article is None or not article.has_text:
            return False
        for item in self.take(shown, whole, article, step, family.article_bodies):
            if isinstance(item, Document):
                item.made_from = (answer_of(document(response, item.hints)),)
            yield item
        return True

    def take_part(self, bundle: Bundle, page: Page, step: Step) -> None:
        """A further page of an article: ask for its pictures, and for pages that it leads to."""
        article = read_article(page, bundle.bodies)
        pictures = self._pictures_of(article, article.attachments) if article is not None else []
        self._errands.gather_more(bundle, pictures, later_parts(page), step)

    def _pictures_of(self, article: Article, files: Sequence[Attachment]) -> list[Picture]:
        """The pictures that may hold the tables of a report: where the page has none, and no
        attachment either."""
        if article.tables or files or judge_title(article.title).kind != "report":
            return []
        wanted = {picture.url: picture for picture in article.pictures if picture.url}
        own = [p for url, p in wanted.items() if self._pictured[url] < _OF_THE_SITE]
        self._pictured.update(list(wanted))
        return [p for p in own if self._ledger.is_ours(p.url)][:MOST_PICTURES]

    def _ask_attachment(
        self, attachment: Attachment, page: Page, article: Article, step: Step
    ) -> Output:
        if not self._ledger.is_ours(attachment.url):
            reason = "the attachment is on another site"
            yield from self._errands.leave(attachment.url, reason, step)
            return
        date = article.published or step.date
        carried = dataclasses.replace(
            step.to("file", attachment.text, date, step.trusted),
            page_title=article.title,
            breadcrumb=article.breadcrumb,
            referer=page.url,
        )
        self._errands.ask(attachment.url, carried)

    def _document(
        self, response: Response, told: Hints, step: Step, has_forms: bool = False
    ) -> Document:
        titles = (told.page_title, told.link_text)
        if has_forms or any(judge_title(title).kind == "report" for title in titles):
            self.found = True
            in_column = step.trusted and not (step.role == "column" and names_report(step.label))
            self.column_found = self.column_found or in_column
        self._record.count("documents")
        return document(response, told)

    def _each(
        self, response: Response, told: Hints, step: Step, reports: Sequence[tuple[str, bytes]]
    ) -> Output:
        """The reports of a page that holds several, at its address with their titles in it."""
        for title, markup in reports:
            url = f"{told.url}#{quote(title)}"
            own = told.model_copy(update={"url": url, "link_text": title, "page_title": title})
            whole = self._document(response, own, step)
            came = (answer_of(whole),)
            yield whole.model_copy(
                update={"url": url, "data": markup, "headers": (), "made_from": came}
            )

    def _site(self) -> Site:
        return Site(self.site_name, self.site_id_code, self._division_code)

    def take_file(self, response: Response, step: Step) -> Output:
        """A file that a row or an article led to."""
        yield self._document(response, hints(response.url, step, None, self._site()), step)

    def look_into_frames(self, page: Page, step: Step) -> None:
        """Ask for the pages that a frame or an iframe of a page shows."""
        for url in kinds.frames(page) if step.depth < DEEPEST_COLUMN else ():
            self._errands.ask(url, dataclasses.replace(step, depth=step.depth + 1))


def _name_in(title: str) -> str:
    """The body that the title of a home page names (首页-湖口县人民政府), or ''."""
    named = (part for part in _BETWEEN_NAMES.split(title[:200]) if _BODY.search(part))
    return next(named, "")[:_LONGEST_NAME]


def _wanted(files: list[Attachment], article: Article) -> list[Attachment]:
    """The attachments that may be the report: all where the page has no statutory table of its
    own, however much it says, else by name."""
    if not article.has_forms:
        return files
    return [file for file in files if judge_title(file.text).kind == "report"]
