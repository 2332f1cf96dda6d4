"""Notes when the certificates of portals run out, one for each host, in the crawler's stats.

A crawl goes on where a certificate has run out, as portals' certificates often have: the run's
report tells of it. `certificate/<host>`: an aware moment.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

PREFIX = "certificate/"
_ASN1_TIME = "%Y%m%d%H%M%SZ"


class Certificates:
    """Extension: looks at the first answer of every host."""

    def __init__(self, stats: Any) -> None:
        self._stats = stats
        self._seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # One line for every connection to a host whose certificate bears another name: cron would
        # send them all, and nothing follows from them.
        logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)
        extension = cls(crawler.stats)
        crawler.signals.connect(extension._look, signal=signals.response_received)
        return extension

    def _look(self, response: Response) -> None:
        host = urlsplit(response.url).netloc
        if response.certificate is None or host in self._seen:
            return
        self._seen.add(host)
        ends = _runs_out(response.certificate)
        if ends is not None:
            self._stats.set_value(PREFIX + host, ends)


def _runs_out(certificate: Any) -> datetime | None:
    """The last moment of a certificate (of Twisted); None where it does not say."""
    told = certificate.original.get_notAfter()
    try:
        return datetime.strptime((told or b"").decode("ascii"), _ASN1_TIME).replace(tzinfo=UTC)
    except (UnicodeDecodeError, ValueError):
        return None
