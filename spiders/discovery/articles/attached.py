"""What an article attaches: files that it links to or embeds, pictures that may hold its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.pages.files import file_in_viewer, file_name, is_file_address, names_file
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import clean_url, page_key

_MOST_FILES = 20
_MOST_SCRIPT = 50_000
# What shows a file inside a page by its script, and the file that such a script names.
_VIEWERS = re.compile(
    r"pdfobject|pdfjs|getdocument\(|pdfh5|viewer\.html|flip_?book|dflip|flexpaper|pdf_?(?:url|path|file)",
    re.IGNORECASE,
)
_SHOWN_FILE = re.compile(r"[\"']([^\"'\s<>]{1,300}\.(?:pdf|ofd))[\"'?#]", re.IGNORECASE)
_NAMED = "translate(concat(@id, ' ', @name), 'PDFILE', 'pdfile')"
_KEPT_FILES = "|".join(
    (
        *(f"//@data-{name}" for name in ("pdf", "file", "src", "url", "source", "pdf-url")),
        f"//input[@type='hidden'][contains({_NAMED}, 'pdf') or contains({_NAMED}, 'file')]/@value",
    )
)
_KEPT_FILE = re.compile(r"[^\"'\s<>]{1,300}\.(?:pdf|ofd|docx?|wps)", re.IGNORECASE)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
_LARGE_PICTURE_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article links to or embeds."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in an article that may hold text. source: as the page writes it; url: its
    address, '' where it stands in the page itself."""

    source: str
    url: str


def pictures_in(body: Any, base: str) -> Iterator[Picture]:
    """Pictures of a body that may hold the report: not icons, not spacers."""
    for picture in islice(body.iter("img"), 100):
        if _may_hold_text(picture) and not _is_sign_of_link(picture):
            source = picture.get("src").strip()
            yield Picture(source, clean_url(source, base) or "")


def _is_sign_of_link(picture: Any) -> bool:
    """Whether a picture only stands for a link: to a page or file, not to itself enlarged."""
    link = next(islice(picture.iterancestors("a"), 1), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    leads = bool(href) and not href.startswith("#") and not href.lower().startswith("javascript:")
    return leads and not urlsplit(href).path.lower().endswith(_PICTURES)


def _may_hold_text(picture: Any) -> bool:
    source = (picture.get("src") or "").strip()
    if source.startswith("data:"):
        return len(source) > _LARGE_PICTURE_BYTES
    name = source.rpartition("/")[2].lower()
    return bool(source) and not name.startswith(("icon", "ico_", "share", "print", "logo", "blank"))


def attachments_of(page: Page, body: Any | None) -> tuple[Attachment, ...]:
    """Files linked in the body, else on the page; files that the page embeds come first."""
    found: dict[str, Attachment] = {}
    for url in _embedded_files(page):
        found.setdefault(page_key(url), Attachment(url, ""))
    files = [link for link in page.links if is_file_address(link.url) or names_file(link.text)]
    inside = [link for link in files if body is not None and _is_inside(link.element, body)]
    marked = [f for f in files if "附件" in f.label or _names_report(f.label, f.url)]
    for link in [*inside, *marked] if body is not None else files:
        attachment = Attachment(link.url, link.label or file_name(link.url))
        found.setdefault(page_key(link.url), attachment)
    return tuple(found.values())[:_MOST_FILES]


def _embedded_files(page: Page) -> Iterator[str]:
    for source in _sources(page):
        url = clean_url(source, page.base)
        shown = file_in_viewer(url) if url else ""
        file = clean_url(shown, url) if url and shown else None
        if file is not None:
            yield file


def _sources(page: Page) -> Iterator[str]:
    """Addresses, as written, of what frames hold and of files that the scripts of viewers name."""
    for element in islice(page.selector.root.iter("iframe", "embed", "object"), 50):
        yield element.get("src") or element.get("data") or ""
    kept = (value.strip() for value in page.selector.root.xpath(_KEPT_FILES)[:200])
    yield from islice((value for value in kept if _KEPT_FILE.fullmatch(value)), 3)
    for script in islice(page.selector.root.iter("script"), 50):
        text = (script.text or "")[:_MOST_SCRIPT]
        if _VIEWERS.search(text):
            yield from (found[1] for found in islice(_SHOWN_FILE.finditer(text), 3))


def _names_report(label: str, url: str) -> bool:
    return judge_title(label).kind == "report" or judge_title(file_name(url)).kind == "report"


def _is_inside(element: Any, body: Any) -> bool:
    for _ in range(60):
        if element is None:
            return False
        if element is body:
            return True
        element = element.getparent()
    return False
