"""Sitemaps (sitemaps.org): the columns of annual reports among the addresses that they list."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit, urlunsplit

from spiders.discovery.home.way import MOST_COLUMNS
from spiders.discovery.pages.labels import is_column_slug, names_column_folder
from spiders.discovery.pages.page import read_text
from spiders.discovery.sites import clean_url

MOST_SITEMAPS = 10
_MOST_ADDRESSES = 50_000  # as many as a sitemap may have
_LARGEST = 8 << 20
_ANY_ZLIB = 47


def read_sitemap(url: str, body: bytes) -> tuple[list[str], list[str]]:
    """The columns of annual reports that a sitemap shows, and the sitemaps that it lists.

    A column shows itself or by an article in its folder. The body may be compressed.
    """
    text = read_text(_plain(body))
    columns: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    for address in _addresses(text):
        found = clean_url(address, url)
        if found is None:
            continue
        if "<sitemapindex" in text[:2000]:
            sitemaps[found] = None
        elif (column := _column_of(found)) and len(columns) < MOST_COLUMNS:
            columns[column] = None
    return list(columns), list(sitemaps)[:MOST_SITEMAPS]


def _plain(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(_ANY_ZLIB).decompress(body, _LARGEST)
    except zlib.error:
        return b""


def _addresses(text: str) -> Iterator[str]:
    at = text.find("<loc>")
    for _ in range(_MOST_ADDRESSES):
        end = text.find("</loc>", at)
        if at < 0 or end < 0:
            return
        yield unescape(text[at + len("<loc>") : end][:2000]).strip()
        at = text.find("<loc>", end)


def _column_of(url: str) -> str | None:
    """The column that an address is, or the folder of the column that it lies in."""
    if names_column_folder(url):
        return url
    parts = urlsplit(url)
    segments = parts.path.split("/")
    for place, segment in enumerate(segments[:-1]):
        if segment and is_column_slug(segment):
            path = "/".join(segments[: place + 1]) + "/"
            return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return None
