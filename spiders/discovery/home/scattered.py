"""Reports that stand among everything else in a list on the way (法定主动公开内容): where a portal
has no column of them, the further pages of such lists are looked at, too."""

from __future__ import annotations

import dataclasses

from spiders.discovery.home.way import Step
from spiders.discovery.pages.labels import names_report
from spiders.discovery.pages.page import Page
from spiders.discovery.requests.errands import Errands
from spiders.discovery.sites import page_key, same_site
from spiders.families.base import Family

MOST_FURTHER = 20
"""Further pages of such lists of one portal that are looked at."""


class Scattered:
    """The lists on the way of one portal that have reports among their rows."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
        self._further: list[tuple[str, Step]] = []
        self._lists: set[str] = set()  # keys of the pages of lists that have reports
        self._asked = 0

    def remember(self, page: Page, family: Family, step: Step) -> bool:
        """Keep where a list goes on that has reports, or of which a page before had some; whether
        the page is one of such a list."""
        links = (link for link in page.links if same_site(link.url, page.url))
        has_reports = any(names_report(link.label) for link in links)
        if step.role not in ("hub", "directory") or not (
            has_reports or page_key(page.url) in self._lists
        ):
            return False
        following = family.pages(page)
        for url in following:
            if page_key(url) not in self._lists:
                self._lists.add(page_key(url))
                self._further.append((url, dataclasses.replace(step, role="hub")))
        return bool(following) or page_key(page.url) in self._lists

    def go_on(self) -> None:
        """Look at the next page of such a list."""
        while self._further and self._errands.is_idle:
            if self._asked >= MOST_FURTHER:
                url = self._further[0][0]
                reason = f"of lists with reports among other things {self._asked} pages were read"
                self._errands.record.capped(url, reason)
                self._further.clear()
                return
            self._errands.ask(*self._further.pop(0))
            self._asked += not self._errands.is_idle
