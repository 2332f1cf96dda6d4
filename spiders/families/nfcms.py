"""NFCMS: ordinary columns of the portals of Guangdong, mostly beside a gkmlpt on the same host.

Articles are `/{path}/content/post_{id}.html` with a twin for phones, `mpost_{id}.html`; the second
page of a list is `index_2.html`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from spiders.discovery.lists.counts import pages_by_name
from spiders.discovery.pages.page import Page
from spiders.families.base import Family


class Nfcms(Family):
    """NFCMS without the disclosure platform."""

    name: ClassVar[str] = "NFCMS"
    rank: ClassVar[int] = 15
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(
            r"(?:href|url)\s{0,3}=\s{0,3}[\"']?(?!/gate/)[^\s\"'>]{0,300}/content/m?post_\d{1,12}"
            r"\.html\b"
        ),
        re.compile(r"class\s{0,3}=\s{0,3}[\"'][\w -]{0,80}\b(?:news_cont_d_wrap|tyxxy_main)\b"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/content/m?post_\d{1,12}\.html$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = (
        "#zoomcon",
        ".article-content",
        ".news_cont_d_wrap",
        ".tyxxy_main",
        ".xl_main .articleBox",
    )

    def pages(self, page: Page) -> list[str]:
        """Page 2 is `index_2.html`; the pager tells their number, or links to the last one."""
        return pages_by_name(page, "index_{n}.html")
