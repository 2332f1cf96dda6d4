"""One portal's crawl from its home page: on the way, into its columns, and what came of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.items import Document, Item, PortalRun, Skipped, Visit
from spiders.discovery.articles.documents import answer_of, as_shown, document, header_charset
from spiders.discovery.articles.filled import Filling
from spiders.discovery.articles.taking import Articles
from spiders.discovery.clones import is_official_host, sign_of_a_clone
from spiders.discovery.home.approach import Approach
from spiders.discovery.home.way import ON_THE_WAY, Step
from spiders.discovery.learned import Learned
from spiders.discovery.lists.columns import DEEPEST_COLUMN, Columns
from spiders.discovery.lists.listings import Answer, DataRequest, address_of
from spiders.discovery.lists.mute_pagers import LOADS_MORE, sign_of_more
from spiders.discovery.lists.rows import find_rows, relevant_rows
from spiders.discovery.missed import Missed
from spiders.discovery.pages import kinds
from spiders.discovery.pages.files import is_page
from spiders.discovery.pages.labels import read_link
from spiders.discovery.pages.leading import MOST_LINKS
from spiders.discovery.pages.page import Page, read_page, read_text
from spiders.discovery.pages.script_files import ScriptFiles
from spiders.discovery.record import PortalRecord, Stats
from spiders.discovery.requests.errands import Browser, Errands, Output, Pending
from spiders.discovery.requests.hosts import Hosts
from spiders.discovery.requests.ledger import Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.outgoing import NOT_MODIFIED
from spiders.discovery.sites import page_key
from spiders.discovery.software import Software
from spiders.families import GENERAL, family_named, recognise
from spiders.register import Portal


class Walk:
    """Walks one portal. Requests come out of `next_requests`, answers go into `arrive` and
    `miss`; `finished` becomes true when nothing is left to ask."""

    def __init__(
        self,
        portal: Portal,
        memory: Memory,
        *,
        hosts: Hosts,
        stats: Stats,
        browser: Browser,
        per_host: int = 1,
        since: str = "",
    ) -> None:
        self.portal = portal
        self.ledger = Ledger(portal.home, hosts, portal.sites)
        self.record = PortalRecord(stats)
        self.errands = Errands(self.ledger, self.record, memory, browser, per_host)
        self.articles = Articles(self.errands, portal.division_code)
        self.columns = Columns(self.errands, self.articles, since)
        self._software = Software(portal.home, memory.about, self.record)
        self._learned = Learned(
            portal, memory.about, self.ledger, self.record, self.articles, self._software
        )
        self._learned.recall(memory)
        self._was_found = self.articles.found and not memory.lost_its_way
        if self.articles.found:
            self.record.count("known")
        self.finished = False
        self._started_at = datetime.now(UTC)
        self._scripts = ScriptFiles()
        self._approach = Approach(self.errands, self.columns)
        self._search = self._approach.search
        self._missed = Missed(self.errands, self.columns, self._search)

    def begin(self) -> Iterator[PortalRun]:
        """Ask for the home page and for what is due; the first word on the portal."""
        if self.errands.memory.wants_home or not self.errands.memory.due:
            self.errands.ask(self.portal.home, Step("home"), anew=True)
        self.errands.ask_again()
        yield self._told(finished=False)

    def next_requests(self) -> Iterator[tuple[Pending, Request]]:
        """The requests that may leave now. Where none is left, the next best hub is tried, then
        a sitemap, as long as no column was found."""
        if self.errands.is_idle:
            self._look_further()
        yield from self.errands.next_requests()

    def _look_further(self) -> None:
        """Go on with hubs and sitemaps where no column was found yet and the portal answers, then
        with lists that have reports among other things; with the agencies of which no list had a
        report."""
        if self.record.state in ("unreachable", "blocked", "clone"):
            return
        if not (self.articles.column_found or self._was_found):
            self._search.go_on()
        if self.errands.is_idle and not self.articles.column_found:
            self._approach.scattered.go_on()
        if self.errands.is_idle:
            self._approach.uncovered.go_on()

    def set_aside(self) -> list[Skipped | Visit]:
        """What `next_requests` left, with the reasons."""
        return self.errands.set_aside()

    def end(self) -> Iterator[Item]:
        """What is to be kept when the walk is over, once."""
        if self.finished or not self.errands.is_idle:
            return
        self.finished = True
        self.columns.lists.end()
        self.record.tell_shortfalls()
        self.record.tell_without_text()
        if not self.articles.found and not self.record.counts["documents"]:
            if self._approach.empty_home:
                home = Step("home")
                yield from self.errands.leave(
                    self.portal.home, self._approach.empty_home, home, failed=True
                )
            self.record.no_column()
        about = self._learned.visit(unfinished=False)
        if about is not None:
            yield about
        yield self._told(finished=True)

    def remember_sitemaps(self, named: Iterable[str], robots: str) -> None:
        """Keep the sitemaps that a robots.txt names, for when no column is found."""
        self._search.remember_sitemaps(named, robots)

    def _told(self, finished: bool) -> PortalRun:
        seen = self._software.seen()
        host = urlsplit(self.portal.home).netloc
        return PortalRun(
            portal=self.errands.portal,
            home=self.portal.home,
            name=self.portal.name or self.articles.site_name,
            started_at=self._started_at,
            finished_at=datetime.now(UTC) if finished else None,
            family=" | ".join(seen) or self._software.known_on(host).name,
            evidence=self._software.evidence(),
            state=self.record.state if finished else "unfinished",
            counts=dict(self.record.counts),
            troubles=tuple(self.record.troubles),
        )

    # --- arrivals ---------------------------------------------------------------------------

    def arrive(self, response: Response, pending: Pending) -> Iterator[Item]:
        """Take an answer: what it holds, and last of all that it was read.

        What is known of a request is kept together with the document that it brought, so that
        whoever is killed in between asks again.
        """
        self.errands.begin(pending)
        for asked in response.meta.get("redirect_urls", ())[:1]:
            self.ledger.spellings.see_answer(asked, response.url)
        try:
            if pending.bundle is not None:
                yield from self._picture(pending, response)
            elif pending.held is not None:
                self._scripts.keep(pending.script, read_text(response.body))
                yield from self._read(pending.held, pending)
            elif pending.filling is not None:
                yield from self._filled(response, pending, pending.filling)
            else:
                yield from self._read(response, pending)
        finally:
            self.errands.end(pending)

    def _filled(self, response: Response, pending: Pending, filling: Filling) -> Iterator[Item]:
        """An article by what fills its page, which is kept beside the page made of it."""
        markup = filling.markup(read_text(response.body, header_charset(response)))
        if not markup:
            self.errands.ask_page()
            return
        self.errands.shells.keep(filling)
        page = as_shown(response, address_of(pending.target), markup)
        for item in self._read(page, pending):
            if isinstance(item, Document):
                came = document(response, item.hints)
                item.made_from = (answer_of(came),)
            yield item

    def _read(self, response: Response, pending: Pending) -> Iterator[Item]:
        """What an answer holds, and then that it was read."""
        last: Document | None = None
        if pending.step.role == "row":
            self.ledger.see_row(pending.step.listed, alive=True)
        if response.status != NOT_MODIFIED:
            for item in self._judge(response, pending.step):
                if isinstance(item, Document):
                    last, item = item, last  # the newest one is held back
                if item is not None:
                    yield item
        else:
            self.record.count("unchanged")
            self.errands.at_hand.see_unchanged(response.url)
        visit = self.errands.visit(pending, response, response.status)
        keeps = not pending.goes_on and not self.ledger.rests(response.url)
        if keeps:
            visit.about = self._learned.visit(unfinished=True)
        if last is not None and self.errands.at_hand.is_unchanged(pending):
            self.record.count("unchanged")
            last = None
        if last is not None:
            last.visit = visit if keeps else None
            yield last
        elif keeps:
            yield visit

    def miss(self, failure: Failure, pending: Pending) -> Iterator[Item]:
        """A request without a page: record why, and go on with the list that it belonged to."""
        self.errands.begin(pending)
        try:
            if pending.bundle is not None:
                yield from self._picture(pending, None)
            elif pending.held is not None:
                self._scripts.keep(pending.script, "")
                yield from self._read(pending.held, pending)
            elif pending.filling is not None and not self.ledger.rests(address_of(pending.target)):
                self.errands.ask_page(failed=True)
            else:
                yield from self._missed.take(failure, pending)
        finally:
            self.errands.end(pending)

    def _picture(self, pending: Pending, response: Response | None) -> Iterator[Document | Visit]:
        """A picture or a further page of an article; with the last of them it is whole."""
        bundle = pending.bundle
        assert bundle is not None
        if pending.step.role != "part":
            whole = bundle.take(pending.source, response)
        elif response is None or not is_page(response.body):
            whole = bundle.take_part(pending.source, None)
        else:
            page = read_page(response.url, response.body, header_charset(response))
            self.articles.take_part(bundle, page, pending.step)
            whole = bundle.take_part(pending.source, page, response.body)
        if whole is None:
            return
        if bundle.is_cut:
            self.record.trouble(f"{whole.url}: the article is cut, a further page did not come")
        elif self.errands.at_hand.is_known(bundle.visit):
            self.record.count("unchanged")
            yield bundle.visit
            return
        yield whole

    def _judge(self, response: Response, step: Step) -> Output:
        """Pass what came on to the way, the columns, or the files."""
        if step.asked is not None:
            yield from self._data(response, step.asked, step)
            return
        if step.role == "sitemap":
            self._search.read(response, step)
            return
        if step.role == "menu":
            text = read_text(response.body, header_charset(response))
            yield from self._approach.take_menu(response.url, text, step)
            return
        if not is_page(response.body):
            yield from self._file(response, step)
            return
        page = read_page(response.url, response.body, header_charset(response))
        blocked = kinds.blocked_by_text(page)
        if blocked:
            self.errands.guard.block(page.url, blocked)
            yield from self.errands.leave(page.url, blocked, step)
            return
        if not is_official_host(page.url):
            sign = sign_of_a_clone(page, self.portal.listed)
            if sign:
                self.errands.guard.leave_clone(page.url, sign)
                yield from self.errands.leave(page.url, f"a copy: {sign}", step)
                return
        onward = kinds.onward(page)
        if onward is not None:
            yield from self._send_on(page.url, onward, step)
            return
        missing = kinds.missing_reason(page)
        if missing:
            self.ledger.see_row(step.listed, alive=False)
            yield from self.errands.leave(page.url, missing, step, failed=step.role == "home")
            self.columns.lists.pass_over(step)
            return
        if step.role == "file":
            yield from self._page_of_file(response, page, step)
            return
        if page.has_more_links:
            reason = f"only its first {MOST_LINKS} links were looked at"
            self.record.capped(page.url, reason)
        fills = self._is_filled(page, step)
        page, script = self._scripts.added(page, fills)
        if script:
            self.errands.hold(response, step, script, fills)
            return
        family = self._software.of(page, step)
        page = self._missed.prepared(page, family)
        self.articles.remember_site(page, is_home=step.role == "home")
        if step.role not in ("row", "file"):
            self.articles.remember_pictures(page)
        if step.role in ON_THE_WAY:
            yield from self._approach.take(response, page, family, step)
        else:
            yield from self.columns.enter(response, page, family, step)

    def _is_filled(self, page: Page, step: Step) -> bool:
        """Whether a column of no known software has no list, or one that goes on, and a script may
        fill it."""
        if step.role != "column" or not step.trusted or recognise(page)[0] is not GENERAL:
            return False
        empty = kinds.needs_script(page, trusted=True) or kinds.may_need_script(page)
        rows = relevant_rows(find_rows(page), page.url, self.ledger.frame, trusted=True)
        if rows:  # which a button below them adds to
            return sign_of_more(page, len(rows)) == LOADS_MORE
        if not empty or kinds.frames(page):
            return False
        inner = (link for link in page.links if page_key(link.url) not in self.ledger.frame)
        return not any(read_link(link).kind in ("group", "agency") for link in inner)

    def _data(self, response: Response, asked: DataRequest, step: Step) -> Output:
        """An answer for a script: the family that asked reads it."""
        answer = Answer(asked, read_text(response.body, header_charset(response)))
        if (yield from self.columns.take_content(response, answer.text, step)):
            return
        yield from self.columns.lists.take_answer(family_named(asked.family), answer, step)

    def _send_on(self, url: str, target: str, step: Step) -> Output:
        is_spelling = page_key(target) == page_key(url)
        if not is_spelling and page_key(target) in self.errands.memory.due:
            return  # an earlier crawl was sent there, and this one asks for it by itself
        allowed = self.ledger.is_ours(target) and (is_spelling or not self.ledger.knows(target))
        if not allowed or step.depth >= DEEPEST_COLUMN:
            reason = f"the page only sends its reader to {target}"
            yield from self.errands.leave(url, reason, step, failed=step.role == "home")
            return
        further = dataclasses.replace(step, depth=step.depth + 1)
        if is_spelling:  # `/` that sends to `/index.html`
            self.errands.go_on(target, further)
        else:
            self.errands.ask(target, further)

    def _file(self, response: Response, step: Step) -> Output:
        if step.role in ON_THE_WAY:
            reason = "a file where a page was expected"
            yield from self.errands.leave(response.url, reason, step, failed=True)
            return
        yield from self.articles.take_file(response, step)

    def _page_of_file(self, response: Response, page: Page, step: Step) -> Output:
        """A web page under the address of a file: Word's own HTML, or an error page."""
        article = GENERAL.article(page)
        if article is None or not article.has_text:
            reason = "the link to a file led to a page without running text"
            yield from self.errands.leave(page.url, reason, step, failed=True)
            return
        yield from self.articles.take_file(response, step)
