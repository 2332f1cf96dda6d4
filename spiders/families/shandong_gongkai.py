"""The disclosure software of Shandong: `/gongkai/site_{agency}/channel_{id}/doc_{id}.html`.

Each street or town has a site of its own; ids are 24 hex digits, those of channels may be put
together of several. A block above an article gives 标题, 索引号, 文号, 发文日期 and 发布机构.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import islice
from typing import ClassVar
from urllib.parse import urlsplit

from spiders.discovery.articles.frame import Article
from spiders.discovery.lists.counts import pages_by_name, pages_by_parameter
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text, squash
from spiders.families.base import Family

_CHANNEL = r"/gongkai/site_\w{1,80}/channel_[\w.-]{1,120}"
_TITLES = frozenset({"标题", "标题:", "信息名称", "信息名称:", "名称", "名称:"})
_DATES = frozenset({"发文日期", "发文日期:", "发布日期", "发布日期:", "成文日期", "成文日期:"})
_DAY = re.compile(r"(?:19|20)\d\d\s{0,3}[-/.年]\s{0,3}\d{1,2}\s{0,3}[-/.月]\s{0,3}\d{1,2}日?")
_LABELS = ("td", "th", "span", "b", "strong", "dt", "label")
_MOST_LABELS = 200


class ShandongGongkai(Family):
    """Sites of agencies with channels and documents."""

    name: ClassVar[str] = "Shandong gongkai"
    rank: ClassVar[int] = 22
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(
            rf"href\s{{0,3}}=\s{{0,3}}[\"']?(?!/gate/)[^\s\"'>]{{0,200}}{_CHANNEL}/doc_[0-9a-f]{{24}}\.html\b"
        ),
        re.compile(
            rf"href\s{{0,3}}=\s{{0,3}}[\"']?(?!/gate/)[^\s\"'>]{{0,200}}{_CHANNEL}(?:/(?:index(?:_\d{{1,5}})?"
            r"\.html)?)?(?=[\"'\s>?])"
        ),
        re.compile(r"href\s{0,3}=\s{0,3}[\"']?(?!/gate/)[^\s\"'>]{0,200}/gongkai/site_\w{1,80}/"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        rf"{_CHANNEL}/doc_[0-9a-f]{{24}}\.html$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = ("#zoom", ".article-content", ".content")

    def article(self, page: Page) -> Article | None:
        """The block above the text has the title and the date where no tag declares them."""
        article = super().article(page)
        if article is None:
            return None
        if not page.declared("title"):
            article = dataclasses.replace(article, title=_told(page, _TITLES) or article.title)
        day = _DAY.search(_told(page, _DATES)) if not page.declared("published") else None
        return dataclasses.replace(article, published=day[0]) if day else article

    def pages(self, page: Page) -> list[str]:
        """Page 2 is `index_2.html`, or `?page=2` where the pager links so."""
        by_parameter = any("page=" in urlsplit(link.url).query for link in page.links)
        if by_parameter:
            return pages_by_parameter(page, "page")
        return pages_by_name(page, "index_{n}.html")


def _told(page: Page, labels: frozenset[str]) -> str:
    """What stands beside the first of some labels in the block above an article, else ''."""
    for element in islice(page.selector.root.iter(*_LABELS), _MOST_LABELS):
        if squash(short_text(element, 20)) not in labels:
            continue
        beside = element.getnext()
        text = short_text(beside) if beside is not None and isinstance(beside.tag, str) else ""
        text = text or " ".join((element.tail or "")[:600].split())
        if text:
            return text
    return ""
