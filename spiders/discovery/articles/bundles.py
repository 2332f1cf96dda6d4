"""An article with the pictures that it shows, or with its further pages, kept as one document.

Agencies paste the tables of a report as pictures into the page, and portals divide long articles
over several pages. Neither the page nor a picture is the report; a web archive of them (MHTML,
RFC 2557) is, and reads again from the archive as one document. Of a divided article the archive
holds first the pages put together, then each of them as it came.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import quote

from scrapy.http import Response

from crawler.items import Document, Visit
from parsers.reading.sniff import media_type_of
from spiders.discovery.articles.divided import joined
from spiders.discovery.articles.frame import body_of
from spiders.discovery.pages.essence import essence_of, main_part
from spiders.discovery.pages.page import Page, read_page

MOST_PICTURES = 20
LARGEST_PICTURE = 8 << 20
LARGEST_BUNDLE = 16 << 20
MEDIA_TYPE = "multipart/related"
_LINE = 76


@dataclass(slots=True)
class Bundle:
    """An article whose pictures and further pages are on their way.

    document: of the page alone. visit: of the page, to be kept with the whole. charset: that of
    the header, which the archive must repeat. open: what is still wanted. pictures: those that
    came, by their address as the page writes it. asked: those that were asked for. bodies:
    selectors of the article's body. parts: the further pages by their addresses, in order, None as
    long as one is missing.
    """

    document: Document
    visit: Visit
    charset: str | None
    open: int = 0
    asked: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()
    parts: dict[str, Page | None] = field(default_factory=dict)
    sent: dict[str, bytes] = field(default_factory=dict)

    def take(self, source: str, response: Response | None) -> Document | None:
        """A picture that came, or None where it did not; the document when it was the last."""
        self.open -= 1
        room = LARGEST_BUNDLE - sum(map(len, self.pictures.values()))
        if response is not None and len(response.body) <= min(LARGEST_PICTURE, room):
            self.pictures[source] = response.body
        return self.finished() if self.open <= 0 else None

    def take_part(self, url: str, page: Page | None, body: bytes = b"") -> Document | None:
        """A further page that came, or None where it did not; the document when it was the last."""
        self.open -= 1
        if page is not None and len(body) + sum(map(len, self.sent.values())) <= LARGEST_BUNDLE:
            self.parts[url] = page
            self.sent[url] = body
        return self.finished() if self.open <= 0 else None

    @property
    def is_cut(self) -> bool:
        """Whether a further page of the article did not come."""
        return any(page is None for page in self.parts.values())

    def finished(self) -> Document:
        """The page with what came; the page alone where nothing did."""
        self.document.visit = self.visit
        pages = self._pages()
        self.visit.digest = self._essence(pages)
        shown = {s: data for s, data in self.pictures.items() if _is_picture(data)}
        if self.sent:
            sent = {self.document.url: self.document.data, **self.sent}
            return self._archived(self._joined(pages), "utf-8", {**sent, **shown})
        return self._archived(self.document.data, self.charset, shown) if shown else self.document

    def _essence(self, pages: list[Page]) -> str:
        """A digest of what the pages say, apart from their counters, and of the pictures."""
        said: list[str] = []
        for page in pages:
            body = body_of(page, self.bodies)
            around = (page.title,)
            said.append(essence_of(main_part(page.selector.root) if body is None else body, around))
        said += [hashlib.sha256(data).hexdigest() for _, data in sorted(self.pictures.items())]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    def _pages(self) -> list[Page]:
        first = read_page(self.document.url, self.document.data, self.charset)
        return [first, *(page for page in self.parts.values() if page is not None)]

    def _archived(self, page: bytes, charset: str | None, parts: dict[str, bytes]) -> Document:
        """The document with the page and its parts as one web archive."""
        headers = tuple(h for h in self.document.headers if h[0].lower() != "content-type")
        return self.document.model_copy(
            update={
                "data": web_archive(page, charset, parts),
                "headers": (*headers, ("Content-Type", MEDIA_TYPE)),
            }
        )

    def _joined(self, pages: list[Page]) -> bytes:
        """The pages of a divided article as one."""
        return joined(pages, [body_of(page, self.bodies) for page in pages])


def web_archive(page: bytes, charset: str | None, pictures: dict[str, bytes]) -> bytes:
    """A page and what belongs to it as MHTML; the same parts always give the same bytes."""
    parts = [_part(f"text/html; charset={charset}" if charset else "text/html", "", page)]
    parts += [_part(media_type_of(data), source, data) for source, data in pictures.items()]
    boundary = f"----{hashlib.sha256(b''.join(parts)).hexdigest()[:32]}"
    head = f'MIME-Version: 1.0\r\nContent-Type: {MEDIA_TYPE}; boundary="{boundary}"\r\n\r\n'
    body = b"".join(f"--{boundary}\r\n".encode() + part for part in parts)
    return head.encode() + body + f"--{boundary}--\r\n".encode()


def _part(media_type: str, source: str, data: bytes) -> bytes:
    encoded = base64.b64encode(data)
    lines = b"\r\n".join(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))
    location = f"Content-Location: {quote(source, safe=_AS_WRITTEN)}\r\n" if source else ""
    head = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n{location}\r\n"
    return head.encode() + lines + b"\r\n"


_AS_WRITTEN = "".join(chr(code) for code in range(0x21, 0x7F))


def _is_picture(data: bytes) -> bool:
    return bool(data) and media_type_of(data).startswith("image/")
