"""From a response and the way to it to the items that the pipelines take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response

from crawler.items import Answer, Document, Skipped
from parsers.record import Hints
from spiders.discovery.articles.frame import Article
from spiders.discovery.home.way import Step
from spiders.discovery.sites import without_session


def document(response: Response, hints: Hints) -> Document:
    """The bytes as they came, with the headers they came with."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Document(
        url=without_session(response.url),
        kind="official",
        data=response.body,
        hints=hints,
        fetched_at=datetime.now(UTC),
        http_status=response.status,
        headers=headers,
    )


def answer_of(whole: Document) -> Answer:
    """The answer that a document is, for those that are made from it."""
    return Answer(
        url=whole.url,
        data=whole.data,
        fetched_at=whole.fetched_at,
        http_status=whole.http_status or 200,
        headers=whole.headers,
    )


@dataclass(frozen=True, slots=True)
class Site:
    """What a portal says of itself, and the division that the register has it under."""

    name: str = ""
    id_code: str = ""
    division_code: str = ""


def hints(url: str, step: Step, article: Article | None, site: Site) -> Hints:
    """What the way told: the article's frame where there is one, else the link and its page."""
    published = article.published if article is not None else ""
    breadcrumb = article.breadcrumb if article is not None else step.breadcrumb
    return Hints(
        url=url,
        link_text=step.label,
        page_title=article.title if article is not None else step.page_title,
        published=published or step.date,
        site_name=site.name,
        site_id_code=site.id_code,
        division_code=site.division_code,
        breadcrumb=breadcrumb or step.trail,
    )


def skipped(url: str, reason: str, title: str) -> Skipped:
    """What was seen and left alone."""
    return Skipped(url=url, reason=reason, title=title[:300], host=urlsplit(url).netloc)


def header_charset(response: Response) -> str | None:
    """The charset of the Content-Type header, if it names one."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    _, found, charset = content_type.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") if found else None


def as_shown(response: Response, url: str, markup: str) -> Response:
    """The page at an address as its script would have filled it with an answer."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    flags = [*response.flags, "playwright"]
    body = markup.encode()
    return response.replace(cls=HtmlResponse, url=url, headers=headers, body=body, flags=flags)


def is_shown(response: Response) -> bool:
    """Whether a page was run in a browser already."""
    return "playwright" in response.flags
