"""Addresses that a polite crawler never asks for, and links that lead off the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tests.sample.portal.http import Request, Response

FIRST_CALENDAR_PAGE = "/calendar/2024-11.html"
SEARCH = "/was5/web/search"
BIG5_GATEWAY = "/gate/big5/"
MOBILE_TWIN = "?isMobile=true"  # the same page again
PRINT_TWIN = "?print=1"

# Names under .example cannot be resolved: a crawler that follows one reaches nobody.
OFFSITE = {
    "中国政府网": "http://www.gov.example/",
    "省人民政府": "http://www.province.example/",
    "全省政府信息公开年报": "http://www.province.example/zfxxgk/zfxxgknb/",
    "微信公众号图解": "https://mp.weixin.example/s/2024nb",
}


@dataclass(frozen=True)
class Trap:
    """A kind of address that leads nowhere new; pattern is searched in path and query."""

    name: str
    pattern: str

    def catches(self, address: str) -> bool:
        """Whether the address is one of them."""
        return re.search(self.pattern, address) is not None


TRAPS = (
    Trap("calendar without end", r"^/calendar/"),
    Trap("site search", r"^/was5/"),
    Trap("big5 gateway", r"^/gate/big5/"),
    Trap("mobile twin", r"[?&]isMobile="),
    Trap("print twin", r"[?&]print="),
)


def answer(request: Request) -> Response | None:
    """The page behind a trap that has an address of its own; None for anything else."""
    if request.path.startswith("/calendar/"):
        return _page("日历", _calendar(request.path))
    if request.path == SEARCH:
        return _page("站内检索", f'<p>检索结果 <a href="{SEARCH}?page=2">下一页</a></p>')
    if request.path.startswith(BIG5_GATEWAY):
        return _page("政府信息公開", "<p>政府信息公開年度報告</p>")
    return None


def _page(title: str, body: str) -> Response:
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return Response(f"<html>{head}<body>{body}</body></html>".encode())


def _calendar(path: str) -> str:
    found = re.fullmatch(r"/calendar/(\d{4})-(\d\d)\.html", path)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 < int(found[1]) < 9999:
        return "<p>无此月份</p>"
    month = date(int(found[1]), int(found[2]), 15)
    links = (month - timedelta(days=30), month + timedelta(days=30))
    return " ".join(f'<a href="/calendar/{day:%Y-%m}.html">{day:%Y-%m}</a>' for day in links)
