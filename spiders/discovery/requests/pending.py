"""A request that waits or is on its way, and what there is to show pages in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.items import Errand
from spiders.discovery.articles.bundles import Bundle
from spiders.discovery.articles.filled import Filling
from spiders.discovery.home.way import Step
from spiders.discovery.lists.listings import Target, address_of, key_of


@dataclasses.dataclass(frozen=True, slots=True)
class Browser:
    """What there is to show pages in. missing: what it lacks, '' where it lacks nothing.

    meta: makes the meta of the request that shows a fetched page.
    """

    missing: str
    most_pages: int
    meta: Callable[[Response], dict[str, Any]]


@dataclasses.dataclass(slots=True)
class Pending:
    """A request that waits or is on its way, and what its answer gave rise to.

    shown: the page as fetched, where a browser is to show it. script, held: the file to be read
    before the page is, and the page as fetched. fills: that file may hold the page's list.
    bundle, source: the article that a picture belongs to, and the picture's address as the article
    writes it. met: keys of all that the answer names; led_to: what of it was asked for; newest: the
    newest date beside its rows.
    essence: a digest of what the article that came says, '' for everything else. goes_on: the
    answer is not dealt with until further requests are. view: what it narrows a list by
    (`Ledger.narrows`): such a page is asked for after all others. filling: how the article is
    filled, where what fills it is asked for instead of its page; as_page: its page is wanted.
    """

    target: Target
    step: Step
    shown: Response | None = None
    script: str = ""
    held: Response | None = None
    fills: bool = False
    bundle: Bundle | None = None
    source: str = ""
    met: list[str] = dataclasses.field(default_factory=list)
    led_to: list[Errand] = dataclasses.field(default_factory=list)
    newest: str = ""
    essence: str = ""
    goes_on: bool = False
    view: str = ""
    filling: Filling | None = None
    as_page: bool = False

    @property
    def host(self) -> str:
        return urlsplit(address_of(self.target)).netloc

    def errand(self) -> Errand:
        """The request as the corpus keeps it."""
        url, key = address_of(self.target), key_of(self.target)
        return Errand(key=key, role=self.step.role, url=url, step=self.step.to_json())
