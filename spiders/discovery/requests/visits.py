"""What a crawl keeps of a request for the next one."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response

from crawler.items import Visit
from spiders.discovery.requests.outgoing import NOT_MODIFIED
from spiders.discovery.requests.pending import Pending

_ISO_DAY = re.compile(r"((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


def visit_of(portal: str, pending: Pending, response: Response | None, status: int | None) -> Visit:
    """The visit of a request; a `response` of None failed. portal: key of its home page."""
    # A list in a script file changes while its page does not.
    headers = response.headers if response is not None and not pending.fills else {}
    digest = ""
    if response is not None and response.status != NOT_MODIFIED:
        is_list = pending.step.role not in ("row", "file")
        said = "\n".join(pending.met).encode() if is_list else response.body
        digest = pending.essence or hashlib.sha256(said).hexdigest()[:32]
    return Visit(
        portal=portal,
        errand=pending.errand(),
        checked_at=datetime.now(UTC),
        failed=response is None,
        http_status=status,
        etag=_header(headers, "ETag"),
        last_modified=_header(headers, "Last-Modified"),
        digest=digest,
        newest=pending.newest,
        led_to=tuple(pending.led_to),
    )


def iso_day(date: str) -> str:
    """A day as printed (2024-01-17, 2024年1月17日, 2024/1/17) in ISO form, or ''."""
    found = _ISO_DAY.search(date)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def _header(headers: Any, name: str) -> str | None:
    value = headers.get(name)
    return value.decode("latin-1")[:500] if value else None
