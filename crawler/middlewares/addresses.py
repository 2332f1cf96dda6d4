"""No request leaves for an address that is not public, whatever a page or a name server says."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import classify_address, refusal, told

_refused_names: LocalCache[str, str] = LocalCache(10000)


class AddressRefused(IgnoreRequest):
    """The address may not be visited; the message says why."""


class AddressMiddleware:
    """Judges every request by its URL: first ones, links, redirects, robots.txt alike.

    Setting ALLOW_PRIVATE_HOSTS (default False) leaves only the scheme to be judged.
    """

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getbool("ALLOW_PRIVATE_HOSTS"))

    def process_request(self, request: Request) -> None:
        reason = refusal(request.url, self._allow_private)
        if reason:
            raise AddressRefused(reason)


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, which also refuses names that resolve to an address not public.

    The address judged is the address connected to: a name cannot change in between.
    """

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("ALLOW_PRIVATE_HOSTS")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        answer: Deferred[str] = super().getHostByName(name, timeout)
        return answer if self.allow_private else answer.addCallback(self._only_public, name)

    def _only_public(self, address: str, name: str) -> str:
        kind = classify_address(address)
        if kind == "public":
            return address
        # Twisted drops the message on its way, so that it is kept for `name_refusal`.
        _refused_names[name] = f"{name} resolves to {address}, {told(kind)}"
        raise DNSLookupError(_refused_names[name])


def name_refusal(host: str) -> str:
    """Why the resolver refused a name in this process; empty when it did not."""
    return _refused_names.get(host, "")
