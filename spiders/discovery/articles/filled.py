"""Articles that a script fills from JSON: where that stands is learned from the first one shown.

The page of an article is often a shell, the same for each; its script asks for `/api/article/7`
for the page `/article/7`. Where the script says so in plain sight, or one article shown in the
browser tells both addresses and the fields of the title and the text, the others are asked for
as the script would ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

from crawler.browsers import Overheard
from parsers.interpretation.genre import judge_title
from spiders.data import load
from spiders.discovery.articles.frame import Article
from spiders.discovery.pages.data import day_of, read_json, text_of
from spiders.discovery.pages.files import is_file_address
from spiders.discovery.pages.page import LARGEST_PAGE, read_text
from spiders.discovery.pages.parameters import plain_name
from spiders.discovery.pages.text import squash

_TITLES = tuple(load("scripted")["title"])
_DATES = tuple(load("scripted")["date"])
_ID = re.compile(r"(?<![\w-])(?=[\w-]{0,80}\d)[\w-]{1,80}(?![\w-])")
_MARKUP = re.compile(r"<(?:p|div|table)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LEAST_TEXT = 300
"""Characters of an article's text below which its attachments are more likely to be the report."""
_MOST_NODES = 500


@dataclass(frozen=True, slots=True)
class Filling:
    """How the articles of a portal are filled. page, data: the addresses of the page and of what
    fills it, before and behind the number of the article; title, body: the plain names of the
    fields, '' where they are to be told by what they hold; headers: those that the script adds."""

    page: tuple[str, str]
    data: tuple[str, str]
    title: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()

    def data_address(self, url: str) -> str:
        """The address of what fills the page at an address, '' where it is of another form."""
        before, after = self.page
        if not (url.startswith(before) and url.endswith(after)):
            return ""
        number = url[len(before) : len(url) - len(after)]
        return f"{self.data[0]}{number}{self.data[1]}" if _ID.fullmatch(number) else ""

    def markup(self, answer: str) -> str:
        """The page made of an answer, '' where that does not hold the whole article."""
        for told in _objects(read_json(answer)):
            title, body = self._told(told)
            if not (isinstance(title, str) and isinstance(body, str) and title.strip()):
                continue
            if not _says_enough(body) or _has_files(answer, body):
                return ""
            return _page(title, day_of(told, *_DATES) or text_of(told, *_DATES, limit=40), body)
        return ""

    def _told(self, fields: dict[str, Any]) -> tuple[Any, Any]:
        """The title of an article and its text, of the fields of an object."""
        if self.title:
            return fields.get(self.title), fields.get(self.body)
        title = text_of(fields, *_TITLES)
        texts = [value for value in fields.values() if isinstance(value, str)]
        is_report = judge_title(title).kind == "report"
        return (title, max(texts, key=len)) if is_report else (None, None)


def whole_article(answer: str) -> str:
    """The page made of the article in a JSON answer, '' where that holds none of a report."""
    return Filling(("", ""), ("", ""), "", "").markup(answer)


def likely_filling(
    url: str, asked: Iterable[tuple[str, tuple[tuple[str, str], ...]]]
) -> Filling | None:
    """How the page at an address may be filled, by what its script plainly asks for: addresses,
    each with the headers that the script adds. It has the number of the page in its address."""
    for address, headers in asked:
        forms = _forms(url, address)
        if forms is not None and address != url:
            return Filling(*forms, "", "", headers)
    return None


def learn_filling(url: str, heard: Sequence[Overheard], article: Article) -> Filling | None:
    """How the page at an address was filled by what its script was answered; None where that is
    not plain, or where files are shown beside the text."""
    if article.attachments or judge_title(article.title).kind != "report":
        return None
    for asked in heard:
        if asked.method != "GET" or asked.body:
            continue
        forms = _forms(url, asked.url)
        fields = _fields(read_json(read_text(asked.answer)), article.title)
        if forms is not None and fields is not None:
            return Filling(*forms, *fields, asked.headers)
    return None


def _forms(url: str, asked: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Both addresses around the number that they share, the longest one."""
    numbers = {found[0] for found in _ID.finditer(url, url.find("/", 8))}
    for number in sorted(numbers, key=len, reverse=True):
        there, here = _around(url, number), _around(asked, number)
        if there is not None and here is not None:
            return there, here
    return None


def _around(url: str, number: str) -> tuple[str, str] | None:
    places = [found for found in _ID.finditer(url, url.find("/", 8)) if found[0] == number]
    if len(places) != 1:
        return None
    return url[: places[0].start()], url[places[0].end() :]


def _fields(data: Any, title: str) -> tuple[str, str] | None:
    """The names of the fields with a title and with the text that goes with it."""
    for told in _objects(data):
        texts = {name: value for name, value in told.items() if isinstance(value, str)}
        titled = next((name for name, v in texts.items() if squash(v) == squash(title)), "")
        body = max(texts, key=lambda name: len(texts[name]), default="")
        if titled and body != titled and _says_enough(texts[body]):
            return titled, body
    return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON value by the plain names of their fields, the outer ones first."""
    waiting = [data]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield {plain_name(str(name)): inner for name, inner in islice(value.items(), 100)}
            waiting += [v for v in islice(value.values(), 100) if isinstance(v, dict | list)]
        elif isinstance(value, list):
            waiting += [v for v in value[:100] if isinstance(v, dict | list)]


def _says_enough(body: str) -> bool:
    return bool(_MARKUP.search(body)) and len(squash(_TAG.sub("", body))) >= _LEAST_TEXT


def _has_files(answer: str, body: str) -> bool:
    """Whether an answer names files that its text does not."""
    strings = re.findall(r'"((?:https?:)?\\?/[^"\s]{1,300})"', answer[:LARGEST_PAGE])
    addresses = (string.replace("\\/", "/") for string in strings)
    return any(is_file_address(address) and address not in body for address in addresses)


def _page(title: str, day: str, body: str) -> str:
    title = escape(title.strip())
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{escape(day)}"></head>'
        f'<body><h1>{title}</h1><div class="article-content">{body}</div></body></html>'
    )
