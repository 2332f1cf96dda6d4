"""Copies of reports on document mirrors: `scrapy crawl mirror -a url=URL`.

An address is that of a document, of a list, or of a search result; of a list the later pages
and the documents titled as annual reports are asked for, of a document its later pages. The
viewer is stripped (`spiders.mirrors`), what it withholds is told (`sources.cut`), and no wall is
passed: no login, no points, no captcha, no script is run. A mirror is secondary evidence: its
sources are of the kind `mirror`, and the publisher's own page comes before them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler.errors import BadArgument
from spiders.discovery.sites import clean_url, page_key
from spiders.mirrors.walk import MirrorWalk
from spiders.municipal import Municipal
from spiders.register import Portal

MOST_ADDRESSES = 10_000


class Mirror(Municipal):
    """Crawls mirrors. Arguments, one of them: `url`, an address (http or https); `urls`, a file
    with an address on each line, where empty lines and those that begin with # do not count."""

    name = "mirror"
    walk_through = MirrorWalk

    def __init__(self, url: str | None = None, urls: str | None = None, **unknown: Any) -> None:
        if unknown:
            raise BadArgument(
                f"unknown argument {', '.join(unknown)}: mirror takes -a url=… or -a urls=FILE"
            )
        if bool(url) == bool(urls):
            raise BadArgument("say which mirror page to read: -a url=URL, or -a urls=FILE")
        super().__init__()
        self._addresses = _read(urls) if urls else [_checked(url or "", "-a url")]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        # No page is run in a browser: what a viewer's scripts would show is for its members.
        settings.set("BROWSER", "", priority="spider")
        super().update_settings(settings)

    def _portals(self) -> list[Portal]:
        """The addresses to read, each as a way of its own."""
        return [Portal("", url) for url in self._addresses]


def _read(path: str) -> list[str]:
    """The addresses of a file, each page once, or BadArgument."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise BadArgument(
            f"-a urls={path[:200]}: cannot be read ({error}); give a UTF-8 text file with one "
            "address on each line"
        ) from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            url = _checked(line.strip(), f"{path}, line {number}")
            found.setdefault(page_key(url), url)
    if not 0 < len(found) <= MOST_ADDRESSES:
        raise BadArgument(
            f"-a urls={path[:200]} has {len(found)} addresses: expected 1 to {MOST_ADDRESSES}"
        )
    return list(found.values())


def _checked(url: str, where: str) -> str:
    found = clean_url(url)
    if found is None:
        raise BadArgument(f"{where}: {url[:200]!r} is no http or https address of a mirror's page")
    return found
