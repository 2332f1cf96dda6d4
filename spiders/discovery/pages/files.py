"""Links to files: documents and archives, by their names or by the handlers that deliver them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from parsers.reading.model import Unreadable
from parsers.reading.sniff import media_type_of
from spiders.data import load
from spiders.discovery.sites import clean_url

_DATA = load("pages")["attachments"]
_EXTENSIONS = tuple("." + extension for extension in _DATA["extensions"])
_HANDLERS = tuple(_DATA["handlers"])
_FILE_PARAMETERS = frozenset(_DATA["file_parameters"])
_VIEWER = re.compile(r"viewer|reader|preview|pdf|flip|swf|flexpaper|view\.|online")
_HEAD = 65_536

# What is walked as a page; everything else is a file.
_PAGES = frozenset({"text/html", "application/xml"})


@lru_cache(maxsize=8_192)
def is_file_address(url: str) -> bool:
    """Whether an address leads to a document or archive rather than to a page."""
    parts = urlsplit(url)
    if parts.path.lower().endswith(_EXTENSIONS):
        return True
    lower = url.lower()
    return any(handler in lower for handler in _HANDLERS)


def names_file(label: str) -> bool:
    """Whether the text of a link is the name of a file: 附件：2023年度报告.doc."""
    return label.strip(" 　）)】]。").lower().endswith(_EXTENSIONS)


def file_in_viewer(url: str) -> str:
    """The file that an embedded viewer shows (`viewer.html?file=/x.pdf`), as written, or ''."""
    if is_file_address(url):
        return url
    for name, value in parse_qsl(urlsplit(url).query):
        shown = value.partition("#")[0]
        if name.lower() in _FILE_PARAMETERS and shown.lower().endswith(_EXTENSIONS):
            return shown
    return ""


def file_behind(url: str) -> str | None:
    """The whole address of the file that the page of a viewer shows (`/pdf/web/viewer.html?file=`),
    None where an address is no viewer's."""
    if is_file_address(url) or not _VIEWER.search(urlsplit(url).path.lower()):
        return None
    shown = file_in_viewer(url)
    return clean_url(shown, url) if shown else None


def file_name(url: str) -> str:
    """The name of the file in an address, decoded, without its extension."""
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name


def is_page(body: bytes) -> bool:
    """Whether bytes are a web page; judged by their beginning, an empty answer counts as a page."""
    try:
        return media_type_of(body[:_HEAD]) in _PAGES
    except Unreadable:
        return True
